"""What changed between two moments: which numbers moved, and what was recorded that moved them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import GET
from contracts.envelope import Event
from contracts.errors import Invalid, fault
from contracts.outreach.captions import register as captions
from contracts.roles import EVERYONE
from services.chassis.base import clock
from services.gateway.display import paging
from services.gateway.display.paging import CURSOR
from services.gateway.display.windows import AskedWindow
from services.gateway.http import permissions, responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model import ledger
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.question import ALWAYS, Question
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import exact_measures

QUERY = "since, until, as_of, unit, from, to, cursor, limit"
SHOWN = ("claimed", "verified", "status")
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Interval:
    """What lies between two questions, and from when to when that was recorded; `first` is the first of two days."""

    since: dt.datetime
    until: dt.datetime
    before: Question
    after: Question
    first: dt.date | None = None


@dataclass
class Changes:
    """Answers "what changed since the June report?"."""

    read_model: ReadModel

    @Route(GET, "/v1/changes", "changes", EVERYONE, "期间变动 / What changed", "Changes", QUERY, headers=("Link",))
    def changes(self, request: ApiRequest) -> Response:
        """The measures whose numbers differ, and a page of the events recorded in between, newest first.

        Between two moments (`since`, `until`): what was known then and is known now, of one day (`as_of`). Between two
        days (`from`, `to`): how numbers stood at their ends, by what is known now. Raises Invalid.
        """
        interval = self._days(request) if "from" in request.query else self._moments(request)
        unit, most = request.query.get("unit"), paging.rows_asked(request)
        asked = AskedWindow(request, CURSOR, ("changes", request.bearer.role))
        window = asked.window(most, 2)
        exact = exact_measures(self.read_model.programme, request.bearer.role)
        registers = catalogue.REGISTERS.values()
        # A caption is as readable as its paper, whose hash its record is called by, and moves no number.
        hidden = {one.name for one in registers if not permissions.may_read(one, request.bearer)} | {captions.name}
        with self.read_model.reader(interval.after, unit, exact) as after:
            edition = after.programme.on(interval.before.as_of)
            before = replace(after, question=interval.before, programme=edition)
            measures = list(_changed_measures(before, after))
            moments = interval.since, interval.until
            events = ledger.events_between(after.tx, self.read_model.district, moments, window, hidden)
            by_place = {ledger.place_of(one): one for one in islice(events, most + 1)}
        part = window.part(by_place)
        turns = asked.turns(part)
        return responses.answer(
            {
                "since": interval.since,
                "until": interval.until,
                "from": interval.first,
                "as_of": interval.after.as_of,
                "unit": unit,
                "measures": measures,
                "events": [_event_item(by_place[place]) for place in part.places],
                "more": turns.next is not None,
                "previous": turns.previous,
                "next": turns.next,
            },
            **turns.links(request),
        )

    def _moments(self, request: ApiRequest) -> Interval:
        """Between what was known at two moments, of one day. Raises Invalid."""
        since, until = request.moment("since"), request.moment("until")
        ended = until or clock.now()
        if since is None or since >= ended:
            raise Invalid("since", errors=[fault("since", "A moment before `until`", "应早于 until 的时刻")])
        # What is known now is asked as such: such a number costs no rows.
        after = self.read_model.question(request.day("as_of"), until or ALWAYS)
        return Interval(since, ended, replace(after, known_at=since), after)

    def _days(self, request: ApiRequest) -> Interval:
        """Between the ends of two business days, by what is known now. Raises Invalid."""
        first, last = request.day("from"), request.day("to") or self.read_model.today()
        if first is None or first >= last:
            raise Invalid("from", errors=[fault("from", "A day before `to`", "应早于 to 的日期")])
        if both := next((one for one in ("since", "until", "as_of") if one in request.query), None):
            raise Invalid(both, errors=[fault(both, "Days or moments, not both", "日期与时刻只能选其一")])
        since, until = (dt.datetime.combine(one + DAY, dt.time.min, clock.SHANGHAI) for one in (first, last))
        return Interval(since, until, self.read_model.question(first), self.read_model.question(last), first)


def _changed_measures(before: Reader, after: Reader) -> Iterator[dict[str, Any]]:
    """Each measure that differs, once: as the year of each side's day has it."""
    for reader in (before, after):
        reader.numbers.prepare(reader.programme.by_name.values(), reader.question)
    for name, measure in after.programme.by_name.items():
        old, new = before.measure(before.programme.by_name[name]), after.measure(measure)
        # What was withheld at one moment was no other number then.
        if not old["withheld"] and any(old[name] != new[name] for name in SHOWN):
            plain = {name: new[name] for name in ("id", "ref", "title", "kind", "unit")}
            yield plain | {"before": {name: old[name] for name in SHOWN}, "after": {name: new[name] for name in SHOWN}}


def _event_item(event: Event) -> dict[str, Any]:
    return {
        "event": event.id,
        "type": event.type,
        "record": event.record,
        "unit": event.unit,
        "happened": event.occurredon,
        "recorded_at": event.time,
        "recorder": event.actor,
        "corrects": event.corrects,
        "reason": event.correctionreason or None,
        "voids": event.voids,
        "late": _month(clock.day_of(event.time)) > _month(event.occurredon),
    }


def _month(day: dt.date) -> tuple[int, int]:
    return day.year, day.month
