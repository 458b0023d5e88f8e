"""What one more event costs the tables beside the ledger, in steps of the database: the same however much there is."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from contracts.envelope import Event
from services.chassis.storage import store as stores
from services.chassis.storage.store import Store
from services.gateway.read_model import due_dates, ledger, paper_checks, projections
from services.gateway.read_model.indicators import city_cases
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.waiting_imports import upkeep as waiting_imports
from services.gateway.read_model.warnings import photographs, projection
from services.gateway.read_model.warnings.bearings import HOURS, NUMBER, PHOTOGRAPH, TIME, Bearing
from services.gateway.read_model.warnings.comparison import Borne, clashes
from services.gateway.read_model.warnings.tables import bearings
from tests.office import DISTRICT, IN_MEMORY, Office, build_view, migrated_store
from tests.rows_read import steps_in
from tests.services.cases.city import City
from tests.services.gateway.copied_history import copies
from tests.services.training import training_records

KEY = "one of all"
BESIDE = (paper_checks, due_dates, city_cases, waiting_imports, projection)
"""What is made of events beside the contributions."""


def bearing_row(kind: str, number: int) -> dict[str, Any]:
    """What a record bears of one key, each a minute after the one before."""
    moment = (dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=number)).isoformat()
    bearing = Bearing(kind, KEY, KEY, "p", moment, "2026-01-01", moment, 500, f"spot {number % 3}")
    return {"record": f"outreach.matters/{number:06}", "district": DISTRICT, "unit": "DT"} | vars(bearing)


def compare_one_more(kind: str, sharing: int) -> int:
    """What it costs to compare one more record with so many of one key."""
    store = migrated_store(IN_MEMORY)
    with store.begin() as tx:
        stores.insert_many(tx, bearings, [bearing_row(kind, number) for number in range(sharing)])
        projection.compare(tx, DISTRICT, {(kind, KEY): bearing_row(kind, 0)["known"]})
    with store.begin() as tx:
        row = bearing_row(kind, sharing)
        stores.insert_many(tx, bearings, [row])
        cost = steps_in(tx, lambda: projection.compare(tx, DISTRICT, {(kind, KEY): row["known"]}))
    store.close()
    return cost


@pytest.mark.parametrize("kind", [NUMBER, TIME, HOURS, PHOTOGRAPH])
def test_one_more_record_with_a_key_that_very_many_have_costs_the_same(kind: str) -> None:
    compared, few, many = (compare_one_more(kind, sharing) for sharing in (150, 500, 5000))
    assert 0 < many <= 1.2 * few
    assert few < compared, "what is beyond all that are compared costs no comparison"


def look(number: int) -> photographs.Looks:
    """A look that has its first band with all others, and nothing else."""
    return tuple(
        (number * 0x9E3779B97F4A7C15F39CC0605CEDC835 * (one + 1)) % (1 << 128) | _FIRST_BAND for one in range(2)
    )


_FIRST_BAND = sum(1 << (127 - one) for one in range(0, 120, 8))
"""All bits of the first band but one."""


def note_one_more(known: int) -> int:
    """What it costs to note one more photograph whose bands so many have."""
    store = migrated_store(IN_MEMORY)
    with store.begin() as tx:
        for number in range(1, known + 1):
            photographs.note(tx, f"{number}", look(number))
    with store.begin() as tx:
        cost = steps_in(tx, lambda: photographs.note(tx, "more", look(known + 1)))
    store.close()
    return cost


def test_one_more_photograph_with_a_band_that_very_many_have_costs_the_same() -> None:
    few, many = note_one_more(200), note_one_more(2000)
    assert 0 < many <= 1.2 * few


def in_pairs(borne: Sequence[Borne]) -> set[frozenset[str]]:
    """Who is at another spot than somebody before them, and the first of these: every pair compared."""
    found = set()
    for number, later in enumerate(borne):
        for earlier in borne[:number]:
            spots = {later.bearing.spot, earlier.bearing.spot}
            if later.record != earlier.record and len(spots) == 2 and "" not in spots:
                found.add(frozenset((later.record, earlier.record)))
                break
    return found


@pytest.mark.parametrize("seed", range(20))
def test_who_is_apart_is_found_as_by_comparing_all_pairs(seed: int) -> None:
    dice = random.Random(seed)
    borne = [
        Borne(
            f"outreach.matters/{dice.randrange(12)}",
            "DT",
            Bearing(TIME, KEY, KEY, f"{number:03}", f"2026-{number:03}", spot=dice.choice(["", "a", "b", "c"])),
        )
        for number in range(30)
    ]
    assert {frozenset((one.record, one.other)) for one in clashes(borne)} == in_pairs(borne)


def test_what_is_beyond_those_compared_moves_nothing_and_what_is_among_them_does(store: Store) -> None:
    rows = [bearing_row(NUMBER, number) for number in range(300)]
    with store.begin() as tx:
        stores.insert_many(tx, bearings, rows)
        projection.compare(tx, DISTRICT, {(NUMBER, KEY): rows[0]["known"]})
        first = _clashes(tx)
        assert len(first) == 199
        for gone, moves in ((rows[250], False), (rows[100], True), (rows[0], True)):
            tx.execute(bearings.delete().where(bearings.c.record == gone["record"]))
            projection.compare(tx, DISTRICT, {(NUMBER, KEY): gone["known"]})
            now = _clashes(tx)
            assert (now != first, len(now)) == (moves, 199)
            first = now


def _clashes(tx: sa.Connection) -> set[tuple[str, str]]:
    rows = tx.execute(sa.text("SELECT record, other FROM clashes"))
    return {(row[0], row[1]) for row in rows}


# --- the whole of what is made of events ------------------------------------------------------------------------------


def matter_history(office: Office) -> list[Event]:
    form: dict[str, Any] = {
        "unit": "DT",
        "community": "映月",
        "matter": "修路",
        "requested_on": "2017-02-01",
        "number": "街道〔2017〕5号",
    }
    record = office.do("outreach.matters", "", "register", **form)[-1].subject
    office.do("outreach.matters", record, "accept", accepted_on="2017-02-02")
    return office.events_of(record)


def session_history(office: Office) -> list[Event]:
    office.person("DT-01", "DT")
    training_records.course(office)
    return office.events_of(training_records.held_session(office, "DT-01"))


def case_history(office: Office) -> list[Event]:
    city = City(office)
    return office.events_of(city.case_after("close"))


HISTORIES = {one.__name__: one for one in (matter_history, session_history, case_history)}
"""Copies of these share all that they can: a community, a number, a person and a day, a grid cell, an officer."""


def derive_one_more(history: Sequence[Event], records: int) -> int:
    """What the tables beside the ledger cost for one more record of which so many are alike in all."""
    view = build_view([], campaign())
    *before, more = copies(history, records + 1)
    with view.store.begin() as tx:
        for start in range(0, records, 50):
            projections.put(tx, DISTRICT, view.programme, [one for some in before[start : start + 50] for one in some])
        ledger.contribute(tx, view.programme, ledger.put(tx, DISTRICT, more))
        cost = sum(steps_in(tx, partial(table.put, tx, DISTRICT, more)) for table in BESIDE)
    view.store.close()
    return cost


@pytest.mark.parametrize("history", HISTORIES)
def test_one_more_record_costs_the_tables_beside_the_ledger_the_same(office: Office, history: str) -> None:
    events = HISTORIES[history](office)
    few, many = (derive_one_more(events, records) for records in (250, 2500))
    assert 0 < many <= 1.2 * few
