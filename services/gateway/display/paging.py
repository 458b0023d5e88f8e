"""Cursors: where a page of a list begins, as clients carry it, in either direction.

A cursor holds a place in an order, never a count of rows: what is entered meanwhile moves nothing. It belongs to the
question that it was an answer to; with another one it is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson

from contracts import entry
from contracts.errors import Invalid
from services.chassis.storage.lists.keyset import EXACT_UP_TO
from services.gateway.http.request import ApiRequest

MOST_ROWS, MOST_TAKEN = 100, 500
"""How many rows an answer has at most, and the greatest `limit` that is taken: earlier versions answered so many."""
LONGEST = 1000
CURSOR, FACTS_CURSOR, GAPS_CURSOR, KEYS_CURSOR = "cursor", "facts_cursor", "gaps_cursor", "keys_cursor"
ENDED_CURSOR, GONE_CURSOR = "ended_cursor", "gone_cursor"
"""The names of cursors in a query; by all but the first a page tells lists apart that it shows."""
CURSORS = (CURSOR, FACTS_CURSOR, GAPS_CURSOR, KEYS_CURSOR, ENDED_CURSOR, GONE_CURSOR)
PAGE_ONLY = frozenset({*CURSORS, "limit", "lang", "show"})
"""What of a query does not change what is asked."""


class BadCursor(Invalid):
    """This cursor is of another question, or none of ours: begin again without it."""

    slug, zh = "bad-cursor", "游标无效，或属于另一查询；请去掉游标重新查询"

    def __init__(self) -> None:
        super().__init__("cursor", errors=[self.fault("cursor")])


@dataclass(frozen=True)
class Cursor:
    """The place after which a page begins; or, `backward`, before which it ends."""

    place: str = ""
    backward: bool = False


@dataclass(frozen=True)
class Turns:
    """The cursors of the pages on both sides; None where there is none."""

    previous: str | None
    next: str | None

    def links(self, request: ApiRequest) -> dict[str, str]:
        """The header that says so (RFC 8288)."""
        named = (("prev", self.previous), ("next", self.next))
        links = [
            f'<{request.http.path}?{urlencode({**request.query, CURSOR: cursor})}>; rel="{relation}"'
            for relation, cursor in named
            if cursor
        ]
        return {"Link": ", ".join(links)} if links else {}


@dataclass(frozen=True)
class CountedPage:
    """How many a list has in all, counted up to one more than is exact, and the pages on both sides of one."""

    number: int
    turns: Turns

    @property
    def is_exact(self) -> bool:
        """Whether there are no more."""
        return self.number <= EXACT_UP_TO

    @property
    def total(self) -> int:
        """How many there are, or at least."""
        return min(self.number, EXACT_UP_TO)


def rows_asked(request: ApiRequest) -> int:
    """How many rows an answer may have. Raises Invalid."""
    return min(MOST_ROWS, request.number("limit", MOST_ROWS, MOST_TAKEN))


def cursor_of(request: ApiRequest, *about: Any, name: str = CURSOR) -> Cursor:
    """The cursor of a name in a query; `about`: what else is part of the question, as who asks. Raises BadCursor."""
    if name not in request.query:
        return Cursor()
    return _read(request.query[name], _digest(request.query, about))


def turns(request: ApiRequest, places: tuple[str | None, str | None], *about: Any) -> Turns:
    """The cursors to the pages before and after two places, of the question that a request asks."""
    digest = _digest(request.query, about)
    first, last = places
    return Turns(
        None if first is None else _write(Cursor(first, backward=True), digest),
        None if last is None else _write(Cursor(last), digest),
    )


def _digest(query: Mapping[str, str], about: tuple[Any, ...]) -> str:
    question = sorted((name, value) for name, value in query.items() if name not in PAGE_ONLY)
    return hashlib.blake2b(orjson.dumps([question, about]), digest_size=6).hexdigest()


def _write(cursor: Cursor, digest: str) -> str:
    text = orjson.dumps([digest, int(cursor.backward), cursor.place])
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def _read(text: str, digest: str) -> Cursor:
    try:
        plain = orjson.loads(base64.b64decode(text[:LONGEST] + "=" * (-len(text) % 4), "-_", validate=True))
    except (binascii.Error, ValueError):
        raise BadCursor from None
    if not isinstance(plain, list) or [type(one) for one in plain] != [str, int, str]:
        raise BadCursor
    whose, backward, place = plain
    if whose != digest or backward not in (0, 1) or entry.NO_TEXT.search(place.replace(SEPARATOR, "")):
        raise BadCursor
    return Cursor(place, bool(backward))


SEPARATOR = "\x1f"
"""The one character in a place that is no text."""
