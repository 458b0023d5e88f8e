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

from services.chassis.storage import store
from services.gateway.read_model.ledger import contributions, tellings
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.tallies import keyed_rows
from services.gateway.read_model.tallies import milestones as ways
from services.gateway.read_model.tallies.increments import Increments
from services.gateway.read_model.tallies.moves import Moves, Subject, TallyPlace
from services.gateway.read_model.tallies.new_rows import NOTHING_NEW, NewRows
from services.gateway.read_model.tallies.periods import ANEW, RenewalPeriod, within_periods
from services.gateway.read_model.tallies.serving import Upkeep, of_one_record, told_by_record, upkeep_by_measure
from services.gateway.read_model.tallies.spans import Span, spans_of
from services.gateway.read_model.tallies.states import PresenceChange
from services.gateway.read_model.tallies.tables import (
    milestones,
    missing,
    presence,
    spans,
    tally,
    told_presence,
    told_tally,
)

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
_FIRST_TOLD = sa.select(sa.func.min(_t.known)).where(
    store.any_of(_t.id, "events"), _t.district == sa.bindparam("district")
)
_span_of, _change_of = attrgetter(*Span._fields), attrgetter(*PresenceChange._fields)
PART = "part"
SubjectKey = tuple[str, str]
"""A measure's id, and a subject."""


def put(tx: sa.Connection, district: str, programme: Programme, new: NewRows) -> None:
    """Bring the tallies to what the ledger says of all that these events touch, and what they corrected."""
    kept, touched = TallyUpkeep(tx, district, programme, new=new), new.places()
    corrected = new.records_with_corrections()
    if corrected:
        ids = tx.scalars(REVISIONS, {"records": list(corrected), "district": district})
        touched |= kept.places_of(list(ids))
    kept.bring_up_to_date(touched)


def put_again(tx: sa.Connection, district: str, programme: Programme, events: Collection[str]) -> None:
    """The same for what events touch of which something else is to be read now."""
    if events:
        told = _FIRST_TOLD, {"events": list(events), "district": district}
        ways.forget_from(tx, district, tx.scalar(*told) or ways.BEGINNING)
        kept = TallyUpkeep(tx, district, programme)
        kept.bring_up_to_date(kept.places_of(events))


def clear(tx: sa.Connection, district: str) -> None:
    """Forget a district's tallies."""
    for table in (tally, presence, missing, spans, told_tally, told_presence, milestones):
        tx.execute(table.delete().where(table.c.district == district))


class TallyUpkeep:
    """The tallies of a district and a programme, in one transaction."""

    def __init__(
        self, tx: sa.Connection, district: str, programme: Programme, known: str = "", *, new: NewRows = NOTHING_NEW
    ) -> None:
        """Whose they are; `known`: when rows were known, as text; empty: now; `new`: what has just been written."""
        self.tx, self.measures = tx, programme.measures
        self._own_subject, self._by_record = of_one_record(programme), told_by_record(programme)
        self._fresh, self._here = new.fresh, new.rows_by_place(self._by_record)
        self.own = {"district": district, "programme": programme.generation}
        self.upkeep = upkeep_by_measure(programme)
        self._rows = keyed_rows.KnownRows(tx, self.own, known)
        self._periods_of: dict[str, list[RenewalPeriod]] = {}

    def places_of(self, events: Collection[str]) -> set[TallyPlace]:
        """The places that some events touch, by their ids."""
        return {TallyPlace(*row) for row in self.tx.execute(TOUCHED, {"events": list(events), **self.own})}

    def bring_up_to_date(self, touched: set[TallyPlace]) -> None:
        """Write what has changed of some places."""
        self._write(self.difference({one for one in touched if one.measure in self.upkeep}))

    def difference(self, touched: set[TallyPlace]) -> Moves:
        """From how some places are kept to what their rows say."""
        subjects: dict[SubjectKey, Subject] = {}
        for place, now in self.spans_at(self._with_renewed(touched)):
            subjects.setdefault(place[:2], Subject(place.subject)).now[place] = now
        self._add_what_was_kept(subjects)
        moves = Moves()
        for (measure, _), subject in subjects.items():
            moves.add(self.measures[measure], self.upkeep[measure], subject)
        moves.sum_up(self.measures)
        return moves

    def _with_renewed(self, touched: set[TallyPlace]) -> set[TallyPlace]:
        """A period has no spans of its own: of whatever is renewed with it, all others' may be other ones."""
        renewed = {one.measure for one in touched if one.side == ANEW}
        parts = keyed_rows.places_of_sides(self.tx, self.own, {(measure, PART) for measure in renewed})
        return {one for one in touched if one.side != ANEW} | {TallyPlace(*row) for row in parts}

    def spans_at(self, touched: set[TallyPlace]) -> Iterator[tuple[TallyPlace, frozenset[Span]]]:
        """The spans of some places, by what their rows say."""
        for place in touched & self._here.keys():
            yield place, self._spans(place, self._here[place], ())
        touched = touched - self._here.keys()
        sides = {place[:3] for place in touched if place.measure not in self._by_record}
        beside = {TallyPlace(*row) for row in keyed_rows.records_beside(self.tx, self.own, sides)}
        proofs: dict[tuple[str, ...], list[Any]] = defaultdict(list)
        for row in self._rows.proving(sides):
            proofs[row.measure, row.subject, row.side].append(row)
        rows: dict[TallyPlace, list[Any]] = {place: [] for place in touched | beside}
        for row in self._rows.live(rows):
            rows[_place(row)].append(row)
        for place, some in rows.items():
            yield place, self._spans(place, some, proofs.get(place[:3], ()))

    def _spans(self, place: TallyPlace, rows: Sequence[Any], proofs: Sequence[Any]) -> frozenset[Span]:
        measure = self.measures[place.measure]
        if measure.proved and place.measure in self._own_subject:
            proofs = [row for row in rows if row.role == "proves"]
        some = spans_of(measure, place.side, rows, proofs)
        if measure.renewed and place.side == PART:
            periods = self._periods(measure.id)
            return frozenset(piece for span in some for piece in within_periods(span, periods))
        return frozenset(some)

    def _periods(self, measure: str) -> list[RenewalPeriod]:
        """The periods with which a measure begins anew; those without a last day are none."""
        if measure not in self._periods_of:
            rows = self._rows.of_sides({(measure, ANEW)})
            self._periods_of[measure] = [
                RenewalPeriod(row.happened, row.dated, row.expires) for row in rows if row.expires
            ]
        return self._periods_of[measure]

    def _add_what_was_kept(self, subjects: dict[SubjectKey, Subject]) -> None:
        own = {key for key in subjects if self.upkeep[key[0]] is Upkeep.OWN_SUBJECTS}
        whole = [key for key in own if not self._is_fresh(key, subjects[key])]
        places = (place for key, one in subjects.items() if key not in own for place in one.now)
        single = [place for place in places if place.record not in self._fresh]
        for place, some in self._kept_spans(whole, single):
            subjects[place[:2]].before[place] = some
        shared = [key for key in subjects if self.upkeep[key[0]] is Upkeep.SHARED_SUBJECTS]
        rows = sorted(self._kept_presence(shared), key=_subject)
        for key, of_one in groupby(rows, _subject):
            subjects[key].presence = [PresenceChange._make(_change_of(row)) for row in of_one]

    def _kept_spans(
        self, subjects: Sequence[SubjectKey], places: Sequence[TallyPlace]
    ) -> Iterable[tuple[TallyPlace, frozenset[Span]]]:
        """The spans of some whole subjects, and of some places, as they stood before."""
        kept: dict[TallyPlace, set[Span]] = defaultdict(set)
        for read, keys in ((keyed_rows.spans_of_subjects, subjects), (keyed_rows.spans_of_places, places)):
            for row in read(self.tx, self.own, keys):
                kept[_place(row)].add(Span._make(_span_of(row)))
        return ((place, frozenset(some)) for place, some in kept.items())

    def _kept_presence(self, subjects: Sequence[SubjectKey]) -> Iterable[Any]:
        """How some subjects stood before, of each in the order of days."""
        return keyed_rows.presence_of(self.tx, self.own, subjects)

    def _is_fresh(self, key: SubjectKey, subject: Subject) -> bool:
        """Whether nothing can have been kept of a subject: it is one record, and that has just been opened."""
        return key[0] in self._own_subject and all(place.record in self._fresh for place in subject.now)

    def _write(self, moves: Moves) -> None:
        self._write_spans(moves)
        rows = [
            {**self.own, "measure": measure, "subject": subject, **one._asdict()}
            for measure, subject, one in moves.presence
        ]
        store.accumulate(self.tx, presence, rows, "claimed verified")
        self._write_missing(moves)
        store.accumulate(self.tx, tally, list(self.tally_rows(moves.increments)), "n valued total")

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

    def tally_rows(self, increments: Increments) -> Iterable[dict[str, Any]]:
        """Increments as rows, without those that are none."""
        for (measure, grain, at, series, units, worth), (n, valued, total) in increments.by_key.items():
            if n or valued or total:
                where = {"measure": measure, "grain": grain, "at": at, "series": series, "units": units}
                yield {**self.own, **where, "worth": worth, "n": n, "valued": valued, "total": total}


def _place(row: Any) -> TallyPlace:
    return TallyPlace(row.measure, row.subject, row.side, row.record)


def _subject(row: Any) -> SubjectKey:
    return row.measure, row.subject
