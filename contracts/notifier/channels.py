"""Channels 提醒渠道: by which people are reminded outside the house, and which addresses of each kind are allowed.

The gateway asks this before an address is kept, the notifier again before it sends anything there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from contracts.wire import Message
from contracts.words import Words

MAIL, WEBHOOK, WECOM, DINGTALK, FEISHU = "mail", "webhook", "wecom", "dingtalk", "feishu"
KINDS = Words(
    {
        MAIL: "邮件 / mail",
        WEBHOOK: "网络钩子 / web hook",
        WECOM: "企业微信群机器人 / WeCom robot",
        DINGTALK: "钉钉群机器人 / DingTalk robot",
        FEISHU: "飞书群机器人 / Feishu robot",
    }
)
ROBOTS = {
    WECOM: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
    DINGTALK: "https://oapi.dingtalk.com/robot/send?access_token=",
    FEISHU: "https://open.feishu.cn/open-apis/bot/v2/hook/",
}
"""How the addresses of robots begin, as their makers give them; apprise knows no others."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,200}")
_TOKENS = {WECOM: _TOKEN, DINGTALK: re.compile(r"[A-Za-z0-9]{8,200}"), FEISHU: _TOKEN}
_SECRET = re.compile(r"[?&]secret=([A-Za-z0-9]{8,200})(?:&|$)")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_DOMAIN = re.compile(r"@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_HOST = re.compile(r"[A-Za-z0-9.-]+")
_PATH = re.compile(r"(/[A-Za-z0-9._~%-]*)*")
_PLAIN = re.compile(r"[!-~]{1,500}")


@dataclass(frozen=True)
class MailServer(Message):
    """The bureau's own mail server.

    security  "ssl", "starttls", or empty: neither, as inside a house
    """

    host: str
    port: int
    sender: str
    security: str = "starttls"
    user: str = ""
    password: str = ""


@dataclass(frozen=True)
class AllowedPlace(Message):
    """Where an administrator lets messages of a kind be sent: "@xishan.gov.cn", "https://hooks.example/bureau/".

    prefix  empty for a robot: its maker's own place
    server  of mail
    """

    kind: str
    prefix: str
    server: MailServer | None = None


def is_place(kind: str, prefix: str) -> bool:
    """Whether messages of a kind can be allowed to what begins so."""
    if kind in ROBOTS:
        return prefix == ""
    if kind == MAIL:
        return _DOMAIN.fullmatch(prefix) is not None
    parts = _parts(prefix) if kind == WEBHOOK else None
    return parts is not None and not parts.query


def fits(kind: str, prefix: str, address: str) -> bool:
    """Whether an address is of a kind, and lies where messages of that kind are allowed."""
    if not _PLAIN.fullmatch(address):
        return False
    if kind in ROBOTS:
        return robot_token(kind, address) != ""
    if kind == MAIL:
        match = _MAIL.fullmatch(address)
        return match is not None and f"@{match[1]}".lower() == prefix.lower()
    return kind == WEBHOOK and _lies_below(_parts(prefix), _parts(address))


def place_of(kind: str, address: str, places: Iterable[AllowedPlace]) -> AllowedPlace | None:
    """The first of these places in which an address lies."""
    return next((one for one in places if one.kind == kind and fits(kind, one.prefix, address)), None)


def robot_token(kind: str, address: str) -> str:
    """The token in a robot's address; empty: it is none of that maker's."""
    begins = ROBOTS[kind]
    token = re.split("[?&]", address.removeprefix(begins))[0].rstrip("/")
    return token if address.startswith(begins) and _TOKENS[kind].fullmatch(token) else ""


def robot_secret(address: str) -> str:
    """With what a robot's messages are signed, where its owner wrote `&secret=...` behind its address."""
    match = _SECRET.search(address)
    return match[1] if match else ""


def host_of(kind: str, address: str) -> str:
    """The host to which a message goes by HTTP."""
    return urlsplit(ROBOTS.get(kind, address)).hostname or ""


def _parts(url: str) -> SplitResult | None:
    """The parts of an address over HTTPS or HTTP that has nothing odd in it: no user, no detour, no place in a page."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host, odd = parts.hostname or "", parts.username is not None or parts.fragment or "@" in parts.netloc
    if parts.scheme not in ("https", "http") or odd or port == 0 or not _HOST.fullmatch(host):
        return None
    # An encoded stroke or dot could mean another path to the server than to us.
    escaped = parts.path.lower()
    is_plain = _PATH.fullmatch(parts.path) and "%2f" not in escaped and "%2e" not in escaped
    return parts if is_plain and not {".", ".."} & set(parts.path.split("/")) else None


def _lies_below(place: SplitResult | None, parts: SplitResult | None) -> bool:
    if place is None or parts is None:
        return False
    same = (place.scheme, place.hostname, place.port) == (parts.scheme, parts.hostname, parts.port)
    folder = place.path.rstrip("/")
    return same and (parts.path == folder or parts.path.startswith(f"{folder}/"))
