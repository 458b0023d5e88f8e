"""Rectification items 整改: a problem, what is done about it, by whom, until when, the proof."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.outreach.topics import CATEGORIES
from contracts.register import Clock, Register, Step
from contracts.words import Words

OPINION, SUPERVISION_REPORT = "opinion", "supervision_report"
COMPLAINT, SERVICE_CALL, EMERGENCY, FINDING = "complaint", "service_call", "emergency", "patrol_finding"
DIGITAL_CASE = "digital_case"
SOURCES = Words(
    {
        OPINION: "意见建议",
        SUPERVISION_REPORT: "监督报告 / supervisor's report",
        "case_file_review": "案卷评查",
        "conduct_check": "督察检查",
        "facility_check": "设施检查",
        "supervision_order": "督查督办",
        COMPLAINT: "投诉",
        SERVICE_CALL: "服务来电",
        EMERGENCY: "应急调度 / emergency dispatch",
        FINDING: "巡查发现 / patrol finding",
        DIGITAL_CASE: "数字城管案件",
        "self_found": "自查发现 / found by the unit itself",
    }
)
SOURCE_REGISTERS = {
    OPINION: "outreach.opinions",
    SUPERVISION_REPORT: "outreach.supervision_reports",
    "case_file_review": "cases.case_file_reviews",
    "conduct_check": "training.conduct_checks",
    "facility_check": "equipment.facilities",
    "supervision_order": "cases.supervision_orders",
    COMPLAINT: "cases.complaints",
    SERVICE_CALL: "outreach.service_calls",
    EMERGENCY: "cases.emergencies",
    FINDING: "cases.patrol_findings",
    DIGITAL_CASE: "cases.digital_cases",
}
"""Whose record it is that a rectification came from."""
LIVE = "raised, planned, in_progress, submitted, returned, verified"


class Raising(Form):
    """A problem is written down, with what it came from."""

    number = ask.text("整改编号", "Register number", longest=40, required=False)
    unit = ask.unit("责任单位", "Responsible unit")
    category = ask.choice("问题类别", "Category", CATEGORIES)
    problem = ask.text("问题", "Problem")
    place = ask.text("发生地点", "Where it was", longest=200, required=False)
    source_kind = ask.choice("问题来源", "Source", SOURCES)
    source = ask.code(
        "来源记录编号", "Id of the source", required=False, metadata=ask.named_by("source_kind", SOURCE_REGISTERS)
    )
    raised_on = ask.happened("登记日期", "Raised on")
    recurs = ask.record(
        "cases.rectifications", "再次发生的原整改", "Rectification that it follows again", required=False
    )
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("问题佐证", "Proof of the problem")


class Likeness(Form):
    """Earlier items of the same category and unit, closed within 90 days before: a person decides whether it recurs."""

    alike = ask.records("cases.rectifications", "疑似再次发生", "May be the same again", most=10)


class Plan(Form):
    """Measure, responsible person and due date, all three (F052)."""

    planned_on = ask.happened("制定日期", "Planned on")
    measure = ask.text("整改措施", "Measure")
    responsible_person = ask.person("责任人", "Responsible person")
    due_on = ask.day("整改时限", "Due on")


class Start(Form):
    """Work on it begins."""

    started_on = ask.happened("开始日期", "Started on")


class Submission(Form):
    """The unit says that it is done, with the proof."""

    submitted_on = ask.happened("提交日期", "Submitted on")
    result = ask.text("整改结果", "Result")
    proof = ask.evidence("整改佐证", "Proof of the rectification")


class Verification(Form):
    """Somebody else has looked: evidence level E3."""

    verified_on = ask.happened("核验日期", "Verified on")
    verifier = ask.myself("核验人", "Verified by")
    remark = ask.text("核验意见", "Remark", required=False)


class Return(Reason):
    """It is not done yet."""

    returned_on = ask.happened("退回日期", "Returned on")


class Extension(Reason):
    """It may take longer."""

    extended_on = ask.happened("延期日期", "Extended on")
    until = ask.day("延期至", "Until")


class Closing(Form):
    """Nothing is left to do."""

    closed_on = ask.happened("销号日期", "Closed on")
    outcome = ask.text("办结情况", "Outcome", longest=500)


class Cancellation(Reason):
    """It was no problem, or another item covers it."""

    cancelled_on = ask.happened("取消日期", "Cancelled on")


register = Register(
    "cases.rectifications",
    "整改台账",
    "Rectifications",
    keys="category, source_kind, source",
    finds="category+unit",
    dated="closed_on",
    orders="number, category, source_kind",
    numbered="ZG",
    words={
        "raised": "已登记 / registered",
        "planned": "已定措施 / measures set",
        "in_progress": "整改中",
        "submitted": "待核验 / to be verified",
        "returned": "退回重改 / sent back",
        "verified": "核验通过",
        "closed": "已销号",
        "cancelled": "已取消",
        "voided": "已作废",
    },
    steps=(
        Step(
            "raise",
            "raised",
            "登记 / Raise",
            "new -> raised",
            Raising,
            adds=Likeness,
            by="clerk, captain, inspector, legal, publicist",
        ),
        Step("plan", "planned", "定措施 / Plan", "raised -> planned", Plan, by="captain, inspector", task="accept"),
        Step("start", "started", "开始整改 / Start", "planned, returned -> in_progress", Start, task="redo: returned"),
        Step("submit", "submitted", "提交 / Submit", "planned, in_progress -> submitted", Submission),
        Step(
            "verify",
            "verified",
            "核验 / Verify",
            "submitted -> verified",
            Verification,
            level="E3",
            by="inspector, legal",
            apart_from="plan, start, submit",
            other_unit=True,
            not_by="responsible_person",
            task="confirm",
        ),
        Step(
            "return",
            "returned",
            "退回 / Return",
            "submitted -> returned",
            Return,
            by="inspector, legal",
            apart_from="submit",
            not_by="responsible_person",
        ),
        Step(
            "extend",
            "extended",
            "延期 / Extend",
            "planned, in_progress, returned",
            Extension,
            by="leader, inspector",
            not_by="responsible_person",
        ),
        Step(
            "close",
            "closed",
            "销号 / Close",
            "verified -> closed",
            Closing,
            by="inspector, legal, captain",
            not_by="responsible_person",
        ),
        Step(
            "cancel",
            "cancelled",
            "取消 / Cancel",
            "raised, planned, in_progress, returned -> cancelled",
            Cancellation,
            by="inspector, leader",
            not_by="responsible_person",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            f"{LIVE}, closed, cancelled -> voided",
            Reason,
            voids=True,
            by="inspector, leader",
            not_by="responsible_person",
        ),
    ),
    clocks=(
        Clock(
            "rectify",
            "planned -> closed",
            "",
            "整改时限（F052）",
            lapses="cancelled",
            extends="extended",
            title="整改时限 / Rectification",
            until="due_on",
            warns="7, 3, 1",
        ),
    ),
)
