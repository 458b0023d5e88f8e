"""What is due, what changed, who stands where: asked over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import Client

from contracts import catalogue, envelope
from contracts.envelope import Event
from services.gateway.api.changes import Changes
from services.gateway.api.due import DueDates
from services.gateway.api.progress import Progress
from services.gateway.api.rankings import Rankings
from services.gateway.evidence import Evidence
from services.gateway.http import routing
from services.gateway.http.app import App
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model.read_model import ReadModel
from tests.office import Office, build_view
from tests.services.gateway.sample_programme import PROGRAMME
from tests.services.gateway.test_years import NEW, two_years
from tests.services.training import training_records
from tests.tokens import bearer_of

Get = Callable[..., tuple[int, Any]]


class Gate(App):
    """An application to which everybody is a clerk of DT."""

    role = "clerk"

    def bearer(self, environ: dict[str, Any], *, by_cookie: bool = False) -> Bearer | None:  # noqa: ARG002 -- as it is called
        return Bearer("a", self.role, "DT")


def query_client(read_model: ReadModel) -> Get:
    resources = (
        DueDates(read_model),
        Changes(read_model),
        Rankings(read_model),
        Progress(read_model, Evidence(read_model.store, "memory://")),
    )
    client = Client(Gate(routing.bind(resources), b"", bearer_of))

    def get(path: str, **query: str) -> tuple[int, Any]:
        response = client.get(path, query_string=query)
        return response.status_code, response.json

    return get


def requested_matter(office: Office, unit: str, on: str) -> str:
    events = office.do("outreach.matters", "", "register", unit=unit, community="映月", matter="x", requested_on=on)
    return events[-1].subject


def test_overdue_and_soon_due_soonest_first_with_the_rule_they_follow(office: Office) -> None:
    late, soon = requested_matter(office, "DT", "2017-05-02"), requested_matter(office, "DT", "2017-05-25")
    status, answer = query_client(build_view(office.events, PROGRAMME))("/v1/due", as_of="2017-05-31", within="2")
    assert status == 200
    assert [(one["record"], one["due"], one["days_left"], one["overdue"]) for one in answer["due"]] == [
        (late, "2017-05-09", -22, True),
        (soon, "2017-06-02", 2, False),
    ]
    assert answer["due"][0]["clock_title"] == {"zh": "受理答复", "en": "Reply"}
    assert answer["due"][0]["article"]


def test_what_falls_due_later_is_told_when_it_is_asked_for(office: Office) -> None:
    requested_matter(office, "DT", "2017-05-25")
    get = query_client(build_view(office.events, PROGRAMME))
    assert [get("/v1/due", as_of="2017-05-26", within=days)[1]["n"] for days in ("3", "4")] == [0, 1]


def test_a_units_due_list_is_its_own_and_that_of_units_below_it(office: Office) -> None:
    office.unit("SUB", "DT")
    own = [requested_matter(office, unit, "2017-05-02") for unit in ("DT", "SUB")]
    requested_matter(office, "ZS", "2017-05-02")
    _, answer = query_client(build_view(office.events, PROGRAMME))("/v1/due", unit="DT", as_of="2017-05-31")
    assert sorted(one["record"] for one in answer["due"]) == sorted(own)


def test_nobody_waits_for_the_certificate_of_a_person_who_has_left(office: Office) -> None:
    for code in ("a", "b"):
        office.person(code, "DT")
    training_records.course(office, "E", pass_mark=60, validity_months=3)
    training_records.paper(office, course="E")
    for code in ("a", "b"):
        training_records.scored_assessment(office, code, 90)
        issued = {"number": f"N-{code}", "person": code, "course": "E", "issued_on": "2017-03-10"}
        training_records.take_steps(office, training_records.CERTIFICATES, "", issue=issued)
    office.do(training_records.PEOPLE, "a", "leave", left_on="2017-05-20", reason="调离")
    get = query_client(build_view(office.events, PROGRAMME))

    def due(as_of: str) -> list[str]:
        return [one["record"] for one in get("/v1/due", as_of=as_of)[1]["due"]]

    assert sorted(due("2017-05-19")) == ["N-a", "N-b"]
    assert due("2017-05-20") == ["N-b"]


def test_what_only_some_may_read_is_not_told_to_others(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    requested_matter(office, "DT", "2017-05-02")
    get = query_client(build_view(office.events, PROGRAMME))
    monkeypatch.setitem(catalogue.REGISTERS["outreach.matters"].__dict__, "reader_roles", frozenset({"leader"}))
    assert get("/v1/due", as_of="2017-05-31")[1]["n"] == 0
    monkeypatch.setattr(Gate, "role", "leader")
    assert get("/v1/due", as_of="2017-05-31")[1]["n"] == 1


def test_what_changed_since_a_report_names_numbers_and_what_moved_them(office: Office) -> None:
    first = office.matter()
    reported = office.events[-1].time.isoformat()
    second = office.matter(done="2017-03-09")
    office.do("outreach.matters", first, "finish", corrects=3, done_on="2017-03-20", outcome="修好")
    office.do("outreach.matters", second, "void", reason="误录")
    status, answer = query_client(build_view(office.events, PROGRAMME))(
        "/v1/changes", since=reported, as_of="2017-03-10"
    )
    assert status == 200
    moved = {one["id"]: (one["before"]["claimed"], one["after"]["claimed"]) for one in answer["measures"]}
    assert moved["A6.done"] == (1, 0)
    kinds = [(one["record"], one["corrects"], one["voids"], one["late"]) for one in answer["events"]]
    assert kinds[:2] == [
        (f"outreach.matters/{second}", False, True, False),
        (f"outreach.matters/{first}", True, False, True),
    ]
    assert (len(answer["events"]), answer["more"]) == (5, False)


def test_of_what_changed_the_newest_are_told_and_that_there_is_more(office: Office) -> None:
    office.matter()
    _, answer = query_client(build_view(office.events, PROGRAMME))(
        "/v1/changes", since="2017-01-01T00:00:00Z", limit="2"
    )
    assert [one["event"] for one in answer["events"]] == [event.id for event in office.events[:-3:-1]]
    assert answer["more"]


def test_between_two_days_stand_the_numbers_of_both_and_what_was_recorded_since(office: Office) -> None:
    office.matter(done="2017-03-09")
    office.matter(done="2017-03-20")
    get = query_client(build_view(office.events, PROGRAMME))
    _, answer = get("/v1/changes", **{"from": "2017-03-09", "to": "2017-03-20"})
    moved = {one["id"]: (one["before"]["claimed"], one["after"]["claimed"]) for one in answer["measures"]}
    assert moved["A6.done"] == (1, 2)
    assert (answer["from"], answer["as_of"], answer["events"]) == ("2017-03-09", "2017-03-20", [])
    assert answer["since"] == "2017-03-10T00:00:00+08:00"
    _, recorded = get("/v1/changes", **{"from": "2017-03-20", "to": "2018-12-31"})
    assert len(recorded["events"]) == len(office.events)
    _, same = get("/v1/changes", **{"from": "2017-03-20", "to": "2017-03-21"})
    assert "A6.done" not in {one["id"] for one in same["measures"]}
    for query, field in (
        ({"from": "2017-03-20", "to": "2017-03-20"}, "from"),
        ({"from": "2017-03-20", "since": "2017-01-01T00:00:00Z"}, "since"),
        ({"from": "2017-03-20", "as_of": "2017-03-21"}, "as_of"),
    ):
        status, problem = get("/v1/changes", **query)
        assert (status, problem["errors"][0]["field"]) == (422, field)


def test_what_counts_within_the_year_stands_once_by_the_year_of_each_day() -> None:
    office = two_years()
    get = query_client(build_view(office.events, NEW))

    def moved(**query: str) -> list[tuple[str, int, int, str]]:
        measures = get("/v1/changes", **query)[1]["measures"]
        return [(one["id"], one["before"]["claimed"], one["after"]["claimed"], one["title"]["en"]) for one in measures]

    within = {
        name: moved(**{"from": "2017-04-30", "to": day}) for name, day in (("17", "2017-12-31"), ("18", "2018-01-01"))
    }
    assert ("A6.done", 1, 5, "Test") in within["17"]
    assert ("A6.done", 1, 0, "Test") in within["18"], "the new year begins at nothing"
    assert ("A6.all_done", 1, 5, "Test") in within["18"], "it goes on"
    by_moment = moved(since=office.events[0].time.isoformat(), as_of="2018-02-01")
    assert ("A6.done", 0, 1, "Test") in by_moment
    for some in (*within.values(), by_moment):
        assert len({name for name, *_ in some}) == len(some), "each once"


def event_ids(answer: Any) -> list[str]:
    return [one["event"] for one in answer["events"]]


def test_what_was_recorded_comes_a_page_at_a_time(office: Office) -> None:
    office.matter()
    office.matter()
    get, since = query_client(build_view(office.events, PROGRAMME)), {"since": "2017-01-01T00:00:00Z"}
    pages: list[str] = []
    cursor: dict[str, str] = {}
    while not pages or cursor:
        _, answer = get("/v1/changes", limit="3", **since, **cursor)
        assert answer["more"] == (answer["next"] is not None)
        pages += [one["event"] for one in answer["events"]]
        cursor = {"cursor": answer["next"]} if answer["next"] else {}
    assert pages == [event.id for event in reversed(office.events)]
    _, back = get("/v1/changes", limit="3", **since, cursor=answer["previous"])
    assert [one["event"] for one in back["events"]] == [one for one in pages if one not in event_ids(answer)][-3:]
    # Cursors of the version before were of another making.
    assert get("/v1/changes", **since, cursor="MjAxNyAx")[1]["slug"] == "bad-cursor"


def test_what_changed_in_a_register_that_others_read_is_not_even_counted(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported = office.events[-1].time.isoformat()
    office.matter()
    monkeypatch.setitem(catalogue.REGISTERS["outreach.matters"].__dict__, "reader_roles", frozenset({"leader"}))
    _, answer = query_client(build_view(office.events, PROGRAMME))("/v1/changes", since=reported)
    assert (answer["events"], answer["more"]) == ([], False)


def test_what_others_read_is_passed_over_by_the_database(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    reported = office.events[-1].time.isoformat()
    for _ in range(5):
        office.matter()
    view = build_view(office.events, PROGRAMME)
    monkeypatch.setitem(catalogue.REGISTERS["outreach.matters"].__dict__, "reader_roles", frozenset({"leader"}))
    registers: list[str] = []

    def decode(body: bytes) -> Event:
        event = own(body)
        registers.append(event.register)
        return event

    own = envelope.decode
    monkeypatch.setattr(envelope, "decode", decode)
    _, answer = query_client(view)("/v1/changes", since=reported, limit="1")
    assert answer["events"] == []
    assert "outreach.matters" not in registers


@pytest.mark.parametrize("room", ["facts", "gaps"])
def test_who_stands_behind_a_number_is_for_the_readers_of_its_registers(
    office: Office, monkeypatch: pytest.MonkeyPatch, room: str
) -> None:
    office.matter()
    get = query_client(build_view(office.events, PROGRAMME))
    monkeypatch.setitem(catalogue.REGISTERS["outreach.matters"].__dict__, "reader_roles", frozenset({"leader"}))
    status, problem = get(f"/v1/measures/A6.reopened/{room}")
    assert (status, problem["slug"]) == (403, "counts-only")
    assert get("/v1/measures/A6.reopened")[0] == 200
    monkeypatch.setattr(Gate, "role", "leader")
    assert get(f"/v1/measures/A6.reopened/{room}")[0] == 200


@pytest.mark.parametrize("as_of", ["0001-01-01", "2200-01-01", "9999-12-31"])
@pytest.mark.parametrize("path", ["/v1/progress", "/v1/due", "/v1/changes", "/v1/rankings/A6.done"])
def test_a_day_that_no_form_may_name_is_not_asked_about(office: Office, path: str, as_of: str) -> None:
    since = {"since": "2017-01-01T00:00:00Z"} if path == "/v1/changes" else {}
    status, problem = query_client(build_view(office.events, PROGRAMME))(path, as_of=as_of, **since)
    assert (status, problem["errors"][0]["field"]) == (422, "as_of")


@pytest.mark.parametrize("query", [{}, {"since": "2018-01-01"}, {"since": "2999-01-01T00:00:00Z"}])
def test_a_window_needs_a_moment_before_its_end(office: Office, query: dict[str, str]) -> None:
    status, problem = query_client(build_view(office.events, PROGRAMME))("/v1/changes", **query)
    assert (status, problem["errors"][0]["field"]) == (422, "since")


def test_units_with_too_few_facts_are_not_ranked(office: Office) -> None:
    for unit, times in (("DT", 3), ("DBT", 2), ("ZS", 1)):
        for _ in range(times):
            office.matter(unit)
    get = query_client(build_view(office.events, PROGRAMME))
    _, answer = get("/v1/rankings/A6.done", minimum_n="2")
    assert [(one["rank"], one["unit"], one["claimed"]) for one in answer["ranked"]] == [(1, "DT", 3), (2, "DBT", 2)]
    assert [one["unit"] for one in answer["too_few"]] == ["ZS"]


def test_equal_numbers_share_a_rank(office: Office) -> None:
    for unit in ("DT", "ZS", "DBT", "DBT"):
        office.matter(unit)
    _, answer = query_client(build_view(office.events, PROGRAMME))("/v1/rankings/A6.done", minimum_n="1")
    assert [(one["rank"], one["unit"]) for one in answer["ranked"]] == [(1, "DBT"), (2, "DT"), (2, "ZS")]
