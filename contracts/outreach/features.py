"""Feature activities 特色活动, one squadron one feature 一中队一特色."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

ANGLES = Words(
    {
        "management": "执法管理新方式 / new ways of enforcement",
        "stubborn": "疑难杂症新对策 / new answers to stubborn problems",
        "benefit": "惠民服务新举措 / new services for people",
        "publicity": "舆论宣传新渠道 / new channels of publicity",
    }
)
LIVE = "applied, approved, running, reported, assessed"


class Idea(Form):
    """What a unit wants to try."""

    unit = ask.unit("申报单位", "Applying unit")
    title = ask.text("活动名称", "Title", longest=80)
    angle = ask.choice("创新角度", "Angle", ANGLES, required=False)
    plan = ask.text("活动方案", "Plan", required=False)
    note = ask.text("备注", "Note", required=False)


class Application(Idea):
    """A unit applies with a feature of its own; 12 in the article are applications, no more (F072)."""

    applied_on = ask.happened("申报日期", "Applied on")
    evidence = ask.evidence("申报表", "Application form")


class Draft(Idea):
    """A feature is written down before the unit applies with it; it counts nowhere."""

    drafted_on = ask.happened("起草日期", "Drafted on")


class Approval(Form):
    """The brigade agrees."""

    approved_on = ask.happened("批准日期", "Approved on")
    approval_evidence = ask.evidence("批复", "Approval paper")


class Return(Reason):
    """The application goes back to its unit."""

    returned_on = ask.happened("退回日期", "Returned on")


class Resubmission(Form):
    """The unit applies again with what was missing."""

    resubmitted_on = ask.happened("再次申报日期", "Applied again on")
    evidence = ask.evidence("申报表", "Application form")


class Start(Form):
    """The activity begins."""

    started_on = ask.happened("启动日期", "Started on")


class Report(Form):
    """An outcome with its proof."""

    reported_on = ask.happened("报告日期", "Reported on")
    outcome = ask.text("活动成效", "Outcome")
    evidence = ask.evidence("成效佐证", "Proof of the outcome")


class Assessment(Form):
    """The inspectors' score."""

    assessed_on = ask.happened("评估日期", "Assessed on")
    score = ask.number("评估得分", "Score", most=100)
    evidence = ask.evidence("评估表", "Assessment sheet")


class Promotion(Form):
    """What worked is spread to other units."""

    promoted_on = ask.happened("推广日期", "Promoted on")


class Closing(Form):
    """The activity ends."""

    closed_on = ask.happened("结束日期", "Closed on")


class Withdrawal(Reason):
    """The unit takes its application back."""

    withdrawn_on = ask.happened("撤回日期", "Withdrawn on")


register = Register(
    "outreach.features",
    "特色活动",
    "Feature activities",
    keys="title, angle",
    words={
        "drafted": "起草中 / being drafted",
        "applied": "已申报 / applied for",
        "returned": "已退回 / sent back",
        "approved": "已批准",
        "running": "进行中 / under way",
        "reported": "已报成效 / results reported",
        "assessed": "已评估",
        "promoted": "已推广",
        "closed": "已结束 / ended",
        "withdrawn": "已撤回",
        "voided": "已作废",
    },
    steps=(
        Step("apply", "applied", "申报 / Apply", "new, drafted -> applied", Application),
        Step("draft", "drafted", "起草 / Draft", "new -> drafted", Draft),
        Step(
            "approve",
            "approved",
            "批准 / Approve",
            "applied -> approved",
            Approval,
            by="leader, publicist",
            apart_from="draft, apply, resubmit",
            task="approve",
        ),
        Step(
            "return",
            "returned",
            "退回 / Return",
            "applied -> returned",
            Return,
            by="leader, publicist",
            apart_from="draft, apply, resubmit",
        ),
        Step("resubmit", "resubmitted", "再次申报 / Apply again", "returned -> applied", Resubmission, task="redo"),
        Step("start", "started", "启动 / Start", "approved -> running", Start),
        Step("report", "progress_reported", "报告成效 / Report", "running, reported -> reported", Report),
        Step(
            "assess",
            "assessed",
            "评估 / Assess",
            "reported -> assessed",
            Assessment,
            level="E3",
            by="inspector",
            apart_from="draft, apply, resubmit, report",
            other_unit=True,
            task="confirm",
        ),
        Step("promote", "promoted", "推广 / Promote", "assessed -> promoted", Promotion, by="leader, publicist"),
        Step("close", "closed", "结束 / Close", "running, reported, assessed, promoted -> closed", Closing),
        Step(
            "withdraw", "withdrawn", "撤回 / Withdraw", "drafted, applied, returned, approved -> withdrawn", Withdrawal
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            f"drafted, {LIVE}, returned, promoted, closed, withdrawn -> voided",
            Reason,
            voids=True,
            by="captain, leader",
        ),
    ),
)
