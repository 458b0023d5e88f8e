"""For all histories: any order and any repetition of events gives the same view."""

from __future__ import annotations

import collections
import os
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contracts.envelope import Event, encode
from services.chassis.storage.store import Store
from services.gateway.read_model import queries
from services.gateway.read_model.read_model import ReadModel
from tests.office import build_view, day, make_as_of
from tests.proof import fault, proves
from tests.services.gateway.random_history import random_history
from tests.services.gateway.sample_programme import PROGRAMME

EXAMPLES = int(os.environ.get("EXAMPLES", "40"))
LEAST = 20
DAYS = ("2017-03-15", "2017-12-31")
SEEN: collections.Counter[str] = collections.Counter()
slow = settings(
    max_examples=EXAMPLES,
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
seeds = st.integers(0, 10**9)


def everything(read_model: ReadModel, *moments: dict[str, Any]) -> dict[Any, Any]:
    """Every answer to every question."""
    answers: dict[Any, Any] = {}
    with read_model.store.begin_read() as tx:
        for measure in PROGRAMME.measures.values():
            for on in DAYS:
                for moment in moments or ({},):
                    for units in (None, "DT ZS"):
                        question = make_as_of(on, units, **moment)
                        key = (measure.id, on, str(moment), units)
                        answers[key] = queries.value(tx, measure, question)
                        answers[*key, "facts"] = [tuple(row) for row in queries.facts(tx, measure, question)]
                        if measure.kind == "ratio":
                            answers[*key, "gaps"] = [tuple(row) for row in queries.gaps(tx, measure, question)]
    return answers


def note(events: list[Event]) -> None:
    """Count what the histories held, so that a generator that is mostly refused is found out."""
    SEEN["histories"] += 1
    SEEN["events"] += len(events)
    SEEN["voids"] += sum(event.place == 0 for event in events)
    SEEN["corrections"] += sum(0 < event.place < event.recordversion for event in events)
    for word in ("reopened", "transferred", "cancelled", "withdrawn", "confirmed"):
        SEEN[word] += sum(word in event.type for event in events)


@proves(35, "last-wins")
@slow
@given(seeds, st.data())
def test_any_order_with_repeats_gives_the_same_rows_and_answers(seed: int, data: st.DataObject) -> None:
    events = random_history(seed).events
    note(events)
    repeats = data.draw(st.lists(st.sampled_from(events), max_size=6))
    shuffled = data.draw(st.permutations(events + repeats))
    fault.occurs(shuffled != events)
    knowns: tuple[dict[str, Any], ...] = ({}, {"known_at": events[len(events) // 2].time})
    straight, crooked = (
        build_view(events, PROGRAMME),
        build_view(shuffled, PROGRAMME, batch=data.draw(st.integers(1, 9))),
    )
    with straight.store.begin_read() as one, crooked.store.begin_read() as other:
        assert straight.digest(one) == crooked.digest(other)
    assert everything(straight, *knowns) == everything(crooked, *knowns)


@slow
@given(seeds)
def test_known_at_answers_as_the_view_did_that_had_only_heard_so_much(seed: int) -> None:
    events = random_history(seed).events
    note(events)
    then = {"known_at": events[len(events) * 2 // 3].time}
    late, early = (
        build_view(events, PROGRAMME),
        build_view([event for event in events if event.time <= then["known_at"]], PROGRAMME),
    )
    assert everything(late, then) == everything(early, then)
    assert list(everything(late, then).values()) == list(everything(early).values())


@slow
@given(seeds)
def test_the_ledger_agrees_with_a_reader_of_the_records_themselves(seed: int) -> None:
    office = random_history(seed)
    note(office.events)
    read_model = build_view(office.events, PROGRAMME)
    records = {(event.register, event.subject) for event in office.events}
    for on in DAYS:
        done = events_held = minutes = 0
        for register, subject in records:
            record = office.record(register, subject)
            happened = [] if record.voided else [entry for entry in record.effective if entry.on <= day(on)]
            ends = [entry.step.event for entry in happened if entry.step.event in ("finished", "reopened")]
            done += ends[-1:] == ["finished"]
            events_held += sum(entry.step.event == "held" for entry in happened)
            minutes += sum(one["credited"] for entry in happened for one in entry.data.get("service", ()))
        values = [value(read_model, measure, on) for measure in ("A6.done", "A6.held", "A6.minutes")]
        assert values == [done, events_held, minutes]


def value(read_model: ReadModel, measure: str, on: str) -> Any:
    with read_model.store.begin_read() as tx:
        return queries.value(tx, PROGRAMME.measures[measure], make_as_of(on)).claimed


@slow
@given(seeds)
def test_a_corrected_history_answers_as_one_that_was_right_from_the_start(seed: int) -> None:
    office = random_history(seed)
    last: dict[tuple[str, int], Event] = {}
    for event in office.events:
        last[event.record, event.place or event.recordversion] = event
    voided = {record for (record, _), event in last.items() if event.place == 0}
    right = [_told_at_once(event, place) for (record, place), event in last.items() if record not in voided]
    assert now(build_view(right, PROGRAMME)) == now(build_view(office.events, PROGRAMME))


def _told_at_once(event: Event, place: int) -> Event:
    corrected_event = replace(event, recordversion=place, place=place, body=b"")
    return replace(corrected_event, body=encode(corrected_event))


def now(read_model: ReadModel) -> dict[Any, Any]:
    answers: dict[Any, Any] = {}
    with read_model.store.begin_read() as tx:
        for measure in PROGRAMME.measures.values():
            for on in DAYS:
                answers[measure.id, on] = queries.value(tx, measure, make_as_of(on))
                if measure.kind == "ratio":
                    answers[measure.id, on, "gaps"] = [row.subject for row in queries.gaps(tx, measure, make_as_of(on))]
    return answers


@pytest.mark.parametrize("seed", range(4))
def test_both_databases_answer_alike(seed: int, store: Store) -> None:
    events = random_history(seed).events
    assert everything(build_view(list(reversed(events)), PROGRAMME, store)) == everything(build_view(events, PROGRAMME))


def test_the_histories_above_really_held_corrections_voids_reopenings_and_transfers() -> None:
    assert {word: count for word, count in SEEN.items() if count <= LEAST} == {}, dict(SEEN)
