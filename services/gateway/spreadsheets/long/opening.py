"""A file of any length is opened: unpacked by a program of its own into a file without a name."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from typing import IO

from contracts.errors import TooLarge
from services.chassis.storage import refusals
from services.gateway.spreadsheets import upload
from services.gateway.spreadsheets.faults import NotASheet
from services.gateway.spreadsheets.long import long_book, unpacking
from services.gateway.spreadsheets.long.long_book import LongBook
from services.gateway.spreadsheets.subprocess import ENVIRONMENT, ROOT

SECONDS = 3600.0
BEGINNING = 64 * 1024
"""Bytes by which files of other kinds are known."""


def open_file(chunks: Iterable[bytes], most_rows: int) -> LongBook:
    """A file that comes in chunks; whoever takes its rows closes it.

    Raises NotASheet, TooLarge, InsufficientStorage.
    """
    with ExitStack() as unless_opened:
        with refusals.as_problems(), tempfile.TemporaryFile() as source:
            for chunk in chunks:
                source.write(chunk)
            source.seek(0)
            upload.refuse_other_kinds(source.read(BEGINNING))
            source.seek(0)
            lines = unless_opened.enter_context(tempfile.TemporaryFile())
            done = _run(source, lines, most_rows)
        book = _opened(lines, done)
        unless_opened.pop_all()
    return book


def _opened(lines: IO[bytes], done: subprocess.CompletedProcess[bytes]) -> LongBook:
    """What a program unpacked. Raises NotASheet, TooLarge."""
    if b"MemoryError" in done.stderr or done.returncode < 0:
        raise TooLarge("reading it took more than was allowed")
    if done.returncode:
        raise NotASheet(done.stderr.decode(errors="replace").strip().rpartition("\n")[2].partition(":")[0][:80])
    index = unpacking.last_line(lines)
    if "too_large" in index:
        raise TooLarge(index["too_large"])
    if reason := index.get("other_kind") or index.get("not_a_sheet"):
        raise NotASheet(reason)
    return long_book.open_lines(lines, index)


def _run(source: IO[bytes], lines: IO[bytes], most_rows: int) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "services.gateway.spreadsheets.long.unpacking", str(most_rows)]
    try:
        return subprocess.run(  # noqa: S603 -- our own program
            command,
            stdin=source,
            stdout=lines,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            check=False,
            cwd=ROOT,
            env=ENVIRONMENT,
        )
    except subprocess.TimeoutExpired:
        raise TooLarge(f"not read within {SECONDS:.0f} s") from None
