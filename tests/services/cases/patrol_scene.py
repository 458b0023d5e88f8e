"""A plan of patrols with two streets, for tests: a patrol is led as far as a test needs it."""

from __future__ import annotations

from typing import Any

from tests.office import PROOF, Office

PLANS, PATROLS, FINDINGS = "cases.patrol_plans", "cases.patrols", "cases.patrol_findings"
STOPS: list[dict[str, Any]] = [
    {"stop": 1, "street": "映月路", "place": "映月路12号", "scan_code": "YY-1"},
    {"stop": 2, "street": "映月路", "place": "映月路60号", "longitude": 120.36, "latitude": 31.58, "datum": "WGS84"},
    {"stop": 3, "street": "锡州路", "place": "锡州路口", "scan_code": "XZ-3"},
]
CRITERIA: list[dict[str, Any]] = [{"criterion": "店外经营", "most": 60}, {"criterion": "乱停放", "most": 40}]
PLAN: dict[str, Any] = {
    "unit": "DT",
    "title": "春季巡查（合成）",
    "every_days": 7,
    "begins": "2017-03-01",
    "until": "2017-03-20",
    "metres": 30,
    "stops": STOPS,
    "criteria": CRITERIA,
    "drafted_on": "2017-02-20",
}
FOUND: dict[str, Any] = {
    "unit": "DT",
    "category": "street_order",
    "community": "映月",
    "grid": "G-01",
    "place": "映月路12号门前",
    "problem": "占道经营",
    "longitude": 120.36,
    "latitude": 31.58,
    "datum": "GCJ02",
    "photos": [{"kind": "near", "photo": PROOF, "shot_at": "2017-03-02T09:20:00+08:00"}],
    "found_at": "2017-03-02T09:21:00+08:00",
}


def somebody(office: Office, code: str) -> None:
    """A person who is there once."""
    if all(event.subject != code for event in office.events):
        office.person(code, "DT")


def drafted_plan(office: Office, **more: Any) -> str:
    return office.do(PLANS, "", "draft", **PLAN | more)[-1].subject


def approved_plan(office: Office, on: str = "2017-02-25", **more: Any) -> str:
    plan = drafted_plan(office, **more)
    somebody(office, "boss")
    office.do(PLANS, plan, "approve", approved_on=on, approved_by="boss")
    return plan


def patrol(office: Office, plan: str, at: str = "2017-03-02T09:00:00+08:00", **more: Any) -> str:
    somebody(office, "walker")
    form: dict[str, Any] = {"plan": plan, "unit": "DT", "officers": [{"officer": "walker"}], "set_off_at": at}
    return office.do(PATROLS, "", "set_off", **form | more)[-1].subject


def scan(office: Office, of: str, code: str = "YY-1", at: str = "2017-03-02T09:10:00+08:00") -> None:
    office.do(PATROLS, of, "scan", scan_code=code, scanned_at=at)


def end(office: Office, of: str, at: str = "2017-03-02T11:00:00+08:00") -> None:
    office.do(PATROLS, of, "end", ended_at=at)


def round_made(office: Office, plan: str, on: str = "2017-03-02") -> str:
    """A patrol that reached a stop and is over, so that its round is made."""
    one = patrol(office, plan, at=f"{on}T09:00:00+08:00")
    scan(office, one, at=f"{on}T09:10:00+08:00")
    end(office, one, at=f"{on}T11:00:00+08:00")
    return one


def finding(office: Office, of: str, **more: Any) -> str:
    return office.do(FINDINGS, "", "find", patrol=of, **FOUND | more)[-1].subject
