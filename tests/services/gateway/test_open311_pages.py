"""Citizens' requests, own complaints and what became of them come by index, however many others there are."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from contracts.cases.digital_cases.intake import PUBLIC
from services.chassis.storage import store as storage
from services.chassis.storage.lists.window import ListPart, ListWindow
from services.chassis.storage.store import Store
from services.gateway.open311 import queries
from services.gateway.open311.queries import Page, RequestFilter
from services.gateway.open311.questions import BOTH
from services.gateway.read_model import ledger
from services.gateway.read_model.complaints.own_complaints import complaints
from services.gateway.read_model.indicators.city_cases import DAYS, FLAGS, PLACES, city_cases
from tests.office import DISTRICT
from tests.pages_of_lists import GROWS, places, plans, rows_of_all_pages, scans
from tests.rows_read import rows_read, settle
from tests.services.gateway.open311_client import COMPLAINT, Open311Client, read_json

SIZES, APP, START = (1_000, 10_000), "app@ZX", dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
FILTER = RequestFilter(START, START + dt.timedelta(days=90), None, BOTH)
OWN_IN = 20
"""One complaint in so many is the application's own, up to a bound: the others' grow."""


@pytest.fixture(autouse=True)
def _no_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which records a list has is looked at here, not what is read of each."""
    monkeypatch.setattr(queries, "_load_records", lambda _tx, _district, names: iter(names))


def fill(tx: sa.Connection, first: int, end: int) -> None:
    """Cases of the public and complaints, one a minute, the application's own among the first thousand."""
    rows = [(f"r{number:06}", START + dt.timedelta(minutes=number), number) for number in range(first, end)]
    nothing = dict.fromkeys((*PLACES, *DAYS, *FLAGS, "collected", "clock", "took", "latitude", "longitude"))
    cases = [
        nothing
        | {"record": f"cases.digital_cases/{id_}", "source_district": DISTRICT, "unit": "ZX", "status": "closed"}
        | {"opened_by": "app@DT", "case_class": "E-0501", "source": PUBLIC, "accepted_on": "2026-05-01"}
        | {"last_on": "2026-05-01", "told_at": ledger.stamp(at), "reported_at": ledger.stamp(at)}
        for id_, at, _ in rows
    ]
    storage.insert_many(tx, city_cases, cases)
    own: list[dict[str, Any]] = [
        {"record": f"cases.complaints/{id_}", "source_district": DISTRICT, "kind": "slow", "status": "received"}
        | {"opened_by": APP if number < SIZES[0] and number % OWN_IN == 0 else "app@DT"}
        | {"reported_at": ledger.stamp(at), "told_at": ledger.stamp(at), "latitude": None, "longitude": None}
        for id_, at, number in rows
    ]
    storage.insert_many(tx, complaints, own)


def changes(account: str, tx: sa.Connection, window: ListWindow) -> tuple[Any, ListPart]:
    changed = queries.changed_requests(tx, DISTRICT, START, account, window)
    return changed.records, changed.part


def test_what_changed_comes_whole_by_pages(store: Store) -> None:
    with store.begin() as tx:
        fill(tx, 0, 300)
        assert len(rows_of_all_pages(tx, partial(changes, ""), 70)) == 300
        own = [one for one in rows_of_all_pages(tx, partial(changes, APP), 70) if "complaints" in str(one)]
        assert len(own) == 300 // OWN_IN


def test_pages_by_number_are_the_whole_list(store: Store) -> None:
    with store.begin() as tx:
        fill(tx, 0, 300)
        find = partial(queries.find_requests, tx, DISTRICT, FILTER, APP)
        whole = find(Page())
        assert len(whole) == 300 + 300 // OWN_IN
        assert [one for after in range(0, 400, 40) for one in find(Page(after, 40))] == whole


def test_an_answer_costs_the_same_however_many_others_there_are(store: Store) -> None:
    costs, done = list[list[int]](), 0
    for size in SIZES:
        with store.begin() as tx:
            fill(tx, done, size)
        done = size
        settle(store)
        with store.begin_read() as tx:
            windows = places(tx, partial(changes, APP), 50)
        asked: list[Any] = [partial(changes, APP, window=one) for one in windows]
        asked += [partial(find, page) for page in (Page(0, 50), Page(200, 50))]
        costs.append([rows_read(store, partial(read_once, store, one)) for one in asked])
    assert all(later <= before * GROWS for before, later in zip(*costs, strict=True)), costs


def find(page: Page, tx: sa.Connection) -> list[Any]:
    return queries.find_requests(tx, DISTRICT, FILTER, APP, page)


def read_once(store: Store, read: Any) -> None:
    with store.begin() as tx:
        read(tx=tx)


def once(read: Any, tx: sa.Connection) -> Any:
    return read(tx=tx)


def test_nothing_is_read_through(store: Store) -> None:
    with store.begin() as tx:
        fill(tx, 0, 2_000)
    settle(store)
    for read in (partial(find, Page(0, 50)), partial(changes, APP, window=ListWindow(50))):
        plan = plans(store, partial(once, read))
        assert not scans(plan, "city_cases", "complaints", "tellings"), plan
        assert "city_cases_by_" in plan, plan
        assert "complaints_by_" in plan, plan


def test_updates_say_where_they_go_on_and_do_not_tell_the_key(
    open311_client: Open311Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    ids = [open311_client.create_request(COMPLAINT, description=f"办理太慢 {number}") for number in range(3)]
    query = {"api_key": open311_client.key(), "end_date": open311_client.later(), "limit": "2"}
    first = open311_client.get("servicerequestupdates.json", **query)
    assert [one["service_request_id"] for one in read_json(first)] == ids[:2]
    link = first.headers["Link"]
    assert 'rel="next"' in link
    assert "api_key" not in link
    address = link[link.index("<") + 1 : link.index(">")]
    second = open311_client.client.get(f"{address}&api_key={query['api_key']}")
    assert [one["service_request_id"] for one in read_json(second)] == ids[2:]
    assert 'rel="prev"' in second.headers["Link"]


def test_a_page_far_behind_is_refused_with_what_to_do(open311_client: Open311Client) -> None:
    refused = open311_client.get("requests.json", page="12", page_size="1000")
    assert refused.status_code == 400
    assert "end_date" in refused.text
    assert open311_client.get("requests.json", page="11", page_size="1000").status_code == 200
