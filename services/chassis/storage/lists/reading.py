"""Answers what is asked of a list: a page, what lies on either side of it, and how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import orjson
import sqlalchemy as sa

from services.chassis.storage import store
from services.chassis.storage.lists import walk
from services.chassis.storage.lists.hits import Both, Hits
from services.chassis.storage.lists.matches import MOST_ON_THE_WAY, Matches
from services.chassis.storage.lists.mention_reading import Namers
from services.chassis.storage.lists.order_keys import id_of, span
from services.chassis.storage.lists.question import EXACT_UP_TO, Group, ListPage, ListQuestion
from services.chassis.storage.lists.tables import list_groups, listed
from services.chassis.storage.lists.walk import Stretch
from services.chassis.storage.tables import records

_SHOWN = [column for column in records.c if column.name != "sought"]
_BARE = [column for column in _SHOWN if column.name != "fields"]
_GROUPS = sa.select(list_groups.c.unit, list_groups.c.status).where(list_groups.c.register == sa.bindparam("register"))
_OWN, _OTHERS = "0", "1"
MOST_COUNTED = 1000
"""Of so many records those that hold a frequent text are counted one by one."""


def page(tx: sa.Connection, question: ListQuestion) -> ListPage:
    """Some records of a register as the question wants them."""
    return _ListReading(tx, question).page()


@dataclass(frozen=True)
class _Cut:
    """A page's places, in the order in which they were met, and where it was left if there may be more."""

    places: list[str]
    more: bool
    end: str


@dataclass(frozen=True)
class _ListReading:
    """One question on its way."""

    tx: sa.Connection
    question: ListQuestion

    @cached_property
    def _groups(self) -> dict[str, list[Group]]:
        """The groups that are meant, own units' first; each part has a word that places in it begin with."""
        ask = self.question
        every = [(row.unit, row.status) for row in self.tx.execute(_GROUPS, {"register": ask.register})]
        meant = [
            (unit, status)
            for unit, status in every
            if ask.status in ("", status) and (ask.units is None or unit in ask.units)
        ]
        own = [group for group in meant if group[0] in ask.own]
        return {_OWN: own, _OTHERS: [group for group in meant if group[0] not in ask.own]}

    @cached_property
    def _every_group(self) -> list[Group]:
        return [group for some in self._groups.values() for group in some]

    @cached_property
    def _stretch(self) -> Stretch:
        ask = self.question
        return Stretch(ask.register, ask.column, *span(ask.since, ask.until), ask.descending != ask.backward)

    @cached_property
    def _matches(self) -> Hits:
        """The records that hold the text, name the record, or do both."""
        ask = self.question
        holding = Matches(self.tx, ask.register, ask.text)
        naming = Namers(self.tx, ask.register, ask.names) if ask.names else None
        if naming is None:
            return holding
        return Both(naming, holding) if ask.text else naming

    def page(self) -> ListPage:
        """The answer."""
        total, is_exact, cut = self._found()
        ask, places = self.question, cut.places[:: -1 if self.question.backward else 1]
        first, last = (places[0], places[-1]) if places else ("", "")
        if cut.more:
            first, last = (cut.end, last or cut.end) if ask.backward else (first or cut.end, cut.end)
        earlier, later = (cut.more, bool(ask.place)) if ask.backward else (bool(ask.place), cut.more)
        # What is not counted is at least what is shown.
        total = total if is_exact else max(total, len(places))
        return ListPage(self._rows(places), first, last, earlier, later, total, is_exact)

    def _found(self) -> tuple[int, bool, _Cut]:
        if self.question.bare or self.question.uncounted:
            return 0, False, self._cut_uncounted()
        if not self.question.sifts:
            total = walk.count(self.tx, self._stretch, self._every_group)
            return min(total, EXACT_UP_TO), total <= EXACT_UP_TO, self._cut(self._along())
        if self._matches.are_few(self.question.most):
            places = self._sorted_hits()
            return min(len(places), EXACT_UP_TO), len(places) <= EXACT_UP_TO, self._cut(self._beyond(places))
        return *self._count_hits(), self._cut_on_the_way()

    def _cut_uncounted(self) -> _Cut:
        if not self.question.sifts:
            return self._cut(self._along())
        if self._matches.are_few(self.question.most):
            return self._cut(self._beyond(self._sorted_hits()))
        return self._cut_on_the_way()

    def _cut(self, places: Iterator[str]) -> _Cut:
        """A page of these places."""
        some = list(islice(places, self.question.most + 1))
        kept = some[: self.question.most]
        return _Cut(kept, len(some) > len(kept), kept[-1] if kept else "")

    def _cut_on_the_way(self) -> _Cut:
        """A page of the places whose records hold the text, as far as one answer goes."""
        most, kept, end, seen = self.question.most, list[str](), "", 0
        along = self._along()
        while some := list(islice(along, min(200, MOST_ON_THE_WAY - seen))):
            having = self._matches.holding([id_of(place) for place in some])
            for place in some:
                if id_of(place) in having:
                    if len(kept) == most:
                        return _Cut(kept, True, kept[-1])  # noqa: FBT003 -- more
                    kept.append(place)
            end, seen = some[-1], seen + len(some)
        return _Cut(kept, seen >= MOST_ON_THE_WAY, end)

    def _along(self) -> Iterator[str]:
        """The places of every part, after the one that was asked for."""
        ask, need = self.question, self.question.most + 1
        at, place = ask.place[:1], ask.place[1:]
        for part in self._parts():
            stretch = self._stretch.beyond(place) if part == at else self._stretch
            yield from (part + one for one in walk.along(self.tx, stretch, self._groups[part], need))

    def _parts(self) -> list[str]:
        """The parts that are left, in the order in which they are met."""
        at, backward = self.question.place[:1], self.question.backward
        parts = sorted(self._groups, reverse=backward)
        return parts[parts.index(at) :] if at in parts else parts

    def _sorted_hits(self) -> list[str]:
        """The places of all records that are meant and hold the text, in the order in which they are met."""
        ids, stretch, c = self._matches.all_ids(), self._stretch, listed.c
        column = c[self.question.column]
        own = (
            c.register == self.question.register,
            store.among(c.id, ids),
            column > stretch.low,
            column < stretch.high,
        )
        part_of = {group: part for part, some in self._groups.items() for group in some}
        rows = self.tx.execute(sa.select(c.unit, c.status, column.label("place")).where(*own)).all()
        hits = [(part_of[row.unit, row.status], row.place) for row in rows if (row.unit, row.status) in part_of]
        by_place = sorted(hits, key=lambda hit: hit[1], reverse=stretch.descending)
        # Sorting keeps what is equal in its order: own ones come first, or last for who goes back.
        return ["".join(hit) for hit in sorted(by_place, key=lambda hit: hit[0], reverse=self.question.backward)]

    def _beyond(self, places: Sequence[str]) -> Iterator[str]:
        """Those of some places in their order that come after the one that was asked for."""
        left, at, place = self._parts(), self.question.place[:1], self.question.place[1:]
        for one in places:
            if one[:1] in left and (one[:1] != at or self._is_after(one[1:], place)):
                yield one

    def _is_after(self, one: str, place: str) -> bool:
        return one < place if self._stretch.descending else one > place

    def _count_hits(self) -> tuple[int, bool]:
        """How many of many hits are meant, and whether that is exact: a filter beside a frequent text may hide it."""
        is_all = (
            not (self.question.status or self.question.since or self.question.until) and self.question.units is None
        )
        matches = self._matches
        if is_all and matches.is_known:
            return min(matches.number, EXACT_UP_TO), matches.number <= EXACT_UP_TO
        meant = walk.count(self.tx, self._stretch, self._every_group)
        if meant > MOST_COUNTED:
            return 0, False
        ids = (id_of(one) for one in walk.along(self.tx, self._stretch, self._every_group, meant))
        return sum(1 for _ in matches.on_the_way(ids)), True

    def _rows(self, places: Sequence[str]) -> list[Mapping[str, Any]]:
        """The records that have these places, in their order."""
        ids = [id_of(place) for place in places]
        own = (records.c.register == self.question.register, store.among(records.c.id, ids))
        columns = _BARE if self.question.bare else _SHOWN
        rows = self.tx.execute(sa.select(*columns).where(*own)).mappings() if ids else ()
        by_id = {row["id"]: {**row, "fields": orjson.loads(row.get("fields", "{}"))} for row in rows}
        return [by_id[id_] for id_ in ids if id_ in by_id]
