"""What the notifier sends arrives at real receivers, once, and nowhere that is not allowed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from contracts.notifier.channels import DINGTALK, FEISHU, MAIL, ROBOTS, WEBHOOK, WECOM, AllowedPlace, MailServer
from contracts.notifier.rpc import OutwardMessage, SendRequest
from services.chassis.base.outward_settings import OutwardSettings
from services.notifier.service import Notifier
from tests.office import IN_MEMORY, migrated_store
from tests.receivers import LOOPBACK, mail_server, robots_proxy, web_hook

HERE = OutwardSettings(inside=(f"{LOOPBACK}/32",))
TITLE, BODY = "四六三提醒：1 项", "【到期】为民办实事 SG-2017-0042\nhttps://campaign.example/reminders"
MAKERS = [urlsplit(one).hostname or "" for one in ROBOTS.values()]
TOKEN = "0123456789abcdef0123456789abcdef"


def notifier(way_out: OutwardSettings = HERE) -> Notifier:
    return Notifier(migrated_store(IN_MEMORY, "notifier"), way_out)


def message(kind: str, address: str, id_: str = "m-1") -> OutwardMessage:
    return OutwardMessage(id_, kind, address, TITLE, BODY)


def send(one: Notifier, places: list[AllowedPlace], *messages: OutwardMessage) -> dict[str, str]:
    return {each.id: each.outcome for each in one.send(SendRequest(messages, tuple(places)))}


def hook_at(port: int, path: str = "/bureau") -> str:
    return f"http://{LOOPBACK}:{port}{path}"


@pytest.fixture
def robots(tmp_path: Path) -> Iterator[Any]:
    with robots_proxy(tmp_path, *MAKERS) as proxy:
        yield proxy


def test_mail_and_web_hooks_take_a_message_once_however_often_it_is_given() -> None:
    one = notifier()
    with mail_server() as box, web_hook() as hook:
        server = MailServer(LOOPBACK, box.port, "campaign@bureau.example", "")
        places = [AllowedPlace(MAIL, "@bureau.example", server), AllowedPlace(WEBHOOK, hook_at(hook.port))]
        both = [
            message(MAIL, "somebody@bureau.example", "m-1"),
            message(WEBHOOK, f"{hook_at(hook.port)}/desk?who=1", "m-2"),
        ]
        for _ in range(2):
            assert send(one, places, *both) == {"m-1": "delivered", "m-2": "delivered"}
        ((path, headers, body),) = hook.taken
        (mail,) = box.mails
    assert (path, headers["Idempotency-Key"]) == ("/bureau/desk?who=1", "m-2")
    assert (body["title"], body["message"]) == (TITLE, BODY)
    assert (mail["Subject"], mail["To"], mail["X-Reminder-Id"]) == (TITLE, "somebody@bureau.example", "m-1")
    assert mail["Message-ID"] == f"<m-1@{LOOPBACK}>"
    assert mail.get_content().replace("\r\n", "\n").strip() == BODY


def test_a_mail_that_is_sent_again_after_a_kill_has_the_same_name() -> None:
    """Killed between sending and noting, another notifier knows nothing of it: who reads mail does."""
    with mail_server() as box:
        server = MailServer(LOOPBACK, box.port, "campaign@bureau.example", "")
        places = [AllowedPlace(MAIL, "@bureau.example", server)]
        for _ in range(2):
            send(notifier(), places, message(MAIL, "somebody@bureau.example"))
    assert len({one["Message-ID"] for one in box.mails}) == 1
    assert len(box.mails) == 2


def test_robots_of_all_makers_take_a_message_through_the_bureaus_proxy(robots: Any) -> None:
    one = notifier(OutwardSettings(proxy=f"http://{LOOPBACK}:{robots.port}", authority=str(robots.authority)))
    messages = [message(kind, f"{begins}{TOKEN}", kind) for kind, begins in ROBOTS.items()]
    places = [AllowedPlace(kind, "") for kind in ROBOTS]
    assert send(one, places, *messages) == dict.fromkeys(ROBOTS, "delivered")
    by_host = {path.partition("/")[0]: (path, body) for path, _, body in robots.taken}
    assert set(by_host) == set(MAKERS)
    for path, body in by_host.values():
        assert TOKEN in path
        assert "SG-2017-0042" in str(body)


@pytest.mark.parametrize("kind", [WECOM, DINGTALK, FEISHU])
def test_a_robot_that_takes_a_request_and_refuses_the_message_has_not_delivered_it(robots: Any, kind: str) -> None:
    robots.answer = {"errcode": 93000, "errmsg": "invalid webhook url", "code": 19001}
    one = notifier(OutwardSettings(proxy=f"http://{LOOPBACK}:{robots.port}", authority=str(robots.authority)))
    assert send(one, [AllowedPlace(kind, "")], message(kind, f"{ROBOTS[kind]}{TOKEN}")) == {"m-1": "failed"}


def test_nobody_inside_the_house_is_reached_unless_who_runs_the_machines_says_so() -> None:
    with web_hook() as hook:
        places = [AllowedPlace(WEBHOOK, hook_at(hook.port))]
        address = message(WEBHOOK, hook_at(hook.port))
        assert send(notifier(OutwardSettings()), places, address) == {"m-1": "refused"}
        named = f"http://localhost:{hook.port}/bureau"
        assert send(notifier(OutwardSettings()), [AllowedPlace(WEBHOOK, named)], message(WEBHOOK, named)) == {
            "m-1": "refused"
        }
        assert hook.taken == []


def test_an_address_that_is_allowed_no_more_is_sent_nothing() -> None:
    with web_hook() as hook:
        place = AllowedPlace(WEBHOOK, hook_at(hook.port, "/other"))
        assert send(notifier(), [place], message(WEBHOOK, hook_at(hook.port))) == {"m-1": "refused"}
        assert hook.taken == []


def test_a_web_hook_that_leads_elsewhere_is_not_followed() -> None:
    with web_hook() as hook, web_hook() as elsewhere:
        hook.status, hook.location = 307, hook_at(elsewhere.port)
        outcome = send(notifier(), [AllowedPlace(WEBHOOK, hook_at(hook.port))], message(WEBHOOK, hook_at(hook.port)))
        assert outcome == {"m-1": "failed"}
        assert elsewhere.taken == []


def test_what_nobody_answers_has_failed_and_what_is_beside_it_has_not() -> None:
    one = notifier()
    with web_hook() as hook, web_hook() as broken:
        broken.status = 500
        places = [AllowedPlace(WEBHOOK, hook_at(each.port)) for each in (hook, broken)]
        messages = [message(WEBHOOK, hook_at(hook.port), "m-1"), message(WEBHOOK, hook_at(broken.port), "m-2")]
        assert send(one, places, *messages) == {"m-1": "delivered", "m-2": "failed"}
        broken.status = 200
        assert send(one, places, *messages) == {"m-1": "delivered", "m-2": "delivered"}
        assert (len(hook.taken), len(broken.taken)) == (1, 2)
