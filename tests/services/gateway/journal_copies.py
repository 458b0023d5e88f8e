"""Journals for a replay, without owners: some events, and those that came in later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from contracts.envelope import Event


@dataclass
class JournalCopies:
    """What the owners have recorded: `early` when the journals are copied, `late` while they are."""

    early: Sequence[Event]
    late: Sequence[Event] = field(default_factory=tuple)

    def events(self) -> Iterator[Sequence[Event]]:
        yield self.early

    def confirm(self, service: str, ids: Sequence[str]) -> Iterable[Event]:
        return [event for event in self.late if event.id in ids and event.type.startswith(service)]
