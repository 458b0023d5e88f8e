"""All tables that are made of events, written, cleared and compared together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import orjson
import sqlalchemy as sa

from contracts.envelope import Event
from contracts.training.units import register as units_register
from services.chassis.storage import replicas
from services.gateway.read_model import due_dates, ledger, paper_checks
from services.gateway.read_model.indicators import city_cases
from services.gateway.read_model.programme import Programme


def put(tx: sa.Connection, programme: Programme, events: Sequence[Event]) -> None:
    """Write what has arrived; what had arrived before changes nothing."""
    _derive(tx, ledger.put(tx, programme, events))
    if about_units := [event for event in events if about_a_unit(event)]:
        replicas.apply_events(tx, about_units)


def _derive(tx: sa.Connection, events: Sequence[Event]) -> None:
    """What is made of events beside the contributions."""
    paper_checks.put(tx, events)
    # A row for each record, made from all events of the records that these touch.
    due_dates.put(tx, events)
    city_cases.put(tx, events)


def about_a_unit(event: Event) -> bool:
    """Whether it changes the tree of units."""
    return event.register == units_register.name


def refold(tx: sa.Connection, programme: Programme) -> None:
    """Make everything anew, by another programme, from the events that the ledger keeps."""
    for events in ledger.refold(tx, programme):
        _derive(tx, events)


def clear(tx: sa.Connection) -> None:
    """Forget everything, to be written again from the journals."""
    for table in (ledger, paper_checks, due_dates, city_cases, replicas):
        table.clear(tx)


def digest(tx: sa.Connection) -> str:
    """A fingerprint of every row of the ledger, in an order that does not depend on arrival."""
    total = hashlib.sha256()
    for table in (ledger.tellings, ledger.contributions, due_dates.deadlines, city_cases.city_cases):
        for row in tx.execute(sa.select(table).order_by(*table.primary_key)):
            total.update(orjson.dumps(list(row)))
    return total.hexdigest()
