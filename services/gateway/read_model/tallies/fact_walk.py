"""Along which rows of `spans` a number's facts are found: for each set of units that share them, in order of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from services.chassis.storage import store
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.question import Question
from services.gateway.read_model.tallies.spans import WHOLE
from services.gateway.read_model.tallies.tables import spans

_s, _w, _bind = spans.c, spans.alias("whole").c, sa.bindparam
ORDER = (_s.dated, _s.event, _s.number)


def own_rows(c: Any) -> tuple[Any, ...]:
    """That rows are of the district, the programme and the measure asked about."""
    return tuple(c[name] == _bind(name) for name in ("district", "programme", "measure"))


def standing_rows(c: Any) -> tuple[Any, ...]:
    """That rows count on the day asked about."""
    return c.start <= _bind("as_of"), c.until > _bind("as_of")


_SIDE = (*own_rows(_s), _s.side == _bind("side"))
_NEXT_SET = sa.select(sa.func.min(_s.units)).where(*_SIDE, _s.units > _bind("after"))
ALONG_SET = (*_SIDE, _s.units == _bind("set"))
OF_SET = sa.select(*ORDER, _s.subject, _s.record).where(*ALONG_SET, *standing_rows(_s))
# Units by what no index has: a member is looked up by its subject, and not among all by their units.
_MEMBER = (
    *own_rows(_w),
    _w.subject == _s.subject,
    _w.side == WHOLE,
    *standing_rows(_w),
    store.any_of(_w.units.concat(""), "sets"),
)
_DUE = sa.select(sa.func.min(_w.dated)).where(*_MEMBER).scalar_subquery()
IN_TIME = OF_SET.where(_s.dated <= _DUE)
OF_MEMBERS = OF_SET.where(sa.exists().where(*_MEMBER))
ALL = (OF_SET, IN_TIME, OF_MEMBERS)
"""The facts of one set of units: of any number, and of a ratio's part, which count in time or at any time."""
SINCE = {one: one.where(_s.dated > _bind("since")) for one in ALL}
"""The same facts, dated later than a day: those that came since."""
UP_TO = _s.dated <= _bind("as_of")
"""What is dated later than the day asked about counts on no earlier one: there the walk along the index ends."""


class FactWalk:
    """Along which sets of units a number's facts lie, and by which statement those of each are found."""

    def __init__(self, tx: sa.Connection, measure: Measure, question: Question) -> None:
        """The sets of units are read."""
        own = {"district": question.district, "programme": measure.programme, "measure": measure.id}
        side = "part" if measure.compares else "all"
        self.bound: dict[str, Any] = {**own, "side": side, "as_of": question.as_of.isoformat()}
        self.statement = OF_SET
        self.sets = sets_of(tx, self.bound)
        if measure.compares:
            # A part counts whichever unit did it: the whole says whose it is.
            self.bound["sets"] = list(meeting(sets_of(tx, {**own, "side": WHOLE}), question))
            self.statement = IN_TIME if measure.in_time else OF_MEMBERS
        else:
            self.sets = list(meeting(self.sets, question))


def sets_of(tx: sa.Connection, bound: dict[str, Any]) -> list[str]:
    """The sets of units that share facts, each found behind the one before."""
    sets: list[str] = []
    while (found := tx.scalar(_NEXT_SET, bound | {"after": sets[-1] if sets else ""})) is not None:
        sets.append(found)
    return sets


def meeting(sets: Iterable[str], question: Question) -> Iterator[str]:
    """Those sets of units to which one of the units asked about belongs."""
    return (one for one in sets if question.units is None or not question.units.isdisjoint(one[1:-1].split("|")))
