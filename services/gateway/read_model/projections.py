"""All tables that are made of events, written, cleared and compared together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from contracts.envelope import Event
from contracts.training.units import register as units_register
from services.gateway.read_model import due_dates, ledger, paper_checks, tallies
from services.gateway.read_model.complaints import own_complaints
from services.gateway.read_model.examinations import tables as exam_tables
from services.gateway.read_model.generations import besides, pointer
from services.gateway.read_model.indicators import city_cases
from services.gateway.read_model.plans import tables as plan_tables
from services.gateway.read_model.plans.counts import plan_counts
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.public import tables as public_tables
from services.gateway.read_model.records.touched_records import TouchedRecords
from services.gateway.read_model.surveys import survey_rows
from services.gateway.read_model.tallies.new_rows import NewRows
from services.gateway.read_model.tallies.tables import missing, presence, spans, tally
from services.gateway.read_model.waiting_imports import tables as waiting_tables
from services.gateway.read_model.waiting_imports import upkeep as waiting_imports
from services.gateway.read_model.warnings import projection as warnings
from services.gateway.read_model.warnings import tables


def put(tx: sa.Connection, district: str, programme: Programme, events: Sequence[Event]) -> list[Event]:
    """Write what has arrived, into each generation; what had arrived before changes nothing. Answers what was new.

    programme  of the ledger's one generation, where it tells of none
    """
    programmes = pointer.programmes_of(tx, district, programme)
    new = ledger.put(tx, district, events)
    if new:
        tallies.forget_from(tx, district, min(ledger.stamp(event.time) for event in new))
        whole = ledger.whole_records(tx, district, new)
        own, beside = (
            [one for one in programmes if (one.campaign == programme.campaign) is here] for here in (True, False)
        )
        _count(tx, district, own, NewRows(new, whole, whole), beside)
        _put_beside(tx, district, new, whole)
    return new


def _count(
    tx: sa.Connection, district: str, programmes: Sequence[Programme], new: NewRows, beside: Sequence[Programme] = ()
) -> None:
    """Write what events contribute to some generations, and to their numbers; one beside that cannot count is left."""
    rows = [ledger.contribute(tx, one, new.events) for one in programmes]
    rows_beside: dict[str, list[ledger.LedgerRow]] = {}
    for one in beside:
        with besides.counting(tx, district, one.generation):
            rows_beside[one.generation] = ledger.contribute(tx, one, new.events)
    # What is written of a fact with a damaged paper is not what its event says: it is read.
    fallen = paper_checks.put(tx, district, new.events)
    for one, some in zip(programmes, rows, strict=True):
        tallies.put(tx, district, one, new.with_rows(some, fallen))
    for one in beside:
        if (contributed := rows_beside.get(one.generation)) is not None:
            with besides.counting(tx, district, one.generation):
                tallies.put(tx, district, one, new.with_rows(contributed, fallen))


def make(
    tx: sa.Connection, district: str, programme: Programme, events: Sequence[Event], *, whole: bool = True
) -> None:
    """Write what events that the ledger keeps are to a generation; `whole` makes the rest of them anew as well."""
    # Some of it may have been written when it arrived, and nothing of these records is missing.
    records = frozenset(event.record for event in events)
    _count(tx, district, [programme], NewRows(events, records))
    if whole:
        _put_beside(tx, district, events, records)


def _put_beside(tx: sa.Connection, district: str, events: Sequence[Event], whole: frozenset[str]) -> None:
    """A row for each record, made from all events of the records that these touch, whatever the programme."""
    records = TouchedRecords(tx, district, events, whole)
    due_dates.put(tx, district, events, records)
    city_cases.put(tx, district, events, records)
    own_complaints.put(tx, district, events, records)
    plan_tables.put(tx, district, events, records)
    survey_rows.put(tx, district, events, records)
    exam_tables.put(tx, district, events, records)
    public_tables.put(tx, district, events, records)
    waiting_imports.put(tx, district, events)
    warnings.put(tx, district, events, records)


def about_a_unit(event: Event) -> bool:
    """Whether it changes the tree of units."""
    return event.register == units_register.name


def clear(tx: sa.Connection, district: str) -> None:
    """Forget everything of a district, to be written again from the journals."""
    for table in (
        paper_checks,
        due_dates,
        city_cases,
        own_complaints,
        plan_tables,
        survey_rows,
        exam_tables,
        public_tables,
        waiting_imports,
        warnings,
        tallies,
        ledger,
    ):
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
        ledger.contributions: {"district": district, "programme": programme.generation},
        **{one: {"district": district, "programme": programme.generation} for one in (spans, presence, missing, tally)},
        due_dates.deadlines: {"district": district},
        city_cases.city_cases: {"source_district": district},
        own_complaints.complaints: {"source_district": district},
        plan_tables.plans: {"district": district},
        plan_counts: {"district": district},
        survey_rows.surveys: {"district": district},
        exam_tables.exam_papers: {"district": district},
        exam_tables.exam_points: {"district": district},
        exam_tables.exam_tally: {"district": district},
        public_tables.public_records: {"district": district},
        waiting_tables.waiting: {"district": district},
        waiting_tables.imports: {"district": district},
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
