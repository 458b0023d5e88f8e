"""A city with grid cells and classes, for tests: a digital case is led as far as a test needs it."""

from __future__ import annotations

from typing import Any

from contracts.envelope import Event
from services.chassis.records.record import Record
from tests.office import Office

CLASSES, CASES = "cases.case_classes", "cases.digital_cases"
LIMITS = [
    {"grade": "A", "kind": "hours", "value": 4},
    {"grade": "B", "kind": "workhours", "value": 8},
    {"grade": "C", "kind": "workdays", "value": 5},
]
DAYS = [{"grade": "C", "kind": "days", "value": 7}]
CLASS: dict[str, Any] = {
    "unit": "ZX",
    "division": "320205",
    "name": "店外经营",
    "condition": "超出门窗经营",
    "closing_condition": "恢复原状",
    "limits": LIMITS,
    "source": "示例（合成）",
    "in_force_on": "2016-01-01",
}
FORMS: dict[str, dict[str, Any]] = {
    "report": {
        "unit": "ZX",
        "source": "collector",
        "case_class": "E-0501",
        "street": "东亭街道",
        "community": "映月",
        "grid": "G-01",
        "place": "映月路12号门前人行道",
        "problem": "占道经营",
        "reported_at": "2017-03-01T09:00:00+08:00",
    },
    "verify": {"verified_at": "2017-03-01T09:30:00+08:00", "finding": "exist"},
    "accept": {"accepted_on": "2017-03-01"},
    "reject": {"rejected_on": "2017-03-01", "reason": "不属城管职责"},
    "file": {"filed_at": "2017-03-01T10:00:00+08:00", "grade": "B"},
    "dispatch": {"dispatched_at": "2017-03-01T10:30:00+08:00", "unit": "DT"},
    "receive": {"received_on": "2017-03-01"},
    "send_back": {"sent_back_on": "2017-03-01", "reason": "非本辖区", "approved_by": "boss"},
    "begin": {"begun_on": "2017-03-01"},
    "ask_extension": {
        "asked_on": "2017-03-01",
        "reason": "需协调",
        "wanted_until": "2017-03-06T18:00:00+08:00",
    },
    "grant_extension": {
        "granted_on": "2017-03-01",
        "approved_by": "boss",
        "dispose_due_at": "2017-03-06T18:00:00+08:00",
    },
    "refuse_extension": {"refused_on": "2017-03-01", "reason": "无需延期", "approved_by": "boss"},
    "defer": {
        "deferred_on": "2017-03-01",
        "reason": "雨天",
        "approved_by": "boss",
        "dispose_due_at": "2017-03-20T18:00:00+08:00",
    },
    "resume": {"resumed_on": "2017-03-10"},
    "dispose": {"disposed_at": "2017-03-01T16:00:00+08:00", "outcome": "已整改"},
    "check": {"checked_at": "2017-03-01T17:00:00+08:00", "result": "pass"},
    "rework": {"reworked_on": "2017-03-01", "reason": "未清理干净"},
    "close": {"closed_at": "2017-03-01T17:30:00+08:00", "outcome": "已恢复原状"},
    "force_close": {"forced_on": "2017-03-02", "reason": "长期无法处置", "approved_by": "boss"},
    "appeal": {"appealed_on": "2017-03-02", "reason": "不属本单位"},
    "allow_appeal": {"allowed_on": "2017-03-03", "reason": "属实"},
    "dismiss_appeal": {"dismissed_on": "2017-03-03", "reason": "不属实"},
    "void": {"voided_on": "2017-03-02", "reason": "误报", "approved_by": "boss"},
}
WAY = ("accept", "file", "dispatch", "receive", "dispose", "check", "close")
"""How a case goes that somebody of the bureau has seen."""


class City:
    """A supervision centre, squadrons, two classes."""

    def __init__(self, office: Office) -> None:
        self.office = office
        office.unit("ZX", kind="section")
        office.person("boss", "ZX")
        self.define_class("E-0501")
        self.define_class("C-0102", name="雨水井盖", limits=DAYS)

    def define_class(self, code: str, **more: Any) -> None:
        self.office.do(CLASSES, "", "define", code=code, **CLASS | more)

    def take(self, case: str, step: str, **more: Any) -> list[Event]:
        """One step of a case, as its form usually is filled in."""
        form = FORMS[step] | more
        return self.office.do(CASES, case, step, corrects=form.pop("corrects", None), **form)

    def reported_case(self, **more: Any) -> str:
        return self.take("", "report", **more)[-1].subject

    def case_after(self, to: str, **more: Any) -> str:
        """A case that was led on the usual way up to a step, whose form may have more."""
        case = self.reported_case()
        self.advance_to(case, to, **more)
        return case

    def advance_to(self, case: str, to: str, **more: Any) -> None:
        """The case goes on to a step from where it stands."""
        done = {entry.step.name for entry in self.case(case).effective}
        for step in WAY[: WAY.index(to) + 1]:
            if step not in done:
                self.take(case, step, **(more if step == to else {}))

    def case(self, case: str) -> Record:
        return self.office.record(CASES, case)
