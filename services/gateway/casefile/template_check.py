"""Looks into a template before it is taken: what is wrong with it comes back fault by fault, beside its field."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import orjson

from contracts.cases.paper_templates import register
from contracts.cases.penalties.papers import PAPERS
from contracts.errors import Invalid, fault
from contracts.forms import SHA256
from contracts.rpc import CommandMessage
from services.gateway.evidence import Evidence

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {"LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "2"}
"""No more than it needs: no address, no password."""
SECONDS = 20.0
FIELD = "evidence"
_turn = threading.BoundedSemaphore(2)


class TemplateUnfit(Invalid):
    """No paper could be filled by this template as the law wants it."""

    slug, zh = "template-unfit", "此模板不能使用"


def inspect(commands: Sequence[CommandMessage], evidence: Evidence) -> None:
    """Raises TemplateUnfit where a template that a command names is unfit for its paper."""
    for command in commands:
        paper = command.form.get("paper") or command.record
        for sha256 in _files(command) if paper in PAPERS else ():
            if errors := faults(evidence.read(sha256)[0], str(paper)):
                raise TemplateUnfit(paper, errors=errors)


def _files(command: CommandMessage) -> list[str]:
    """The files that it names; whether it names them as it should is for its owner to say."""
    named = command.form.get(FIELD)
    listed = named if isinstance(named, list) else []
    return [one for one in listed if isinstance(one, str) and re.fullmatch(SHA256, one)]


def faults(body: bytes, paper: str) -> list[dict[str, str]]:
    """What is wrong with a template; a program of its own reads it, whatever it does to its reader."""
    command = [sys.executable, "-m", "services.gateway.casefile.rendering.check", paper]
    with _turn:
        try:
            done = subprocess.run(  # noqa: S603 -- our own program
                command, input=body, capture_output=True, timeout=SECONDS, check=False, cwd=ROOT, env=ENVIRONMENT
            )
        except subprocess.TimeoutExpired:
            return [_too_much()]
    if done.returncode:
        return [_too_much()]
    answer: list[dict[str, str]] = orjson.loads(done.stdout)
    return answer


def _too_much() -> dict[str, str]:
    return fault(FIELD, "Reading it takes more than a template may", "读取此文件所需时间或者内存过多")


INSPECTIONS = {register.name: inspect}
"""What the gateway looks into of the files that a register takes."""
