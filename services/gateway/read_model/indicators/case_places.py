"""Where each city case stands in columns kept in memory, and at which turn of writing it changed last.

By it each of several gateways reads what changed since it looked, and nothing else. Places follow from the order in
which events arrived: they are no part of what the ledger says, and of no fingerprint of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from services.chassis.base import ids
from services.chassis.storage import store
from services.gateway.read_model.ledger import meta

case_places = sa.Table(
    "city_case_places",
    meta,
    sa.Column("record", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("turn", sa.BigInteger, nullable=False),
    sa.Index("city_case_places_by_turn", "district", "turn"),
    sa.Index("city_case_places_by_place", "district", "place"),
    sqlite_with_rowid=False,
)
states = sa.Table(
    "city_case_states",
    meta,
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("epoch", sa.String, nullable=False),
    sa.Column("turn", sa.BigInteger, nullable=False),
    sa.Column("places", sa.Integer, nullable=False),
)
_p, _s = case_places.c, states.c
_PLACES_OF = sa.select(_p.record, _p.place).where(
    store.any_of(_p.record, "records"), _p.district == sa.bindparam("district")
)
_STATE = sa.select(_s.epoch, _s.turn, _s.places).where(_s.district == sa.bindparam("district"))


@dataclass(frozen=True)
class CaseState:
    """How far a district's cases are written: the turn of the last writing, and how many places are given away.

    epoch  another one after all was forgotten: places of before mean nothing then
    """

    epoch: str = ""
    turn: int = 0
    places: int = 0


def state(tx: sa.Connection, district: str) -> CaseState:
    """How far a district's cases are written."""
    row = tx.execute(_STATE, {"district": district}).first()
    return CaseState(*row) if row else CaseState()


def put(tx: sa.Connection, district: str, records: Sequence[str]) -> None:
    """Note that these cases of a district were written; who is new gets the next place."""
    before = state(tx, district)
    turn, following = before.turn + 1, before.places + 1
    known = {row.record: row.place for row in tx.execute(_PLACES_OF, {"records": records, "district": district})}
    fresh = {name: following + number for number, name in enumerate(one for one in records if one not in known)}
    rows = [
        {"record": name, "district": district, "place": place, "turn": turn} for name, place in (known | fresh).items()
    ]
    store.insert_many(tx, case_places, rows, update="turn")
    _write(tx, district, CaseState(before.epoch or ids.new_id(), turn, before.places + len(fresh)))


def _write(tx: sa.Connection, district: str, now: CaseState) -> None:
    """Writers of a ledger wait for each other: nobody writes the next state meanwhile."""
    store.insert_many(tx, states, [{"district": district} | vars(now)], update="epoch turn places")


def clear(tx: sa.Connection, district: str) -> None:
    """Forget the places of a district's cases: whoever remembers them notices by the epoch."""
    tx.execute(case_places.delete().where(_p.district == district))
    _write(tx, district, CaseState(ids.new_id()))
