"""Which measures have their numbers from tallies, and why the others do not."""

from __future__ import annotations

from enum import Enum
from functools import cache

from services.gateway.read_model.programme import Measure, Programme

ASKED_OF_ROWS = {
    "rate": "person-months of few people, counted from where they were",
    "age": "working days to the day that is asked about, which pass without an event",
}
"""Kinds whose numbers are counted from the ledger's rows when they are asked for."""
_OWN = ("subject",)


def why_not(measure: Measure) -> str | None:
    """Why a measure's number is counted from the ledger's rows each time; None: it has tallies."""
    if measure.awaits:
        return "it awaits its register"
    if measure.kind in ASKED_OF_ROWS:
        return ASKED_OF_ROWS[measure.kind]
    if measure.demanding:
        return "what is demanded of everybody changes with one event; the people of a bureau are few"
    if measure.renewed:
        return "the period that runs changes with the day; the people of a bureau are few"
    return None


def serves(measure: Measure) -> bool:
    """Whether a measure's number is read from tallies."""
    return why_not(measure) is None


class Upkeep(Enum):
    """How a measure's tallies are kept."""

    FACTS = "each fact counts for itself"
    OWN_SUBJECTS = "a subject is one record, or a few"
    SHARED_SUBJECTS = "many records may name one subject"


@cache
def upkeep_by_measure(programme: Programme) -> dict[str, Upkeep]:
    """How the measures are kept that have tallies."""
    shared = {take.measure for takes in programme.takes.values() for take in takes if take.subject != _OWN}
    return {
        name: _upkeep(measure, shared=name in shared)
        for name, measure in programme.measures.items()
        if why_not(measure) is None
    }


def _upkeep(measure: Measure, *, shared: bool) -> Upkeep:
    if not measure.stateful:
        return Upkeep.FACTS
    return Upkeep.SHARED_SUBJECTS if shared else Upkeep.OWN_SUBJECTS
