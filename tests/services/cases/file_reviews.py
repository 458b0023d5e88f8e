"""Closed cases, a template, and reviews of case files, for tests."""

from __future__ import annotations

from typing import Any

from services.chassis.records.command import Actor
from tests.office import PROOF, Office
from tests.services.cases.casework import Casework

T, F = "cases.file_review_templates", "cases.case_file_reviews"
ITEMS: list[dict[str, Any]] = [
    {"code": "V1", "group": "主体", "kind": "veto", "requirement": "执法人员具有执法资格"},
    {"code": "V2", "group": "程序", "kind": "veto", "requirement": "作出决定前已告知"},
    {"code": "K1", "group": "文书", "kind": "score", "requirement": "文书齐全", "points": 20, "each": 2},
    {"code": "K2", "group": "内容", "kind": "score", "requirement": "证据充分", "points": 80, "each": 15},
]
BANDS: list[dict[str, Any]] = [
    {"name": "优秀", "least": 90, "passes": True},
    {"name": "合格", "least": 60, "passes": True},
    {"name": "不合格", "least": 0, "passes": False},
]
CONTENT: dict[str, Any] = {
    "title": "案卷评查标准（示例）",
    "basis": "局规定（示例）",
    "items": ITEMS,
    "bands": BANDS,
    "objection_days": 5,
}


def template(office: Office, code: str = "PC-1", on: str = "2026-01-04", **more: Any) -> str:
    """A template in force from a day on."""
    office.do(T, "", "adopt", **{"code": code, "unit": "DT", "adopted_on": on} | CONTENT | more)
    return code


def closed_case(work: Casework) -> str:
    """A case whose fine was paid, closed on 2026-03-20."""
    case = work.served_case()
    work.take(case, "publish", "2026-03-11")
    work.take(case, "pay", "2026-03-12")
    work.take(case, "close", "2026-03-20")
    return case


REVIEWER = Actor("L1", "legal")
"""Who was assigned."""


def findings(**times: int) -> list[dict[str, Any]]:
    """Faults that were found, by item."""
    return [{"item": item, "times": count} for item, count in times.items()]


def sampled_review(office: Office, case: str, **more: Any) -> str:
    """A file that was drawn."""
    form: dict[str, Any] = {"case": case, "template": "PC-1", "round": "2026-1", "sampled_on": "2026-04-01"}
    return office.do(F, "", "sample", **form | more)[-1].subject


def scored_review(office: Office, case: str, faults: list[dict[str, Any]] | None = None, **more: Any) -> str:
    """A file that was scored on 2026-04-03: objections until 2026-04-13."""
    review = sampled_review(office, case, **more)
    office.do(F, review, "assign", reviewer="L1", assigned_on="2026-04-02")
    office.do_as(REVIEWER, F, review, "score", findings=faults or [], scored_on="2026-04-03", evidence=PROOF)
    return review


def final_review(office: Office, case: str, faults: list[dict[str, Any]] | None = None, **more: Any) -> str:
    """A review whose result stands."""
    review = scored_review(office, case, faults, **more)
    office.do(F, review, "finalise", undisputed=True, finalised_on="2026-04-07", evidence=PROOF)
    return review
