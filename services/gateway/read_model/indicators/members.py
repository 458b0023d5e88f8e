"""The cases behind one number of the indicator table: a page of them, found by their places."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import sqlalchemy as sa

from services.chassis.storage import store
from services.gateway.read_model.indicators.case_memory import CaseMemory
from services.gateway.read_model.indicators.case_places import case_places
from services.gateway.read_model.indicators.city_cases import city_cases
from services.gateway.read_model.indicators.counting import Members

SHOWN = ("record", "unit", "status", "reported_on", "filed_on", "disposed_on", "closed_on")
_c, _p = city_cases.c, case_places.c
_SAME = sa.and_(_c.record == _p.record, _c.source_district == _p.district)


class MembersPage(NamedTuple):
    """How many cases there are, some of them in the order in which they came, and after which place the next begin."""

    number: int
    rows: list[dict[str, Any]]
    after: int | None


def page(tx: sa.Connection, memory: CaseMemory, asked: Members, after: int, most: int) -> MembersPage:
    """The cases of a count that came after a place: rows are read of these alone."""
    places = memory.places(tx, asked)
    begin = int(np.searchsorted(places, after, side="right"))
    some = places[begin : begin + most].tolist()
    chosen = (
        sa.select(*(_c[name] for name in SHOWN))
        .join_from(case_places, city_cases, _SAME)
        .where(_p.district == memory.district, store.among(_p.place, some))
        .order_by(_p.place)
    )
    rows = [dict(zip(SHOWN, one, strict=True)) for one in tx.execute(chosen)] if some else []
    return MembersPage(len(places), rows, some[-1] if begin + most < len(places) else None)
