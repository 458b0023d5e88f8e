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
from contracts.roles import EVERYONE
from services.chassis.base import clock
from services.gateway.http import permissions, responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model import ledger
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import exact_measures

MOST_EVENTS = 1000
SHOWN = ("claimed", "verified", "status")


@dataclass
class Changes:
    """Answers "what changed since the June report?"."""

    read_model: ReadModel

    @Route(GET, "/v1/changes", "changes", EVERYONE, "期间变动 / What changed", "Changes", "since, until, as_of, unit")
    def changes(self, request: ApiRequest) -> Response:
        """The measures whose numbers differ, and the events recorded in between, newest first. Raises Invalid."""
        since, until = request.moment("since"), request.moment("until") or clock.now()
        if since is None or since >= until:
            raise Invalid("since", errors=[fault("since", "A moment before `until`", "应早于 until 的时刻")])
        as_of = self.read_model.question(request.day("as_of"), until)
        unit = request.query.get("unit")
        exact = exact_measures(self.read_model.programme, request.bearer.role)
        with self.read_model.reader(as_of, unit, exact) as after:
            measures = list(_changed_measures(replace(after, question=replace(as_of, known_at=since)), after))
            events = ledger.events_between(after.tx, as_of.district, since, until)
            readable = (one for one in events if permissions.may_read(catalogue.step_of(one.type)[0], request.bearer))
            items = [_event_item(one) for one in islice(readable, MOST_EVENTS + 1)]
        whole = {"since": since, "until": until, "as_of": as_of.as_of, "unit": unit}
        return responses.answer(
            {**whole, "measures": measures, "events": items[:MOST_EVENTS], "more": len(items) > MOST_EVENTS}
        )


def _changed_measures(before: Reader, after: Reader) -> Iterator[dict[str, Any]]:
    for measure in after.programme.measures.values():
        old, new = before.measure(measure), after.measure(measure)
        if any(old[name] != new[name] for name in SHOWN):
            plain = {name: new[name] for name in ("id", "ref", "title", "unit")}
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
        "corrects": event.place != event.recordversion and event.place > 0,
        "voids": event.place == 0,
        "late": _month(clock.day_of(event.time)) > _month(event.occurredon),
    }


def _month(day: dt.date) -> tuple[int, int]:
    return day.year, day.month
