"""All tables that are made of events, written, cleared and compared together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from contracts.envelope import Event
from contracts.training.units import register as units_register
from services.gateway.read_model import due_dates, ledger, paper_checks, tallies, waiting_imports
from services.gateway.read_model.indicators import city_cases
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.tallies.tables import presence, spans, tally
from services.gateway.read_model.warnings import projection as warnings
from services.gateway.read_model.warnings import tables


def put(tx: sa.Connection, district: str, programme: Programme, events: Sequence[Event]) -> list[Event]:
    """Write what has arrived; what had arrived before changes nothing. Answers what was new."""
    new = ledger.put(tx, district, programme, events)
    _derive(tx, district, programme, new)
    return new


def _derive(tx: sa.Connection, district: str, programme: Programme, events: Sequence[Event]) -> None:
    """What is made of events beside the contributions."""
    paper_checks.put(tx, district, events)
    tallies.put(tx, district, programme, events)
    # A row for each record, made from all events of the records that these touch.
    due_dates.put(tx, district, events)
    city_cases.put(tx, district, events)
    waiting_imports.put(tx, district, events)
    warnings.put(tx, district, events)


def about_a_unit(event: Event) -> bool:
    """Whether it changes the tree of units."""
    return event.register == units_register.name


def refold(tx: sa.Connection, district: str, programme: Programme) -> None:
    """Make everything of a district anew, by another programme, from the events that the ledger keeps."""
    tallies.clear(tx, district)
    for events in ledger.refold(tx, district, programme):
        _derive(tx, district, programme, events)


def clear(tx: sa.Connection, district: str) -> None:
    """Forget everything of a district, to be written again from the journals."""
    for table in (paper_checks, due_dates, city_cases, waiting_imports, warnings, tallies, ledger):
        table.clear(tx, district)


def digest(tx: sa.Connection, district: str, programme: Programme) -> str:
    """A fingerprint of every row of a district's ledger, in an order that does not depend on arrival.

    Of what the rows say, not of whose they are: a ledger that was written before rows said so has the same.
    """
    total = hashlib.sha256()
    for chosen in rows(district, programme).values():
        for row in tx.execute(chosen):
            total.update(orjson.dumps(list(row)))
    return total.hexdigest()


def rows(district: str, programme: Programme) -> dict[str, sa.Select[Any]]:
    """How every row of a district's ledger is read, by the name of its table, in an order that does not change."""
    rows_of = {
        ledger.tellings: {"district": district},
        ledger.contributions: {"district": district, "programme": programme.campaign},
        **{one: {"district": district, "programme": programme.campaign} for one in (spans, presence, tally)},
        due_dates.deadlines: {"district": district},
        city_cases.city_cases: {"source_district": district},
        waiting_imports.waiting: {"district": district},
        tables.bearings: {"district": district},
        tables.clashes: {"district": district},
        tables.answers: {"district": district},
    }
    return {table.name: _rows(table, whose) for table, whose in rows_of.items()}


def _rows(table: sa.Table, whose: Mapping[str, str]) -> sa.Select[Any]:
    columns = [one for one in table.columns if one.name not in whose]
    key = [one for one in table.primary_key if one.name not in whose]
    own = (table.c[name] == value for name, value in whose.items())
    return sa.select(*columns).where(*own).order_by(*key)
