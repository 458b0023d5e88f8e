"""Reads a city's requests over its Open311 (GeoReport v2): by periods, bounded in size, number and time.

The city is a stranger: only http and https are spoken, no answer leads to another host, and what its entries say of
persons is never looked at.
"""

from __future__ import annotations

import datetime as dt
import http.client
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

import orjson

from operations.base.errors import OperatorError
from services.chassis.base import clock

ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~/-]*)?")
WINDOW = dt.timedelta(days=7)
"""GeoReport lets an answer span 90 days at most, and end after 1,000 requests: a week has fewer."""
PAGE_SIZE, MOST_PAGES = 200, 100
MOST_BYTES, MOST_REQUESTS, MOST_ANSWERS = 16 * 1024 * 1024, 20_000, 2_000
ANSWERS_WITHIN, WHOLE_WITHIN, PIECE = 30.0, 120.0, 64 * 1024
"""Seconds for which a piece of an answer is waited for, and the whole of it."""
Entry = Mapping[str, Any]


class NoCity(OperatorError):
    """{0} is no address of Open311: https://city.example/open311/v2. 不是 Open311 地址。"""

    code = 2


class CityAway(OperatorError):
    """The city's Open311 does not answer: {0}. 城市平台无应答。"""


class CityStrange(OperatorError):
    """What the city answered cannot be read: {0}. 城市平台的回答无法读取。"""


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirection within the city's own host alone."""

    def redirect_request(  # noqa: PLR0913, PLR0917 -- urllib's
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """The next request. Raises CityStrange."""
        before, after = (urllib.parse.urlsplit(one) for one in (req.full_url, newurl))
        if (before.scheme, before.netloc) != (after.scheme, after.netloc):
            raise CityStrange("it leads to another host")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    """What opens http and https, and no file."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        _SameHost(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


@dataclass
class City:
    """A city's Open311 at its address, without the name of a file; `jurisdiction` where it has several."""

    address: str
    jurisdiction: str = ""
    answers: int = 0
    _opener: urllib.request.OpenerDirector = field(default_factory=_opener)

    def __post_init__(self) -> None:
        """Raises NoCity."""
        self.address = self.address.rstrip("/")
        if not ADDRESS.fullmatch(self.address):
            raise NoCity(self.address)

    def requests(self, since: dt.datetime, until: dt.datetime) -> Iterator[Entry]:
        """Every request that was made in a period, each once. Raises CityAway, CityStrange."""
        seen = set[str]()
        while since < until:
            end = min(since + WINDOW, until)
            for entry in self._window(since, end, seen):
                if len(seen) > MOST_REQUESTS:
                    raise CityStrange(f"more than {MOST_REQUESTS} requests: ask for a shorter period")
                yield entry
            since = end

    def _window(self, since: dt.datetime, until: dt.datetime, seen: set[str]) -> Iterator[Entry]:
        """Page by page, until one has nothing new: a city that knows of no pages answers the same again."""
        for page in range(1, MOST_PAGES + 1):
            new = [one for one in self._page(since, until, page) if _known_by(one) not in seen]
            seen.update(map(_known_by, new))
            yield from new
            if not new:
                return
        raise CityStrange(f"more than {MOST_PAGES} pages from {since.isoformat()} on")

    def _page(self, since: dt.datetime, until: dt.datetime, page: int) -> list[Entry]:
        period = {"start_date": _stamp(since), "end_date": _stamp(until)}
        asked = period | {"page": str(page), "page_size": str(PAGE_SIZE)}
        where = {"jurisdiction_id": self.jurisdiction} if self.jurisdiction else {}
        body = self._read("requests.json", asked | where)
        try:
            entries = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise CityStrange(error) from None
        if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
            raise CityStrange("not a list of requests")
        return entries

    def _read(self, name: str, query: Mapping[str, str]) -> bytes:
        self.answers += 1
        if self.answers > MOST_ANSWERS:
            raise CityStrange(f"more than {MOST_ANSWERS} answers")
        address = f"{self.address}/{name}?{urllib.parse.urlencode(query)}"
        request = urllib.request.Request(address, headers={"Accept": "application/json"})  # noqa: S310 -- http alone
        try:
            with self._opener.open(request, timeout=ANSWERS_WITHIN) as answer:
                return _bounded(answer)
        except urllib.error.HTTPError as error:
            raise CityAway(f"{error.code} {error.reason}") from None
        except (OSError, http.client.HTTPException) as error:
            raise CityAway(getattr(error, "reason", error)) from None


def id_of(entry: Entry) -> str:
    """By what a city knows a request; empty: it says nothing of the kind."""
    value = entry.get("service_request_id")
    return str(value).strip() if isinstance(value, str | int) else ""


def _known_by(entry: Entry) -> str:
    """By what an entry is known when it comes again: its id, or all that it says where it has none."""
    return id_of(entry) or orjson.dumps(entry, option=orjson.OPT_SORT_KEYS).decode()


def _bounded(answer: Any) -> bytes:
    """The whole of an answer. Raises CityStrange for one that is too long, or that does not end."""
    body, ends = bytearray(), clock.ticks() + WHOLE_WITHIN
    while piece := answer.read(PIECE):
        body += piece
        if len(body) > MOST_BYTES:
            raise CityStrange(f"an answer of more than {MOST_BYTES // 1024 // 1024} MiB")
        if clock.ticks() > ends:
            raise CityStrange(f"an answer that takes longer than {WHOLE_WITHIN:.0f} s")
    return bytes(body)


def _stamp(moment: dt.datetime) -> str:
    return moment.astimezone(clock.SHANGHAI).isoformat(timespec="seconds")
