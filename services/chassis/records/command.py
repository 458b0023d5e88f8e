"""What a person wants done to a record: who gives the command, what it says, and the step as a rule meets it."""

from __future__ import annotations

from dataclasses import dataclass, field

from contracts.register import Step
from services.chassis.records.record import Data


@dataclass(frozen=True)
class Actor:
    """Who gives a command: `within` are the units whose records they may touch; None: all."""

    id: str
    role: str
    within: frozenset[str] | None = None


@dataclass(frozen=True)
class Command:
    """Something a person wants done to a record.

    id       the client's Idempotency-Key, or drawn for them
    record   the record's id; empty: the step opens one
    corrects the place of the step that is corrected
    expected the version that the person saw
    """

    id: str
    register: str
    step: str
    form: Data
    actor: Actor
    record: str = ""
    corrects: int | None = None
    expected: int | None = None
    correlation: str = ""
    causation: str = ""
    # Two commands that say the same are the same command, whoever traces them.
    trace: str = field(default="", compare=False)


@dataclass(frozen=True)
class StepInput:
    """A step with its form as it was handed in.

    place   where the step stands in the record's history; 0: it is taken for the first time
    command the command that hands it in; empty: history is replayed
    """

    step: Step
    form: Data
    place: int = 0
    command: str = ""
