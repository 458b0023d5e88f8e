"""Writes a report: a program of its own, bounded in time and memory, so that whatever it takes the gateway goes on.

`python -m services.gateway.reports.rendering.program < order.json > files`: the order has the report's contents and how
it was issued; what is written is a line of JSON with the sizes of the files, and the files.
"""

from __future__ import annotations

import resource
import sys
from typing import Any

import orjson

from services.gateway.reports.rendering import pdf, word
from services.gateway.reports.rendering.blocks import Drawing
from services.gateway.reports.rendering.layout import MOST_PAGES, ROOMS, Layout

MOST_MEMORY, SECONDS = 1536 * 1024 * 1024, 60


def write(order: dict[str, Any]) -> dict[str, bytes]:
    """The files of a report, by their endings. Raises NoPdf."""
    said, stamp = order["said"], order["stamp"]
    for room in ROOMS:
        layout = Layout(said, stamp, room)
        blocks, preview = layout.blocks(), "" if stamp else layout.say("report preview word")
        body = pdf.report_pdf(layout.title, layout.lang, blocks, preview)
        if pdf.count_pages(body) <= MOST_PAGES:
            break
    pictures = {one.svg: pdf.png(one) for one in blocks if isinstance(one, Drawing)}
    return {"docx": word.report_docx(layout.title, blocks, pictures, preview), "pdf": body}


def main() -> None:
    """Read standard input, write standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    files = write(orjson.loads(sys.stdin.buffer.read()))
    out = sys.stdout.buffer
    out.write(orjson.dumps({name: len(body) for name, body in files.items()}) + b"\n")
    for body in files.values():
        out.write(body)


if __name__ == "__main__":
    main()
