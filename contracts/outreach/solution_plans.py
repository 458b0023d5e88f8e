"""Solution plans 解决方案: what will be done about an opinion, by whom and until when (F093)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.outreach.opinions import CHANNELS
from contracts.register import Clock, Register, Step


class Plan(Form):
    """Somebody takes the opinion on: a detailed plan with an owner and a day (F093)."""

    number = ask.text("登记编号", "Register number", longest=40, required=False)
    opinion = ask.record("outreach.opinions", "意见", "Opinion")
    unit = ask.unit("承办单位", "Responsible unit")
    plan = ask.text("解决方案", "Plan")
    owner = ask.person("责任人", "Owner")
    planned_on = ask.happened("制定日期", "Planned on")
    due_on = ask.day("完成期限", "Due on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("方案文本", "The plan as a paper")


class Planned(Form):
    """Where the opinion came from, and the working days from its collection to the plan."""

    channel = ask.choice("意见渠道", "Channel of the opinion", CHANNELS)
    took_days = ask.number("用时（工作日）", "Working days taken")


class Extension(Reason):
    """The plan needs longer."""

    extended_on = ask.happened("延期日期", "Extended on")
    until = ask.day("新的完成期限", "New due day")


class Completion(Form):
    """The plan was carried out."""

    done_on = ask.happened("完成日期", "Done on")
    result = ask.text("完成情况", "Result")
    evidence = ask.evidence("完成佐证", "Proof of completion")


class Confirmation(Form):
    """Whoever raised the opinion says so too: evidence level E2."""

    confirmed_on = ask.happened("确认日期", "Confirmed on")
    satisfied = ask.flag("满意", "Satisfied")
    evidence = ask.evidence("确认佐证", "Proof of confirmation")


class Reopening(Reason):
    """It was not solved after all."""

    reopened_on = ask.happened("重办日期", "Reopened on")
    due_on = ask.day("新的完成期限", "New due day")


class Cancellation(Reason):
    """The plan is given up; the opinion may have another."""

    cancelled_on = ask.happened("撤销日期", "Cancelled on")


register = Register(
    "outreach.solution_plans",
    "解决方案",
    "Solution plans",
    keys="opinion, channel",
    finds="opinion",
    words={
        "planned": "已制定",
        "done": "已完成",
        "confirmed": "对方已确认 / confirmed by the other side",
        "cancelled": "已撤销",
        "voided": "已作废",
    },
    steps=(
        Step("make", "planned", "制定 / Plan", "new -> planned", Plan, adds=Planned),
        Step("extend", "extended", "延期 / Extend", "planned", Extension, by="captain", not_by="owner"),
        Step("finish", "done", "完成 / Finish", "planned -> done", Completion),
        Step(
            "confirm",
            "confirmed",
            "对方确认 / Confirm",
            "done -> confirmed",
            Confirmation,
            level="E2",
            apart_from="make, finish",
            not_by="owner",
            task="confirm",
        ),
        Step("reopen", "reopened", "重办 / Reopen", "done, confirmed -> planned", Reopening),
        Step(
            "cancel", "cancelled", "撤销 / Cancel", "planned -> cancelled", Cancellation, by="captain", not_by="owner"
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "planned, done, confirmed, cancelled -> voided",
            Reason,
            voids=True,
            by="captain",
            not_by="owner",
        ),
    ),
    clocks=(
        Clock(
            "due",
            "planned, reopened -> done",
            "",
            "方案所定期限",
            title="完成期限 / Completion",
            until="due_on",
            lapses="cancelled",
            extends="extended",
            warns="3, 1",
        ),
    ),
)
