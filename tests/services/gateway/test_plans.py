"""First plan beside present plan and what was carried out: by events alone, whatever their order."""

from __future__ import annotations

import datetime as dt
import importlib
import random
import re
from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from contracts import catalogue
from contracts.forms import schema
from services.chassis.storage import store as stores
from services.chassis.storage.store import Store
from services.gateway.api.plans.plans import targets_of
from services.gateway.read_model import ledger
from services.gateway.read_model.generations import pointer
from services.gateway.read_model.generations.tables import LIVE
from services.gateway.read_model.plans import counts, reading, tables
from services.gateway.read_model.plans.counts import plan_counts
from services.gateway.read_model.plans.kinds import PLANNINGS
from services.gateway.read_model.plans.reading import PlanQuestion
from services.gateway.read_model.plans.tables import plans
from services.gateway.read_model.programme import Programme, campaign
from tests.office import DISTRICT, IN_MEMORY, Office, build_view, migrated_store
from tests.rows_read import steps_in
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.test_pages import parse_page
from tests.services.gateway.test_trends import answer_of
from tests.services.training import training_records
from tests.services.training.training_records import SESSIONS, hold, plan

AS_OF = "2017-12-31"


def planned_sessions(office: Office) -> dict[str, str]:
    """Sessions that were planned: one as it stands, one moved, one held, one given up, one void, one without a day."""
    office.person("DT-01", "DT")
    training_records.course(office)
    days = {"as_it_is": "2017-03-10", "moved": "2017-03-20", "held": "2017-04-01", "given_up": "2017-05-01"}
    days |= {"void": "2017-05-02"}
    made = {
        name: training_records.take_steps(office, SESSIONS, "", plan=plan(planned_for=on)) for name, on in days.items()
    }
    made["undated"] = training_records.take_steps(office, SESSIONS, "", plan=plan())
    place = office.record(SESSIONS, made["moved"]).effective[0].place
    office.do(SESSIONS, made["moved"], "plan", corrects=place, **plan(planned_for="2017-06-15"))
    office.do(SESSIONS, made["held"], "hold", **hold("DT-01", on="2017-04-20"))
    office.do(SESSIONS, made["given_up"], "cancel", reason="下雨", cancelled_on="2017-04-30")
    office.do(SESSIONS, made["void"], "void", reason="误登")
    return made


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A bureau with such plans."""
    office = Office(start="2017-07-01", units="")
    office.unit("DD", kind="brigade")
    office.unit("DT", "DD")
    gateway = GatewayClient(tmp_path_factory.mktemp("plans"), office)
    made = planned_sessions(office)
    with gateway.read_model.store.begin() as tx:
        gateway.read_model.handle(tx, office.events)
    gateway.read_model.after_commit(office.events)
    gateway.made = made  # type: ignore[attr-defined]
    yield gateway
    gateway.store.close()
    office.store.close()


def months_of(told: Any, register: str = SESSIONS) -> dict[str, tuple[int, int, int]]:
    """The months in which a register has anything."""
    one = next(one for one in told["registers"] if one["register"] == register)
    rows = {row["month"]: (row["first"], row["now"], row["done"]) for row in one["months"]}
    return {month: numbers for month, numbers in rows.items() if any(numbers)}


def test_each_month_has_what_was_planned_first_what_stands_and_what_was_done(gateway: GatewayClient) -> None:
    told = answer_of(gateway, f"/v1/plans?as_of={AS_OF}")
    assert months_of(told) == {
        "2017-03": (2, 1, 0),
        "2017-04": (1, 1, 1),
        "2017-05": (2, 0, 0),
        "2017-06": (0, 1, 0),
    }
    sessions = next(one for one in told["registers"] if one["register"] == SESSIONS)
    assert {name: sessions[name] for name in ("first", "now", "done", "moved", "dropped")} == {
        "first": 5,
        "now": 3,
        "done": 1,
        "moved": 1,
        "dropped": 2,
    }
    assert told["whole"] is True
    assert len(sessions["months"]) == 12


def test_what_was_done_counts_up_to_the_day_and_units_have_what_is_below_them(gateway: GatewayClient) -> None:
    assert months_of(answer_of(gateway, "/v1/plans?as_of=2017-04-19"))["2017-04"] == (1, 1, 0)
    assert months_of(answer_of(gateway, f"/v1/plans?as_of={AS_OF}&unit=DD"))["2017-03"] == (2, 1, 0)
    assert gateway.request("/v1/plans?unit=nowhere", role="leader", unit=None).status_code == 404


def test_each_number_opens_to_as_many_records(gateway: GatewayClient) -> None:
    told = answer_of(gateway, f"/v1/plans?as_of={AS_OF}")
    for month, numbers in months_of(told).items():
        for series, n in zip(("first", "now", "done"), numbers, strict=True):
            path = f"/v1/plans/records?planning={SESSIONS}&month={month}&series={series}&as_of={AS_OF}"
            assert len(answer_of(gateway, path)["plans"]) == n, (month, series)
    (moved,) = answer_of(gateway, f"/v1/plans/records?planning={SESSIONS}&month=2017-06&series=now")["plans"]
    made = gateway.made["moved"]  # type: ignore[attr-defined]
    assert moved == {
        "record": f"{SESSIONS}/{made}",
        "unit": "DT",
        "status": "planned",
        "first_for": "2017-03-20",
        "now_for": "2017-06-15",
        "done_on": None,
    }


def test_the_records_of_a_year_come_by_pages_in_the_order_of_days(gateway: GatewayClient) -> None:
    path, days, pages = f"/v1/plans/records?planning={SESSIONS}&as_of={AS_OF}&limit=2", [], 0
    while path:
        told = answer_of(gateway, path)
        days += [one["first_for"] for one in told["plans"]]
        cursor, pages = told["next"], pages + 1
        path = f"/v1/plans/records?planning={SESSIONS}&as_of={AS_OF}&limit=2&cursor={cursor}" if cursor else ""
    assert pages == 3
    assert days == sorted(days)
    assert len(days) == 5


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("planning=nothing.here", 404),
        (f"planning={SESSIONS}&month=2017-13", 422),
        (f"planning={SESSIONS}&series=x", 422),
    ],
)
def test_what_there_is_not_is_refused(gateway: GatewayClient, query: str, status: int) -> None:
    assert gateway.request(f"/v1/plans/records?{query}", role="leader", unit=None).status_code == status


def test_who_may_not_read_a_register_is_told_nothing_of_its_plans(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.gateway.http.permissions.is_reader", lambda one, _role: one.name != SESSIONS)
    told = answer_of(gateway, f"/v1/plans?as_of={AS_OF}")
    assert SESSIONS not in {one["register"] for one in told["registers"]}
    path = f"/v1/plans/records?planning={SESSIONS}"
    assert gateway.request(path, role="leader", unit=None).status_code == 403


def test_the_page_has_a_picture_its_table_and_the_records_behind_a_number(gateway: GatewayClient) -> None:
    page = gateway.request(f"/plans?as_of={AS_OF}", role="leader", unit=None)
    parse_page(page)
    assert page.text.count('<svg class="picture"') == 1
    link = re.search(r'href="(/plans\?[^"]*month=2017-06#list)"', page.text)
    assert link is not None
    opened = gateway.request(link[1].replace("&amp;", "&"), role="leader", unit=None)
    parse_page(opened)
    made = gateway.made["moved"]  # type: ignore[attr-defined]
    assert f'href="/registers/training/sessions/{made}' in opened.text
    assert "2017-03-20" in opened.text
    assert "2017-06-15" in opened.text


def test_rows_are_the_same_whatever_the_order_and_after_a_void_or_a_second_hearing(store: Store) -> None:
    office = Office(start="2017-07-01")
    planned_sessions(office)
    straight = _rows(build_view(office.events, campaign(), store).store)
    assert len(straight) == 6
    for seed in range(3):
        shuffled = [*office.events, *office.events[:5]]
        random.Random(seed).shuffle(shuffled)
        assert _rows(build_view(shuffled, campaign()).store) == straight


def _rows(store: Store) -> list[tuple[Any, ...]]:
    with store.begin_read() as tx:
        return [tuple(one) for one in tx.execute(sa.select(plans).order_by(plans.c.record))]


def test_a_view_that_earlier_code_made_says_that_plans_are_missing_until_it_is_made_anew(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with gateway.store.begin() as tx:
        live = pointer.new("463", ledger.made_by(campaign()), LIVE)
        pointer.add(tx, DISTRICT, campaign(), live)
    assert answer_of(gateway, f"/v1/plans?as_of={AS_OF}&unit=DT")["whole"] is True
    monkeypatch.setattr("services.gateway.read_model.plans.reading.MADE_FROM", ledger.DERIVED + 1)
    assert answer_of(gateway, f"/v1/plans?as_of={AS_OF}")["whole"] is False
    assert "尚不齐全" in gateway.request(f"/plans?as_of={AS_OF}", role="leader", unit=None).text


@pytest.mark.parametrize("planning", PLANNINGS, ids=lambda one: one.register)
def test_each_register_that_plans_has_the_steps_and_the_field_that_are_named(planning: Any) -> None:
    register = catalogue.REGISTERS[planning.register]
    steps = {one.name: one for one in register.steps}
    assert planning.does in steps
    assert all(field in schema(steps[name].form).fields for name, field in planning.sets.items())
    assert set(planning.drops) <= register.words.keys()


def test_what_is_taken_up_again_is_not_carried_out_and_what_is_postponed_has_no_day() -> None:
    office = Office(start="2017-07-01")
    form = {"unit": "DT", "title": "论坛", "kind": "forum", "proposed_on": "2017-02-01"}
    event = training_records.take_steps(
        office,
        "outreach.public_events",
        "",
        propose=form,
        approve={"approved_on": "2017-02-02"},
        plan={"planned_on": "2017-02-03", "planned_for": "2017-03-01"},
        postpone={"postponed_on": "2017-02-20", "reason": "雨"},
    )
    assert _days(office) == [("2017-03-01", None, None)]
    office.do("outreach.public_events", event, "plan", planned_on="2017-02-21", planned_for="2017-04-01")
    office.do("outreach.public_events", event, "hold", held_on="2017-04-02", pupils=0)
    assert _days(office) == [("2017-03-01", "2017-04-01", "2017-04-02")]


def _days(office: Office) -> list[tuple[Any, ...]]:
    return [one[-3:] for one in _rows(build_view(office.events, campaign()).store)]


def _kept(store: Store) -> dict[tuple[str, str, str, str], int]:
    with store.begin_read() as tx:
        return {tuple(key): n for *key, n in tx.execute(sa.select(plan_counts).order_by(*plan_counts.c[:-1])) if n}


def _counted(store: Store) -> dict[tuple[str, ...], int]:
    """The same counted from the plans."""
    with store.begin_read() as tx:
        rows = [one._asdict() for one in tx.execute(sa.select(plans))]
    return dict(Counter((DISTRICT, *key) for row in rows for key in counts.keys_of(row)))


def test_what_is_kept_of_months_is_what_the_plans_say_whatever_the_order(store: Store) -> None:
    office = Office(start="2017-07-01")
    planned_sessions(office)
    straight = build_view(office.events, campaign(), store).store
    assert _kept(straight) == _counted(straight)
    assert {key[3] for key in _kept(straight)} == {*counts.SERIES, *counts.CHANGES}
    for seed in range(3):
        shuffled = [*office.events, *office.events[:5]]
        random.Random(seed).shuffle(shuffled)
        other = build_view(shuffled, campaign()).store
        assert _kept(other) == _kept(straight)
    with straight.begin() as tx:
        tables.clear(tx, DISTRICT)
    assert _kept(straight) == {}


def made_up_plans(number: int) -> list[dict[str, Any]]:
    """Plans of two units on days of a quarter: kept, moved, given up, undated, carried out."""
    chance, first = random.Random(number), dt.date(2017, 1, 1)
    named = {"district": DISTRICT, "register": SESSIONS, "status": "x", "told_at": "x"}
    days = [None, *(str(first + dt.timedelta(days=n)) for n in range(90))]
    return [
        {"record": f"x/{n}", **named, "unit": chance.choice("AB")}
        | {name: chance.choice(days) for name in counts.SERIES}
        | ({"now_for": None} if chance.random() < 0.2 else {})
        for n in range(number)
    ]


def keep(tx: sa.Connection, rows: list[dict[str, Any]]) -> None:
    """Write plans with what is kept of them."""
    stores.insert_many(tx, plans, rows)
    counts.change(tx, DISTRICT, [], rows)


@pytest.mark.parametrize(
    ("first", "last"),
    [("01-01", "03-31"), ("01-15", "03-10"), ("02-10", "02-20"), ("02-01", "02-01"), ("03-02", "03-01")],
)
def test_months_that_are_asked_about_in_part_count_to_the_day(store: Store, first: str, last: str) -> None:
    rows, days = made_up_plans(300), (f"2017-{first}", f"2017-{last}")
    begin, end = map(dt.date.fromisoformat, days)
    with store.begin() as tx:
        keep(tx, rows)
        for units in (None, frozenset("A")):
            asked = PlanQuestion(DISTRICT, begin, end, [SESSIONS], units)
            mine = [one for one in rows if units is None or one["unit"] in units]
            for series in counts.SERIES:
                expected = Counter(one[series][:7] for one in mine if one[series] and days[0] <= one[series] <= days[1])
                assert {at: n for (_, at), n in reading.by_month(tx, asked, series).items()} == expected
            if first <= last:
                within = [one for one in mine if one["first_for"] and days[0] <= one["first_for"] <= days[1]]
                moved = sum(one["now_for"] not in (None, one["first_for"]) for one in within)
                dropped = sum(one["now_for"] is None for one in within)
                assert reading.count_changes(tx, asked) == {SESSIONS: {"moved": moved, "dropped": dropped}}


def cost_of_the_page(so_many: int) -> int:
    """What the numbers of a year cost as of a day within it, all plans carried out before that day."""
    with migrated_store(IN_MEMORY).begin() as tx:
        keep(tx, [one | {"done_on": "2017-02-01"} for one in made_up_plans(so_many)])
        asked = PlanQuestion(DISTRICT, dt.date(2017, 1, 1), dt.date(2017, 12, 31), [SESSIONS])
        done = replace(asked, last=dt.date(2017, 2, 15))
        reads = [(asked, "first_for"), (asked, "now_for"), (done, "done_on")]
        cost = sum(steps_in(tx, partial(reading.by_month, tx, one, series)) for one, series in reads)
        return cost + steps_in(tx, partial(reading.count_changes, tx, asked))


def test_the_page_costs_the_same_however_many_plans_there_are() -> None:
    few, many = cost_of_the_page(200), cost_of_the_page(4000)
    assert 0 < many <= 1.2 * few


def test_a_home_of_before_has_its_plans_counted_once(store: Store) -> None:
    with store.begin() as tx:
        keep(tx, made_up_plans(200))
    kept = _kept(store)
    migration = importlib.import_module("services.gateway.migrations.versions.0048_plan_counts")
    with store.begin() as tx, Operations.context(MigrationContext.configure(tx)):
        migration.downgrade()
        migration.upgrade()
    assert _kept(store) == kept


def cost_of_one_more(so_many: int) -> int:
    """What the row of one more plan costs where there are so many."""
    office, named = Office(start="2017-07-01"), dict.fromkeys(("register", "unit", "status", "told_at"), "x")
    planned_sessions(office)
    view = build_view(office.events, campaign(), migrated_store(IN_MEMORY))
    days = {"first_for": "2017-01-01", "now_for": None, "done_on": None, "district": DISTRICT}
    with view.store.begin() as tx:
        stores.insert_many(tx, plans, [{"record": f"x/{n}", **named, **days} for n in range(so_many)])
        cost = steps_in(tx, lambda: tables.put(tx, DISTRICT, office.events[-1:]))
    view.store.close()
    return cost


def test_one_more_plan_costs_the_same_however_many_there_are() -> None:
    few, many = cost_of_one_more(20), cost_of_one_more(2000)
    assert 0 < many <= 1.2 * few


def test_a_years_targets_stand_beside_each_other() -> None:
    years = (
        "earlier:\n- {start: 2016-01-01, end: 2016-12-31, title: {zh: 上年, en: Last year},\n"
        "   targets: {A6.matters_done: {op: '>=', value: 12, by: 2016-12-31, source: F106}}}\n"
    )
    programme = Programme(campaign().text + years)
    told = {one["id"]: one["editions"] for one in targets_of(programme)}
    assert [one["target"] and one["target"]["value"] for one in told["A6.matters_done"]] == [12, 28]
    assert [one["target"] and one["target"]["value"] for one in told["A3.applied"]] == [None, 12]
    assert Counter(len(one) for one in told.values()) == {2: len(told)}
