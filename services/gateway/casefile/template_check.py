"""Looks into a template before it is taken: what is wrong with it comes back fault by fault, beside its field."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence

import orjson

from contracts.cases.paper_templates import register
from contracts.cases.penalties.papers import PAPERS
from contracts.errors import Invalid, fault
from contracts.forms import SHA256
from contracts.rpc import CommandMessage
from services.gateway.casefile import own_program
from services.gateway.evidence import Evidence

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
    with _turn:
        done = own_program.run("rendering.check", paper, SECONDS, body)
    if done is None or done.returncode:
        return [_too_much()]
    answer: list[dict[str, str]] = orjson.loads(done.stdout)
    return answer


def _too_much() -> dict[str, str]:
    return fault(FIELD, "Reading it takes more than a template may", "读取此文件所需时间或者内存过多")


INSPECTIONS = {register.name: inspect}
"""What the gateway looks into of the files that a register takes."""
