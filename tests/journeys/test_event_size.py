"""What cannot be published is refused before it is accepted: at every step that can leave an event too large."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.suite import HttpResponse, Suite, until

Form = dict[str, Any]
TEXT, INSPECTOR = "字" * 2000, "P99"
"""6,000 bytes: some 40 of them are too many for one event."""


@dataclass(frozen=True)
class Case:
    """A step whose form, filled in within its bounds, can leave too large an event.

    form     with so many entries; the register's rules take all of them
    field    the one that is named
    few,many entries that fit into an event, and that do not
    """

    path: str
    form: Callable[[int], Form]
    field: str
    few: int = 40
    many: int = 60


def clauses(count: int) -> list[Form]:
    return [{"number": number, "text": TEXT} for number in range(1, count + 1)]


def norm(count: int, code: str = "N2") -> Form:
    heading = {"code": code, "unit": "DT", "kind": "other", "title": "规范", "issuer": "局", "edition": 1}
    return {**heading, "effective_on": "2017-01-10", "clauses": clauses(count)}


def edition(count: int) -> Form:
    return {"issuer": "局", "edition": 2, "effective_on": "2017-02-10", "clauses": clauses(count)}


def conduct_check(count: int) -> Form:
    persons = [{"person": f"P{number}", "dressed": True, "remark": TEXT} for number in range(count)]
    return {"unit": "DT", "inspector": INSPECTOR, "checked_on": "2017-03-01", "persons": persons}


def norm_check(count: int) -> Form:
    findings = [{"point": "点" * 200, "passed": True, "remark": TEXT} for _ in range(count)]
    return {"unit": "DT", "focus": "conduct", "checker": INSPECTOR, "checked_on": "2017-03-01", "findings": findings}


def marks(count: int) -> list[Form]:
    return [{"point": "工作质量", "most": 10, "points": 9, "remark": TEXT} for _ in range(count)]


def appraisal(count: int) -> Form:
    period = {"begins": "2017-01-01", "ends": "2017-03-31", "published_on": "2017-04-10"}
    return {"unit": "DT", **period, "marks": marks(count)}


def change(count: int) -> Form:
    return {"changed_on": "2017-04-12", "marks": marks(count), "reason": "复核"}


def vehicle_check(count: int) -> Form:
    answers = [{"line": line, "passed": True, "note": "好" * 2 * count} for line in range(1, 101)]
    photos = [one | {"photo": PAPERS[:count]} for one in answers]
    return {"checklist": "CL-1", "checked_on": "2017-03-01", "answers": photos}


def essays(count: int) -> Form:
    entries = [{"person": f"Q{number:03}".ljust(40, "x"), "title": "𠀀" * 120} for number in range(count)]
    return {"submitted_on": "2017-03-02", "essays": entries}


def draw(count: int) -> Form:
    return {"number": count, "seed": "2017", "drawn_on": "2017-03-01"}


PAPERS: list[str] = []
CASES = {
    "training.norms publish": Case("/v1/training/norms", norm, "clauses"),
    "training.norms revise": Case("/v1/training/norms/N1/revise", edition, "clauses"),
    "training.conduct_checks check": Case("/v1/training/conduct_checks", conduct_check, "persons"),
    "training.integrity_activities submit": Case(
        "/v1/training/integrity_activities/{essays}/submit", essays, "essays", 300, 500
    ),
    "training.papers draw": Case("/v1/training/papers/PP/draw", draw, "questions", 25, 50),
    "equipment.vehicle_checks check": Case("/v1/equipment/vehicle_checks/V1/check", vehicle_check, "answers", 20, 50),
    "cases.norm_checks check": Case("/v1/cases/norm_checks", norm_check, "findings", 35),
    "cases.appraisals publish": Case("/v1/cases/appraisals", appraisal, "marks"),
    "cases.appraisals change": Case("/v1/cases/appraisals/{appraisal}/change", change, "marks"),
}


class Office:
    """A suite in which every one of these steps can be taken."""

    def __init__(self, suite: Suite) -> None:
        self.suite, self.ids = suite, dict[str, str]()
        for unit in ("DT", "ZS"):
            suite.unit(unit)
        people = [*(f"P{number}" for number in range(60)), INSPECTOR]
        people += [f"Q{number:03}".ljust(40, "x") for number in range(500)]
        self.staff = self.batch("training/people", "join", [person(code) for code in people])
        self.papers()
        self.bank()
        self.fleet()
        self.post("/v1/training/norms", norm(1, "N1"))
        plan = {"unit": "DT", "form": "essay", "title": "心得", "planned_on": "2017-02-01", "planned_for": "2017-03-01"}
        self.ids["essays"] = activity = self.post("/v1/training/integrity_activities", plan)
        self.post(f"/v1/training/integrity_activities/{activity}/hold", {"held_on": "2017-03-01"})
        self.ids["appraisal"] = one = self.post("/v1/cases/appraisals", appraisal(1))
        self.post(f"/v1/cases/appraisals/{one}/object", {"reason": "不服", "objected_on": "2017-04-11"})

    def post(self, path: str, form: Form) -> str:
        response = send(self.suite, self.address(path), form)
        assert response.status in (200, 201), response.body
        return str(response.json["record"]["id"])

    def address(self, path: str) -> str:
        """Where other services know the unit and its people."""
        return path if path.startswith("/v1/training/") else f"{path}?after={self.staff}"

    def batch(self, register: str, step: str, forms: list[Form]) -> str:
        groups = [[{"step": step, "form": form}] for form in forms]
        response = send(self.suite, f"/v1/{register}:batch", {"groups": groups})
        assert (response.status, response.json["refused"]) == (200, 0), response.body[:1000]
        return str(response.json["results"][-1]["event"])

    def papers(self) -> None:
        step = ("equipment.vehicle_checks", "check")
        PAPERS.extend(self.suite.hand_in(b"photo %d" % number, *step) for number in range(50))

    def bank(self) -> None:
        course = {"title": "课程", "unit": "DT", "category": "special", "topics": ["law"], "hours": 8}
        self.post("/v1/training/courses", {**course, "code": "C1", "in_force_on": "2017-01-01", "pass_mark": 60})
        for start in (0, 25):
            self.batch("training/questions", "enter", [question(number) for number in range(start, start + 25)])
        self.post("/v1/training/papers", exam("PP"))

    def fleet(self) -> None:
        vehicle = {"code": "V1", "unit": "DT", "plate": "苏B12345", "vin": "123456", "in_service_on": "2017-01-01"}
        self.post("/v1/equipment/vehicles", vehicle)
        aspects = ("marking", "cleanliness", "use")
        lines = [{"line": line, "aspect": aspects[line % 3], "text": "看"} for line in range(1, 101)]
        checklist = {"code": "CL-1", "unit": "DT", "effective_on": "2017-01-01", "lines": lines}
        self.post("/v1/equipment/vehicle_checklists", checklist)
        self.post("/v1/equipment/vehicle_checks", {"vehicle": "V1", "opened_on": "2017-01-02"})


def person(code: str) -> Form:
    unit, role = ("ZS", "other") if code == INSPECTOR else ("DT", "officer")
    staff = {"name": "某", "unit": unit, "role": role, "kind": "established", "party_member": False}
    return {"code": code, "joined_on": "2016-01-01", **staff}


def question(number: int) -> Form:
    options = {f"option_{letter}": letter + "项" * 299 for letter in "abcdef"}
    stem = {"unit": "DT", "topic": "law", "kind": "single", "question": "题" * 1000, "entered_on": "2017-01-01"}
    return {"code": f"T{number:02}", "answer": "A", **stem, **options}


def exam(code: str) -> Form:
    return {"code": code, "title": "试卷", "unit": "DT", "course": "C1", "full_mark": 100, "set_on": "2017-02-01"}


def send(suite: Suite, path: str, form: Form) -> HttpResponse:
    """As UTF-8, in which Chinese takes three bytes and not six."""
    return suite.post(path, json.dumps(form, ensure_ascii=False).encode())


@pytest.fixture(scope="module")
def office(suite: Suite) -> Office:
    return Office(suite)


def quarantine_size(suite: Suite) -> int:
    services = suite.get("/readyz", token="").json["services"].values()
    return sum((one.get("journal") or {}).get("quarantined", 0) for one in services)


def assert_refused(problem: Form, field: str) -> None:
    assert (problem["slug"], problem["status"]) == ("event-too-large", 422), problem
    first = problem["errors"][0]
    assert first["field"] == field
    assert "最多可占" in first["zh"]
    assert "may take" in first["en"]


@pytest.mark.parametrize("name", CASES)
def test_a_step_is_refused_by_its_largest_field_or_its_event_reaches_the_view(
    suite: Suite, office: Office, name: str
) -> None:
    case = CASES[name]
    path = office.address(case.path.format(**office.ids))
    refused = send(suite, path, case.form(case.many))
    assert_refused(refused.json, case.field)
    accepted = send(suite, path, case.form(case.few))
    assert accepted.status in (200, 201), accepted.body[:1000]
    event = accepted.json["event"]
    until(lambda: suite.get(f"/v1/facts/{event}").status == 200, f"{event} is in the view")
    assert quarantine_size(suite) == 0


def test_a_correction_is_refused_by_the_same_field_and_changes_nothing(suite: Suite, office: Office) -> None:
    office.post("/v1/training/norms", norm(1, "N3"))
    before = suite.get("/v1/training/norms/N3").json
    refused = send(suite, "/v1/training/norms/N3/publish?corrects=1", norm(60, "N3"))
    assert_refused(refused.json, "clauses")
    assert suite.get("/v1/training/norms/N3").json == before


def test_of_a_batch_only_the_group_that_is_too_large_is_refused(suite: Suite) -> None:
    groups = [[{"step": "publish", "form": norm(count, code)}] for code, count in (("B1", 1), ("B2", 60), ("B3", 1))]
    response = send(suite, "/v1/training/norms:batch", {"groups": groups})
    assert (response.status, response.json["accepted"], response.json["refused"]) == (207, 2, 1)
    assert_refused(response.json["results"][1]["problem"], "clauses")
    tried = send(suite, "/v1/training/norms:batch?dry_run=true", {"groups": groups[1:2]})
    assert_refused(tried.json["results"][0]["problem"], "clauses")


def test_of_a_sheet_only_the_row_that_is_too_large_is_refused(office: Office) -> None:
    suite = office.suite
    heads = ["试卷编号", "试卷名称", "命题单位", "课程编号", "满分", "命题日期", "题数", "组卷日期"]
    rows = [
        [code, "试卷", "DT", "C1", "100", "2017-02-01", number, "2017-03-01"]
        for code, number in (("SA", "50"), ("SB", "10"))
    ]
    sheet = io.StringIO()
    csv.writer(sheet).writerows([heads, *rows])
    response = suite.post("/v1/training/papers/import?partial=true", sheet.getvalue().encode(), Content_Type="text/csv")
    assert (response.json["accepted"], response.json["refused"]) == (1, 1), response.body
    (fault,) = response.json["errors"]
    assert (fault["row"], fault["slug"], fault["field"]) == (2, "event-too-large", "questions"), fault
    assert [one["id"] for one in response.json["records"]] == ["SB"]
    assert suite.get("/v1/training/papers/SA").status == 404


def test_a_body_that_is_too_long_says_so_and_how_long_it_may_be(suite: Suite) -> None:
    refused = send(suite, "/v1/training/norms", norm(200))
    assert (refused.status, refused.json["slug"], refused.json["errors"][0]["field"]) == (413, "too-large", "body")
