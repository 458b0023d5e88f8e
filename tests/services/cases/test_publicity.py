"""What is made public when: seven working days, three for what no longer stands."""

from __future__ import annotations

import pytest

from contracts.errors import NotNow
from services.cases.penalties.closing import CashNotBanked, NotPublished
from services.cases.penalties.publicity import PublishedLate, UndoneAlready, WithdrawnLate
from services.cases.penalties.remedies.pending import RemedyPending
from tests.services.cases.casework import Casework


def test_a_decision_is_made_public_within_seven_working_days(work: Casework) -> None:
    case = work.decided_case("2026-01-05", until="2026-01-08", day="2026-01-20")
    assert work.due(case, "publicity") == "2026-01-29", "as chinesecalendar computes it"
    with pytest.raises(PublishedLate) as refused:
        work.take(case, "publish", "2026-01-30")
    assert "第四十八条" in refused.value.to_dict()["article"]
    work.take(case, "publish", "2026-01-30", late_reason="系统故障")
    assert work.run(case, "publicity").in_time is False


def test_a_decision_that_is_kept_private_for_a_reason_owes_no_publication(work: Casework) -> None:
    case = work.decided_case()
    work.take(case, "keep_private", "2026-03-10")
    assert work.run(case, "publicity").lapsed
    with pytest.raises(NotNow):
        work.take(case, "publish", "2026-03-11")


@pytest.mark.parametrize("outcome", ["changed", "revoked", "unlawful", "invalid"])
@pytest.mark.parametrize(("asks", "ends"), [("ask_reconsideration", "end_reconsideration"), ("sue", "end_suit")])
def test_what_no_longer_stands_is_withdrawn_in_three_working_days(
    work: Casework, asks: str, ends: str, outcome: str
) -> None:
    case = work.served_case()
    work.take(case, "publish", "2026-03-11")
    work.take(case, asks, "2026-03-12")
    work.take(case, ends, "2026-04-29", outcome=outcome)
    assert work.due(case, "withdrawal") == "2026-05-07"
    with pytest.raises(WithdrawnLate) as refused:
        work.take(case, "withdraw_publication", "2026-05-08")
    assert refused.value.to_dict()["article"] == "行政处罚法 第四十八条"
    work.take(case, "withdraw_publication", "2026-05-07")
    assert work.run(case, "withdrawal").in_time


@pytest.mark.parametrize("outcome", ["upheld", "dismissed", "ended"])
def test_what_stands_stays_public(work: Casework, outcome: str) -> None:
    case = work.served_case()
    work.take(case, "publish", "2026-03-11")
    work.take(case, "sue", "2026-03-12")
    work.take(case, "end_suit", "2026-04-29", outcome=outcome)
    assert "withdrawal" not in work.running(case)


def test_what_was_never_public_is_not_withdrawn_and_not_made_public_any_more(work: Casework) -> None:
    case = work.served_case()
    work.take(case, "sue", "2026-03-12")
    work.take(case, "end_suit", "2026-03-13", outcome="revoked")
    assert "withdrawal" not in work.running(case)
    with pytest.raises(UndoneAlready):
        work.take(case, "publish", "2026-03-16")


def test_a_case_is_closed_when_everything_is_settled(work: Casework) -> None:
    case = work.served_case()
    work.take(case, "pay", "2026-03-11")
    with pytest.raises(NotPublished):
        work.take(case, "close", "2026-03-12")
    work.take(case, "publish", "2026-03-11")
    work.take(case, "sue", "2026-03-12")
    with pytest.raises(RemedyPending):
        work.take(case, "close", "2026-03-12")
    work.take(case, "end_suit", "2026-03-20", outcome="upheld")
    work.take(case, "close", "2026-03-23")


def test_a_case_is_not_closed_while_cash_is_on_its_way(work: Casework) -> None:
    case = work.on_spot_case(fine="100", other=None)
    work.take(case, "collect", "2026-03-02", amount="100")
    work.take(case, "record", "2026-03-02")
    work.take(case, "publish", "2026-03-02")
    with pytest.raises(CashNotBanked):
        work.take(case, "close", "2026-03-03")


def test_a_closed_case_may_still_be_reviewed_and_withdrawn_from_publication(work: Casework) -> None:
    case = work.served_case()
    work.take(case, "pay", "2026-03-11")
    work.take(case, "publish", "2026-03-11")
    work.take(case, "close", "2026-03-12")
    work.take(case, "ask_reconsideration", "2026-03-16")
    work.take(case, "end_reconsideration", "2026-04-01", outcome="revoked")
    work.take(case, "withdraw_publication", "2026-04-02")
    assert work.status(case, "publication") == "withdrawn"
