"""Robots are sent what their makers document, and a message has arrived when its maker's answer says so.

As documented: WeCom 群机器人配置说明 (developer.work.weixin.qq.com/document/path/91770); DingTalk 自定义机器人安全设置
(open.dingtalk.com); Feishu 自定义机器人使用指南 (open.feishu.cn/document/ukTMukTMukTM/ucTM5YjL3ETO24yNxkjN). None of
their servers was asked.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from contracts.notifier.channels import (
    DINGTALK,
    FEISHU,
    MAIL,
    ROBOTS,
    WEBHOOK,
    WECOM,
    AllowedPlace,
    MailServer,
    fits,
    robot_secret,
)
from contracts.notifier.rpc import OutwardMessage
from services.chassis.base import clock
from services.chassis.base.outward_settings import OutwardSettings
from services.gateway.reminders import texts
from services.gateway.reminders.texts import MOST_LINES, MessageLine
from services.notifier.agreement import says_yes
from services.notifier.service import Notifier
from tests.receivers import LOOPBACK, Proxy, robots_proxy, web_hook
from tests.services.notifier.test_sending import BODY, MAKERS, TITLE, TOKEN, hook_at, message, notifier, send

DINGTALK_SECRET = "SEC0123456789abcdef0123456789abcdef"
FEISHU_SECRET = "Nfakenotreal0123456789"
MESSAGE = f"{TITLE}\r\n{BODY}"


@pytest.fixture(scope="module")
def robots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with robots_proxy(tmp_path_factory.mktemp("makers"), *MAKERS) as proxy:
        yield proxy


def behind(robots: Proxy) -> Notifier:
    robots.taken.clear()
    return notifier(OutwardSettings(proxy=f"http://{LOOPBACK}:{robots.port}", authority=str(robots.authority)))


def take(robots: Proxy, kind: str, ending: str = "") -> tuple[str, dict[str, str], Any]:
    """Address, headers and body of a message as it came to its maker."""
    robots.answer = {"errcode": 0, "errmsg": "ok", "code": 0}
    one = message(kind, f"{ROBOTS[kind]}{TOKEN}{ending}")
    assert send(behind(robots), [AllowedPlace(kind, "")], one) == {"m-1": "delivered"}
    ((path, headers, body),) = robots.taken
    assert headers["Content-Type"].startswith("application/json")
    return f"https://{path}", headers, body


def signature(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def is_of_now(moment: float) -> bool:
    return abs(clock.now().timestamp() - moment) < 3600


def test_wecom_is_posted_a_text_under_the_robots_key(robots: Proxy) -> None:
    address, _, body = take(robots, WECOM)
    assert address == f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}"
    assert body == {"msgtype": "text", "text": {"content": MESSAGE}}


def test_dingtalk_is_posted_a_text_under_the_robots_token(robots: Proxy) -> None:
    address, _, body = take(robots, DINGTALK)
    assert address == f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}"
    assert (body["msgtype"], body["text"], body["at"]) == (
        "text",
        {"content": MESSAGE},
        {"atMobiles": [], "isAtAll": False},
    )


def test_dingtalks_signature_is_read_by_decoding_the_address_once(robots: Proxy) -> None:
    address, _, _ = take(robots, DINGTALK, f"&secret={DINGTALK_SECRET}")
    asked = dict(parse_qsl(urlsplit(address).query))
    assert set(asked) == {"access_token", "timestamp", "sign"}, "the secret itself is sent nowhere"
    assert asked["sign"] == signature(DINGTALK_SECRET, f"{asked['timestamp']}\n{DINGTALK_SECRET}")
    assert is_of_now(int(asked["timestamp"]) / 1000), "in milliseconds, within an hour"


def test_feishu_is_posted_a_text_and_its_signature_beside_it(robots: Proxy) -> None:
    address, _, body = take(robots, FEISHU)
    assert address == f"https://open.feishu.cn/open-apis/bot/v2/hook/{TOKEN}"
    assert body == {"msg_type": "text", "content": {"text": f"{TITLE}\n{BODY}"}}
    address, _, signed = take(robots, FEISHU, f"&secret={FEISHU_SECRET}")
    assert address == f"https://open.feishu.cn/open-apis/bot/v2/hook/{TOKEN}"
    assert signed == {
        **body,
        "timestamp": signed["timestamp"],
        "sign": signature(f"{signed['timestamp']}\n{FEISHU_SECRET}", ""),
    }
    assert is_of_now(int(signed["timestamp"])), "in seconds"


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (WECOM, {"errcode": 93000, "errmsg": "invalid webhook url"}),
        (WECOM, {"errcode": 45009, "errmsg": "api freq out of limit"}),
        (DINGTALK, {"errcode": 300001, "errmsg": "token is not exist"}),
        (DINGTALK, {"errcode": 310000, "errmsg": "sign not match"}),
        (FEISHU, {"code": 19001, "data": {}, "msg": "param invalid: incoming webhook access token invalid"}),
        (FEISHU, {"code": 19021, "data": {}, "msg": "sign match fail or timestamp is not within one hour"}),
        (FEISHU, {"code": 9499, "data": {}, "msg": "Bad Request"}),
        (WECOM, {"errcode": None}),
        (WECOM, {"message": "an answer of who knows whom"}),
        (DINGTALK, "please sign in to the network"),
        (FEISHU, []),
    ],
)
def test_what_a_maker_did_not_take_has_not_arrived_whatever_the_status(kind: str, answer: Any) -> None:
    assert says_yes(answer) is False, kind


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (WECOM, {"errcode": 0, "errmsg": "ok"}),
        (DINGTALK, {"errcode": 0, "errmsg": "ok"}),
        (FEISHU, {"code": 0, "msg": "success", "data": {}, "Extra": None, "StatusCode": 0, "StatusMessage": "success"}),
        (FEISHU, {"Extra": None, "StatusCode": 0, "StatusMessage": "success"}),
    ],
)
def test_what_a_maker_took_has_arrived(kind: str, answer: Any) -> None:
    assert says_yes(answer) is True, kind


def test_a_page_that_came_instead_of_a_makers_answer_is_no_delivery(robots: Proxy) -> None:
    robots.answer = "please sign in to the network"
    one = behind(robots)
    messages = [message(kind, f"{begins}{TOKEN}", kind) for kind, begins in ROBOTS.items()]
    assert send(one, [AllowedPlace(kind, "") for kind in ROBOTS], *messages) == dict.fromkeys(ROBOTS, "failed")
    assert len(robots.taken) == len(ROBOTS)


def test_an_address_that_no_maker_gives_and_a_server_that_makes_no_sense_keep_nothing_beside_them_back() -> None:
    odd = OutwardMessage("m-1", DINGTALK, f"{ROBOTS[DINGTALK]}0123-4567-89ab", TITLE, BODY)
    assert not fits(DINGTALK, "", odd.address), "nor is it kept"
    nonsense = AllowedPlace(MAIL, "@bureau.example", MailServer(LOOPBACK, 25, "nobody at all"))
    with web_hook() as hook:
        places = [AllowedPlace(DINGTALK, ""), nonsense, AllowedPlace(WEBHOOK, hook_at(hook.port))]
        mail, whole = message(MAIL, "a@bureau.example", "m-2"), message(WEBHOOK, hook_at(hook.port), "m-3")
        sent = send(notifier(), places, odd, mail, whole)
    assert sent == {"m-1": "refused", "m-2": "failed", "m-3": "delivered"}


def test_a_secret_is_what_its_maker_gives_and_nothing_else() -> None:
    assert robot_secret(f"{ROBOTS[DINGTALK]}{TOKEN}&secret={DINGTALK_SECRET}") == DINGTALK_SECRET
    assert robot_secret(f"{ROBOTS[FEISHU]}{TOKEN}?secret={FEISHU_SECRET}") == FEISHU_SECRET
    assert robot_secret(f"{ROBOTS[FEISHU]}{TOKEN}&secret=a b") == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_longest_message_is_one_that_wecom_takes(lang: str) -> None:
    longest = MessageLine(
        "行政处罚案件办理" * 3, "罚字" * 18, "陈述申辩期限届满" * 4, "逾期已上报", "某某中队" * 5, "2017-12-08"
    )
    link = f"https://{'campaign.' * 10}example/reminders"
    for count in (1, MOST_LINES, 40):
        body = texts.body(lang, [longest] * count, link)
        message = f"{texts.title(lang, count, count)}\r\n{body}"
        assert len(message.encode()) <= 2048
        shown = body.count("2017-12-08")
        assert shown
        assert count == shown or str(count - shown) in body, "what has no room is counted"
