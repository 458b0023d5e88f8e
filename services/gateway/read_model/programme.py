"""The programme, read and refused where it contradicts the registers or the law."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from marshmallow import ValidationError
from marshmallow.fields import Date, Field, Number

from contracts import catalogue, programme
from contracts.envelope import register_of
from contracts.errors import Undefined
from contracts.forms import Money, Word, element_form, fields_of
from contracts.programme.schema import Programme as Shape
from contracts.programme.schema import Take as TakeShape
from contracts.register import Register, split_names

ROLES = {"takes": "opens", "ends": "ends", "proves": "proves"}
BUREAU = "bureau"
YEAR = "~"
"""Between a measure's name and an earlier year, in whose rows it is counted within that year alone."""
ROUNDED_KINDS = ("count", "distinct", "covered", "rate")
"""Of these kinds a private number can be told in threes."""
ZERO_IS_BEST = ("gaps", "age")
"""Of what is missing, and of the days since something was last heard of, none is the best."""
DAY, X_TYPE = "occurredon", "x-type"
ENVELOPE = {"subject", "unit", DAY}


@dataclass(frozen=True)
class Take:
    """One way in which one type of event enters one side of one measure."""

    measure: str
    side: str
    role: str
    number: int
    event: str
    subject: tuple[str, ...]
    dated: str
    unit: str
    amount: str | None
    each: str | None
    facet: str | None
    by: tuple[str, ...]
    until: str | None
    lasts: int | None
    where: dict[str, Any]


@dataclass(frozen=True)
class Target:
    """What is to be reached by a day, and who said so."""

    op: str
    value: float
    by: dt.date
    source: str


@dataclass(frozen=True)
class TargetChange:
    """A measure's target as somebody changed it, in force from a day on.

    record  the change's, by which its reason and its document are found
    """

    measure: str
    on: dt.date
    target: Target
    record: str


@dataclass(frozen=True)
class Measure:
    """A named number over facts; `programme` is the generation of the ledger's rows by which it is counted."""

    programme: str
    id: str
    ref: str
    title: dict[str, str]
    formula: dict[str, str]
    kind: str
    unit: str
    scope: str
    percent: int
    since: dt.date | None
    until: dt.date | None
    verified_from: str
    facets: int
    per: int
    private: bool
    or_null: bool
    least: bool
    in_time: bool
    target: Target | None
    awaits: str | None
    proved: bool
    based: bool
    demanding: bool
    renewed: bool

    @property
    def stateful(self) -> bool:
        """In these kinds the last word on a subject decides; in the others every event counts for itself."""
        return self.compares or self.kind in ("distinct", "exists", "age")

    @property
    def compares(self) -> bool:
        """Whether it looks for the members of a whole in a part."""
        return self.relative or self.kind == "covered"

    @property
    def relative(self) -> bool:
        """Whether it is a share of the whole, so that doing more of a thing alone does not raise it."""
        return self.kind in ("ratio", "gaps")

    @property
    def zero_is_best(self) -> bool:
        """Whether a zero is the best that was to be reached, and no sign that nothing was begun."""
        return self.least or self.kind in ZERO_IS_BEST

    def day(self, as_of: dt.date) -> dt.date:
        """As of which day it is answered: its own last one, where it is asked as of a later one."""
        return min(as_of, self.until or dt.date.max)

    @property
    def item(self) -> str:
        """The item it belongs to."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """By what it is asked for: of a year that is over its rows bear that year beside."""
        return self.id.partition(YEAR)[0]


@dataclass(frozen=True)
class Item:
    """One of the thirteen."""

    id: str
    title: dict[str, str]
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Pillar:
    """Systems, activities, or brands."""

    id: str
    title: dict[str, str]
    items: tuple[Item, ...]


class Programme:
    """A campaign that was found to agree with the registers and the law.

    generation  the key of the rows by which its measures are counted; a campaign's own name unless it is said
    """

    def __init__(self, text: str, generation: str = "") -> None:
        """Read it. Raises Undefined."""
        try:
            document = Shape().load(yaml.safe_load(text))
        except ValidationError as error:
            raise Undefined("programme", error.messages) from None
        self.text, self.digest = text, hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
        self.campaign: str = document["campaign"]
        self.generation = generation or self.campaign
        self.title: dict[str, str] = document["title"]
        self.start: dt.date = document["start"]
        self.end: dt.date = document["end"]
        self.measures: dict[str, Measure] = {}
        self.takes: dict[str, list[Take]] = defaultdict(list)
        self.pillars = tuple(self._pillar(one) for one in document["pillars"])
        self.by_name = dict(self.measures)
        """The measures of the year, by what they are asked for."""
        self.editions: tuple[Programme, ...] = (*self._earlier(document), self)
        self.changes: tuple[TargetChange, ...] = ()
        """The targets that were changed since the programme was written, in the order in which they hold."""
        self.turns: tuple[tuple[dt.date, Programme], ...] = ()
        """The year as it is from each day on on which a target of it was changed."""
        for one in self.editions:
            one.editions, one.changes, one.turns = self.editions, (), ()

    def _pillar(self, entry: dict[str, Any]) -> Pillar:
        return Pillar(entry["id"], entry["title"], tuple(self._item(one) for one in entry["items"]))

    def _item(self, entry: dict[str, Any]) -> Item:
        return Item(entry["id"], entry["title"], tuple(self._measure(one) for one in entry["measures"]))

    def _measure(self, entry: dict[str, Any]) -> str:
        entry = entry | (_from_clock(entry["clock"]) if "clock" in entry else {})
        derived: dict[str, Any] = {
            "programme": self.generation,
            "target": Target(**entry["target"]) if entry["target"] else None,
            "proved": any(side["proves"] for side in _sides(entry).values()),
            "based": "basis" in entry,
            "demanding": "demands" in entry,
            "renewed": "anew" in entry,
        }
        plain = {name: entry[name] for name in Measure.__dataclass_fields__ if name not in derived}
        measure = Measure(**plain, **derived)
        if measure.id in self.measures:
            raise Undefined(measure.id, "stands twice")
        if measure.private and measure.kind not in ROUNDED_KINDS:
            raise Undefined(measure.id, "of a private measure of this kind there is no number in threes")
        self.measures[measure.id] = measure
        for take in _takes(measure, entry):
            _agree(measure, take)
            self.takes[take.event].append(take)
        return measure.id

    def _earlier(self, document: dict[str, Any]) -> Iterator[Programme]:
        """The programme of each year before, in their order; all are counted by the rows of this generation."""
        entries = [one for pillar in document["pillars"] for item in pillar["items"] for one in item["measures"]]
        years = sorted(document["earlier"], key=lambda one: one["start"])
        _refuse_overlap([*years, document])
        by_year = [(year, self._measures_of(year, entries)) for year in years]
        for year, by_name in by_year:
            edition = copy(self)
            edition.title, edition.start, edition.end = year["title"], year["start"], year["end"]
            edition.by_name = by_name
            edition.measures = self.measures | {one.id: one for one in by_name.values()}
            yield edition

    def _measures_of(self, year: dict[str, Any], entries: list[dict[str, Any]]) -> dict[str, Measure]:
        """A year's measures with its targets: what counts within the year in rows of its own, all else as it stands."""
        if unknown := year["targets"].keys() - self.by_name.keys():
            raise Undefined("programme", "a target of no measure", unknown)
        own: dict[str, Measure] = {}
        for entry in entries:
            target = year["targets"].get(entry["id"])
            if (entry["since"], entry["until"]) == (self.start, self.end):
                name = f"{entry['id']}{YEAR}{year['start'].year}"
                period = {"since": year["start"], "until": year["end"]}
                self._measure(entry | period | {"id": name, "title": _titled(entry, year), "target": target})
                own[entry["id"]] = replace(self.measures[name], title=entry["title"])
            else:
                own[entry["id"]] = replace(self.measures[entry["id"]], target=Target(**target) if target else None)
        return own

    def on(self, day: dt.date) -> Programme:
        """The programme that is in force on a day: of the last year that has begun, else of the first.

        With its targets as they were changed by that day.
        """
        edition = self._edition_on(day)
        return next((one for since, one in reversed(edition.turns) if since <= day), edition)

    def _edition_on(self, day: dt.date) -> Programme:
        begun = [one for one in self.editions if one.start <= day]
        return begun[-1] if begun else self.editions[0]

    def changed_by(self, changes: Iterable[TargetChange]) -> Programme:
        """The same programme, its targets changed from some days on; what it may not change stays as it is.

        A change holds within the year in which it was made: the next year's programme sets targets of its own.
        """
        some = tuple(one for one in changes if self.may_have_target(one.measure))
        changed = copy(self)
        editions = (*(copy(one) for one in self.editions[:-1]), changed)
        for year, one in zip(self.editions, editions, strict=True):
            one.editions, one.changes, one.turns = editions, some, ()
            one.turns = tuple(one.turns_by([each for each in some if self._edition_on(each.on) is year]))
            # The year is asked for by its own name, too, when it is over.
            changed.measures = changed.measures | {
                measure.id: replace(changed.measures[measure.id], target=measure.target)
                for _, last in one.turns[-1:]
                for measure in last.by_name.values()
                if YEAR in measure.id
            }
        return changed

    @property
    def latest(self) -> Programme:
        """The year with its targets as they were changed last."""
        return self.turns[-1][1] if self.turns else self

    def turns_by(self, changes: Iterable[TargetChange]) -> Iterator[tuple[dt.date, Programme]]:
        """A year from each day on on which a target of it was changed, the earliest first."""
        now = self
        for one in changes:
            measure = replace(now.by_name[one.measure], target=one.target)
            now = copy(now)
            now.by_name = now.by_name | {measure.name: measure}
            now.measures = now.measures | {measure.id: measure}
            yield one.on, now

    def may_have_target(self, name: str) -> bool:
        """Whether it has a measure of this name, for which a target may be set: none that punishes has one."""
        measure = self.by_name.get(name)
        return measure is not None and not any(
            _punishes(measure, take)
            for take in (one for some in self.takes.values() for one in some if one.measure == name)
        )

    def items(self) -> Iterator[Item]:
        """The items in their order."""
        for pillar in self.pillars:
            yield from pillar.items

    def item_of(self, measure: Measure) -> Item:
        """The item that a measure belongs to."""
        return next(one for one in self.items() if one.id == measure.item)

    def fed_by(self, measure_id: str) -> frozenset[str]:
        """The types of the events that feed a measure."""
        return self._events_by_measure.get(measure_id, frozenset())

    @cached_property
    def _events_by_measure(self) -> dict[str, frozenset[str]]:
        types: dict[str, set[str]] = defaultdict(set)
        for take in (one for takes in self.takes.values() for one in takes):
            types[take.measure].add(take.event)
        return {name: frozenset(some) for name, some in types.items()}

    def parts_of(self, measure_id: str) -> Take | None:
        """By the fields of which event a measure's number is told part by part; None: it is told as a whole."""
        some = (one for takes in self.takes.values() for one in takes)
        return next((one for one in some if one.measure == measure_id and one.by), None)

    def sources(self, measure_id: str) -> set[str]:
        """The services whose events feed a measure."""
        return {event.partition(".")[0] for event in self.fed_by(measure_id)}

    def registers(self, measure_id: str) -> list[Register]:
        """The registers whose records a measure is made of."""
        return [catalogue.REGISTERS[name] for name in sorted({register_of(event) for event in self.fed_by(measure_id)})]


@cache
def campaign() -> Programme:
    """The four-six-three."""
    return Programme((Path(programme.__file__).parent / "463.yaml").read_text(encoding="utf-8"))


def _titled(entry: dict[str, Any], year: dict[str, Any]) -> dict[str, str]:
    """What a measure is called that is asked for by the name of its year, on whatever day."""
    title, number = entry["title"], year["start"].year
    return {"zh": f"{title['zh']}（{number} 年）", "en": f"{title['en']} ({number})"}


def _refuse_overlap(years: list[dict[str, Any]]) -> None:
    """Each year begins after the end of the one before it, and in a calendar year of its own."""
    for one, following in pairwise(years):
        if not one["start"] <= one["end"] < following["start"] or one["start"].year == following["start"].year:
            raise Undefined("programme", "a year before overlaps what follows", one["start"].isoformat())


def _sides(entry: dict[str, Any]) -> dict[str, Any]:
    own = {"all": entry} if entry["takes"] else {}
    return own | {side: entry[side] for side in ("whole", "part", "basis", "demands", "anew") if side in entry}


def _takes(measure: Measure, entry: dict[str, Any]) -> Iterator[Take]:
    for side, takes in _sides(entry).items():
        for word, role in ROLES.items():
            for number, take in enumerate(takes[word]):
                lists = {name: tuple(take[name]) for name in ("subject", "by")}
                yield Take(measure.id, side, role, number, **take | lists)


def _agree(measure: Measure, take: Take) -> None:
    """Events exist, plans count nothing, and nothing that punishes is a target (Penalty Law art. 74 s. 3)."""
    register, step = catalogue.step_of(take.event)
    paths = {*take.subject, *take.by, take.dated, take.unit, take.amount, take.facet, take.until, *take.where} - {None}
    if unknown := {path for path in paths if path and not _has_path(path, take, register, step)}:
        raise Undefined(measure.id, take.event, "carries no", unknown)
    _refuse_misfits(measure, take)
    if measure.demanding and take.side in ("part", "demands") and take.role == "opens" and not take.facet:
        raise Undefined(measure.id, take.event, "a demand and what meets it are known by their facet")
    _refuse_parts(measure, take)
    if take.side == "anew" and not take.until:
        raise Undefined(measure.id, take.event, "a period has a last day")
    if step.nature == "plan" and take.side != "whole":
        raise Undefined(measure.id, "plans count nothing")
    if measure.target and _punishes(measure, take):
        raise Undefined(measure.id, "no target may reward punishment: Penalty Law art. 74")


def _refuse_misfits(measure: Measure, take: Take) -> None:
    """What is counted by is of the kind that counts, in every edition: an event of any edition may arrive."""
    for path in filter(None, (take.dated, take.until)):
        if path != DAY and not path.startswith("due.") and not _are_all(path, take, Date):
            raise Undefined(measure.id, take.event, "is no day", path)
    if take.amount and not _are_all(take.amount, take, (Number, Money)):
        raise Undefined(measure.id, take.event, "is no number", take.amount)
    if take.unit != "unit" and not _are_all(take.unit, take, Word, "unit"):
        raise Undefined(measure.id, take.event, "is no unit", take.unit)
    if singled := {path for path in (*take.where, *take.by) if _singles_out(path, take)}:
        raise Undefined(measure.id, take.event, "no number is about one person or one record alone", singled)


def _refuse_parts(measure: Measure, take: Take) -> None:
    """What is told part by part is a whole that only some see as it is; fields of its event tell the parts apart."""
    if take.by and not (measure.private and measure.kind == "covered" and take.side == "whole" and not take.facet):
        raise Undefined(measure.id, take.event, "only the whole of a private `covered` is told part by part")
    if strangers := [name for name in take.by if "." in name or name in ENVELOPE or not _fields_at(name, take)]:
        raise Undefined(measure.id, take.event, "is told by what is no field of its own", strangers)


def _punishes(measure: Measure, take: Take) -> bool:
    """Whether more of what is taken were more punishment: what is a share of what came due is not."""
    punctual = measure.in_time and measure.relative
    return catalogue.step_of(take.event)[1].nature == "punishes" and not punctual and take.role == "opens"


def _has_path(path: str, take: Take, register: Any, step: Any) -> bool:
    first, _, rest = path.partition(".")
    if first == "of":
        return rest in register.key_names
    if first == "due":
        return any(clock.name == rest for clock in register.clocks)
    fields: dict[str, Any] = {name: one for edition in step.editions for name, one in fields_of(edition.data).items()}
    element = element_form(fields[take.each]) if take.each in fields else None
    if take.each and not element:
        return False
    inner = fields_of(element) if element else {}
    return first in ENVELOPE or first in fields or first in inner


def _fields_at(path: str, take: Take) -> list[Field[Any]]:
    """The fields that a path may mean, of every edition of the step: of a key what any step calls by its name."""
    register, step = catalogue.step_of(take.event)
    of_record = path.startswith("of.")
    steps, name = (register.steps if of_record else (step,)), path.removeprefix("of.")
    forms = [edition.data for one in steps for edition in one.editions]
    lists = [] if of_record or not take.each else [fields_of(one).get(take.each) for one in forms]
    inner = [element for one in lists if one and (element := element_form(one))]
    return [one for form in (*forms, *inner) if (one := fields_of(form).get(name))]


def _are_all(path: str, take: Take, kind: type | tuple[type, ...], x_type: str = "") -> bool:
    """Whether a path means fields of a kind and no others."""
    some = _fields_at(path, take)
    return bool(some) and all(isinstance(one, kind) and x_type in ("", one.metadata.get(X_TYPE)) for one in some)


def _singles_out(path: str, take: Take) -> bool:
    """Whether what holds at a path holds of one person alone, or of the records about them."""
    return path == "subject" or any(
        one.metadata.get("x-personal") or _is_about_people(one.metadata.get("x-register"))
        for one in _fields_at(path, take)
    )


@cache
def _is_about_people(name: str | None) -> bool:
    """Whether the records of a register are about people, or only some may read them."""
    register = catalogue.REGISTERS.get(name or "")
    return register is not None and bool(
        register.reader_roles
        or any(one.metadata.get("x-personal") for one in fields_of(register.opening.form).values())
    )


def _from_clock(name: str) -> dict[str, Any]:
    """A clock is a ratio: what has come due, and of it what was stopped in time."""
    register_name, _, clock_name = name.rpartition(".")
    register = catalogue.REGISTERS[register_name]
    clock = next(one for one in register.clocks if one.name == clock_name)

    def take(event: str, dated: str = "occurredon") -> dict[str, Any]:
        step = register.event(event)
        subject = ["subject", *([step.each] if step.each else [])]
        shape: dict[str, Any] = TakeShape().load({"event": register.type_of(step), "dated": dated, "subject": subject})
        return shape

    events = (*clock.starts, *clock.extending_events, *clock.resuming_events)
    starts = [take(event, f"due.{clock_name}") for event in events]
    ends = [take(event) for event in (*split_names(clock.lapses), *clock.pausing_events)]
    part = [take(event) for event in clock.stops]
    return {
        "whole": {"takes": starts, "ends": ends, "proves": []},
        "part": {"takes": part, "ends": [], "proves": []},
        "in_time": True,
    }
