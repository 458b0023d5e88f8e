"""Which measures have their numbers from tallies, and why the others do not."""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import NamedTuple

from contracts import catalogue
from contracts.envelope import register_of
from contracts.forms import fields_of
from services.gateway.read_model.programme import Measure, Programme, Take


class Reason(NamedTuple):
    """Why something is so, in both languages."""

    zh: str
    en: str


AWAITING = Reason("所需台账尚未建立，没有数", "it awaits its register, and has no number")
ASKED_OF_ROWS = {
    "rate": Reason(
        "按人月计，逐人从各时段所在单位算起；人数有限",
        "person-months of few people, counted from where they were",
    ),
    "age": Reason(
        "按截至询问日的工作日计，没有事件时也逐日变化",
        "working days to the day that is asked about, which pass without an event",
    ),
}
"""Kinds whose numbers are counted from the ledger's rows when they are asked for."""
DEMANDING = Reason(
    "一个事件会改变对所有人的要求；一个局的人数有限",
    "what is demanded of everybody changes with one event; the people of a bureau are few",
)
BASED = Reason(
    "没有检查过就没有数：先看是否有人检查，再逐条计；人数有限",
    "null where nobody looked, which is asked first; what is found about the people of a bureau is little",
)
_OWN = ("subject",)


def why_not(measure: Measure) -> Reason | None:
    """Why a measure's number is counted from the ledger's rows each time; None: it has tallies."""
    if measure.awaits:
        return AWAITING
    if measure.kind in ASKED_OF_ROWS:
        return ASKED_OF_ROWS[measure.kind]
    if measure.based:
        return BASED
    return DEMANDING if measure.demanding else None


def serves(measure: Measure) -> bool:
    """Whether a measure's number is read from tallies."""
    return why_not(measure) is None


def keeps_amounts_apart(measure: Measure) -> bool:
    """Whether the tally has a row for each amount, since the number is one of them."""
    return measure.kind == "percentile"


def counts_facts(measure: Measure) -> bool:
    """Whether how many facts a number is made of is a sum of its tally.

    Those of a ratio count by what the whole says, and a percentile's sums know of those with an amount alone.
    """
    return serves(measure) and not measure.compares and not keeps_amounts_apart(measure)


class Upkeep(Enum):
    """How a measure's tallies are kept."""

    FACTS = Reason("每件事实各自计入", "each fact counts for itself")
    OWN_SUBJECTS = Reason("一个对象就是一条记录或几条记录", "a subject is one record, or a few")
    SHARED_SUBJECTS = Reason("同一对象可由许多记录说到", "many records may name one subject")


@cache
def upkeep_by_measure(programme: Programme) -> dict[str, Upkeep]:
    """How the measures are kept that have tallies."""
    shared = {take.measure for takes in programme.takes.values() for take in takes if take.subject != _OWN}
    return {
        name: _upkeep(measure, shared=name in shared)
        for name, measure in programme.measures.items()
        if why_not(measure) is None
    }


@cache
def of_one_record(programme: Programme) -> frozenset[str]:
    """The measures in which a subject is one record and no other: nobody else's rows show anything of it."""
    takes: dict[str, list[Take]] = {}
    for take in (one for some in programme.takes.values() for one in some):
        takes.setdefault(take.measure, []).append(take)
    return frozenset(
        name
        for name, some in takes.items()
        if all(take.subject == _OWN and not _says_subject(take) for take in some)
        and len({register_of(take.event) for take in some}) == 1
    )


def _says_subject(take: Take) -> bool:
    """Whether a form of its register has a field of that name, which would stand for the record's own id."""
    return any(
        _OWN[0] in fields_of(edition.data)
        for step in catalogue.step_of(take.event)[0].steps
        for edition in step.editions
    )


@cache
def told_by_record(programme: Programme) -> frozenset[str]:
    """The measures in which what a record's rows say follows from them alone, whatever others say of the subject."""
    own = of_one_record(programme)
    return frozenset(name for name, measure in programme.measures.items() if name in own or not measure.proved)


def _upkeep(measure: Measure, *, shared: bool) -> Upkeep:
    if not measure.stateful:
        return Upkeep.FACTS
    return Upkeep.SHARED_SUBJECTS if shared else Upkeep.OWN_SUBJECTS
