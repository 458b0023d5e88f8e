"""A reminder leaves a running suite and arrives at a real mail server and a real web hook: once, and not at night."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from contracts.notifier.channels import MAIL, WEBHOOK
from services.chassis.base import clock
from services.gateway.http import cookies
from tests.receivers import LOOPBACK, MailBox, Requests, mail_server, web_hook
from tests.suite import Suite, suite_of_our_own, until

CLERK = ("clerk", "DT", "DT-02")
ADDRESS = "dt02@bureau.example"
AT_ANY_HOUR = {"mode": "at-once", "digest_at": "08:30", "quiet_from": "00:00", "quiet_to": "00:00"}
PERSON = {"unit": "DT", "kind": "established", "party_member": False, "joined_on": "2016-01-01", "name": "某（合成）"}


@pytest.fixture(scope="module")
def box() -> Iterator[MailBox]:
    with mail_server() as one:
        yield one


@pytest.fixture(scope="module")
def hook() -> Iterator[Requests]:
    with web_hook() as one:
        yield one


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    """A suite whose notifier may reach this machine, with a clerk in DT."""
    with suite_of_our_own(tmp_path_factory.mktemp("home"), NOTIFIER_INSIDE=f"{LOOPBACK}/32") as suite:
        joined = suite.post("/v1/training/people", {"code": "DT-02", "role": "clerk", **PERSON})
        assert joined.status in (200, 201), joined.body
        until(lambda: suite.get("/v1/training/people/DT-02").status == 200, "the clerk is there")
        yield suite


class Visitor:
    """Somebody at the pages of reminders."""

    def __init__(self, suite: Suite, *who: Any) -> None:
        self.suite = suite
        self.cookies = {cookies.PLAIN: suite.token(*who)}

    def read(self, path: str) -> str:
        answer = requests.get(
            self.suite.address + path, cookies=self.cookies, headers={"Accept": "text/html"}, timeout=30
        )
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, path: str, page: str, **form: str) -> None:
        """A form of a page, with what keeps it from others."""
        seal = re.search(r'name="_seal" value="([^"]+)"', self.read(page))
        assert seal
        answer = requests.post(
            self.suite.address + path,
            {"_seal": seal[1], **form},
            cookies=self.cookies,
            headers={"Accept": "text/html", "Origin": self.suite.address},
            allow_redirects=False,
            timeout=30,
        )
        assert answer.status_code == 303, answer.text


def matter(suite: Suite) -> str:
    """Somebody asked for something today, and it waits to be accepted."""
    today = clock.day_of(clock.now()).isoformat()
    form = {"unit": "DT", "community": "映月", "matter": "张三家门口路灯不亮（合成）", "requested_on": today}
    answer = suite.post("/v1/outreach/matters", form)
    assert answer.status in (200, 201), answer.body
    return str(answer.json["record"]["id"])


def texts_of(box: MailBox) -> list[str]:
    return [str(one.get_content()) for one in box.mails]


def test_a_reminder_arrives_at_each_receiver_once_also_when_the_notifier_is_killed(
    office: Suite, box: MailBox, hook: Requests
) -> None:
    at_hook = f"http://{LOOPBACK}:{hook.port}/bureau"
    administrator, clerk = Visitor(office, "administrator"), Visitor(office, *CLERK)
    server = {"host": LOOPBACK, "port": str(box.port), "security": "", "sender": "campaign@bureau.example"}
    channels, own = "/reminders/channels", "/reminders"
    administrator.send(channels, channels, kind=MAIL, prefix="@bureau.example", **server)
    administrator.send(channels, channels, kind=WEBHOOK, prefix=at_hook)
    for kind, address in ((MAIL, ADDRESS), (WEBHOOK, f"{at_hook}/desk")):
        clerk.send("/reminders/addresses", own, kind=kind, address=address)
    until(lambda: bool(box.mails and hook.taken), "the codes arrive")
    codes = [re.search(r"[0-9]{6}", text) for text in (texts_of(box)[0], hook.taken[0][2]["message"])]
    ids = {
        one["kind"]: one["id"]
        for one in office.get("/v1/reminders/addresses", token=office.token(*CLERK)).json["items"]
    }
    for kind, code in zip((MAIL, WEBHOOK), codes, strict=True):
        assert code
        clerk.send("/reminders/addresses/confirm", own, id=ids[kind], code=code[0])
        clerk.send("/reminders/addresses/hours", own, id=ids[kind], **AT_ANY_HOUR)

    record = matter(office)
    until(lambda: len(box.mails) == 2 and len(hook.taken) == 2, "the reminder arrives at both")
    for text in (texts_of(box)[1], hook.taken[1][2]["message"]):
        assert "为民办实事" in text
        assert not [word for word in ("张三", "映月", "DT-02", record) if word in text]
    listed = office.get("/v1/reminders", token=office.token(*CLERK)).json
    assert [one["record"] for one in listed["items"]] == [record]

    # Killed before this it would send the message once more, under the same id (`test_sending.py`).
    until(lambda: _messages(office, "waiting") == 0, "that it was delivered is noted")
    office.kill("notifier")
    matter(office)
    until(lambda: _messages(office, "waiting") >= 2, "what waits for the notifier is kept")
    office.kill("gateway")
    office.revive()
    office.ready()
    # What was away is tried again a minute later.
    until(lambda: len(box.mails) == 3 and len(hook.taken) == 3, "both arrive when the notifier is back")
    until(lambda: _messages(office, "waiting") == 0, "nothing is left")
    assert (len(box.mails), len(hook.taken)) == (3, 3)
    assert len({one["Message-ID"] for one in box.mails}) == 3


def test_at_night_it_is_held_back_and_stands_on_the_page_all_the_same(office: Suite, box: MailBox) -> None:
    clerk, before = Visitor(office, *CLERK), len(box.mails)
    now = clock.now().astimezone(clock.SHANGHAI)
    quiet = {
        "quiet_from": f"{now - dt.timedelta(hours=1):%H:%M}",
        "quiet_to": f"{now + dt.timedelta(hours=2):%H:%M}",
    }
    for one in office.get("/v1/reminders/addresses", token=office.token(*CLERK)).json["items"]:
        clerk.send("/reminders/addresses/hours", "/reminders", id=one["id"], **AT_ANY_HOUR | quiet)
    record = matter(office)
    until(lambda: record in clerk.read("/reminders"), "it stands on the page")
    until(lambda: _messages(office, "waiting") == 2, "it waits for the morning at both addresses")
    assert len(box.mails) == before


def _messages(suite: Suite, state: str) -> int:
    items = suite.get("/v1/reminders/deliveries").json["items"]
    return sum(one["state"] == state for one in items)


def test_what_was_sent_stands_nowhere_in_the_home_in_clear(office: Suite) -> None:
    """Neither an address nor a code: not in the gateway's files, nor in the notifier's, nor in a log."""
    home: Path = office.home
    files = [one for one in home.rglob("*") if one.is_file() and one.suffix in (".db", ".log", ".db-wal")]
    assert [one for one in files if one.name.startswith("notifier")]
    assert not [one for one in files if ADDRESS.encode() in one.read_bytes()]
