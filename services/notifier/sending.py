"""Sends messages and says what came of each: a program of its own, which ends when that is done.

It reads JSON and writes a line for each message. Whatever a library, a server or a redirect makes of it, the service
that started it goes on, and `guard.py` keeps it to the hosts that are meant.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson
from apprise.common import NotifyFormat
from apprise.exception import AppriseImproperlyConfigured
from apprise.plugins.base import NotifyBase
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.email.base import NotifyEmail
from apprise.plugins.wecombot import NotifyWeComBot

from contracts.notifier.channels import (
    DINGTALK,
    FEISHU,
    MAIL,
    ROBOTS,
    WECOM,
    AllowedPlace,
    MailServer,
    host_of,
    place_of,
    robot_secret,
    robot_token,
)
from contracts.notifier.rpc import MOST_AT_ONCE, Outcome, OutwardMessage
from services.chassis.base import parent_death
from services.notifier import answers
from services.notifier.guard import OutwardGuard
from services.notifier.robots import DingTalkRobot, FeishuRobot

CONNECT_SECONDS, READ_SECONDS = 4.0, 6.0
TERMS: dict[str, Any] = {"cto": CONNECT_SECONDS, "rto": READ_SECONDS, "redirect": False, "verify": True}
IDEMPOTENCY, OWN = "Idempotency-Key", "X-Reminder-Id"
"""The headers by which a web hook, or whoever reads mail, knows a message that came before."""


def main() -> None:
    """Send what stands on the standard input."""
    parent_death.end_with_parent(signal.SIGKILL)
    logging.disable()  # apprise says addresses there, with their tokens
    asked = orjson.loads(sys.stdin.buffer.read())
    guard = OutwardGuard(asked["inside"], urlsplit(asked["proxy"]).hostname or "")
    answers.watch()
    guard.install()
    places = [AllowedPlace.from_payload(one) for one in asked["places"]]
    messages = [OutwardMessage.from_payload(one) for one in asked["messages"]]
    with ThreadPoolExecutor(MOST_AT_ONCE) as threads:
        outcomes = threads.map(lambda one: send(one, places, guard), messages)
        for one, outcome in zip(messages, outcomes, strict=True):
            sys.stdout.buffer.write(orjson.dumps([one.id, outcome], option=orjson.OPT_APPEND_NEWLINE))
            sys.stdout.buffer.flush()


def send(message: OutwardMessage, places: Sequence[AllowedPlace], guard: OutwardGuard) -> Outcome:
    """Send a message, if any of the places allows its address; what came of it."""
    place = place_of(message.kind, message.address, places)
    if place is None or (message.kind == MAIL and place.server is None):
        return Outcome.REFUSED
    if not guard.mean(place.server.host if place.server else host_of(message.kind, message.address)):
        return Outcome.REFUSED
    with answers.of_thread(message.id, of_robot=message.kind in ROBOTS) as answer:
        delivered = _notify(message, place)
    if guard.was_refused():
        return Outcome.REFUSED
    return Outcome.DELIVERED if delivered and not answer.says_no else Outcome.FAILED


def _notify(message: OutwardMessage, place: AllowedPlace) -> bool:
    """Whether a message was taken; what apprise cannot make sense of was not, and what is sent beside it goes on."""
    try:
        channel = _channel(message, place)
    except AppriseImproperlyConfigured:
        return False
    return bool(channel.notify(body=message.body, title=message.title, body_format=NotifyFormat.TEXT))


def _channel(message: OutwardMessage, place: AllowedPlace) -> NotifyBase:
    """What sends it, told member by member: nothing of an address is read as anything else."""
    if place.server is not None:
        return _mail(message, place.server)
    if message.kind == WECOM:
        return NotifyWeComBot(key=robot_token(WECOM, message.address), **TERMS)  # type: ignore[no-untyped-call]
    if message.kind == DINGTALK:
        token, secret = robot_token(DINGTALK, message.address), robot_secret(message.address)
        return DingTalkRobot(token=token, secret=secret or None, **TERMS)  # type: ignore[no-untyped-call]
    if message.kind == FEISHU:
        return FeishuRobot(robot_token(FEISHU, message.address), robot_secret(message.address), **TERMS)
    parts = urlsplit(message.address)
    return NotifyJSON(  # type: ignore[no-untyped-call]
        secure=parts.scheme == "https",
        host=parts.hostname,
        port=parts.port,
        fullpath=parts.path or "/",
        params=dict(parse_qsl(parts.query)),
        headers={IDEMPOTENCY: message.id},
        **TERMS,
    )


def _mail(message: OutwardMessage, server: MailServer) -> NotifyBase:
    return NotifyEmail(  # type: ignore[no-untyped-call]
        secure=bool(server.security),
        secure_mode=server.security or "insecure",
        host=server.host,
        smtp_host=server.host,
        port=server.port,
        user=server.user or None,
        password=server.password or None,
        from_addr=server.sender,
        targets=message.address,
        format=NotifyFormat.TEXT,
        headers={OWN: message.id},
        **TERMS,
    )


if __name__ == "__main__":
    main()
