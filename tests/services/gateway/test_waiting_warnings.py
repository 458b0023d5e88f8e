"""What waits for somebody comes a page at a time, both ways, and costs nothing for what was answered."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from services.chassis.storage import store as storage
from services.chassis.storage.lists.window import ListPart, ListWindow
from services.chassis.storage.store import Store
from services.gateway.read_model.warnings import reading, waiting
from services.gateway.read_model.warnings.kinds import KINDS
from services.gateway.read_model.warnings.tables import answers, clashes
from services.gateway.read_model.warnings.waiting import NOT_FOR_ALL, WaitingQuestion
from tests.office import DISTRICT
from tests.pages_of_lists import GROWS, places, plans, rows_of_all_pages, scans
from tests.rows_read import rows_read, settle
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.test_warnings import requested_matter

UNITS, SIZES, ON_PAGE = ("DT", "DBT", "ZS"), (1_000, 10_000), 100
PENALTIES, MATTERS = "cases.penalties", "outreach.matters"
ASKED = (
    WaitingQuestion(),
    WaitingQuestion(("DT", "ZS")),
    WaitingQuestion(hidden=(PENALTIES,)),
    WaitingQuestion(("DT",), (PENALTIES,)),
    WaitingQuestion(hidden=(MATTERS,)),
)


def fill(tx: sa.Connection, first: int, end: int, waits: int = 2) -> None:
    """Warnings of three units, one in `waits` without an answer, one in three about penalties."""
    chance, numbers = random.Random(first), range(first, end)
    ids: dict[int, str] = {number: f"{chance.getrandbits(64):016x}" for number in numbers}
    rows: list[dict[str, Any]] = [
        {
            "id": ids[number],
            "district": DISTRICT,
            "kind": "number",
            "key": f"k{number}",
            "slug": "number-reused",
            "record": (record := f"{PENALTIES if number % 3 == 0 else MATTERS}/r{number}"),
            "unit": UNITS[number // 3 % 3],
            "other": f"{record}x",
            "other_unit": "",
            "read": '{"key":"1"}',
            "waits": 1,
            "restricted": waiting.restriction(record),
        }
        for number in numbers
    ]
    storage.insert_many(tx, clashes, rows)
    told = [row for number, row in zip(numbers, rows, strict=True) if number // 9 % waits]
    more = {"district": DISTRICT, "answer": "SYN", "actor": "SYN-a", "post": "clerk", "known": "2017-05-01"}
    storage.insert_many(tx, answers, [{"id": row["id"], "unit": row["unit"]} | more for row in told])
    waiting.settle(tx, DISTRICT, [row["id"] for row in told])


def read(ask: WaitingQuestion, tx: sa.Connection, window: ListWindow) -> tuple[Sequence[Any], ListPart]:
    part = waiting.page(tx, DISTRICT, ask, window)
    return reading.of_ids(tx, DISTRICT, [id_ for (id_,) in part.places]), part


def all_that_wait(tx: sa.Connection, ask: WaitingQuestion) -> list[str]:
    """By what each says, one after the other."""
    every = reading.of_ids(tx, DISTRICT, list(tx.scalars(sa.select(clashes.c.id))))
    return [
        one.id
        for one in every
        if one.waits
        and (ask.units is None or one.unit in ask.units)
        and not {register.name for register in one.registers} & set(ask.hidden)
    ]


def test_the_pages_are_all_that_wait_both_ways(store: Store) -> None:
    with store.begin() as tx:
        fill(tx, 0, 200)
        for ask in ASKED:
            right = all_that_wait(tx, ask)
            assert len(right) > 7, ask
            assert [one.id for one in rows_of_all_pages(tx, partial(read, ask), 7)] == right
            assert waiting.count(tx, DISTRICT, ask) == len(right)


def test_what_an_answer_closes_waits_again_when_it_is_taken_back(store: Store) -> None:
    with store.begin() as tx:
        fill(tx, 0, 90)
        tx.execute(answers.update().values(unit="another"))  # who may touch neither record closes nothing
        ids = list(tx.scalars(sa.select(clashes.c.id)))
        waiting.settle(tx, DISTRICT, ids)
        assert waiting.count(tx, DISTRICT, ASKED[0]) == 90
        tx.execute(answers.update().values(unit="DT"))
        waiting.settle(tx, DISTRICT, ids)
        closed = 90 - waiting.count(tx, DISTRICT, ASKED[0])
        assert 0 < closed < 45
        tx.execute(clashes.update().values(slug=next(slug for slug, kind in KINDS.items() if not kind.closes)))
        waiting.settle(tx, DISTRICT, ids)
        assert waiting.count(tx, DISTRICT, ASKED[0]) == 90


def test_a_page_costs_the_same_however_many_wait_or_were_answered(store: Store) -> None:
    costs, done = list[list[int]](), 0
    for size in SIZES:
        with store.begin() as tx:
            fill(tx, done, size)
        done = size
        settle(store)
        with store.begin_read() as tx:
            windows = [(ask, one) for ask in ASKED[:4] for one in places(tx, partial(read, ask), 50)]
        costs.append([rows_read(store, partial(read_once, store, *one)) for one in windows])
    assert all(later <= before * GROWS for before, later in zip(*costs, strict=True)), costs


def read_once(store: Store, ask: WaitingQuestion, window: ListWindow) -> None:
    with store.begin() as tx:
        read(ask, tx, window)


@pytest.mark.parametrize("ask", ASKED[:4])
def test_no_page_reads_the_table_through(store: Store, ask: WaitingQuestion) -> None:
    with store.begin() as tx:
        fill(tx, 0, 2_000)
    settle(store)
    with store.begin_read() as tx:
        windows = places(tx, partial(read, ask), 50)
    for window in windows:
        plan = plans(store, partial(read, ask, window=window))
        assert not scans(plan, "clashes", "warning_answers"), plan
        assert re.search("clashes_waiting(_of_unit)?", plan), plan
    assert not scans(plans(store, lambda tx: waiting.count(tx, DISTRICT, ask)), "clashes", "warning_answers")


def test_the_registers_that_rows_call_restricted_are_these() -> None:
    # Rows that were written say which of these they tell of: with another set, `ledger.DERIVED` has to be greater.
    assert frozenset({PENALTIES}) == NOT_FOR_ALL


def test_clients_turn_pages_in_both_directions_and_see_how_many_there_are(gateway: GatewayClient) -> None:
    for _ in range(6):
        requested_matter(gateway.office)
    gateway.project_events()
    headers = {"Authorization": f"Bearer {gateway.token('clerk', 'DT')}"}

    def get(query: str) -> Any:
        return gateway.client.get(f"/v1/warnings?{query}", headers=headers)

    first = get("limit=2").get_json()
    second = get(f"limit=2&cursor={first['next']}")
    third = get(f"limit=2&cursor={second.get_json()['next']}").get_json()
    assert 'rel="prev"' in second.headers["Link"]
    assert (first["total"], first["total_is_exact"], first["previous"], third["next"]) == (5, True, None, None)
    assert len({one["id"] for page in (first, second.get_json(), third) for one in page["items"]}) == 5
    assert get(f"limit=2&cursor={third['previous']}").get_json()["items"] == second.get_json()["items"]
    # Cursors of the version before were an id alone.
    assert get("cursor=NGY3MA").get_json()["type"].endswith("bad-cursor")
    assert get(f"unit=DT&cursor={first['next']}").status_code == 422
    assert len(get("limit=500").get_json()["items"]) == 5


def test_the_page_turns(gateway: GatewayClient) -> None:
    with gateway.read_model.store.begin() as tx:
        fill(tx, 0, 300)
    first = gateway.request("/warnings")
    assert first.text.count("去答复") == 50
    assert "共 153 条" in first.text or "共" in first.text
    onward = re.search(r'href="(/warnings\?cursor=[^"#]*)#list" rel="next"', first.text)
    assert onward, first.text
    second = gateway.request(onward[1].replace("&amp;", "&"))
    assert re.search(r'rel="prev">上一页<', second.text)
    assert re.search(r'rel="next">Next page<', gateway.request("/warnings?lang=en").text)
