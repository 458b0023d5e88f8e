"""Sets milestones behind the events, a step at a time: what was told long enough ago is looked through once.

A step is one short transaction, in which nobody else writes; whatever ends it half-way, nothing of it has happened, and
the next one does the same. What is told later than this and was recorded before a milestone takes that one away, and
those after it; they are set anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa

from services.chassis.base import clock
from services.chassis.storage import store
from services.gateway.read_model.ledger import stamp, tellings
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.tallies import milestones as ways
from services.gateway.read_model.tallies.between import Between, told_between
from services.gateway.read_model.tallies.milestones import LEVELS, TOGETHER
from services.gateway.read_model.tallies.tables import milestones, told_presence, told_tally

EVENTS = 2000
"""So many are told between two milestones, and some more where they were recorded in one moment."""
SETTLED = dt.timedelta(minutes=15)
"""What is younger may still come late, and those who write are not to wait for it: no milestone lies there."""
_m, _t, _bind = milestones.c, tellings.c, sa.bindparam
_OWN = tuple(_m[name] == _bind(name) for name in ("district", "programme"))
_GONE = sa.select(_m.number).where(_m.district == _bind("district"), _m.gone == 1, _m.programme == _bind("programme"))
_NEXT = (
    sa.select(_t.known)
    .where(_t.district == _bind("district"), _t.known > _bind("after"), _t.known < _bind("settled"))
    .order_by(_t.known)
    .limit(1)
    .offset(_bind("passed"))
)
_LAST_OF_ALL = sa.select(sa.func.max(_m.number)).where(*_OWN)
_OF_LEVEL = sa.select(_m.place).where(*_OWN, _m.gone == 0, _m.level == _bind("of_level"))
_LAST_OF_LEVEL = _OF_LEVEL.order_by(_m.until.desc()).limit(1)


class MilestoneStretch(NamedTuple):
    """What one milestone keeps: its level and place, and what was told after one moment and not after another."""

    level: int
    place: int
    after: str
    until: str


def settled_until() -> str:
    """The moment up to which milestones are set now."""
    return stamp(clock.now() - SETTLED)


def waits(tx: sa.Connection, district: str, programme: Programme, settled: str) -> bool:
    """Whether there is something to do, for the generation that is read."""
    own = {"district": district, "programme": programme.generation}
    return _gone(tx, own) is not None or _to_sum(tx, own) is not None or _to_set(tx, own, settled) is not None


def step(tx: sa.Connection, district: str, programme: Programme, settled: str) -> bool:
    """Do the next thing, of which nobody else may do one meanwhile; whether there was one."""
    own = {"district": district, "programme": programme.generation}
    if (number := _gone(tx, own)) is not None:
        _remove(tx, own, number)
    elif (stretch := _to_sum(tx, own)) is not None:
        _sum_up(tx, own, stretch)
    elif (stretch := _to_set(tx, own, settled)) is not None:
        _set(tx, district, programme, stretch)
    else:
        return False
    return True


def _gone(tx: sa.Connection, own: Mapping[str, Any]) -> int | None:
    """A milestone that says nothing any more."""
    number: int | None = tx.scalar(_GONE.limit(1), own)
    return number


def _remove(tx: sa.Connection, own: Mapping[str, Any], number: int) -> None:
    for table, column in ((told_tally, "milestone"), (told_presence, "milestone"), (milestones, "number")):
        mine = (table.c[name] == value for name, value in own.items())
        tx.execute(table.delete().where(*mine, table.c[column] == number))


def _places(tx: sa.Connection, own: Mapping[str, Any], level: int) -> int:
    """How many milestones stand on a level."""
    last = tx.scalar(_LAST_OF_LEVEL, {**own, "of_level": level})
    return 0 if last is None else last + 1


def _to_sum(tx: sa.Connection, own: Mapping[str, Any]) -> MilestoneStretch | None:
    """What is to be laid together: enough milestones of one level of which none of the next tells."""
    for level in range(LEVELS):
        below = _places(tx, own, level)
        if not below:
            return None
        place = _places(tx, own, level + 1)
        if (place + 1) * TOGETHER <= below:
            parts = ways.standing(tx, own, level, place * TOGETHER)[:TOGETHER]
            return MilestoneStretch(level + 1, place, parts[0].after, parts[-1].until)
    return None


def _to_set(tx: sa.Connection, own: Mapping[str, Any], settled: str) -> MilestoneStretch | None:
    """The next stretch, where enough was told after the last milestone."""
    way = ways.way_to(tx, own, settled)
    until = tx.scalar(_NEXT, {**own, "after": way.until, "settled": settled, "passed": EVENTS - 1})
    return None if until is None else MilestoneStretch(0, way.last + 1, way.until, until)


def _set(tx: sa.Connection, district: str, programme: Programme, stretch: MilestoneStretch) -> None:
    own = {"district": district, "programme": programme.generation}
    between = Between(tx, district, programme, ways.way_to(tx, own, stretch.after), stretch.until)
    moves = between.of_events(told_between(tx, district, stretch.after, stretch.until))
    milestone = {"milestone": _note(tx, own, stretch)}
    store.insert_many(tx, told_tally, [one | milestone for one in between.tally_rows(moves.increments)])
    changes = [
        {**own, **milestone, "measure": measure, "subject": subject, **one._asdict()}
        for measure, subject, one in moves.presence
    ]
    store.insert_many(tx, told_presence, changes)


def _sum_up(tx: sa.Connection, own: Mapping[str, Any], stretch: MilestoneStretch) -> None:
    parts = ways.standing(tx, own, stretch.level - 1, stretch.place * TOGETHER)[:TOGETHER]
    number = _note(tx, own, stretch)
    for table, numbers in ((told_tally, ("n", "valued", "total")), (told_presence, ("claimed", "verified"))):
        c = table.c
        key = [one for one in table.primary_key if one.name != "milestone"]
        sums = [sa.cast(sa.func.sum(c[name]), sa.BigInteger) for name in numbers]
        chosen = (
            sa.select(*key, sa.literal(number, sa.BigInteger), *sums)
            .where(*(c[name] == value for name, value in own.items()), c.milestone.in_([one.number for one in parts]))
            .group_by(*key)
            .having(sa.or_(*(one != 0 for one in sums)))
        )
        names = [*(one.name for one in key), "milestone", *numbers]
        tx.execute(table.insert().from_select(names, chosen))


def _note(tx: sa.Connection, own: Mapping[str, Any], stretch: MilestoneStretch) -> int:
    """Write a milestone down; its number is one that no other had."""
    number = (tx.scalar(_LAST_OF_ALL, own) or 0) + 1
    tx.execute(milestones.insert().values(**own, number=number, gone=0, **stretch._asdict()))
    return number
