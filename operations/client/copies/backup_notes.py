"""Tells the gateway that a backup was made or tested, so that its last one stands where operators look."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from operations.base.environment import Environment
from operations.client import client
from operations.client.client import Away

PATH = "/v1/operations/backups"


def note(environment: Environment, deed: str, name: str, size: int = 0, fault: str = "") -> None:
    """Note it. Raises Away, Declined."""
    body = {"deed": deed, "name": name, "size": size, "fault": fault}
    client.connect(environment).post(PATH, orjson.dumps(body))


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
