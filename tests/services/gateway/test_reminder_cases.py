"""Reminders where people move, gateways meet, and hours fall beside holidays."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from services.chassis.records.calendar import official_calendar
from services.gateway.reminders import kept_reminders, quiet_hours
from services.gateway.reminders.kept_messages import Laying
from services.gateway.reminders.notices import TASK
from services.gateway.reminders.quiet_hours import Hours
from services.gateway.reminders.tables import reminder_messages, reminders
from tests.office import table_rows
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.test_reminder_channels import NOON, SHANGHAI, dispatch, good_address, now
from tests.services.gateway.test_reminders import all_of, gateway, look, register, reminders_of

__all__ = ["gateway", "now"]


@pytest.mark.parametrize(
    ("at", "hours", "opens"),
    [
        ("2017-09-30T19:59", Hours(), "2017-09-30T19:59"),
        ("2017-09-30T20:00", Hours(), "2017-10-09T08:00"),
        ("2017-09-30T23:59", Hours(days_off=False), "2017-10-01T08:00"),
        ("2017-10-08T23:30", Hours(mode="digest"), "2017-10-09T08:30"),
        ("2017-09-30T08:31", Hours(mode="digest"), "2017-10-09T08:30"),
        ("2017-12-12T00:00", Hours(), "2017-12-12T08:00"),
        ("2017-12-12T08:30", Hours(mode="digest", quiet_from="22:00", quiet_to="09:00"), "2017-12-12T09:00"),
    ],
)
def test_hours_beside_midnight_and_a_holiday(at: str, hours: Hours, opens: str) -> None:
    """30 September 2017 was worked; from 1 to 8 October nobody did."""
    moment = dt.datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    expected = dt.datetime.fromisoformat(opens).replace(tzinfo=SHANGHAI)
    assert hours.next_open(moment, official_calendar()) == expected


def test_who_moves_away_while_a_reminder_waits_for_the_morning_is_not_sent_it(
    gateway: GatewayClient, now: list[dt.datetime]
) -> None:
    good_address(gateway)
    good_address(gateway, person="ZS-02")
    dispatch(gateway)
    gateway.office.do("training.people", "ZS-02", "transfer", unit="DT", transferred_on="2017-12-13")
    gateway.office.do("training.people", "DT-02", "transfer", unit="ZS", transferred_on="2017-12-13")
    register(gateway)
    now[0] = NOON.replace(hour=22)
    look(gateway, "2017-12-12")
    assert dispatch(gateway) == []
    assert ("DT-02", "task") in reminders_of(gateway, TASK)
    now[0] = NOON + dt.timedelta(days=1)
    look(gateway, "2017-12-13")
    people = {who for who, _ in reminders_of(gateway, TASK)}
    assert "ZS-02" in people
    assert "DT-02" not in people
    (message,) = dispatch(gateway)
    waiting = {row.id: row.person for row in table_rows(gateway.channels.messages.store, reminder_messages)}
    assert waiting[message.id] == "ZS-02"


def test_two_gateways_that_decide_at_once_tell_it_once(gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch) -> None:
    record = register(gateway)
    look(gateway, "2017-12-08")
    before = table_rows(gateway.deciding.kept.store, reminders)
    nothing = sa.select(reminders.c.id, reminders.c.record, reminders.c.ended_at).where(sa.false())
    with monkeypatch.context() as patch:
        patch.setattr(kept_reminders, "_OF_RECORDS", nothing)  # what the other wrote came after this one had read
        gateway.deciding.look_at([f"outreach.matters/{record}"], gateway.read_model.today())
    assert table_rows(gateway.deciding.kept.store, reminders) == before
    assert reminders_of(gateway) == all_of("due")


@pytest.mark.usefixtures("now")
def test_two_gateways_that_lay_at_once_send_it_once(gateway: GatewayClient) -> None:
    good_address(gateway)
    dispatch(gateway)
    register(gateway)
    look(gateway, "2017-12-12")
    messages = gateway.dispatch.messages
    seen = messages.unlaid(100)
    assert seen
    while gateway.dispatch.lay():
        pass
    (sent,) = dispatch(gateway)
    layings = [laying(one.id, gateway.channels.addresses.of("DT-02")[0].id) for one in seen if one.person == "DT-02"]
    messages.lay(seen, layings)  # what another gateway had read before that
    assert dispatch(gateway) == []
    assert sent.title.startswith("四六三提醒：2 项")


def laying(reminder: str, address: str) -> Laying:
    return Laying(reminder, address, "DT-02", "mail", NOON)


def test_one_address_by_digest_and_another_at_once_each_tell_it_once_a_day(
    gateway: GatewayClient, now: list[dt.datetime]
) -> None:
    good_address(gateway)
    good_address(gateway, Hours(mode=quiet_hours.DIGEST, digest_at="16:00"))
    dispatch(gateway)
    sizes = list[str]()
    for hour in (9, 12, 16, 17):
        now[0] = NOON.replace(hour=hour)
        if hour != 16:
            register(gateway)
            look(gateway, "2017-12-12")
        sizes += [one.title.partition("，")[0] for one in dispatch(gateway)]
    assert sizes == ["四六三提醒：2 项", "四六三提醒：2 项", "四六三提醒：4 项", "四六三提醒：2 项"], (
        "the third by digest"
    )
    now[0] = (NOON + dt.timedelta(days=1)).replace(hour=16)
    assert [one.title.partition("，")[0] for one in dispatch(gateway)] == ["四六三提醒：2 项"], "what came after it"
