"""Tells the gateway that a backup was made or tested, so that its last one stands where operators look."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from operations.base.environment import Environment
from operations.client import client
from operations.client.client import Away

PATH = "/v1/operations/backups"


@dataclass(frozen=True)
class DrillFigures:
    """What a restore that was tried found.

    restored_to   the moment that was to be restored, with its zone
    seconds       how long it took
    events        how many events were verified
    loss_seconds  how far the newest moment that could be restored lay behind
    """

    restored_to: str
    seconds: float | None = None
    events: int | None = None
    loss_seconds: float | None = None


def note(environment: Environment, deed: str, name: str, size: int = 0, fault: str = "") -> None:
    """Note it. Raises Away, Declined."""
    _send(environment, {"deed": deed, "name": name, "size": size, "fault": fault})


def note_drill(environment: Environment, name: str, figures: DrillFigures, fault: str = "") -> None:
    """Note that a moment was restored elsewhere and looked at; `fault` is what was wrong. Raises Away, Declined."""
    _send(environment, {"deed": "tested", "name": name, "fault": fault} | vars(figures))


def note_archive(environment: Environment, name: str, restorable_to: str) -> None:
    """Note up to which moment everything can be restored; the newest note alone is kept. Raises Away, Declined."""
    _send(environment, {"deed": "archived", "name": name, "restored_to": restorable_to})


def note_test(environment: Environment, folder: Path, *, good: bool) -> bool:
    """Note that a copy was checked, where a suite answers; whether it was noted: a copy is checked without one too."""
    fault = "" if good else "the audit log of the copy is not as it was signed 备份中的审计日志与所签署的不一致"
    try:
        note(environment, "tested", folder.resolve().name, fault=fault)
    except Away:
        return False
    return True


def newest(environment: Environment) -> Any:
    """What is noted. Raises Away, Declined."""
    return client.connect(environment).get(PATH)


def _send(environment: Environment, said: dict[str, object]) -> None:
    client.connect(environment).post(PATH, orjson.dumps(said))
