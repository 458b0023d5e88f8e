"""What apprise does not say: that a robot took a request and refused the message, and which message it was.

The robots of WeCom and DingTalk answer 200 to everything and say in the body that a token is none of theirs; by apprise
that was delivered. A robot has taken a message when its body says so: not when a proxy's page comes with 200. And each
time it is sent, a mail has another Message-ID: here it follows from the message, so that a second one is known for the
same.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from apprise.plugins.email import base as mail

from services.notifier.agreement import says_yes

_now = threading.local()


@dataclass
class RobotAnswer:
    """What was answered while a message was sent."""

    id: str
    of_robot: bool
    said_yes: bool = False

    @property
    def says_no(self) -> bool:
        """Whether it is a robot's, and did not say that the message was taken."""
        return self.of_robot and not self.said_yes


@contextmanager
def of_thread(id_: str, *, of_robot: bool) -> Iterator[RobotAnswer]:
    """What is answered to this thread from here on, while it sends the message of an id."""
    _now.answer = answer = RobotAnswer(id_, of_robot)
    try:
        yield answer
    finally:
        _now.answer = None


def watch() -> None:
    """Look at each answer that this process gets, and give each mail the id of its message."""
    plain_send = requests.Session.send

    def send(session: requests.Session, request: Any, **options: Any) -> requests.Response:
        response = plain_send(session, request, **options)
        if (answer := getattr(_now, "answer", None)) is not None:
            answer.said_yes = _agrees(response)
        return response

    requests.Session.send = send  # type: ignore[method-assign,assignment]
    vars(mail)["make_msgid"] = lambda domain: f"<{_now.answer.id}@{domain}>"


def _agrees(response: requests.Response) -> bool:
    try:
        return says_yes(response.json())
    except ValueError:
        return False
