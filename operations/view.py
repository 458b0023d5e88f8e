"""`progress` and `replay`: what the gateway's view says, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from operations import client
from operations.environment import Environment

STATUSES = {
    "not_started": ("dim", "未开始", "not started"),
    "behind": ("red", "滞后", "behind"),
    "at_risk": ("yellow", "有风险", "at risk"),
    "unverifiable": ("yellow", "待核实", "unverifiable"),
    "on_track": ("green", "正常", "on track"),
    "achieved": ("bold green", "已达成", "achieved"),
}
NOTHING = "–"
GATEWAY = "gateway"


def progress(environment: Environment, as_of: str | None = None, unit: str | None = None) -> None:
    """Prints the 13 items. Raises Away, Declined."""
    show(client.connect(environment).get("/v1/progress", as_of=as_of, unit=unit))


def replay(environment: Environment, service: str) -> None:
    """Rebuilds a service's view from the journals, and says whether it is the same as before. Raises Away, Declined."""
    told = client.connect(environment).post("/v1/operations/rebuild", service=service or GATEWAY)
    counted = " ".join(f"{told[name]} {name}" for name in ("events", "records") if name in told)
    verdict = "the same as before 与此前一致" if told["same"] else "it differs from before 与此前不同"
    lines = (f"{service}: {counted}, {verdict}", f"before {told['before']}", f"after  {told['after']}")
    Console().print("\n".join(lines), highlight=False)


def show(told: Mapping[str, Any], console: Console | None = None) -> None:
    """Prints a view's 13 items, each with the measure that speaks for it."""
    (console or Console()).print(table(told))


def table(told: Mapping[str, Any]) -> Table:
    """The 13 items of a view."""
    title = f"{told['title']['zh']}\n{told['title']['en']} · {told['as_of']}"
    made = Table("", "item 事项", "status 状态", "measure 主要指标", title=title)
    for heading in ("claimed 申报", "verified 核实", "target 目标"):
        made.add_column(heading, justify="right")
    for pillar in told["pillars"]:
        made.add_section()
        for item in pillar["items"]:
            made.add_row(*_row(item))
    return made


def _row(item: Mapping[str, Any]) -> Iterator[str]:
    style, zh, en = STATUSES[item["status"]]
    yield item["id"]
    yield f"{item['title']['zh']}\n[dim]{item['title']['en']}[/]"
    yield f"[{style}]{zh}\n{en}[/]" + (f"\n[red]stale 失联 {item['stale_since']}[/]" if item["stale_since"] else "")
    yield from _measure(main_measure(item))


def _measure(one: Mapping[str, Any]) -> Iterator[str]:
    yield f"{one['title']['zh']}\n[dim]{one['title']['en']}[/]"
    yield number(one["claimed"], one)
    yield number(one["verified"], one)
    target = one["target"]
    yield f"{target['op']} {number(target['value'], one)}" if target else NOTHING


def main_measure(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """The measure that speaks for an item: the first with a target and a source, else with a target, else the first."""
    measures: list[Mapping[str, Any]] = item["measures"]
    fed = [one for one in measures if one["target"] and not one["awaits"]]
    return next(iter(fed or [one for one in measures if one["target"]] or measures))


def number(value: float | bool | None, measure: Mapping[str, Any]) -> str:  # noqa: FBT001 -- an `exists` says yes or no
    """A number with its unit; a ratio as a percentage; what nobody knows as a dash, never as zero."""
    if value is None:
        return NOTHING
    if isinstance(value, bool) or measure["kind"] == "exists":
        return "有 yes" if value else "无 no"
    if measure["kind"] == "ratio":
        return f"{value:.1%}"
    return f"{value:g} {measure['unit']}"
