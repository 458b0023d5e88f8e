"""For all histories: what tallies say is what the queries count, on every day and for every set of units."""

from __future__ import annotations

import collections
import datetime as dt
import os
import random
from typing import Any

import pytest
import sqlalchemy as sa

from services.chassis.storage.store import Store
from services.gateway.read_model import queries, tallies
from services.gateway.read_model.ledger import contributions
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.read_model import ReadModel
from tests.office import build_view
from tests.services.gateway import random_history as offices
from tests.services.gateway.tally_comparison import (
    SHOWN,
    all_subsets,
    answers,
    count_situations,
    deliver,
    derive_nothing_else,
    differences,
    first_differences,
    measures_with_tallies,
    new_view,
)
from tests.services.gateway.tally_histories import ASKED, UNITS, history
from tests.services.gateway.tally_programme import GROUPS

SEEDS = range(int(os.environ.get("EXAMPLES", "6")))
LEAST = 1
"""How often each situation must have occurred in these histories; with more EXAMPLES each is there many times."""
RARE = {"A6.replied", "S1.formed", "S1.formed_in_time"}
"""Of these six seeds show too little; more EXAMPLES do, and the campaign's own measures of these kinds are below."""
FEW_DAYS = 12
COUNTS: collections.Counter[str] = collections.Counter()
ANSWERS: set[Any] = set()
SITUATIONS = {
    *("after it ends", "before it begins", "both months", "counts from a later day", "counts from an earlier day"),
    *("corrections", "ended", "expired", "reopened", "recorded late", "rows gone", "voids", "moved to another unit"),
    *("in another order", "repeated", "made anew", "levels fallen", "papers damaged", "papers restored"),
    *("proved", "proved too early", "proved from elsewhere", "proved from elsewhere too early"),
    *("raised by an earlier opening", "several records", "twice in one event", "units at different levels"),
    *("all facets", "some facets", "due on several days", "in the part", "missing", "in time", "too late"),
    "joint facts",
}


@pytest.fixture
def _tallies_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is derived of these events but numbers: what else is reads forms that were filled in by the rules."""
    derive_nothing_else(monkeypatch)


@pytest.mark.usefixtures("_tallies_alone")
@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("seed", SEEDS)
def test_tallies_say_what_the_queries_count(seed: int, group: str) -> None:
    dice, units = random.Random(seed), 4 if seed % 4 == 0 else 3
    events, view = history(seed, GROUPS[group], units), new_view(GROUPS[group])
    middle = dice.randrange(len(events))
    deliver(view, events[:middle], dice, COUNTS)
    assert first_differences(view, ASKED[::2], [None, frozenset(UNITS[:1])]) == []
    deliver(view, events, dice, COUNTS)
    count_situations(view, events, COUNTS)
    right = answers(view, queries.value, ASKED, all_subsets(UNITS[:units]))
    told = answers(view, tallies.value, ASKED, all_subsets(UNITS[:units]))
    ANSWERS.update((measure, answer) for (measure, _, _), answer in right.items())
    assert list(differences(right, told))[:SHOWN] == []


def test_the_histories_above_really_held_what_may_go_wrong() -> None:
    assert {word: COUNTS[word] for word in SITUATIONS if COUNTS[word] < LEAST} == {}, dict(COUNTS)
    for programme in GROUPS.values():
        for measure in (one for one in measures_with_tallies(programme) if one.id not in RARE):
            own = [answer for name, answer in ANSWERS if name == measure.id]
            assert len({one.claimed for one in own}) > 1, measure.id
            assert any(one.verified for one in own), measure.id
            assert any(one.claimed != one.verified for one in own), measure.id


@pytest.mark.usefixtures("_tallies_alone")
@pytest.mark.parametrize("group", GROUPS)
def test_tallies_are_the_same_in_any_order(group: str) -> None:
    events, dice = history(99, GROUPS[group], 4), random.Random(99)
    straight, crooked = build_view(events, GROUPS[group], batch=1), new_view(GROUPS[group])
    deliver(crooked, events, dice, collections.Counter())
    crooked.note_papers({letter * 64: None for letter in "abc"})
    with straight.store.begin_read() as one, crooked.store.begin_read() as other:
        assert straight.digest(one) == crooked.digest(other)


@pytest.mark.usefixtures("_tallies_alone")
@pytest.mark.parametrize("group", GROUPS)
def test_both_databases_keep_the_same_tallies(group: str, store: Store) -> None:
    events, view = history(77, GROUPS[group], 2), new_view(GROUPS[group], store)
    deliver(view, events, random.Random(77), collections.Counter())
    assert first_differences(view, ASKED, all_subsets(UNITS[:2])) == []


@pytest.mark.usefixtures("_tallies_alone")
@pytest.mark.parametrize("item", [one.id for one in campaign().items()])
def test_so_do_the_campaigns_own_measures(item: str) -> None:
    own = [one for one in measures_with_tallies(campaign()) if one.item == item]
    for measure in own:
        events, view = history(7, campaign(), 2, [measure.id]), new_view(campaign())
        deliver(view, events, random.Random(7), collections.Counter())
        assert first_differences(view, ASKED, all_subsets(UNITS[:2]), [measure]) == [], measure.id
        view.store.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_so_they_do_of_what_the_rules_let_happen(seed: int, store: Store) -> None:
    events, view, dice = offices.random_history(seed).events, new_view(campaign(), store), random.Random(seed)
    deliver(view, events, dice, collections.Counter())
    days = breakpoints(view)
    fed = {row for row in sorted(measures_with_rows(view)) if tallies.serves(campaign().measures[row])}
    assert len(fed) > 5
    few = [day for day in sorted(days) if dice.random() < FEW_DAYS / len(days)]
    measures = [campaign().measures[name] for name in sorted(fed)]
    assert first_differences(view, few, all_subsets(["DBT", "DT"]), measures) == []


def measures_with_rows(view: ReadModel) -> set[str]:
    """The measures to which something contributes."""
    with view.store.begin_read() as tx:
        return set(tx.scalars(sa.select(contributions.c.measure).distinct()))


def breakpoints(view: ReadModel) -> set[dt.date]:
    """Every day on which some number may change, the day before and the day after."""
    c = contributions.c
    with view.store.begin_read() as tx:
        rows = tx.execute(sa.select(c.happened, c.dated, c.expires)).all()
    days = {dt.date.fromisoformat(one[:10]) for row in rows for one in row if one}
    return {day + dt.timedelta(days=by) for day in days for by in (-1, 0, 1)}
