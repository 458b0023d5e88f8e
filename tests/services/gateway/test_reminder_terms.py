"""What waits too long is told upwards, once, after days that the bureau sets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contracts.errors import Invalid
from services.chassis.records.command import Actor
from services.chassis.records.tasks import Desk, Task
from services.gateway.reminders import notices
from services.gateway.reminders.notices import CLOCK, TASK
from services.gateway.reminders.stages import Audience
from services.gateway.reminders.tables import reminders
from services.gateway.reminders.terms import MOST_DAYS, EscalationTerms, terms_of
from tests.office import Office, day, table_rows
from tests.services.gateway.gateway_client import GatewayClient, without_tags
from tests.services.gateway.test_reminders import DESK, MATTERS, all_of, gateway, look, register, reminders_of

__all__ = ["gateway"]
ADMIN: dict[str, Any] = {"role": "administrator", "unit": None, "who": "admin"}
PAGE = "/reminders/channels"


def days(**some: int) -> dict[str, int]:
    return EscalationTerms(**some).to_dict()


def rows_of(gateway: GatewayClient, *kinds: str) -> list[tuple[str, str, str]]:
    """Who was told of which stage on which day, over or not."""
    rows = table_rows(gateway.deciding.kept.store, reminders)
    return sorted((row.person, row.stage, row.day) for row in rows if row.stage in kinds)


def test_what_waits_goes_up_to_the_captain_and_to_leaders_once(gateway: GatewayClient) -> None:
    """A matter of Friday, 1 December waits to be accepted."""
    register(gateway)
    look(gateway, "2017-12-07")
    assert reminders_of(gateway, TASK) == all_of("task")
    look(gateway, "2017-12-08")
    desk = [("DT-01", "long"), ("DT-02", "task"), ("DT-03", "task")]
    assert reminders_of(gateway, TASK) == desk, "the captain, who sits at the desk too, hears of it once more"
    look(gateway, "2017-12-15")
    assert reminders_of(gateway, TASK) == [*desk, ("JU-01", "reported")]
    for later in ("2017-12-16", "2017-12-28"):
        look(gateway, later)
    assert rows_of(gateway, "long", "reported") == [
        ("DT-01", "long", "2017-12-08"),
        ("JU-01", "reported", "2017-12-15"),
    ]


def test_who_is_waited_for_ends_all_of_it_by_acting(gateway: GatewayClient) -> None:
    record = register(gateway)
    look(gateway, "2017-12-16")
    assert ("JU-01", "reported") in reminders_of(gateway, TASK)
    gateway.office.do_as(Actor("DT-02", "clerk"), MATTERS, record, "accept", accepted_on="2017-12-16")
    look(gateway, "2017-12-16")
    assert reminders_of(gateway, TASK) == []


def test_days_on_which_nobody_looked_are_made_up_for(gateway: GatewayClient) -> None:
    register(gateway)
    look(gateway, "2017-12-18")
    assert reminders_of(gateway, TASK) == [
        ("DT-01", "long"), ("DT-02", "task"), ("DT-03", "task"), ("JU-01", "reported"),
    ]  # fmt: skip


def test_where_nobody_sits_at_the_desk_who_is_above_is_told_at_once(tmp_path: Path) -> None:
    office = Office()
    office.unit("JU", kind="bureau")
    office.person("JU-01", "JU", role="leader")
    gateway = GatewayClient(tmp_path, office)
    record = office.do(
        MATTERS, "", "register", unit="DT", community="映月", matter="路灯不亮", requested_on="2017-12-01"
    )[-1].subject
    look(gateway, "2017-12-01")
    assert reminders_of(gateway, TASK) == [("JU-01", "task")]
    assert record
    look(gateway, "2017-12-15")
    assert reminders_of(gateway, TASK) == [("JU-01", "reported")], "and looked at from day to day, as all that goes on"
    office.store.close()


@pytest.mark.parametrize(
    ("terms", "clocks", "tasks"),
    [
        (days(clock_captain=0, clock_leaders=0, task_captain=0, task_leaders=0), DESK, DESK),
        (days(clock_leaders=2, task_leaders=10), [*DESK, "JU-01"], [*DESK, "JU-01"]),
        (days(clock_leaders=30, task_captain=30, task_leaders=30), DESK, DESK),
    ],
)
def test_days_are_the_bureaus(
    gateway: GatewayClient, terms: dict[str, int], clocks: list[str], tasks: list[str]
) -> None:
    gateway.channels.set_terms(terms_of(terms))
    register(gateway)
    look(gateway, "2017-12-12")
    assert [who for who, _ in reminders_of(gateway, CLOCK)] == clocks
    assert [who for who, _ in reminders_of(gateway, TASK)] == tasks


def test_a_clock_that_announces_nothing_is_announced_as_early_as_the_bureau_has_it(gateway: GatewayClient) -> None:
    gateway.channels.set_terms(EscalationTerms(warning=5))
    register(gateway)
    look(gateway, "2017-12-03")
    assert reminders_of(gateway, CLOCK) == all_of("warning")
    gateway.channels.set_terms(EscalationTerms(warning=0))
    look(gateway, "2017-12-06")
    assert reminders_of(gateway, CLOCK) == []


def test_other_days_hold_for_what_went_on_before_and_tell_nobody_twice(gateway: GatewayClient) -> None:
    register(gateway)
    look(gateway, "2017-12-12")
    assert "JU-01" not in {who for who, _ in reminders_of(gateway)}
    gateway.channels.set_terms(EscalationTerms(clock_leaders=3, task_leaders=8))
    look(gateway, "2017-12-12")
    assert {("JU-01", "escalated")} < set(reminders_of(gateway, CLOCK))
    assert {("JU-01", "reported")} < set(reminders_of(gateway, TASK))
    before = [(row.id, row.person) for row in table_rows(gateway.deciding.kept.store, reminders)]
    gateway.channels.set_terms(EscalationTerms(clock_leaders=20, task_leaders=20))
    look(gateway, "2017-12-12")
    assert "JU-01" not in {who for who, _ in reminders_of(gateway)}
    look(gateway, "2017-12-28")
    assert {("JU-01", "escalated")} < set(reminders_of(gateway, CLOCK))
    now = [(row.id, row.person) for row in table_rows(gateway.deciding.kept.store, reminders)]
    assert sorted(one for one in now if one[1] == "JU-01") == sorted(one for one in before if one[1] == "JU-01")


def test_a_captain_is_not_told_of_what_leaders_leave() -> None:
    leaders = Task("approve", Desk(("leader",)), "approve", day("2017-12-01"))
    both = Task("approve", Desk(("captain", "leader")), "approve", day("2017-12-01"))
    assert notices._is_higher(leaders, Audience.CAPTAIN)
    assert not notices._is_higher(both, Audience.CAPTAIN)
    assert not notices._is_higher(leaders, Audience.LEADER)


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"clock_leaders": "31"}, ["clock_leaders"]),
        ({"clock_leaders": "-1"}, ["clock_leaders"]),
        ({"task_captain": "a week"}, ["task_captain"]),
        ({"task_captain": True}, ["task_captain"]),
        ({"task_captain": 1.5, "warning": None}, ["warning", "task_captain"]),
        ({"task_captain": 9, "task_leaders": 8}, ["task_leaders"]),
        ({"clock_captain": 9, "clock_leaders": 8}, ["clock_leaders"]),
    ],
)
def test_days_that_make_no_sense_are_refused(wrong: dict[str, object], fields: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        terms_of({**days(), **wrong})
    assert [one["field"] for one in refusal.value.errors or ()] == fields
    assert terms_of({**days(), "task_captain": 9, "task_leaders": 0}).task_leaders == 0, "0 is never"


def test_an_administrator_sets_the_days_on_the_page_and_it_is_on_record(gateway: GatewayClient) -> None:
    page = gateway.request(PAGE, **ADMIN).text
    seal = page.partition('name="_seal" value="')[2].partition('"')[0]
    asked = {"_seal": seal, **{name: str(number) for name, number in days(task_leaders=21).items()}}
    assert all(f'name="{name}"' in page for name in days())
    assert gateway.request(f"{PAGE}/terms", asked, **ADMIN).status_code == 303
    assert gateway.channels.terms() == EscalationTerms(task_leaders=21)
    refused = gateway.request(f"{PAGE}/terms", asked | {"task_leaders": str(MOST_DAYS + 1)}, **ADMIN)
    assert refused.status_code == 422
    assert f"应为 0 至 {MOST_DAYS} 的天数" in without_tags(refused.text)
    assert f'value="{MOST_DAYS + 1}"' in refused.text, "what was typed is there to be mended"
    assert gateway.channels.terms() == EscalationTerms(task_leaders=21)
    assert gateway.request(f"{PAGE}/terms", asked, role="leader", unit=None).status_code == 403
