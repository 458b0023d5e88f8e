"""Milestones: the moments up to which is kept what had been told by then, so that nobody looks through it again.

What was told between two of them is kept as a difference, and several such differences lie together in one of a higher
level: the way to a moment leads over few of them, however much was told before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from services.gateway.read_model.tallies.tables import milestones

TOGETHER = 16
"""So many of one level make one of the next."""
LEVELS = 4
"""The highest level."""
BEGINNING = "0"
"""Before everything: it sorts before all moments."""
_m, _bind = milestones.c, sa.bindparam
_STANDING = (*(_m[name] == _bind(name) for name in ("district", "programme")), _m.gone == 0)
_LAST = (
    sa.select(_m.place, _m.until)
    .where(*_STANDING, _m.level == 0, _m.until <= _bind("known"))
    .order_by(_m.until.desc())
    .limit(1)
)
_WAY = (
    sa.select(_m.number, _m.until)
    .where(*_STANDING, _m.level == _bind("level"), _m.until > _bind("passed"), _m.until <= _bind("known"))
    .order_by(_m.until)
)
_FORGET = (
    milestones.update()
    .where(_m.district == _bind("of_district"), _m.gone == 0, _m.until >= _bind("known"))
    .values(gone=1)
)


@dataclass(frozen=True)
class Way:
    """The way from the beginning to a milestone.

    numbers  of the milestones that it leads over
    last     the place of the last one of the lowest level; -1: it is the beginning itself
    until    the moment at which it ends
    """

    numbers: tuple[int, ...] = ()
    last: int = -1
    until: str = BEGINNING


def way_to(tx: sa.Connection, own: Mapping[str, Any], known: str) -> Way:
    """The way to the last milestone that is not later than a moment.

    own  the district, and the generation's name as `programme`
    """
    bound = {**own, "known": known}
    last = tx.execute(_LAST, bound).one_or_none()
    if last is None:
        return Way()
    return Way(tuple(_numbers(tx, bound)), last.place, last.until)


def _numbers(tx: sa.Connection, bound: Mapping[str, Any]) -> Iterator[int]:
    """Of each level those that follow the ones above: what is not laid together yet is gone along below."""
    passed = ""
    for level in range(LEVELS, -1, -1):
        for row in tx.execute(_WAY, {**bound, "level": level, "passed": passed}).all():
            passed = row.until
            yield row.number


def forget_from(tx: sa.Connection, district: str, known: str) -> None:
    """What is told late belongs before some milestones: these say nothing any more, in no generation."""
    tx.execute(_FORGET, {"of_district": district, "known": known})


def standing(tx: sa.Connection, own: Mapping[str, Any], level: int, first: int = 0) -> Sequence[Any]:
    """The milestones of a level from a place on, in their order."""
    chosen = sa.select(milestones).where(*_STANDING, _m.level == level, _m.place >= first)
    return tx.execute(chosen.order_by(_m.place), own).all()
