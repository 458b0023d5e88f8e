"""Patrol plans 巡查计划: which streets and grid cells are walked, where the stops are, and how often (F120).

What a street is judged by is the bureau's own（局内规定，待定）: a plan says it, no law does.
"""

from contracts import forms as ask
from contracts.cases.digital_cases.intake import Point
from contracts.forms import Form, Reason
from contracts.register import Register, Step

MOST_STOPS, MOST_ROUNDS, MOST_CRITERIA = 60, 400, 12
BY = "clerk, captain"


class Stop(Point):
    """Where a patrol has to come by: a point, or a code that is read there, or both."""

    stop = ask.number("点位序号", "Stop", least=1, most=MOST_STOPS)
    street = ask.text("路段", "Street", longest=40)
    grid = ask.code("单元网格", "Grid cell", required=False)
    place = ask.text("点位", "Place", longest=80)
    scan_code = ask.code("扫码编码", "Code that is scanned there", required=False)


class Criterion(Form):
    """What a street is judged by: the bureau's own（待定）."""

    criterion = ask.text("评分项目（待定）", "Criterion (the bureau's own)", longest=40)
    most = ask.number("满分", "Full marks", least=1, most=100)


class Content(Form):
    """What a plan says."""

    unit = ask.unit("巡查单位", "Unit that patrols")
    title = ask.text("巡查计划名称", "Title", longest=80)
    every_days = ask.number("每几天一次", "Once in so many days", least=1, most=366)
    begins = ask.day("计划期起", "From")
    until = ask.day("计划期止", "Until")
    metres = ask.number(
        "经过点位的判定距离（米，待定）", "Metres within which a track passes a stop", least=5, most=500
    )
    stops = ask.many(Stop, "巡查点位", "Stops", most=MOST_STOPS)
    criteria = ask.many(Criterion, "路段评分标准（待定）", "What streets are judged by", least=0, most=MOST_CRITERIA)
    drafted_on = ask.happened("拟定日期", "Drafted on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("计划材料", "Papers")


class Draft(Content):
    """A plan is written."""

    number = ask.text("计划编号", "Plan number", longest=40, required=False)


class Approval(Form):
    """A captain who did not write it approves the plan."""

    approved_on = ask.happened("批准日期", "Approved on")
    approved_by = ask.myself("批准人", "Approved by")


class Round(Form):
    """One stretch of days in which the plan is patrolled once."""

    round = ask.number("轮次", "Round", least=1, most=MOST_ROUNDS)
    begins = ask.day("本轮起", "From")
    ends = ask.day("本轮止", "Until")


class Rounds(Form):
    """The rounds that follow from the days and how often."""

    rounds = ask.many(Round, "应巡轮次", "Rounds", least=0, most=MOST_ROUNDS)
    over_on = ask.day("计划期满", "The plan's last day")


class Stopped(Form):
    """The rounds that are owed no more."""

    rounds = ask.many(Round, "不再巡查的轮次", "Rounds that are owed no more", least=0, most=MOST_ROUNDS)


class Return(Reason):
    """It is to be written otherwise."""

    returned_on = ask.happened("退回日期", "Returned on")


class Stopping(Reason):
    """It is patrolled no more: rounds that end on this day or later are owed no more."""

    stopped_on = ask.happened("停止日期", "Stopped on")


register = Register(
    "cases.patrol_plans",
    "巡查计划",
    "Patrol plans",
    keys="title",
    orders="number, title",
    offered="approved",
    numbered="XJ",
    words={
        "draft": "待批准",
        "returned": "退回重拟 / sent back",
        "approved": "执行中",
        "stopped": "已停止执行 / stopped",
        "voided": "已作废",
    },
    steps=(
        Step("draft", "drafted", "拟定 / Draft", "new -> draft", Draft, by=BY, nature="plan"),
        Step(
            "redraft",
            "redrafted",
            "重拟 / Redraft",
            "draft, returned -> draft",
            Content,
            by=BY,
            nature="plan",
            prefills=", ".join(
                f"draft.{name}"
                for name in ("unit", "title", "every_days", "begins", "until", "metres", "stops", "criteria")
            ),
        ),
        Step(
            "approve",
            "approved",
            "批准 / Approve",
            "draft -> approved",
            Approval,
            adds=Rounds,
            by="captain",
            apart_from="draft, redraft",
            task="approve",
        ),
        Step(
            "return",
            "returned",
            "退回 / Return",
            "draft -> returned",
            Return,
            by="captain",
            apart_from="draft, redraft",
        ),
        Step("stop", "stopped", "停止执行 / Stop", "approved -> stopped", Stopping, adds=Stopped, by="captain, leader"),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "draft, returned, approved, stopped -> voided",
            Reason,
            voids=True,
            by="captain, leader",
        ),
    ),
)
