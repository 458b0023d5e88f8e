"""What an owner says to who compares an inbox with its journal: which events should have come in there."""

from __future__ import annotations

import sqlalchemy as sa

from contracts import catalogue
from contracts.errors import Unreadable
from contracts.rpc import SealedEvent, SealedEventsRequest, SealedId, SealedIds, SealedIdsRequest, SealedJournalRequest
from services.chassis.storage import sealed_journal
from services.chassis.storage.tables import PENDING, PUBLISHED

MOST = 2000
"""Events in one answer."""


def ids_after(tx: sa.Connection, request: SealedIdsRequest) -> SealedIds:
    """Which events were published for a subscriber after a sequence. Raises Unreadable for a chain of no hex digits."""
    head, chain = sealed_journal.head(tx), _digest(request.chain)
    is_known = sealed_journal.stood_at(tx, request.epoch, request.after, chain)
    places = sealed_journal.places(tx, request.after, min(request.most, MOST)) if is_known else []
    own = [place for place in places if catalogue.receives(request.subscriber, place.type)]
    upto, epoch = (places[-1].sequence, places[-1].epoch) if places else (request.after, request.epoch)
    return SealedIds(
        head.epoch,
        head.sequence,
        upto,
        epoch,
        (places[-1].chain if places else chain).hex(),
        tuple(SealedId(place.sequence, place.id) for place in own if place.state == PUBLISHED),
        any(place.state == PENDING for place in own),
        is_known,
    )


def events(tx: sa.Connection, request: SealedEventsRequest) -> tuple[SealedEvent, ...]:
    """Events with their seals, as they are published."""
    found = sealed_journal.by_id(tx, request.ids[:MOST])
    return tuple(SealedEvent(one.body, dict(one.seal.to_headers())) for one in found)


def page(tx: sa.Connection, request: SealedJournalRequest) -> tuple[SealedEvent, ...]:
    """A stretch of the journal with its seals."""
    stretch = sealed_journal.after(tx, request.after, min(request.most, MOST))
    return tuple(SealedEvent(one.body, dict(one.seal.to_headers())) for one in stretch)


def _digest(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise Unreadable("chain") from None
