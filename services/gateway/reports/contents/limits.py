"""What a report cannot say, or says with less certainty: silent services, late records, papers that changed."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import Any

from contracts.envelope import Event
from services.chassis.base import clock
from services.chassis.storage.lists.window import ListWindow
from services.gateway.read_model import ledger, paper_checks
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.read_model import ReadModel

MOST_LOOKED_AT = 1000
"""So many events that were recorded after the month are looked at; beyond that it is said that there are more."""
Json = dict[str, Any]


def find(read_model: ReadModel, reader: Reader, late: tuple[dt.date, dt.datetime]) -> Json:
    """The limits of the data; `late` is the last day of the month, and the moment up to which it is known."""
    measures = reader.programme.by_name.values()
    return {
        "stale": {name: at for name, at in sorted(reader.stale.items()) if dt.datetime.fromisoformat(at) < late[1]},
        "late": _late(reader, *late),
        "fallen": len(paper_checks.fallen_events(reader.tx, read_model.district)),
        "awaiting": [one.title for one in measures if one.awaits],
        "private": [one.title for one in measures if one.private],
    }


def _late(reader: Reader, last: dt.date, known_at: dt.datetime) -> Json:
    """What was recorded after the month about days of it or before, in the events that were looked at."""
    since = dt.datetime.combine(last + dt.timedelta(days=1), dt.time.min, clock.SHANGHAI)
    if since >= known_at:
        return {"records": 0, "corrections": 0, "voids": 0, "exact": True}
    moments, window = (since, known_at), ListWindow(MOST_LOOKED_AT)
    found = ledger.events_between(reader.tx, reader.question.district, moments, window)
    events = list(islice(found, MOST_LOOKED_AT + 1))
    kinds = [_kind(one) for one in events[:MOST_LOOKED_AT] if one.occurredon <= reader.question.as_of]
    counts = {name: kinds.count(name) for name in ("records", "corrections", "voids")}
    return {**counts, "exact": len(events) <= MOST_LOOKED_AT}


def _kind(event: Event) -> str:
    if event.voids:
        return "voids"
    return "corrections" if event.corrects else "records"
