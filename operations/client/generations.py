"""`view`: the generations of the gateway's view, and what an operator decides of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from operations.base.environment import Environment
from operations.client import client

PATH = "/v1/operations/generations"
STATES = {
    "live": "live 现行",
    "building": "building 生成中",
    "kept": "kept 保留",
    "leaving": "leaving 清除中",
    "declined": "declined 未采用",
}

WIDE = 140
"""Characters of a line where no terminal says how many it has."""


def show(environment: Environment) -> None:
    """Prints them, the newest first. Raises Away, Declined."""
    _print(client.connect(environment).get(PATH))


def decide(environment: Environment, act: str) -> None:
    """Has one built , goes back to the one before, or lets go. Raises Away, Declined."""
    _print(client.connect(environment).post(PATH, act=act))


def _print(answer: Mapping[str, Any]) -> None:
    table = Table("generation 代", "state 状态", "since 自", "events 事件", "events/s 每秒", "made by 由")
    for one in answer["generations"]:
        built = f"{one['events']} / {one['of']}" if "events" in one else ""
        rate = str(one.get("events_per_second") or "")
        table.add_row(one["name"], STATES[one["state"]], one["since"] or "", built, rate, one["made_by"])
    Console(width=None if Console().is_terminal else WIDE).print(table)
