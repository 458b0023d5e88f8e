"""Accounts, keys, jobs, imports and what was recorded come a page at a time, both ways; a page costs its rows alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

import pytest
import sqlalchemy as sa

from contracts.envelope import Event, encode
from services.chassis.storage import store as storage
from services.chassis.storage.lists.window import ListPart, ListWindow
from services.chassis.storage.store import Store
from services.gateway.accounts import database
from services.gateway.accounts.directory import Directory
from services.gateway.accounts.jobs.kept_jobs import DONE, KeptJobs
from services.gateway.accounts.keys import Keys
from services.gateway.accounts.tables import JOB_COUNTS, accounts, jobs, keys
from services.gateway.read_model import ledger
from services.gateway.read_model.waiting_imports import reading
from services.gateway.read_model.waiting_imports.tables import imports, waiting
from tests.office import DISTRICT
from tests.pages_of_lists import GROWS, places, plans, rows_of_all_pages, scans
from tests.rows_read import rows_read, settle

SIZES, START = (1_000, 10_000), dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
SINCE, UNTIL = START - dt.timedelta(days=1), START + dt.timedelta(days=30)
Row = Mapping[str, Any]


def account_row(number: int) -> Row:
    nothing = dict.fromkeys(("password", "locked_until", "closed_at", "closed_by"))
    return nothing | {"id": f"SYN-{number:06}", "kind": "person", "must_change": False, "failures": 0} | making(number)


def key_row(number: int) -> Row:
    nothing = dict.fromkeys(("unit", "used_at", "revoked_at", "revoked_by"))
    id_ = f"syn-{number:06}"
    return nothing | {"id": id_, "digest": id_, "role": "outsider", "until": "2027-01-01"} | making(number)


def job_row(number: int) -> Row:
    """One's own among the first thousand, then others'."""
    none = dict.fromkeys(("bytes", "part", "tries", *JOB_COUNTS), 0)
    whose = "SYN-a" if number < SIZES[0] else f"SYN-{number}"
    about = {"id": f"{number:08}", "account": whose, "role": "clerk", "unit": None, "behalf": "", "state": DONE}
    at = making(number)["made_at"]
    return none | about | {"register": "r", "cancel": False, "made_at": at, "changed_at": at, "until": "2027-01-01"}


def making(number: int) -> dict[str, Any]:
    return {"made_at": (START + dt.timedelta(minutes=number)).isoformat(), "made_by": "SYN-b"}


def telling_row(number: int) -> Row:
    at = START + dt.timedelta(minutes=number // 3)  # three were recorded together
    event = Event(
        id=f"{number:08}-0", source=f"/{DISTRICT}/outreach", type="outreach.matters.registered.v1", time=at,
        subject=f"m{number}", occurredon=at.date(), recordversion=1, place=1, unit="DT", actor="SYN-a",
        evidencelevel="E1", data={"of": {}, "due": {}},
    )  # fmt: skip
    body = encode(replace(event, body=b"")).decode()
    about = {"id": event.id, "district": DISTRICT, "record": event.record, "place": 1, "version": 1}
    return about | {"known": ledger.stamp(at), "body": body}


def import_row(number: int) -> Row:
    """Of two registers, one after the other."""
    register = ("cases.complaints", "outreach.matters")[number % 2]
    whose = {"id": f"{number:08}", "district": DISTRICT, "register": register, "importer": "SYN-a"}
    return whose | {"known": making(number)["made_at"], "records": 1, "steps": '{"confirm":1}'}


def waiting_row(number: int) -> Row:
    """Twelve steps a record: the tenth comes after the ninth."""
    record, place = divmod(number, 12)
    about: Row = {"district": DISTRICT, "record": f"outreach.matters/{record:06}", "place": place}
    about = {**about, "import": "one", "step": "confirm", "unit": "DT", "importer": "SYN-a", "event": f"{number:08}"}
    return {**about, "known": making(number)["made_at"]}


def import_page(store: Store, window: ListWindow) -> Any:
    with store.begin_read() as tx:
        return ids(reading.page(tx, DISTRICT, ["outreach.matters", "cases.complaints", "cases.penalties"], window))


def step_page(store: Store, window: ListWindow) -> Any:
    with store.begin_read() as tx:
        page = reading.steps(tx, DISTRICT, "one", window)
    return [one.event for one in page.rows], page.part


def events(store: Store, window: ListWindow) -> tuple[Sequence[str], ListPart]:
    with store.begin_read() as tx:
        found = ledger.events_between(tx, DISTRICT, (SINCE, UNTIL), window)
        part = window.part([ledger.place_of(one) for one in islice(found, window.most + 1)])
    return [id_ for _, id_ in part.places], part


def ids(page: Any) -> tuple[Sequence[str], ListPart]:
    return [one.id for one in page.rows], page.part


LISTS: dict[str, tuple[sa.Table, Callable[[int], Row], Callable[[Store, ListWindow], Any]]] = {
    "accounts": (accounts, account_row, lambda store, window: ids(Directory(store).page("", window))),
    "keys": (keys, key_row, lambda store, window: ids(Keys(store).page(window))),
    "jobs": (jobs, job_row, lambda store, window: ids(KeptJobs(store, b"k" * 32).of("SYN-a", window))),
    "tellings": (ledger.tellings, telling_row, events),
    "awaiting_imports": (imports, import_row, import_page),
    "awaiting_release": (waiting, waiting_row, step_page),
}
OF_LEDGER, NEWEST_LAST = ("tellings", "awaiting_imports", "awaiting_release"), ("accounts", "keys", "awaiting_release")


@pytest.fixture
def accounts_store(store: Store) -> Iterator[Store]:
    """The database of accounts beside a ledger."""
    one = database.open_store(store)
    database.prepare(one, store)
    yield one
    if one is not store:
        one.close()


def fill(store: Store, name: str, first: int, end: int) -> None:
    table, row, _ = LISTS[name]
    with store.begin() as tx:
        storage.insert_many(tx, table, [row(number) for number in range(first, end)])
    settle(store)


@pytest.mark.parametrize("name", LISTS)
def test_pages_are_the_list_both_ways_and_cost_the_same_of_ten_times_as_many(
    name: str, store: Store, accounts_store: Store
) -> None:
    store = store if name in OF_LEDGER else accounts_store
    read, costs = partial(LISTS[name][2], store), list[list[int]]()

    def within(_tx: Any, window: ListWindow) -> Any:
        return read(window)

    fill(store, name, 0, SIZES[0])
    every = [f"{row.get('id') or row['event']}" for row in map(LISTS[name][1], range(SIZES[0]))]
    with store.begin_read() as tx:
        found = rows_of_all_pages(tx, within, 300)
    assert found == (every if name in NEWEST_LAST else every[::-1])
    for size in SIZES:
        fill(store, name, 0 if size == SIZES[0] else SIZES[0], size)
        with store.begin_read() as tx:
            windows = places(tx, within, 50)
        costs.append([rows_read(store, partial(read, one)) for one in windows])
    assert all(later <= before * GROWS for before, later in zip(*costs, strict=True)), costs


@pytest.mark.parametrize("name", ["jobs", *OF_LEDGER])
def test_what_others_have_is_not_read_through(name: str, store: Store, accounts_store: Store) -> None:
    store = store if name in OF_LEDGER else accounts_store
    fill(store, name, 0, 3_000)
    window = LISTS[name][2](store, ListWindow(50))[1].after
    plan = plans(store, lambda _tx: LISTS[name][2](store, ListWindow(50, window)))
    assert not scans(plan, name), plan
