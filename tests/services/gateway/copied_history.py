"""Many records with the history of one: its events again under other ids, each as a record of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from contracts import envelope
from contracts.envelope import Event


def copies(events: Sequence[Event], number: int) -> Iterator[list[Event]]:
    """The history of a record so many times, each as a record of its own."""
    subject = events[0].subject
    bodies = [envelope.encode(event).decode() for event in events]
    for copy in range(number):
        other = _id(subject, copy)
        texts = (body.replace(event.id, _id(event.id, copy)) for body, event in zip(bodies, events, strict=True))
        yield [envelope.decode(text.replace(subject, other).encode()) for text in texts]


def _id(of: str, copy: int) -> str:
    """An id that looks like another."""
    digest = hashlib.sha256(f"{of} {copy}".encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"
