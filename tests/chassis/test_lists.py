"""A list answers what sorting all its records would, at the cost of a page; a text is found wherever it stands."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
import sqlalchemy as sa

from services.chassis.storage import sought, store
from services.chassis.storage.lists import gram_index, matches, reading, rows, walk
from services.chassis.storage.lists.question import ListPage, ListQuestion
from services.chassis.storage.lists.tables import COLUMNS, grams
from services.chassis.storage.store import Store
from services.chassis.storage.tables import records
from tests.office import migrated_store
from tests.rows_read import steps_in

MATTERS = "outreach.matters"
UNITS, STATUSES = ("DBT", "DT", "ZS"), ("accepted", "done", "registered")
WORDS = ("路灯不亮", "占道经营", "店招破损", "LED 屏", "井盖", "5号楼", "路面", "灯箱")


TEXTS = ("", "", "路", "路灯", "路灯不", "led", "led 屏", "没有", "r0000", "0007", "5", "灯不", "破损路")


@dataclass(frozen=True)
class Row:
    """A record as a test writes it."""

    id: str
    unit: str
    status: str
    opened: str
    community: str
    text: str


def random_rows(count: int, seed: int) -> list[Row]:
    """Records in which much is equal."""
    chance = random.Random(seed)
    return [
        Row(
            f"r{number:06d}",
            chance.choice(UNITS),
            chance.choice(STATUSES),
            f"2026-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
            chance.choice(("", "映月", "映月里", "芦庄", "ｘ1")),
            "\n".join(chance.sample(WORDS, 2)),
        )
        for number in range(count)
    ]


def write(tx: sa.Connection, some: list[Row], version: int = 1) -> None:
    """Write records as the projection and the lists do."""
    texts = [
        {"register": MATTERS, "id": one.id, "version": version, "status": one.status, "unit": one.unit}
        | {"fields": "{}", "sought": sought.fold(one.id) + "\n" + "\n".join(map(sought.fold, one.text.split("\n")))}
        for one in some
    ]
    store.insert_many(tx, records, texts, update="version status unit fields sought")
    rows.write(tx, [_listed(one) for one in some], dict.fromkeys((one.id for one in some), version))


def _listed(one: Row) -> dict[str, str | None]:
    places = {"o1": f"{one.opened}\x1f{one.id}", "o3": f"{sought.fold(one.community)}\x1f{one.id}"}
    key = {"register": MATTERS, "id": one.id, "unit": one.unit, "status": one.status}
    return key | dict.fromkeys(COLUMNS) | places


def definition(some: list[Row], ask: ListQuestion) -> list[str]:
    """The ids of all records that are meant, in their order: read whole and sorted."""
    values: dict[str, Callable[[Row], str]] = {
        "o1": lambda one: one.opened,
        "o3": lambda one: sought.fold(one.community),
    }
    value = values[ask.column]
    meant = [
        one
        for one in some
        if ask.status in ("", one.status)
        and (ask.units is None or one.unit in ask.units)
        and ask.since <= value(one) <= (ask.until or "\U0010ffff")
        and any(ask.text in line for line in [one.id, *map(sought.fold, one.text.split("\n"))])
    ]
    ordered = sorted(meant, key=lambda one: (value(one), one.id), reverse=ask.descending)
    return [one.id for one in sorted(ordered, key=lambda one: one.unit not in ask.own)]


def ids(page: ListPage) -> list[str]:
    return [row["id"] for row in page.rows]


def all_forward(tx: sa.Connection, ask: ListQuestion) -> tuple[list[str], list[ListPage]]:
    pages = [reading.page(tx, ask)]
    while pages[-1].later:
        pages.append(reading.page(tx, replace(ask, place=pages[-1].last)))
    return [id_ for page in pages for id_ in ids(page)], pages


def all_backward(tx: sa.Connection, ask: ListQuestion) -> list[str]:
    found: list[str] = []
    page = reading.page(tx, replace(ask, backward=True))
    found = ids(page)
    while page.earlier:
        page = reading.page(tx, replace(ask, backward=True, place=page.first))
        found = ids(page) + found
    return found


def random_question(chance: random.Random) -> ListQuestion:
    bounds: tuple[str, str] = chance.choice([("", ""), ("2026-03-01", "2026-06-15"), ("", "2026-05-12")])
    column = chance.choice(["o1", "o3"])
    return ListQuestion(
        MATTERS,
        column,
        descending=chance.random() < 0.5,
        since=bounds[0] if column == "o1" else "",
        until=bounds[1] if column == "o1" else "",
        status=chance.choice(["", "", "done"]),
        units=chance.choice([None, None, frozenset({"DT"}), frozenset({"DT", "ZS"}), frozenset()]),
        own=chance.choice([frozenset(), frozenset({"ZS"}), frozenset({"DT", "DBT"})]),
        text=chance.choice(
            ["", "", "路", "路灯", "路灯不", "led", "led 屏", "没有", "r0000", "0007", "5", "灯不", "亮\u3000"]
        ).strip(),
        most=chance.choice([23, 60, 100]),
    )


@pytest.mark.parametrize("ways", ["few hits are sorted", "all hits are met on the way"])
def test_every_page_is_a_part_of_the_sorted_whole_both_ways(
    store: Store, monkeypatch: pytest.MonkeyPatch, ways: str
) -> None:
    if ways != "few hits are sorted":
        monkeypatch.setattr(matches, "FEW", -1)
        monkeypatch.setattr(matches.Matches, "are_few", lambda _self, _most: False)
        monkeypatch.setattr(reading, "MOST_ON_THE_WAY", 230)
    monkeypatch.setattr(gram_index, "BLOCK", 64)
    chance, some = random.Random(4), random_rows(500, seed=6)
    with store.begin() as tx:
        write(tx, some)
    changed = [replace(one, text="店招换新\n路灯", status="done", unit="ZS") for one in chance.sample(some, 120)]
    now = {one.id: one for one in (*some, *changed)}
    with store.begin() as tx:
        for at in range(0, len(changed), 10):
            write(tx, changed[at : at + 10], version=2)
    with store.begin_read() as tx:
        assert tx.scalar(sa.select(sa.func.count()).select_from(grams)), "no block was made: nothing of it is tried"
        for _ in range(30):
            ask = random_question(chance)
            expected = definition(list(now.values()), ask)
            forward, pages = all_forward(tx, ask)
            assert forward == expected, ask
            assert all_backward(tx, ask) == expected, ask
            for page in pages:
                assert page.total == len(expected) or not page.is_exact, ask
                assert page.is_exact or ask.text, ask


SMALL, LARGE, ALIKE = 1024, 10_240, 0.2
RARE, FREQUENT = "罕见词", "路灯"
QUESTIONS = {
    "the newest": ListQuestion(MATTERS, "o1", descending=True),
    "own units first": ListQuestion(MATTERS, "o1", descending=True, own=frozenset({"ZS"})),
    "by another order": ListQuestion(MATTERS, "o3"),
    "of a unit in a status": ListQuestion(MATTERS, "o1", descending=True, status="done", units=frozenset({"DT"})),
    "of some days": ListQuestion(MATTERS, "o1", since="2026-03-01", until="2026-04-30"),
    "a frequent word": ListQuestion(MATTERS, "o1", descending=True, text=FREQUENT),
    "a frequent word of a unit": ListQuestion(MATTERS, "o1", text=FREQUENT, units=frozenset({"DT"})),
    "a rare word": ListQuestion(MATTERS, "o1", descending=True, text=RARE),
    "a number": ListQuestion(MATTERS, "o1", descending=True, text="案-0000037"),
    "a word that stands nowhere": ListQuestion(MATTERS, "o1", descending=True, text="外星"),
}


def fill(store: Store, count: int) -> None:
    """Many records, all with one word and five with another."""
    some = random_rows(count, seed=3)
    apart = count // 5
    worded = [
        replace(
            one, text=f"{FREQUENT}\n案-{number:07}\n2026-04-13 05:26\n{one.text}{RARE if number % apart == 0 else ''}"
        )
        for number, one in enumerate(some)
    ]
    for at in range(0, count, gram_index.BLOCK):
        with store.begin() as tx:
            write(tx, worded[at : at + gram_index.BLOCK])


def steps(tx: sa.Connection, ask: ListQuestion) -> int:
    """How many steps SQLite's machine takes for an answer."""
    return steps_in(tx, lambda: reading.page(tx, ask))


def test_an_answer_costs_the_same_at_ten_times_the_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matches, "FEW", 50)
    for module in (walk, reading):
        monkeypatch.setattr(module, "EXACT_UP_TO", 50)
    monkeypatch.setattr(reading, "MOST_COUNTED", 40)
    costs = []
    for count in (SMALL, LARGE):
        store = migrated_store("sqlite://")
        fill(store, count)
        with store.begin_read() as tx:
            costs.append({name: steps(tx, replace(ask, most=20)) for name, ask in QUESTIONS.items()})
        store.close()
    small, large = costs
    grown = {name: (small[name], large[name]) for name in QUESTIONS if large[name] > small[name] * (1 + ALIKE)}
    # Of what lies in blocks there is a row a block, which is read to know how many there are.
    assert not {name: pair for name, pair in grown.items() if pair[1] - pair[0] > 12 * (LARGE - SMALL) // 256}, grown


def test_no_plan_reads_a_whole_table_or_sorts_one(store: Store) -> None:
    fill(store, 2 * SMALL)
    said: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        said.append((statement, parameters))

    with store.begin_read() as tx:
        if not store.is_sqlite:
            # It would read what is small as it lies; what no index serves is read so all the same.
            tx.exec_driver_sql("SET LOCAL enable_seqscan = off")
        sa.event.listen(tx.engine, "before_cursor_execute", hear)
        for ask in QUESTIONS.values():
            reading.page(tx, ask)
        sa.event.remove(tx.engine, "before_cursor_execute", hear)
        explain = "EXPLAIN QUERY PLAN" if store.is_sqlite else "EXPLAIN"
        assert len(said) > len(QUESTIONS)
        for statement, parameters in said:
            plan = "\n".join(str(row[-1]) for row in tx.exec_driver_sql(f"{explain} {statement}", parameters))
            assert not _READS_ALL.search(plan), f"{statement}\n{plan}"


_READS_ALL = re.compile(r"SCAN (?!g\b|json_each|value)(\w+)|TEMP B-TREE|Seq Scan on \w+")
"""Lists in parameters are read whole; tables are not."""
