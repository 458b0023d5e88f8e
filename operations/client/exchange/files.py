"""`exchange`: a month's files for the platform above, ordered from the running suite; for a person, and for cron."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
import typer
from rich.console import Console

from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.base.progress_bar import progress_bar
from operations.client import client, downloads
from services.chassis.base import ids

ORDERS = "/v1/exchange-orders"
GOING_ON, DONE = ("waiting", "running"), "done"
LOOK = 0.5
"""Seconds between two looks at how far an order is."""
PATIENCE, FRESH = 300.0, 1800.0
"""Seconds for which a suite that does not answer is waited for, and for which a token is used: one lasts an hour."""
COUNTING, MAKING = "counting 清点记录", "making 生成文件"


class NotMade(OperatorError):
    """The files could not be made: {0} {1} {2}"""


def make(environment: Environment, mapping: str, month: str, out: Path) -> None:
    """Order a month's files as this machine's operator, wait for them, save the archive whole, and tell of its rows.

    Raises Away, Declined, Broken, NotMade.
    """
    wish = {"id": ids.new_id(), "mapping": mapping} | ({"month": month} if month else {})
    order = client.connect(environment).post(ORDERS, orjson.dumps(wish))
    typer.echo(f"Order 申请 {order['id']}; should this end, it goes on 中断不影响生成: exchange --order {order['id']}")
    fetch(environment, order["id"], out)


def fetch(environment: Environment, id_: str, out: Path) -> None:
    """Wait for an order, save its archive whole, and tell of its rows. Raises Away, Declined, Broken, NotMade."""
    order = _follow(environment, id_)
    if order["state"] != DONE:
        problem = order["problem"] or {"title": order["state"], "title_zh": "", "detail": "", "errors": []}
        faults = " ".join(f"{one['en']} {one['zh']}" for one in problem["errors"])
        raise NotMade(problem["title"], problem["title_zh"], faults or problem["detail"])
    size = downloads.save(client.connect(environment).download(f"{ORDERS}/{id_}/files.zip"), out)
    typer.echo(f"{out}: {order['month']}, {size} bytes 字节, sha256 {order['sha256']}")
    for one in order["files"]:
        typer.echo(f"  {one['name']}: {one['rows']} rows 行, {one['rejected']} rejected 不合格")
    if order["rejected"]:
        typer.echo(f"  {order['rejected']} rejected, see rejected.csv in it 不合格行见其中的报告", err=True)


def _follow(environment: Environment, id_: str) -> Mapping[str, Any]:
    """An order that has ended, waited for with a bar; a suite that is started anew meanwhile is waited for as well."""
    with progress_bar(Console(stderr=True)) as bar:
        task = bar.add_task(COUNTING, total=None)
        for order in _looks(environment, id_):
            if order["state"] not in GOING_ON:
                bar.update(task, total=1, completed=1)
                return order
            if order["read"]:
                bar.update(task, description=MAKING, total=order["total"], completed=order["read"])
    raise client.Away(environment.address())


def _looks(environment: Environment, id_: str) -> Iterator[Mapping[str, Any]]:
    """How an order stands, again and again; it ends where nobody answers for long."""
    suite, since = client.connect(environment), time.monotonic()
    answered = since
    while time.monotonic() - answered < PATIENCE:
        try:
            if time.monotonic() - since > FRESH:
                suite, since = client.connect(environment), time.monotonic()
            order: Mapping[str, Any] = suite.get(f"{ORDERS}/{id_}")
        except client.Away:
            since = 0.0  # it may listen elsewhere when it is back
        else:
            answered = time.monotonic()
            yield order
        time.sleep(LOOK)
