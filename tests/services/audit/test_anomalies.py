"""What is out of the common is told by a rule with its threshold, from what was counted while entries came in."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from contracts import envelope
from contracts.audit.rpc import AnomaliesRequest, AnomalyPage
from contracts.envelope import Event
from services.audit import anomalies
from services.audit.anomalies import DENIALS, MANY_ADDRESSES, MASS_READING, NIGHT_EXPORTS, THRESHOLDS
from tests.rows_read import rows_read, settle
from tests.services.audit.sample_log import SampleLog, act, step

NOON = dt.datetime(2026, 3, 2, 4, 0, tzinfo=dt.UTC)
"""In Shanghai."""


def _at(event: Event, moment: dt.datetime) -> Event:
    return envelope.decode(envelope.encode(dataclasses.replace(event, time=moment, body=b"")))


def _page(log: SampleLog, most: int = 50, **asked: Any) -> AnomalyPage:
    with log.store.begin_read() as tx:
        return anomalies.page(tx, AnomaliesRequest(most, **asked))


def _told(log: SampleLog, **asked: Any) -> list[tuple[str, str, str, int]]:
    return [(one.rule, one.actor, one.day, one.count) for one in _page(log, **asked).rows]


def test_denials_are_told_from_the_threshold_on_and_counted_ones_count_as_often(log: SampleLog) -> None:
    least = THRESHOLDS[DENIALS]
    log.append(*(act(number, actor="SYN-few") for number in range(least - 1)))
    log.append(act(100, actor="SYN-flood", count=least - 1), act(101, "sign_in_failed", actor="SYN-flood"))
    assert _told(log, rule=DENIALS) == [(DENIALS, "SYN-flood", "2026-03-02", least)]


@pytest.mark.parametrize(("hour", "is_night"), [(21, False), (22, True), (3, True), (6, False)])
def test_exports_at_night_are_told_by_the_clock_of_shanghai(log: SampleLog, hour: int, *, is_night: bool) -> None:
    moment = NOON + dt.timedelta(hours=(hour - 12) % 24)
    log.append(_at(act(1, "exported", outcome="done", actor="SYN-1"), moment))
    assert [one[0] for one in _told(log)] == ([NIGHT_EXPORTS] if is_night else [])


def test_mass_reading_counts_the_records_whose_texts_were_shown(log: SampleLog) -> None:
    rows = THRESHOLDS[MASS_READING] // 2
    for number in (1, 2):
        log.append(act(number, "text_shown", service="cases", outcome="done", actor="SYN-1", rows=rows, address=None))
    assert _told(log) == [(MASS_READING, "SYN-1", "2026-03-02", 2 * rows)]


def test_of_a_record_whose_texts_were_shown_again_each_time_counts(log: SampleLog) -> None:
    least = THRESHOLDS[MASS_READING]
    shown = {"service": "outreach", "outcome": "done", "actor": "SYN-1", "record": "outreach.service_calls/c1"}
    log.append(act(1, "text_shown", **shown), act(2, "text_shown", **shown, count=least - 1))
    assert _told(log, rule=MASS_READING) == [(MASS_READING, "SYN-1", "2026-03-02", least)]


def test_one_account_from_many_addresses_is_told_each_address_once(log: SampleLog) -> None:
    for number in range(THRESHOLDS[MANY_ADDRESSES]):
        event = act(number, "signed_in", outcome="done", actor="SYN-1", address=f"10.1.0.{number}")
        log.append(event, act(number + 100, "signed_out", outcome="done", actor="SYN-1", address=f"10.1.0.{number}"))
    log.append(
        *(act(n, "signed_in", outcome="done", actor="anonymous", address=f"10.2.0.{n}") for n in range(300, 320))
    )
    assert _told(log) == [(MANY_ADDRESSES, "SYN-1", "2026-03-02", THRESHOLDS[MANY_ADDRESSES])]


def test_events_that_come_again_are_not_counted_again(log: SampleLog) -> None:
    events = [act(number, actor="SYN-1") for number in range(THRESHOLDS[DENIALS] - 1)]
    log.append(*events)
    log.append(*events, step(500))
    assert _told(log, rule=DENIALS) == []


def test_anomalies_are_read_page_by_page_both_ways_and_by_rule_person_and_day(log: SampleLog) -> None:
    for day in range(4):
        for who in ("SYN-1", "SYN-2"):
            number = day * 10 + int(who[-1])
            log.append(_at(act(number, actor=who, count=30), NOON + dt.timedelta(days=day)))
    everything = _told(log)
    assert [(one[2], one[1]) for one in everything[:3]] == [
        ("2026-03-05", "SYN-2"),
        ("2026-03-05", "SYN-1"),
        ("2026-03-04", "SYN-2"),
    ]
    first = _page(log, 3)
    second = _page(log, 3, place=first.next)
    back = _page(log, 3, place=second.previous, backward=True)
    assert [(one.day, one.actor) for one in (*first.rows, *second.rows)] == [(one[2], one[1]) for one in everything[:6]]
    assert (back.rows, first.previous, back.previous) == (first.rows, "", "")
    assert len(_told(log, actor="SYN-1", since="2026-03-03", until="2026-03-04")) == 2
    assert _told(log, rule=MASS_READING) == []


def test_an_entry_costs_no_more_for_all_that_was_counted_before(log: SampleLog) -> None:
    log.append(*(act(number, actor=f"SYN-{number}") for number in range(20)))
    settle(log.store)
    few = rows_read(log.store, lambda: log.append(act(5000)))
    log.append(*(act(number, actor=f"SYN-{number}") for number in range(100, 3000)))
    settle(log.store)
    assert rows_read(log.store, lambda: log.append(act(5001))) < few * 1.5 + 20
