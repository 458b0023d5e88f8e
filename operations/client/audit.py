"""`audit verify`: every journal read by its owner, then the view held against all journals, each event as signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer

from contracts import catalogue
from operations.base.environment import Environment
from operations.base.progress_bar import progress_bar
from operations.client import client

PATH = "/v1/operations/verify"
JOURNAL = "journal"
"""The gateway's own, beside the view."""
PLACES = (*catalogue.SERVICES, "gateway")


def verify(environment: Environment) -> bool:
    """Whether all is what was recorded; a line for each thing that is not. Raises Away, Declined."""
    suite = client.connect_for_long(environment)
    with progress_bar() as bar:
        task = bar.add_task("", total=len(PLACES))
        answers = []
        for place in PLACES:
            bar.update(task, description=place)
            answers.append(suite.post(PATH, service=place))
            bar.advance(task)
    for answer in answers:
        _print(answer)
    return not any(_is_wrong(answer) for answer in answers)


def _is_wrong(answer: Mapping[str, Any]) -> bool:
    journal = answer.get("journal", answer)
    return bool(answer["fault"] or journal["fault"] or answer.get("only_here"))


def _print(answer: Mapping[str, Any]) -> None:
    verdict = answer["fault"] or "as it was recorded 与所记录的一致"
    typer.echo(f"{answer['service']:<10} {answer['events']:>9} events 事件  {verdict}")
    if journal := answer.get("journal"):
        _print({"service": f"  {JOURNAL}", **journal})
    if answer.get("epochs", 1) > 1:
        typer.echo(f"  put back from an older copy 曾由较早的备份恢复: {answer['epochs'] - 1}")
    if answer.get("absent"):
        typer.echo(f"  not in the view yet 尚未进入视图: {answer['absent']}")
    _print_list("in the view alone, in no journal 仅存于视图", answer.get("only_here", ()))
    _print_list("set aside by a replay, counted no more 重建时搁置，不再计入", answer.get("set_aside", ()))


def _print_list(title: str, events: list[Mapping[str, Any]]) -> None:
    if events:
        typer.echo(f"  {title}: {len(events)}")
    for one in events:
        typer.echo(f"    {one['occurredon']}  {one['type']:<40} {one['subject']}  {one['id']}")
