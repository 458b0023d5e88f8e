"""The jobs of the street: which step of which register each takes, and who says what of its form.

All of it is data: a page shows a job as this table has it, and the owner of the register decides as always. What a form
asks for is in sight, folded, or filled in by the device; what is nowhere here stays with the register's own form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from contracts import catalogue
from contracts.cases.digital_cases.intake import PATROL
from contracts.forms import fields_of
from contracts.register import Register, Step, split_names
from services.gateway.display.field_kinds import UNITS, kind_of, source
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer

MOST_IN_SIGHT = 5
UNIT, TODAY, NOW, BEGUN, KEY = "unit", "today", "now", "begun", "key"
LONGITUDE, LATITUDE, DATUM = "longitude", "latitude", "datum"
PHOTOS, PAPERS, ROWS, CHECKLIST, SCAN, OPENED = "photos", "papers", "rows", "checklist", "scan", "opened"
CONSTANT, CHECKLISTS = "=", "checklists"
FILLS = frozenset(
    {UNIT, TODAY, NOW, BEGUN, KEY, LONGITUDE, LATITUDE, DATUM, PHOTOS, PAPERS, ROWS, CHECKLIST, SCAN, OPENED}
)
"""What a device fills in: the person's unit, the day, the moment, that at which the form was opened, a code made of the
entry's key, the point and its datum, photographs as rows with time and point, their hashes, a row for each thing to
look at, the checklist in force, the record whose label was scanned, the record that the command before opened; or,
after =, a word that is always so."""
PLACE = {LONGITUDE: LONGITUDE, LATITUDE: LATITUDE, DATUM: DATUM}
LOOKED_UP = {
    "cases.case_classes": "classes",
    "outreach.managed_objects": "objects",
    UNITS: "units",
}
"""The list of the book from which a field is chosen, by the register whose records it names."""
PROPOSED_FROM = {"grid": "grids", "street": "streets", "community": "communities"}
"""The list of the book of which a text is proposed while it is typed, by the field's name."""
OFFERED = {"minutes": ("30", "45", "60", "90", "120", "180", "240")}
"""What is offered for a number, so that nobody need type it, by the field's name."""


@dataclass(frozen=True)
class JobStep:
    """One command of a job.

    sight   the fields in sight, in their order
    folded  the fields behind a fold
    fills   what the device fills each of the others with, of `FILLS`; a word that also stands behind the fold is chosen
            there until somebody says otherwise
    when    of two steps that look at rows: "present" is taken where nothing lacks, "lacking" where something does
    shots   what the first photographs show, and all others as the last: words of the form
    follows whether it is a second command, in the record that the first one opened or beside it
    """

    register: str
    step: str
    sight: str = ""
    folded: str = ""
    fills: Mapping[str, str] = field(default_factory=dict)
    when: str = ""
    shots: str = "near, far"
    follows: bool = False

    @cached_property
    def of(self) -> Step:
        """The register's step."""
        return self.at.step(self.step)

    @cached_property
    def at(self) -> Register:
        """The register."""
        return catalogue.REGISTERS[self.register]

    @property
    def in_sight(self) -> tuple[str, ...]:
        """The names of the fields in sight."""
        return split_names(self.sight)

    @property
    def behind(self) -> tuple[str, ...]:
        """The names of the folded fields: the unit too, which is chosen by who has none."""
        own = [name for name, what in self.fills.items() if what == UNIT]
        return (*split_names(self.folded), *own)

    def has(self, *what: str) -> bool:
        """Whether the device fills any of its fields with one of these."""
        return not set(what).isdisjoint(self.fills.values())

    @property
    def asks_where(self) -> bool:
        """Whether the point of the device is a field of it, or says of what one might be filled."""
        return self.has(LONGITUDE) or not PROPOSED_FROM.keys().isdisjoint((*self.in_sight, *self.behind))

    def chosen(self, name: str) -> str:
        """The word that is chosen in a field until somebody says otherwise; empty: none."""
        what = self.fills.get(name, "")
        return what.removeprefix(CONSTANT) if what.startswith(CONSTANT) else ""


@dataclass(frozen=True)
class StreetJob:
    """A job of the street.

    steps   its commands: those of one record by its status, or one after the other
    list    the list of the book with the records in which its step is taken; empty: it opens one
    labels  the registers whose labels it reads
    rows    the list of the book with what is looked at
    """

    name: str
    steps: tuple[JobStep, ...]
    list: str = ""
    labels: str = ""
    rows: str = ""

    @property
    def register(self) -> Register:
        """The register of its first command."""
        return self.steps[0].at

    def for_bearer(self, bearer: Bearer) -> tuple[JobStep, ...]:
        """Those of its commands that a bearer's role may give; none: it is no job of theirs."""
        if self.list and not permissions.may_read(self.register, bearer):
            return ()
        given = tuple(one for one in self.steps if permissions.may_take(one.of, bearer))
        return given if given and not given[0].follows else ()

    @cached_property
    def lists(self) -> frozenset[str]:
        """The lists of the book that its page needs."""
        asked = {list_of(one.of, name) for one in self.steps for name in (*one.in_sight, *one.behind)}
        checked = {CHECKLISTS for one in self.steps if one.has(CHECKLIST)}
        scanned = {LOOKED_UP.get(name, "") for name in split_names(self.labels)}
        return frozenset({self.list, self.rows} | asked | checked | scanned) - {""}


def list_of(step: Step, name: str) -> str:
    """The list of the book from which a field of a step is chosen or proposed; empty: none."""
    one = fields_of(step.form)[name]
    register = UNITS if kind_of(one) == "unit" else source(one)
    return LOOKED_UP.get(register, "") or PROPOSED_FROM.get(name, "")


CASES, PENALTIES, PROCESS_RECORDS = "cases.digital_cases", "cases.penalties", "cases.process_records"
KITS, VEHICLE_CHECKS, FACILITIES = "equipment.kits", "equipment.vehicle_checks", "equipment.facilities"
WHERE = "place, street, community, grid"
REPORTED = {
    "unit": UNIT,
    "source": CONSTANT + PATROL,
    "photos": PHOTOS,
    "reported_at": NOW,
    **PLACE,
}
JOBS = (
    StreetJob(
        "case",
        (JobStep(CASES, "report", "problem, case_class", f"{WHERE}, object, category, note", REPORTED),),
    ),
    StreetJob(
        "mine",
        (
            JobStep(CASES, "receive", fills={"received_on": TODAY}),
            JobStep(CASES, "begin", fills={"begun_on": TODAY}),
            JobStep(CASES, "dispose", "outcome, way", fills={"photos": PHOTOS, "disposed_at": NOW}, shots="after"),
        ),
        list="cases",
    ),
    StreetJob(
        "matter",
        (
            JobStep(
                "outreach.matters",
                "register",
                "matter, community, category",
                "requester, requester_name, telephone, note",
                {"unit": UNIT, "requested_on": TODAY},
            ),
        ),
    ),
    StreetJob(
        "object",
        (JobStep(CASES, "report", "problem, case_class", f"{WHERE}, category, note", {**REPORTED, "object": SCAN}),),
        labels="outreach.managed_objects",
    ),
    StreetJob(
        "kit",
        (
            JobStep(KITS, "check", fills={"contents": ROWS, "evidence": PAPERS, "checked_on": TODAY}, when="present"),
            JobStep(
                KITS,
                "find_short",
                fills={"contents": ROWS, "evidence": PAPERS, "found_short_on": TODAY},
                when="lacking",
            ),
        ),
        list="kits",
        labels=KITS,
        rows="kit_definitions",
    ),
    StreetJob(
        "facility",
        (JobStep(FACILITIES, "check", "passed, defect", fills={"checked_on": TODAY, "evidence": PAPERS}),),
        list="facilities",
        labels=FACILITIES,
    ),
    StreetJob(
        "vehicle",
        (
            JobStep(
                VEHICLE_CHECKS,
                "check",
                fills={"checklist": CHECKLIST, "answers": ROWS, "checked_on": TODAY, "evidence": PAPERS},
            ),
        ),
        list="vehicles",
        labels=f"{VEHICLE_CHECKS}, equipment.vehicles",
        rows=CHECKLISTS,
    ),
    StreetJob(
        "act",
        (
            JobStep(
                PENALTIES,
                "find",
                "matter, place",
                "source, object, note",
                {
                    "act": KEY,
                    "unit": UNIT,
                    "source": CONSTANT + PATROL,
                    "online": "=false",
                    "found_on": TODAY,
                    "evidence": PAPERS,
                },
            ),
            JobStep(
                PROCESS_RECORDS,
                "capture",
                "medium, device",
                "note",
                {
                    "case": OPENED,
                    "stage": "=start",
                    "captured_on": TODAY,
                    "started_at": BEGUN,
                    "ended_at": NOW,
                    "evidence": PAPERS,
                },
                follows=True,
            ),
        ),
    ),
    StreetJob(
        "roll",
        (
            JobStep(
                "training.sessions",
                "hold",
                "minutes, place",
                "trainer, weather",
                {"held_on": TODAY, "attendance": ROWS, "evidence": PAPERS},
            ),
            JobStep("training.sessions", "attend", fills={"attendance": ROWS}),
        ),
        list="sessions",
        labels="training.people",
        rows="people",
    ),
)
BY_NAME = {one.name: one for one in JOBS}


def jobs_of(bearer: Bearer) -> Iterator[StreetJob]:
    """The jobs of which a bearer's role may take a step, in their order."""
    return (one for one in JOBS if one.for_bearer(bearer))


def lists_of(jobs: Iterable[StreetJob]) -> frozenset[str]:
    """The lists of the book that some jobs need."""
    return frozenset(name for one in jobs for name in one.lists)
