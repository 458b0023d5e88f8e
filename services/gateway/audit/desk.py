"""The audit log as people of the suite ask it: every look at it is an act, and is put on record before the answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from contracts.audit import acts
from contracts.audit.rpc import AnomaliesRequest, Anomaly, EntryFilter, EntryPage, EntryRow
from contracts.errors import Unknown
from contracts.register import Register
from services.gateway.acts.request_acts import is_harmless
from services.gateway.audit.entries import (
    NO_ENTRIES,
    Contents,
    EntryList,
    contents_of,
    hidden_records,
    without_records,
)
from services.gateway.audit.proofs import EntryProof, prove_entry
from services.gateway.audit_client import AuditClient, Turn
from services.gateway.display import paging
from services.gateway.display.paging import BadCursor, Turns
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import ReadingRights

MOST_CHARTED = 200
ANOMALIES = "anomalies"


@dataclass(frozen=True)
class AnomalyList:
    """A page of what is out of the common, and the pages on both sides."""

    rows: tuple[Anomaly, ...]
    turns: Turns


@dataclass(frozen=True)
class AuditDesk:
    """Asks the log for somebody."""

    log: AuditClient
    read_model: ReadModel

    def search(self, request: ApiRequest, within: EntryFilter, most: int) -> EntryList:
        """A page of the entries of a filter, the newest first. Raises BadCursor, Unavailable."""
        _put_on_record(request, within.record, within.actor)
        turn, rights = _turn(request), self._rights(request)
        if hidden_records([within.record], rights):
            return NO_ENTRIES
        page = self.log.search(within, most, turn)
        hidden = hidden_records((row.record for row in page.rows), rights)
        return _entry_list(request, replace(page, rows=tuple(without_records(row, hidden) for row in page.rows)))

    def trail(self, request: ApiRequest, register: Register, id_: str, most: int, *, views: bool) -> EntryList:
        """A page of what happened to a record, the newest first, with the reasons of corrections; or of who saw it."""
        record = f"{register.name}/{id_}"
        _put_on_record(request, record, "views" if views else "trail")
        turn, rights = _turn(request, record), self._rights(request)
        if hidden_records([record], rights):
            return NO_ENTRIES
        listed = _entry_list(request, self.log.trail(record, most, turn, views=views), record)
        return listed if views else replace(listed, reasons=self._reasons(request, listed.rows))

    def _reasons(self, request: ApiRequest, rows: Sequence[EntryRow]) -> dict[int, str]:
        """Why something was corrected, by the entry that says it, as far as somebody may read it."""
        events = sorted(row.index for row in rows if not (acts.is_audit(row.type) or row.forgotten))
        rights = self._rights(request)
        contents = {row.index: contents_of(row, rights).event or {} for row in self.log.entries(events)}
        return {
            index: str(event["correctionreason"]) for index, event in contents.items() if event.get("correctionreason")
        }

    def entry(self, request: ApiRequest, index: int) -> tuple[EntryRow, Contents, EntryProof]:
        """One entry, what may be read of it, and its proof. Raises Unknown, Unavailable."""
        _put_on_record(request, "", f"entry:{index}")
        row = self.log.entry(index)
        if row is None:
            raise Unknown(index)
        rights = self._rights(request)
        shown = without_records(row, hidden_records([row.record], rights))
        return shown, contents_of(row, rights), prove_entry(self.log, row)

    def _rights(self, request: ApiRequest) -> ReadingRights:
        return ReadingRights(request.bearer, self.read_model)

    def anomalies(self, request: ApiRequest, most: int) -> AnomalyList:
        """A page of what is out of the common. Raises Invalid, BadCursor, Unavailable."""
        _put_on_record(request, "", ANOMALIES)
        cursor = paging.cursor_of(request)
        since, until = (_day(request, name) for name in ("from", "to"))
        rule, person = request.query.get("rule", ""), request.query.get("person", "")
        page = self.log.anomalies(AnomaliesRequest(most, rule, person, since, until, cursor.place, cursor.backward))
        return AnomalyList(page.rows, paging.turns(request, (page.previous or None, page.next or None)))

    def chart(self, rule: str, since: dt.date, until: dt.date) -> tuple[Anomaly, ...]:
        """What was out of the common from a day to another, the newest first; a picture is made of no more."""
        return self.log.anomalies(AnomaliesRequest(MOST_CHARTED, rule, "", since.isoformat(), until.isoformat())).rows


def _put_on_record(request: ApiRequest, record: str, about: str) -> None:
    """Put on record that somebody reads the log, before it is asked. Raises NoRecord.

    What they typed is kept where it can be an id of ours.
    """
    named = record if is_harmless(record.partition("/")[2]) else ""
    request.acts.record("audit_read", record=named, about=about if is_harmless(about) else "")


def _day(request: ApiRequest, name: str) -> str:
    day = request.day(name)
    return "" if day is None else day.isoformat()


def _turn(request: ApiRequest, *about: str) -> Turn:
    """Where a page begins, by the cursor in the query. Raises BadCursor."""
    cursor = paging.cursor_of(request, *about)
    if not cursor.place:
        return Turn()
    if not cursor.place.isdecimal():
        raise BadCursor
    return Turn(int(cursor.place), cursor.backward)


def _entry_list(request: ApiRequest, page: EntryPage, *about: str) -> EntryList:
    places = (None if page.after is None else str(page.after), None if page.before is None else str(page.before))
    return EntryList(page.rows, paging.turns(request, places, *about), page.searched_until)
