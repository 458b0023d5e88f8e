"""`progress` and `replay`: what the gateway's read model says, for a terminal."""

from __future__ import annotations

import locale
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from contracts.documents.response_schemas import STATUSES
from operations.base.environment import Environment
from operations.client import client
from services.gateway.read_model import status

STYLES = {
    status.NOT_STARTED: "dim",
    status.BEHIND: "red",
    status.AT_RISK: "yellow",
    status.UNVERIFIABLE: "yellow",
    status.ON_TRACK: "green",
    status.ACHIEVED: "bold green",
}
NARROWEST = 110
Languages = tuple[str, ...]
BOTH: Languages = ("zh", "en")
STALE = {"zh": "失联", "en": "stale"}
HEADINGS = (
    {"zh": "", "en": ""},
    {"zh": "事项", "en": "item"},
    {"zh": "状态", "en": "status"},
    {"zh": "指标", "en": "measure"},
    {"zh": "申报", "en": "claimed"},
    {"zh": "核实", "en": "verified"},
    {"zh": "目标", "en": "target"},
)
NOTHING = "–"
GATEWAY = "gateway"


def progress(environment: Environment, as_of: str | None = None, unit: str | None = None) -> None:
    """Prints the 13 items. Raises Away, Declined."""
    show(client.connect(environment).get("/v1/progress", as_of=as_of, unit=unit))


def replay(environment: Environment, service: str, *, set_aside: bool = False) -> None:
    """Rebuilds the read model, or a service's projection, and says whether it is as before. Raises Away, Declined."""
    suite = client.connect_for_long(environment)
    chosen = "true" if set_aside else None
    answer = suite.post("/v1/operations/rebuild", service=service or GATEWAY, set_aside=chosen)
    counted = " ".join(f"{answer[name]} {name}" for name in ("events", "records") if name in answer)
    verdict = "the same as before 与此前一致" if answer["same"] else "it differs from before 与此前不同"
    lines = (f"{service}: {counted}, {verdict}", f"before {answer['before']}", f"after  {answer['after']}")
    Console().print("\n".join(lines), highlight=False)


def show(view: Mapping[str, Any], console: Console | None = None) -> None:
    """Prints the 13 items' progress, each with the measure that speaks for it; a pipe is as wide as the table needs."""
    wide = console or Console()
    if not wide.is_terminal:
        wide = Console(file=wide.file, width=max(NARROWEST, wide.width))
    wide.print(table(view, _languages(wide.width)))


def _languages(width: int) -> Languages:
    """Both languages where there is room, else the reader's own."""
    if width >= NARROWEST:
        return BOTH
    return ("zh",) if (locale.getlocale()[0] or "").startswith("zh") else ("en",)


def table(view: Mapping[str, Any], languages: Languages = BOTH) -> Table:
    """The 13 items with their progress."""
    grid = Table(title=f"{_text(view['title'], languages)} · {view['as_of']}")
    for heading in HEADINGS[:4]:
        grid.add_column(_text(heading, languages), overflow="fold")
    for heading in HEADINGS[4:]:
        grid.add_column(_text(heading, languages), justify="right", overflow="fold")
    for pillar in view["pillars"]:
        grid.add_section()
        for item in pillar["items"]:
            for row in _rows(item, languages):
                grid.add_row(*row)
    return grid


def _rows(item: Mapping[str, Any], languages: Languages) -> Iterator[list[str]]:
    """The measure that speaks for an item, and where it is another the one that decides its status."""
    main, weakest = main_measure(item), status.weakest(item["measures"])
    yield [item["id"], _text(item["title"], languages), _status(item, languages), *_measure(main, languages)]
    if weakest and weakest["id"] != main["id"] and item["status"] != status.NOT_STARTED:
        yield ["", "", "", *_measure(weakest, languages)]


def _status(item: Mapping[str, Any], languages: Languages) -> str:
    status = item["status"]
    label = _text({"zh": STATUSES[status], "en": status.replace("_", " ")}, languages)
    stale = f"\n[red]{_text(STALE, languages)} {item['stale_since']}[/]" if item["stale_since"] else ""
    return f"[{STYLES[status]}]{label}[/]{stale}"


def _text(title: Mapping[str, str], languages: Languages) -> str:
    return "\n".join(title[one] for one in languages)


def _measure(one: Mapping[str, Any], languages: Languages) -> Iterator[str]:
    yield _text(one["title"], languages)
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
