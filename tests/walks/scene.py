"""What stands in the registers before the jobs are walked: a squadron of twenty, and what waits for them."""

from __future__ import annotations

from tests.suite import Suite
from tests.walks.case_scene import post as _do
from tests.walks.case_scene import set_case_scene

PEOPLE, MATTERS = 20, 3
CAPTAIN, CLERK, OFFICER, SECOND = "DT-01", "DT-02", "DT-03", "DT-04"
PROBLEM = "答复迟缓（合成）"
PAPER, COURSE = "SYN-P", "SYN-C"


def set_scene(suite: Suite) -> None:
    """Fill the registers of a suite in which there is the squadron of Dongting."""
    unit = suite.unit()
    for number in range(1, PEOPLE + 1):
        _person(suite, number, unit)
    form = {
        "code": COURSE,
        "title": "执法规范（合成）",
        "unit": "DT",
        "category": "special",
        "topics": ["law"],
        "hours": 2,
    }
    _do(suite, "training/courses", form | {"in_force_on": "2016-01-01"})
    _do(suite, "training/sessions", {"unit": "DT", "course": COURSE, "form": "lecture", "planned_on": "2017-01-05"})
    _examination(suite)
    set_case_scene(suite, (OFFICER, SECOND))
    _rectifications(suite)
    suite.get(f"/v1/progress?after={_matters(suite)}")


def _person(suite: Suite, number: int, unit: str) -> None:
    role = {1: "captain", 2: "clerk"}.get(number, "officer")
    form = {
        "code": f"DT-{number:02}",
        "name": f"示例{number:02}（合成）",
        "unit": "DT",
        "role": role,
        "kind": "established",
    }
    _do(suite, f"training/people?after={unit}", form | {"party_member": False, "joined_on": "2016-01-01"})


def _examination(suite: Suite) -> None:
    for number in range(1, 6):
        question = {
            "code": f"SYN-Q{number}",
            "unit": "DT",
            "topic": "law",
            "kind": "single",
            "question": f"合成题 {number}",
        }
        options = {"option_a": "甲", "option_b": "乙", "answer": "A", "entered_on": "2017-01-01"}
        _do(suite, "training/questions", question | options)
    paper = {"code": PAPER, "title": "合成试卷", "unit": "DT", "course": COURSE, "full_mark": 100, "pass_mark": 60}
    _do(suite, "training/papers", paper | {"minutes": 20, "set_on": "2017-01-05"})
    _do(suite, f"training/papers/{PAPER}/draw", {"drawn_on": "2017-01-10", "number": 5, "seed": "463"})


def _rectifications(suite: Suite) -> None:
    """In February one had its measure, owner and date; in March another came, for which nobody has set any."""
    proof = suite.hand_in(b"SYNTHETIC", "cases.rectifications", "raise")
    form = {"unit": "DT", "category": "inefficient", "source_kind": "self_found", "evidence": [proof]}
    first = _do(suite, "cases/rectifications", form | {"problem": "受理超时（合成）", "raised_on": "2017-02-01"})
    plan = {"measure": "限时受理（合成）", "responsible_person": CAPTAIN, "due_on": "2017-04-28"}
    _do(suite, f"cases/rectifications/{first['record']['id']}/plan", plan | {"planned_on": "2017-02-02"})
    _do(suite, "cases/rectifications", form | {"problem": PROBLEM, "raised_on": "2017-03-06"})


def _matters(suite: Suite) -> str:
    """Matters that were done with a paper, and wait for a confirmation; the last event."""
    paper = suite.hand_in(b"SYNTHETIC", "outreach.matters", "finish")
    event = ""
    for number in range(1, MATTERS + 1):
        new = {"unit": "DT", "community": "映月", "matter": f"路灯 {number}（合成）", "requested_on": "2017-03-01"}
        id_ = _do(suite, "outreach/matters", new)["record"]["id"]
        _do(suite, f"outreach/matters/{id_}/accept", {"accepted_on": "2017-03-02", "handler": OFFICER})
        done = {"done_on": "2017-03-08", "outcome": "修好", "evidence": [paper]}
        event = _do(suite, f"outreach/matters/{id_}/finish", done)["event"]
    return event
