"""City cases in memory: equal to what the rows say, whatever changed; and reading what changed costs what changed."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from services.chassis.storage import store as stores
from services.chassis.storage.store import Store
from services.gateway.read_model.indicators import case_places, city_cases, counting, members
from services.gateway.read_model.indicators.case_memory import CaseMemory
from services.gateway.read_model.indicators.counting import Members
from services.gateway.read_model.indicators.periods import Period
from services.gateway.read_model.indicators.table import GROUPS, IndicatorTable
from tests.office import DISTRICT, IN_MEMORY, migrated_store
from tests.rows_read import steps_in
from tests.services.gateway import indicators_by_query

TODAY = dt.date(2026, 11, 28)
SELDOM = ("voided_on", "forced_on", "appealed_on", "allowed_on", "reworked_on", "sent_back_on", "extended_on")


def case_row(dice: random.Random, name: str) -> dict[str, Any]:
    """A case as the table might have it; days before its report and flags that were not said are among them."""
    reported = TODAY - dt.timedelta(days=dice.randrange(2000))
    row: dict[str, Any] = {one.name: None for one in city_cases.city_cases.columns}
    for day in city_cases.DAYS:
        if dice.random() < (0.1 if day in SELDOM else 0.8):
            row[day] = (reported + dt.timedelta(days=dice.randrange(-3, 40))).isoformat()
    row["reported_on"] = reported.isoformat()
    row |= {one: dice.choice([None, True, False]) for one in city_cases.FLAGS}
    row |= {one: dice.choice([None, "甲", "乙", "丙"]) for one in ("source", "district", "street", "community", "grid")}
    row |= {"locus": dice.choice([None, "一", "二", "三"]), "case_class": dice.choice([None, "C-1", "C-2"])}
    row |= {"record": name, "source_district": DISTRICT, "unit": dice.choice(["DT", "ZS"]), "opened_by": "SYN"}
    row |= {"status": "closed", "told_at": "x", "collected": dice.random() < 0.5, "took": dice.randrange(30)}
    row |= {"clock": dice.choice(["hours", "workdays"]), "last_on": max(row[day] or "" for day in city_cases.DAYS)}
    return row


def write(tx: sa.Connection, dice: random.Random, names: Iterable[str], *, gone: bool = False) -> None:
    """Write some cases anew, as a gateway does; or they are no more."""
    some = list(names)
    tx.execute(city_cases.city_cases.delete().where(stores.among(city_cases.city_cases.c.record, some)))
    if not gone:
        stores.insert_many(tx, city_cases.city_cases, [case_row(dice, name) for name in some])
    case_places.put(tx, DISTRICT, some)


def assert_same(tx: sa.Connection, memory: CaseMemory, period: Period) -> None:
    """By every grouping the memory counts what a query over the rows counts."""
    for by in (None, *GROUPS):
        counted = IndicatorTable(memory.count(tx, period, GROUPS[by] if by else None)[bool(by)])
        defined = indicators_by_query.rows(tx, DISTRICT, period, by)
        assert counted.groups == [one.group for one in defined], by
        for one in defined:
            row = counted.row(one.group)
            assert (row.values, list(row.times)) == (one.values, list(one.times)), (by, one.group)


def periods(dice: random.Random) -> Iterable[Period]:
    """Days, months and years; of those before what is kept too."""
    for length in (0, 30, 365):
        first = TODAY - dt.timedelta(days=dice.randrange(1900))
        yield Period(first, first + dt.timedelta(days=length))


def a_memory() -> CaseMemory:
    return CaseMemory(DISTRICT, lambda: TODAY)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_changes_the_memory_counts_what_the_rows_say(store: Store, seed: int) -> None:
    dice, memory = random.Random(seed), a_memory()
    names = [f"cases.digital_cases/{number}" for number in range(200)]
    for _ in range(4):
        with store.begin() as tx:
            write(tx, dice, dice.sample(names, 60))
            write(tx, dice, dice.sample(names, 3), gone=True)
        with store.begin_read() as tx:
            for period in periods(dice):
                assert_same(tx, memory, period)


def test_two_gateways_over_one_database_count_alike(store: Store) -> None:
    dice, first, second = random.Random(7), a_memory(), a_memory()
    for round_ in range(3):
        with store.begin() as tx:
            write(tx, dice, [f"cases.digital_cases/{number}" for number in range(round_, 40)])
        for memory in (first, second) if round_ != 1 else (first,):
            with store.begin_read() as tx:
                assert_same(tx, memory, Period(dt.date(2026, 1, 1), TODAY))


def test_what_was_forgotten_and_written_again_is_read_anew(store: Store) -> None:
    dice, memory = random.Random(8), a_memory()
    for names in (range(50), range(30, 70)):
        with store.begin() as tx:
            city_cases.clear(tx, DISTRICT)
            write(tx, dice, [f"cases.digital_cases/{number}" for number in names])
        with store.begin_read() as tx:
            assert_same(tx, memory, Period(dt.date(2026, 1, 1), TODAY))


def records_of(tx: sa.Connection, memory: CaseMemory, asked: Members, most: int) -> list[str]:
    """The cases behind a number, page by page."""
    records, after = list[str](), 0
    while True:
        found = members.page(tx, memory, asked, after, most)
        assert len(found.rows) <= most
        records += [one["record"] for one in found.rows]
        if found.after is None:
            assert len(records) == found.number
            return records
        after = found.after


def test_each_number_opens_to_as_many_cases_each_once(store: Store) -> None:
    dice, memory = random.Random(11), a_memory()
    names = [f"cases.digital_cases/{number}" for number in range(120)]
    with store.begin() as tx:
        write(tx, dice, names)
        write(tx, dice, dice.sample(names, 20), gone=True)
    with store.begin_read() as tx:
        for period in (
            Period(dt.date(2025, 6, 1), dt.date(2026, 3, 31)),
            Period(dt.date(2021, 1, 1), dt.date(2022, 1, 1)),
        ):
            for by in (None, "source", "unit"):
                counted = IndicatorTable(memory.count(tx, period, by)[bool(by)])
                for group in counted.groups:
                    for one in counting.ALL:
                        found = records_of(tx, memory, Members(one, period, by, group), 30)
                        assert len(found) == len(set(found)) == counted.row(group).values[one.id], (by, group, one.id)
            assert records_of(tx, memory, Members(counting.ALL[0], period, "source", "nobody"), 30) == []


def test_a_page_of_cases_reads_its_own_rows_alone() -> None:
    costs = []
    for cases in (300, 3000):
        store, memory = migrated_store(IN_MEMORY), a_memory()
        with store.begin() as tx:
            write(tx, random.Random(cases), [f"cases.digital_cases/{number:06}" for number in range(cases)])
        with store.begin_read() as tx:
            memory.warm(tx)
            asked = Members(counting.ALL[0], Period(dt.date(2024, 1, 1), TODAY))
            costs.append(steps_in(tx, partial(members.page, tx, memory, asked, 0, 50)))
        store.close()
    assert 0 < costs[1] <= 1.2 * costs[0]


def steps_to_catch_up(cases: int) -> tuple[int, int]:
    """The steps of SQLite's machine that one more case costs its writer and the next question, at so many cases."""
    store, dice, memory = migrated_store(IN_MEMORY), random.Random(cases), a_memory()
    with store.begin() as tx:
        write(tx, dice, [f"cases.digital_cases/{number:06}" for number in range(cases)])
    with store.begin_read() as tx:
        memory.warm(tx)
    with store.begin() as tx:
        written = steps_in(tx, lambda: write(tx, dice, ["cases.digital_cases/000017"]))
    with store.begin_read() as tx:
        caught_up = steps_in(tx, lambda: memory.warm(tx))
        assert memory.count(tx, Period(dt.date(2020, 1, 1), TODAY), None)[0].groups == [None]
    store.close()
    return written, caught_up


def test_one_more_case_costs_the_same_at_any_size() -> None:
    few, many = steps_to_catch_up(300), steps_to_catch_up(3000)
    assert all(few)
    assert [0.8 * one <= other <= 1.2 * one for one, other in zip(few, many, strict=True)] == [True, True], (few, many)
