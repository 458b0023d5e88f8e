"""Events as their owners have recorded them, asked for by id or read from a journal's beginning, each with its seal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from contracts import envelope
from contracts.envelope import Event
from contracts.rpc import SealedEvent, SealedEventsRequest
from contracts.seal import Seal
from services.chassis.storage.history import BrokenHistory, History

Ask = Callable[[str, Any], Any]
"""Puts a request of `contracts.rpc` to a service and gives its reply. Raises Unavailable."""


def by_id(ask: Ask, owner: str, ids: Iterable[str]) -> Iterator[tuple[Event, SealedEvent]]:
    """Those of some events that an owner has recorded. Raises Unavailable, Unreadable."""
    wanted = dict.fromkeys(ids)
    # One answer holds as many as fit: the rest is asked for again.
    while wanted:
        answer: tuple[SealedEvent, ...] = ask(owner, SealedEventsRequest(tuple(wanted)))
        found = [(envelope.decode(one.body.encode()), one) for one in answer]
        yield from found
        here = {event.id for event, _ in found} & wanted.keys()
        if not here:
            return
        wanted = {id_: None for id_ in wanted if id_ not in here}


def follow(history: History, page: Sequence[SealedEvent]) -> list[Event]:
    """The next page of a history, read and checked. Raises BrokenHistory, Unreadable."""
    return [_next_event(history, one) for one in page]


def _next_event(history: History, one: SealedEvent) -> Event:
    body, own = one.body.encode(), Seal.from_headers(one.seal)
    if own is None:
        raise BrokenHistory(f"sequence {history.sequence + 1}: its signature is gone")
    event = envelope.decode(body)
    history.expect(own.sequence)
    history.follow(own.epoch, body)
    history.check_signature(event.id, own, body)
    return event
