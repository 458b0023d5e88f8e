"""Reads a workbook: a program of its own, so that whatever a file does to its reader, the gateway goes on.

`python -m services.gateway.spreadsheets.reading < book.xlsx > book.json`: `{"book": ...}` (see `books.book`),
`{"too_large": why}` or `{"other_kind": which}`; any other end means that it was no workbook.
"""

from __future__ import annotations

import resource
import sys
import warnings
from typing import Any

import orjson

from contracts.errors import TooLarge
from services.gateway.spreadsheets.books import book

MOST_MEMORY = 768 * 1024 * 1024
MOST_CPU_SECONDS = 20


def limit(most_written: int = 0, seconds: int = MOST_CPU_SECONDS) -> None:
    """Set bounds for this process that the kernel keeps; no file that it writes is longer than so many bytes."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_written, most_written))


def read(body: bytes) -> dict[str, Any]:
    """What there is to hand over of a file."""
    from services.gateway.spreadsheets.books import archive, pages  # the limits come first

    try:
        return {"book": book.encode(pages.read_book(body))}
    except TooLarge as error:
        return {"too_large": str(error.about[0])}
    except archive.OtherKind as error:
        return {"other_kind": str(error)}


def main() -> None:
    """Read standard input, write standard output."""
    limit()
    warnings.simplefilter("ignore")
    sys.stdout.buffer.write(orjson.dumps(read(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
