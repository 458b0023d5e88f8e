"""Lets go of a generation's rows, some at a time, each found by its key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from services.chassis.storage import store
from services.gateway.read_model.ledger import contributions, tellings
from services.gateway.read_model.tallies.tables import (
    milestones,
    missing,
    presence,
    spans,
    tally,
    told_presence,
    told_tally,
)

AT_ONCE = 2000
_OF_SUBJECTS, _OF_DAYS = ("measure", "subject"), ("measure", "grain", "at")
_OF_MILESTONES = ("milestone", "measure", "grain", "at")
_TABLES: tuple[tuple[sa.Table, tuple[str, ...]], ...] = (
    *((one, _OF_SUBJECTS) for one in (spans, presence, missing, told_presence)),
    (tally, _OF_DAYS),
    (told_tally, _OF_MILESTONES),
    (milestones, ("number",)),
)
_IDS = sa.select(tellings.c.id).where(
    store.any_of(tellings.c.record, "records"), tellings.c.district == sa.bindparam("of_district")
)
_CONTRIBUTIONS = contributions.delete().where(
    contributions.c.event.in_(_IDS),
    contributions.c.district == sa.bindparam("of_district"),
    contributions.c.programme == sa.bindparam("generation"),
)


def remove_contributions(tx: sa.Connection, district: str, generation: str, records: Sequence[str]) -> None:
    """Delete what the events of some records contributed to a generation."""
    tx.execute(_CONTRIBUTIONS, {"records": list(records), "of_district": district, "generation": generation})


def remove_tallies(tx: sa.Connection, district: str, generation: str) -> bool:
    """Delete some of a generation's spans, presence, times and tallies; whether there were any."""
    own: dict[str, Any] = {"of_district": district, "generation": generation}
    for table, order in _TABLES:
        cut, up_to, all_rows = _statements(table, order)
        last = tx.execute(cut, own | {"skipped": AT_ONCE - 1}).one_or_none()
        bound = {f"last_{name}": value for name, value in zip(order, last or (), strict=False)}
        if tx.execute(all_rows if last is None else up_to, own | bound).rowcount:
            return True
    return False


@cache
def _statements(table: sa.Table, order: tuple[str, ...]) -> tuple[sa.Select[tuple[str, ...]], sa.Delete, sa.Delete]:
    """Where to stop, what is deleted up to there, and all that is left."""
    own = (table.c.district == sa.bindparam("of_district"), table.c.programme == sa.bindparam("generation"))
    columns = [table.c[name] for name in order]
    cut = sa.select(*columns).where(*own).order_by(*columns).offset(sa.bindparam("skipped")).limit(1)
    last = sa.tuple_(*(sa.bindparam(f"last_{name}", type_=table.c[name].type) for name in order))
    return cut, table.delete().where(*own, sa.tuple_(*columns) <= last), table.delete().where(*own)
