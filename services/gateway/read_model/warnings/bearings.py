"""What a record bears that may clash with another: numbers, people and when they were there, what they hold.

A plain function of the record as it stands. A register gains a bearing by a line in `BEARINGS`, no register changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contracts import catalogue, comparison
from contracts.cases.warning_answers import register as answers
from contracts.forms import Form, Text, fields_of, values_of_kind
from contracts.register import Register
from services.chassis.base import clock
from services.chassis.records.record import Data, Record, Revision
from services.gateway.read_model.ledger import stamp

NUMBER, TIME, HOURS, HELD, PHOTOGRAPH = "number", "time", "hours", "held", "photograph"
NUMBERS = ("number", "file_number", "receipt_number")
"""What forms call a number that somebody gave: of one register, each is one thing's."""
SHORTEST_OF_ALL = 6
"""A number of fewer characters is a running number, of which each unit has its own."""
THERE = ("present", "late", None)
"""How attendance lists say that somebody was there; who is named without a word was present."""
HOLDS, LEFT = "holds", "left"
WITH_HOLDER = ("issued", "short")
"""The statuses in which a thing is with its holder."""


@dataclass(frozen=True)
class Bearing:
    """One thing that a record bears.

    key     what is compared: two records with one key may clash
    shown   the key as it was written
    part    which of several things of one record it is
    known   when it was first recorded, as text that sorts
    day     the day of which it is, or since when; `moment` where that is known
    minutes how long, of a day that is known without its hours
    spot    where, as far as it is known: who was at one spot twice was in one place
    """

    kind: str
    key: str
    shown: str
    part: str
    known: str
    day: str = ""
    moment: str = ""
    minutes: int = 0
    spot: str = ""


Bearings = Iterator[Bearing]


def bearings_of(record: Record, first_photographs: Mapping[str, str] = MappingProxyType({})) -> list[Bearing]:
    """What a record bears now; one that was taken back bears nothing.

    `first_photographs` says of its papers that are photographs which other was the first to look so.
    """
    if record.voided or not record.revisions:
        return []
    read = (_numbers, *BEARINGS.get(record.register.name, ()))
    bearings = [one for some in read for one in some(record)]
    bearings += _photographs(record, first_photographs)
    return list({(one.kind, one.key, one.part): one for one in bearings}.values())


def papers_of(record: Record) -> list[str]:
    """The papers that a record names now, of registers whose warnings are for enough people to read."""
    if record.register.name not in TOLD_OF:
        return []
    named = (values_of_kind(one.step.form, one.data, "evidence") for one in record.effective)
    return list(dict.fromkeys(sha for some in named for _, _, sha in some))


def _photographs(record: Record, first_photographs: Mapping[str, str]) -> Bearings:
    """What a record shows: a photograph by the first that looked so, at each step that names it."""
    for revision in record.effective if record.register.name in TOLD_OF else ():
        alike: dict[str, list[str]] = {}
        for _, field, sha in values_of_kind(revision.step.form, revision.data, "evidence"):
            if (first := first_photographs.get(sha)) and sha not in (before := alike.setdefault(first, [])):
                before.append(sha)
                shown = str(field.metadata.get("title") or "")
                # Two papers of one step that look alike are two: before and after are often handed in together.
                part, known = f"{revision.place:04} {len(before)}", _known(record, revision)
                yield Bearing(PHOTOGRAPH, first, shown, part, known, revision.on.isoformat())


def bears(register: Register) -> bool:
    """Whether records of a register may bear anything."""
    return register.name in BEARINGS or any(number_fields(step.form) for step in register.steps)


def number_fields(form: type[Form]) -> list[str]:
    """The fields of a form that are numbers somebody gave."""
    form_fields = fields_of(form)
    return [name for name in NUMBERS if isinstance(form_fields.get(name), Text)]


def _known(record: Record, revision: Revision) -> str:
    """When the place of a revision was first recorded: a correction tells nothing new of who came first."""
    return stamp(min(one.at.now for one in record.revisions if one.place == revision.place))


def _taken(record: Record, *steps: str) -> Iterator[Revision]:
    return (one for one in record.effective if one.step.name in steps)


def _numbers(record: Record) -> Bearings:
    for revision in record.effective:
        for name in number_fields(revision.step.form):
            if written := revision.data.get(name):
                number = comparison.number(str(written))
                whose = record.unit if len(number) < SHORTEST_OF_ALL else ""
                key = f"{record.register.name} {name} {whose} {number}"
                yield Bearing(NUMBER, key, str(written), name, _known(record, revision), revision.on.isoformat())


# --- people, and when they were there --------------------------------------------------------------------------------


def _present(record: Record, revision: Revision, person: str, day: dt.date, minutes: int = 0) -> Bearing:
    on, known = day.isoformat(), _known(record, revision)
    # A volunteer who bears a person's code is that person.
    key = f"{comparison.number(person)} {on}"
    return Bearing(HOURS, key, person, "present", known, on, minutes=minutes)


def _session(record: Record) -> Bearings:
    """Who was at a training session or an activity, for the minutes that count."""
    meeting = next(iter(record.all("hold")[-1:]), {})
    for revision in _taken(record, "hold", "attend") if meeting else ():
        for entry in revision.data["attendance"]:
            if entry.get("status") in THERE:
                yield _present(record, revision, entry["person"], meeting["held_on"], _minutes(entry, meeting))


def _minutes(entry: Data, meeting: Data) -> int:
    """The minutes of one who was there: those credited, or as they will be."""
    length = meeting.get("minutes") or 0
    own = entry.get("minutes")
    return int(entry.get("credited") or (length if own is None else min(own, length)))


def _volunteers(record: Record) -> Bearings:
    """Who gave how much time to a volunteer event: all that was logged for it."""
    held = record.all("hold")[-1:]
    totals: dict[str, int] = {}
    for revision in _taken(record, "log_hours") if held else ():
        for entry in revision.data["service"]:
            volunteer = entry["volunteer"]
            totals[volunteer] = totals.get(volunteer, 0) + entry.get("credited", entry["minutes"])
            yield _present(record, revision, volunteer, held[0]["held_on"], totals[volunteer])


def _on_day(**people: str) -> Callable[[Record], Bearings]:
    """Who was there on the day of a step: by the step's name the fields that name people."""

    def read(record: Record) -> Bearings:
        for revision in _taken(record, *people):
            for name in people[revision.step.name].split(", "):
                if person := revision.data.get(name):
                    yield _present(record, revision, person, revision.on)

    return read


def _at_moment(**fields: str) -> Callable[[Record], Bearings]:
    """Who was where at a moment: by the step's name the fields of the person and of the moment."""

    def read(record: Record) -> Bearings:
        for revision in _taken(record, *fields):
            person, at = (revision.data.get(name) for name in fields[revision.step.name].split(", "))
            if person and at:
                day, moment = clock.day_of(at), at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
                known, part = _known(record, revision), revision.step.name
                yield _present(record, revision, person, day)
                yield Bearing(
                    TIME, f"{person} {moment}", person, part, known, day.isoformat(), moment, spot=_spot(record)
                )

    return read


def _spot(record: Record) -> str:
    """The spot of a record: to about a hundred metres, or what its place is called; empty: not known."""
    longitude, latitude = record.get("longitude"), record.get("latitude")
    if longitude is not None and latitude is not None:
        return f"{longitude:.3f},{latitude:.3f}"
    return comparison.number(str(record.get("place") or ""))


# --- what people hold ------------------------------------------------------------------------------------------------


def _held(record: Record) -> Bearings:
    """Who holds a thing now."""
    if record.status() in WITH_HOLDER:
        for revision in list(_taken(record, "issue"))[-1:]:
            holder = str(revision.data["holder"])
            yield Bearing(HELD, holder, holder, HOLDS, _known(record, revision), revision.on.isoformat())


def _left(record: Record) -> Bearings:
    """Since when a person is no longer here."""
    for move in record.moves()[-1:]:
        if move.step.leads == LEFT:
            yield Bearing(HELD, record.id, record.id, LEFT, _known(record, move), move.on.isoformat())


BEARINGS: Mapping[str, tuple[Callable[[Record], Bearings], ...]] = {
    "training.sessions": (_session,),
    "training.integrity_activities": (_session,),
    "training.people": (_left,),
    "outreach.volunteer_events": (_volunteers,),
    "outreach.visits": (_on_day(make="visitor"),),
    "outreach.service_calls": (_at_moment(answer="answered_by, answered_at"),),
    "equipment.assets": (_held,),
    "equipment.kits": (_held,),
    "equipment.vehicle_checks": (_on_day(check="inspector"),),
    "cases.norm_checks": (_on_day(check="checker"),),
    "cases.penalties": (_on_day(inspect="first_officer, second_officer"),),
    "cases.digital_cases": (
        _at_moment(verify="verifier, verified_at", dispose="handler, disposed_at", check="checker, checked_at"),
    ),
}
"""What the records of a register bear beside numbers, which those of every register may."""
TOLD_OF = frozenset(
    name
    for name, register in catalogue.REGISTERS.items()
    if not register.reader_roles or answers.reader_roles <= register.reader_roles
)
"""The registers that warnings may tell of: who reads answers may read their records. Their photographs are compared."""
CONCERNED = frozenset(name for name in TOLD_OF if bears(catalogue.REGISTERS[name]))
"""The registers whose records bear anything."""
