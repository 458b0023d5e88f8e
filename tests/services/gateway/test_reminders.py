"""What is due and what waits is told once, to whom it concerns, and upwards when it is overdue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from contracts import catalogue
from services.chassis.records.command import Actor
from services.chassis.records.record import Record
from services.gateway.http import permissions
from services.gateway.read_model.records import record_news
from services.gateway.reminders import deciding
from services.gateway.reminders.labels import label_of
from services.gateway.reminders.notices import CLOCK, TASK
from services.gateway.reminders.tables import reminders
from tests.office import PROOF, Office, day, table_rows
from tests.services.cases import city
from tests.services.gateway.gateway_client import GatewayClient, without_tags

MATTERS = "outreach.matters"
REGISTERED = "2017-12-01"
"""A matter of that day is to be answered within five working days: until 8 December."""
DESK = ["DT-01", "DT-02", "DT-03"]


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[GatewayClient]:
    """A gateway over an office with two clerks and a captain in DT, a clerk in ZS, and a leader."""
    office = Office()
    office.unit("JU", kind="bureau")
    for code, unit, role in (
        ("DT-01", "DT", "captain"),
        ("DT-02", "DT", "clerk"),
        ("DT-03", "DT", "clerk"),
        ("ZS-02", "ZS", "clerk"),
        ("JU-01", "JU", "leader"),
    ):
        office.person(code, unit, role=role)
    yield GatewayClient(tmp_path, office)
    office.store.close()


def register(gateway: GatewayClient, unit: str = "DT", **more: Any) -> str:
    """A matter that somebody asked for, and that nobody has accepted."""
    form = {"unit": unit, "community": "映月", "matter": "路灯不亮", "requested_on": REGISTERED}
    return gateway.office.do(MATTERS, "", "register", **form | more)[-1].subject


def look(gateway: GatewayClient, today: str) -> None:
    """Let the gateway hear of everything, and look until there is nothing left to look at, on a day."""
    gateway.project_events()
    gateway.read_model.today = lambda: day(today)
    while gateway.deciding.step():
        pass


def reminders_of(gateway: GatewayClient, kind: str = CLOCK, *, over: bool = False) -> list[tuple[str, str]]:
    """Who is told of which stage now; or of what everybody was told that is over."""
    rows = (row for row in table_rows(gateway.deciding.kept.store, reminders) if row.kind == kind)
    return sorted((row.person, row.stage) for row in rows if (row.ended_at is not None) == over)


def all_of(stage: str) -> list[tuple[str, str]]:
    return [(who, stage) for who in DESK]


def test_a_clock_is_told_of_to_the_desk_of_its_unit_then_to_its_captain_and_to_leaders(gateway: GatewayClient) -> None:
    register(gateway)
    look(gateway, "2017-12-04")
    assert reminders_of(gateway) == [], "four days before its end nobody is told"
    look(gateway, "2017-12-05")
    assert reminders_of(gateway) == all_of("warning")
    look(gateway, "2017-12-08")
    assert reminders_of(gateway) == all_of("due")
    look(gateway, "2017-12-09")
    assert reminders_of(gateway) == all_of("overdue"), "the captain once, who is of the desk too"
    look(gateway, "2017-12-15")
    assert reminders_of(gateway) == [*all_of("overdue"), ("JU-01", "escalated")]
    assert reminders_of(gateway, over=True) == sorted(all_of("warning") + all_of("due"))
    look(gateway, "2018-03-01")
    assert len(reminders_of(gateway)) + len(reminders_of(gateway, over=True)) == 10, (
        "no day after that tells of anything anew"
    )


def test_days_on_which_nobody_looked_are_made_up_for_by_the_furthest_stage_alone(gateway: GatewayClient) -> None:
    register(gateway)
    look(gateway, "2017-12-02")
    look(gateway, "2017-12-11")
    assert reminders_of(gateway) == all_of("overdue")
    assert reminders_of(gateway, over=True) == []


def test_what_has_ended_is_told_of_no_more_and_what_waits_next_is_told_to_others(gateway: GatewayClient) -> None:
    record = register(gateway)
    look(gateway, "2017-12-05")
    assert reminders_of(gateway, TASK) == all_of("task"), "to accept it"
    gateway.office.do_as(Actor("DT-02", "clerk"), MATTERS, record, "accept", accepted_on="2017-12-05")
    gateway.office.do_as(
        Actor("DT-02", "clerk"), MATTERS, record, "finish", done_on="2017-12-05", outcome="修好", evidence=PROOF
    )
    look(gateway, "2017-12-05")
    assert reminders_of(gateway) == []
    assert reminders_of(gateway, TASK) == [("DT-01", "task"), ("DT-03", "task")], "who finished it does not confirm it"
    assert reminders_of(gateway, over=True) == all_of("warning")


def test_what_is_done_over_again_is_not_told_twice(gateway: GatewayClient) -> None:
    register(gateway)
    look(gateway, "2017-12-09")
    before = table_rows(gateway.deciding.kept.store, reminders)
    with gateway.store.begin() as tx:
        record_news.note(tx, gateway.read_model.district, gateway.office.events)
    gateway.deciding.kept.note_state(deciding.SWEEP, {"day": "", "since": "", "part": "", "place": ""})
    look(gateway, "2017-12-09")
    assert table_rows(gateway.deciding.kept.store, reminders) == before


def test_a_kill_between_telling_and_noting_that_it_was_looked_at_tells_nothing_twice(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(gateway)
    gateway.project_events()
    gateway.read_model.today = lambda: day("2017-12-09")
    with monkeypatch.context() as patch:
        patch.setattr(record_news, "settle", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            gateway.deciding.step()
    before = table_rows(gateway.deciding.kept.store, reminders)
    assert before
    look(gateway, "2017-12-09")
    assert table_rows(gateway.deciding.kept.store, reminders) == before


def test_news_that_come_while_it_is_looked_are_looked_at_too(gateway: GatewayClient) -> None:
    register(gateway)
    gateway.project_events()
    district = gateway.read_model.district
    with gateway.store.begin() as tx:
        seen = record_news.some(tx, district, 100)
        record_news.note(tx, district, gateway.office.events)
        record_news.settle(tx, district, seen)
        assert record_news.some(tx, district, 100).keys() == seen.keys()


def test_a_view_that_is_made_anew_ends_nothing(gateway: GatewayClient) -> None:
    record = register(gateway)
    look(gateway, "2017-12-09")
    with gateway.store.begin() as tx:
        tx.execute(sa.text("DELETE FROM tellings WHERE record LIKE 'outreach%'"))
    gateway.deciding.look_at([f"{MATTERS}/{record}"], day("2017-12-10"))
    assert reminders_of(gateway) == all_of("overdue")


def test_old_cases_that_are_entered_now_remind_nobody(gateway: GatewayClient) -> None:
    register(gateway)
    look(gateway, "2018-02-20")
    assert reminders_of(gateway) == [], "it was overdue more than a month ago, and for a week longer than that"


def test_who_handles_a_case_is_told_and_not_who_sits_beside_them(gateway: GatewayClient) -> None:
    """The office's cases are of 1 March: their disposal is due on the same day, or the next."""
    cases = city.City(gateway.office)
    case = cases.case_after("dispatch")
    look(gateway, "2017-03-01")
    assert {who for who, _ in reminders_of(gateway)} == set(DESK)
    cases.advance_to(case, "dispose", handler="DT-03")
    cases.take(case, "check", result="not_pass")
    cases.take(case, "rework")
    look(gateway, "2017-03-01")
    assert {who for who, _ in reminders_of(gateway)} == {"DT-03"}, "their case came back"


def test_nobody_of_another_unit_is_told_and_where_nobody_has_the_post_the_unit_above_is(gateway: GatewayClient) -> None:
    gateway.office.unit("DT1", "DT")
    register(gateway, "DT1")
    register(gateway, "ZS")
    look(gateway, "2017-12-05")
    assert reminders_of(gateway) == [*all_of("warning"), ("ZS-02", "warning")]


def test_one_is_told_on_ones_home_until_one_says_that_one_knows(gateway: GatewayClient) -> None:
    record = register(gateway)
    look(gateway, "2017-12-09")
    own = {"role": "clerk", "unit": "DT", "who": "DT-02"}
    home = gateway.request("/work", **own)
    assert home.status_code == 200
    assert "我的提醒" in without_tags(home.text)
    assert f"/registers/outreach/matters/{record}" in home.text
    listed = gateway.request("/reminders", **own)
    assert "受理答复 逾期" in without_tags(listed.text)
    told = gateway.request("/v1/reminders", **own).text
    assert record in told
    assert "路灯不亮" not in told, "no free text stands in a reminder: the page alone calls the record as its list does"
    seal = listed.text.partition('name="_seal" value="')[2].partition('"')[0]
    answer = gateway.request("/reminders/seen", {"_seal": seal, "from": "home"}, **own)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/work")
    assert 'action="/reminders/seen"' not in gateway.request("/work", **own).text
    assert "已知悉" in gateway.request("/reminders", **own).text
    assert "知道了" in gateway.request("/work", role="clerk", unit="DT", who="DT-03").text, (
        "each says so for themselves"
    )


def test_programs_ask_for_their_own_by_pages(gateway: GatewayClient) -> None:
    for _ in range(3):
        register(gateway)
    look(gateway, "2017-12-09")

    def ask(who: str, path: str = "/v1/reminders", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {gateway.token('clerk', 'DT', who)}"}
        return gateway.client.open(path, headers=headers, **more).get_json()

    page = ask("DT-02", "/v1/reminders?limit=2")
    assert (page["total"], page["unseen"], len(page["items"])) == (6, 6, 2)
    rest = ask("DT-02", f"/v1/reminders?limit=4&cursor={page['next']}")["items"]
    assert len({one["id"] for one in (*page["items"], *rest)}) == 6
    assert ask("DT-02", f"/v1/reminders/{rest[0]['id']}/seen", method="POST") == {"seen": 1}
    assert ask("DT-03", f"/v1/reminders/{rest[0]['id']}/seen", method="POST") == {"seen": 0}, "another's"
    assert ask("DT-02", "/v1/reminders/seen", method="POST") == {"seen": 5}
    assert ask("ZS-02")["items"] == []


@pytest.mark.parametrize(
    ("number", "label"),
    [
        ("SG-2017-0042", "SG-2017-0042"),
        ("罚字〔2017〕42号", "罚字〔2017〕42号"),
        ("张三2017", ""),
        ("映月路12号", ""),
        ("13800000000", ""),
        ("320205199001011234", ""),
        ("无锡市锡山区1", ""),
    ],
)
def test_a_record_is_called_by_what_looks_like_a_number_and_by_nothing_else(number: str, label: str) -> None:
    one = Record(catalogue.REGISTERS[MATTERS], "0193a4c2-7a52-7b1e-8f00-c0ffee123456")
    named = replace_numbers(one, number)
    assert label_of(named) == (label or "…ee123456")


def replace_numbers(one: Record, number: str) -> Record:
    """The record, as if somebody had typed this as its number."""

    class Numbered(Record):
        def get(self, name: str, default: Any = None) -> Any:
            return number if name == "number" else default

    return Numbered(one.register, one.id, one.revisions)


def test_inside_the_house_a_record_is_called_as_its_list_calls_it_where_one_may_read_it(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(gateway)
    look(gateway, "2017-12-09")
    own: dict[str, Any] = {"role": "clerk", "unit": "DT", "who": "DT-02"}
    for path in ("/reminders", "/work"):
        assert "映月 · 路灯不亮" in gateway.request(path, **own).text, path
    monkeypatch.setattr(permissions, "may_read", lambda *_: False)
    page = gateway.request("/reminders", **own).text
    assert "路灯不亮" not in page
    assert "为民办实事" in page
