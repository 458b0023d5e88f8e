from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.cases.filing_reports import DueBeforeFiled, FiledOtherwise, ReportedAlready
from services.chassis.records import deadlines
from services.chassis.records.references import UnknownReference
from services.gateway.read_model import queries
from services.gateway.read_model.programme import campaign
from tests.office import PROOF, build_view, make_as_of
from tests.services.cases.casework import Casework

REPORTS = "cases.filing_reports"


def opened_report(work: Casework, **more: Any) -> str:
    form = {
        "unit": "DT",
        "reported_to": "上级机关（示例）",
        "filed_on": "2026-03-02",
        "due_on": "2026-03-12",
    }
    case = more.pop("case", None) or work.filed_case()
    return work.office.do(REPORTS, "", "open", case=case, **form | more)[-1].subject


def filed_report(work: Casework, on: str = "2026-03-10", **more: Any) -> str:
    report = opened_report(work, **more)
    work.office.do(REPORTS, report, "report", reported_on=on, evidence=PROOF)
    return report


def test_a_filed_case_is_reported_and_the_authority_above_takes_note(work: Casework) -> None:
    report = filed_report(work)
    (noted,) = work.office.do(REPORTS, report, "note", noted_on="2026-03-20", receipt_number="备1号", receipt=PROOF)
    assert noted.evidencelevel == "E2"
    record = work.office.record(REPORTS, report)
    assert (record.status(), record["late"], deadlines.running(record)) == ("noted", False, [])


def test_a_late_report_is_a_report_and_is_called_late(work: Casework) -> None:
    in_time, late = filed_report(work, "2026-03-12"), filed_report(work, "2026-03-13")
    assert [work.office.record(REPORTS, one)["late"] for one in (in_time, late)] == [False, True]


def test_a_case_is_reported_once(work: Casework) -> None:
    case = work.filed_case()
    report = opened_report(work, case=case)
    with pytest.raises(ReportedAlready):
        opened_report(work, case=case)
    work.office.do(REPORTS, report, "void", reason="误录")
    opened_report(work, case=case)


def test_a_report_is_of_a_case_that_there_is_and_not_due_before_its_filing(work: Casework) -> None:
    with pytest.raises(UnknownReference):
        opened_report(work, case="nowhere")
    with pytest.raises(DueBeforeFiled):
        opened_report(work, due_on="2026-03-01")
    opened_report(work, due_on="2026-03-02")


def test_a_report_tells_the_day_on_which_its_case_was_filed(work: Casework) -> None:
    for case in (work.filed_case("2026-03-03"), work.clue("2026-03-02")):
        with pytest.raises(FiledOtherwise):
            opened_report(work, case=case)


def test_nothing_is_noted_that_was_not_reported(work: Casework) -> None:
    with pytest.raises(NotNow):
        work.office.do(REPORTS, opened_report(work), "note", noted_on="2026-03-20")


def test_a_corrected_due_date_makes_a_late_report_punctual(work: Casework) -> None:
    case = work.filed_case()
    report = filed_report(work, "2026-03-13", case=case)
    form = {"unit": "DT", "reported_to": "上级机关（示例）", "filed_on": "2026-03-02", "due_on": "2026-03-16"}
    events = work.office.do(REPORTS, report, "open", corrects=1, case=case, **form)
    assert [(one.type.split(".")[2], one.data.get("late")) for one in events] == [("opened", None), ("reported", False)]


def test_reports_in_time_are_counted_of_those_that_have_come_due(work: Casework) -> None:
    filed_report(work, "2026-03-12")
    filed_report(work, "2026-03-13")
    waiting = opened_report(work)
    opened_report(work, due_on="2026-06-01")
    read_model = build_view(work.office.events, campaign())
    measure = read_model.programme.measures["B2.filings_in_time"]
    with read_model.store.begin_read() as tx:
        result = queries.value(tx, measure, make_as_of("2026-04-01"))
        gaps = [row.subject for row in queries.gaps(tx, measure, make_as_of("2026-04-01"))]
        none = queries.value(tx, measure, make_as_of("2026-03-11"))
    assert (result.claimed, result.n) == (1 / 3, 3)
    assert len(gaps) == 2
    assert waiting in gaps
    assert none.claimed is None
