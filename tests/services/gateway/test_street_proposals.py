"""What is proposed for a place comes of what was there before, with what it rests on; it costs what lies there."""

from __future__ import annotations

import datetime as dt
import importlib
from pathlib import Path
from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from contracts.cases.datums import GCJ02, WGS84, Point, from_wgs84
from contracts.cases.whereabouts import FARTHEST
from services.chassis.base import clock
from services.chassis.storage import store as storage
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.open311.near import Circle
from services.gateway.read_model import ledger
from services.gateway.read_model.indicators.city_cases import DAYS, FLAGS, PLACES, city_cases
from services.gateway.read_model.indicators.tiles import tile_of, tiles_within
from services.gateway.street.proposals import MOST_TILES, StreetProposals
from tests.office import DISTRICT, Office
from tests.rows_read import rows_read, settle
from tests.services.cases.city import City
from tests.services.cases.grid_records import CELL, adopt, define
from tests.services.gateway.gateway_client import GatewayClient

HERE = Point(120.3532, 31.5901)
"""Of nobody: a point of the example."""
BEARER = Bearer("SYN-1", "officer", "DT")
METRE = 1 / 111_195
"""Degrees of latitude."""


def point(metres: float = 0.0, datum: str = WGS84) -> dict[str, Any]:
    there = from_wgs84(Point(HERE.longitude, HERE.latitude + metres * METRE), datum)
    return {"longitude": there.longitude, "latitude": there.latitude, "datum": datum}


@pytest.fixture
def site(tmp_path: Path) -> GatewayClient:
    office = Office()
    city = City(office)
    office.unit("JU", kind="bureau")
    adopt(office)
    define(office, street="东亭街道")
    city.reported_case(**point(10), grid=CELL)
    city.reported_case(**point(40), case_class="C-0102", grid=CELL, community="前桥")
    city.reported_case(**point(60), case_class="C-0102", grid=CELL)
    city.reported_case(**point(900), case_class="C-0102", street="安镇街道", grid=CELL)
    return GatewayClient(tmp_path, office)


def ask(site: GatewayClient, status: int = 200, **body: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {site.token('officer', 'DT')}"}
    answer = site.client.post("/v1/street/proposals", json=point() | body, headers=headers)
    assert answer.status_code == status
    told: dict[str, Any] = orjson.loads(answer.data)
    return told


def test_the_most_frequent_class_near_by_comes_first_and_says_why(site: GatewayClient) -> None:
    told = ask(site)
    assert told["cases"] == 3
    assert [(one["value"], one["count"], one["from"]) for one in told["case_class"]] == [
        ("C-0102", 2, "cases"),
        ("E-0501", 1, "cases"),
    ]
    assert told["case_class"][0]["label"] == "雨水井盖"


def test_the_cell_of_the_nearest_case_says_street_and_unit(site: GatewayClient) -> None:
    told = ask(site)
    assert [(one["value"], one["metres"]) for one in told["grid"]] == [(CELL, 10)]
    assert [(one["value"], one["from"]) for one in told["unit"]] == [("DT", "cell")]
    assert [(one["value"], one["from"]) for one in told["street"]] == [("东亭街道", "cell")]
    assert [(one["value"], one["from"]) for one in told["community"]] == [("映月", "cell"), ("前桥", "cases")]


def test_a_datum_is_reckoned_over(site: GatewayClient) -> None:
    told = ask(site, **point(datum=GCJ02))
    assert (told["longitude"], told["latitude"]) == pytest.approx(HERE, abs=1e-6)
    assert told["cases"] == 3
    shifted = from_wgs84(HERE, GCJ02)
    assert ask(site, longitude=shifted.longitude, latitude=shifted.latitude)["cases"] == 0


def test_what_was_scanned_says_where_and_whose(site: GatewayClient) -> None:
    shop: dict[str, Any] = {
        "unit": "ZS",
        "kind": "shop",
        "name": "面馆（合成）",
        "street": "映月路",
        "registered_on": "2017-01-01",
    }
    site.office.do("outreach.managed_objects", "", "register", code="S1", keeper="欧阳甲乙丙", **shop)
    site.project_events()
    told = ask(site, object="S1")
    assert [(one["value"], one["from"]) for one in told["place"]] == [("映月路 面馆（合成）", "object")]
    assert [(one["value"], one["from"]) for one in told["unit"]] == [("ZS", "object"), ("DT", "cell")]
    assert "欧阳" not in str(told)


def test_a_class_that_is_out_of_use_is_not_proposed(site: GatewayClient) -> None:
    site.office.do("cases.case_classes", "C-0102", "withdraw", withdrawn_on="2017-06-01", reason="并入")
    site.project_events()
    assert [one["value"] for one in ask(site)["case_class"]] == ["E-0501"]


def test_nothing_is_proposed_where_nothing_is_known(site: GatewayClient) -> None:
    told = ask(site, latitude=32.5)
    assert (told["cases"], told["case_class"], told["grid"], told["unit"]) == (0, [], [], [])
    assert ask(site, accuracy=5000)["cases"] == 0, "the device does not know where it is"


@pytest.mark.parametrize(
    ("body", "field"), [({"latitude": 91}, "latitude"), ({"datum": "ED50"}, "datum"), ({"whose": 1}, "whose")]
)
def test_what_is_no_place_is_refused_by_field(site: GatewayClient, body: dict[str, Any], field: str) -> None:
    refused = ask(site, 422, **body)
    assert [one["field"] for one in refused["errors"]] == [field]


def rows(first: int, end: int, spread: float = 0.2, **more: Any) -> list[dict[str, Any]]:
    """Cases over a square, some kilometres wide, one a minute."""
    nothing = dict.fromkeys((*PLACES, *DAYS, *FLAGS, "collected", "clock", "took"))
    start = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    told = [(number, ledger.stamp(start + dt.timedelta(minutes=number))) for number in range(first, end)]
    some = [
        nothing
        | {"record": f"cases.digital_cases/r{number:06}", "source_district": DISTRICT, "unit": "ZX"}
        | {"status": "closed", "opened_by": "SYN", "case_class": "E-0501", "last_on": "2026-05-01"}
        | {"told_at": at, "reported_at": at}
        | {"latitude": HERE.latitude + spread * ((number * 7919 % 1009) / 1009 - 0.5)}
        | {"longitude": HERE.longitude + spread * ((number * 104729 % 1013) / 1013 - 0.5)}
        | more
        for number, at in told
    ]
    return [one | {"tile": tile_of(one["longitude"], one["latitude"])} for one in some]


def test_the_same_class_at_the_same_place_within_a_day_may_be_the_same(site: GatewayClient) -> None:
    at, before = clock.now() - dt.timedelta(hours=2), clock.now() - dt.timedelta(hours=30)
    with site.store.begin() as tx:
        for number, (when, code) in enumerate([(at, "E-0501"), (before, "E-0501"), (at, "C-0102")]):
            about = {"case_class": code, "reported_at": ledger.stamp(when)}
            storage.insert_many(tx, city_cases, rows(number, number + 1, 0, **about))
    alike = ask(site, case_class="E-0501")["alike"]
    assert [one["record"] for one in alike] == ["r000000"]
    assert ask(site)["alike"] == [], "no class was named"


def test_a_place_costs_what_lies_there_however_many_cases_there_are(store: Any, tmp_path: Path) -> None:
    model = GatewayClient(tmp_path, Office(), store).read_model
    proposals = StreetProposals(model)

    def look() -> None:
        with store.begin() as tx:
            proposals._near(tx, BEARER, HERE, 0)

    def fill(first: int, end: int, spread: float) -> None:
        with store.begin() as tx:
            storage.insert_many(tx, city_cases, rows(first, end, spread))

    fill(0, 50, 0.001)
    fill(50, 1_000, 0.2)
    settle(store)
    few = rows_read(store, look)
    fill(1_000, 11_000, 0.2)
    settle(store)
    assert rows_read(store, look) < 2 * few, "a town has ten times as many"
    with store.begin_read() as tx:
        assert tx.scalar(sa.select(sa.func.count()).select_from(city_cases)) == 11_000
        near = proposals._near(tx, BEARER, HERE, 0)
    assert near
    assert all(
        Circle(HERE.latitude, HERE.longitude, 200).has(one.row["latitude"], one.row["longitude"]) for one in near
    )
    fill(11_000, 13_000, 0.0001)
    settle(store)
    market = rows_read(store, look)
    fill(13_000, 20_000, 0.0001)
    settle(store)
    assert rows_read(store, look) < 1.2 * market, "of a place where everything happens the newest are looked at"


@pytest.mark.parametrize("longitude", [-180.0, -0.0019, 0.0, 120.3532, 180.0])
@pytest.mark.parametrize("latitude", [-90.0, -0.001, 0.0, 31.5901, 90.0])
def test_a_row_that_was_there_before_has_the_tile_that_it_would_have_now(
    store: Any, longitude: float, latitude: float
) -> None:
    floor = importlib.import_module("services.gateway.migrations.versions.0052_tiles_of_cases").FLOOR
    asked = floor["sqlite" if store.is_sqlite else "postgresql"]
    north, east = (asked.format(f"CAST({one} AS DOUBLE PRECISION)") for one in (latitude, longitude))
    with store.begin_read() as tx:
        assert tx.scalar(sa.text(f"SELECT {north} * 1000000 + {east}")) == tile_of(longitude, latitude)


def test_a_place_has_the_tiles_that_it_touches() -> None:
    assert len(tiles_within(*Circle(HERE.latitude, HERE.longitude, 200).bounds)) <= 16
    assert tile_of(*HERE) in tiles_within(*Circle(HERE.latitude, HERE.longitude, 1).bounds)
    around = tiles_within(*Circle(HERE.latitude, HERE.longitude, FARTHEST).bounds)
    assert len(around) < MOST_TILES
    for north, east in ((0.0044, 0), (-0.0044, 0), (0, 0.0052), (0, -0.0052)):
        assert tile_of(HERE.longitude + east, HERE.latitude + north) in around
