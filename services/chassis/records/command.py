"""What a person wants done to a record: who gives the command, what it says, and the step as a rule meets it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from contracts.envelope import Event
from contracts.register import Step
from services.chassis.base import ids
from services.chassis.records.authorization import CAUSED
from services.chassis.records.calendar import Calendar, official_calendar
from services.chassis.records.record import Context, Data

BUREAU = "bureau"
PROGRAM = "key:"
"""How the ids of programs begin, before the name of their key."""


@dataclass(frozen=True)
class Actor:
    """Who gives a command.

    within  the units whose records they may touch; None: all
    unit    the unit of the post in which they act; empty: the bureau
    on_behalf_of  the person for whom they act, by a delegation
    """

    id: str
    role: str
    within: frozenset[str] | None = None
    unit: str = ""
    on_behalf_of: str = ""

    @property
    def is_post_of_before(self) -> bool:
        """Whether it is no person but a post, "clerk@DT", as accounts were before people had them."""
        return "@" in self.id

    @property
    def is_program(self) -> bool:
        """Whether it is no person but a program, by its key."""
        return self.id.startswith(PROGRAM)

    @property
    def people(self) -> frozenset[str]:
        """Whose act it is: their own, and theirs for whom they act."""
        return frozenset(filter(None, (self.id, self.on_behalf_of)))

    @property
    def post(self) -> str:
        """As what they act: "captain@DT"."""
        return f"{self.role}@{self.unit or BUREAU}"


@dataclass(frozen=True)
class Command:
    """Something a person wants done to a record.

    id       the client's Idempotency-Key, or drawn for them
    record   the record's id; empty: the step opens one
    corrects the place of the step that is corrected
    expected the version that the person saw
    releases the event of an import for which the actor vouches; empty: the step is taken
    reason   why it is corrected; empty: nothing is said
    imported a spreadsheet says it: the actor writes down what others did
    """

    id: str
    register: str
    step: str
    form: Data
    actor: Actor
    record: str = ""
    corrects: int | None = None
    expected: int | None = None
    releases: str = ""
    correlation: str = ""
    causation: str = ""
    # Two commands that say the same are the same command, whoever traces them.
    trace: str = field(default="", compare=False)
    imported: bool = field(default=False, compare=False)
    reason: str = ""

    def context(self, now: dt.datetime, calendar: Calendar | None = None) -> Context:
        """When and by whom it is carried out, and by which calendar; that of this version where none is given."""
        actor, counts_by = self.actor, calendar or official_calendar()
        return Context(now, actor.id, counts_by, actor.post, actor.on_behalf_of, self.imported)


@dataclass(frozen=True)
class CommandRequest:
    """A step that an event causes; without a record it opens one."""

    register: str
    step: str
    form: Data
    record: str = ""

    def command(self, event: Event, number: int) -> Command:
        """The command that an event causes, by the number of its cause.

        Its id follows from the event's: an event that comes again repeats the command.
        """
        return Command(
            ids.derive_id(f"{event.id}/{number}"),
            self.register,
            self.step,
            self.form,
            # Whoever it was done for has done it, too: that is asked of who vouches for it.
            Actor(event.actor, CAUSED, on_behalf_of=event.onbehalfof),
            self.record,
            correlation=event.correlationid or event.id,
            causation=event.id,
            trace=event.traceparent,
        )


@dataclass(frozen=True)
class StepInput:
    """A step with its form as it was handed in.

    place   where the step stands in the record's history; 0: it is taken for the first time
    command the command that hands it in; empty: history is replayed
    quotes  its texts are those of an event of ours that causes it: they were looked at when they were written
    """

    step: Step
    form: Data
    place: int = 0
    command: str = ""
    quotes: bool = False
