"""What a journal and an inbox hold."""

from __future__ import annotations

import sqlalchemy as sa

from contracts import catalogue
from services.chassis.storage import tables
from services.chassis.storage.store import Store
from tests import messaging


def states(store: Store) -> list[int]:
    """What became of each row, in their order."""
    with store.begin_read() as tx:
        return list(tx.scalars(sa.select(tables.journal.c.state).order_by(tables.journal.c.position)))


def published_ids(uri: str, queue: str = catalogue.inbox("gateway")) -> set[str]:
    """The ids of all that waits in a queue, which is taken out."""
    with messaging.channel(uri) as channel:
        messages = iter(lambda: channel.basic_get(queue, auto_ack=True), (None, None, None))
        return {properties.message_id for _, properties, _ in messages}
