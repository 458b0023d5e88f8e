"""A request with its bearer, and its query and body read as what they should be."""

from __future__ import annotations

import datetime as dt
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from werkzeug.wrappers import Request

from contracts.errors import Invalid, TooLarge, Unauthenticated, Unreadable, fault
from contracts.forms import EARLIEST, LATEST
from services.chassis.records.command import BUREAU
from services.gateway.acts.request_acts import RequestActs
from services.gateway.http.bearer_tokens import Bearer

MOST_BODY = 1024 * 1024
DEEPEST = 32
NUMBER, DAY = re.compile("[0-9]{1,9}"), re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
SETTLED, ACTS, VISIT = "campaign.settled", "campaign.acts", "campaign.visit"
T = TypeVar("T")


@dataclass
class ApiRequest:
    """One request with its bearer and the values in its path; `http` is what came over the wire.

    draft  the draft of which this is a form that was kept: it is shown again, and nothing is done by it
    ask_again  who asks by the same secret by now. Raises Unauthenticated
    """

    http: Request
    bearer: Bearer
    path: Mapping[str, str]
    query: Mapping[str, str]
    draft: str = ""
    ask_again: Callable[[], Bearer | None] = lambda: None

    def stands(self) -> bool:
        """Whether whoever asked would be admitted still, as the same in the same post: for answers that have no end."""
        try:
            return self.ask_again() == self.bearer
        except Unauthenticated:
            return False

    @property
    def acts(self) -> RequestActs:
        """What of it is put on record; nothing, where nobody is there who does it."""
        acts: RequestActs = self.http.environ.setdefault(ACTS, RequestActs())
        return acts

    def settle(self) -> None:
        """Say that what a form asked for is done, though its page is shown again."""
        self.http.environ[SETTLED] = True

    def json(self) -> Any:
        """The body as JSON, nested no deeper than what it is written on with may be. Raises Unreadable, or TooLarge."""
        try:
            body = orjson.loads(self.body(MOST_BODY).removeprefix(BOM_UTF8) or b"{}")  # RFC 8259, 8.1
        except orjson.JSONDecodeError as error:
            raise Unreadable("JSON", error) from None
        if _deeper(body, DEEPEST):
            raise Unreadable("JSON", f"nested deeper than {DEEPEST}")
        return body

    def body(self, most: int) -> bytes:
        """The body's bytes, never more than `most`; the server reads off the rest after the answer. Raises TooLarge."""
        if (self.http.content_length or 0) > most:
            raise too_large(f"{self.http.content_length} > {most} bytes", most)
        body = self.http.stream.read(most + 1)  # a chunked body does not say how long it is
        if len(body) > most:
            raise too_large(f"more than {most} bytes", most)
        return bytes(body)

    def day(self, name: str) -> dt.date | None:
        """A day in the query, one that a form may name: what is counted day by day must end. Raises Invalid."""
        day = _parse_query(self.query, name, _day, "YYYY-MM-DD")
        if day is not None and not EARLIEST <= day <= LATEST:
            raise _invalid(name, f"{EARLIEST}..{LATEST}")
        return day

    def moment(self, name: str) -> dt.datetime | None:
        """A moment in the query, with its zone. Raises Invalid."""
        moment = _parse_query(self.query, name, _moment, "RFC 3339")
        if moment is not None and moment.tzinfo is None:
            raise _invalid(name, "RFC 3339, with a time zone")
        return moment

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number in the query, from 1 to `most`. Raises Invalid."""
        number = _parse_query(self.query, name, parse_whole_number, f"1..{most}")
        if number is not None and not 1 <= number <= most:
            raise _invalid(name, f"1..{most}")
        return default if number is None else number

    def among(self, name: str, words: Collection[str], default: str) -> str:
        """One of several words in the query. Raises Invalid."""
        word = self.query.get(name, default)
        if word not in words:
            raise _invalid(name, " | ".join(words))
        return word

    def flag(self, name: str) -> bool:
        """Yes or no in the query. Raises Invalid."""
        text = self.query.get(name, "false")
        if text not in ("true", "false"):
            raise _invalid(name, "true, false")
        return text == "true"


@dataclass(frozen=True)
class Visit:
    """Who asks, None: nobody that is known; and whether they are admitted to the page at a path."""

    bearer: Bearer | None = None
    admits: Callable[[str], bool] = lambda _path: False


def bearer_known(bearer: Bearer) -> dict[str, str]:
    """A bearer as what is put on record names them."""
    post = f"{bearer.role}@{bearer.unit or BUREAU}"
    return {"actor": bearer.id, "post": post, "unit": bearer.unit or "", "on_behalf_of": bearer.on_behalf_of}


def too_large(about: str, most: int) -> TooLarge:
    """That a body is longer than it may be, and how long that is."""
    return TooLarge(about, errors=[fault("body", f"May take {most} bytes", f"请求正文最多 {most} 字节")])


def _parse_query(query: Mapping[str, str], name: str, parse: Callable[[str], T], shape: str) -> T | None:
    text = query.get(name)
    if text is None:
        return None
    try:
        return parse(text)
    except (ValueError, OverflowError):
        raise _invalid(name, shape) from None


def parse_whole_number(text: str) -> int:
    """A whole number in at most nine plain digits. Raises ValueError."""
    if not NUMBER.fullmatch(text):  # int() would take " 1", "1_000" and digits of other scripts
        raise ValueError(text)
    return int(text)


def _day(text: str) -> dt.date:
    if not DAY.fullmatch(text):  # not 2017-W09-3
        raise ValueError(text)
    return dt.date.fromisoformat(text)


def _moment(text: str) -> dt.datetime:
    """A moment that UTC has too: the first and the last day of the calendar are shorter elsewhere."""
    moment = dt.datetime.fromisoformat(text.replace(" ", "+"))  # a plus sign that was not escaped
    if moment.tzinfo is not None:
        moment.astimezone(dt.UTC)
    return moment


def _deeper(body: Any, most: int) -> bool:
    """Whether lists and objects are nested deeper than `most`; level by level, without recursion."""
    level = [body]
    for _ in range(most + 1):
        level = [one for outer in level if isinstance(outer, dict | list) for one in _members(outer)]
    return bool(level)


def _members(outer: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return outer.values() if isinstance(outer, dict) else outer


def _invalid(name: str, shape: str) -> Invalid:
    return Invalid(name, errors=[fault(name, f"Must be {shape}", f"应为 {shape}")])
