"""The CloudEvent in which every event travels: CloudEvents 1.0, structured JSON."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import orjson

from contracts.errors import Unreadable

MEDIA_TYPE = "application/cloudevents+json"
SPEC = "1.0"
LONGEST = 256 * 1024
"""How many bytes an event may have; a command whose event has more is refused."""
_TEXTS = ("id", "source", "type", "subject", "unit", "actor", "evidencelevel")
_OPTIONAL = ("correlationid", "causationid", "traceparent", "post", "onbehalfof", "releases", "correctionreason")
_NUMBERS = ("recordversion", "place")
_GREATEST = 2**31 - 1
"""What a database's integer column holds."""


@dataclass(frozen=True, slots=True)
class Event:
    """One step that happened.

    place   the version in whose place it stands: its own; an earlier one's when it corrects; 0, the whole record's,
            when it voids
    time    when the owner recorded it, UTC
    counits units that share it
    stepversion the version of form and rule by which it was decided
    actor   who recorded it: a person's code, `key:` and the name of a program; `clerk@DT` before people had accounts
    post    as what they acted, "captain@DT": a role and a unit, or the bureau
    onbehalfof the person for whom they acted, by a delegation
    imported a spreadsheet brought it: whoever recorded it wrote down what others had done
    releases the event of an import, in whose place it stands: its actor vouches for it as a second person
    correctionreason why what stood in its place was corrected; empty: nothing was said, or nothing was corrected
    """

    id: str
    source: str
    type: str
    subject: str
    time: dt.datetime
    occurredon: dt.date
    recordversion: int
    place: int
    unit: str
    actor: str
    evidencelevel: str
    data: dict[str, Any]
    counits: tuple[str, ...] = ()
    correlationid: str = ""
    causationid: str = ""
    traceparent: str = ""
    stepversion: int = 1
    post: str = ""
    onbehalfof: str = ""
    imported: bool = False
    releases: str = ""
    correctionreason: str = ""
    body: bytes = field(default=b"", compare=False, repr=False)

    @property
    def register(self) -> str:
        """The name of the register whose event this is."""
        return register_of(self.type)

    @property
    def voids(self) -> bool:
        """Whether it takes back its whole record."""
        return self.place == 0

    @property
    def corrects(self) -> bool:
        """Whether it stands in the place of an earlier version."""
        return self.place not in (0, self.recordversion)

    @property
    def district(self) -> str:
        """The division code of the district whose event this is: "320205" of "/320205/outreach"."""
        return self.source.strip("/").partition("/")[0]

    @property
    def record(self) -> str:
        """The record within all registers: "outreach.matters/m1"."""
        return f"{self.register}/{self.subject}"


def register_of(event_type: str) -> str:
    """The register's name in an event's type: "outreach.matters" of "outreach.matters.finished.v1"."""
    return event_type.rsplit(".", 2)[0]


def dataschema(event_type: str, version: int) -> str:
    """Where the schema of an event's data is published; each version of a step has its own."""
    return f"/schemas/{event_type}" if version == 1 else f"/schemas/{event_type}/{version}"


def encode(event: Event) -> bytes:
    """The bytes that are stored and published: those it has already, read from or made before."""
    if event.body:
        return event.body
    members: dict[str, Any] = {
        "specversion": SPEC,
        "id": event.id,
        "source": event.source,
        "type": event.type,
        "subject": event.subject,
        "time": event.time,
        "datacontenttype": "application/json",
        "dataschema": dataschema(event.type, event.stepversion),
        "recordversion": event.recordversion,
        "place": event.place,
        "unit": event.unit,
        "actor": event.actor,
        "occurredon": event.occurredon,
        "evidencelevel": event.evidencelevel,
    }
    if event.counits:
        members["counits"] = ",".join(event.counits)
    for name in _OPTIONAL:
        if value := getattr(event, name):
            members[name] = value
    if event.imported:
        members["imported"] = True
    if event.stepversion > 1:  # what was recorded before steps had versions says nothing, and is of the first
        members["stepversion"] = event.stepversion
    members["data"] = event.data
    return orjson.dumps(members, option=orjson.OPT_UTC_Z)


def decode(body: bytes | memoryview) -> Event:
    """The event in these bytes; nothing missing is invented. Raises Unreadable."""
    try:
        members = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Unreadable("not JSON:", error) from None
    if not isinstance(members, dict):
        raise Unreadable("not an object")
    if members.get("specversion") != SPEC:
        raise Unreadable("specversion", members.get("specversion"))
    for name in _TEXTS:
        if not isinstance(members.get(name), str) or not members[name]:
            raise Unreadable("missing or not text:", name)
    for name in _NUMBERS:
        # `type`, for `True` is an int to isinstance.
        if type(members.get(name)) is not int or not 0 <= members[name] <= _GREATEST:
            raise Unreadable("missing, not a number or out of range:", name)
    if not isinstance(members.get("data"), dict):
        raise Unreadable("missing or not an object: data")
    version = members.get("stepversion", 1)
    if type(version) is not int or not 1 <= version <= _GREATEST:
        raise Unreadable("not a number or out of range: stepversion")
    return _event(members, version, bytes(body))


def _event(members: dict[str, Any], version: int, body: bytes) -> Event:
    try:
        time, day = _moment(members["time"]), dt.date.fromisoformat(members["occurredon"])
        shared = tuple(part for part in members.get("counits", "").split(",") if part)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise Unreadable("time, occurredon or counits:", error) from None
    correlation, causation, trace, post, behalf, releases, reason = (str(members.get(name, "")) for name in _OPTIONAL)
    return Event(
        members["id"],
        members["source"],
        members["type"],
        members["subject"],
        time,
        day,
        members["recordversion"],
        members["place"],
        members["unit"],
        members["actor"],
        members["evidencelevel"],
        members["data"],
        shared,
        correlation,
        causation,
        trace,
        version,
        post,
        behalf,
        members.get("imported") is True,
        releases,
        reason,
        body,
    )


def _moment(text: str) -> dt.datetime:
    """A time with a zone, in UTC. Raises OverflowError where UTC is before the year 1 or after 9999."""
    time = dt.datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise Unreadable("time without a zone")
    return time.astimezone(dt.UTC)
