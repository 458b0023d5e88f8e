"""Numbers from penalty cases (M-S2-4, -6, -7, M-B3-1, -2), every clock as a ratio, and no target for fines."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.cases.penalties import register
from contracts.envelope import Event
from contracts.errors import Undefined
from services.chassis.storage.store import Store
from services.gateway.read_model.programme import Programme, campaign
from tests.office import build_view, measure_value
from tests.services.cases.casework import Casework

END = "2026-12-31"
FRAME = """
campaign: t
title: {{zh: 试, en: T}}
start: 2026-01-01
end: 2026-12-31
pillars:
- id: systems
  title: {{zh: 试, en: T}}
  items:
  - id: S2
    title: {{zh: 试, en: T}}
    measures:
    - {{id: S2.x, ref: x, title: {{zh: 试, en: T}}, formula: {{zh: 试, en: T}}, unit: 元, {measure}}}
"""
AMOUNTS = {"gains_paid": "gains", "things_given_back": "compensation"}
"""Where the money of an event stands under another name than its amount."""
PUNISHING = [step.event for step in register.steps if step.nature == "punishes"]


def number(work: Casework, measure: str, as_of: str = END) -> Any:
    return measure_value(build_view(work.office.events, campaign()), measure, as_of).claimed


def test_cases_handled_online(work: Casework) -> None:
    work.filed_case()
    paper = work.clue(online=False)
    work.take(paper, "file", "2026-03-03", act_on="2026-03-02")
    work.clue()
    assert number(work, "S2.cases_online") == 0.5, "a clue is no case"
    work.on_spot_case()
    assert number(work, "S2.cases_online") == 2 / 3


def test_cases_that_ended_with_education_are_counted_and_are_no_target(work: Casework) -> None:
    cases = []
    for more in ({"ground": "no_fault"}, {"ground": "minor", "corrected_on": "2026-03-11"}):
        cases.append(work.filed_case())
        work.take(cases[-1], "close_inquiry", "2026-03-03")
        work.take(cases[-1], "exempt", "2026-03-12", **more)
    measures = ("B1.exempted", "B1.put_right_in_time")
    assert [number(work, one) for one in measures] == [2, 1]
    assert [campaign().measures[one].target for one in measures] == [None, None]
    work.take(cases[1], "void", "2026-03-13")
    assert [number(work, one) for one in measures] == [1, 0]


def test_decisions_that_need_a_review_had_it_before(work: Casework) -> None:
    assert number(work, "S2.legal_reviewed") is None
    work.decided_case()
    assert number(work, "S2.legal_reviewed") is None, "needs none"
    case = work.notified_case(review_ground="complex")
    work.take(case, "request_review", "2026-03-05")
    work.take(case, "pass_review", "2026-03-06")
    work.take(case, "decide", "2026-03-09")
    assert number(work, "S2.legal_reviewed") == 1
    assert number(work, "S2.legal_reviewed", "2026-03-08") is None


@pytest.mark.parametrize("measure", ["S2.publicity_in_time", "B3.decisions_in_time"])
def test_decisions_made_public_in_time(work: Casework, measure: str) -> None:
    in_time, late, exempt, never = (work.decided_case() for _ in range(4))
    work.take(in_time, "publish", "2026-03-18")
    work.take(late, "publish", "2026-03-19", late_reason="系统故障")
    work.take(exempt, "keep_private", "2026-03-10")
    assert number(work, measure, "2026-03-17") is None, "none has come due"
    assert number(work, measure) == 1 / 3
    work.take(never, "void", "2026-03-20")
    assert number(work, measure) == 1 / 2


def test_a_decision_before_there_was_a_period_is_neither_in_time_nor_late(work: Casework) -> None:
    old = work.decided_case("2017-03-01", until="2017-03-05", day="2017-03-09")
    work.take(old, "publish", "2017-06-01")
    assert number(work, "S2.publicity_in_time") is None


def test_withdrawals_within_three_working_days(work: Casework) -> None:
    for on in ("2026-04-02", "2026-05-08"):
        case = work.served_case()
        work.take(case, "publish", "2026-03-11")
        work.take(case, "sue", "2026-03-12")
        work.take(case, "end_suit", "2026-04-01", outcome="revoked")
        work.take(case, "withdraw_publication", on, late_reason="漏办" if on > "2026-05" else None)
    upheld = work.served_case()
    work.take(upheld, "publish", "2026-03-11")
    work.take(upheld, "sue", "2026-03-12")
    work.take(upheld, "end_suit", "2026-04-01", outcome="upheld")
    assert number(work, "B3.withdrawn_in_time") == 1 / 2


def make_programme(measure: str) -> Programme:
    return Programme(FRAME.format(measure=measure))


@pytest.mark.parametrize("clock", sorted({clock.name for clock in register.clocks}))
def test_every_clock_can_be_a_ratio(clock: str) -> None:
    assert make_programme(f"kind: ratio, clock: cases.penalties.{clock}").measures


def test_time_that_stood_still_does_not_make_a_case_overdue(work: Casework) -> None:
    case = work.notified_case("2026-03-02")
    basis = work.provision("decision_pause")
    work.take(case, "suspend", "2026-04-01", basis=basis)
    read_model = build_view(work.office.events, make_programme("kind: ratio, clock: cases.penalties.decision"))
    assert measure_value(read_model, "S2.x", "2026-07-01").n == 0
    work.take(case, "resume", "2026-08-01")
    work.take(case, "decide", "2026-09-30")
    read_model = build_view(work.office.events, make_programme("kind: ratio, clock: cases.penalties.decision"))
    assert (measure_value(read_model, "S2.x", END).n, measure_value(read_model, "S2.x", END).claimed) == (1, 1)


def test_batches_of_evidence_are_counted_one_by_one(work: Casework) -> None:
    case = work.filed_case("2026-02-09")
    for batch in ("B1", "B2"):
        work.take(case, "register_evidence", "2026-02-11", batch=batch)
    work.take(case, "dispose_evidence", "2026-02-27")
    read_model = build_view(work.office.events, make_programme("kind: ratio, clock: cases.penalties.evidence"))
    assert (measure_value(read_model, "S2.x", END).n, measure_value(read_model, "S2.x", END).claimed) == (2, 1 / 2)


TARGET = "target: {op: '>=', value: 1, by: 2026-12-31, source: x}"


@pytest.mark.parametrize("event", PUNISHING)
@pytest.mark.parametrize("kind", ["count", "distinct", "sum", "exists"])
def test_no_target_rewards_a_fine(event: str, kind: str) -> None:
    whole = event in ("decided", "decided_on_spot", "confiscated")
    amount = "" if kind != "sum" or whole else f"amount: {AMOUNTS.get(event, 'amount')}, "
    measure = f"kind: {kind}, takes: [{{event: cases.penalties.{event}.v1, {amount}}}]"
    with pytest.raises(Undefined, match=r"art\. 74"):
        make_programme(f"{measure}, {TARGET}")
    assert make_programme(measure).measures, "as context it may stand"


@pytest.mark.parametrize("kind", ["count", "sum", "mean", "covered"])
def test_no_target_rewards_a_fine_by_calling_it_in_time(kind: str) -> None:
    fines = "takes: [{event: cases.penalties.decided.v1, amount: fine}]"
    sides = (
        fines if kind != "covered" else f"whole: {{takes: [{{event: cases.penalties.filed.v1}}]}}, part: {{{fines}}}"
    )
    with pytest.raises(Undefined, match=r"art\. 74"):
        make_programme(f"kind: {kind}, in_time: true, {sides}, {TARGET}")


def test_a_sum_of_fines_may_stand_as_context(work: Casework, store: Store) -> None:
    for fine in ("300", "100.10"):
        work.decided_case(fine=fine)
    programme = make_programme("kind: sum, takes: [{event: cases.penalties.decided.v1, amount: fine}]")
    assert measure_value(build_view(work.office.events, programme, store), "S2.x", END).claimed == pytest.approx(400.10)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_of_a_cases_events_gives_the_same_numbers(
    history: list[Event], chance: Any
) -> None:
    shuffled_events = [*history, *chance.sample(history, 5)]
    chance.shuffle(shuffled_events)
    programme = make_programme("kind: ratio, clock: cases.penalties.decision")
    straight, mixed = (
        measure_value(build_view(events, programme), "S2.x", END) for events in (history, shuffled_events)
    )
    assert (straight.n, straight.claimed) == (mixed.n, mixed.claimed) == (2, 1 / 2)


@pytest.fixture
def history(work: Casework) -> list[Event]:
    """A case that stood still and was corrected, one that was decided late, one that was withdrawn."""
    case, late, gone = work.notified_case(), work.notified_case(), work.notified_case()
    work.take(case, "suspend", "2026-04-01", basis=work.provision("decision_pause"))
    work.take(case, "resume", "2026-04-21")
    work.take(case, "suspend", "2026-03-30", corrects=6, basis=work.record(case)["basis"])
    work.take(case, "decide", "2026-06-20")
    work.take(late, "decide", "2026-06-01", late_reason="失联")
    work.take(gone, "withdraw", "2026-03-09")
    return work.office.events
