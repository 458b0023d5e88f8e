"""A record is its history: what stands now is the last revision of each step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import orjson
from marshmallow import fields

from contracts import envelope, evidence_levels
from contracts.envelope import Event
from contracts.forms import Form, element_form, fields_of, names_another, values_of_kind
from contracts.register import NEW, Register, Step, split_names
from services.chassis.base import clock
from services.chassis.records.calendar import Calendar, official_calendar

Data = dict[str, Any]
OPENING = 1
"""The place of the step that opens a record."""
DateFields = tuple[tuple[str, str, "DateFields"], ...]


@dataclass(frozen=True)
class Context:
    """When and by whom; the only clock a rule sees.

    post, on_behalf_of  as what the actor acts ("captain@DT"), and for whom by a delegation
    imported  a spreadsheet says so
    mends_import  what a spreadsheet said is corrected
    """

    now: dt.datetime
    actor: str = "-"
    calendar: Calendar = field(default_factory=official_calendar)
    post: str = ""
    on_behalf_of: str = ""
    imported: bool = False
    mends_import: bool = False

    @property
    def elsewhere(self) -> bool:
        """Whether it tells what was done elsewhere: a sheet says so, or what a sheet said is corrected."""
        return self.imported or self.mends_import

    @property
    def people(self) -> frozenset[str]:
        """Whose act it is: the actor's, and theirs for whom they act."""
        return frozenset(filter(None, (self.actor, self.on_behalf_of)))

    @property
    def today(self) -> dt.date:
        """The business day, Asia/Shanghai."""
        return clock.day_of(self.now)


@dataclass(frozen=True)
class Revision:
    """One step as it was recorded, or as a correction left it.

    step    the step as it was in the version by which this was decided
    place   which step of the record this is, from 1: a correction has the place of what it corrects; 0: a void
    version the record's version that this revision made
    at      when it was recorded and by whom
    on      the business day on which it happened
    releases the event of an import for which its actor vouches, as a second person; empty: none
    reason  why what stood in its place was corrected; empty: nothing was said, or nothing was corrected
    """

    event: str
    step: Step
    version: int
    place: int
    at: Context
    on: dt.date
    unit: str
    data: Data
    counits: tuple[str, ...] = ()
    releases: str = ""
    reason: str = ""

    @property
    def level(self) -> str:
        """How well it is shown: what counts of the step's own level, E1 at least with papers (E0: somebody says so)."""
        papers = any(True for _ in values_of_kind(self.step.form, self.data, "evidence"))
        own = evidence_levels.countable_level(self.step.level, imported=self.at.imported)
        return max(own, evidence_levels.WITH_PAPERS if papers else evidence_levels.CLAIMED)

    @property
    def is_claim(self) -> bool:
        """Whether an import says that others vouch for something: it does not count as what the step gives."""
        return evidence_levels.is_claim(self.step.level, imported=self.at.imported)

    @property
    def awaits_release(self) -> bool:
        """Whether an import says what others vouch for, approved or decided, and a second person is to confirm it."""
        return self.is_claim or (self.at.imported and names_another(self.step.form, self.data, self.at.people))

    @property
    def run(self) -> str:
        """Which run of a repeated side line this belongs to ("" for the others)."""
        return str(self.data[self.step.each]) if self.step.each else ""


@dataclass(frozen=True)
class Record:
    """One entry of a register with all its revisions."""

    register: Register
    id: str
    revisions: tuple[Revision, ...] = ()

    @cached_property
    def version(self) -> int:
        """The version of the last revision; 0: there is no such record."""
        return max((one.version for one in self.revisions), default=0)

    @cached_property
    def latest_revisions(self) -> list[Revision]:
        """The greatest version at each place, in the order of places; a void comes last."""
        last: dict[int, Revision] = {}
        for revision in sorted(self.revisions, key=lambda e: e.version):
            last[revision.place or revision.version] = revision
        return [last[place] for place in sorted(last)]

    @cached_property
    def effective(self) -> list[Revision]:
        """What stands, in the order in which it happened: a late entry does not overrule what happened after it.

        What happened on one day stands in the order of places; what opened the record comes first, a void last.
        """
        # The sort is stable: what happened on one day keeps the order of its places.
        return sorted(self.latest_revisions, key=lambda e: (e.step.voids, e.place > OPENING, e.on))

    def plus(self, revision: Revision) -> Record:
        """The record with one revision more."""
        return Record(self.register, self.id, (*self.revisions, revision))

    def known_by(self, moment: dt.datetime) -> Record:
        """The record as far as it had been recorded by a moment."""
        return Record(self.register, self.id, tuple(e for e in self.revisions if e.at.now <= moment))

    def before(self, place: int) -> Record:
        """The record as it stands before a place."""
        return Record(self.register, self.id, tuple(e for e in self.latest_revisions if e.place and e.place < place))

    def until(self, version: int) -> Record:
        """The record as it was at a version."""
        return Record(self.register, self.id, tuple(e for e in self.revisions if e.version <= version))

    def moves(self, line: str = "main", run: str = "") -> list[Revision]:
        """The effective revisions that moved a line."""
        return [e for e in self.effective if e.step.line == line and e.run == run and e.step.leads]

    def status(self, line: str = "main", run: str = "") -> str:
        """Where a line stands."""
        return self._main_status if line == "main" and not run else self._status(line, run)

    @cached_property
    def _main_status(self) -> str:
        return self._status("main", "")

    def _status(self, line: str, run: str) -> str:
        moves = (e.step.leads for e in reversed(self.effective) if e.step.line == line and e.run == run)
        return next(filter(None, moves), NEW)

    @property
    def voided(self) -> bool:
        """Whether the whole record was taken back."""
        return any(one.step.voids for one in self.effective)

    def all(self, step: str) -> list[Data]:
        """What was entered each time that a step was taken, as it stands."""
        return [e.data for e in self.effective if e.step.name == step]

    def get(self, name: str, default: Any = None) -> Any:
        """The last value that was given for a field."""
        return next((e.data[name] for e in reversed(self.effective) if e.data.get(name) is not None), default)

    def borne(self, name: str) -> Any:
        """What a record bears in a field: in that of its identity its id, else the last value that was given."""
        return self.id if name == self.register.identity else self.get(name)

    def __getitem__(self, name: str) -> Any:
        """The last value that was given for a field. Raises KeyError."""
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    @property
    def unit(self) -> str:
        """The unit the record belongs to now."""
        return self.effective[-1].unit if self.effective else ""

    def unit_on(self, day: dt.date) -> str:
        """The unit the record belonged to on a day; before it was opened, the unit that opened it."""
        return next(
            (e.unit for e in reversed(self.effective) if e.on <= day), self.effective[0].unit if self.revisions else ""
        )

    def due(self, name: str) -> dt.date | None:
        """When a clock was last set to end."""
        dates = [e.data["due"][name] for e in self.effective if name in e.data["due"]]
        return dates[-1] if dates else None

    def possible(self) -> list[str]:
        """The steps that may come next."""
        return [step.name for step in self.register.steps if self._possible(step)]

    def _possible(self, step: Step) -> bool:
        runs = {e.run for e in self.effective if e.step.line == step.line} | {""}
        started = any(self.status(step.line, run) in step.starts for run in runs)
        return started and (step.line == "main" or self.status() in allowed_main_statuses(self.register, step))


def allowed_main_statuses(register: Register, step: Step) -> set[str]:
    """The main statuses in which a step of a side line may happen."""
    return set(split_names(step.during)) or register.statuses("main") - register.finals() - {NEW}


def rehydrate(register: Register, id_: str, bodies: Iterable[str]) -> Record:
    """The record whose events have these bytes."""
    return Record(
        register, id_, tuple(revision_from_event(register, envelope.decode(body.encode())) for body in bodies)
    )


def revision_from_event(register: Register, event: Event) -> Revision:
    """An event as a revision of its record. Raises Undefined, KeyError or ValueError for a stranger's data."""
    step = register.event(event.type.rsplit(".", 2)[1]).edition(event.stepversion)
    at = Context(event.time, event.actor, post=event.post, on_behalf_of=event.onbehalfof, imported=event.imported)
    data = decode(event.data, dates_of(step.data))
    return Revision(
        event.id,
        step,
        event.recordversion,
        event.place,
        at,
        event.occurredon,
        event.unit,
        data,
        event.counits,
        event.releases,
        event.correctionreason,
    )


@cache
def dates_of(form: type[Form]) -> DateFields:
    """Where a form's data hold dates, so that reading history costs no second validation."""
    dates: list[tuple[str, str, DateFields]] = []
    for name, one in fields_of(form).items():
        if isinstance(one, fields.Date):
            dates.append((name, "date", ()))
        elif isinstance(one, fields.DateTime):
            dates.append((name, "time", ()))
        elif isinstance(one, fields.Dict) and isinstance(one.value_field, fields.Date):
            dates.append((name, "dates", ()))
        elif (form_of := element_form(one)) and (inner := dates_of(form_of)):
            dates.append((name, "list", inner))
    return tuple(dates)


def decode(data: Data, dates: DateFields) -> Data:
    """Data as they were before they became JSON."""
    decoded = dict(data)
    for name, kind, inner in dates:
        value = decoded.get(name)
        if value is None:
            continue
        if kind == "date":
            decoded[name] = dt.date.fromisoformat(value)
        elif kind == "time":
            decoded[name] = dt.datetime.fromisoformat(value)
        elif kind == "dates":
            decoded[name] = {key: dt.date.fromisoformat(one) for key, one in value.items()}
        else:
            decoded[name] = [decode(one, inner) for one in value]
    return decoded


def encode(data: Any) -> Any:
    """Data as JSON holds them: dates as text."""
    return data if data is None or type(data) is str else orjson.loads(orjson.dumps(data))
