"""Whoever may not read breaches asks by day, by unit and by moment, subtracts, and learns nothing of one or two."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import pytest

from contracts.errors import Unauthenticated
from contracts.roles import EVERYONE
from services.chassis.base import clock
from services.gateway.api import stream as stream_module
from services.gateway.api.changes import Changes
from services.gateway.api.rankings import Rankings
from services.gateway.http import routing
from services.gateway.http.app import App
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model.changes import change_rows
from services.gateway.read_model.queries.disclosure import month_end
from services.gateway.reading_rights import exact_measures
from tests.office import Office, day
from tests.services.gateway.gateway_client import KEY, GatewayClient
from tests.services.training.norm_records import published_norm
from tests.services.training.test_breaches import record_conduct_check, reported_breach
from tests.tokens import bearer_of

MEASURES = ("S3.breaches", "S3.private_use")
UNITS = ("", "&unit=DT", "&unit=DBT", "&unit=ZS", "&unit=DD")
DAYS = ("2017-03-09", "2017-03-10", "2017-03-30", "2017-03-31", "2017-04-01", "2017-12-30")
MONTH_ENDS = {"2017-02-28", "2017-03-31", "2017-11-30"}
EXEMPT = {"leader", "inspector", "auditor", "operator"}
CLERK, LEADER = "clerk", "leader"


@contextmanager
def breaches(home: Path, *persons: str) -> Iterator[GatewayClient]:
    """A bureau in which these persons' breaches were confirmed on 2017-03-10, the last thing that was recorded."""
    office = Office(units="")
    with closing(office.store):
        office.unit("DD", kind="brigade")
        for unit in ("DT", "DBT", "ZS"):
            office.unit(unit, "DD")
        office.person("a", "DT", joined="2017-01-01")
        office.person("b", "DBT", joined="2017-01-01")
        office.person("c", "ZS", joined="2017-01-01")
        published_norm(office)
        record_conduct_check(office)
        for person in persons:
            reported_breach(office, "confirm", person=person)
        home.mkdir(parents=True)
        client = GatewayClient(home, office)
        try:
            yield client
        finally:
            client.store.close()


def ask(desk: GatewayClient, path: str, role: str = CLERK) -> Any:
    """What a role is answered at an address."""
    headers = {"Authorization": f"Bearer {desk.token(role, None)}"}
    with desk.client.get(path, headers=headers) as response:  # closed, or it would hold its place among the open ones
        assert response.status_code in (200, 403), response.data
        return json.loads(response.data)


def moments(desk: GatewayClient) -> list[str]:
    """Moments before, between and after everything that was recorded last."""
    times = sorted({one.time for one in desk.office.events})
    return [quote(one.isoformat()) for one in times[-4:]]


def everything(desk: GatewayClient, role: str = CLERK) -> list[Any]:
    """Whatever an attacker may ask for about private measures: by day, by unit, by moment; and each in full."""
    frames = [f"as_of={on}{unit}" for on in DAYS for unit in UNITS]
    answers = [ask(desk, f"/v1/progress/S3?{frame}", role) for frame in frames]
    for moment in moments(desk):
        item = ask(desk, f"/v1/progress/S3?as_of=2017-12-31&known_at={moment}", role)
        # Of the others it was known more at one moment than at another.
        answers += [one for one in item["measures"] if one["id"] in MEASURES]
    more = [f"/v1/measures/{name}?as_of=2017-05-15{unit}" for name in MEASURES for unit in UNITS[:2]]
    return answers + [ask(desk, path, role) for path in more]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("disclosure")


def test_none_one_and_two_breaches_are_told_alike_by_day_by_unit_and_by_moment(homes: Path) -> None:
    with (
        breaches(homes / "none") as none,
        breaches(homes / "one", "a") as one,
        breaches(homes / "two", "a", "c") as two,
    ):
        told = everything(none)
        assert everything(one) == told
        assert everything(two) == told
        assert everything(two, LEADER) != everything(none, LEADER), "there was something to tell"


def test_a_day_between_two_month_ends_tells_what_the_month_end_before_tells(homes: Path) -> None:
    with breaches(homes / "days", *"aaaacc") as desk:
        told = {on: ask(desk, f"/v1/measures/S3.private_use?as_of={on}") for on in DAYS}
        rates = {on: ask(desk, f"/v1/measures/S3.breaches?as_of={on}") for on in DAYS}
    assert {one["as_of"] for one in (*told.values(), *rates.values())} <= MONTH_ENDS
    assert (rates["2017-03-30"]["claimed"], rates["2017-03-30"]["withheld"]) == (None, True)
    assert rates["2017-03-31"]["claimed"] == rates["2017-04-01"]["claimed"] is not None
    assert all(one["as_of"] == str(month_end(day(one["as_of"]))) for one in rates["2017-12-30"]["by_month"])


@pytest.mark.parametrize(("count", "shown"), [(3, 3), (4, 3), (5, 3), (6, 6)])
def test_what_is_told_is_told_in_threes(homes: Path, count: int, shown: int) -> None:
    with breaches(homes / f"threes{count}", *"a" * count) as desk:
        one = ask(desk, "/v1/measures/S3.breaches?as_of=2017-03-31")
        exactly = ask(desk, "/v1/measures/S3.breaches?as_of=2017-03-31", LEADER)
    assert one["claimed"] == pytest.approx(exactly["claimed"] * shown / count, abs=1e-3)


def test_breaches_of_provisions_are_told_by_clause_to_those_alone_who_may_read_them(homes: Path) -> None:
    measure = "A2.breached_clauses_eight"
    with breaches(homes / "clauses") as desk:
        for clause in (1, 1, 2, 1):
            reported_breach(desk.office, "confirm", matter="eight_provisions", clause=clause)
        reported_breach(desk.office, "inquire", matter="eight_provisions", clause=3)
        desk.project_events()
        told, exactly = (ask(desk, f"/v1/measures/{measure}?as_of=2017-03-31", role) for role in (CLERK, LEADER))
        pages = [desk.request(f"/measures/{measure}?as_of=2017-03-31", role=role).text for role in (CLERK, LEADER)]
    clauses = [(one["by"]["norm"], one["by"]["clause"], one["claimed"]) for one in exactly["by_part"]]
    assert (clauses, exactly["claimed"]) == ([("ten", "1", 3), ("ten", "2", 1)], 4)
    assert (told["by_part"], told["claimed"]) == ([], 3)
    assert ["逐项：规范编号、条款号" in page for page in pages] == [False, True]


def test_a_small_sibling_does_not_come_out_of_the_others(homes: Path) -> None:
    with breaches(homes / "siblings", *"aaaac") as desk:
        told = ask(desk, "/v1/measures/S3.breaches?as_of=2017-03-31")
        of_units = [ask(desk, f"/v1/measures/S3.breaches?as_of=2017-03-31{unit}") for unit in UNITS[1:4]]
        above = ask(desk, "/v1/measures/S3.breaches?as_of=2017-03-31&unit=DD")
    assert told["claimed"]
    assert [one["unit"] for one in told["by_unit"]] == ["DD"], "three that are told of in threes stand under it"
    assert [(one["claimed"], one["withheld"]) for one in of_units] == [(None, True)] * 3
    assert above["claimed"] == told["claimed"]


def test_no_earlier_moment_is_told_of(homes: Path) -> None:
    with breaches(homes / "moments", *"aaaa") as desk:
        for moment in moments(desk):
            one = ask(desk, f"/v1/measures/S3.breaches?as_of=2017-12-31&known_at={moment}")
            assert (one["claimed"], one["n"], one["withheld"], one["by_unit"]) == (None, 0, True, [])


def test_what_changed_and_who_stands_where_tell_nothing_either(homes: Path) -> None:
    with breaches(homes / "changes", *"aaaa") as desk:
        app = App(routing.bind([Changes(desk.read_model), Rankings(desk.read_model)]), KEY, bearer_of)
        desk.client.application = app
        since = quote(desk.office.events[-12].time.isoformat())
        told, exactly = (ask(desk, f"/v1/changes?since={since}&as_of=2017-12-31", role) for role in (CLERK, LEADER))
        assert ask(desk, "/v1/rankings/S3.breaches")["slug"] == "counts-only"
    assert not {one["id"] for one in told["measures"]}.intersection(MEASURES)
    assert {one["id"] for one in exactly["measures"]}.intersection(MEASURES)
    assert not [one for one in told["events"] if one["type"].startswith("training.breaches")]


def change(desk: GatewayClient, measures: list[str]) -> None:
    """Numbers move."""
    with desk.read_model.store.begin() as tx:
        change_rows.put(tx, desk.read_model.district, measures)
    desk.read_model.change_feed.publish([])


def test_the_stream_does_not_say_that_a_private_number_moved(homes: Path) -> None:
    with breaches(homes / "stream") as desk:
        heard = {}
        for role in (CLERK, LEADER):
            headers = {"Authorization": f"Bearer {desk.token(role, None)}"}
            stream = desk.client.get("/v1/stream", headers=headers).iter_encoded()
            next(stream)
            change(desk, [*MEASURES])
            change(desk, ["A6.matters_done", *MEASURES])
            heard[role] = next(stream)
        assert orjson.loads(heard[CLERK].partition(b"data: ")[2]) == {"measures": ["A6.matters_done"]}
        assert orjson.loads(heard[LEADER].partition(b"data: ")[2]) == {"measures": sorted(MEASURES)}


def test_a_stream_ends_with_the_session_that_opened_it(homes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "LOOK", 0.05)
    with breaches(homes / "ended") as desk:
        token = desk.token(LEADER, None)
        known: dict[str, Bearer] = {token: bearer_of(token)}

        def identify(secret: str) -> Bearer:
            if secret not in known:
                raise Unauthenticated
            return known[secret]

        app = desk.client.application
        assert isinstance(app, App)
        desk.client.application = App(app.handlers, KEY, identify)
        for later in ({}, {token: replace(known[token], unit="DT")}):
            known = {token: bearer_of(token)}
            stream = desk.client.get("/v1/stream", headers={"Authorization": f"Bearer {token}"}).iter_encoded()
            next(stream)
            change(desk, ["A6.matters_done"])
            assert b"A6.matters_done" in next(stream)
            known = later
            change(desk, [*MEASURES])
            assert list(stream)[-1] == b"event: signed-out\ndata: {}\n\n"


def test_the_quick_answer_is_each_roles_own(homes: Path) -> None:
    with breaches(homes / "quick", "a") as desk:
        for roles in ((LEADER, CLERK), (CLERK, LEADER)):
            desk.read_model.cache.drop_all()
            by_role = {role: private_numbers(ask(desk, "/v1/progress", role)) for role in roles}
            assert by_role[CLERK] == {"S3.breaches": None, "S3.private_use": None}
            assert by_role[LEADER]["S3.private_use"] == 0
            assert by_role[LEADER]["S3.breaches"]


def private_numbers(progress: Any) -> dict[str, Any]:
    measures = (one for pillar in progress["pillars"] for item in pillar["items"] for one in item["measures"])
    return {one["id"]: one["claimed"] for one in measures if one["id"] in MEASURES}


def test_the_status_of_an_item_does_not_tell_what_its_measure_keeps_back(homes: Path) -> None:
    with breaches(homes / "kept") as kept, breaches(homes / "missed", "a") as missed:
        told = [ask(one, "/v1/progress/S3?as_of=2017-12-31") for one in (kept, missed)]
        assert told[0] == told[1]
        (private,) = [one for one in told[0]["measures"] if one["id"] == "S3.private_use"]
        assert (private["status"], private["withheld"], private["target"]["op"]) == (None, True, "<=")


def test_who_works_with_the_records_sees_the_numbers_as_they_are(homes: Path) -> None:
    with breaches(homes / "exact", "a", "c") as desk:
        programme = desk.read_model.programme
        seen = {role for role in EVERYONE if "S3.breaches" in exact_measures(programme, role)}
        households = {role for role in EVERYONE if "A5.households_visited" in exact_measures(programme, role)}
        one = ask(desk, "/v1/measures/S3.breaches?as_of=2017-03-10&unit=DT", LEADER)
    assert seen == EXEMPT
    assert households == EXEMPT | {"clerk", "captain"}
    assert one["claimed"] == pytest.approx(100 / (69 / (365.25 / 12)), abs=1e-3)
    assert one["as_of"] == str(day("2017-03-10"))
    assert clock.now().date() > day("2017-03-10")
