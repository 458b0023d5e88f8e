"""What was recorded by the rules of before is decided again by them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties import rules
from services.cases.penalties.execution.enforcement import TooSoonForCourt
from services.cases.penalties.remedies.standing import is_gone
from services.cases.penalties.remedies.suit import ReconsiderationPending
from services.chassis.records import deadlines
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from tests.services.cases.casework import FORMS, Casework

NOTHING_KNOWN = SimpleNamespace(where=lambda *_names, **_values: [])
"""None of these rules looks anything up but the series of numbers, and no agency is known here."""
AT = Context(dt.datetime(2026, 11, 2, tzinfo=dt.UTC), "L1")


def decide_as_before(work: Casework, case: str, name: str, on: str, **more: Any) -> Data:
    """What the first version of a step's rule makes of a form."""
    step = register.step(name).edition(1)
    day = step.form.business_day_field()
    form = step.form().load(FORMS.get(name, {}) | {str(day): on} | more)
    return rules.apply(step, work.record(case), form, AT, cast("Lookup", NOTHING_KNOWN))


def test_service_said_nothing_of_remedies(work: Casework) -> None:
    case = work.decided_case()
    assert "remedies" not in decide_as_before(work, case, "serve", "2026-03-10")


def test_a_suit_was_possible_at_once_and_beside_a_reconsideration(work: Casework) -> None:
    case = work.on_spot_case("2026-03-02")
    assert "answer_by" not in decide_as_before(work, case, "sue", "2026-03-12")
    work.take(case, "ask_reconsideration", "2026-03-12")
    decide_as_before(work, case, "sue", "2026-03-13")
    other = work.served_case()
    work.take(other, "sue", "2026-03-12")
    assert "reply_by" not in decide_as_before(work, other, "ask_reconsideration", "2026-03-13")


@pytest.mark.parametrize(("asks", "ends"), [("ask_reconsideration", "end_reconsideration"), ("sue", "end_suit")])
def test_an_end_said_what_leaves_publication_and_no_more(work: Casework, asks: str, ends: str) -> None:
    case = work.served_case()
    work.take(case, "publish", "2026-03-11")
    work.take(case, asks, "2026-03-12")
    decided = decide_as_before(work, case, ends, "2026-04-20", outcome="revoked")
    assert decided["withdrawal_owed"]
    assert "court_by" not in decided


def test_what_was_found_unlawful_counted_as_revoked(work: Casework) -> None:
    case = work.served_case()
    work.take(case, "sue", "2026-03-12")
    assert is_gone(decide_as_before(work, case, "end_suit", "2026-04-20", outcome="unlawful"))
    work.take(case, "end_suit", "2026-04-20", outcome="unlawful")
    assert not is_gone(work.record(case).all("end_suit")[-1])


def test_the_court_was_asked_right_after_a_remedy_and_after_six_months_in_every_case(work: Casework) -> None:
    case = work.on_spot_case("2026-03-02", fine="300", other=None)
    demanded = decide_as_before(work, case, "demand", "2026-03-18")
    assert demanded["court_by"] == dt.date(2026, 12, 2)
    work.take(case, "demand", "2026-03-18")
    with pytest.raises(TooSoonForCourt):
        decide_as_before(work, case, "ask_court", "2026-09-02")
    work.take(case, "ask_reconsideration", "2026-03-19")
    with pytest.raises(Refused):
        decide_as_before(work, case, "ask_court", "2026-09-03")
    work.take(case, "end_reconsideration", "2026-04-13", outcome="upheld")
    decide_as_before(work, case, "ask_court", "2026-04-14")


def test_parts_that_were_allowed_ended_with_the_last(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    parts = [{"due_on": "2026-04-01", "amount": "100"}, {"due_on": "2026-05-01", "amount": "200"}]
    more = {"applied_on": "2026-03-12", "instalments": parts}
    assert decide_as_before(work, case, "allow_instalments", "2026-03-13", **more)["until"] == dt.date(2026, 5, 1)
    work.take(case, "allow_instalments", "2026-03-13", **more)
    assert "until" not in decide_as_before(work, case, "pay_part", "2026-03-20", amount="100")


def test_a_remedy_that_ended_by_the_rules_of_before_leaves_the_time_for_the_court_as_it_was(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "demand", "2026-03-26")
    work.take(case, "sue", "2026-03-27")
    work.take(case, "end_suit", "2026-06-01", outcome="dismissed")
    record = work.record(case)
    *others, last = record.revisions
    told = {key: value for key, value in last.data.items() if key not in ("court_by", "contestable_until")}
    before = Record(register, case, (*others, replace(last, data=told | {"due": {}})))
    due = {one.clock: one.due for one in deadlines.running(before)}
    assert (due["court"], work.due(case, "court")) == (dt.date(2026, 12, 10), "2026-09-16")


@pytest.mark.parametrize(("on", "refused"), [("2026-05-18", True), ("2026-05-20", False)])
def test_a_reconsideration_of_before_that_is_overdue_opens_the_suit(work: Casework, on: str, *, refused: bool) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "ask_reconsideration", "2026-03-20")
    *others, last = work.record(case).revisions
    told = {key: value for key, value in last.data.items() if key not in ("reply_by", "reviewed_by")}
    before = Record(register, case, (*others, replace(last, data=told | {"due": {}})))
    step = register.step("sue")
    form = step.form().load(FORMS["sue"] | {"received_on": on})
    if refused:
        with pytest.raises(ReconsiderationPending):
            rules.apply(step, before, form, AT, cast("Lookup", NOTHING_KNOWN))
    else:
        assert rules.apply(step, before, form, AT, cast("Lookup", NOTHING_KNOWN))["answer_by"]
