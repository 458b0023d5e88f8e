"""Has a report written by a program of its own, two at a time."""

from __future__ import annotations

import signal
import threading
from typing import Any

import orjson

from contracts.errors import Unavailable
from services.gateway.casefile import own_program
from services.gateway.casefile.rendering.pdf import NoPdf

PROGRAM, SECONDS = "services.gateway.reports.rendering.program", 90.0
_turns = threading.BoundedSemaphore(2)


class UnwritableReport(Unavailable):
    """The report could not be written here: writing it took more time or memory than it may."""

    slug, zh = "report-not-written", "未能生成月报：所需时间或者内存超过限度"


def write(said: dict[str, Any], stamp: dict[str, Any] | None) -> dict[str, bytes]:
    """The files of a report by their endings; without a stamp those of a preview. Raises NoPdf, UnwritableReport."""
    with _turns:
        done = own_program.run_module([PROGRAM], SECONDS, orjson.dumps({"said": said, "stamp": stamp}))
    if done is None or done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise UnwritableReport(f"{SECONDS:.0f} s")
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise NoPdf("typst") if "NoPdf" in last else UnwritableReport(last.partition(":")[0][:80])
    head, _, bodies = done.stdout.partition(b"\n")
    files = dict[str, bytes]()
    for form, size in orjson.loads(head).items():
        files[form], bodies = bodies[:size], bodies[size:]
    return files
