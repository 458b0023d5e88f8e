"""The instances of a suit: what the last of them said holds, and until when each may be appealed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from contracts.errors import NotNow
from services.cases.penalties.fines import fine
from services.cases.penalties.remedies.pending import RemedyPending, remedy_periods
from services.cases.penalties.remedies.suit import AppealedLate, NoAppeal, OutcomeUnsaid
from tests.office import day
from tests.services.cases.casework import Casework


@pytest.fixture
def case(work: Casework) -> str:
    served = work.served_case("2026-03-10")
    work.take(served, "publish", "2026-03-11")
    work.take(served, "sue", "2026-03-12")
    return served


def fine_left(work: Casework, case: str) -> Decimal:
    """The fine as it stands."""
    return fine(work.record(case))


def test_a_judgement_that_was_upset_leaves_the_fine_as_it_was(work: Casework, case: str) -> None:
    work.take(case, "end_suit", "2026-06-01", outcome="revoked")
    assert fine_left(work, case) == 0
    work.take(case, "appeal", "2026-06-10", appellant="agency")
    work.take(case, "end_appeal", "2026-08-03", judgement="replaced", outcome="dismissed")
    assert fine_left(work, case) == 300


def test_a_judgement_that_was_affirmed_holds_as_it_was(work: Casework, case: str) -> None:
    work.take(case, "end_suit", "2026-06-01", outcome="changed", new_fine="120")
    work.take(case, "appeal", "2026-06-10")
    work.take(case, "end_appeal", "2026-08-03")
    assert fine_left(work, case) == 120
    assert work.record(case).get("outcome") == "changed", "as the statistics of the year read it"


def test_a_case_that_was_sent_back_has_no_judgement(work: Casework, case: str) -> None:
    work.take(case, "end_suit", "2026-06-01", outcome="revoked")
    work.take(case, "appeal", "2026-06-10", appellant="agency")
    work.take(case, "remand", "2026-07-01")
    assert (fine_left(work, case), work.status(case, "suit")) == (Decimal(300), "pending")
    work.take(case, "end_suit", "2026-08-10", outcome="changed", new_fine="100")
    assert fine_left(work, case) == 100


def test_a_retrial_changes_what_stands(work: Casework, case: str) -> None:
    work.take(case, "end_suit", "2026-06-01", outcome="dismissed")
    work.take(case, "retry", "2026-07-01")
    work.take(case, "end_retrial", "2026-09-01", judgement="replaced", outcome="invalid")
    assert fine_left(work, case) == 0
    assert work.due(case, "withdrawal") == "2026-09-04"


@pytest.mark.parametrize(
    ("judgement", "outcome"), [("replaced", None), ("affirmed", "revoked"), ("withdrawn", "changed")]
)
def test_another_judgement_alone_says_what_becomes_of_the_penalty(
    work: Casework, case: str, judgement: str, outcome: str | None
) -> None:
    work.take(case, "end_suit", "2026-06-01", outcome="dismissed")
    work.take(case, "appeal", "2026-06-10")
    with pytest.raises(OutcomeUnsaid):
        work.take(case, "end_appeal", "2026-08-03", judgement=judgement, outcome=outcome)


@pytest.mark.parametrize(
    ("outcome", "until"), [("dismissed", "2026-06-16"), ("not_accepted", "2026-06-11"), ("revoked", "2026-06-16")]
)
def test_the_bureau_appeals_in_fifteen_days_of_a_ruling_ten(
    work: Casework, case: str, outcome: str, until: str
) -> None:
    work.take(case, "end_suit", "2026-06-01", outcome=outcome)
    assert work.record(case)["appeal_by"] == day(until)
    late = (day(until) + (day("2026-03-02") - day("2026-03-01"))).isoformat()
    with pytest.raises(AppealedLate):
        work.take(case, "appeal", late, appellant="agency")
    work.take(case, "appeal", late, appellant="party")


@pytest.mark.parametrize("outcome", ["withdrawn", "ended"])
def test_a_suit_that_was_withdrawn_is_not_appealed(work: Casework, case: str, outcome: str) -> None:
    work.take(case, "end_suit", "2026-06-01", outcome=outcome)
    with pytest.raises(NoAppeal):
        work.take(case, "appeal", "2026-06-02")


def test_a_case_is_not_closed_while_it_is_appealed(work: Casework, case: str) -> None:
    work.take(case, "pay", "2026-03-20")
    work.take(case, "end_suit", "2026-06-01", outcome="dismissed")
    work.take(case, "appeal", "2026-06-10")
    with pytest.raises(RemedyPending):
        work.take(case, "close", "2026-06-11")
    work.take(case, "end_appeal", "2026-08-03")
    work.take(case, "close", "2026-08-04")


def test_a_suit_was_pending_all_the_time_to_the_end_of_its_appeal(work: Casework, case: str) -> None:
    work.take(case, "end_suit", "2026-06-01", outcome="dismissed")
    assert list(remedy_periods(work.record(case))) == [(day("2026-03-12"), day("2026-06-01"))]
    work.take(case, "appeal", "2026-06-10")
    assert list(remedy_periods(work.record(case))) == [(day("2026-03-12"), dt.date.max)]
    work.take(case, "end_appeal", "2026-08-03")
    work.take(case, "retry", "2026-09-01")
    assert list(remedy_periods(work.record(case))) == [(day("2026-03-12"), day("2026-08-03"))]


def test_what_was_decided_finally_is_not_appealed_again(work: Casework, case: str) -> None:
    work.take(case, "end_suit", "2026-06-01", outcome="dismissed")
    work.take(case, "appeal", "2026-06-10")
    work.take(case, "end_appeal", "2026-08-03")
    with pytest.raises(NotNow):
        work.take(case, "appeal", "2026-08-04")


ASKED: dict[str, Any] = {"outcome": "dismissed"}


def test_a_retrial_leaves_the_time_for_the_court_as_it_was_unless_nothing_is_left(work: Casework) -> None:
    for judgement, outcome, running in (("affirmed", None, True), ("replaced", "revoked", False)):
        case = work.served_case("2026-03-10")
        work.take(case, "demand", "2026-03-26")
        work.take(case, "sue", "2026-03-27")
        work.take(case, "end_suit", "2026-06-01", **ASKED)
        work.take(case, "retry", "2026-07-01")
        work.take(case, "end_retrial", "2026-08-03", judgement=judgement, outcome=outcome)
        assert ("court" in work.running(case)) is running
        if running:
            assert work.due(case, "court") == "2026-09-16"


def test_a_higher_court_that_restores_the_penalty_restores_the_time_for_the_court(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "demand", "2026-03-26")
    work.take(case, "sue", "2026-03-27")
    work.take(case, "end_suit", "2026-06-01", outcome="revoked")
    assert "court" not in work.running(case)
    work.take(case, "appeal", "2026-06-10", appellant="agency")
    work.take(case, "end_appeal", "2026-08-03", judgement="replaced", outcome="dismissed")
    assert (work.due(case, "court"), "court" in work.running(case)) == ("2026-11-03", True)


def test_a_higher_court_that_restores_the_fine_leaves_nothing_to_give_back(work: Casework, case: str) -> None:
    work.take(case, "pay", "2026-03-20")
    work.take(case, "end_suit", "2026-06-01", outcome="changed", new_fine="100")
    assert work.record(case)["refund_owed"] == "200.00"
    work.take(case, "appeal", "2026-06-10", appellant="agency")
    work.take(case, "end_appeal", "2026-08-03", judgement="replaced", outcome="upheld")
    assert work.record(case)["refund_owed"] == "0.00"


def test_a_retrial_that_brings_the_penalty_back_begins_the_time_for_the_court(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "demand", "2026-03-26")
    work.take(case, "sue", "2026-03-27")
    work.take(case, "end_suit", "2026-06-01", outcome="revoked")
    work.take(case, "retry", "2026-07-01", asked_by="agency")
    work.take(case, "end_retrial", "2026-08-03", judgement="replaced", outcome="upheld", paper_served_on="2026-08-05")
    assert (work.due(case, "court"), "court" in work.running(case)) == ("2026-11-05", True)


@pytest.mark.parametrize(("copied", "until"), [("2026-03-26", "2026-04-10"), ("2026-03-27", "2026-04-13")])
def test_the_time_to_answer_rolls_over_days_off_as_every_time_in_court_does(
    work: Casework, copied: str, until: str
) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "sue", "2026-03-20", copy_received_on=copied)
    assert work.due(case, "answer") == until


@pytest.mark.parametrize(("begins", "ends"), [("ask_reconsideration", "end_reconsideration"), ("sue", "end_suit")])
def test_what_is_found_unlawful_leaves_publication_and_is_not_revoked(work: Casework, begins: str, ends: str) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "publish", "2026-03-11")
    work.take(case, "pay_part", "2026-03-12", amount="100")
    work.take(case, "demand", "2026-03-26", amount="200")
    work.take(case, begins, "2026-03-27")
    work.take(case, ends, "2026-05-06", outcome="unlawful")
    record = work.record(case)
    assert (fine_left(work, case), record["refund_owed"], record["withdrawal_owed"]) == (Decimal(300), "0.00", True)
    assert work.due(case, "court") == "2026-08-21"
    work.take(case, "revoke", "2026-05-07")
    assert (fine_left(work, case), work.record(case)["refund_owed"]) == (Decimal(0), "100.00")
    assert "court" not in work.running(case)
