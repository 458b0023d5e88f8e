"""Runs one of this package's programs in a process of its own: bounded in time, number and memory."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Protocol

import orjson

from contracts.errors import Problem, TooLarge
from services.chassis.storage import refusals
from services.gateway.spreadsheets import writing
from services.gateway.spreadsheets.books import book
from services.gateway.spreadsheets.books.book import Book
from services.gateway.spreadsheets.faults import NotASheet
from services.gateway.spreadsheets.writing import Sheet

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {"LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "2"}
"""No more than it needs: no address, no password."""
SECONDS = 30.0
_turns, _writers = threading.BoundedSemaphore(2), threading.BoundedSemaphore(4)
"""How many programs read and mark at once, and how many write: these take as long as their rows come."""


def run(program: str, input_file: IO[bytes]) -> subprocess.CompletedProcess[bytes]:
    """Give a program its input, and wait for it; two run at once at most. Raises TooLarge when it takes too long."""
    command = [sys.executable, "-m", f"services.gateway.spreadsheets.{program}"]
    with _turns:
        try:
            return subprocess.run(  # noqa: S603 -- our own program
                command, stdin=input_file, capture_output=True, timeout=SECONDS, check=False, cwd=ROOT, env=ENVIRONMENT
            )
        except subprocess.TimeoutExpired:
            raise TooLarge(f"not done within {SECONDS:.0f} s") from None


def read_workbook(body: bytes) -> Book:
    """A workbook's sheets. Raises NotASheet, TooLarge, InsufficientStorage."""
    with refusals.as_problems(), tempfile.TemporaryFile() as input_file:
        input_file.write(body)
        input_file.seek(0)
        done = run("reading", input_file)
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL) or b"MemoryError" in done.stderr:
        raise TooLarge("reading it took more than was allowed")
    if done.returncode:
        raise NotASheet(_last_line(done.stderr))
    answer: dict[str, Any] = orjson.loads(done.stdout)
    if "too_large" in answer:
        raise TooLarge(answer["too_large"])
    if "other_kind" in answer:
        raise NotASheet(answer["other_kind"])
    return book.decode(answer["book"])


class MarkOrder(Protocol):
    """What is to be marked, for the program that does it."""

    @property
    def book(self) -> Book:
        """The file as it was read."""

    def order(self, *, rows: bool) -> dict[str, Any]:
        """What to do; with `rows` the workbook is made of what was read."""


def mark_workbook(marks: MarkOrder, body: bytes) -> bytes:
    """A workbook with its marks, or one made of what was read where none can be marked. Raises NotWritten, TooLarge."""
    if marks.book.form == "xlsx":
        done = _mark(marks.order(rows=False), body)
        if not done.returncode:
            return done.stdout
    done = _mark(marks.order(rows=True), b"")
    if done.returncode:
        raise NotWritten(_last_line(done.stderr))
    return done.stdout


def _mark(order: dict[str, Any], body: bytes) -> subprocess.CompletedProcess[bytes]:
    with refusals.as_problems(), tempfile.TemporaryFile() as input_file:
        input_file.write(orjson.dumps(order) + b"\n" + body)
        input_file.seek(0)
        return run("marking.marker", input_file)


def _last_line(stderr: bytes) -> str:
    """The name of what went wrong there, without the file's content."""
    last = stderr.decode(errors="replace").strip().rpartition("\n")[2]
    return last.partition(":")[0][:80]


class NotWritten(Problem):
    """The workbook could not be written."""

    slug, zh = "not-written", "未能生成工作簿"


def write_workbook(sheets: Iterable[Sheet]) -> tuple[IO[bytes], int]:
    """A workbook with these sheets, as an open file, and its size. Raises NotWritten, TooLarge, InsufficientStorage.

    The program writes while the rows come: neither waits until the other has all of it, and neither holds all of it.
    """
    with refusals.as_problems():
        out, errors = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115 -- whoever sends it closes it
        with errors, _writers, _started("writing", out, errors) as program:
            with suppress(BrokenPipeError):
                writing.pack(sheets, _input_of(program))
                _input_of(program).close()
            if program.wait():
                out.close()
                errors.seek(0)
                raise NotWritten(_last_line(errors.read()))
        size = out.seek(0, io.SEEK_END)
        out.seek(0)
        return out, size


def _input_of(program: subprocess.Popen[bytes]) -> IO[bytes]:
    if program.stdin is None:
        raise ValueError(program.args)
    return program.stdin


@contextmanager
def _started(program: str, out: IO[bytes], errors: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """A program on its way; it is ended where what it was started for is not gone on with."""
    command = [sys.executable, "-m", f"services.gateway.spreadsheets.{program}"]
    begun = subprocess.Popen(  # noqa: S603 -- our own program
        command, stdin=subprocess.PIPE, stdout=out, stderr=errors, cwd=ROOT, env=ENVIRONMENT
    )
    try:
        yield begun
    finally:
        begun.kill()
        begun.wait()
