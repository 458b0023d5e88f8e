"""What a transaction decided is found before it is written just as afterwards; taken back it is gone."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from services.chassis.base import clock
from services.chassis.handling.command_service import Job
from services.chassis.handling.record_lookup import TransactionLookup
from services.chassis.handling.staged_work import StagedWork
from services.chassis.handling.unit_of_work import UnitOfWork
from services.chassis.records.command import Command
from services.chassis.records.finding.newest import Window
from services.chassis.storage.store import Store
from tests.office import Office, clerk_of
from tests.services.cases import city

OLD, NEW_CASES = range(6), range(6, 10)
OTHER = {"grid": "G-02"}
WINDOW = Window(dt.date(2017, 1, 1), dt.date(2017, 12, 31), most=4)
VOID = {"voided_on": "2017-03-20", "reason": "重复（合成）", "approved_by": "boss"}


class TakenBack(Exception):
    """What was decided is not to stand."""


@pytest.fixture
def office(store: Store) -> Office:
    """Six cases of one place."""
    bureau = Office(store)
    city.City(bureau)
    done = bureau.registers.carry_out(Job(tuple(tuple(steps(n)) for n in OLD)))
    assert all(isinstance(one, list) for one in done), done
    return bureau


def steps(n: int, **more: Any) -> Iterator[Command]:
    """A case of a day of its own, reported and accepted."""
    day = f"2017-03-{1 + n:02}"
    yield command(n, "report", city.FORMS["report"] | {"reported_at": f"{day}T09:00:00+08:00"} | more)
    yield command(n, "accept", {"accepted_on": day})


def command(n: int, step: str, form: dict[str, Any]) -> Command:
    return Command(f"case-{n}-{step}", city.CASES, step, form, clerk_of(city.CASES, step, form))


def decide(unit: UnitOfWork, one: Command, n: int) -> None:
    named = one if one.step == "report" else replace(one, record=f"case-{n}-report")
    unit.execute(named, named.context(clock.now()))


def decide_some(unit: UnitOfWork) -> None:
    """New cases at the same place, one elsewhere; the newest of the old ones is voided."""
    for n in NEW_CASES:
        for one in steps(n, **(OTHER if n == NEW_CASES[-1] else {})):
            decide(unit, one, n)
    decide(unit, command(OLD[-1], "void", VOID), OLD[-1])


def answers(lookup: TransactionLookup) -> dict[str, Any]:
    """What is answered to every question that a rule may ask."""
    ids = [f"case-{n}-report" for n in (*OLD, *NEW_CASES, 99)]
    found: dict[str, Any] = {"missing": lookup.missing(city.CASES, ids), "empty": lookup.is_empty(city.CASES)}
    found["all"] = [(one.id, one.version) for one in lookup.all_records(city.CASES)]
    for grid in ("G-01", "G-02", "G-03"):
        key = f"{grid}/E-0501"
        found[f"newest {grid}"] = lookup.newest(city.CASES, WINDOW, locus=key)
        found[f"where {grid}"] = [(one.id, one.version) for one in lookup.where(city.CASES, locus=key)]
        found[f"rows {grid}"] = lookup.rows(city.CASES, locus=key)
        found[f"exists {grid}"] = [lookup.exists(city.CASES, but, locus=key) for but in ("", ids[-2])]
        found[f"with value {grid}"] = [one.id for one in lookup.with_value(city.CASES, "locus", key)]
    return found


def test_what_was_decided_is_found_as_if_it_were_written(office: Office) -> None:
    with office.store.begin() as tx:
        before = answers(office.registers.lookup(tx))
        unit = office.registers._unit_of_work(tx)
        decide_some(unit)
        early = answers(unit.lookup)
        unit.flush()
        assert early == answers(office.registers.lookup(tx))
    assert early != before
    assert [one.id for one in early["newest G-01"]] == [f"case-{n}-report" for n in (8, 7, 6, 4)]
    assert early["exists G-02"] == [True, False]


def test_what_is_taken_back_is_found_no_more(office: Office) -> None:
    with office.store.begin() as tx:
        before = answers(office.registers.lookup(tx))
        unit = office.registers._unit_of_work(tx)
        with suppress(TakenBack), unit.savepoint():
            decide_some(unit)
            assert answers(unit.lookup) != before
            raise TakenBack
        assert answers(unit.lookup) == before
        unit.flush()
        assert answers(office.registers.lookup(tx)) == before


def test_what_stood_before_a_savepoint_stands_after_it(office: Office) -> None:
    with office.store.begin() as tx:
        unit = office.registers._unit_of_work(tx)
        report, accept = steps(20)
        decide(unit, report, 20)
        with suppress(TakenBack), unit.savepoint():
            decide(unit, accept, 20)
            raise TakenBack
        kept = unit.lookup.record(city.CASES, "case-20-report")
        assert kept.version == 1
        unit.flush()
        assert office.registers.lookup(tx).record(city.CASES, "case-20-report") == kept


def test_what_a_transaction_decided_is_let_go_when_it_ends(office: Office) -> None:
    gc.collect()
    gc.disable()
    try:
        results = office.registers.carry_out(Job(tuple(tuple(steps(n)) for n in NEW_CASES)))
        assert all(isinstance(one, list) for one in results)
        held = [one for one in gc.get_objects() if isinstance(one, StagedWork | UnitOfWork)]
    finally:
        gc.enable()
    assert held == [], "the interpreter looks for circles seldom: an import's rows would wait for it in memory"
