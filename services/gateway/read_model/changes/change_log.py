"""The changes as streams read them: the last from memory, which all of them share, those before from the database."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from operator import attrgetter

import sqlalchemy as sa

from services.chassis.storage.store import Store
from services.gateway.read_model.change_feed import ChangeFeed
from services.gateway.read_model.changes import change_rows
from services.gateway.read_model.changes.change_rows import Change

REMEMBERED, READ_AT_ONCE = 1000, 500
START = "0"
"""The token of who has heard of no change, because there was none."""
Shows = Callable[[Collection[str]], Collection[str]]


@dataclass(frozen=True)
class StreamPlace:
    """Where a stream stands: after which change, by which token its listener knows that."""

    number: int
    token: str


@dataclass
class ChangeLog:
    """One district's changes."""

    store: Store
    district: str
    feed: ChangeFeed
    _last: list[Change] = field(default_factory=list)
    _read: int = -1

    def after(self, number: int) -> list[Change]:
        """The changes that followed one, in their order; not all where there are many: ask again after the last."""
        self._catch_up()
        if not self._last or number >= self._last[-1].number:
            return []
        if number >= self._last[0].number:
            return self._last[bisect_right(self._last, number, key=attrgetter("number")) :]
        with self.store.begin_read() as tx:
            return change_rows.after(tx, self.district, number, READ_AT_ONCE)

    def present(self, shows: Shows) -> StreamPlace:
        """Where a stream begins that has missed nothing: known by the last change that its listener may hear of.

        By a later one it could tell that there was something else.
        """
        self._catch_up()
        number = self._last[-1].number if self._last else 0
        audible = (one.token for one in reversed(self._last) if shows(one.measures))
        first = self._last[0].token if self._last else START
        return StreamPlace(number, next(audible, first))

    def place(self, token: str) -> StreamPlace | None:
        """Where a stream goes on; None: what followed is not all kept."""
        with self.store.begin_read() as tx:
            if token == START:
                return StreamPlace(0, START) if change_rows.is_whole(tx) else None
            change = change_rows.find(tx, self.district, token)
        return StreamPlace(change.number, token) if change else None

    def _catch_up(self) -> None:
        """Read what was written since; somebody else may have read it meanwhile."""
        published = self.feed.published
        if published == self._read:
            return
        with self.store.begin_read() as tx:
            news = self._news(tx)
        number = self._last[-1].number if self._last else 0
        self._last = [*self._last, *(one for one in news if one.number > number)][-REMEMBERED:]
        self._read = published if len(news) < READ_AT_ONCE else self._read

    def _news(self, tx: sa.Connection) -> list[Change]:
        """What followed the last that is known; at first the last of all."""
        if self._last:
            return change_rows.after(tx, self.district, self._last[-1].number, READ_AT_ONCE)
        return change_rows.newest(tx, self.district, READ_AT_ONCE - 1)
