"""`begin`: stops the suite, puts aside all that it holds, and has it begin with empty registers and new keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from operations.base import lock
from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.beginning import inventory, moves
from operations.beginning.inventory import Tally
from operations.suite import home as suite_home

ELSEWHERE = ("DATABASE_URL", "DATABASE_URL_FILE", "AMQP_URI", "AMQP_URI_FILE", "EVIDENCE_URL")
Ask = Callable[[Sequence[Tally]], str]


class KeptElsewhere(OperatorError):
    """{0} is set: what lies there is not this home's, and is not touched. docs/operations.md#going-live says how it is
    emptied. 数据不在本目录，请按运维手册办理。
    """


class Empty(OperatorError):
    """There is nothing in {0}: ./campaign up --detach begins. 目录为空，直接启动即可。"""


class RealRecords(OperatorError):
    """Not everything here says that it is synthetic: {0}. Nothing was touched; --with-real-records puts it
    aside all the same. 存在未标明合成的记录，未作任何更改。
    """


class WrongDistrict(OperatorError):
    """{0!r} is not this district's code: nothing was touched. 区划代码不符，未作任何更改。"""


def begin(environment: Environment, ask: Ask, *, with_real: bool) -> Path:
    """Put aside what a home holds; the folder that has it. An interrupted beginning is brought to its end, unasked.

    ask  shows what there is, and gives the district's code as somebody typed it

    Raises KeptElsewhere, Empty, RealRecords, WrongDistrict, JournalUnreadable, NotStopped, Held, InTheWay, ThereTwice,
    MoveFailed.
    """
    home = environment.home
    if given := next((name for name in ELSEWHERE if environment.inherited.get(name)), None):
        raise KeptElsewhere(given)
    move = moves.interruption(home)
    if move is None:
        _confirm(environment, ask, with_real=with_real)
    suite_home.stop(home)
    with lock.hold(suite_home.lock_of(home)):
        if move is None:
            _refuse_real(home, with_real=with_real)  # somebody may have recorded something while it was asked
            own = environment.own_programme()
            move = moves.begin(home, own, f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H%M%SZ}")
        return moves.finish(home, move)


def _confirm(environment: Environment, ask: Ask, *, with_real: bool) -> None:
    if not inventory.databases(environment.home):
        raise Empty(environment.home)
    tallies = _refuse_real(environment.home, with_real=with_real)
    typed = ask(tallies).strip()
    if typed != environment.district:
        raise WrongDistrict(typed)


def _refuse_real(home: Path, *, with_real: bool) -> list[Tally]:
    tallies = inventory.take(home)
    real = [f"{inventory.title(one.register)} {one.real}" for one in tallies if one.real]
    if real and not with_real:
        raise RealRecords(", ".join(real))
    return tallies


def show(tallies: Sequence[Tally]) -> None:
    """What there is, by register."""
    table = Table("register 台账", "records 记录", "synthetic 合成")
    for one in tallies:
        table.add_row(inventory.title(one.register), str(one.records), str(one.synthetic))
    table.add_row("", str(sum(one.records for one in tallies)), str(sum(one.synthetic for one in tallies)))
    Console().print(table)
