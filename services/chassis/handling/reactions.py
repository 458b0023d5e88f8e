"""Commands that are caused by other services' events (docs/decisions/0015-reactions.md).

A reaction is a plain function of an event and of what the service knows; the command that it asks for is carried out in
the transaction in which the event is written: both stand, or the event comes again. What a step causes in another
register of the same service needs no message: its rules say it (`Rules.causes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from contracts import catalogue
from contracts.envelope import Event
from contracts.errors import Conflict
from services.chassis.handling.command_service import CommandService
from services.chassis.messaging.retry import Later
from services.chassis.records.command import Command
from services.chassis.records.lookup import Lookup
from services.chassis.records.references import UnknownReference
from services.chassis.records.rules import Reaction


class Reactions:
    """The reactions of one service, found by the type of event."""

    def __init__(self, *functions: tuple[str, Reaction]) -> None:
        """Each with the type of event that causes it. Raises Undefined for a type that there is not."""
        self._by_type: dict[str, list[Reaction]] = {}
        for event_type, reaction in functions:
            # A type with a slip in it would never come, and nobody would notice.
            catalogue.step_of(event_type)
            self._by_type.setdefault(event_type, []).append(reaction)

    def carry_out(self, tx: sa.Connection, commands: CommandService, events: Iterable[Event]) -> None:
        """Carry out what these events cause. Raises Problem, and Later for what may only have to be awaited."""
        for event in events:
            if caused := list(self._commands_for(commands.lookup(tx), event)):
                _carry_out(tx, commands, caused)

    def _commands_for(self, lookup: Lookup, event: Event) -> Iterator[Command]:
        """The commands of an event. A correction causes none: what it moves is for a person to judge."""
        if event.place not in (0, event.recordversion):
            return
        for number, reaction in enumerate(self._by_type.get(event.type, ())):
            if request := reaction(event, lookup):
                yield request.command(event, number)


def _carry_out(tx: sa.Connection, commands: CommandService, caused: list[Command]) -> None:
    try:
        commands.carry_out_within(tx, caused)
    # The replica of what is named may not have arrived yet, or another process was faster: both pass by themselves.
    except (UnknownReference, Conflict, sa.exc.IntegrityError) as error:
        raise Later(*error.args) from error
