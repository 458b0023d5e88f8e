"""A month beside the one before: what got worse first, why, and who moved it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.errors import Invalid, fault
from contracts.roles import EVERYONE
from contracts.wire import JsonObject
from services.chassis.base import clock
from services.gateway.api.comparison import losses
from services.gateway.api.comparison.losses import FIRST_FACTS, NO_LOSSES, LossList
from services.gateway.api.measures import fact_list, gap_list
from services.gateway.api.progress import Progress
from services.gateway.display.paging import ENDED_CURSOR, FACTS_CURSOR, GONE_CURSOR, Turns
from services.gateway.display.windows import AskedWindow
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model import gaps as gaps_of
from services.gateway.read_model import tallies
from services.gateway.read_model.calendars.month import read_month
from services.gateway.read_model.comparisons import moves as moving
from services.gateway.read_model.comparisons.judgement import Direction
from services.gateway.read_model.comparisons.months import MONTH, WITH, MonthPair, month_pair
from services.gateway.read_model.comparisons.moves import MeasureMove, UnitMove
from services.gateway.read_model.comparisons.new_gaps import new_gaps
from services.gateway.read_model.gaps import Gap
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.tallies import FactCount

QUERY = "month, with, as_of, unit"
OF_MEASURE_QUERY = f"{QUERY}, {ENDED_CURSOR}, {GONE_CURSOR}"
FIRST_UNITS = 3
TITLE = "环比 / Month on month"
OF_MEASURE = "一个指标的环比 / A measure month on month"


@dataclass(frozen=True)
class MonthReaders:
    """Two days as they are read, beside each other."""

    pair: MonthPair
    before: Reader
    after: Reader


@dataclass(frozen=True)
class MonthMoves:
    """What moved in a month: the moves in their order, of each the lowest units, and how many numbers are withheld.

    items  which way the items went that went any, by their status
    """

    pair: MonthPair
    items: Mapping[str, Direction]
    moves: Sequence[tuple[MeasureMove, list[UnitMove]]]
    measures: int
    withheld: int


@dataclass(frozen=True)
class MonthFacts:
    """A page of the facts that are dated between two days, how many there are, and the pages on both sides."""

    items: Sequence[JsonObject]
    number: FactCount
    turns: Turns


NO_FACTS = MonthFacts([], fact_list.NONE, Turns(None, None))


@dataclass(frozen=True)
class MeasureMoves:
    """How one measure moved: by unit, and what is dated in between.

    facts   those that came to count, a page of them
    ended   those that counted on the earlier day and ran out or were ended, a page of them
    gone    those that were voided or corrected away in between, and count on neither day, a page of them
    gaps    the first that came to be missing from a ratio's part, `missing` as they are answered
    """

    pair: MonthPair
    move: MeasureMove
    units: Sequence[UnitMove]
    lowest: frozenset[str]
    lists: bool
    facts: MonthFacts
    ended: LossList
    gone: LossList
    gaps: Sequence[Gap]
    missing: Sequence[JsonObject]


@dataclass
class MonthComparisons:
    """Answers "what got worse, why, who?"."""

    progress: Progress

    @Route(GET, "/v1/comparison", "comparison", EVERYONE, TITLE, "MonthComparison", QUERY)
    def comparison(self, request: ApiRequest) -> Response:
        """Each measure that moved in a month or stands below its pace: what got worse first, then what stands still.

        Without `month` the last full one as of the day; one that is not over is compared with the same day of the
        other. Raises Invalid.
        """
        found = self.find(request)
        return responses.answer(
            {
                **_days(found.pair),
                "unit": request.query.get("unit"),
                "items": {way.value: _items(found, way) for way in (Direction.WORSE, Direction.BETTER)},
                "measures": [_in_short(move) | _who(move, units) for move, units in found.moves],
                "unchanged": found.measures - len(found.moves) - found.withheld,
                "withheld": found.withheld,
            }
        )

    @Route(
        GET,
        "/v1/comparison/{measure}",
        "measure_comparison",
        EVERYONE,
        OF_MEASURE,
        "MeasureComparison",
        OF_MEASURE_QUERY,
    )
    def measure_comparison(self, request: ApiRequest) -> Response:
        """One measure in a month: its number by unit on both days, and what is dated in between.

        All of these facts: `/v1/measures/{measure}/facts` with `from`. What ceased to count, and what was voided or
        corrected away, comes a page at a time. Raises BadCursor, Invalid.
        """
        found = self.find_measure(request)
        return responses.answer(
            {
                **_days(found.pair),
                "unit": request.query.get("unit"),
                **_in_short(found.move),
                "units": [_unit_move(one) | {"lowest": one.unit in found.lowest} for one in found.units],
                "n": found.facts.number.number,
                "n_is_exact": found.facts.number.is_exact,
                "facts": list(found.facts.items),
                "ended": losses.as_answer(found.ended),
                "gone": losses.as_answer(found.gone),
                "missing": list(found.missing),
            }
        )

    def find(self, request: ApiRequest) -> MonthMoves:
        """What moved in the month that a request asks for. Raises Invalid."""
        with self._beside(request) as both:
            moves, withheld = moving.moves(both.before, both.after)
            lowest = moving.lowest_units(both.after)
            some = [(one, moving.who(both.before, both.after, one, lowest)) for one in moves]
            items = moving.item_moves(both.before, both.after)
            return MonthMoves(both.pair, items, some, len(both.after.programme.by_name), withheld)

    def find_measure(self, request: ApiRequest) -> MeasureMoves:
        """How the measure moved that a request asks for. Raises Invalid, Unknown."""
        with self._beside(request) as both:
            measure = self.progress.read_model.measure(request.path["measure"], both.pair.after)
            one = moving.move(both.before, both.after, measure)
            lists = self.progress.may_list(measure, request.bearer) and not measure.awaits
            facts = self._facts(request, both, one) if lists else NO_FACTS
            rights = self.progress.rights(request.bearer)
            question = losses.LossQuestion(both.after, one.measure, both.pair.before.isoformat(), rights)
            ended = losses.lapse_list(request, question) if lists else NO_LOSSES
            gone = losses.withdrawal_list(request, question) if lists else NO_LOSSES
            gaps = self._gaps(both, one) if lists and measure.compares else []
            missing = gap_list.items(both.after, gaps)
            units = [] if measure.awaits else moving.unit_moves(both.before, both.after, one)
            ordered = moving.in_order(one, units)
            lowest = moving.lowest_units(both.after)
            return MeasureMoves(both.pair, one, ordered, lowest, lists, facts, ended, gone, gaps, missing)

    def _gaps(self, both: MonthReaders, one: MeasureMove) -> list[Gap]:
        """The first that came to be missing from a ratio's part between the two days."""
        reader, since = both.after, both.pair.before.isoformat()
        question = reader.as_of_for(one.measure)
        rows = new_gaps(reader.tx, one.measure, question, since, FIRST_FACTS)
        return gaps_of.describe(reader.tx, reader.programme, one.measure, question, rows)

    def _facts(self, request: ApiRequest, both: MonthReaders, one: MeasureMove) -> MonthFacts:
        """A page of the facts that are dated between the two days, and how many there are. Raises BadCursor."""
        reader, since = both.after, both.pair.before.isoformat()
        question = reader.as_of_for(one.measure)
        asked = AskedWindow(request, FACTS_CURSOR, ("between", one.measure.id, since, question.as_of.isoformat()))
        window = asked.window(FIRST_FACTS, len(tallies.fact_pages.BEGINNING))
        page = tallies.facts(reader.tx, one.measure, question, window, since)
        items = fact_list.items(reader, one.measure, page.rows, self.progress.rights(request.bearer))
        number = tallies.count_since(reader.tx, one.measure, question, since)
        return MonthFacts([fact | {"late": is_late(fact)} for fact in items], number, asked.turns(page.part))

    @contextmanager
    def _beside(self, request: ApiRequest) -> Iterator[MonthReaders]:
        pair, model = self.pair(request), self.progress.read_model
        exact = self.progress.exact(request.bearer)
        with model.reader(model.question(pair.after), request.query.get("unit"), exact) as after:
            edition = after.programme.on(pair.before)
            yield MonthReaders(pair, replace(after, question=model.question(pair.before), programme=edition), after)

    def pair(self, request: ApiRequest) -> MonthPair:
        """The days that a request compares. Raises Invalid."""
        as_of = request.day("as_of") or self.progress.read_model.today()
        pair = month_pair(_month(request), as_of, request.among("with", WITH, MONTH))
        if pair is None:
            raise Invalid("month", errors=[fault("month", "Begins after the day as of which is asked", "晚于截至日期")])
        return pair


def _month(request: ApiRequest) -> dt.date | None:
    """The first day of the month in a query. Raises Invalid."""
    text = request.query.get("month")
    return None if text is None else read_month(text).first


def _items(found: MonthMoves, way: Direction) -> list[str]:
    """The items that went a way, in their order."""
    return [name for name, one in found.items.items() if one is way]


def is_late(fact: JsonObject) -> bool:
    """Whether a fact was recorded after the month of its day had closed."""
    return f"{clock.day_of(fact['recorded_at']):%Y-%m}" > str(fact["dated"])[:7]


def _days(pair: MonthPair) -> JsonObject:
    return {
        "month": pair.month,
        "in_progress": pair.in_progress,
        "compared_with": pair.before,
        "as_of": pair.after,
        "from": pair.since,
    }


def _in_short(one: MeasureMove) -> JsonObject:
    """A measure on both days."""
    way, reason = one.verdict or (None, None)
    about = ("id", "ref", "title", "unit")
    sides = ("claimed", "verified", "status", "target", "expected", "as_of")
    return {name: one.after[name] for name in about} | {
        "item": one.measure.item,
        "way": way.value if way else None,
        "reason": reason.value if reason else None,
        "before": {name: one.before[name] for name in sides},
        "after": {name: one.after[name] for name in sides},
        "change": one.change,
    }


def _who(one: MeasureMove, units: Sequence[UnitMove]) -> JsonObject:
    """The first units that moved a number, or of what stands still the lowest, and how many moved it and did not."""
    moved = [unit for unit in units if not unit.is_same]
    shown = moving.behind_target(one, units) if one.direction is Direction.STILL else moved
    return {
        "units": [_unit_move(unit) for unit in shown[:FIRST_UNITS]],
        "units_moved": len(moved),
        "units_same": len(units) - len(moved),
    }


def _unit_move(one: UnitMove) -> JsonObject:
    def side(answer: Any) -> JsonObject:
        return {"claimed": answer.claimed, "verified": answer.verified, "n": answer.n}

    return {"unit": one.unit, "before": side(one.before), "after": side(one.after), "change": one.change}
