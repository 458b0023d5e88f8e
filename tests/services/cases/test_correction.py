"""The order to correct, the re-inspection, and what is spared because it was put right (Penalty Law art. 28, 33)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contracts.errors import OutOfOrder
from services.cases.penalties.closing import NotSparedThen
from services.cases.penalties.correction import CorrectByThePast, CorrectionUnchecked, NotCorrected
from services.cases.penalties.officers import OneOfficer
from tests.services.cases.casework import Casework

ORDERED = {"correct_by": "2026-03-10"}


@pytest.fixture
def looking_back() -> Iterator[Casework]:
    """A bureau in 2022."""
    bureau = Casework.on("2022-06-01")
    yield bureau
    bureau.office.store.close()


def inquired_case(work: Casework, on: str = "2026-03-02") -> str:
    case = work.filed_case(on)
    work.take(case, "close_inquiry", on)
    return case


def test_an_order_runs_until_the_day_that_it_names_and_ends_with_the_re_inspection(work: Casework) -> None:
    case = work.filed_case()
    work.take(case, "order_correction", "2026-03-02", **ORDERED)
    run = work.run(case, "correction")
    assert (run.due.isoformat(), run.article) == ("2026-03-10", "行政处罚法 第二十八条")
    work.take(case, "reinspect", "2026-03-10")
    assert work.run(case, "correction").in_time
    assert work.status(case, "correction") == "looked_at"


@pytest.mark.parametrize(
    ("on", "article"),
    [
        ("2017-12-31", "行政处罚法（2009年修正）第二十三条"),
        ("2021-07-14", "行政处罚法（2017年修正）第二十三条"),
        ("2021-07-15", "行政处罚法 第二十八条"),
    ],
)
def test_an_order_cites_the_law_of_its_day(looking_back: Casework, on: str, article: str) -> None:
    case = looking_back.filed_case(on)
    looking_back.take(case, "order_correction", on, correct_by=on)
    assert looking_back.run(case, "correction").article == article
    with pytest.raises(CorrectByThePast) as refusal:
        looking_back.take(case, "order_correction", on, correct_by="2016-01-01")
    assert refusal.value.to_dict()["article"] == article


def test_two_officers_order_and_two_look_again_and_not_before_the_order(work: Casework) -> None:
    case = work.filed_case()
    with pytest.raises(OneOfficer):
        work.take(case, "order_correction", "2026-03-03", second_officer="O1", **ORDERED)
    work.take(case, "order_correction", "2026-03-03", **ORDERED)
    with pytest.raises(OneOfficer):
        work.take(case, "reinspect", "2026-03-04", second_officer="O1")
    with pytest.raises(OutOfOrder):
        work.take(case, "reinspect", "2026-03-02")


@pytest.mark.parametrize("ground", ["minor", "first"])
def test_what_is_spared_as_put_right_was_put_right(work: Casework, ground: str) -> None:
    case = inquired_case(work)
    with pytest.raises(NotCorrected) as refusal:
        work.take(case, "exempt", "2026-03-12", ground=ground)
    assert refusal.value.to_dict()["article"] == "行政处罚法 第三十三条"
    work.take(case, "order_correction", "2026-03-03", **ORDERED)
    work.take(case, "reinspect", "2026-03-10", corrected=False, findings="仍未清除")
    with pytest.raises(NotCorrected):
        work.take(case, "exempt", "2026-03-12", ground=ground)
    work.take(case, "reinspect", "2026-03-11")
    work.take(case, "exempt", "2026-03-12", ground=ground)
    assert work.status(case) == "exempted"


def test_a_new_order_waits_for_another_look(work: Casework) -> None:
    case = inquired_case(work)
    work.take(case, "order_correction", "2026-03-03", **ORDERED)
    work.take(case, "reinspect", "2026-03-04")
    work.take(case, "order_correction", "2026-03-05", **ORDERED)
    with pytest.raises(NotCorrected):
        work.take(case, "exempt", "2026-03-12", ground="minor")


def test_or_it_is_said_on_which_day_it_was_put_right(work: Casework) -> None:
    case = inquired_case(work)
    for wrong in ("2026-03-01", "2026-03-13"):
        with pytest.raises(OutOfOrder):
            work.take(case, "exempt", "2026-03-12", ground="minor", corrected_on=wrong)
    work.take(case, "exempt", "2026-03-12", ground="minor", corrected_on="2026-03-02")
    assert work.status(case) == "exempted"


def test_other_grounds_ask_for_no_correction(work: Casework) -> None:
    case = inquired_case(work)
    work.take(case, "exempt", "2026-03-12", ground="no_fault")
    assert work.status(case) == "exempted"


@pytest.mark.parametrize("ground", ["first", "no_fault"])
def test_the_old_law_spared_neither_a_first_breach_nor_one_without_fault(looking_back: Casework, ground: str) -> None:
    case = inquired_case(looking_back, "2021-07-13")
    with pytest.raises(NotSparedThen) as refusal:
        looking_back.take(case, "exempt", "2021-07-14", ground=ground, corrected_on="2021-07-13")
    assert refusal.value.to_dict()["article"] == "行政处罚法（2017年修正）第二十七条第二款"
    looking_back.take(case, "exempt", "2021-07-15", ground=ground, corrected_on="2021-07-13")
    assert looking_back.status(case) == "exempted"


def test_a_case_is_not_closed_before_somebody_has_looked(work: Casework) -> None:
    case = work.served_case()
    work.take(case, "order_correction", "2026-03-10", correct_by="2026-03-20")
    work.take(case, "keep_private", "2026-03-10")
    work.take(case, "pay", "2026-03-11")
    with pytest.raises(CorrectionUnchecked):
        work.take(case, "close", "2026-03-21")
    work.take(case, "reinspect", "2026-03-20")
    work.take(case, "close", "2026-03-21")


def test_a_look_after_the_decision_shows_nothing_of_the_day_before(work: Casework) -> None:
    case = work.filed_case()
    work.take(case, "close_inquiry", "2026-03-03")
    work.take(case, "order_correction", "2026-03-03", correct_by="2026-03-04")
    work.take(case, "reinspect", "2026-03-10")
    with pytest.raises(NotCorrected):
        work.take(case, "exempt", "2026-03-09", ground="minor")
    work.take(case, "exempt", "2026-03-10", ground="minor")


def test_a_day_that_is_named_does_not_outweigh_what_officers_saw(work: Casework) -> None:
    case = work.filed_case()
    work.take(case, "close_inquiry", "2026-03-03")
    work.take(case, "order_correction", "2026-03-03", correct_by="2026-03-04")
    work.take(case, "reinspect", "2026-03-05", corrected=False)
    with pytest.raises(NotCorrected):
        work.take(case, "exempt", "2026-03-09", ground="minor", corrected_on="2026-03-05")
    work.take(case, "exempt", "2026-03-09", ground="minor", corrected_on="2026-03-06")
