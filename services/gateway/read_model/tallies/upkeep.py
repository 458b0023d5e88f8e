"""Keeps spans and tallies with each batch of events, in its transaction.

A batch names the subjects that its events touch; the ledger's rows of these are read again, whatever order they came
in, and what their spans were is compared with what they are. The difference goes to the tally in one statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from contracts.envelope import Event
from services.chassis.storage import store
from services.gateway.read_model.ledger import contributions, tellings
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.tallies import keyed_rows
from services.gateway.read_model.tallies.increments import Increments
from services.gateway.read_model.tallies.moves import Moves, Subject, TallyPlace
from services.gateway.read_model.tallies.serving import Upkeep, upkeep_by_measure
from services.gateway.read_model.tallies.spans import Span, spans_of
from services.gateway.read_model.tallies.states import PresenceChange
from services.gateway.read_model.tallies.tables import missing, presence, spans, tally

_c, _t = contributions.c, tellings.c
TOUCHED = (
    sa.select(_c.measure, _c.subject, _c.side, _c.record)
    .distinct()
    .where(
        store.any_of(_c.event, "events"),
        _c.district == sa.bindparam("district"),
        _c.programme == sa.bindparam("programme"),
    )
)
"""The places that some events touch."""
REVISIONS = sa.select(_t.id).where(store.any_of(_t.record, "records"), _t.district == sa.bindparam("district"))
"""The events of some records."""
_span_of, _change_of = attrgetter(*Span._fields), attrgetter(*PresenceChange._fields)
SubjectKey = tuple[str, str]
"""A measure's id, and a subject."""


def put(tx: sa.Connection, district: str, programme: Programme, events: Sequence[Event]) -> None:
    """Bring the tallies to what the ledger says of all that these events touch, and what they corrected."""
    ids = {event.id for event in events}
    corrected = {event.record for event in events if event.place != event.recordversion}
    if corrected:
        ids.update(tx.scalars(REVISIONS, {"records": list(corrected), "district": district}))
    put_again(tx, district, programme, ids)


def put_again(tx: sa.Connection, district: str, programme: Programme, events: Collection[str]) -> None:
    """The same for what the events of these ids touch."""
    if not events:
        return
    kept = TallyUpkeep(tx, district, programme)
    touched = {TallyPlace(*row) for row in tx.execute(TOUCHED, {"events": list(events), **kept.own})}
    kept.bring_up_to_date({one for one in touched if one.measure in kept.upkeep})


def clear(tx: sa.Connection, district: str) -> None:
    """Forget a district's tallies."""
    for table in (tally, presence, missing, spans):
        tx.execute(table.delete().where(table.c.district == district))


class TallyUpkeep:
    """The tallies of a district and a programme, in one transaction."""

    def __init__(self, tx: sa.Connection, district: str, programme: Programme, known: str = "") -> None:
        """Whose they are; `known`: by which moment rows were known, as text; empty: now."""
        self.tx, self.measures = tx, programme.measures
        self.own = {"district": district, "programme": programme.generation}
        self.upkeep = upkeep_by_measure(programme)
        self._rows = keyed_rows.KnownRows(tx, self.own, known)

    def bring_up_to_date(self, touched: set[TallyPlace]) -> None:
        """Write what has changed of some places."""
        self._write(self.difference(touched))

    def difference(self, touched: set[TallyPlace]) -> Moves:
        """From how some places are kept to what their rows say."""
        subjects: dict[SubjectKey, Subject] = {}
        for place, now in self._spans_now(touched):
            subjects.setdefault(place[:2], Subject(place.subject)).now[place] = now
        self._add_what_was_kept(subjects)
        moves = Moves()
        for (measure, _), subject in subjects.items():
            moves.add(self.measures[measure], self.upkeep[measure], subject)
        return moves

    def _spans_now(self, touched: set[TallyPlace]) -> Iterator[tuple[TallyPlace, frozenset[Span]]]:
        sides = {place[:3] for place in touched if self.measures[place.measure].proved}
        beside = {TallyPlace(*row) for row in keyed_rows.records_beside(self.tx, self.own, sides)}
        proofs: dict[tuple[str, ...], list[Any]] = defaultdict(list)
        for row in self._rows.proving(sides):
            proofs[row.measure, row.subject, row.side].append(row)
        rows: dict[TallyPlace, list[Any]] = {place: [] for place in touched | beside}
        for row in self._rows.live(rows):
            rows[_place(row)].append(row)
        for place, some in rows.items():
            measure = self.measures[place.measure]
            yield place, frozenset(spans_of(measure, place.side, some, proofs.get(place[:3], ())))

    def _add_what_was_kept(self, subjects: dict[SubjectKey, Subject]) -> None:
        kept: dict[TallyPlace, set[Span]] = defaultdict(set)
        whole = [key for key in subjects if self.upkeep[key[0]] is Upkeep.OWN_SUBJECTS]
        single = [place for key, one in subjects.items() if key not in set(whole) for place in one.now]
        for read, keys in ((keyed_rows.spans_of_subjects, whole), (keyed_rows.spans_of_places, single)):
            for row in read(self.tx, self.own, keys):
                kept[_place(row)].add(Span._make(_span_of(row)))
        for place, some in kept.items():
            subjects[place[:2]].before[place] = frozenset(some)
        shared = [key for key in subjects if self.upkeep[key[0]] is Upkeep.SHARED_SUBJECTS]
        rows = sorted(keyed_rows.presence_of(self.tx, self.own, shared), key=_subject)
        for key, own in groupby(rows, _subject):
            subjects[key].presence = [PresenceChange._make(_change_of(row)) for row in own]

    def _write(self, moves: Moves) -> None:
        self._write_spans(moves)
        rows = [
            {**self.own, "measure": measure, "subject": subject, **one._asdict()}
            for measure, subject, one in moves.presence
        ]
        store.accumulate(self.tx, presence, rows, "claimed verified")
        self._write_missing(moves)
        store.accumulate(self.tx, tally, list(self._tally_rows(moves.increments)), "n valued total")

    def _write_spans(self, moves: Moves) -> None:
        gone = [(*place, one.event, one.number, one.start) for place, one in moves.gone]
        keyed_rows.delete_spans(self.tx, self.own, gone)
        come = [{**self.own, **place._asdict(), **one._asdict()} for place, one in moves.come]
        store.insert_many(self.tx, spans, come)

    def _write_missing(self, moves: Moves) -> None:
        gone = [(measure, subject, one.start) for measure, subject, one in moves.no_more_missing]
        keyed_rows.delete_missing(self.tx, self.own, gone)
        come = [
            {**self.own, "measure": measure, "subject": subject, **one._asdict()}
            for measure, subject, one in moves.missing
        ]
        store.insert_many(self.tx, missing, come)

    def _tally_rows(self, increments: Increments) -> Iterable[dict[str, Any]]:
        for (measure, grain, at, series, units, worth), (n, valued, total) in increments.by_key.items():
            if n or valued or total:
                where = {"measure": measure, "grain": grain, "at": at, "series": series, "units": units}
                yield {**self.own, **where, "worth": worth, "n": n, "valued": valued, "total": total}


def _place(row: Any) -> TallyPlace:
    return TallyPlace(row.measure, row.subject, row.side, row.record)


def _subject(row: Any) -> SubjectKey:
    return row.measure, row.subject
