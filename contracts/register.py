"""The vocabulary in which registers are written: lines of steps, and the clocks that run beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from marshmallow import fields, validate

from contracts import comparison
from contracts.errors import Undefined
from contracts.forms import DIGITS, PAPER, URL, Form, Text, fields_of, fields_of_people
from contracts.tasks import task_kinds
from contracts.words import Words

NEW = "new"
DEFAULT_ROLES = "clerk, captain"
ENVELOPES = frozenset({"subject", "occurredon"})
"""What an event says of itself: a field of its data would hide it from the programme."""
OPENED = "opened"
"""Every list can be sorted by it: the business day on which a record was opened."""
MOST_ORDERS, USUAL_ORDERS = 6, 4
MOST_NAMING = 2
ORDERLY = (fields.String, fields.Date, fields.AwareDateTime, fields.Integer)
LONGEST_ORDERLY = 100
UNORDERLY = frozenset({"private", "money", "unit", "happened", "evidence"})
"""What no list is sorted by: a private text's place would tell of it, amounts are no texts, units are asked for."""
TOGETHER, EVER, PEOPLE, YEARS = "+", "*", "@people", "@years"
"""In what finds a record: several fields together; every value that a field was given; everybody who is named; the
years in which its steps happened."""
NUMBER = "number"
"""The field of the opening form in which the number stands that the owner draws where it is left empty."""
BETWEEN = "\x1f"
"""Stands between the values of several fields that find a record together: no text of ours holds it."""


def split_names(text: str) -> tuple[str, ...]:
    """The names in a comma-separated list."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


SYNTHETIC_MARKS = ("合成 SYN", "（合成）", "（合成占位）", "（合成案情）", "（合成点位）", "（合成选题）")
"""What every record of an example says of itself in its first event, mostly in its note: it is made up.

Whole marks, since the two characters alone stand in real words too (合成革).
"""


def is_synthetic(said: str) -> bool:
    """Whether what a record says has one of the marks."""
    return any(mark in said for mark in SYNTHETIC_MARKS)


@dataclass(frozen=True)
class Step:
    """What may happen to a record.

    title  Chinese and English, "办结 / Finish"
    move   "accepted, reopened -> done", or "accepted, done" for a step that leaves the status as it is
    adds   what the rule adds to the form: due dates, durations, resolved names (declared, since the event carries it)
    line   the sub-procedure it belongs to; `each` names the form's field that tells apart several runs of that line
    during the main statuses in which a step of another line may happen (empty: any but new and the final ones)
    level  the evidence level the step itself gives (a counter-party's confirmation is E2)
    nature "plan" counts nowhere but in a whole; "punishes" can never be a target (Penalty Law art. 74)
    by     the roles that may take it
    outside an outside application may take it too, for the unit that its key names (Open311)
    corrected_by the roles that may correct it (empty: those that may take it)
    blind  what the rule adds is not shown before it stands: no dry run reads the key of an examination
    founding the administrator may take it too, while the register has no record: so that somebody is there who can
    anyday it may have happened before the record was opened
    apart_from steps of the register: who took one of them in this record, in person or by a delegation, may not take it
    apart_in steps of other records of the service, which this one names: "opinion=outreach.opinions.receive": who took
           one of them there may not take this one
    apart_reason why a step that vouches for something needs no second person, Chinese and English
    other_unit it is taken by another unit than those that took the steps named, or than the one that it is about
    not_by fields of the record that say whom it is about (lists of people too), or the register's `identity` where that
           is a person's code: who is named there, in person or by a delegation, neither takes, corrects nor releases it
    own_reason why those whom the record is about may take a step that decides something, Chinese and English
    task   somebody is waited for in it, and of which kind that is: "confirm", or "confirm: done; redo: returned" where
           it is in some statuses only (`contracts.tasks`); empty: it may be taken, and waits for nobody
    task_of the field of the record that says who is waited for; empty, or without a name in it: whoever may take it
    prefills what a page has in its form already from earlier steps of the record: "propose.fine" in the field of that
           name, "lead_officer=inspect.first_officer" in another; of several that say something the last named
    joins  steps that are often taken at once with it, in their order: a page offers their forms below its own
    instead the step that does the same since: pages offer that one in its place, wherever this one may be taken; a
           program of before that takes this one is not refused
    version of what it asks and of its rule: greater by one whenever either refuses what it took before
    earlier the step as it was, each with the last version in which it was so, the oldest first
    """

    name: str
    event: str
    title: str
    move: str
    form: type[Form] = Form
    adds: type[Form] | None = None
    line: str = "main"
    each: str | None = None
    during: str = ""
    level: str = "E0"
    voids: bool = False
    nature: str = "fact"
    by: str = DEFAULT_ROLES
    outside: bool = False
    corrected_by: str = ""
    blind: bool = False
    anyday: bool = False
    founding: bool = False
    apart_from: str = ""
    apart_in: str = ""
    apart_reason: str = ""
    other_unit: bool = False
    not_by: str = ""
    own_reason: str = ""
    task: str = ""
    task_of: str = ""
    prefills: str = ""
    joins: str = ""
    instead: str = ""
    version: int = 1
    earlier: tuple[Step, ...] = ()

    def edition(self, version: int) -> Step:
        """The step as it was in a version; of a version that is not known yet, the step as it is, marked as newer."""
        # Nearly every step has one version, and every event that is read asks.
        return self if version == self.version else self._by_version.get(version, self._newer)

    @cached_property
    def editions(self) -> tuple[Step, ...]:
        """The step as it is and as it was in each earlier version, the newest first."""
        return (self, *reversed(self._by_version.values()))

    @cached_property
    def _by_version(self) -> dict[int, Step]:
        """The step in each earlier version; where it is not told how it was, only its rule was another."""
        versions = range(1, self.version)
        lasted = {version: next((one for one in self.earlier if one.version >= version), self) for version in versions}
        return {version: replace(one, version=version, earlier=()) for version, one in lasted.items()}

    @cached_property
    def _newer(self) -> Step:
        return replace(self, version=self.version + 1, earlier=())

    @cached_property
    def zh(self) -> str:
        """The Chinese title."""
        return self.title.partition(" / ")[0]

    @cached_property
    def en(self) -> str:
        """The English title."""
        return self.title.partition(" / ")[2]

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """The statuses from which the step is possible."""
        return split_names(self.move.partition("->")[0])

    @cached_property
    def leads(self) -> str | None:
        """The status it leads to; None: it stays."""
        return self.move.partition("->")[2].strip() or None

    @cached_property
    def first(self) -> bool:
        """Whether the step opens a record."""
        return NEW in self.starts and self.line == "main"

    @cached_property
    def opens_only(self) -> bool:
        """Whether it does nothing else than open a record."""
        return self.first and self.starts == (NEW,)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles that may take the step."""
        return frozenset(split_names(self.by))

    @cached_property
    def apart(self) -> tuple[str, ...]:
        """The steps whose actors may not take this one."""
        return split_names(self.apart_from)

    @cached_property
    def apart_elsewhere(self) -> tuple[tuple[str, str, str], ...]:
        """The steps of other records whose actors may not take this one: the field that names one, register, step."""
        named = (one.partition("=")[::2] for one in split_names(self.apart_in))
        return tuple((field, *there.rpartition(".")[::2]) for field, there in named)

    @cached_property
    def concerned(self) -> tuple[str, ...]:
        """The fields that say whom the record is about, who may not take this step."""
        return split_names(self.not_by)

    @cached_property
    def tasks(self) -> dict[str, str]:
        """The statuses in which somebody is waited for in it, each with the kind of task that it is."""
        return task_kinds(self.task, self.starts)

    @cached_property
    def sources(self) -> tuple[tuple[str, str, str], ...]:
        """What its form takes over: a field of its own, the earlier step, and that step's field."""
        named = (one.rpartition("=") for one in split_names(self.prefills))
        parts = ((own, *source.partition(".")[::2]) for own, _, source in named)
        return tuple((own or field, step, field) for own, step, field in parts)

    @cached_property
    def joined(self) -> tuple[str, ...]:
        """The steps that are often taken at once with it."""
        return split_names(self.joins)

    @cached_property
    def correctors(self) -> frozenset[str]:
        """The roles that may correct the step."""
        return frozenset(split_names(self.corrected_by)) or self.roles

    @cached_property
    def unseen(self) -> frozenset[str]:
        """The fields that are not shown before the step stands."""
        return frozenset(fields_of(self.adds)) if self.blind and self.adds else frozenset()

    @cached_property
    def data(self) -> type[Form]:
        """The event's data: the form, what the rule added, the due dates of clocks it started, its keys."""
        bases = (self.adds, self.form) if self.adds else (self.form,)
        more = {
            "due": fields.Dict(fields.String(), fields.Date(), load_default=dict),
            "of": fields.Dict(fields.String(), fields.Raw(), load_default=dict),
        }
        form: type[Form] = type(f"{self.form.__name__}{self.event.title()}", bases, more)
        return form

    def same(self, other: Step) -> bool:
        """Whether another is the same step in another version."""
        return self._shape() == other._shape()

    def _shape(self) -> tuple[object, ...]:
        return self.name, self.event, self.line, self.each, self.voids


@dataclass(frozen=True)
class Clock:
    """A period set by a rule: it starts with one event and ends with another.

    runs    "decided -> served": starts -> stops
    period  "7 workdays" or "90 days"; the first day is not counted
    title   Chinese and English, "送达 / Service"
    until   the field of the starting event's data that says when it ends, instead of a period
    warns   the days before its end on which it is announced
    lapses  events after which it no longer matters (a case withdrawn)
    extends an event whose form says `until` when it now ends
    pauses  "suspended -> resumed": between these it stands still, and it ends later by as much
    when    the field of the starting event's data that says whether it starts at all
    party   the party may act in it: when it has run out, nobody of the bureau is late
    rolls   a last day that is not worked gives way to the next that is: what a party may do, never an agency's limit
    since   the day on which the rule came into force
    upto    the last day on which it was in force
    consequence what follows when it has run out, Chinese and English

    Several clocks of one name are one clock under a law that changed: at most one is in force on a day.
    """

    name: str
    runs: str
    period: str
    article: str
    lapses: str = ""
    extends: str = ""
    since: dt.date = dt.date.min
    title: str = ""
    until: str = ""
    warns: str = ""
    pauses: str = ""
    when: str = ""
    party: bool = False
    rolls: bool = False
    upto: dt.date = dt.date.max
    consequence: str = ""

    @cached_property
    def zh(self) -> str:
        """The Chinese title."""
        return self.title.partition(" / ")[0]

    @cached_property
    def en(self) -> str:
        """The English title."""
        return self.title.partition(" / ")[2]

    @cached_property
    def warning_days(self) -> tuple[int, ...]:
        """The days before its end on which it is announced, the earliest first."""
        return tuple(sorted(map(int, split_names(self.warns)), reverse=True))

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """The events that start it."""
        return split_names(self.runs.partition("->")[0])

    @cached_property
    def stops(self) -> tuple[str, ...]:
        """The events that stop it."""
        return split_names(self.runs.partition("->")[2])

    @cached_property
    def ends(self) -> frozenset[str]:
        """The events after which it runs no longer."""
        return frozenset((*self.stops, *split_names(self.lapses)))

    @cached_property
    def extending_events(self) -> tuple[str, ...]:
        """The events that say when it now ends."""
        return split_names(self.extends)

    @cached_property
    def pausing_events(self) -> tuple[str, ...]:
        """The events after which it stands still."""
        return split_names(self.pauses.partition("->")[0])

    @cached_property
    def resuming_events(self) -> tuple[str, ...]:
        """The events after which it runs again."""
        return split_names(self.pauses.partition("->")[2])

    def in_force(self, day: dt.date) -> bool:
        """Whether the rule was in force on a day."""
        return self.since <= day <= self.upto

    def same(self, other: Clock) -> bool:
        """Whether another is the same clock under another state of the law."""
        return self.name == other.name and self._shape() == other._shape() and not self._meets(other)

    def _shape(self) -> tuple[str, ...]:
        return self.runs, self.lapses, self.extends, self.pauses

    def _meets(self, other: Clock) -> bool:
        return max(self.since, other.since) <= min(self.upto, other.upto)


def _is_name(field: fields.Field[Any]) -> bool:
    """Whether a field holds a free text or a code of its own: no word of a list, no address, no reference."""
    patterns = {one.regex.pattern for one in field.validators if isinstance(one, validate.Regexp)}
    is_free = isinstance(field, Text) and not {"x-type", "x-words"} & field.metadata.keys()
    return is_free and not patterns & {URL, DIGITS}


def _is_short(field: fields.Field[Any]) -> bool:
    """Whether a field holds a word or a line, and no story."""
    return not any(isinstance(one, validate.Length) and (one.max or 0) > LONGEST_ORDERLY for one in field.validators)


@dataclass(frozen=True)
class Register:
    """One register 台账: its steps and its clocks.

    identity the first form's field that is the record's id; empty: the id is drawn
    keys     the fields that say what a record is about; every event carries them as `of`
    finds    the fields by which other records' rules find it; "unit+kind": by both together; "holder*": by every value
             that a field was given in steps that stand; "@people": by all whom these name; "@years": by their years
    dated    the field that says of which day a record is, where look-ups ask for the newest
    compared the field whose text look-ups compare with others'
    orders   the fields by which its list can be sorted, beside the day of opening; empty: the first that it needs
    numbered what its own numbers begin with, "SG" of SG-2017-0042: the owner draws one where the form that opens a
             record leaves it empty; empty: it draws none
    serials  the fields of its steps in which numbers of papers stand, 罚字〔2017〕42号: each has its serial in a
             series, and rules draw the next; empty: it has none
    named    the fields by which a person knows a record, where they are others than the first texts that it needs
    bureaus  whether each of its records is the bureau's own: who speaks for a unit below it opens none
    unique   the fields whose value no two of its records have, however it is written; the identity is one of itself
    readers  the roles that may read its records; empty: everybody
    papers_as its papers show whom it is about: they are as private as this register's private texts; empty: as readable
              as the records
    offered  the statuses whose records are offered where a form names one; empty: all but what was voided. What is not
             offered may be named by its code all the same, and stands where it was named before
    words    the titles of its statuses (`contracts.words`)
    """

    name: str
    zh: str
    en: str
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...] = ()
    keys: str = ""
    identity: str = ""
    finds: str = ""
    orders: str = ""
    dated: str = ""
    compared: str = ""
    named: str = ""
    bureaus: bool = False
    unique: str = ""
    numbered: str = ""
    serials: str = ""
    readers: str = ""
    papers_as: str = ""
    offered: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    _by_name: dict[str, Step] = field(init=False, repr=False, default_factory=dict)
    _by_event: dict[str, Step] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a register that contradicts itself. Raises Undefined."""
        object.__setattr__(self, "words", Words(self.words))
        self._by_name.update({step.name: step for step in self.steps})
        self._by_event.update({step.event: step for step in self.steps})
        if len(self._by_name) < len(self.steps) or len(self._by_event) < len(self.steps):
            raise Undefined(self.name, "two steps or two events of one name")
        for step in self.steps:
            self._validate_step(step)
        for clock in self.clocks:
            self._validate_clock(clock)
        if missing := (self.statuses("main") - {NEW}) ^ set(self.words):
            raise Undefined(self.name, "statuses and their titles differ", missing)
        if absent := self.offered_statuses - set(self.words):
            raise Undefined(self.name, "no such statuses are offered", absent)
        strangers = {*split_names(self.orders)} - self._orderly.keys()
        if strangers := strangers | {*split_names(self.named)} - fields_of(self.opening.form).keys():
            raise Undefined(self.name, "no list is sorted by, or no record is known by", strangers)
        if len(self.list_orders) > MOST_ORDERS:
            raise Undefined(self.name, f"a list has {MOST_ORDERS} orders at most")
        if self.numbered:
            self._validate_number()
        asked = {name for step in self.steps for name in fields_of(step.form)} if self.serials else set()
        if self.serials and (self.numbered or not asked.issuperset(self.serial_fields)):
            raise Undefined(self.name, "numbers of papers stand in fields of its steps, and no others are drawn")

    def _validate_step(self, step: Step) -> None:
        for status in step.starts:
            if status not in self.statuses(step.line):
                raise Undefined(self.name, step.name, f"nothing leads to {status}")
        for status in split_names(step.during):
            if status not in self.statuses("main"):
                raise Undefined(self.name, step.name, f"no such status: {status}")
        if not (step.zh and step.en):
            raise Undefined(self.name, step.name, "a title in both languages")
        self._validate_separation(step)
        self._validate_task(step)
        self._validate_neighbours(step)
        self._validate_instead(step)
        versions = [one.version for one in (*step.earlier, step)]
        if versions != sorted(set(versions)) or versions[0] < 1 or not all(map(step.same, step.earlier)):
            raise Undefined(self.name, step.name, "versions are numbers from 1 on, in order, of one step")
        # A measure of the programme reads envelope and data under one set of names.
        if reserved := ENVELOPES & set(fields_of(step.data)):
            raise Undefined(self.name, step.name, "the envelope's own names", reserved)

    def _validate_neighbours(self, step: Step) -> None:
        """What it takes over stands in both forms, and what is taken at once with it is a step."""
        strangers = [name for name in step.joined if name == step.name or not self.has(name)]
        strangers += [
            f"{source}.{theirs}"
            for own, source, theirs in step.sources
            if not self.has(source)
            or own not in fields_of(step.form)
            or theirs not in fields_of(self.step(source).data)
        ]
        if strangers:
            raise Undefined(self.name, step.name, "takes over, or is taken with, what is not there", strangers)

    def _validate_instead(self, step: Step) -> None:
        """What is offered in a step's place can be taken by all who may take that, wherever they may."""
        if not step.instead:
            return
        other = self.step(step.instead)
        fits = other.line == step.line and set(other.starts) >= set(step.starts) and other.roles >= step.roles
        if other.instead or other is step or not fits:
            raise Undefined(self.name, step.name, "cannot be taken instead everywhere and by all", step.instead)

    def _validate_number(self) -> None:
        field = fields_of(self.opening.form).get(NUMBER)
        if not isinstance(field, Text) or field.required or NUMBER in self.key_names or not self.numbered.isalpha():
            raise Undefined(self.name, "numbers are drawn where the opening form has a number that may stay empty")

    def _validate_separation(self, step: Step) -> None:
        if strangers := [name for name in step.apart if name == step.name or not self.has(name)]:
            raise Undefined(self.name, step.name, "apart from what is no other step", strangers)
        fields_there = {name for one in self.steps for name in fields_of(one.data)}
        if strangers := [field for field, *_ in step.apart_elsewhere if field not in fields_there]:
            raise Undefined(self.name, step.name, "apart from what no field names", strangers)
        if step.apart_reason and (step.apart or " / " not in step.apart_reason):
            raise Undefined(self.name, step.name, "either steps it is apart from, or a reason in both languages")
        named = {self.identity} | {name for one in self.steps for name in fields_of_people(one.data)}
        if strangers := [name for name in step.concerned if name not in named]:
            raise Undefined(self.name, step.name, "about nobody: fields that name no person", strangers)
        if step.own_reason and (step.concerned or " / " not in step.own_reason):
            raise Undefined(
                self.name, step.name, "either fields that say whom it is about, or a reason in both languages"
            )

    def _validate_task(self, step: Step) -> None:
        try:
            waits = set(step.tasks)
        except ValueError:
            raise Undefined(self.name, step.name, "no task, or in no status of its own", step.task) from None
        if NEW in waits or (waits and step.voids):
            raise Undefined(self.name, step.name, "nobody is waited for to open a record or to take it back")
        if step.task_of and (not waits or step.task_of not in fields_of_people(self.opening.data)):
            raise Undefined(self.name, step.name, "who is waited for stands in no field of the opening", step.task_of)

    def _validate_clock(self, clock: Clock) -> None:
        for event in (
            *clock.starts,
            *clock.ends,
            *clock.extending_events,
            *clock.pausing_events,
            *clock.resuming_events,
        ):
            self.event(event)
        if any(one.name == clock.name and one is not clock and not clock.same(one) for one in self.clocks):
            raise Undefined(self.name, clock.name, "two clocks of one name that are not one clock under changing law")
        if not (clock.zh and clock.en):
            raise Undefined(self.name, clock.name, "a title in both languages")
        if bool(clock.until) == bool(clock.period):
            raise Undefined(self.name, clock.name, "either a period or a field that says until when")

    def status_en(self, status: str) -> str:
        """The English title of a status."""
        return Words(self.words).en.get(status, status.replace("_", " "))

    @property
    def service(self) -> str:
        """The service that owns it."""
        return self.name.partition(".")[0]

    @property
    def slug(self) -> str:
        """Its name within the service."""
        return self.name.partition(".")[2]

    @cached_property
    def serial_fields(self) -> tuple[str, ...]:
        """The fields of its steps in which numbers of papers stand."""
        return split_names(self.serials)

    @cached_property
    def by_papers(self) -> bool:
        """Whether papers' hashes are its records' ids: who may read one is said by its paper, and by no register."""
        field = fields_of(self.opening.form).get(self.identity)
        return field is not None and field.metadata.get("x-type") == PAPER

    @cached_property
    def key_names(self) -> tuple[str, ...]:
        """The names of the keys."""
        return split_names(self.keys)

    @cached_property
    def naming(self) -> tuple[str, ...]:
        """The fields by which a person knows a record: its own number, and the first texts that it needs."""
        if self.named:
            return split_names(self.named)
        every = fields_of(self.opening.form).items()
        texts = (name for name, one in every if one.required and name != self.identity and _is_name(one))
        return (*([NUMBER] if self.numbered else []), *texts)[:MOST_NAMING]

    @cached_property
    def lookup_fields(self) -> tuple[str, ...]:
        """The fields by which look-ups find a record."""
        return split_names(self.finds)

    @cached_property
    def sole_fields(self) -> tuple[str, ...]:
        """The fields whose value no two records have: the identity, and those that the register names."""
        return tuple(filter(None, (self.identity, *split_names(self.unique))))

    @cached_property
    def indexed_fields(self) -> tuple[str, ...]:
        """The fields by whose values a record is found, by other records' rules or to see whether it is alone."""
        return tuple(dict.fromkeys((*self.lookup_fields, *self.sole_fields)))

    @cached_property
    def list_orders(self) -> tuple[str, ...]:
        """By what its list can be sorted: the day of opening first, then fields."""
        return (OPENED, *(split_names(self.orders) or self._usual_orders()))

    def _usual_orders(self) -> tuple[str, ...]:
        """Its identity, and the first fields of one value that its opening needs."""
        needed = [name for name, one in self._orderly.items() if one.required and name != self.identity]
        return (*filter(None, [self.identity]), *needed)[: USUAL_ORDERS - 1]

    @cached_property
    def _orderly(self) -> dict[str, fields.Field[Any]]:
        """The opening form's fields by which a list can be sorted."""
        every = fields_of(self.opening.form).items()
        return {
            name: one
            for name, one in every
            if isinstance(one, ORDERLY) and one.metadata.get("x-type") not in UNORDERLY and _is_short(one)
        }

    @cached_property
    def _parts(self) -> dict[str, frozenset[str]]:
        """The fields of what finds a record, the most first."""
        parts = {name: frozenset(name.split(TOGETHER)) for name in self.indexed_fields}
        return dict(sorted(parts.items(), key=lambda one: -len(one[1])))

    def finding_by(self, names: Collection[str]) -> str:
        """Which of `indexed_fields` finds the fewest of the records of which these fields are known. Raises Undefined.

        A look-up by what is not indexed would read the whole register.
        """
        for name, parts in self._parts.items():
            if parts.issubset(names):
                return name
        raise Undefined(self.name, "no look-up by", sorted(names))

    @cached_property
    def sorts(self) -> dict[str, str]:
        """Of what sort the text of a field is when it is compared (`contracts.comparison`); an identity is a number."""
        editions = [edition for step in self.steps for edition in step.editions]
        every = [(name, one) for step in editions for name, one in fields_of(step.data).items()]
        told = {name: one.metadata["x-same"] for name, one in every if "x-same" in one.metadata}
        return ({self.identity: "number"} if self.identity else {}) | told

    def key_of(self, name: str, value: Any) -> str:
        """What a field's value is found by: what every writing of one thing has in common.

        Of several fields together, their values in one sequence.
        """
        if TOGETHER in name:
            pairs = zip(name.split(TOGETHER), value, strict=True)
            return BETWEEN.join(self.key_of(part, one) for part, one in pairs)
        sort = self.sorts.get(name.removesuffix(EVER))
        return comparison.KEYS[sort](str(value)) if sort else str(value)

    def means_the_same(self, name: str, one: Any, other: Any) -> bool:
        """Whether two values of a field are one, however they are written."""
        if one == other or name not in self.sorts or None in (one, other):
            return bool(one == other)
        return self.key_of(name, one) == self.key_of(name, other)

    @cached_property
    def offered_statuses(self) -> frozenset[str]:
        """The statuses whose records are offered where a form names one."""
        voids = {step.leads for step in self.steps if step.voids}
        return frozenset(split_names(self.offered)) or frozenset(self.words) - voids

    @cached_property
    def reader_roles(self) -> frozenset[str]:
        """The roles that may read its records; empty: everybody."""
        return frozenset(split_names(self.readers))

    def clock(self, name: str, on: dt.date = dt.date.max) -> Clock:
        """The clock of this name as the law was on a day. Raises Undefined."""
        clocks = [one for one in self.clocks if one.name == name and one.in_force(on)]
        if not clocks:
            raise Undefined(self.name, f"no clock {name}")
        return clocks[0]

    @cached_property
    def opening(self) -> Step:
        """The step that opens a record."""
        return next(step for step in self.steps if step.first)

    @cached_property
    def openings(self) -> dict[str, Step]:
        """Every step that opens a record, by its name; the first is the usual one."""
        return {step.name: step for step in self.steps if step.first}

    def step(self, name: str) -> Step:
        """The step of this name. Raises Undefined."""
        try:
            return self._by_name[name]
        except KeyError:
            raise Undefined(self.name, f"no step {name}") from None

    def current_steps(self, names: Iterable[str]) -> list[Step]:
        """Of steps that may come next those that are offered to people: none that another does since."""
        return [step for step in map(self.step, names) if not step.instead]

    def has(self, step: str) -> bool:
        """Whether there is a step of this name."""
        return step in self._by_name

    def event(self, name: str) -> Step:
        """The step that leaves this event. Raises Undefined."""
        try:
            return self._by_event[name]
        except KeyError:
            raise Undefined(self.name, f"no event {name}") from None

    def type_of(self, step: Step) -> str:
        """The type of the event that a step leaves."""
        return f"{self.name}.{step.event}.v1"

    def lines(self) -> dict[str, list[Step]]:
        """The steps of each line."""
        lines: dict[str, list[Step]] = {}
        for step in self.steps:
            lines.setdefault(step.line, []).append(step)
        return lines

    def statuses(self, line: str) -> set[str]:
        """The statuses that a line knows."""
        editions = (one for step in self.steps if step.line == line for one in (step, *step.earlier))
        return {NEW} | {one.leads for one in editions if one.leads}

    def is_at_end(self, status: str) -> bool:
        """Whether nothing can happen to a record in this main status any more but to be taken back."""
        main = (step for step in self.steps if step.line == "main" and step.leads and not step.voids)
        return not any(status in step.starts for step in main)

    def finals(self) -> set[str]:
        """Main statuses that no step leaves."""
        main = [step for step in self.steps if step.line == "main" and step.leads]
        return self.statuses("main") - {start for step in main for start in step.starts}
