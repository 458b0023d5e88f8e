"""What is due comes a page at a time, both ways, and costs nothing for what has ended."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from services.chassis.storage import store
from services.chassis.storage.store import Store
from services.gateway.read_model import due_dates
from services.gateway.read_model.due_dates import DueQuestion
from tests.office import DISTRICT, Office, build_view, day, migrated_store
from tests.rows_read import steps_in
from tests.services.gateway.sample_programme import PROGRAMME
from tests.services.gateway.test_changes_due_rankings import query_client, requested_matter

TODAY = day("2017-05-31")
ASK = DueQuestion(DISTRICT, TODAY, day("2017-06-14"))


def fill(tx: sa.Connection, ended: int) -> None:
    """Thirty clocks that run, of three units, and as many that have ended as are asked for."""
    start = day("2017-01-01")
    rows = [_row(start, number) for number in range(30 + ended)]
    store.insert_many(tx, due_dates.deadlines, rows)


def _row(start: dt.date, number: int) -> dict[str, Any]:
    end = None if number < 30 else start + dt.timedelta(days=number % 140)
    return {
        "record": f"outreach.matters/m{number:06d}",
        "district": DISTRICT,
        "clock": "reply",
        "run": "",
        "start": start.isoformat(),
        "unit": ("DT", "DBT", "ZS")[number % 3],
        "due": (start + dt.timedelta(days=number % 200)).isoformat(),
        "ended": end.isoformat() if end else None,
        "node": due_dates.ended_node(start, end),
    }


def pages(tx: sa.Connection, ask: DueQuestion, *, backward: bool) -> Iterator[list[str]]:
    place, more = "", True
    while more:
        page = due_dates.page(tx, ask, place, 7, backward=backward)
        yield [one.record for one in page.deadlines]
        place, more = (page.places[0] if backward else page.places[-1]) if page.places else "", page.more


def test_the_pages_are_the_whole_list_both_ways(store: Store) -> None:
    with store.begin() as tx:
        fill(tx, 300)
        for ask in (ASK, replace(ASK, units=frozenset({"DT"})), replace(ASK, as_of=day("2017-03-01"))):
            whole = [one.record for one in due_dates.page(tx, ask, "", 1000, backward=False).deadlines]
            rows = tx.execute(sa.select(due_dates.deadlines)).all()
            meant = [
                (row.due, row.record.removeprefix("outreach.matters/"))
                for row in rows
                if (row.ended is None or row.ended > ask.as_of.isoformat())
                and row.due <= ask.last.isoformat()
                and (ask.units is None or row.unit in ask.units)
            ]
            assert whole == [record for _, record in sorted(meant)]
            assert [one for page in pages(tx, ask, backward=False) for one in page] == whole
            assert [one for page in [*pages(tx, ask, backward=True)][::-1] for one in page] == whole
            assert due_dates.count(tx, ask, 1000) == len(whole)


def test_what_has_ended_costs_nothing() -> None:
    costs = []
    for ended in (500, 5000):
        lite = migrated_store("sqlite://")
        with lite.begin() as tx:
            fill(tx, ended)
            page = partial(due_dates.page, tx, ASK, "", 100, backward=False)
            costs.append(steps_in(tx, page) + steps_in(tx, partial(due_dates.count, tx, ASK, 1000)))
        lite.close()
    assert costs[1] < costs[0] * 1.2, costs


def test_what_began_and_ended_later_costs_a_past_day_nothing() -> None:
    """An auditor asks what was due on a day of last spring: the year since then is not read."""
    past, costs = replace(ASK, as_of=day("2017-01-20"), last=day("2017-02-03")), []
    for later in (500, 5000):
        lite = migrated_store("sqlite://")
        with lite.begin() as tx:
            fill(tx, 300)
            rows = [_row(day("2017-02-01") + dt.timedelta(days=number % 90), 1000 + number) for number in range(later)]
            store.insert_many(tx, due_dates.deadlines, [row for row in rows if row["ended"] > row["start"]])
            page = partial(due_dates.page, tx, past, "", 100, backward=False)
            costs.append(steps_in(tx, page) + steps_in(tx, partial(due_dates.count, tx, past, 1000)))
        lite.close()
    assert costs[1] < costs[0] * 1.2, costs


def test_what_goes_on_is_read_by_an_index(store: Store) -> None:
    said: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        said.append((statement, parameters))

    with store.begin() as tx:
        fill(tx, 500)
        if not store.is_sqlite:
            tx.exec_driver_sql("SET LOCAL enable_seqscan = off")
        sa.event.listen(tx.engine, "before_cursor_execute", hear)
        due_dates.page(tx, ASK, "", 100, backward=False)
        sa.event.remove(tx.engine, "before_cursor_execute", hear)
        ((statement, parameters),) = said
        explain = "EXPLAIN QUERY PLAN" if store.is_sqlite else "EXPLAIN"
        plan = "\n".join(str(row[-1]) for row in tx.exec_driver_sql(f"{explain} {statement}", parameters))
    assert "deadlines_open" in plan
    assert not re.search(r"SCAN deadlines|Seq Scan", plan), plan


def test_an_answer_has_a_hundred_at_most_and_says_where_it_goes_on(office: Office) -> None:
    matters = [requested_matter(office, "DT", "2017-05-02") for _ in range(5)]
    get = query_client(build_view(office.events, PROGRAMME))
    _, first = get("/v1/due", as_of="2017-05-31", limit="2")
    assert (first["n"], first["n_is_exact"], len(first["due"]), first["previous"]) == (5, True, 2, None)
    _, second = get("/v1/due", as_of="2017-05-31", limit="2", cursor=first["next"])
    _, third = get("/v1/due", as_of="2017-05-31", limit="2", cursor=second["next"])
    _, back = get("/v1/due", as_of="2017-05-31", limit="2", cursor=third["previous"])
    assert [one["record"] for page in (first, second, third) for one in page["due"]] == sorted(matters)
    assert (third["next"], back["due"]) == (None, second["due"])


@pytest.mark.parametrize("more", [{"within": "3"}, {"unit": "DT"}, {"as_of": "2017-05-30"}])
def test_a_cursor_belongs_to_its_question(office: Office, more: dict[str, str]) -> None:
    for _ in range(3):
        requested_matter(office, "DT", "2017-05-02")
    get = query_client(build_view(office.events, PROGRAMME))
    cursor = get("/v1/due", as_of="2017-05-31", limit="2")[1]["next"]
    status, refused = get("/v1/due", **{"as_of": "2017-05-31", "limit": "2", "cursor": cursor, **more})
    assert (status, refused["slug"]) == (422, "bad-cursor")
