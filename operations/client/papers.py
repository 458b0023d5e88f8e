"""`papers verify`: every paper compared with its hash now, and what is wrong told by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer

from operations.base.environment import Environment
from operations.base.progress_bar import progress_bar
from operations.client import client

PATH = "/v1/operations/papers"


def verify(environment: Environment) -> bool:
    """Whether all are what was handed in; a line for each that is not. Raises Away, Declined."""
    suite = client.connect(environment)
    faults: list[Mapping[str, Any]] = []
    checked, after = 0, ""
    with progress_bar() as bar:
        task = bar.add_task("papers 佐证", total=None)
        while (answer := suite.post(PATH, after=after))["checked"]:
            faults += answer["faults"]
            checked, after = checked + answer["checked"], answer["next"]
            bar.update(task, total=answer["of"], completed=checked)
    for one in faults:
        typer.echo(_line(one))
    typer.echo(f"{checked} papers, {len(faults)} damaged 共 {checked} 份，损坏 {len(faults)} 份")
    return not faults


def _line(one: Mapping[str, Any]) -> str:
    return f"{one['fault']:<10} {one['sha256']} {one['name']} {one['bytes']} bytes, handed in by {one['kept_by']}"
