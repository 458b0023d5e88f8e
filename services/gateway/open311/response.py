"""Digital cases and complaints as GeoReport shows service requests: never who made them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from contracts.cases import complaints, digital_cases
from contracts.cases.datums import place_of
from contracts.wire import JsonObject
from services.chassis.base.clock import SHANGHAI
from services.chassis.records.record import Record, Revision
from services.gateway.open311.services import COMPLAINT
from services.gateway.read_model.indicators.city_cases import reported_at

OPEN, CLOSED = "open", "closed"
ENDED = {
    digital_cases.register.name: frozenset({"rejected", "closed", "forced_closed"}),
    complaints.register.name: frozenset({"rejected", "replied", "rated", "closed"}),
}
"""In which statuses nothing more is to be expected."""
NOTE_FIELDS = {"reject": "reason", "close": "outcome", "force_close": "reason", "reply": "reply"}
"""What steps show whoever reported it."""


def status(record: Record, at: str) -> str:
    """Open, or closed, where a record stands."""
    return CLOSED if at in ENDED[record.register.name] else OPEN


def request(record: Record, name: str | None, agency: str) -> JsonObject:
    """A service request: `name` is its service's, `agency` the unit that has it."""
    due, point = record.get("dispose_due_at"), point_of(record)
    return {
        "service_request_id": record.id,
        "status": status(record, record.status()),
        "status_notes": _notes(record),
        "service_name": name,
        "service_code": code_of(record),
        "description": record.get("problem") or record["matter"],
        "agency_responsible": agency,
        "service_notice": None,
        "requested_datetime": _stamp(reported_at(record)),
        "updated_datetime": _stamp(max(entry.at.now for entry in record.revisions)),
        "expected_datetime": _stamp(due) if due else None,
        "address": record.get("place"),
        "address_id": None,
        "zipcode": None,
        "lat": point[0],
        "long": point[1],
        "media_url": record.get("media_url"),
    }


def code_of(record: Record) -> str | None:
    """The code of the service that was meant; None while a case has no class."""
    complaint = record.register is complaints.register
    code: str | None = f"{COMPLAINT}{record['kind']}" if complaint else record.get("case_class")
    return code


def point_of(record: Record) -> tuple[float | None, float | None]:
    """Latitude and longitude in WGS-84."""
    place = place_of(record.get("longitude"), record.get("latitude"), record.get("datum"))
    return (place.latitude, place.longitude) if place else (None, None)


def extension(record: Record) -> JsonObject:
    """What GeoReport has no field for: addresses of pictures, how many came with it, its status in our words."""
    papers = [sha for entry in record.effective if entry.step.first for sha in _pictures(entry)]
    return {
        "media_urls": [record["media_url"], *(one["url"] for one in record.get("more_media") or ())]
        if record.get("media_url")
        else [],
        "photographs": len(papers),
        "detailed_status": record.status(),
    }


def _pictures(entry: Revision) -> list[str]:
    photos = (sha for one in entry.data.get("photos") or () for sha in one["photo"])
    return [*photos, *(entry.data.get("evidence") or ())]


def updates(record: Record, first: dt.datetime, last: dt.datetime) -> Iterator[JsonObject]:
    """What became of a request between two moments, step by step."""
    for entry in record.effective:
        if entry.step.line == "main" and entry.step.leads and first <= entry.at.now <= last:
            yield {
                "update_id": entry.event,
                "service_request_id": record.id,
                "status": status(record, entry.step.leads).upper(),
                "updated_datetime": _stamp(entry.at.now),
                "description": "：".join(filter(None, (entry.step.zh, _note(entry)))),
                "media_url": None,
            }


def _notes(record: Record) -> str:
    note = next((text for entry in reversed(record.effective) if (text := _note(entry))), "")
    return "：".join(filter(None, (record.register.words[record.status()], note)))


def _note(entry: Revision) -> str:
    return str(entry.data.get(NOTE_FIELDS.get(entry.step.name, "")) or "")


def _stamp(moment: dt.datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")
