"""What an owner says to who compares an inbox with its journal: which events should have come in there."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from contracts import catalogue
from contracts.errors import Unreadable
from contracts.rpc import SealedEvent, SealedEventsRequest, SealedId, SealedIds, SealedIdsRequest, SealedJournalRequest
from services.chassis.storage import sealed_journal
from services.chassis.storage.sealed_journal import SealedBody
from services.chassis.storage.tables import PENDING, PUBLISHED

MOST, LARGEST = 2000, 4 * 1024 * 1024
"""Events, and characters of their bodies, in one answer."""


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
    """Events with their seals, as they are published: the first of them, where all would not fit one message."""
    return _fitting(sealed_journal.by_id(tx, request.ids[:MOST]))


def page(tx: sa.Connection, request: SealedJournalRequest) -> tuple[SealedEvent, ...]:
    """A stretch of the journal with its seals."""
    return _fitting(sealed_journal.after(tx, request.after, min(request.most, MOST)))


def _fitting(stored: Sequence[SealedBody]) -> tuple[SealedEvent, ...]:
    """As many as one answer may hold, one at least: the broker takes no message of any size."""
    fitting, size = list[SealedEvent](), 0
    for one in stored:
        size += len(one.body)
        if fitting and size > LARGEST:
            break
        fitting.append(SealedEvent(one.body, dict(one.seal.to_headers())))
    return tuple(fitting)


def _digest(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise Unreadable("chain") from None
