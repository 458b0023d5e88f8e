"""How many facts a number has is exact up to a bound, and beyond it never more than there are, nor read one by one."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from services.chassis.storage.store import Store
from services.gateway.read_model import queries, tallies
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.tallies import fact_counts
from services.gateway.read_model.tallies.tables import spans
from tests.office import build_view, make_as_of
from tests.services.gateway.random_history import random_history
from tests.services.gateway.sample_programme import PROGRAMME

UNITS = (None, "DT", "ZS", "DT ZS")


@pytest.mark.parametrize("most", [0, 1, 2, 4, 8])
def test_beyond_the_bound_there_are_at_least_so_many(most: int, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fact_counts, "EXACT_UP_TO", most)
    read_model = build_view(random_history(2).events, PROGRAMME, store)
    exact = more = 0
    with read_model.store.begin_read() as tx:
        for measure in PROGRAMME.measures.values():
            for question in (make_as_of(on, units) for on in ("2017-04-15", "2017-12-31") for units in UNITS):
                n = len({(row.event, row.number) for row in queries.facts(tx, measure, question)})
                told = tallies.count(tx, measure, question)
                assert told.number == n if told.is_exact else told.number <= n, (measure.id, question)
                assert told.is_exact or most < len(spans_of(tx, measure)), (measure.id, question)
                exact, more = exact + told.is_exact, more + (not told.is_exact)
    assert exact
    assert more or most > 4


def spans_of(tx: sa.Connection, measure: Measure) -> list[Any]:
    """Of all that the measure ever counted, whoever did it."""
    own = sa.select(spans.c.event).where(spans.c.measure == measure.id, spans.c.side != "whole")
    return list(tx.scalars(own))
