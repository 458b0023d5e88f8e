"""Histories of events over a small alphabet, such as no office would let happen and any inbox may bring.

Few records, days, units and papers, so that everything meets everything: the same subject in several records, openings
before and after endings, proofs from elsewhere, terms that run out, corrections and voids of all of them. Whatever a
programme reads of an event is filled in; nothing else is.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from contracts import catalogue
from contracts.envelope import Event, encode, register_of
from contracts.forms import LEVELS, fields_of
from services.chassis.records.record import dates_of
from services.gateway.read_model.programme import ENVELOPE, Programme, Take
from tests.office import DISTRICT

FIRST = dt.date(2017, 3, 29)
DAYS = [FIRST + dt.timedelta(days=number) for number in range(6)]
"""The days on which things happen: three before the end of a month, and three after."""
ASKED = [FIRST + dt.timedelta(days=number) for number in range(-1, 11)]
"""Every day on which a number may change, the day before the first and the day after the last."""
UNITS = ("DBT", "DT", "ZS", "XS")
PAPERS = tuple(letter * 64 for letter in "abc")
SUBJECTS, FACETS = ("s1", "s2", "s3"), ("film", "visit")
AMOUNTS = (None, 0, 1, 1, 2, 30, 12.1)
FEWEST_EVENTS, MOST_EVENTS = 12, 34
MOST_ELEMENTS = 3
Data = dict[str, Any]


@dataclass
class RecordChain:
    """A record as it grows: its last version, and what stands at each place."""

    register: str
    subject: str
    version: int
    places: dict[int, Event]


@dataclass
class Histories:
    """Writes histories of the events that feed some measures of a programme."""

    dice: random.Random
    programme: Programme
    types: Collection[str]
    units: tuple[str, ...]

    def write(self) -> Iterator[Event]:
        """One history, in the order in which it was recorded."""
        registers = sorted({register_of(one) for one in self.types})
        subjects = SUBJECTS[: self.dice.choice([1, 2, 3])]
        chains = [RecordChain(one, subject, 0, {}) for one in registers for subject in subjects]
        for number in range(self.dice.randrange(FEWEST_EVENTS, MOST_EVENTS)):
            yield self._next(self.dice.choice(chains), number)

    def _next(self, chain: RecordChain, number: int) -> Event:
        dice = self.dice
        chain.version += 1
        corrects = bool(chain.places) and dice.random() < 0.2
        voids = not corrects and bool(chain.places) and dice.random() < 0.04
        place = 0 if voids else dice.choice(sorted(chain.places)) if corrects else chain.version
        type_ = f"{chain.register}.voided.v1" if voids else chain.places[place].type if corrects else self._type(chain)
        event = replace(self._event(chain, type_, number), place=place)
        if not voids:
            chain.places[place] = event
        return replace(event, body=encode(event))

    def _type(self, chain: RecordChain) -> str:
        """What happens next to a record: more often something that counts than what ends or proves it."""
        own = sorted(one for one in self.types if register_of(one) == chain.register)
        opening = [one for one in own if any(take.role == "opens" for take in self._takes(one))]
        return self.dice.choice([*own, *opening])

    def _event(self, chain: RecordChain, type_: str, number: int) -> Event:
        dice, unit = self.dice, self.dice.choice(self.units)
        return Event(
            id=f"e{number}",
            source=f"/{DISTRICT}/{chain.register.partition('.')[0]}",
            type=type_,
            subject=chain.subject,
            time=dt.datetime(2017, 5, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=number),
            occurredon=dice.choice(DAYS),
            recordversion=chain.version,
            place=chain.version,
            unit=unit,
            actor=dice.choice(["SYN-a", "SYN-b", "SYN-c", "clerk@DT"]),
            evidencelevel=dice.choice(LEVELS),
            data=self._data(type_),
            counits=tuple(one for one in self.units if one != unit and dice.random() < 0.2),
            imported=dice.random() < 0.1,
        )

    def _data(self, type_: str) -> Data:
        """What the programme reads of an event of this type, and the papers that it names."""
        data: Data = {"due": {}, "of": {}}
        if catalogue.step_of(type_)[1].voids:
            return data
        fields: dict[str, Any] = {}
        for edition in reversed(catalogue.step_of(type_)[1].editions):
            fields |= fields_of(edition.data)
        for name, field in fields.items():
            if field.metadata.get("x-type") == "evidence":
                data[name] = self.dice.sample(PAPERS, self.dice.choice([0, 0, 1, 1]))
        for each in sorted({take.each for take in self._takes(type_) if take.each}):
            data[each] = [{} for _ in range(self.dice.randrange(MOST_ELEMENTS + 1))]
        for take in self._takes(type_):
            inner = fields[take.each].inner.schema.fields if take.each else {}
            for path in sorted({*take.subject, take.dated, *_said(take)} - ENVELOPE):
                for whole in data[take.each] if take.each and path in inner else [data]:
                    self._fill(whole, path, self._values(take, path))
        return data

    def _takes(self, type_: str) -> list[Take]:
        return self.programme.takes.get(type_, [])

    def _fill(self, whole: Data, path: str, values: list[Any]) -> None:
        """Put a value at a path, or none; what stands there already stays."""
        *above, name = path.split(".")
        for one in above:
            whole = whole.setdefault(one, {})
        if name not in whole and (value := self.dice.choice(values)) is not None:
            whole[name] = value

    def _values(self, take: Take, path: str) -> list[Any]:
        """What may stand at a path: what the programme asks for, more often than something else."""
        takes = self._takes(take.event)
        if any(path == one.amount for one in takes):
            return list(AMOUNTS)
        asked = [one for each in takes for one in _asked(each, path)]
        if asked:
            return [*asked, *asked, "otherwise"]
        if path == take.facet:
            return list(FACETS)
        if path in (take.dated, take.until) or path in _days_of(take.event):
            soon = [(day + dt.timedelta(days=2)).isoformat() for day in DAYS]
            return [*(day.isoformat() for day in DAYS), *soon, None]
        return [SUBJECTS[0], SUBJECTS[0], *SUBJECTS]


def _days_of(type_: str) -> set[str]:
    """The fields of an event that are days, also where a programme counts by them."""
    form = catalogue.step_of(type_)[1].editions[-1].data
    return {name for name, kind, _ in dates_of(form) if kind == "date"}


def _said(take: Take) -> set[str]:
    return {path for path in (take.amount, take.facet, take.until, *take.where) if path}


def _asked(take: Take, path: str) -> list[Any]:
    """The values of which a take asks for one."""
    value = take.where.get(path, [])
    return value if isinstance(value, list) else [value]


def history(seed: int, programme: Programme, units: int, measures: Collection[str] = ()) -> list[Event]:
    """Events that depend on the seed alone, of so many units, that feed these measures; all, unless some are named."""
    types = {type_ for name in measures or programme.measures for type_ in programme.fed_by(name)}
    return list(Histories(random.Random(seed), programme, types, UNITS[:units]).write())
