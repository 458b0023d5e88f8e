"""Which generation is read, which is to be built, and which is let go: at a start, and when an operator says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa

from contracts.errors import Problem
from services.chassis.base import clock
from services.gateway.read_model import ledger
from services.gateway.read_model.generations import pointer
from services.gateway.read_model.generations.tables import (
    BUILDING,
    BUILDS,
    DECLINED,
    DRAFTING,
    KEPT,
    LEAVING,
    LIVE,
    PREVIEW,
    PREVIEWS,
    Generation,
)
from services.gateway.read_model.programme import Programme

READABLE_FROM = 7
"""The first version of what is derived (`ledger.DERIVED`) whose rows this version reads: 4 brought the
tallies, 5 the times for which members are missing, 7 tallies of what is repeated period by period."""
KEPT_FOR, FOREIGN_FOR = dt.timedelta(days=1), dt.timedelta(minutes=1)
"""How long one is kept that may be gone back to; and one that may not, for those who read it while it was switched."""


class NoneToGoBackTo(Problem):
    """There is no generation any more that was read before."""

    slug, zh, status = "no-former-generation", "没有可恢复的上一代视图", 409


class AlreadyBuilding(Problem):
    """A generation is being built already."""

    slug, zh, status = "generation-building", "新一代视图正在生成", 409


def settle(tx: sa.Connection, district: str, wanted: Programme) -> Programme | None:
    """What to read from a start on: the programme with its generation; None: nothing before one is built.

    Where the live one was made by another programme or other code, another is switched to, or begun.
    """
    pointer.keep_text(tx, wanted)
    digest, some = ledger.made_by(wanted), pointer.of_district(tx, district, wanted.campaign)
    live = pointer.live_of(some) or _first(tx, district, wanted)
    if live.digest == digest:
        return pointer.of_generation(wanted, live.name)
    for one in some:
        if _is_in_vain(one, wanted):
            pointer.note(tx, district, one.name, state=LEAVING, place="")
    same = [one for one in some if one.digest == digest and one.state != LEAVING]
    if ready := next((one for one in same if one.state in (KEPT, PREVIEW) and not one.refused), None):
        pointer.switch(tx, district, live, ready)
        return pointer.of_generation(wanted, ready.name)
    if drafting := next((one for one in same if one.state == DRAFTING), None):
        pointer.note(tx, district, drafting.name, state=BUILDING)
    if not same:
        begin(tx, district, wanted, whole=not pointer.made_by_this_code(live, wanted))
    return pointer.readable(tx, wanted, live) if _reads(live) else None


def _is_in_vain(one: Generation, wanted: Programme) -> bool:
    """Whether one is being built that nobody wants, or previewed by code that is not this."""
    if one.state in PREVIEWS:
        return not pointer.made_by_this_code(one, wanted)
    return one.state == BUILDING and one.digest != ledger.made_by(wanted)


def _first(tx: sa.Connection, district: str, wanted: Programme) -> Generation:
    """A ledger that tells of no generation: an empty one is as good as new, of another nobody knows what made it."""
    digest = ledger.made_by(wanted) if not ledger.records_after(tx, district, "", 1) else ""
    first = pointer.new(wanted.campaign, digest, LIVE)
    pointer.add(tx, district, wanted, first)
    return first


def _reads(one: Generation) -> bool:
    derived = one.code.rpartition(".")[2]
    return derived.isdigit() and int(derived) >= READABLE_FROM


def begin(tx: sa.Connection, district: str, programme: Programme, *, whole: bool, state: str = BUILDING) -> Generation:
    """Begin a generation; `whole` makes anew as well what is kept beside, record by record."""
    some = pointer.of_district(tx, district, programme.campaign)
    number = max((pointer.number_of(one.name) for one in some), default=0) + 1
    name, total = f"{programme.campaign}.{number}", ledger.count_events(tx, district)
    one = pointer.new(name, ledger.made_by(programme), state, whole=whole, total=total)
    pointer.add(tx, district, programme, one)
    return one


def rebuild(tx: sa.Connection, district: str, wanted: Programme) -> None:
    """Begin a generation because an operator wants one. Raises AlreadyBuilding."""
    some = pointer.of_district(tx, district, wanted.campaign)
    refuse_two_builds(some)
    pointer.keep_text(tx, wanted)
    for one in some:
        if one.state == DECLINED:
            pointer.remove(tx, district, one.name)
    begin(tx, district, wanted, whole=True)


def refuse_two_builds(some: Iterable[Generation]) -> None:
    """One is built at a time. Raises AlreadyBuilding."""
    if any(one.state in BUILDS for one in some):
        raise AlreadyBuilding


def go_back(tx: sa.Connection, district: str, wanted: Programme) -> None:
    """Read the generation again that was read before; this one is not switched to again by itself.

    Raises NoneToGoBackTo: none is kept that this code made.
    """
    some = pointer.of_district(tx, district, wanted.campaign)
    live, former = pointer.live_of(some), [one for one in some if one.state == KEPT and _returns(tx, one, wanted)]
    if live is None or not former:
        raise NoneToGoBackTo
    pointer.switch(tx, district, live, max(former, key=lambda one: one.changed), refused=True)


def _returns(tx: sa.Connection, one: Generation, wanted: Programme) -> bool:
    return pointer.made_by_this_code(one, wanted) and pointer.readable(tx, wanted, one) is not None


def let_go(tx: sa.Connection, district: str, wanted: Programme) -> None:
    """Keep none but the live one: what is kept, previewed or being built is let go of."""
    for one in pointer.of_district(tx, district, wanted.campaign):
        if one.state in (KEPT, PREVIEW, *BUILDS):
            pointer.note(tx, district, one.name, state=LEAVING, place="")


def is_over(one: Generation, wanted: Programme) -> bool:
    """Whether one was kept long enough."""
    span = KEPT_FOR if pointer.made_by_this_code(one, wanted) else FOREIGN_FOR
    return one.state in (KEPT, PREVIEW) and clock.now() - dt.datetime.fromisoformat(one.changed) > span
