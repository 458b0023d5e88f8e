"""Emergency dispatch 应急调度处置 (F120)."""

from contracts import forms as ask
from contracts.apart_reasons import A_CLAIM, ELSEWHERE
from contracts.forms import Form, Reason
from contracts.outreach.referrals import Ending, Referral, Took
from contracts.register import Register, Step
from contracts.words import Words

SOURCES = Words(
    {
        "patrol": "巡查发现 / found on patrol",
        "hotline": "热线",
        "leader": "领导交办 / assigned by a leader",
        "other_agency": "其他部门 / another department",
        "weather": "气象预警 / weather warning",
    }
)
BY = "clerk, captain, officer"


class Dispatch(Form):
    """Somebody is sent."""

    number = ask.text("调度编号", "Dispatch number", longest=40, required=False)
    unit = ask.unit("处置单位", "Unit sent")
    source = ask.choice("来源", "Source", SOURCES)
    situation = ask.text("情况", "Situation")
    place = ask.text("地点", "Place", longest=120)
    dispatched_at = ask.moment("派遣时间", "Dispatched at", now=True)


class Dispatched(Form):
    """The business day of the dispatch."""

    dispatched_on = ask.happened("派遣日期", "Dispatched on")


class Arrival(Form):
    """They are there."""

    arrived_at = ask.moment("到场时间", "Arrived at", now=True)
    evidence = ask.evidence("到场佐证", "Proof of the arrival")


class Arrived(Form):
    """The business day of the arrival, and the minutes it took."""

    arrived_on = ask.happened("到场日期", "Arrived on")
    took_minutes = ask.number("到场用时（分钟）", "Minutes taken")


class Resolution(Form):
    """It is dealt with."""

    resolved_at = ask.moment("处置完毕时间", "Resolved at", now=True)
    outcome = ask.text("处置情况", "Outcome")
    proof = ask.evidence("处置佐证", "Proof of the outcome")


class Resolved(Form):
    """The business day of the end."""

    resolved_on = ask.happened("处置完毕日期", "Resolved on")


class Recall(Reason):
    """They are called back before they arrive."""

    recalled_on = ask.happened("撤回日期", "Recalled on")


register = Register(
    "cases.emergencies",
    "应急调度",
    "Emergency dispatches",
    keys="source",
    numbered="DD",
    words={
        "dispatched": "已派遣",
        "arrived": "已到场",
        "resolved": "已处置",
        "recalled": "已撤回",
        "voided": "已作废",
    },
    steps=(
        Step("dispatch", "dispatched", "派遣 / Dispatch", "new -> dispatched", Dispatch, adds=Dispatched, by=BY),
        Step(
            "arrive", "arrived", "到场 / Arrive", "dispatched -> arrived", Arrival, adds=Arrived, by=BY, task="accept"
        ),
        Step(
            "resolve",
            "resolved",
            "处置完毕 / Resolve",
            "arrived -> resolved",
            Resolution,
            adds=Resolved,
            by=BY,
            apart_reason=A_CLAIM,
        ),
        Step(
            "refer",
            "referred",
            "转办 / Pass on",
            "new -> referred",
            Referral,
            line="referral",
            during="arrived, resolved",
            by=BY,
        ),
        Step(
            "hear",
            "outcome_heard",
            "得到结果 / Hear the outcome",
            "referred, ended -> ended",
            Ending,
            adds=Took,
            line="referral",
            during="arrived, resolved",
            by=BY,
            apart_reason=ELSEWHERE,
        ),
        Step("recall", "recalled", "撤回 / Recall", "dispatched -> recalled", Recall, by=BY),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "dispatched, arrived, resolved, recalled -> voided",
            Reason,
            voids=True,
            by="captain",
        ),
    ),
)
