"""`view`: the generations of the gateway's view, what an operator decides of them, and another programme beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from contracts.documents.response_schemas import STATUSES
from operations.base.environment import Environment
from operations.base.wide_console import wide_console
from operations.client import client

PATH, PREVIEW_PATH = "/v1/operations/generations", "/v1/operations/preview"
STATES = {
    "live": "live 现行",
    "building": "building 生成中",
    "kept": "kept 保留",
    "leaving": "leaving 清除中",
    "declined": "declined 未采用",
    "drafting": "drafting 预览生成中",
    "preview": "preview 预览",
}

WIDE = 140
"""Characters of a line where no terminal says how many it has."""


def show(environment: Environment) -> None:
    """Prints them, the newest first. Raises Away, Declined."""
    _print(client.connect(environment).get(PATH))


def decide(environment: Environment, act: str) -> None:
    """Has one built , goes back to the one before, or lets go. Raises Away, Declined."""
    _print(client.connect(environment).post(PATH, act=act))


def preview(environment: Environment, file: Path) -> None:
    """Has the numbers of another programme made beside those in force. Raises Away, Declined, OSError."""
    body = orjson.dumps({"programme": file.read_text("utf-8")})
    _print(client.connect(environment).post(PREVIEW_PATH, body))


def compare(environment: Environment, as_of: str | None) -> bool:
    """Prints what the other programme says otherwise, if that can be said yet. Raises Away, Declined."""
    answer = client.connect(environment).get(PREVIEW_PATH, as_of=as_of)
    if answer["preview"] is None or answer["preview"]["state"] != "preview":
        _tell_of(answer["preview"])
        return False
    table = Table("measure 指标", "title 名称", "in force 现行", "preview 预览")
    for one in answer["measures"]:
        if one["differs"]:
            title = (one["preview"] or one["live"])["title"]
            table.add_row(one["id"], title["zh"], _brief(one["live"]), _brief(one["preview"]))
    console = wide_console(WIDE)
    console.print(table)
    differing = sum(one["differs"] for one in answer["measures"])
    console.print(f"{differing} / {len(answer['measures'])} differ as of {answer['as_of']} 项不同")
    return True


def _tell_of(preview: Mapping[str, Any] | None) -> None:
    """Why there is nothing to compare as yet."""
    if preview is None:
        Console().print("No programme is previewed: campaign view preview FILE 尚无预览的方案")
    else:
        Console().print(f"{preview['events']} / {preview['of']} events are counted: ask again 正在生成，请稍后再问")


def _brief(measure: Mapping[str, Any] | None) -> str:
    """What a measure says, in one cell."""
    if measure is None:
        return "–"
    target = f" {measure['target']['op']} {measure['target']['value']:g}" if measure["target"] else ""
    numbers = "/".join("–" if one is None else f"{one:g}" for one in (measure["claimed"], measure["verified"]))
    return f"{numbers}{target} {STATUSES.get(measure['status'], '')}".rstrip()


def _print(answer: Mapping[str, Any]) -> None:
    table = Table("generation 代", "state 状态", "since 自", "events 事件", "events/s 每秒", "made by 由")
    for one in answer["generations"]:
        built = f"{one['events']} / {one['of']}" if "events" in one else ""
        rate = str(one.get("events_per_second") or "")
        table.add_row(one["name"], STATES[one["state"]], one["since"] or "", built, rate, one["made_by"])
    wide_console(WIDE).print(table)
