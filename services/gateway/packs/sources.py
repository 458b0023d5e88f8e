"""Which events belong into a pack: by their ids, or where the log itself is asked by its entries; some at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from contracts.audit import acts
from contracts.audit.rpc import EntriesRequest, EntryFilter, EntryPage, EntryRow, SearchRequest, TrailRequest
from contracts.errors import Unknown
from contracts.rpc import Request
from services.chassis.storage.lists.window import ListWindow, Place
from services.gateway.audit_client import AuditClient
from services.gateway.packs.wish import Wish
from services.gateway.read_model import ledger, paper_checks, proof_trail, tallies
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.question import Question
from services.gateway.read_model.read_model import ReadModel

T = TypeVar("T")
K = TypeVar("K", int, str)
AT_ONCE = 200
"""Events of a batch: their bodies are in memory together."""


@dataclass(frozen=True)
class Batch:
    """Some entries of the log, and the ids of those events that are not in it."""

    rows: Sequence[EntryRow]
    absent: Sequence[str] = ()


@dataclass(frozen=True)
class Sources:
    """Finds the entries of a wish.

    audits  whether who asks may see audit events: a record's refusals and views go into its pack then
    """

    log: AuditClient
    read_model: ReadModel
    audits: bool

    def find(self, wish: Wish) -> Iterator[Batch]:
        """Each entry once, a batch at a time. Raises Unavailable."""
        seen = set[int]()
        for batch in self._find(wish):
            rows = [row for row in batch.rows if row.index not in seen]
            seen.update(row.index for row in rows)
            yield replace(batch, rows=rows)

    def _find(self, wish: Wish) -> Iterator[Batch]:
        if wish.kind == "period":
            within = EntryFilter(since=wish.since.isoformat(), until=wish.until.isoformat())
            return self._pages(lambda place: self._ask(SearchRequest(within, AT_ONCE, place)))
        if wish.kind == "record":
            return self._of_record(wish.record)
        question = self.read_model.question(wish.as_of)
        measures = [self.read_model.measure(name, question.as_of) for name in wish.measures]
        return (batch for one in measures for batch in self._of_measure(one, question))

    def _of_record(self, record: str) -> Iterator[Batch]:
        with self.read_model.store.begin_read() as tx:
            revisions = [one.id for one in ledger.revisions_of(tx, self.read_model.district, record)]
        if not revisions:
            raise Unknown(record)
        for start in range(0, len(revisions), AT_ONCE):
            yield self._by_id(revisions[start : start + AT_ONCE])
        if self.audits:
            # What else the log holds of it: refusals, views.
            yield from self._pages(lambda place: self._ask(TrailRequest(record, AT_ONCE, place)))

    def _pages(self, ask: Callable[[int | None], EntryPage]) -> Iterator[Batch]:
        """The pages of what the log is asked for, the newest entries first."""
        place: int | None = None
        while True:
            page = ask(place)
            yield self._by_index([row.index for row in page.rows])
            if page.before is None:
                return
            place = page.before

    def _of_measure(self, measure: Measure, question: Question) -> Iterator[Batch]:
        """The facts of a number, and what holds up the level of each."""
        if measure.awaits:
            return
        place: Place | None = None
        while True:
            with self.read_model.reader(question) as reader:
                as_of = reader.as_of_for(measure)
                page = tallies.facts(reader.tx, measure, as_of, ListWindow(AT_ONCE, place))
                events = ledger.events(reader.tx, question.district, {row.event for row in page.rows})
                fallen = paper_checks.fallen_events(reader.tx, question.district)
                levels = {one.id: paper_checks.level_of(one, fallen) for one in events.values()}
                support = proof_trail.of(reader.tx, measure, as_of, page.rows, levels)
            ids = dict.fromkeys(
                [*(row.event for row in page.rows), *(one for some in support.values() for one in some)]
            )
            yield self._by_id(list(ids))
            if page.part.after is None:
                return
            place = page.part.after

    def _by_id(self, ids: Sequence[str]) -> Batch:
        rows = self._entries(ids, lambda some: EntriesRequest((), some), lambda row: row.id)
        here = {row.id for row in rows}
        return Batch(rows, [one for one in ids if one not in here])

    def _by_index(self, indexes: Sequence[int]) -> Batch:
        return Batch(self._entries(indexes, EntriesRequest, lambda row: row.index))

    def _entries(
        self, names: Sequence[K], request: Callable[[tuple[K, ...]], EntriesRequest], name_of: Callable[[EntryRow], K]
    ) -> list[EntryRow]:
        """Entries by what names them; of long ones an answer holds some, and the rest is asked for again."""
        rows, due = list[EntryRow](), dict.fromkeys(names)
        while due and (some := self._ask(request(tuple(due)))):
            rows += some
            for row in some:
                due.pop(name_of(row), None)
        return rows

    def _ask(self, request: Request[T]) -> T:
        return self.log.client.ask(acts.AUDIT, request)
