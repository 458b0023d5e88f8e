"""How far a bureau is with going live: plain functions of what the registers, the accounts and the programme say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.register import is_synthetic
from services.gateway.read_model.generations.own_programme import is_own
from services.gateway.read_model.programme import Programme

DONE, NEXT, LATER, UNKNOWN = "done", "next", "later", "unknown"
GAPS = "gaps"
STEPS = ("demo", "units", "people", "targets", "accounts", "agency", "records")
STAFF = ("training.people", "training.posts")
"""The registers whose records make the step `people`."""
AGENCIES = "cases.agencies"
"""The register whose records make the step `agency`: without it no paper of a case says who issues it."""


@dataclass(frozen=True)
class Standing:
    """What is in the house today.

    units      how many there are, and `made_up` how many of them say that they are synthetic
    records    of each register that this person may read; None: its owner does not answer
    accounts   with a password, but the first administrator's; `invited` those that still have none
    targets    whether the programme is the bureau's own and its year runs
    fed        how many of so many `items` have any number made of facts
    """

    units: int
    made_up: int
    records: Mapping[str, int | None]
    accounts: int
    invited: int
    targets: bool
    fed: int
    items: int

    @property
    def staffed(self) -> bool | None:
        """Whether there are people and posts; None: their owner does not answer, and that is left open."""
        counts = [self.records.get(one, 0) for one in STAFF]
        if 0 in counts:
            return False
        return None if None in counts else True

    def is_done(self, step: str) -> bool | None:
        """Whether a step is done: by what the registers say, and never while it is a demo that they hold.

        None: that is not to be had now.
        """
        if self.made_up:
            return False
        return {
            "demo": True,
            "units": self.units > 0,
            "people": self.staffed,
            "targets": self.targets,
            "accounts": self.accounts > 0,
            "agency": None if (count := self.records.get(AGENCIES, 0)) is None else count > 0,
            "records": 0 < self.items == self.fed,
        }[step]

    def states(self) -> dict[str, str]:
        """Each step with its state; the first of which it is known that it is not done is the next."""
        done = {step: self.is_done(step) for step in STEPS}
        following = next((step for step in STEPS if done[step] is False), None)
        words = {True: DONE, False: LATER, None: UNKNOWN}
        return {step: NEXT if step == following else words[done[step]] for step in STEPS}


@dataclass(frozen=True)
class Coming:
    """The year's change: which year is in force, and whether the one after it stands ready."""

    start: dt.date
    end: dt.date
    year: int
    ready: bool
    over: bool


def made_up(notes: Iterable[object]) -> int:
    """How many notes say that their record is synthetic."""
    return sum(is_synthetic(str(note or "")) for note in notes)


def targets_run(programme: Programme, today: dt.date) -> bool:
    """Whether the programme is the bureau's own, and its year runs."""
    edition = programme.on(today)
    return is_own(programme) and edition.start <= today <= edition.end


def coming(programme: Programme, today: dt.date) -> Coming:
    """The change to the year after the one in force; where that is over, to the one that runs."""
    edition = programme.on(today)
    year = max(edition.end.year + 1, today.year)
    ready = any(one.start.year >= year for one in programme.editions)
    return Coming(edition.start, edition.end, year, ready, today > edition.end)


def is_fed(item: Mapping[str, Any]) -> bool:
    """Whether any number of an item is made of its own facts.

    That somebody is on strength makes no share of them, and those who are missing from one are no facts.
    """
    return any(one["claimed"] and one["kind"] != GAPS for one in item["measures"])
