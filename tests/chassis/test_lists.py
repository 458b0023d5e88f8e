"""A list answers what sorting all its records would, at the cost of a page; a text is found wherever it stands."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
import sqlalchemy as sa

from services.chassis.storage import sought, store
from services.chassis.storage.lists import gram_index, matches, reading, rows
from services.chassis.storage.lists.question import ListPage, ListQuestion
from services.chassis.storage.lists.tables import COLUMNS, grams
from services.chassis.storage.store import Store
from services.chassis.storage.tables import records

MATTERS = "outreach.matters"
UNITS, STATUSES = ("DBT", "DT", "ZS"), ("accepted", "done", "registered")
WORDS = ("路灯不亮", "占道经营", "店招破损", "LED 屏", "井盖", "5号楼", "路面", "灯箱")


TEXTS = ("", "", "路", "路灯", "路灯不", "led", "led 屏", "没有", "r0000", "5", "灯不", "破损路")


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
            ["", "", "路", "路灯", "路灯不", "led", "led 屏", "没有", "r0000", "5", "灯不", "亮\u3000"]
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
