"""What no longer counts, as it is answered: what ran out or was ended, and what was voided or corrected away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts import catalogue
from contracts.envelope import Event
from contracts.wire import JsonObject
from services.gateway.display.paging import ENDED_CURSOR, GONE_CURSOR, Turns
from services.gateway.display.windows import AskedWindow
from services.gateway.http.request import ApiRequest
from services.gateway.read_model import ledger
from services.gateway.read_model.comparisons import lapses, withdrawals
from services.gateway.read_model.comparisons.bounded_walk import BEGINNING
from services.gateway.read_model.comparisons.lapses import Lapse
from services.gateway.read_model.comparisons.withdrawals import Withdrawal
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.progress import Reader
from services.gateway.reading_rights import ReadingRights

FIRST_FACTS = 20
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class LossList:
    """A page of facts that count no more, and the pages on both sides."""

    items: Sequence[JsonObject]
    turns: Turns


NO_LOSSES = LossList([], Turns(None, None))


@dataclass(frozen=True)
class LossQuestion:
    """A measure as of the later day, beside an earlier one."""

    reader: Reader
    measure: Measure
    since: str
    rights: ReadingRights

    def list_asked(self, request: ApiRequest, name: str) -> AskedWindow:
        """The list that a request asks for by the cursor of this name."""
        as_of = self.reader.as_of_for(self.measure).as_of.isoformat()
        return AskedWindow(request, name, (name, self.measure.id, self.since, as_of))


def lapse_list(request: ApiRequest, of: LossQuestion) -> LossList:
    """The facts that counted on the earlier day, and ran out or were ended by the later one. Raises BadCursor."""
    asked, question, tx = of.list_asked(request, ENDED_CURSOR), of.reader.as_of_for(of.measure), of.reader.tx
    page = lapses.lapses(tx, of.measure, question, of.since, asked.window(FIRST_FACTS, len(BEGINNING)))
    found = lapses.describe(tx, of.measure, question, page)
    events = ledger.events(tx, question.district, {one.rows[0].event for one in found})
    return LossList([_ended(one, events) for one in found], asked.turns(page.part))


def withdrawal_list(request: ApiRequest, of: LossQuestion) -> LossList:
    """The facts that were voided or corrected away between the two days. Raises BadCursor.

    Whoever may list a measure's facts may read all its registers, and with them why somebody corrected; why a record
    was voided is a text of its form, and covered as that.
    """
    asked, question, tx = of.list_asked(request, GONE_CURSOR), of.reader.as_of_for(of.measure), of.reader.tx
    page = withdrawals.withdrawals(tx, of.measure, question, of.since, asked.window(FIRST_FACTS, len(BEGINNING)))
    found = withdrawals.describe(tx, question, page)
    events = ledger.events(tx, question.district, {one.rows[0].event for one in found})
    return LossList([_gone(one, events, of.rights) for one in found], asked.turns(page.part))


def as_answer(found: LossList) -> JsonObject:
    """A list as the interface answers it."""
    return {"facts": list(found.items), "previous": found.turns.previous, "next": found.turns.next}


def _ended(one: Lapse, events: Mapping[str, Event]) -> JsonObject:
    last = dt.date.fromisoformat(one.until) - DAY if one.until else None
    units = [code for row in one.rows for code in _units(row)]
    return _fact(one.rows, units, events) | {"last_day": last, "how": one.how, "by": one.by}


def _units(row: Any) -> list[str]:
    return row.units[1:-1].split("|") if hasattr(row, "units") else [row.unit]


def _gone(one: Withdrawal, events: Mapping[str, Event], rights: ReadingRights) -> JsonObject:
    return _fact(one.rows, [row.unit for row in one.rows], events) | {
        "how": one.how,
        "by": one.by.id,
        "by_whom": one.by.actor,
        "at": one.by.time,
        "reason": one.by.correctionreason or (_void_reason(one.by, rights) if one.by.voids else None),
    }


def _void_reason(event: Event, rights: ReadingRights) -> str | None:
    """What the form said by which a record was voided, as far as it may be read."""
    register, _ = catalogue.step_of(event.type)
    data = rights.event_data(register, event.unit, catalogue.edition_of(event).data, event.data)
    return data.get("reason") or None


def _fact(rows: Sequence[Any], units: Sequence[str], events: Mapping[str, Event]) -> JsonObject:
    row = rows[0]
    event = events[row.event]
    return {
        "event": event.id,
        "type": event.type,
        "record": event.record,
        "subject": row.subject,
        "units": list(dict.fromkeys(units)),
        "dated": row.dated,
        "amount": row.amount,
        "recorder": event.actor,
        "recorded_at": event.time,
        "of": event.data.get("of") or {},
    }
