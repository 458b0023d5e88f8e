"""Extensions and pauses have a basis; a corrected date moves the due date, visibly."""

from __future__ import annotations

import datetime as dt

import pytest

from contracts.cases.penalties import register
from contracts.errors import NotNow, Refused
from services.cases.penalties.extensions import ExtensionNotDiscussed, NoBasis, NothingRuns, TooMuchTime
from services.chassis.records import deadlines
from services.chassis.records.calendar import official_calendar
from services.chassis.records.deadline_explanation import explain
from tests.services.cases.casework import FORMS, Casework


def test_without_a_provision_nothing_is_extended(work: Casework) -> None:
    case = work.filed_case()
    amounts = work.provision("hearing_confiscation", amount="10000")
    with pytest.raises(NoBasis) as refused:
        work.take(case, "extend", "2026-03-03", until="2026-06-10", basis=amounts)
    assert refused.value.to_dict()["article"] == "行政处罚法 第六十条"


def test_a_provision_extends_the_limit_once_and_no_further_than_it_says(work: Casework) -> None:
    case = work.filed_case("2026-03-02")
    basis = work.provision("decision_extension", days=30)
    for wrong in ("2026-05-31", "2026-07-01"):
        with pytest.raises(TooMuchTime):
            work.take(case, "extend", "2026-05-20", until=wrong, basis=basis)
    with pytest.raises(TooMuchTime):
        work.take(case, "extend", "2026-06-01", until="2026-06-10", basis=basis)
    work.take(case, "extend", "2026-05-20", until="2026-06-30", basis=basis)
    assert work.due(case, "decision") == "2026-06-30"
    with pytest.raises(TooMuchTime):
        work.take(case, "extend", "2026-06-20", until="2026-07-10", basis=basis)


def test_a_second_extension_is_discussed(work: Casework) -> None:
    case = work.filed_case("2026-03-02")
    first, second = work.provision("decision_extension", days=30), work.provision("decision_second_extension", days=60)
    with pytest.raises(ExtensionNotDiscussed):
        work.take(case, "extend", "2026-05-20", until="2026-06-30", basis=second, discussed=True)
    work.take(case, "extend", "2026-05-20", until="2026-06-30", basis=first)
    with pytest.raises(ExtensionNotDiscussed):
        work.take(case, "extend", "2026-06-20", until="2026-08-29", basis=second)
    work.take(case, "extend", "2026-06-20", until="2026-08-29", basis=second, discussed=True)
    assert work.due(case, "decision") == "2026-08-29"


def test_a_provision_holds_from_its_day_until_its_repeal(work: Casework) -> None:
    basis = work.provision("decision_extension", days=30, on="2026-03-10")
    case = work.filed_case("2026-03-02")
    with pytest.raises(NoBasis):
        work.take(case, "extend", "2026-03-09", until="2026-06-10", basis=basis)
    work.office.do("cases.provisions", basis, "repeal", repealed_on="2026-03-20", reason="修订")
    with pytest.raises(NoBasis):
        work.take(case, "extend", "2026-03-20", until="2026-06-10", basis=basis)
    work.take(case, "extend", "2026-03-19", until="2026-06-10", basis=basis)


def test_time_that_does_not_count_moves_the_limit_by_as_much(work: Casework) -> None:
    case = work.filed_case("2026-03-02")
    basis = work.provision("decision_pause")
    work.take(case, "suspend", "2026-04-01", basis=basis)
    assert "decision" not in work.running(case)
    assert work.run(case, "decision").paused == dt.date(2026, 4, 1)
    with pytest.raises(NotNow):
        work.take(case, "suspend", "2026-04-02", basis=basis)
    work.take(case, "resume", "2026-04-21")
    assert work.due(case, "decision") == "2026-06-20", "twenty days later than 31 May"
    work.take(case, "suspend", "2026-05-01", basis=basis)
    work.take(case, "resume", "2026-05-04")
    assert work.due(case, "decision") == "2026-06-23"
    other = work.filed_case("2026-03-02")
    with pytest.raises(TooMuchTime):
        work.take(other, "suspend", "2026-06-01", basis=basis)


def test_a_case_that_stands_still_is_not_late(work: Casework) -> None:
    case = work.notified_case("2026-03-02")
    work.take(case, "suspend", "2026-05-30", basis=work.provision("decision_pause"))
    work.take(case, "decide", "2026-06-20")
    assert work.record(case)["late"] is False


def test_the_verification_of_a_clue_has_a_limit_when_a_provision_sets_one(work: Casework) -> None:
    free = work.clue("2026-03-02")
    assert work.running(free) == set()
    more = work.provision("verification_extension", days=10)
    with pytest.raises(NothingRuns):
        work.take(free, "extend_verification", "2026-03-03", until="2026-03-20", reason="复杂", basis=more)
    work.provision("verification", days=15)
    case = work.clue("2026-03-02")
    assert work.due(case, "verification") == "2026-03-17"
    work.take(case, "extend_verification", "2026-03-10", until="2026-03-27", reason="复杂", basis=more)
    assert work.due(case, "verification") == "2026-03-27"
    work.take(case, "verify", "2026-03-20")
    assert work.run(case, "verification").in_time


def test_a_corrected_filing_date_moves_the_due_date_and_the_old_one_stays_visible(work: Casework) -> None:
    case = work.filed_case("2026-03-02")
    told_again = work.take(case, "file", "2026-03-05", act_on="2026-03-02", corrects=2)
    assert [(one.recordversion, one.place) for one in told_again] == [(3, 2)]
    assert work.due(case, "decision") == "2026-06-03"
    history = [(one.version, one.place, str(one.data["due"]["decision"])) for one in work.record(case).revisions[1:]]
    assert history == [(2, 2, "2026-05-31"), (3, 2, "2026-06-03")]


def test_a_correction_tells_again_what_an_extension_or_a_pause_made_of_the_limit(work: Casework) -> None:
    case = work.filed_case("2026-03-02")
    work.take(case, "suspend", "2026-04-01", basis=work.provision("decision_pause"))
    work.take(case, "resume", "2026-04-21")
    told_again = work.take(case, "file", "2026-03-05", act_on="2026-03-02", corrects=2)
    assert [one.type.split(".")[2] for one in told_again] == ["filed", "resumed"]
    assert work.due(case, "decision") == "2026-06-23"


def test_a_correction_that_makes_the_decision_late_is_refused(work: Casework) -> None:
    case = work.clue("2026-01-05")
    work.take(case, "file", "2026-03-02", act_on="2026-01-02")
    work.take(case, "close_inquiry", "2026-05-01")
    work.take(case, "propose", "2026-05-01")
    work.take(case, "notify", "2026-05-01", defence_until="2026-05-08")
    work.take(case, "decide", "2026-05-31")
    with pytest.raises(Refused) as refused:
        work.take(case, "file", "2026-03-01", act_on="2026-01-02", corrects=2)
    assert refused.value.slug == "decided-late"


def test_a_due_date_in_a_year_that_is_not_announced_is_provisional(work: Casework) -> None:
    case = work.filed_case("2026-11-23")
    (run,) = deadlines.running(work.record(case))
    explained = explain(run, official_calendar())
    assert (str(run.due), explained["reckoned"]["provisional"]) == ("2027-02-21", (2027,))
    assert "2027 年放假安排尚未公布，为暂定" in explained["words"]["zh"]


def test_every_clock_has_its_words_and_every_form_its_defaults() -> None:
    assert {clock.name for clock in register.clocks if not clock.consequence} == set()
    assert set(FORMS) <= {step.name for step in register.steps}
