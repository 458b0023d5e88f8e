"""What else comes after a decision: things that go back, a case that the police send back, enforcement held up or over.

These stand after all others, so that the cases before them keep their numbers.
"""

from __future__ import annotations

from typing import Any

from services.chassis.records.calendar import DAY
from tools.demo_data.penalty_cases.cases import LEADER
from tools.demo_data.penalty_cases.endings.before_decision import hand_over_crime, seize
from tools.demo_data.penalty_cases.endings.course import Course
from tools.demo_data.penalty_cases.endings.enforcement import demand
from tools.demo_data.penalty_cases.endings.kinds import Ending
from tools.demo_data.penalty_cases.endings.remedies import UNDONE, reconsider

GAINS = "200"
BACK = "1000"
"""The fine and the gains together."""


def give_back(case: Course) -> None:
    """Tools and gains were confiscated; the reviewing body revokes, and all of it goes back."""
    case.confiscation = GAINS
    until = seize(case.file()).day + 55 * DAY
    longer = {"until": until, "reason": "案情复杂（合成）", "approved_by": LEADER}
    case.take("extend_seizure", "1 workdays", seizure="K1", **longer)
    case.close_inquiry().propose().decide()
    case.take_on("confiscate", case.day_of("serve"), seizure="K1")
    case.pay().take("pay_gains", gains=GAINS, gains_receipt=f"合成没{case.id}")
    reconsider(case, UNDONE).withdraw_publication().refund(BACK)
    case.take("return_things", things_of="K1", restitution="returned", things="手推车 1 辆（合成）").close()


def take_back(case: Course) -> None:
    """The police do not take it up; the inquiry goes on, and the case ends with a penalty."""
    hand_over_crime(case)
    said = {"return_ground": "not_filed", "return_number": f"合成不立{case.id}"}
    case.go_on().take("take_back", "5 workdays", reason="犯罪事实显著轻微（合成）", **said)
    case.close_inquiry().propose().decide().pay().close()


def _approved(reason: str) -> dict[str, Any]:
    return {"reason": reason, "approved_by": LEADER}


def suspend(case: Course) -> None:
    """The party cannot pay for now; two months later it can."""
    why = _approved("暂无履行能力（合成）")
    demand(case.penalise()).take("suspend_enforcement", "5 workdays", suspension_ground="hardship", **why)
    case.go_on().take("resume_enforcement", "60 days", **_approved("已有履行能力（合成）")).pay().close()


def agree(case: Course) -> None:
    """Bureau and party agree on two stages, and the party keeps to them."""
    demand(case.penalise()).until(case.day + 3 * DAY)
    first, last = case.day + 20 * DAY, case.day + 40 * DAY
    stages = [
        {"due_on": str(first), "duty": "清理现场（合成）"},
        {"due_on": str(last), "duty": "缴清罚款（合成）", "amount": case.fine},
    ]
    agreed: dict[str, Any] = {"harmless": True, "remedied": True, "late_fine_waived": "24", "approved_by": LEADER}
    case.take("agree_on_enforcement", stages=stages, **agreed)
    case.go_on().pay("20 days").take("fulfil_agreement").close()


def terminate(case: Course) -> None:
    """The party is gone and has left nothing: it is not enforced any more."""
    ground = "died" if case.kind == "person" else "dissolved"
    why = _approved("无财产可供执行，又无义务承受人（合成）")
    demand(case.penalise()).take("terminate_enforcement", "30 days", termination_ground=ground, **why).close()


ENDINGS = (
    Ending("没收财物并上缴违法所得，复议撤销后全部退还", give_back),
    Ending("公安机关不予立案退回，继续调查后处罚", take_back),
    Ending("中止执行后恢复，缴清罚款", suspend),
    Ending("达成执行协议并履行完毕", agree),
    Ending("无财产可供执行，终结执行", terminate),
)
