"""Reconsideration and suit: which comes first, what excludes what, by when the bureau answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from contracts.errors import NotYet, OutOfOrder
from services.cases.penalties.remedies.consequences import FineUnchanged
from services.cases.penalties.remedies.reconsideration import (
    NoSimpleProcedure,
    ReconsideredAlready,
    RepliedLate,
    ReviewExtendedTooFar,
    SuitAccepted,
)
from services.cases.penalties.remedies.suit import AnsweredLate, ReconsiderationFirst, ReconsiderationPending
from tests.services.cases.casework import Casework


@pytest.fixture
def later() -> Iterator[Casework]:
    """A bureau in autumn 2026, which looks back."""
    bureau = Casework.on("2026-11-02")
    yield bureau
    bureau.office.store.close()


@pytest.mark.parametrize(
    ("served", "remedies", "reconsider_by", "sue_by"),
    [
        ("2023-12-29", "either", "2024-02-27", "2024-07-01"),
        ("2023-12-31", "either", "2024-02-29", "2024-07-01"),
        ("2024-01-01", "reconsideration_first", "2024-03-01", None),
        ("2024-01-02", "reconsideration_first", "2024-03-04", None),
    ],
)
def test_an_on_spot_penalty_goes_to_reconsideration_first_since_2024(
    later: Casework, served: str, remedies: str, reconsider_by: str, sue_by: str | None
) -> None:
    case = later.record(later.on_spot_case(served))
    told = [case.get(name) for name in ("remedies", "reconsider_by", "sue_by")]
    assert [told[0], *(day and day.isoformat() for day in told[1:])] == [remedies, reconsider_by, sue_by]


def test_a_penalty_of_the_general_procedure_leaves_the_choice(work: Casework) -> None:
    case = work.record(work.served_case("2026-03-10"))
    assert (case["remedies"], case["sue_by"].isoformat()) == ("either", "2026-09-10")


@pytest.mark.parametrize("served", ["2024-01-01", "2024-01-02"])
def test_nobody_sues_over_an_on_spot_penalty_without_a_reconsideration(later: Casework, served: str) -> None:
    case = later.on_spot_case(served)
    with pytest.raises(ReconsiderationFirst) as refused:
        later.take(case, "sue", "2024-02-01")
    assert refused.value.to_dict()["article"] == "行政复议法 第二十三条"


def test_before_2024_an_on_spot_penalty_was_sued_over_at_once(later: Casework) -> None:
    case = later.on_spot_case("2023-12-31")
    later.take(case, "sue", "2024-02-01")
    assert later.status(case, "suit") == "pending"


@pytest.mark.parametrize(
    ("outcome", "opens"), [("upheld", True), ("dismissed", True), ("not_accepted", True), ("withdrawn", False)]
)
def test_a_reconsideration_that_was_decided_or_refused_opens_the_suit(
    work: Casework, outcome: str, *, opens: bool
) -> None:
    case = work.on_spot_case("2026-03-02")
    work.take(case, "ask_reconsideration", "2026-03-12")
    work.take(case, "end_reconsideration", "2026-04-13", outcome=outcome)
    if opens:
        work.take(case, "sue", "2026-04-20")
    else:
        with pytest.raises(ReconsiderationFirst):
            work.take(case, "sue", "2026-04-20")


@pytest.mark.parametrize(
    ("served", "asked", "article"),
    [
        ("2017-12-04", "2017-12-31", "行政复议法（2009年修正）第十六条"),
        ("2017-12-04", "2018-01-01", "行政复议法（2017年修正）第十六条"),
        ("2023-12-04", "2023-12-31", "行政复议法（2017年修正）第十六条"),
        ("2023-12-04", "2024-01-01", "行政复议法 第二十九条"),
    ],
)
def test_a_refusal_names_the_reconsideration_law_of_the_day(
    later: Casework, served: str, asked: str, article: str
) -> None:
    begun = f"{served[:4]}-11-01", f"{served[:4]}-11-06", f"{served[:4]}-12-01"
    case = later.decided_case(*begun)
    later.take(case, "serve", served)
    later.take(case, "ask_reconsideration", f"{served[:4]}-12-20")
    with pytest.raises(ReconsiderationPending) as refused:
        later.take(case, "sue", asked)
    assert refused.value.to_dict()["article"] == article


@pytest.mark.parametrize("start", ["on_spot_case", "served_case"])
def test_nobody_sues_during_a_reconsideration_unless_its_time_is_over(work: Casework, start: str) -> None:
    case = getattr(work, start)()
    work.take(case, "ask_reconsideration", "2026-03-12")
    assert work.due(case, "reconsideration") == "2026-05-11"
    with pytest.raises(ReconsiderationPending) as refused:
        work.take(case, "sue", "2026-05-11")
    assert refused.value.to_dict()["article"] == "行政复议法 第二十九条"
    work.take(case, "sue", "2026-05-12")


def test_what_a_court_has_accepted_is_not_reviewed(work: Casework) -> None:
    case = work.served_case()
    work.take(case, "sue", "2026-03-12")
    for day in ("2026-03-13", "2026-05-20"):
        with pytest.raises(SuitAccepted):
            work.take(case, "ask_reconsideration", day)
        if day == "2026-03-13":
            work.take(case, "end_suit", "2026-05-19", outcome="dismissed")
    other = work.served_case()
    work.take(other, "sue", "2026-03-12")
    work.take(other, "end_suit", "2026-03-16", outcome="not_accepted")
    work.take(other, "ask_reconsideration", "2026-03-17")


OLD_REPLY = "行政复议法（2017年修正）第二十三条、第二十八条"
NEW_REPLY = "行政复议法 第四十八条、第五十四条、第七十条"


@pytest.mark.parametrize(
    ("accepted", "more", "due", "article"),
    [
        ("2023-12-28", {"copy_received_on": "2023-12-29"}, "2024-01-08", OLD_REPLY),
        ("2023-12-31", {"copy_received_on": "2024-01-02"}, "2024-01-12", OLD_REPLY),
        ("2024-01-01", {"copy_received_on": "2024-01-05"}, "2024-01-19", NEW_REPLY),
        ("2024-01-02", {"copy_received_on": "2024-01-05", "simple": True}, "2024-01-12", NEW_REPLY),
        ("2024-01-02", {}, "2024-01-16", NEW_REPLY),
    ],
)
def test_the_bureau_answers_in_ten_days_of_which_law(
    later: Casework, accepted: str, more: dict[str, Any], due: str, article: str
) -> None:
    case = later.decided_case("2023-11-01", until="2023-11-06", day="2023-12-01")
    later.take(case, "serve", "2023-12-04")
    later.take(case, "ask_reconsideration", accepted, **more)
    run = later.run(case, "reply")
    assert (run.due.isoformat(), run.article) == (due, article)
    with pytest.raises(RepliedLate):
        later.take(case, "reply_reconsideration", "2024-02-01")
    later.take(case, "reply_reconsideration", due)
    assert later.run(case, "reply").in_time


def test_a_copy_comes_after_the_acceptance_and_not_tomorrow(work: Casework) -> None:
    case = work.served_case()
    with pytest.raises(OutOfOrder):
        work.take(case, "ask_reconsideration", "2026-03-12", copy_received_on="2026-03-11")
    with pytest.raises(NotYet):
        work.take(case, "sue", "2026-03-12", copy_received_on="2099-01-01")


def test_there_was_no_simple_procedure_before_2024(later: Casework) -> None:
    case = later.on_spot_case("2023-12-20")
    with pytest.raises(NoSimpleProcedure):
        later.take(case, "ask_reconsideration", "2023-12-31", simple=True)
    later.take(case, "ask_reconsideration", "2024-01-01", simple=True)
    assert later.due(case, "reconsideration") == "2024-01-31"


def test_a_reconsideration_is_extended_once_by_thirty_days(work: Casework) -> None:
    case = work.served_case()
    work.take(case, "ask_reconsideration", "2026-03-12")
    with pytest.raises(ReviewExtendedTooFar):
        work.take(case, "extend_reconsideration", "2026-05-08", until="2026-06-11")
    work.take(case, "extend_reconsideration", "2026-05-08", until="2026-06-10")
    with pytest.raises(ReconsiderationPending):
        work.take(case, "sue", "2026-06-10")
    with pytest.raises(ReviewExtendedTooFar):
        work.take(case, "extend_reconsideration", "2026-05-09", until="2026-07-01")
    simple = work.on_spot_case()
    work.take(simple, "ask_reconsideration", "2026-03-12", simple=True)
    with pytest.raises(ReviewExtendedTooFar):
        work.take(simple, "extend_reconsideration", "2026-04-01", until="2026-04-20")


def test_the_bureau_answers_in_court_in_fifteen_days_from_the_copy(work: Casework) -> None:
    case = work.served_case()
    work.take(case, "sue", "2026-03-12", copy_received_on="2026-03-16")
    assert work.due(case, "answer") == "2026-03-31"
    with pytest.raises(AnsweredLate):
        work.take(case, "answer_suit", "2026-04-01")
    work.take(case, "answer_suit", "2026-04-01", late_reason="正当事由（示例）")
    assert work.run(case, "answer").in_time is False


def test_who_ends_the_remedy_ends_the_duty_to_answer(work: Casework) -> None:
    case = work.served_case()
    work.take(case, "ask_reconsideration", "2026-03-12")
    work.take(case, "end_reconsideration", "2026-03-20", outcome="withdrawn")
    assert {"reply", "reconsideration"} & work.running(case) == set()


@pytest.mark.parametrize(("copied", "until"), [("2023-10-31", "2023-11-10"), ("2023-11-01", "2023-11-13")])
def test_ten_days_of_the_calendar_to_reply_rolled_over_days_off(later: Casework, copied: str, until: str) -> None:
    case = later.on_spot_case("2023-10-09")
    later.take(case, "ask_reconsideration", "2023-10-27", copy_received_on=copied)
    assert later.due(case, "reply") == until


@pytest.mark.parametrize("step", ["ask_reconsideration", "sue"])
def test_nobody_contests_a_decision_before_it_was_made(work: Casework, step: str) -> None:
    case = work.served_case("2026-03-10")
    with pytest.raises(OutOfOrder):
        work.take(case, step, "2026-03-08")
    work.take(case, step, "2026-03-09")


ENDINGS = [("ask_reconsideration", "end_reconsideration"), ("sue", "end_suit")]


@pytest.mark.parametrize(("begins", "ends"), ENDINGS)
def test_a_paper_reaches_the_party_after_it_was_made(work: Casework, begins: str, ends: str) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, begins, "2026-03-12")
    for served, refusal in (("2026-05-19", OutOfOrder), ("2027-01-04", NotYet)):
        with pytest.raises(refusal):
            work.take(case, ends, "2026-05-20", outcome="upheld", paper_served_on=served)
    work.take(case, ends, "2026-05-20", outcome="upheld", paper_served_on="2026-05-20")


@pytest.mark.parametrize(("begins", "ends"), ENDINGS)
@pytest.mark.parametrize("outcome", ["upheld", "dismissed", "revoked", "withdrawn"])
def test_another_fine_follows_from_a_change_alone(work: Casework, begins: str, ends: str, outcome: str) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, begins, "2026-03-12")
    with pytest.raises(FineUnchanged):
        work.take(case, ends, "2026-05-20", outcome=outcome, new_fine="100")
    work.take(case, ends, "2026-05-20", outcome="changed", new_fine="100")


@pytest.mark.parametrize("outcome", ["upheld", "changed", "unlawful", "ended", "withdrawn"])
def test_what_was_reviewed_once_is_not_reviewed_again_but_sued_over(work: Casework, outcome: str) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "ask_reconsideration", "2026-03-12")
    work.take(case, "end_reconsideration", "2026-04-13", outcome=outcome)
    with pytest.raises(ReconsideredAlready) as refused:
        work.take(case, "ask_reconsideration", "2026-04-15")
    assert refused.value.to_dict()["article"] == "行政复议法 第三十条第一款第七项、第七十四条"
    assert [one["step"] for one in refused.value.errors] == ["sue"]
    work.take(case, "sue", "2026-04-15")


@pytest.mark.parametrize(
    ("outcome", "more"),
    [("not_accepted", {}), ("withdrawn", {"unwilling": True}), ("upheld", {"applicant": "other"})],
)
def test_who_was_not_heard_asks_again(work: Casework, outcome: str, more: dict[str, Any]) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "ask_reconsideration", "2026-03-12")
    work.take(case, "end_reconsideration", "2026-04-13", outcome=outcome)
    work.take(case, "ask_reconsideration", "2026-04-15", **more)


def test_what_the_bureau_changed_since_is_reviewed_anew(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "ask_reconsideration", "2026-03-12")
    work.take(case, "end_reconsideration", "2026-04-13", outcome="upheld")
    work.take(case, "revoke", "2026-04-14", revocation="changed", new_fine="100")
    work.take(case, "ask_reconsideration", "2026-04-15")
    work.take(case, "end_reconsideration", "2026-05-13", outcome="upheld")
    with pytest.raises(ReconsideredAlready):
        work.take(case, "ask_reconsideration", "2026-05-14", unwilling=True)


def test_before_2024_the_suit_was_the_way_from_a_reconsideration_by_another_article(later: Casework) -> None:
    case = later.on_spot_case("2023-11-01")
    later.take(case, "ask_reconsideration", "2023-11-02")
    later.take(case, "end_reconsideration", "2023-12-01", outcome="upheld")
    with pytest.raises(ReconsideredAlready) as refused:
        later.take(case, "ask_reconsideration", "2023-12-04")
    assert refused.value.to_dict()["article"] == "行政复议法（2017年修正）第五条、第二十五条"
