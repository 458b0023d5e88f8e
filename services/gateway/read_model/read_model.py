"""The read model of one district: writes what arrives, answers questions, and wakes who waits with what has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

import sqlalchemy as sa

from contracts import catalogue
from contracts.envelope import Event, register_of
from contracts.errors import Invalid, Problem, Undefined, Unknown, fault
from contracts.wire import JsonObject
from services.chassis.base import clock, log, real_threads
from services.chassis.records.calendar import Calendar
from services.chassis.records.record import Record
from services.chassis.storage import lease
from services.chassis.storage.store import Store
from services.gateway.read_model import ledger, ledger_version, paper_checks, projections, tallies, units
from services.gateway.read_model.answer_cache import AnswerCache, CachedAnswer, PageKey, encode_page
from services.gateway.read_model.calendars import heard_years
from services.gateway.read_model.change_feed import ChangeFeed
from services.gateway.read_model.changes import change_rows
from services.gateway.read_model.changes.change_log import ChangeLog
from services.gateway.read_model.generations import besides, deciding, handed_in, pointer, previews
from services.gateway.read_model.generations.besides import ProgrammeBeside
from services.gateway.read_model.generations.handed_in import ProgrammeUnfit
from services.gateway.read_model.generations.tables import Generation
from services.gateway.read_model.paper_checks import Place
from services.gateway.read_model.programme import Measure, Programme
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.question import ALWAYS, Question
from services.gateway.read_model.records import captions, record_news
from services.gateway.read_model.records.captions import Caption
from services.gateway.read_model.replay import orphans, spool
from services.gateway.read_model.replay.comparison import Compare, Comparison, compare_here
from services.gateway.read_model.replay.ledger_replay import OnlyHere, Replay, replay_here
from services.gateway.read_model.replay.spool import EventSpool
from services.gateway.read_model.shadow import steps
from services.gateway.read_model.targets import door, heard_changes
from services.gateway.read_model.warnings import photographs
from services.gateway.read_model.warnings import projection as warnings
from services.gateway.read_model.warnings.photographs import Looks

_log = log.get("view")
SHOWN, AGAIN_AFTER = 5, 60.0
"""Ids in a refusal; and seconds after which a file is asked for again that could not be read."""
STAFF = frozenset({*catalogue.STAFF, "training.posts", "training.delegations"})
COVERED: frozenset[str] = frozenset()
"""No private measure is shown as it is."""


class Journals(Protocol):
    """The journals of all owners: `services.gateway.sealed_journals`."""

    def events(self) -> Iterator[Sequence[Event]]:
        """Every event, some at a time."""

    def confirm(self, service: str, ids: Sequence[str]) -> Iterable[Event]:
        """Those of some events that a service has recorded."""


@dataclass
class ReadModel:
    """One district's ledger and what was read from it."""

    store: Store
    programme: Programme
    district: str
    today: Callable[[], dt.date] = lambda: clock.day_of(clock.now())
    change_feed: ChangeFeed = field(default_factory=ChangeFeed)
    stale: dict[str, str] = field(default_factory=dict)
    cache: AnswerCache = field(default_factory=AnswerCache)
    replay: Replay = replay_here
    compare: Compare = compare_here
    explain: Callable[[dict[str, Any]], dict[str, Any]] = dict
    """Puts words to what is answered of items: they are another storey's."""
    givers: Callable[[Iterable[str]], dict[str, set[str]]] = lambda _hashes: {}
    """Who handed in each of some papers, which stands in a file of its own."""
    staff_version: int = 0
    """Greater each time that people, posts or units may have changed."""
    wanted: Programme = field(init=False)
    """The programme of this version; `programme` is that of the generation that is read."""
    _unsettled: bool = True
    """Whether programmes beside this one may have been handed in, issued or ended since it was last looked."""
    _not_before: float = 0.0
    """Before these ticks it is not looked again."""
    _written: int = 0
    """The ledger's version that this gateway wrote last."""
    _seen: int = 0
    """The ledger's version that `cache` knows of."""

    def __post_init__(self) -> None:
        """Until it is known which generation is live, the first."""
        self.wanted = self.programme

    def handle(self, tx: sa.Connection, events: Sequence[Event]) -> None:
        """Write what has arrived: the subscriber calls this in its transaction."""
        self._written = ledger_version.increment(tx)
        new = projections.put(tx, self.district, self.programme, events)
        record_news.note(tx, self.district, new)
        change_rows.put(tx, self.district, {name for event in new for name in self._affected_measures(event)})

    @cached_property
    def changes(self) -> ChangeLog:
        """What changed, as streams read it."""
        return ChangeLog(self.store, self.district, self.change_feed)

    def ensure_programme(self) -> None:
        """Read the generation that is live; where another programme or other code made it, another is built beside it.

        What cannot be read by its own programme any more is built before anything is read, some records at a time.
        """
        while (served := self._settle()) is None:
            if steps.step(self.store, self.district, self.wanted) is None:
                raise Undefined(self.district, "no generation can be read, and none is being built")
        self._serve(served)

    def _settle(self) -> Programme | None:
        with self.store.begin() as tx:
            lease.advisory_lock(tx, catalogue.inbox("gateway"))
            return deciding.settle(tx, self.district, self.wanted)

    def follow(self) -> None:
        """Read the generation that is live now, whoever switched to it."""
        with self.store.begin_read() as tx:
            served = pointer.live(tx, self.district, self.programme)
        if served and served.generation != self.programme.generation:
            self._serve(served)
            _log.info("generation.switched", generation=served.generation, programme=served.digest)

    def _serve(self, programme: Programme) -> None:
        """Whoever has begun to read goes on by the rows of before; nothing of that is kept."""
        with self.store.begin_read() as tx:
            changes = heard_changes.changes(tx, self.district)
        self.programme, self._unsettled, self._not_before = programme.changed_by(changes), True, 0.0
        self.staff_version += 1
        self.cache.drop_all()
        self.change_feed.publish([])

    def decide(self, act: Callable[[sa.Connection, str, Programme], None]) -> None:
        """Have one of `deciding` carried out, because an operator says so, and read what is live then."""
        with self.store.begin() as tx:
            lease.advisory_lock(tx, catalogue.inbox("gateway"))
            act(tx, self.district, self.wanted)
            self._written = ledger_version.increment(tx)
            change_rows.put(tx, self.district, self.programme.measures)
        self.follow()

    @contextmanager
    def preview(self, question: Question, unit: str | None) -> Iterator[tuple[Reader, Reader, Generation] | None]:
        """Read one state of the ledger by the programme in force, and by the one that is previewed; None: none is.

        Raises Unknown for a unit that there is not.
        """
        with self.reader(question, unit) as live:
            one = previews.find(live.tx, self.district, self.wanted.campaign)
            other = one and pointer.readable(live.tx, self.wanted, one)
            by_other = replace(live, programme=other.on(question.as_of), answers={}) if other else None
            yield (live, by_other, one) if one and by_other else None

    def settle_besides(self, read: Callable[[str], bytes]) -> None:
        """Have numbers made of each programme that stands beside the one in force, and of no others.

        read  gives a file by its hash; where it raises a problem, it is asked again later
        """
        if not self._unsettled or clock.ticks() < self._not_before:
            return
        self._unsettled, done = False, False
        try:
            with self.store.begin_read() as tx:
                standing = [one for one in besides.every(tx, self.district) if one.stands]
            wanted = {one.campaign: programme for one in standing if (programme := self._read_beside(one, read))}
            with self.store.begin() as tx:
                lease.advisory_lock(tx, catalogue.inbox("gateway"))
                besides.settle(tx, self.district, self.wanted.campaign, wanted, [one.campaign for one in standing])
            done = True
        finally:
            self._unsettled = self._unsettled or not done

    def _read_beside(self, one: ProgrammeBeside, read: Callable[[str], bytes]) -> Programme | None:
        try:
            return real_threads.run(handed_in.parse, read(one.file))
        except Problem as problem:
            # A file that says nothing that this version can count by says the same at the next look.
            if not isinstance(problem, ProgrammeUnfit):
                self._unsettled, self._not_before = True, clock.ticks() + AGAIN_AFTER
            _log.warning("programme.unread", campaign=one.campaign, problem=problem.slug)
            return None

    @contextmanager
    def beside(self, campaign: str, question: Question, unit: str | None = None) -> Iterator[Reader | None]:
        """Read one state of the ledger by a programme beside the one in force; None: its numbers are not made yet.

        Raises Unknown for a unit that there is not.
        """
        with self.reader(question, unit) as live:
            one = besides.ready(live.tx, self.district, campaign)
            programme = one and pointer.readable(live.tx, self.wanted, one)
            yield replace(live, programme=programme.on(question.as_of), answers={}) if programme else None

    def programmes_beside(self) -> list[tuple[ProgrammeBeside, list[Generation]]]:
        """The programmes beside the one in force, each with what is made of it."""
        with self.store.begin_read() as tx:
            there = pointer.by_campaign(tx, self.district)
            return [(one, there.get(one.campaign, [])) for one in besides.every(tx, self.district)]

    def generations(self) -> list[Generation]:
        """Every generation that there is, the oldest first."""
        with self.store.begin_read() as tx:
            return pointer.of_district(tx, self.district, self.wanted.campaign)

    def after_commit(self, events: Sequence[Event]) -> None:
        """Drop what these events made old, and wake those who wait; called after the commit."""
        own = [event for event in events if event.district == self.district]
        if len(own) < len(events):
            _log.warning("event.foreign", districts=sorted({event.district for event in events} - {self.district}))
        touched = {measure for event in own for measure in self._affected_measures(event)}
        if any(event.register in STAFF for event in own):
            self.staff_version += 1
        if self._written > self._seen + 1:  # another gateway wrote in between
            self.refresh()
        self._seen = max(self._seen, self._written)
        if any(event.register in (door.REGISTER, besides.REGISTER) for event in own):
            self._serve(self.programme)
        # Every number of a unit depends on who is below it, and some on which days are worked.
        if any(projections.about_a_unit(event) or event.register == catalogue.CALENDAR for event in own):
            self.cache.drop_all()
        else:
            self.cache.drop_measures(touched)
        self.change_feed.publish([event.id for event in own])

    def note_papers(self, found: Mapping[str, str | None]) -> bool:
        """Note what checks of papers found, by hash a fault or None; whether any number may have moved."""
        with self.store.begin() as tx:
            # No subscriber may write an event of these papers meanwhile: it takes the same lock.
            lease.advisory_lock(tx, catalogue.inbox("gateway"))
            moved = paper_checks.note(tx, found, clock.now().isoformat())
            if moved:
                for district, ids in moved.items():
                    for one in pointer.programmes_of(tx, district, self.programme):
                        tallies.put_again(tx, district, one, ids)
                self._written = ledger_version.increment(tx)
                change_rows.put(tx, self.district, self.programme.measures)
        if moved:
            self.refresh()
            self.cache.drop_all()
            self.change_feed.publish([])
        return bool(moved)

    def note_photograph(self, sha256: str, looks: Looks) -> None:
        """Note how a photograph looks that was handed in for the first time; what names it already is compared anew."""
        with self.store.begin() as tx:
            lease.advisory_lock(tx, catalogue.inbox("gateway"))
            if photographs.first_of(tx, [sha256]):
                return
            photographs.note(tx, sha256, looks)
            if events := paper_checks.events_with(tx, self.district, sha256):
                warnings.put(tx, self.district, events)

    def paper_faults(self, hashes: Iterable[str]) -> dict[str, str]:
        """What is wrong with some papers, by hash."""
        with self.store.begin_read() as tx:
            return paper_checks.faults(tx, hashes)

    def paper_places(self, hashes: Iterable[str]) -> dict[str, list[Place]]:
        """In which registers and for which units records name some papers."""
        with self.store.begin_read() as tx:
            return paper_checks.places(tx, self.district, hashes)

    def captions(self, hashes: Iterable[str]) -> dict[str, Caption]:
        """What some papers show, as it was said; the withdrawn captions too. Who may read it whoever asks knows."""
        with self.store.begin_read() as tx:
            return captions.of_papers(tx, self.district, hashes)

    def refresh(self) -> None:
        """Notice what another gateway wrote, and forget all that it may have made old; SQLite has no other."""
        if self.store.is_sqlite:
            return
        with self.store.begin_read() as tx:
            now = ledger_version.current(tx)
            if now == self._seen:
                return
            arrived = [one for one in self.change_feed.awaited_events() if ledger.has(tx, self.district, one)]
        self._seen = now
        self.follow()
        self._serve(self.programme)
        self.change_feed.publish(arrived)

    def _affected_measures(self, event: Event) -> set[str]:
        """The measures that an event may move: a void moves all that its register feeds."""
        takes = self.programme.takes
        if event.register == door.REGISTER:
            return {event.data["of"]["measure"]} & self.programme.measures.keys()
        types = [event.type] if event.place else [one for one in takes if register_of(one) == event.register]
        return {take.measure for one in types for take in takes.get(one, ())}

    def mark_stale(self, stale: dict[str, str]) -> None:
        """Say which services are silent since when."""
        if stale != self.stale:
            self.stale = stale
            self.cache.drop_pages()

    def question(self, as_of: dt.date | None = None, known_at: dt.datetime = ALWAYS) -> Question:
        """A question to this district's ledger; without a day as of today."""
        return Question(self.district, as_of or self.today(), known_at)

    def progress(self, question: Question, unit: str | None, exact: frozenset[str] = COVERED) -> CachedAnswer:
        """The whole progress as bytes; computed once for each state of the ledger, and for who sees what of it."""
        return self._cached_page(("progress", question, unit, exact), Reader.document)

    def warm(self) -> None:
        """Count everything once: a statement of many conditions takes longer to write than to answer."""
        self.progress(self.question(), None)

    def item(self, item_id: str, question: Question, unit: str | None, exact: frozenset[str] = COVERED) -> CachedAnswer:
        """One item as bytes. Raises Unknown."""
        item = next((one for one in self.programme.items() if one.id == item_id), None)
        if item is None:
            raise Unknown(item_id)
        return self._cached_page((item_id, question, unit, exact), lambda reader: reader.item(item))

    def _cached_page(self, key: PageKey, read: Callable[[Reader], dict[str, Any]]) -> CachedAnswer:
        generation, (_, question, unit, exact) = self.cache.generation, key
        if page := self.cache.pages.get(key):
            return page
        with self.reader(question, unit, exact) as reader:
            page = encode_page(self.explain(read(reader)))
        self.cache.keep_page(generation, key, page)
        return page

    @contextmanager
    def reader(self, question: Question, unit: str | None = None, exact: frozenset[str] = COVERED) -> Iterator[Reader]:
        """Read one state of the ledger; `exact` are the private measures that are shown as they are.

        Raises Unknown for a unit that there is not.
        """
        generation = self.cache.generation
        with self.store.begin_read() as tx:
            tree = self.cache.units if self.cache.units is not None else units.load_units(tx, self.district)
            if unit is not None and unit not in tree:
                raise Unknown(unit, *units.hint(tree.values(), unit))
            answers, today = self.cache.answers_to_extend(), self.today()
            programme = self.programme.on(question.as_of)
            reader = Reader(tx, programme, question, unit, tree, answers, self.stale, exact, today)
            yield reader
        self.cache.keep_answers(generation, dict(tree), reader.answers)

    def measure(self, name: str, as_of: dt.date | None = None) -> Measure:
        """A measure of the programme as of a day, today if none is given, or of a year by its name. Raises Unknown."""
        edition = self.programme.on(as_of or self.today())
        measure = edition.by_name.get(name) or self.programme.measures.get(name)
        if measure is None:
            raise Unknown(name)
        return measure

    def calendar(self) -> Calendar:
        """The calendar that holds now, with the years that were confirmed."""
        with self.store.begin_read() as tx:
            return heard_years.calendar(tx, self.district)

    def unit_tree(self) -> dict[str, Record]:
        """Every unit by its code."""
        with self.reader(self.question()) as reader:
            return dict(reader.tree)

    def has(self, event_id: str) -> bool:
        """Whether an event has arrived."""
        with self.store.begin_read() as tx:
            return ledger.has(tx, self.district, event_id)

    def present(self, tx: sa.Connection, ids: Iterable[str]) -> set[str]:
        """Which of these events have arrived."""
        return ledger.present(tx, self.district, ids)

    def wait_for(self, event_id: str, seconds: float) -> bool:
        """Wait, bounded, until an event has arrived."""
        with self.change_feed.awaiting(event_id) as arrived:
            if not self.has(event_id):
                return arrived(seconds)
        self.refresh()  # another gateway may have written it
        return True

    def digest(self, tx: sa.Connection) -> str:
        """A fingerprint of every row of this district's ledger, in an order that does not depend on arrival."""
        return projections.digest(tx, self.district, self.programme)

    def rebuild(self, journals: Journals, *, set_aside: bool = False) -> JsonObject:
        """Write the whole ledger again from the journals, in one transaction: readers see the old one until the end.

        The journals are copied first, so that nothing is waited for inside the transaction. Where some events stand in
        no journal any more, they are kept apart with `set_aside`. Raises NotReplayed, OnlyHere.
        """
        with spool.copy_journals(journals.events()) as copied:
            only_here = self._only_here(journals, copied, self.compare(self.store, self.district, copied, None))
            if only_here and not set_aside:
                raise OnlyHere(f"{len(only_here)}: {', '.join(one['id'] for one in only_here[:SHOWN])}")
            ids = {one["id"] for one in only_here}
            outcome = self.replay(self.store, self.district, self.programme, copied, ids)
        self._seen = self._written = max(self._written, outcome.written)
        self._serve(self.programme)
        same = outcome.before == outcome.after
        return {"events": copied.count, "before": outcome.before, "after": outcome.after, "same": same}

    def verify(self, journals: Journals) -> JsonObject:
        """Compare the ledger with the journals, row by row. Raises NotReplayed."""
        with spool.copy_journals(journals.events()) as copied:
            comparison = self.compare(self.store, self.district, copied, self.programme)
            only_here = self._only_here(journals, copied, comparison)
        with self.store.begin_read() as tx:
            set_aside = orphans.describe_all(tx, self.district)
        return {**asdict(comparison), "only_here": only_here, "set_aside": set_aside}

    def _only_here(self, journals: Journals, copied: EventSpool, comparison: Comparison) -> list[JsonObject]:
        """What no journal holds; what was recorded after its journal was copied is put to the copy."""
        of_service: dict[str, list[str]] = {}
        for one in comparison.only_here:
            of_service.setdefault(one["type"].partition(".")[0], []).append(one["id"])
        late = [event for service, ids in of_service.items() for event in journals.confirm(service, ids)]
        copied.add(late)
        confirmed = {event.id for event in late}
        return [one for one in comparison.only_here if one["id"] not in confirmed]


def resolve_as_of(question: Question, *, as_of: dt.date | None, known_at: dt.datetime | None) -> Question:
    """A question with another date, or as it was known at another moment, which has a zone. Raises Invalid."""
    if known_at is not None and known_at.tzinfo is None:
        raise Invalid("known_at", errors=[fault("known_at", "A time zone is needed", "须注明时区")])
    return replace(question, as_of=as_of or question.as_of, known_at=known_at or ALWAYS)
