"""Which papers a person may sit now, later, no more: what their work and the page of their examinations list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from contracts.register import OPENED
from contracts.rpc import ListFilter, PageFilter, PageRow
from contracts.training.assessments import register as assessments
from contracts.training.papers import register as papers
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.record_client import RecordClient

MOST, NEWEST = 500, 20
"""Papers and sittings that are looked at: on the page of examinations, and among all that waits for somebody."""
BEGUN, VOIDED = "sat", "voided"
OPEN, COMING, OVER, USED_UP = "open", "coming", "over", "used up"
DRAWN = "drawn"


@dataclass(frozen=True)
class PaperState:
    """A paper as one person finds it now.

    state    OPEN, COMING, OVER, or USED_UP where they have sat it as often as they may
    sitting  their sitting that is not handed in and has time left
    """

    paper: PageRow
    state: str
    sitting: PageRow | None


def sittings_of(client: RecordClient, bearer: Bearer) -> list[PageRow]:
    """What somebody has sat, in the order in which it was begun; it is their own, whoever else may read it."""
    rows = client.masked_rows(bearer, assessments, PageFilter(q=bearer.id), MOST)
    return sorted((one for one in rows if one.fields.get("person") == bearer.id), key=_begun)


def papers_of(client: RecordClient, bearer: Bearer, mine: Sequence[PageRow], now: dt.datetime) -> list[PaperState]:
    """Every paper, as somebody finds it who has sat these."""
    rows = client.masked_rows(bearer, papers, PageFilter(), MOST)
    return [state_of(one, [sat for sat in mine if sat.fields["paper"] == one.id], now) for one in rows]


def waiting_for(client: RecordClient, bearer: Bearer, now: dt.datetime) -> list[PaperState]:
    """Of the newest papers those that somebody may sit now or later and has not passed, what closes first before."""
    newest = ListFilter(OPENED, descending=True)
    sat = client.masked_list(bearer, assessments, replace(newest, q=bearer.id), MOST)
    mine = [one for one in sat if one.fields.get("person") == bearer.id]
    passed = {one.fields["paper"] for one in mine if one.status != VOIDED and one.fields.get("passed")}
    rows = client.masked_list(bearer, papers, replace(newest, status=DRAWN), NEWEST)
    states = (state_of(one, [sat for sat in mine if sat.fields["paper"] == one.id], now) for one in rows)
    waiting = [one for one in states if one.state in (OPEN, COMING) and one.paper.id not in passed]
    return sorted(waiting, key=_urgency)


def _urgency(one: PaperState) -> tuple[bool, str, str]:
    return one.state == COMING, str(one.paper.fields.get("closes_at") or "~"), one.paper.id


def state_of(paper: PageRow, mine: Iterable[PageRow], now: dt.datetime) -> PaperState:
    """A paper for who has sat it so: of a sitting that has time left nothing else matters."""
    mine = [one for one in mine if one.status != VOIDED]
    for one in mine:
        if one.status == BEGUN and one.fields.get("begun_at") and has_time(one, now):
            return PaperState(paper, OPEN, one)
    opens, closes = (_moment(paper, name) for name in ("opens_at", "closes_at"))
    if paper.status != DRAWN or (closes and now >= closes):
        return PaperState(paper, OVER, None)
    if opens and now < opens:
        return PaperState(paper, COMING, None)
    return PaperState(paper, OPEN if len(mine) < (paper.fields.get("attempts") or 1) else USED_UP, None)


def has_time(sitting: PageRow, now: dt.datetime) -> bool:
    """Whether it may still be handed in."""
    ends = _moment(sitting, "hand_in_by")
    return ends is None or now < ends


def _begun(row: PageRow) -> tuple[str, str]:
    return str(row.fields.get("sat_on")), row.id


def _moment(row: PageRow, name: str) -> dt.datetime | None:
    text = row.fields.get(name)
    return dt.datetime.fromisoformat(text) if text else None
