"""A page of a list some of whose records somebody may not read: as if they were not in it, by no cursor either."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from contracts.rpc import ListFilter, ListReply, PageRow

AT_ONCE, MOST_ASKED = 500, 5
"""Rows at a time, and how often they are asked for: where none of so many may be read a list ends."""
NOTHING = ListReply((), "", "", earlier=False, later=False, total=0, is_exact=False)
Ask = Callable[[ListFilter, int], ListReply]
Readable = Callable[[Iterable[str]], set[str]]


@dataclass(frozen=True)
class _Kept:
    """A row that may be read, and how it is come to again: the so many-th of a question."""

    row: PageRow
    within: ListFilter
    number: int

    def place(self, ask: Ask) -> str:
        """Where it stands. Rows beside it that may not be read would be told by their own places."""
        reply = ask(replace(self.within, uncounted=True), self.number)
        return reply.first if self.within.backward else reply.last


def readable_page(ask: Ask, readable: Readable, within: ListFilter, most: int) -> ListReply:
    """So many rows that may be read, read on for past what may not, and whether more of them follow."""
    kept = _look(ask, readable, within, most + 1)
    shown, further, before = kept[:most], len(kept) > most, bool(within.place)
    if not shown:
        return NOTHING
    near, far = shown[0].place(ask) if before else "", shown[-1].place(ask) if further else ""
    rows = tuple(one.row for one in shown)
    if within.backward:
        return ListReply(rows[::-1], far, near, further, before, len(rows), False)  # noqa: FBT003 -- is_exact
    return ListReply(rows, near, far, before, further, len(rows), False)  # noqa: FBT003 -- is_exact


def _look(ask: Ask, readable: Readable, within: ListFilter, most: int) -> list[_Kept]:
    kept, size = list[_Kept](), most
    for _ in range(MOST_ASKED):
        reply = ask(within, size)
        rows = reply.rows[::-1] if within.backward else reply.rows
        mine = readable(row.id for row in rows)
        kept += [_Kept(row, within, number) for number, row in enumerate(rows, 1) if row.id in mine]
        if len(kept) >= most or not (reply.earlier if within.backward else reply.later):
            break
        within, size = replace(within, place=reply.first if within.backward else reply.last), AT_ONCE
    return kept
