"""What is kept and looked at beside the cases: process records, a review template, reviews, certificates of 2026."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from contracts.cases.process_records import STAGES
from tools.demo_data.penalty_cases.lists import LEGAL
from tools.demo_data.penalty_cases.sheet_rows import SYN, Row
from tools.demo_data.penalty_cases.years import after, squads

LACKING = 11
"""Of every so many closed cases one lacks a stage."""
REVIEWED = 10
REVIEWERS = ("FZK-03", "FZK-04", "FZK-05")
TEMPLATE = "AJPC-2017"
Step = tuple[str, dict[str, Any]]


def certificates() -> list[Row]:
    """The officers' certificates are renewed before the cases of 2026."""
    return [
        Row({"join": {"code": code}, "certify": _certificate(code)}) for codes in squads().values() for code in codes
    ]


def _certificate(code: str) -> dict[str, Any]:
    return {"certificate": f"合成2026-{code}", "certified_on": "2025-11-03", "valid_until": "2029-11-02"}


def records(cases: Sequence[Row]) -> list[Row]:
    """A record of each stage of the closed cases, or why there is none; a few cases lack one."""
    closed = [case for case in cases if "close" in case.steps]
    return [
        Row({step: form}, f"{case.id}-{stage}".upper())
        for number, case in enumerate(closed)
        for stage in STAGES
        if number % LACKING or stage != "service"
        for step, form in [_record(case, stage)]
    ]


def _record(case: Row, stage: str) -> Step:
    steps = case.steps
    decided = steps.get("decide") or steps["decide_on_spot"]
    if stage == "review" and "pass_review" not in steps:
        particulars = {"reason": "本案依法无需法制审核（合成）", "excused_on": decided["decided_on"]}
        return "excuse", {"case": case.id, "stage": stage} | particulars | _paper(case)
    paid = next((steps[one]["paid_on"] for one in ("pay", "collect", "enforce") if one in steps), None)
    paid = paid or steps.get("terminate_enforcement", {}).get("enforcement_terminated_on")
    if stage == "execution" and paid is None:
        particulars = {"reason": "仅作警告，无应缴罚款（合成）", "excused_on": steps["serve"]["served_on"]}
        return "excuse", {"case": case.id, "stage": stage} | particulars | _paper(case)
    day = {
        "start": steps["find"]["found_on"],
        "evidence": steps.get("inspect", {}).get("inspected_on") or steps["find"]["found_on"],
        "review": steps.get("pass_review", {}).get("passed_on"),
        "decision": decided["decided_on"],
        "service": steps["serve"]["served_on"],
        "execution": paid,
    }[stage]
    particulars = {"medium": "text", "captured_on": day, "note": SYN} | _paper(case)
    return "capture", {"case": case.id, "stage": stage} | particulars | _recording(case, stage, day)


def _paper(case: Row) -> dict[str, Any]:
    return {"evidence": [f"S2-{case.id}-record.png"]}


def _recording(case: Row, stage: str, day: dt.date) -> dict[str, Any]:
    """On the spot and at the door a recorder runs."""
    if stage not in ("evidence", "service"):
        return {}
    times = {"started_at": f"{day}T09:30:00+08:00", "ended_at": f"{day}T09:48:00+08:00"}
    return {"medium": "video", "device": f"{case.steps['find']['unit']}-BC01"} | times


def templates() -> list[Row]:
    """One template: vetoes, scored items and bands as published review standards of other fields have them."""
    vetoes = ("主体", "执法资格", "应移送未移送", "证据", "事实", "定性", "法律适用", "程序", "两名以上执法人员")
    items: list[dict[str, Any]] = [
        {"code": f"V{number}", "group": name, "kind": "veto", "requirement": f"{name}无重大缺陷（合成占位）"}
        for number, name in enumerate(vetoes, 1)
    ]
    scored = (
        ("K1", "封面与格式", 20, 2),
        ("K2", "立案与调查", 30, 3),
        ("K3", "告知与决定", 30, 5),
        ("K4", "送达与归档", 20, 2),
    )
    items += [
        {"code": code, "group": group, "kind": "score", "requirement": "合成占位", "points": points, "each": each}
        for code, group, points, each in scored
    ]
    bands = [
        {"name": "优秀", "least": 90, "passes": True},
        {"name": "合格", "least": 60, "passes": True},
        {"name": "不合格", "least": 0, "passes": False},
    ]
    adopted = {
        "code": TEMPLATE,
        "unit": LEGAL,
        "title": "案卷评查标准（合成）",
        "basis": "局规定（合成占位）",
        "items": items,
        "bands": bands,
        "objection_days": 5,
        "adopted_on": "2017-01-03",
        "note": f"{SYN}：原文只说强化案卷质量督查和考核，评查项、分值、等次均为合成",
        "evidence": ["S2-review-template.png"],
    }
    return [Row({"adopt": adopted})]


FOUND = ("", "K1/1", "K2/2", "K3/1", "K1/2；K4/1", "K2/1；K3/2", "K4/3", "K2/7；K3/4", "K1/1；K2/1", "K3/1；K4/2")
"""What the reviewers of the ten files found: item and how often."""
OBJECTED = 4
"""In the fifth a veto was found first, and taken back on the unit's objection."""


def reviews(cases: Sequence[Row]) -> list[Row]:
    """Ten files that were closed by the end of April are reviewed in May."""
    closed = [case for case in cases if str(case.steps.get("close", {}).get("closed_on", "9")) < "2017-05-01"]
    return [
        Row(dict(_review(number, case)), f"PC-2017-{number + 1:02}") for number, case in enumerate(closed[:REVIEWED])
    ]


def _review(number: int, case: Row) -> Iterator[Step]:
    sheet, scored_on = [f"S2-review-{number + 1:02}.png"], dt.date(2017, 5, 8)
    sampled = {"case": case.id, "template": TEMPLATE, "round": "2017-1", "sampled_on": "2017-05-02"}
    yield "sample", sampled | {"note": SYN}
    yield "assign", {"reviewer": REVIEWERS[number % len(REVIEWERS)], "assigned_on": "2017-05-03"}
    findings = _findings(FOUND[number])
    if number != OBJECTED:
        yield "score", {"findings": findings, "scored_on": scored_on, "evidence": sheet}
    else:
        yield "score", {"findings": _findings("V8/1"), "scored_on": scored_on, "evidence": sheet}
        yield "object", {"grounds": "告知材料漏附，现已补齐（合成）", "objected_on": after(scored_on, "3 workdays")}
        again = {"reviewer": REVIEWERS[0], "answer": "采纳（合成）", "scored_on": after(scored_on, "5 workdays")}
        yield "rescore", again | {"findings": findings, "evidence": sheet}
    settled = {"undisputed": number == OBJECTED, "finalised_on": after(scored_on, "7 workdays")}
    yield "finalise", settled | {"evidence": sheet}


def _findings(text: str) -> list[dict[str, Any]]:
    entries = (one.split("/") for one in text.split("；") if one)
    return [{"item": item, "times": int(times), "remark": "合成"} for item, times in entries]
