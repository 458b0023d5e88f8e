"""`report list|order|fetch`: a report from a terminal, waited for, and saved as it was issued."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from operations.client import reports, sheets
from operations.client.reports import NoForm, NotIssued, app

ISSUED: dict[str, Any] = {
    "id": "01a22c14-058b-735f-8b1b-625f09ed5450",
    "month": "2017-06",
    "number": 1,
    "unit": None,
    "as_of": "2017-06-30",
    "known_at": "2017-07-03T00:59:00+00:00",
    "issued_at": "2017-07-03T01:00:00+00:00",
    "issued_by": "SYN-JLD",
    "by_system": False,
}
PROBLEM = {"title": "Away", "title_zh": "不可用", "detail": "fonts"}


class SuiteOfReports:
    """Answers as the suite does: an order is done at the third look."""

    def __init__(self) -> None:
        self.ordered: list[Any] = []
        self.states = iter([("waiting", 0), ("running", 1), ("done", 2)])
        self.ends = ("r1", None)

    def post(self, path: str, body: bytes) -> Any:
        assert path == "/v1/report-orders"
        self.ordered.append(orjson.loads(body))
        return {"id": self.ordered[-1]["id"]}

    def get(self, path: str) -> Any:
        assert path == f"/v1/report-orders/{self.ordered[-1]['id']}"
        state, stage = next(self.states)
        report, problem = self.ends if state == "done" else (None, None)
        return {"state": state, "stage": stage, "report": report, "problem": problem}

    def every(self, path: str) -> Iterator[Any]:
        assert path == "/v1/reports"
        yield from (ISSUED, ISSUED | {"id": "r0", "month": "2017-05", "by_system": True})

    def download(self, path: str) -> Iterator[bytes]:
        yield path.encode()


@pytest.fixture
def suite(monkeypatch: pytest.MonkeyPatch) -> SuiteOfReports:
    one = SuiteOfReports()
    monkeypatch.setattr(sheets, "bearer", lambda _environment: one)
    monkeypatch.setattr(reports, "LOOK", 0)
    return one


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def test_a_report_is_ordered_waited_for_and_saved(suite: SuiteOfReports, tmp_path: Path) -> None:
    file = tmp_path / "june.pdf"
    told = run("order", "2017-06", "--known-at", "2017-07-01T09:00+08:00", "--save", str(file))
    assert told.exit_code == 0, told.output
    (ordered,) = suite.ordered
    assert ordered.pop("id")
    assert ordered == {"month": "2017-06", "lang": "zh", "known_at": "2017-07-01T09:00+08:00"}
    assert file.read_bytes() == b"/v1/reports/r1/report.pdf"
    assert "r1" in told.output


def test_one_that_could_not_be_issued_says_why(suite: SuiteOfReports) -> None:
    suite.ends = (None, PROBLEM)  # type: ignore[assignment]
    told = run("order", "2017-06")
    assert isinstance(told.exception, NotIssued)
    assert "fonts" in str(told.exception)


def test_a_report_is_fetched_byte_for_byte(suite: SuiteOfReports, tmp_path: Path) -> None:
    file = tmp_path / "june.DOCX"
    assert suite.ordered == []
    assert run("fetch", "r1", str(file)).exit_code == 0
    assert file.read_bytes() == b"/v1/reports/r1/report.docx"


def test_another_ending_is_refused_before_anything_is_ordered(suite: SuiteOfReports) -> None:
    for arguments in (("fetch", "r1", "june.txt"), ("order", "2017-06", "--save", "june.txt")):
        assert isinstance(run(*arguments).exception, NoForm)
    assert suite.ordered == []


def test_the_list_is_of_all_months_or_of_one(suite: SuiteOfReports) -> None:
    assert suite.ordered == []
    whole, may = run("list").output, run("list", "--month", "2017-05").output
    assert ISSUED["id"] in whole  # whole, to be fetched by
    assert "2017-07-03 09:00" in whole
    assert "r0" in may
    assert ISSUED["id"] not in may
