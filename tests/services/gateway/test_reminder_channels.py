"""Reminders leave the house by channels that were allowed and confirmed: once, at their hours, and without a name."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from contracts.notifier.channels import DINGTALK, FEISHU, MAIL, ROBOTS, WEBHOOK, WECOM, AllowedPlace, MailServer, fits
from contracts.notifier.rpc import Outcome
from services.chassis.base import clock
from services.chassis.records.calendar import official_calendar
from services.chassis.storage.store import Store
from services.gateway.reminders import quiet_hours
from services.gateway.reminders.kept_addresses import (
    DEAD,
    DEAD_AFTER,
    GOOD,
    NotAllowedAddress,
    OwnAddress,
    WrongAddressCode,
)
from services.gateway.reminders.kept_messages import KEPT_DAYS
from services.gateway.reminders.notices import CLOCK, TASK
from services.gateway.reminders.quiet_hours import Hours
from services.gateway.reminders.tables import (
    reminder_addresses,
    reminder_channels,
    reminder_lines,
    reminder_messages,
)
from services.gateway.reminders.texts import MOST_LINES, MessageLine
from tests.office import Office, table_rows
from tests.services.gateway.gateway_client import GatewayClient, without_tags
from tests.services.gateway.test_reminders import DESK, gateway, look, register, reminders_of

__all__ = ["gateway"]
PLACE = AllowedPlace(
    MAIL,
    "@bureau.example",
    MailServer("mail.bureau.example", 587, "campaign@bureau.example", password="secret-of-mail"),
)
ADDRESS = "somebody@bureau.example"
TOKEN = "0123456789abcdef0123456789abcdef"
SHANGHAI = clock.SHANGHAI
NOON = dt.datetime(2017, 12, 12, 12, tzinfo=SHANGHAI)
"""A Tuesday."""


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[dt.datetime]:
    """The moment that it is."""
    at = [NOON]
    monkeypatch.setattr(clock, "now", lambda: at[0].astimezone(dt.UTC))
    return at


def good_address(gateway: GatewayClient, hours: Hours | None = None, person: str = "DT-02") -> OwnAddress:
    """An address of somebody's that they have confirmed."""
    desk = gateway.channels
    if not desk.places():
        desk.addresses.allow(PLACE, "admin")
    one = desk.add(person, MAIL, ADDRESS, "zh")
    desk.addresses.confirm(person, one.id, one.code)
    if hours:
        desk.addresses.set_hours(person, one.id, hours)
    return one


def dispatch(gateway: GatewayClient) -> list[Any]:
    """Lay and send whatever may be sent now; what was sent."""
    before = len(gateway.sender.sent)
    while gateway.dispatch.lay():
        pass
    while gateway.dispatch.send():
        pass
    return gateway.sender.sent[before:]


@pytest.mark.usefixtures("now")
def test_an_address_is_told_nothing_but_its_code_until_that_was_read_there(gateway: GatewayClient) -> None:
    desk = gateway.channels
    with pytest.raises(NotAllowedAddress):
        desk.add("DT-02", MAIL, ADDRESS, "zh")
    desk.addresses.allow(PLACE, "admin")
    with pytest.raises(NotAllowedAddress):
        desk.add("DT-02", MAIL, "somebody@elsewhere.example", "zh")
    one = desk.add("DT-02", MAIL, ADDRESS, "zh")
    register(gateway)
    look(gateway, "2017-12-12")
    (code,) = dispatch(gateway)
    assert code.address == ADDRESS
    assert one.code in code.body
    with pytest.raises(WrongAddressCode):
        desk.addresses.confirm("DT-02", one.id, "no")
    desk.addresses.confirm("DT-02", one.id, one.code)
    register(gateway)
    look(gateway, "2017-12-12")
    assert len(dispatch(gateway)) == 1


@pytest.mark.usefixtures("now")
def test_a_message_tells_all_that_is_new_once_with_numbers_and_without_names(gateway: GatewayClient) -> None:
    good_address(gateway)
    dispatch(gateway)
    record = register(gateway, matter="张三家门口路灯不亮")
    look(gateway, "2017-12-12")
    (message,) = dispatch(gateway)
    assert message.title == "四六三提醒：2 项，其中逾期 1 项"
    assert "【逾期】为民办实事 …" in message.body
    assert "受理答复 · 单位DT · 2017-12-08 到期" in message.body
    assert message.body.endswith("https://campaign.example/reminders")
    assert not [text for text in ("张三", "映月", record, "DT-02") if text in message.body + message.title]
    look(gateway, "2017-12-13")
    assert dispatch(gateway) == [], "nothing of it is told twice"
    look(gateway, "2017-12-16")
    assert dispatch(gateway) == [], "what is told upwards is told to others"


def test_no_field_of_a_record_but_its_number_can_reach_a_message() -> None:
    """Whatever a message says comes from these six, of which five are titles of ours, names of units and days."""
    assert [one.name for one in fields(MessageLine)] == ["register", "number", "about", "stage", "unit", "due"]


@pytest.mark.usefixtures("now")
def test_more_than_ten_are_counted(gateway: GatewayClient) -> None:
    good_address(gateway)
    dispatch(gateway)
    for _ in range(8):
        register(gateway)
    look(gateway, "2017-12-12")
    (message,) = dispatch(gateway)
    assert f"另有 {16 - MOST_LINES} 项" in message.body


def test_what_is_over_before_it_is_sent_is_not_sent(gateway: GatewayClient, now: list[dt.datetime]) -> None:
    good_address(gateway)
    dispatch(gateway)
    record = register(gateway)
    look(gateway, "2017-12-12")
    now[0] = NOON.replace(hour=22)
    assert dispatch(gateway) == [], "it is night"
    gateway.office.do("outreach.matters", record, "accept", accepted_on="2017-12-12")
    look(gateway, "2017-12-12")
    now[0] = NOON + dt.timedelta(days=1)
    assert dispatch(gateway) == []
    states = [row.state for row in table_rows(gateway.channels.messages.store, reminder_messages)]
    assert sorted(states) == ["delivered", "withdrawn"]


def test_night_and_days_off_are_waited_for_and_what_is_overdue_may_pass_where_that_is_wanted(
    gateway: GatewayClient, now: list[dt.datetime]
) -> None:
    good_address(gateway)
    good_address(gateway, Hours(urgent=True), "DT-03")
    dispatch(gateway)
    register(gateway)
    now[0] = dt.datetime(2017, 12, 15, 21, tzinfo=SHANGHAI)
    look(gateway, "2017-12-15")
    (urgent,) = dispatch(gateway)
    assert "逾期" in urgent.body, "Friday night"
    assert "待办" not in urgent.body
    now[0] = dt.datetime(2017, 12, 17, 12, tzinfo=SHANGHAI)
    assert dispatch(gateway) == [], "Sunday noon"
    now[0] = dt.datetime(2017, 12, 18, 7, 59, tzinfo=SHANGHAI)
    assert dispatch(gateway) == []
    now[0] = dt.datetime(2017, 12, 18, 8, 0, tzinfo=SHANGHAI)
    assert len(dispatch(gateway)) == 2, "Monday at eight, both"


def test_a_digest_comes_once_a_day_with_all_of_it(gateway: GatewayClient, now: list[dt.datetime]) -> None:
    good_address(gateway, Hours(mode=quiet_hours.DIGEST, digest_at="08:30"))
    dispatch(gateway)
    for hour in (9, 12, 15):
        now[0] = NOON.replace(hour=hour)
        register(gateway)
        look(gateway, "2017-12-12")
        assert dispatch(gateway) == []
    now[0] = (NOON + dt.timedelta(days=1)).replace(hour=8, minute=30)
    (message,) = dispatch(gateway)
    assert message.title.startswith("四六三提醒：6 项")


@pytest.mark.parametrize(
    ("at", "hours", "opens"),
    [
        ("2017-12-12T12:00", Hours(), "2017-12-12T12:00"),
        ("2017-12-12T20:00", Hours(), "2017-12-13T08:00"),
        ("2017-12-13T07:00", Hours(), "2017-12-13T08:00"),
        ("2017-12-16T12:00", Hours(), "2017-12-18T08:00"),
        ("2017-12-16T12:00", Hours(days_off=False), "2017-12-16T12:00"),
        ("2017-09-30T12:00", Hours(), "2017-09-30T12:00"),
        ("2017-10-01T12:00", Hours(), "2017-10-09T08:00"),
        ("2017-12-12T12:00", Hours(quiet_from="11:00", quiet_to="14:00"), "2017-12-12T14:00"),
        ("2017-12-12T12:00", Hours(quiet_from="00:00", quiet_to="00:00"), "2017-12-12T12:00"),
        ("2017-12-12T08:30", Hours(mode="digest"), "2017-12-12T08:30"),
        ("2017-12-12T08:31", Hours(mode="digest"), "2017-12-13T08:30"),
        ("2017-12-15T09:00", Hours(mode="digest"), "2017-12-18T08:30"),
    ],
)
def test_hours_say_when_the_next_message_may_go(at: str, hours: Hours, opens: str) -> None:
    """30 September 2017 was a Saturday that was worked; the holidays lasted until 8 October."""
    moment = dt.datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    expected = dt.datetime.fromisoformat(opens).replace(tzinfo=SHANGHAI)
    assert hours.next_open(moment, official_calendar()) == expected


def test_what_is_not_taken_is_tried_again_later_and_a_dead_address_is_told(
    gateway: GatewayClient, now: list[dt.datetime]
) -> None:
    one = good_address(gateway)
    dispatch(gateway)
    register(gateway)
    look(gateway, "2017-12-12")
    gateway.sender.outcome = Outcome.FAILED
    sent = list[str]()
    for _ in range(DEAD_AFTER):
        sent += [each.id for each in dispatch(gateway)]
        assert dispatch(gateway) == [], "not at once"
        now[0] += dt.timedelta(hours=1)
    assert len(set(sent)) == 1, "under one id, however often"
    assert [row.state for row in table_rows(gateway.channels.addresses.store, reminder_addresses)] == [DEAD]
    assert dispatch(gateway) == []
    page = without_tags(gateway.request("/reminders", role="clerk", unit="DT", who="DT-02").text)
    assert "您有 1 个提醒地址已停发" in page
    home = without_tags(gateway.request("/work", role="clerk", unit="DT", who="DT-02").text)
    assert "您有 1 个提醒地址已停发" in home
    overseer = without_tags(gateway.request("/reminders/deliveries", role="operator", unit=None).text)
    assert "停发的地址：1 个" in overseer
    gateway.sender.outcome = Outcome.DELIVERED
    gateway.channels.renew("DT-02", one.id)
    (code,) = dispatch(gateway)
    again = gateway.channels.addresses.get("DT-02", one.id)
    assert again.code in code.body
    gateway.channels.addresses.confirm("DT-02", one.id, again.code)
    assert gateway.channels.addresses.get("DT-02", one.id).state == GOOD


def test_while_the_notifier_is_away_nothing_is_lost_and_no_address_is_blamed(
    gateway: GatewayClient, now: list[dt.datetime]
) -> None:
    one = good_address(gateway)
    dispatch(gateway)
    register(gateway)
    look(gateway, "2017-12-12")
    gateway.sender.away = True
    for _ in range(10):
        assert dispatch(gateway) == []
        now[0] += dt.timedelta(minutes=1)
    gateway.sender.away = False
    assert len(dispatch(gateway)) == 1
    assert gateway.channels.addresses.get("DT-02", one.id).failures == 0


def test_a_kill_before_the_answer_was_noted_has_it_tried_again_under_the_same_id(
    gateway: GatewayClient, now: list[dt.datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    good_address(gateway)
    dispatch(gateway)
    register(gateway)
    look(gateway, "2017-12-12")
    with monkeypatch.context() as patch:
        patch.setattr(type(gateway.dispatch), "_note", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            dispatch(gateway)
    before = gateway.sender.sent[-1]
    assert dispatch(gateway) == []
    now[0] += dt.timedelta(minutes=2)
    (again,) = dispatch(gateway)
    assert again.id == before.id


@pytest.mark.usefixtures("now")
def test_who_was_shut_out_is_sent_nothing(gateway: GatewayClient) -> None:
    good_address(gateway)
    dispatch(gateway)
    register(gateway)
    look(gateway, "2017-12-12")
    while gateway.dispatch.lay():
        pass
    gateway.dispatch.is_open = lambda person: person != "DT-02"
    register(gateway)
    look(gateway, "2017-12-12")
    assert dispatch(gateway) == [], "neither what waited nor what came since"


def test_the_look_of_a_day_lets_go_of_messages_of_long_ago_with_their_lines(
    gateway: GatewayClient, now: list[dt.datetime]
) -> None:
    good_address(gateway)
    dispatch(gateway)
    register(gateway)
    look(gateway, "2017-12-12")
    dispatch(gateway)
    store = gateway.channels.messages.store
    for days, messages, lines in ((KEPT_DAYS, 2, 2), (KEPT_DAYS + 1, 0, 0)):
        now[0] = NOON + dt.timedelta(days=days)
        look(gateway, now[0].date().isoformat())
        assert (len(table_rows(store, reminder_messages)), len(table_rows(store, reminder_lines))) == (messages, lines)
    assert reminders_of(gateway, over=True), "that it was told is known for longer"
    assert dispatch(gateway) == []


@pytest.mark.usefixtures("now")
def test_secrets_are_encrypted_and_no_page_shows_them_again(gateway: GatewayClient) -> None:
    desk = gateway.channels
    desk.addresses.allow(PLACE, "admin")
    desk.addresses.allow(AllowedPlace(WECOM, ""), "admin")
    desk.add("DT-02", WECOM, f"{ROBOTS[WECOM]}{TOKEN}", "zh")
    rows = [*table_rows(desk.addresses.store, reminder_channels), *table_rows(desk.addresses.store, reminder_addresses)]
    assert not [row for row in rows for text in (TOKEN, "secret-of-mail") if text in str(row)]
    own = gateway.request("/reminders", role="clerk", unit="DT", who="DT-02").text
    assert "qyapi.weixin.qq.com/…" in own
    assert TOKEN not in own
    shown = gateway.request("/reminders/channels", role="administrator", unit=None, who="admin").text
    assert "mail.bureau.example" in shown
    assert "secret-of-mail" not in shown
    assert gateway.request("/reminders/channels", role="leader", unit=None).status_code == 403


def test_an_administrator_allows_a_place_on_the_page_and_tries_it(gateway: GatewayClient) -> None:
    who: dict[str, Any] = {"role": "administrator", "unit": None, "who": "admin"}
    page = gateway.request("/reminders/channels", **who)
    seal = page.text.partition('name="_seal" value="')[2].partition('"')[0]
    form = {"_seal": seal, "kind": WEBHOOK, "prefix": "https://hooks.bureau.example/463"}
    assert gateway.request("/reminders/channels", form, **who).status_code == 303
    (place,) = gateway.channels.places()
    trial = {"_seal": seal, "id": place.id, "address": "https://hooks.bureau.example/463/x"}
    assert "测试消息已送达" in gateway.request("/reminders/channels/test", trial, **who).text
    wrong = gateway.request("/reminders/channels", form | {"prefix": "file:///etc/passwd"}, **who)
    assert wrong.status_code == 422
    hours = {"_seal": seal, "mode": "digest", "digest_at": "09:00", "quiet_from": "19:00", "quiet_to": "07:30"}
    assert gateway.request("/reminders/channels/hours", hours, **who).status_code == 303
    assert gateway.channels.addresses.bureau_hours() == Hours("19:00", "07:30", False, False, "digest", "09:00")  # noqa: FBT003


@pytest.mark.parametrize(
    ("kind", "prefix", "address", "fit"),
    [
        (MAIL, "@bureau.example", "a.b@bureau.example", True),
        (MAIL, "@bureau.example", "a@bureau.example.evil.example", False),
        (MAIL, "@bureau.example", "a@bureau.example, b@evil.example", False),
        (MAIL, "@bureau.example", "a@bureau.example?to=b@evil.example", False),
        (WEBHOOK, "https://hooks.example/463", "https://hooks.example/463/desk", True),
        (WEBHOOK, "https://hooks.example/463", "https://hooks.example/463x", False),
        (WEBHOOK, "https://hooks.example/463", "http://hooks.example/463/desk", False),
        (WEBHOOK, "https://hooks.example/463", "https://hooks.example/463/../admin", False),
        (WEBHOOK, "https://hooks.example/463", "https://hooks.example/463/%2e%2e/admin", False),
        (WEBHOOK, "https://hooks.example/463", "https://hooks.example@evil.example/463/", False),
        (WEBHOOK, "https://hooks.example/463", "https://hooks.example:8443/463/", False),
        (WECOM, "", f"{ROBOTS[WECOM]}{TOKEN}", True),
        (WECOM, "", f"{ROBOTS[DINGTALK]}{TOKEN}", False),
        (DINGTALK, "", f"{ROBOTS[DINGTALK]}{TOKEN}&secret=SEC0123456789", True),
        (FEISHU, "", f"{ROBOTS[FEISHU]}{TOKEN}", True),
        (FEISHU, "", f"https://evil.example/{ROBOTS[FEISHU]}{TOKEN}", False),
    ],
)
def test_an_address_lies_where_it_is_allowed_or_not(kind: str, prefix: str, address: str, fit: bool) -> None:  # noqa: FBT001
    assert fits(kind, prefix, address) is fit


@pytest.mark.usefixtures("now")
def test_both_databases_remind_alike(tmp_path: Path, store: Store) -> None:
    office = Office()
    for code, role in (("DT-01", "captain"), ("DT-02", "clerk"), ("DT-03", "clerk")):
        office.person(code, "DT", role=role)
    one = GatewayClient(tmp_path, office, store)
    address = good_address(one)
    dispatch(one)
    register(one)
    for _ in range(2):
        look(one, "2017-12-12")
        assert reminders_of(one, CLOCK) == [(who, "overdue") for who in DESK]
        assert reminders_of(one, TASK) == [("DT-01", "long"), ("DT-02", "task"), ("DT-03", "task")]
    (message,) = dispatch(one)
    assert message.title == "四六三提醒：2 项，其中逾期 1 项"
    assert dispatch(one) == []
    listed = one.request("/reminders", role="clerk", unit="DT", who="DT-02")
    assert "共 2 条" in without_tags(listed.text)
    assert "已送达" in without_tags(one.request("/reminders/deliveries", role="operator", unit=None).text)
    one.channels.messages.forget_old()
    one.deciding.kept.forget_old()
    one.channels.addresses.note(address.id, delivered=False, forbidden=True)
    assert one.channels.addresses.count(DEAD, "DT-02") == 1
    office.store.close()
