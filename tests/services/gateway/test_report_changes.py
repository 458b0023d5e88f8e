"""What changed since a report: its numbers beside those of now, and the late records, corrections and voids between."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.records.command import Command
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.reports import since
from services.gateway.reports.report_store import IssuedReport
from tests.office import clerk_of
from tests.services.gateway.report_bureau import ReportBureau

DONE = "A6.matters_done"


@pytest.fixture(name="issued")
def issued_report(report_bureau: ReportBureau) -> IssuedReport:
    report = report_bureau.issue()
    assert report
    report_bureau.go_on()
    return report


def changes(bureau: ReportBureau, report: IssuedReport, query: str = "") -> Any:
    answer = bureau.ask(f"/v1/reports/{report.id}/changes{query}")
    assert answer.status_code == 200, answer.text
    return answer.json


def kinds(answer: Any) -> list[str]:
    return [one["kind"] for one in answer["events"]]


def test_where_nothing_came_nothing_changed(report_bureau: ReportBureau, issued: IssuedReport) -> None:
    answer = changes(report_bureau, issued)
    assert (answer["items"], answer["measures"], answer["events"]) == ([], [], [])
    assert "没有变动" in report_bureau.page(f"/reports/{issued.id}").text


def test_a_record_that_came_late_moves_a_number_and_is_named(report_bureau: ReportBureau, issued: IssuedReport) -> None:
    late = report_bureau.office.matter(requested="2017-06-01", done="2017-06-20")
    report_bureau.hear()
    answer = changes(report_bureau, issued)
    (measure,) = [one for one in answer["measures"] if one["id"] == DONE]
    assert (measure["before"]["claimed"], measure["after"]["claimed"]) == (1, 2)
    assert next(one["record"] for one in answer["events"] if one["kind"] == "late") == f"outreach.matters/{late}"
    page = report_bureau.page(f"/reports/{issued.id}").text
    assert "补录" in page
    assert late[-8:] in page


def test_a_correction_is_told_with_its_reason(report_bureau: ReportBureau, issued: IssuedReport) -> None:
    office = report_bureau.office
    matter = next(one.subject for one in office.events if one.type == "outreach.matters.confirmed.v1")
    form, actor = {"confirmed_on": "2017-03-10", "satisfied": False}, clerk_of("outreach.matters", "confirm")
    office.command(Command("correct", "outreach.matters", "confirm", form, actor, matter, 4, reason="填反了"))
    report_bureau.hear()
    answer = changes(report_bureau, issued)
    assert [(one["kind"], one["reason"]) for one in answer["events"]] == [(since.CORRECTION, "填反了")]
    (measure,) = [one for one in answer["measures"] if one["id"] == DONE]
    assert (measure["before"]["verified"], measure["after"]["verified"]) == (1, 0)


def test_a_record_that_was_voided_is_told(report_bureau: ReportBureau, issued: IssuedReport) -> None:
    office = report_bureau.office
    matter = next(one.subject for one in office.events if one.type == "outreach.matters.finished.v1")
    office.do("outreach.matters", matter, "void", reason="重复登记")
    report_bureau.hear()
    answer = changes(report_bureau, issued)
    assert [(one["kind"], one["reason"]) for one in answer["events"]] == [(since.VOID, "重复登记")]
    (measure,) = [one for one in answer["measures"] if one["id"] == DONE]
    assert (measure["before"]["claimed"], measure["after"]["claimed"]) == (1, 0)
    assert "作废" in report_bureau.page(f"/reports/{issued.id}").text


def test_what_happened_after_the_day_of_the_report_changes_nothing_of_it(
    report_bureau: ReportBureau, issued: IssuedReport
) -> None:
    report_bureau.office.matter(requested="2017-07-03", done="2017-07-10")
    report_bureau.hear()
    answer = changes(report_bureau, issued)
    assert [one for one in answer["measures"] if one["id"] == DONE] == []


def test_events_come_a_page_at_a_time_and_none_twice(report_bureau: ReportBureau, issued: IssuedReport) -> None:
    for day in ("01", "02", "03", "04"):
        report_bureau.office.matter(requested=f"2017-06-{day}", done=f"2017-06-{day}")
    report_bureau.hear()
    whole = [one["event"] for one in changes(report_bureau, issued)["events"]]
    query, found = "?limit=3", list[str]()
    while query:
        answer = changes(report_bureau, issued, query)
        found += [one["event"] for one in answer["events"]]
        query = f"?limit=3&cursor={answer['next']}" if answer["next"] else ""
    assert found == whole
    assert len(whole) >= 4


def test_where_most_that_was_recorded_moved_nothing_the_page_goes_on_behind_it(
    report_bureau: ReportBureau, issued: IssuedReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = report_bureau.office.matter(requested="2017-06-01", done="2017-06-20")
    for number in range(3):
        report_bureau.office.person(f"ZS-{number}", "ZS")
    report_bureau.hear()
    monkeypatch.setattr(since, "MOST_READ", 2)
    found, query, pages = set[str](), "", 0
    while pages < 20:
        answer = changes(report_bureau, issued, query)
        found |= {one["record"] for one in answer["events"]}
        pages += 1
        if answer["next"] is None:
            break
        query = f"?cursor={answer['next']}"
    assert f"outreach.matters/{late}" in found
    assert pages > 1


def test_of_registers_that_somebody_may_not_read_no_event_is_named(
    report_bureau: ReportBureau, issued: IssuedReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_bureau.office.matter(requested="2017-06-01", done="2017-06-20")
    report_bureau.hear()
    monkeypatch.setattr(
        "services.gateway.http.permissions.may_read", lambda register, _bearer: register.name != "outreach.matters"
    )
    clerk = Bearer("CLK", "clerk", "DT")
    answer = report_bureau.ask(f"/v1/reports/{issued.id}/changes", bearer=clerk).json
    assert answer["measures"]
    assert [one for one in answer["events"] if one["record"].startswith("outreach.matters/")] == []
