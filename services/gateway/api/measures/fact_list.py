"""How the facts behind a number are answered: a page of them, each with its record, its recorder and its evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from contracts import catalogue
from contracts.envelope import Event
from contracts.errors import Unknown
from services.gateway.display import windows
from services.gateway.display.paging import CURSOR, Turns
from services.gateway.http.request import ApiRequest
from services.gateway.read_model import ledger, paper_checks, proof_trail, tallies
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.question import Question
from services.gateway.read_model.tallies import FactCount
from services.gateway.reading_rights import ReadingRights

NONE = FactCount(0)


@dataclass(frozen=True)
class FactList:
    """The rows of some facts of a measure, how many facts it has in all, and the pages on both sides."""

    rows: Sequence[Any]
    number: FactCount
    turns: Turns


def find(reader: Reader, measure: Measure, request: ApiRequest, most: int, name: str = CURSOR) -> FactList:
    """The page of a measure's facts that a request asks for, by the cursor of this name.

    With `from` only those that are dated on that day or later. Raises BadCursor, Invalid.
    """
    if measure.awaits:
        return FactList([], NONE, Turns(None, None))
    question, since = reader.as_of_for(measure), since_asked(request)
    asked = windows.AskedWindow(request, name, ("facts", measure.id, question.as_of.isoformat()))
    window = asked.window(most, len(tallies.fact_pages.BEGINNING))
    page = tallies.facts(reader.tx, measure, question, window, since)
    return FactList(page.rows, _count(reader, measure, question, since), asked.turns(page.part))


def since_asked(request: ApiRequest) -> str:
    """After which day facts are asked for; empty: all of them. Raises Invalid."""
    first = request.day("from")
    return (first - dt.timedelta(days=1)).isoformat() if first else ""


def _count(reader: Reader, measure: Measure, question: Question, since: str) -> FactCount:
    if since:
        return tallies.count_since(reader.tx, measure, question, since)
    return tallies.count(reader.tx, measure, question)


def items(reader: Reader, measure: Measure, rows: Sequence[Any], rights: ReadingRights) -> list[dict[str, Any]]:
    """Facts as they are answered, each from its rows, one for each unit that shares it."""
    facts = list(_by_fact(rows))
    district = reader.question.district
    events = ledger.events(reader.tx, district, {rows[0].event for rows in facts})
    fallen = paper_checks.fallen_events(reader.tx, district)
    levels = {one.id: paper_checks.level_of(one, fallen) for one in events.values()}
    support = proof_trail.of(reader.tx, measure, reader.as_of_for(measure), [rows[0] for rows in facts], levels)
    events |= ledger.events(reader.tx, district, {one for ids in support.values() for one in ids} - events.keys())
    return [
        _fact(events, measure, rows, rights)
        | {"supported_by": [_supporting(one, fallen, rights) for one in _support(events, support, rows[0])]}
        for rows in facts
    ]


def _by_fact(rows: Iterable[Any]) -> Iterable[list[Any]]:
    by_fact: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        by_fact.setdefault((row.event, row.number), []).append(row)
    return by_fact.values()


def _support(events: Mapping[str, Event], support: Mapping[proof_trail.Key, list[str]], row: Any) -> Iterator[Event]:
    """What holds the level of a fact that stands higher than its own event does."""
    ids = support.get((row.event, row.number), [])
    return (events[one] for one in ids if one in events and one != row.event)


def _supporting(event: Event, fallen: AbstractSet[str], rights: ReadingRights) -> dict[str, Any]:
    step = catalogue.edition_of(event)
    return {
        "event": event.id,
        "title": {"zh": step.zh, "en": step.en},
        "happened": event.occurredon,
        "level": paper_checks.level_of(event, fallen),
        **_papers(event, rights),
    }


def _papers(event: Event, rights: ReadingRights) -> dict[str, Any]:
    """The papers of an event that may be read, and how many are withheld."""
    register = catalogue.REGISTERS[event.register]
    hashes, withheld = rights.shown_papers(register, event.unit, paper_checks.papers_of(event))
    return {"evidence": hashes, "papers_withheld": withheld}


def _fact(events: Mapping[str, Event], measure: Measure, rows: Sequence[Any], rights: ReadingRights) -> dict[str, Any]:
    row = rows[0]
    if row.event not in events:
        raise Unknown(row.event)
    event = events[row.event]
    return {
        "event": row.event,
        "type": event.type,
        "record": row.record,
        "subject": row.subject,
        "units": [one.unit for one in rows],
        "happened": row.happened,
        "dated": row.dated,
        "recorded_at": event.time,
        "recorder": event.actor,
        "level": row.level,
        "verified": row.level >= measure.verified_from,
        "not_apart": ledger.is_not_apart(event),
        "amount": row.amount,
        "of": event.data.get("of") or {},
        **_papers(event, rights),
    }
