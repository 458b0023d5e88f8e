"""What is out of the common, counted while entries are appended, so that an answer need not read the log.

The rules and their thresholds are our own setting: no law or norm names them. A day is a day in Shanghai.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from contracts.audit import acts
from contracts.audit.rpc import AnomaliesRequest, Anomaly, AnomalyPage
from services.audit.entries import COLUMNS, Sought
from services.audit.tables import addresses, tallies
from services.chassis.base.clock import SHANGHAI
from services.chassis.storage import store

DENIALS, NIGHT_EXPORTS, MASS_READING, MANY_ADDRESSES = "denials", "night_exports", "mass_reading", "many_addresses"
THRESHOLDS = {DENIALS: 20, NIGHT_EXPORTS: 1, MASS_READING: 200, MANY_ADDRESSES: 5}
"""From how many on somebody's day is told: denials and failed sign-ins; exports at night; records of which private
texts were read; addresses from which one account acted."""
NIGHT_ENDS, NIGHT_BEGINS = 6, 22
"""Hours in Shanghai."""
MOST = 200
_DENIED, _EXPORTS, _READS = frozenset({"denied", "sign_in_failed"}), frozenset({"exported", "pack_made"}), "text_shown"
_TIME, _KIND, _ACTOR, _ADDRESS, _COUNT = map(COLUMNS.index, ("time", "kind", "actor", "address", "times"))
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class _Deed:
    """What the rules look at of an entry."""

    kind: str
    actor: str
    address: str
    count: int
    records: int
    at: dt.datetime

    @property
    def day(self) -> str:
        """On which day it was done."""
        return self.at.date().isoformat()


def count(tx: sa.Connection, appended: Iterable[Sought]) -> None:
    """Count what was appended."""
    # Events of registers are steps that somebody was allowed to take, from no address: no rule counts them.
    deeds = [_deed(one) for one in appended if "." not in one.values[_KIND]]
    sums: Counter[tuple[str, str, str]] = Counter()
    for deed in deeds:
        for rule, number in _hits(deed):
            sums[deed.day, rule, deed.actor] += number
    _add(tx, sums)
    _count_addresses(tx, deeds)


def _deed(one: Sought) -> _Deed:
    at = (_EPOCH + dt.timedelta(microseconds=one.values[_TIME])).astimezone(SHANGHAI)
    values = (one.values[_KIND], one.values[_ACTOR], one.values[_ADDRESS], one.values[_COUNT])
    return _Deed(*values, one.records, at)


def _hits(deed: _Deed) -> Iterator[tuple[str, int]]:
    """Which rules count a deed, and for how many."""
    if deed.kind in _DENIED:
        yield DENIALS, deed.count
    if deed.kind in _EXPORTS and not NIGHT_ENDS <= deed.at.hour < NIGHT_BEGINS:
        yield NIGHT_EXPORTS, deed.count
    if deed.kind == _READS:
        yield MASS_READING, deed.records * deed.count


def _count_addresses(tx: sa.Connection, deeds: Iterable[_Deed]) -> None:
    """An account's addresses of a day, each once."""
    here = {
        f"{deed.day}/{deed.address}/{deed.actor}": (deed.day, MANY_ADDRESSES, deed.actor)
        for deed in deeds
        if deed.address and deed.actor != acts.NOBODY
    }
    new = Counter(here[id_] for id_ in store.insert_new(tx, addresses, [{"id": id_} for id_ in sorted(here)]))
    _add(tx, new)


def _add(tx: sa.Connection, sums: Counter[tuple[str, str, str]]) -> None:
    rows = [{"day": day, "rule": rule, "actor": actor, "times": n} for (day, rule, actor), n in sorted(sums.items())]
    store.accumulate(tx, tallies, rows, "times")


# --- what is told ----------------------------------------------------------------------------------------------------


def page(tx: sa.Connection, request: AnomaliesRequest) -> AnomalyPage:
    """Days of people that reach a threshold, the newest day first."""
    most, c = min(request.most, MOST), tallies.c
    key = (c.day, c.rule, c.actor)
    query = sa.select(*key, c.times).where(_reaches_threshold(), *_asked(request))
    if request.place:
        place = sa.tuple_(*(sa.literal(part) for part in request.place.split("/", 2)))
        query = query.where(sa.tuple_(*key) > place if request.backward else sa.tuple_(*key) < place)
    rows = list(tx.execute(query.order_by(*(k if request.backward else k.desc() for k in key)).limit(most + 1)))
    here = [Anomaly(row.rule, row.actor, row.day, row.times, THRESHOLDS[row.rule]) for row in rows[:most]]
    return _page(here, request, has_more=len(rows) > most)


def _page(rows: Sequence[Anomaly], request: AnomaliesRequest, *, has_more: bool) -> AnomalyPage:
    newest_first = tuple(reversed(rows)) if request.backward else tuple(rows)
    if not newest_first:
        return AnomalyPage(())
    older = has_more if not request.backward else bool(request.place)
    newer = has_more if request.backward else bool(request.place)
    return AnomalyPage(
        newest_first, _place(newest_first[-1]) if older else "", _place(newest_first[0]) if newer else ""
    )


def _place(one: Anomaly) -> str:
    return f"{one.day}/{one.rule}/{one.actor}"


def _reaches_threshold() -> sa.ColumnElement[bool]:
    c = tallies.c
    return sa.or_(*(sa.and_(c.rule == rule, c.times >= least) for rule, least in THRESHOLDS.items()))


def _asked(request: AnomaliesRequest) -> list[sa.ColumnElement[bool]]:
    c = tallies.c
    asked = [
        (c.rule == request.rule, request.rule),
        (c.actor == request.actor, request.actor),
        (c.day >= request.since, request.since),
        (c.day <= request.until, request.until),
    ]
    return [condition for condition, value in asked if value]
