"""Surveys as the interface and the page show them: first and latest with n, nothing of fewer than three sheets."""

from __future__ import annotations

import datetime as dt
import importlib
import random
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from services.chassis.storage import store as storage
from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.surveys import survey_rows
from services.gateway.read_model.surveys.survey_rows import SurveyQuestion, surveys
from tests.office import DISTRICT, IN_MEMORY, PROOF, Office, build_view
from tests.rows_read import rows_read, settle, steps_in
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.test_pages import parse_page
from tests.services.gateway.test_trends import answer_of
from tests.services.outreach.survey_waves import SURVEYS, close_wave, open_wave, sheets, survey, tally

BARE = '{"anonymous":true,"questions":[],"ended_on":null,"opened":{},"waves":[]}'


def waves(office: Office, record: str, *means: int, few: bool = False) -> None:
    """Waves in which everybody gives so many points, each in a month of its own."""
    for wave, points in enumerate(means, 1):
        on = f"2017-{wave + 1:02}"
        open_wave(office, record, wave, f"{on}-01", handed_out=10)
        bundle = [(points, points)] * (2 if few else 4)
        sheets(office, record, *bundle, wave=wave, returned_on=f"{on}-02")
        close_wave(office, record, wave, f"{on}-20")


@pytest.fixture
def bureau() -> Office:
    """An office above one squadron."""
    office = Office(start="2017-12-01", units="")
    office.unit("DD", kind="brigade")
    office.unit("DBT", "DD")
    office.unit("DT", "DD")
    return office


@pytest.fixture
def gateway(tmp_path: Any, bureau: Office) -> Iterator[GatewayClient]:
    """A gateway of that bureau, which has heard nothing yet."""
    client = GatewayClient(tmp_path, bureau)
    yield client
    client.store.close()
    bureau.store.close()


def hear(gateway: GatewayClient, office: Office) -> None:
    with gateway.read_model.store.begin() as tx:
        gateway.read_model.handle(tx, office.events)
    gateway.read_model.after_commit(office.events)


def test_the_first_wave_stands_beside_the_latest_and_those_between_do_not(
    gateway: GatewayClient, bureau: Office
) -> None:
    waves(bureau, survey(bureau), 3, 1, 4)
    hear(gateway, bureau)
    (told,) = answer_of(gateway, "/v1/surveys")["surveys"]
    assert [told[name]["wave"] for name in ("first", "latest")] == [1, 3]
    assert [told[name]["sheets"] for name in ("first", "latest")] == [4, 4]
    assert told["latest"]["results"][0] == {"question": 1, "n": 4, "mean": 4}
    assert (told["about"], told["anonymous"], told["open_wave"]) == ("image", True, None)


def test_of_fewer_than_three_sheets_neither_number_nor_answers_are_told(gateway: GatewayClient, bureau: Office) -> None:
    waves(bureau, survey(bureau), 3, few=True)
    hear(gateway, bureau)
    (told,) = answer_of(gateway, "/v1/surveys")["surveys"]
    assert (told["first"]["shown"], told["first"]["sheets"], told["first"]["results"]) == (False, None, [])
    assert told["latest"] is None
    page = gateway.request("/surveys", role="leader", unit=None)
    assert "不足 3 份，不公布" in parse_page(page).text


def test_the_page_shows_means_with_how_many_answered_and_claims_nothing(gateway: GatewayClient, bureau: Office) -> None:
    waves(bureau, record := survey(bureau), 3, 4)
    open_wave(bureau, record, 3, "2017-06-01")
    other = survey(bureau, title="商户问卷（合成）", anonymous=False, designed_on="2017-01-06")
    open_wave(bureau, other)
    tally(bureau, other, 1, (1, 10, 41), evidence=PROOF)
    hear(gateway, bureau)
    page = gateway.request("/surveys", role="leader", unit=None)
    text = parse_page(page).text
    assert text.index("商户问卷") < text.index("群众评议"), "what was designed last comes first"
    for told in ("3.00 分（4 份）", "4.00 分（4 份）", "4.10 分（10 份）", "他处统计", "第 3 轮进行中", "不说明原因"):
        assert told in text
    assert f'href="/registers/outreach/surveys/{record}' in page.text
    assert "达成" not in text.replace("不视为目标达成", "")
    assert "survey_sheets" not in page.text, "who takes in no sheets is not led there"
    assert "survey_sheets" in gateway.request("/surveys", role="publicist", unit=None).text
    english = gateway.request("/surveys?lang=en", role="leader", unit=None).text
    assert "3.00 (4 answers)" in english


def test_without_a_survey_the_page_says_so(gateway: GatewayClient) -> None:
    assert "尚无问卷" in parse_page(gateway.request("/surveys", role="leader", unit=None)).text


def test_a_unit_sees_its_own_and_those_below(gateway: GatewayClient, bureau: Office) -> None:
    for unit in ("DBT", "DT"):
        survey(bureau, unit=unit, title=f"{unit}（合成）")
    hear(gateway, bureau)
    names = {
        unit: {one["unit"] for one in answer_of(gateway, f"/v1/surveys?unit={unit}")["surveys"]}
        for unit in ("DT", "DD")
    }
    assert names == {"DT": {"DT"}, "DD": {"DBT", "DT"}}
    assert gateway.request("/v1/surveys?unit=nowhere", role="leader", unit=None).status_code == 404


def test_the_list_goes_on_by_cursors_in_both_directions(gateway: GatewayClient, bureau: Office) -> None:
    for day in range(1, 6):
        survey(bureau, designed_on=f"2017-01-0{day}")
    hear(gateway, bureau)
    first = answer_of(gateway, "/v1/surveys?limit=2")
    second = answer_of(gateway, f"/v1/surveys?limit=2&cursor={first['next']}")
    third = answer_of(gateway, f"/v1/surveys?limit=2&cursor={second['next']}")
    days = [[one["designed_on"][-1] for one in page["surveys"]] for page in (first, second, third)]
    assert days == [["5", "4"], ["3", "2"], ["1"]]
    assert third["next"] is None
    back = answer_of(gateway, f"/v1/surveys?limit=2&cursor={third['previous']}")
    assert back["surveys"] == second["surveys"]


def test_as_of_a_day_stands_what_was_closed_by_then(gateway: GatewayClient, bureau: Office) -> None:
    waves(bureau, record := survey(bureau), 3, 1, 4)
    bureau.do(SURVEYS, record, "end", ended_on="2017-05-01")
    hear(gateway, bureau)
    told = {
        day: answer_of(gateway, f"/v1/surveys?as_of=2017-{day}")["surveys"]
        for day in ("01-04", "02-10", "02-20", "04-10", "05-01")
    }
    assert told["01-04"] == []
    shown = {
        day: [(one[0][name] or {}).get("wave") for name in ("first", "latest")] for day, one in told.items() if one
    }
    assert shown == {"02-10": [None, None], "02-20": [1, None], "04-10": [1, 2], "05-01": [1, 3]}
    assert [told[day][0]["open_wave"] for day in ("02-10", "02-20", "04-10")] == [1, None, 3]
    assert [told[day][0]["status"] for day in ("04-10", "05-01")] == ["designed", "ended"]
    assert "第 1 轮进行中" in gateway.request("/surveys?as_of=2017-02-10", role="leader", unit=None).text


def test_a_voided_survey_is_not_shown(gateway: GatewayClient, bureau: Office) -> None:
    bureau.do(SURVEYS, survey(bureau), "void", reason="误录")
    hear(gateway, bureau)
    assert answer_of(gateway, "/v1/surveys")["surveys"] == []


def test_rows_are_the_same_whatever_the_order_in_which_events_arrive(bureau: Office) -> None:
    waves(bureau, survey(bureau), 3, 4)
    straight = _rows(build_view(bureau.events, campaign()).store)
    for seed in range(3):
        shuffled = [*bureau.events, *bureau.events[:5]]
        random.Random(seed).shuffle(shuffled)
        assert _rows(build_view(shuffled, campaign()).store) == straight


def _rows(store: Store) -> list[tuple[Any, ...]]:
    with store.begin_read() as tx:
        return [tuple(one) for one in tx.execute(sa.select(surveys).order_by(surveys.c.record))]


def test_a_page_costs_the_same_however_many_sheets_and_waves_there_were(gateway: GatewayClient, bureau: Office) -> None:
    record = survey(bureau)
    costs = []
    for wave in range(1, 9):
        open_wave(bureau, record, wave, f"2017-{wave + 1:02}-01")
        for _ in range(wave):
            sheets(bureau, record, *[(3, 3)] * 4, wave=wave, returned_on=f"2017-{wave + 1:02}-02")
        close_wave(bureau, record, wave, f"2017-{wave + 1:02}-20")
        if wave in (2, 8):
            hear(gateway, bureau)
            with gateway.read_model.store.begin_read() as tx:
                costs.append(steps_in(tx, lambda tx=tx: tx.execute(sa.select(surveys)).all()))  # type: ignore[misc]
    assert costs[0] == costs[1]


def survey_row(number: int, unit: str) -> dict[str, Any]:
    about = {"title": "合成", "about": "image", "audience": "public", "told": BARE, "district": DISTRICT}
    return about | {"record": f"{SURVEYS}/{number:06}", "unit": unit, "designed_on": f"2017-01-{1 + number % 20:02}"}


@pytest.mark.parametrize("units", [{"DT"}, {"DT", "ZS"}, {"DBT", "DT"}], ids=len)
def test_surveys_of_units_cost_their_page_however_many_others_have(store: Store, units: set[str]) -> None:
    """DT has none, ZS a few, DBT all the others."""
    asked = SurveyQuestion(DISTRICT, dt.date(2017, 12, 31), frozenset(units))

    def read() -> None:
        with store.begin() as tx:
            survey_rows.find(tx, asked, ListWindow(3))

    costs = []
    for numbers in (range(100), range(100, 2000)):
        with store.begin() as tx:
            storage.insert_many(tx, surveys, [survey_row(one, "ZS" if one < 5 else "DBT") for one in numbers])
        settle(store)
        costs.append(rows_read(store, read))
    assert costs[1] <= 1.2 * costs[0], costs


@pytest.mark.parametrize("backward", [False, True])
def test_surveys_of_several_units_lie_in_one_order(store: Store, *, backward: bool) -> None:
    rows = [survey_row(number, ("DT", "ZS", "DBT")[number % 3]) for number in range(60)]
    with store.begin() as tx:
        storage.insert_many(tx, surveys, rows)
    asked = SurveyQuestion(DISTRICT, dt.date(2017, 1, 15), frozenset({"DT", "ZS"}))
    with store.begin_read() as tx:
        part, shown = survey_rows.find(tx, asked, ListWindow(7))
        read = [one["record"] for one in shown]
        while part.after:
            window = ListWindow(7, part.after)
            part, shown = survey_rows.find(tx, asked, window)
            if backward:
                back, _ = survey_rows.find(tx, asked, ListWindow(7, part.places[0], backward=True))
                assert list(back.places) == [(_day_of(rows, one), one) for one in read[-7:]]
            read += [one["record"] for one in shown]
    mine = [one for one in rows if one["unit"] != "DBT" and one["designed_on"] <= "2017-01-15"]
    assert read == [one["record"] for one in sorted(mine, key=lambda one: (one["designed_on"], one["record"]))][::-1]


def _day_of(rows: list[dict[str, Any]], record: str) -> str:
    return next(str(one["designed_on"]) for one in rows if one["record"] == record)


def test_the_migrations_go_up_and_down() -> None:
    made, found = (
        importlib.import_module(f"services.gateway.migrations.versions.{name}")
        for name in ("0053_surveys", "0057_surveys_by_unit")
    )
    engine = sa.create_engine(IN_MEMORY)
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        made.upgrade()
        found.upgrade()
        assert {one["name"] for one in sa.inspect(connection).get_columns("surveys")} == set(surveys.c.keys())
        indexes = {one["name"] for one in sa.inspect(connection).get_indexes("surveys")}
        assert indexes == {one.name for one in surveys.indexes}
        found.downgrade()
        assert {one["name"] for one in sa.inspect(connection).get_indexes("surveys")} == {"surveys_by_design"}
        made.downgrade()
        assert not sa.inspect(connection).has_table("surveys")
