"""Robots as their makers document them, where apprise departs from that: how DingTalk and Feishu want to be signed for.

DingTalk's signature stands in the address, encoded once: apprise encodes it twice, and the maker answers "sign not
match". Feishu's stands in the body, which apprise does not know; nor does its address end in a stroke.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

import requests
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu

from services.chassis.base import clock


class DingTalkRobot(NotifyDingTalk):  # type: ignore[no-untyped-call]
    """Signs as the maker says: by the secret, for milliseconds and secret."""

    def get_signature(self) -> tuple[str, str]:
        """The moment and its signature, which requests encodes when it writes the address."""
        moment = str(round(clock.now().timestamp() * 1000))
        return moment, _signature(key=str(self.secret), text=f"{moment}\n{self.secret}")


class FeishuRobot(NotifyFeishu):
    """Posts a text, signed where its owner has a secret: by seconds and secret, for nothing."""

    notify_url = "https://open.feishu.cn/open-apis/bot/v2/hook/{token}"

    def __init__(self, token: str, secret: str, **terms: Any) -> None:
        """`secret` may be empty: then the robot asks for none."""
        super().__init__(token=token, **terms)  # type: ignore[no-untyped-call]
        self.secret = secret

    def send(self, body: str, title: str = "", *_: Any, **_more: Any) -> bool:
        """Whether the maker took the request; what it says of the message is read by `answers.py`."""
        text = f"{title}\n{body}" if title else body
        said: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if self.secret:
            moment = str(int(clock.now().timestamp()))
            said |= {"timestamp": moment, "sign": _signature(key=f"{moment}\n{self.secret}", text="")}
        try:
            response = requests.post(
                self.notify_url.format(token=self.token),
                json=said,
                verify=self.verify_certificate,
                timeout=self.request_timeout,
                allow_redirects=self.redirects,
            )
        except requests.RequestException:
            return False
        return response.status_code == requests.codes.ok


def _signature(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
