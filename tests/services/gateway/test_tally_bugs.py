"""The comparison of tallies with queries finds bugs: each of these, planted in the code, turns it red."""

from __future__ import annotations

import collections
import inspect
import itertools
import random
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from services.gateway.read_model import queries, tallies
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.tallies import increments, keyed_rows, moves, periods, reading, spans, states, upkeep
from tests.services.gateway.tally_comparison import (
    Answers,
    all_subsets,
    answers,
    deliver,
    derive_nothing_else,
    differences,
    new_view,
)
from tests.services.gateway.tally_histories import ASKED, UNITS, history
from tests.services.gateway.tally_programme import GROUPS

HISTORIES = 14
SUBSETS = all_subsets(UNITS[:2])


@dataclass(frozen=True)
class Bug:
    """What somebody may write by mistake: in a function, in the stead of what stands there."""

    function: Callable[..., Any]
    right: str
    wrong: str

    def plant(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Put it there until the test ends, for whoever has imported the function too."""
        function = inspect.unwrap(self.function)
        source = textwrap.dedent(inspect.getsource(function))
        assert source.count(self.right) == 1, f"{function.__qualname__} has no longer, or twice: {self.right}"
        names = dict(function.__globals__)
        exec(f"from __future__ import annotations\n{source.replace(self.right, self.wrong)}", names)
        monkeypatch.setattr(function, "__code__", names[function.__name__].__code__)


BUGS = {
    "counts before it happened": Bug(spans._Rules.in_force, "max(start, row.happened)", "start"),
    "counts before it is dated": Bug(spans._Rules.in_force, "max(start, row.happened)", "row.happened"),
    "the last day of a term is lost": Bug(spans._Rules.in_force, "day_after(row.expires) if", "row.expires if"),
    "since holds for the whole too": Bug(spans._Rules.in_force, " and self.side != WHOLE", ""),
    "an ending takes what came after it": Bug(spans._each_for_itself, "one.turn >= row.turn", "one.turn <= row.turn"),
    "an earlier opening stands on": Bug(spans._last_words, "min(later, ended)", "ended"),
    "what an ending closed still raises": Bug(spans._last_words, "            standing = []", "            pass"),
    "a proof before its fact": Bug(
        spans._proven_by, "one.place > row.place if one.record == row.record", "True if True"
    ),
    "proofs by day alone": Bug(spans._proven_by, "one.place > row.place if one.record == row.record else ", ""),
    "no proof from elsewhere": Bug(spans._proven_by, "one.happened >= row.happened", "False"),
    "earlier openings raise nothing": Bug(spans._shown_by, "for row in rows:", "for row in list(rows)[-1:]:"),
    "one unit of a joint fact": Bug(spans._pieces, "{one.unit for one in fact}", "{row.unit}"),
    "the last due day of several": Bug(states._ratio_state, "min(one.dated, due", "max(one.dated, due"),
    "late on the due day": Bug(states._ratio_state, "day < reached", "day <= reached"),
    "one facet is enough": Bug(states._reached, "days[measure.facets - 1]", "days[0]"),
    "whatever stands is verified": Bug(states.changes_of, "sign * span.verified", "sign"),
    "no months": Bug(increments.Increments._add, "((DAY, day), (MONTH, day[:7]))", "((DAY, day),)"),
    "facts never end": Bug(
        increments.Increments.add_fact, "((span.start, sign), (span.until, -sign))", "((span.start, sign),)"
    ),
    "other units, and the first still": Bug(increments.Increments.add_states, "day, (-sign, 0, 0)", "day, (0, 0, 0)"),
    "what is gone stays in presence": Bug(moves._negative, "claimed=-one.claimed", "claimed=0"),
    "what was replaced stands": Bug(upkeep.put, "if corrected:", "if not corrected:"),
    "a proof touches its own record alone": Bug(upkeep.TallyUpkeep.spans_at, "touched | beside", "touched"),
    "rows that are gone": Bug(keyed_rows.KnownRows.live, " AND {self._live()} ORDER", " ORDER"),
    "joint facts for all of their units alone": Bug(reading.answer, "not units.isdisjoint(", "units.issuperset("),
    "a period counts on its last day no more": Bug(periods.counts, "one.expires >= day", "one.expires > day"),
    "what was before a period that is over counts on": Bug(periods.counts, "over < dated", '"" < dated'),
    "a period touches nobody": Bug(upkeep.TallyUpkeep._with_renewed, "| {TallyPlace(*row) for row in parts}", ""),
    "the next of ranked amounts": Bug(reading._nearest, "rank <= 0", "rank < 0"),
}


@pytest.fixture(autouse=True)
def _tallies_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is derived of these events but numbers: what else is reads forms that were filled in by the rules."""
    derive_nothing_else(monkeypatch)


def view_of(seed: int, group: str) -> ReadModel:
    """A view that heard a history of two units."""
    view = new_view(GROUPS[group])
    deliver(view, history(seed, GROUPS[group], len(SUBSETS) // 2), random.Random(seed), collections.Counter())
    return view


@cache
def right_answers(seed: int, group: str) -> Answers:
    """What the queries count, which know of no tallies; once for all bugs."""
    view = view_of(seed, group)
    try:
        return answers(view, queries.value, ASKED, SUBSETS)
    finally:
        view.store.close()


def is_red(seed: int, group: str) -> bool:
    """Whether the comparison finds something in this history."""
    view = view_of(seed, group)
    told = answers(view, tallies.value, ASKED, SUBSETS)
    view.store.close()
    return any(differences(right_answers(seed, group), told))


@pytest.mark.at_length
@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed, group in itertools.product(range(HISTORIES), GROUPS):
        right_answers(seed, group)
        with monkeypatch.context() as planted:
            BUGS[name].plant(planted)
            if is_red(seed, group):
                return
    pytest.fail(f"nobody noticed: {name}")


def test_without_a_bug_nothing_is_found() -> None:
    assert not [group for group in GROUPS if is_red(0, group)]
