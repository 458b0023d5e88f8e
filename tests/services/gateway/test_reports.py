"""A report is kept as it was issued, whatever comes after; it is numbered, on record, and given out only unaltered."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from contracts.errors import Unavailable
from services.chassis.handling.audit.trail import NoRecord
from services.chassis.storage.store import Store
from services.gateway.accounts.tables import report_files, reports
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.reports.desk import ABSENT, SAME, UNKNOWN, ReasonMissing
from services.gateway.reports.report_store import (
    IssuedReport,
    IssuedReports,
    NumberGone,
    ReportAltered,
    canonical,
    hash_of,
)
from tests.people import account_store
from tests.services.gateway.report_bureau import JUNE, ReportBureau, plain_files

FILES = {"docx": b"word", "pdf": b"pdf", "said": canonical({"format": 1})}


def report(id_: str = "r1", number: int = 1, **more: Any) -> IssuedReport:
    """A report that is as its files are."""
    texts = dict.fromkeys(("reason", "issued_as"), "")
    days = {"as_of": "2017-06-30", "known_at": "2017-07-01T00:00:00+00:00", "issued_at": "2017-07-01T00:00:00+00:00"}
    hashes = {f"{form}_sha256": hash_of(body) for form, body in FILES.items()}
    plain = {
        "id": id_,
        "month": "2017-06",
        "unit": "",
        "lang": "zh",
        "issued_by": "A",
        "number": number,
        "occasion": None,
    }
    return IssuedReport(**{**plain, **texts, **days, **hashes, **more})


def nothing() -> None:
    """Is put on record."""


@pytest.fixture(name="kept")
def kept_reports(store: Store) -> IssuedReports:
    return IssuedReports(account_store(store))


# --- the store, on both databases ------------------------------------------------------------------------------------


def test_what_was_kept_comes_back_byte_for_byte(kept: IssuedReports) -> None:
    assert kept.keep(report(), FILES, nothing)
    assert kept.get("r1") == report()
    assert {form: kept.file(report(), form) for form in FILES} == FILES


def test_the_database_itself_refuses_to_change_or_take_away_what_was_issued(kept: IssuedReports) -> None:
    kept.keep(report(), FILES, nothing)
    changes = (
        reports.update().values(issued_by="B"),
        reports.delete(),
        report_files.update().values(body=b"other"),
        report_files.delete(),
    )
    for change in changes:
        with pytest.raises(sa.exc.DBAPIError), kept.store.begin() as tx:
            tx.execute(change)
    assert kept.get("r1").issued_by == "A"
    assert kept.file(report(), "pdf") == b"pdf"


def test_of_two_who_issue_one_month_one_gets_the_number_and_the_other_is_told(kept: IssuedReports) -> None:
    on_record = list[str]()
    assert kept.next_number("2017-06", "") == 1
    kept.keep(report("r1"), FILES, lambda: on_record.append("r1"))
    with pytest.raises(NumberGone):
        kept.keep(report("r2"), FILES, lambda: on_record.append("r2"))
    kept.keep(report("r2", 2), FILES, lambda: on_record.append("r2"))
    assert on_record == ["r1", "r2"]
    assert (kept.next_number("2017-06", ""), kept.next_number("2017-06", "DT"), kept.next_number("2017-07", "")) == (
        3,
        1,
        1,
    )


def test_what_cannot_be_put_on_record_is_not_issued(kept: IssuedReports) -> None:
    def away() -> None:
        raise NoRecord("gateway")

    with pytest.raises(NoRecord):
        kept.keep(report(), FILES, away)
    assert kept.next_number("2017-06", "") == 1


def test_an_occasion_has_one_report_whoever_is_late(kept: IssuedReports) -> None:
    assert kept.keep(report(occasion="monthly:2017-06"), FILES, nothing)
    assert not kept.keep(report("r2", 2, occasion="monthly:2017-06"), FILES, nothing)
    assert kept.next_number("2017-06", "") == 2


# --- the desk --------------------------------------------------------------------------------------------------------


def test_a_report_opens_byte_for_byte_after_the_ledger_went_on(report_bureau: ReportBureau) -> None:
    issued = report_bureau.issue()
    assert issued
    before = report_bureau.ask(f"/v1/reports/{issued.id}/report.pdf")
    report_bureau.go_on()
    report_bureau.office.matter(requested="2017-05-02", done="2017-05-09")
    report_bureau.hear()
    after = report_bureau.ask(f"/v1/reports/{issued.id}/report.pdf")
    assert before.status_code == after.status_code == 200
    assert before.data == after.data
    assert hash_of(after.data) == issued.pdf_sha256
    assert after.headers["ETag"] == f'"{issued.pdf_sha256}"'


def test_issuing_is_on_record_with_the_hashes_before_it_is_answered(report_bureau: ReportBureau) -> None:
    answer = report_bureau.ask("/v1/reports", {"month": "2017-06"})
    assert (answer.status_code, answer.json["number"], answer.json["issued_by"]) == (201, 1, "SYN-JLD")
    (act,) = report_bureau.acts.events("report_issued")
    assert act.actor == "SYN-JLD"
    assert act.data["record"] == f"gateway.reports/{answer.json['id']}"
    assert answer.json["docx_sha256"] in act.data["about"]
    assert answer.json["pdf_sha256"] in act.data["about"]
    assert act.data["digest"] == report_bureau.desk.reports.get(answer.json["id"]).digest


def test_the_same_month_again_says_why_and_takes_nobodys_place(report_bureau: ReportBureau) -> None:
    report_bureau.issue()
    assert report_bureau.ask("/v1/reports", {"month": "2017-06"}).json["slug"] == ReasonMissing.slug
    again = report_bureau.ask("/v1/reports", {"month": "2017-06", "reason": "补录后重发"})
    assert (again.json["number"], again.json["reason"]) == (2, "补录后重发")
    listed = report_bureau.ask("/v1/reports").json["items"]
    assert [one["number"] for one in listed] == [2, 1]


def test_a_reason_bears_no_number_of_a_person(report_bureau: ReportBureau) -> None:
    answer = report_bureau.ask("/v1/reports", {"month": "2017-06", "reason": "电话 13812345678"})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "reason")


def test_two_at_once_have_numbers_of_their_own_without_a_gap(report_bureau: ReportBureau) -> None:
    met, number = threading.Barrier(2), iter(range(2))

    def write(said: Any, stamp: Any) -> dict[str, bytes]:
        if next(number, None) is not None:
            met.wait(5)  # both have asked for a number by now
        return plain_files(said, stamp)

    desk, found = replace(report_bureau.desk, write=write), list[IssuedReport | None]()
    report_bureau.desk = desk
    both = [threading.Thread(target=lambda: found.append(report_bureau.issue("并发"))) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(one.number for one in found if one) == [1, 2]
    assert len(report_bureau.acts.events("report_issued")) == 2


def test_bytes_that_were_changed_are_refused_and_it_is_said(report_bureau: ReportBureau) -> None:
    issued = report_bureau.issue()
    assert issued
    with report_bureau.kept.begin() as tx:
        tx.execute(sa.text("DROP TRIGGER report_files_no_update"))
        tx.execute(report_files.update().where(report_files.c.form == "pdf").values(body=b"%PDF another"))
    with pytest.raises(ReportAltered):
        report_bureau.desk.reports.file(issued, "pdf")
    answer = report_bureau.ask(f"/v1/reports/{issued.id}/report.pdf")
    assert (answer.status_code, answer.json["slug"]) == (410, "report-altered")
    assert report_bureau.ask(f"/v1/reports/{issued.id}/report.docx").status_code == 200


def test_whoever_changes_bytes_and_hash_is_found_out_by_the_audit_log(report_bureau: ReportBureau) -> None:
    issued = report_bureau.issue()
    assert issued
    report_bureau.enter_log()
    assert report_bureau.desk.judge(issued) == SAME
    other = b"%PDF another"
    with report_bureau.kept.begin() as tx:
        for table in ("report_files", "reports"):
            tx.execute(sa.text(f"DROP TRIGGER {table}_no_update"))
        tx.execute(report_files.update().where(report_files.c.form == "pdf").values(body=other))
        tx.execute(reports.update().values(pdf_sha256=hash_of(other)))
    assert report_bureau.ask(f"/v1/reports/{issued.id}/report.pdf").status_code == 410
    page = report_bureau.page(f"/reports/{issued.id}").text
    assert "与审计日志所记不符" in page
    assert "report.pdf" not in page


def test_a_report_that_the_log_has_not_or_cannot_show_says_so(report_bureau: ReportBureau) -> None:
    issued = report_bureau.issue()
    assert issued
    assert report_bureau.desk.judge(issued) == ABSENT
    report_bureau.rpc.log = None
    assert report_bureau.desk.judge(issued) == UNKNOWN
    assert report_bureau.ask(f"/v1/reports/{issued.id}/report.pdf").status_code == 200


def test_who_may_issue_and_who_may_read(report_bureau: ReportBureau) -> None:
    issued = report_bureau.issue()
    assert issued
    clerk, operator = Bearer("CLK", "clerk", "DT"), Bearer("OPS", "operator", None)
    for one in (clerk, operator):
        assert report_bureau.ask("/v1/reports", {"month": "2017-06", "reason": "x"}, one).status_code == 403
        assert report_bureau.ask("/v1/reports/preview?month=2017-06", bearer=one).status_code == 403
        assert report_bureau.ask(f"/v1/reports/{issued.id}", bearer=one).status_code == 200
    outsider = Bearer("APP", "outsider", "DT")
    assert report_bureau.ask(f"/v1/reports/{issued.id}", bearer=outsider).status_code == 403


def test_a_leader_of_a_unit_issues_for_it_and_for_no_other(report_bureau: ReportBureau) -> None:
    captain = Bearer("DT-01", "leader", "DT")
    own = report_bureau.ask("/v1/reports", {"month": "2017-06"}, captain)
    assert (own.status_code, own.json["unit"], own.json["number"]) == (201, "DT", 1)
    assert report_bureau.ask("/v1/reports", {"month": "2017-06", "unit": "ZS"}, captain).status_code == 403


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "month"),
        ({"month": "2017-13"}, "month"),
        ({"month": "2999-01"}, "month"),
        ({"month": "2017-06", "lang": "fr"}, "lang"),
        ({"month": "2017-06", "day": 3}, "day"),
        ({"month": ["2017-06"]}, "month"),
    ],
)
def test_an_order_that_is_wrong_is_told_by_its_field(report_bureau: ReportBureau, body: Any, field: str) -> None:
    answer = report_bureau.ask("/v1/reports", body)
    assert answer.status_code == 422
    assert field in [one["field"] for one in answer.json["errors"]] or field in answer.json["detail"]


def test_a_unit_that_there_is_not_is_told(report_bureau: ReportBureau) -> None:
    assert report_bureau.ask("/v1/reports", {"month": "2017-06", "unit": "NIX"}).status_code == 404


def test_a_preview_is_marked_and_kept_nowhere(report_bureau: ReportBureau) -> None:
    body = report_bureau.ask("/v1/reports/preview.pdf?month=2017-06").data
    assert body == plain_files(report_bureau.desk.gather(JUNE) | {"known_at": _known_at(body)}, None)["pdf"]
    assert report_bureau.ask("/v1/reports").json["items"] == []
    assert not report_bureau.acts.events("report_issued")


def _known_at(body: bytes) -> str:
    import json

    return str(json.loads(body.removeprefix(b"pdf"))[0]["known_at"])


def test_numbers_of_a_private_measure_stand_in_a_report_as_for_most_people(report_bureau: ReportBureau) -> None:
    said = report_bureau.desk.gather(JUNE)
    private = {one["zh"] for one in said["limits"]["private"]}
    told = {m["title"]["zh"]: m for p in said["pillars"] for i in p["items"] for m in i["measures"]}
    assert private
    assert all(told[name]["withheld"] or told[name]["awaits"] for name in private)


def test_the_log_that_is_away_stops_nobody_from_issuing(report_bureau: ReportBureau) -> None:
    report_bureau.rpc.log = None
    with pytest.raises(Unavailable):
        report_bureau.rpc.call("audit", "search")
    assert report_bureau.issue()
