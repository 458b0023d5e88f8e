"""An auditor's questions: what is found is what was meant, page by page, both ways, and bounded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from contracts.audit.rpc import EntryFilter, EntryPage, SearchRequest, TrailRequest
from contracts.envelope import Event
from contracts.errors import Invalid
from services.audit import search
from tests.services.audit.sample_log import START, SampleLog, act, mixture, step

SIZE = 240
MINUTE = dt.timedelta(minutes=1)
Meant = Callable[[Event], bool]
RECORD = "outreach.matters/m1"


def _names(event: Event) -> set[str]:
    own = event.data.get("record") or ("" if ".audit." in event.type else event.record)
    return {own, *event.data.get("records", ())}


QUESTIONS: dict[str, tuple[EntryFilter, Meant]] = {
    "nothing": (EntryFilter(), lambda _: True),
    "person": (EntryFilter(actor="SYN-1"), lambda e: e.actor == "SYN-1"),
    "post": (EntryFilter(post="captain@ZS"), lambda e: e.post == "captain@ZS"),
    "unit": (EntryFilter(unit="DT"), lambda e: e.unit == "DT"),
    "act": (EntryFilter(kind="denied"), lambda e: e.type == "gateway.audit.denied.v1"),
    "event": (EntryFilter(kind="outreach.matters.finished.v1"), lambda e: "finished" in e.type),
    "outcome": (EntryFilter(outcome="denied"), lambda e: e.data.get("outcome") == "denied"),
    "done": (EntryFilter(outcome="done"), lambda e: e.data.get("outcome", "done") == "done"),
    "address": (EntryFilter(address="10.0.0.3"), lambda e: e.data.get("address") == "10.0.0.3"),
    "record": (EntryFilter(record=RECORD), lambda e: RECORD in _names(e)),
    "record in a list": (EntryFilter(record="training.people/p4"), lambda e: "training.people/p4" in _names(e)),
    "record and person": (
        EntryFilter(record=RECORD, actor="SYN-1"),
        lambda e: RECORD in _names(e) and e.actor == "SYN-1",
    ),
    "unit and act": (EntryFilter(unit="ZS", kind="denied"), lambda e: e.unit == "ZS" and "denied" in e.type),
    "person, list and time": (
        EntryFilter(
            record="training.people/p4",
            kind="text_shown",
            since=(START + MINUTE).isoformat(),
            until="2026-03-02T09:03:00+08:00",
        ),
        lambda e: "training.people/p4" in _names(e) and START + MINUTE <= e.time < START + 3 * MINUTE,
    ),
    "what never meets": (EntryFilter(kind="text_shown", outcome="denied"), lambda _: False),
}


@pytest.fixture
def events(log: SampleLog) -> list[Event]:
    """A mixture in the log that came in another order than it happened."""
    events = [mixture(number) for number in range(SIZE)]
    order = events[100:] + events[:100]
    for start in range(0, SIZE, 60):
        log.append(*order[start : start + 60])
    return events


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_finds_all_that_is_meant_the_newest_first(log: SampleLog, events: list[Event], name: str) -> None:
    within, meant = QUESTIONS[name]
    expected = [event.id for event in reversed(events) if meant(event)]
    forward = list(_pages(log, within, backward=False))
    assert [row.id for page in forward for row in page.rows] == expected
    assert forward[0].after is None
    assert forward[-1].before is None


@pytest.mark.parametrize("name", ["nothing", "unit", "record in a list"])
def test_pages_lead_back_the_way_they_came(log: SampleLog, events: list[Event], name: str) -> None:
    within, _ = QUESTIONS[name]
    forward = [page for page in _pages(log, within, backward=False) if page.rows]
    back = [page.rows for page in _pages(log, within, backward=True, place=forward[-1].rows[-1].index)]
    rows = [row for page in forward for row in page.rows]
    assert events
    assert [row for rows_ in reversed(back) for row in rows_] == rows[:-1]


def _pages(log: SampleLog, within: EntryFilter, *, backward: bool, place: int | None = None) -> Iterator[EntryPage]:
    while True:
        page = _ask(log, SearchRequest(within, 7, place, backward))
        yield page
        place = page.after if backward else page.before
        if place is None:
            return


def _ask(log: SampleLog, request: SearchRequest) -> EntryPage:
    with log.store.begin_read() as tx:
        return search.search(tx, request)


def test_a_search_that_would_read_too_much_ends_and_says_where_and_goes_on_from_there(
    log: SampleLog, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_READ", 50)
    within = EntryFilter(unit="DT", actor="SYN-1", outcome="denied")
    pages = list(_pages(log, within, backward=False))
    expected = [e.id for e in reversed(events) if (e.unit, e.actor, e.data.get("outcome")) == ("DT", "SYN-1", "denied")]
    assert [row.id for page in pages for row in page.rows] == expected
    early = [page for page in pages if page.searched_until]
    assert early
    assert all(page.before is not None for page in early)


def test_a_moment_that_cannot_be_read_is_named(log: SampleLog) -> None:
    with pytest.raises(Invalid) as refusal:
        _ask(log, SearchRequest(EntryFilter(since="yesterday"), 5))
    assert [one["field"] for one in refusal.value.errors] == ["since"]


def test_who_saw_a_record_is_whoever_was_shown_it_or_took_a_step_in_it(log: SampleLog) -> None:
    record = "cases.penalties/x1"
    shown_list = act(
        1, "text_shown", service="cases", outcome="done", actor="SYN-a", records=[record, "cases.penalties/x2"]
    )
    log.append(
        shown_list,
        act(2, actor="SYN-b", record=record),
        step(3, "x1", actor="SYN-c", type_="cases.penalties.filed.v1"),
        act(4, "text_shown", service="cases", outcome="done", actor="SYN-d", record=record),
        act(5, "text_shown", service="cases", outcome="done", actor="SYN-e", record="cases.penalties/x2"),
    )
    with log.store.begin_read() as tx:
        whole = search.trail(tx, TrailRequest(record, 10))
        views = search.trail(tx, TrailRequest(record, 10, views=True))
    assert [row.actor for row in whole.rows] == ["SYN-d", "SYN-c", "SYN-b", "SYN-a"]
    assert [row.actor for row in views.rows] == ["SYN-d", "SYN-c", "SYN-a"]


def test_an_entry_is_answered_with_what_it_says_by_index_and_by_id(log: SampleLog) -> None:
    log.append(step(1), act(2))
    with log.store.begin_read() as tx:
        by_both = search.whole(tx, (0,), (act(2).id, "nobody's"))
    assert [(row.index, row.id, bool(row.body), len(row.salt)) for row in by_both] == [
        (0, step(1).id, True, 64),
        (1, act(2).id, True, 64),
    ]
