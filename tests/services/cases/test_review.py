"""A review that is required was passed before the decision; complex cases are discussed."""

from __future__ import annotations

from typing import Any

import pytest

from services.cases.penalties.review import NotDiscussed, NotQualified, NotReviewed, PointsOpen, ReviewerInvestigated
from tests.services.cases.casework import REVIEWED, Casework

WEIGHTY: dict[str, Any] = {"review_ground": "complex"}


@pytest.mark.parametrize("ground", ["public_interest", "complex", "by_law"])
def test_some_decisions_need_a_review_that_was_passed(work: Casework, ground: str) -> None:
    case = work.notified_case(review_ground=ground)
    with pytest.raises(NotReviewed) as refused:
        work.take(case, "decide", "2026-03-09")
    assert refused.value.to_dict()["article"] == "行政处罚法 第五十八条"
    work.take(case, "request_review", "2026-03-05")
    with pytest.raises(NotReviewed):
        work.take(case, "decide", "2026-03-09")
    work.take(case, "pass_review", "2026-03-06")
    work.take(case, "decide", "2026-03-09")


def test_a_review_that_came_back_is_not_passed(work: Casework) -> None:
    case = work.notified_case(**WEIGHTY)
    work.take(case, "request_review", "2026-03-05")
    work.take(case, "return_review", "2026-03-06")
    with pytest.raises(NotReviewed):
        work.take(case, "decide", "2026-03-09")
    work.take(case, "request_review", "2026-03-09")
    work.take(case, "pass_review", "2026-03-10")
    work.take(case, "decide", "2026-03-11")


def test_a_review_before_the_last_proposal_does_not_count(work: Casework) -> None:
    case = work.notified_case(**WEIGHTY)
    work.take(case, "request_review", "2026-03-03")
    work.take(case, "pass_review", "2026-03-03")
    work.take(case, "propose", "2026-03-04", **WEIGHTY)
    work.take(case, "notify", "2026-03-04", defence_until="2026-03-06")
    with pytest.raises(NotReviewed):
        work.take(case, "decide", "2026-03-09")


def test_a_reviewer_did_not_investigate_and_may_review(work: Casework) -> None:
    case = work.notified_case(**WEIGHTY)
    work.take(case, "request_review", "2026-03-05")
    for step in ("pass_review", "return_review"):
        with pytest.raises(ReviewerInvestigated):
            work.take(case, step, "2026-03-06", reviewer="O1")
        with pytest.raises(NotQualified):
            work.take(case, step, "2026-03-06", beginner=True, qualified=False)
    work.take(case, "pass_review", "2026-03-06", beginner=True, qualified=True)


@pytest.mark.parametrize("point", REVIEWED)
def test_a_review_passes_when_every_point_is_in_order(work: Casework, point: str) -> None:
    case = work.notified_case(**WEIGHTY)
    work.take(case, "request_review", "2026-03-05")
    with pytest.raises(PointsOpen) as refused:
        work.take(case, "pass_review", "2026-03-06", **{point: False})
    assert [one["field"] for one in refused.value.errors] == [point]


def test_a_major_case_is_discussed_before_it_is_decided(work: Casework) -> None:
    case = work.notified_case(major=True)
    with pytest.raises(NotDiscussed) as refused:
        work.take(case, "decide", "2026-03-09")
    assert refused.value.to_dict()["article"] == "行政处罚法 第五十七条"
    work.take(case, "discuss", "2026-03-06")
    work.take(case, "decide", "2026-03-09")


def test_a_review_before_the_hearing_does_not_count(work: Casework) -> None:
    close: dict[str, Any] = {"other": "close_business", "fine": None}
    case = work.notified_case("2026-02-11", "2026-02-13", hearing_told=True, **close, **WEIGHTY)
    work.take(case, "request_hearing", "2026-02-11")
    work.take(case, "notify_hearing", "2026-02-11", hearing_on="2026-02-27")
    work.take(case, "request_review", "2026-02-24")
    work.take(case, "pass_review", "2026-02-25")
    work.take(case, "hold_hearing", "2026-02-27")
    with pytest.raises(NotReviewed):
        work.take(case, "decide", "2026-03-05", **close)
    work.take(case, "request_review", "2026-03-02")
    work.take(case, "pass_review", "2026-03-03")
    work.take(case, "decide", "2026-03-05", **close)
