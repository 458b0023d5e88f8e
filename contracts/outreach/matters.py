"""Practical matters done for communities 为民办实事."""

from contracts import forms as ask
from contracts.apart_reasons import TAKEN_IN
from contracts.forms import Form, Note, Reason
from contracts.register import Clock, Register, Step
from contracts.words import Words

CATEGORIES = Words(
    {
        "facility": "设施维修 / repair of facilities",
        "environment": "环境卫生 / sanitation",
        "order": "市容秩序 / street order",
        "care": "关爱帮扶 / care and help",
        "other": "其他",
    }
)
REQUESTERS = Words(
    {"resident": "居民", "committee": "社区居委会 / residents' committee", "merchant": "商户", "other": "其他"}
)


class Registration(Form):
    """A community asks for something."""

    number = ask.text("登记编号", "Register number", longest=40, required=False)
    unit = ask.unit("承办单位", "Responsible unit")
    community = ask.text("社区", "Community", same="community", longest=40)
    requester = ask.choice("诉求人类别", "Requester", REQUESTERS, required=False)
    requester_name = ask.private("诉求人", "Requester's name", longest=40, required=False)
    telephone = ask.private("联系电话", "Telephone", longest=20, required=False)
    category = ask.choice("事项类别", "Category", CATEGORIES, required=False)
    matter = ask.text("事项", "Matter")
    requested_on = ask.happened("诉求日期", "Requested on")
    service_call = ask.record("outreach.service_calls", "来源来电", "Call that it came from", required=False)
    opinion = ask.record("outreach.opinions", "来源意见", "Opinion that it came from", required=False)
    note = ask.text("备注", "Note", required=False)
    request_evidence = ask.evidence("诉求材料（不含诉求人信息）", "Papers of the request, without who asked")


class Acceptance(Form):
    """The squadron takes it on."""

    accepted_on = ask.happened("受理日期", "Accepted on")
    handler = ask.doer("经办人", "Handler", roles="clerk", required=False)


class Likeness(Form):
    """One other matter that reads much the same."""

    matter = ask.record("outreach.matters", "实事记录", "Practical matter")
    percent = ask.number("相似度（%）", "Likeness in percent", most=100)


class Alike(Form):
    """Which matters this one may repeat: a proposal, a person decides."""

    alike = ask.many(Likeness, "疑似重复", "Suspected duplicates", least=0)


class Rejection(Reason):
    """Out of scope, with the reason that the requester hears."""

    rejected_on = ask.happened("不予受理日期", "Rejected on")


class Completion(Form):
    """It is done; the papers and pictures say so."""

    done_on = ask.happened("办结日期", "Done on")
    outcome = ask.text("办理结果", "Outcome")
    evidence = ask.evidence("办结佐证", "Proof of completion")


class Took(Form):
    """How long it took."""

    took_days = ask.number("用时（天）", "Days taken")


class Confirmation(Form):
    """The resident says so too: evidence level E2."""

    confirmed_on = ask.happened("确认日期", "Confirmed on")
    satisfied = ask.flag("满意", "Satisfied")
    confirmation_evidence = ask.evidence("确认佐证", "Proof of confirmation")


class Reopening(Reason):
    """It was not done after all."""

    reopened_on = ask.happened("重办日期", "Reopened on")


class Transfer(Reason):
    """Another unit takes it over; what was done before stays where it was done."""

    unit = ask.unit("接收单位", "Receiving unit")
    transferred_on = ask.happened("移交日期", "Transferred on")


class Merging(Form):
    """It is another matter over again: that one counts, this one no more."""

    duplicate_of = ask.record("outreach.matters", "并入实事", "Merged into")
    merged_on = ask.happened("并件日期", "Merged on")


class Separation(Reason):
    """It was a matter of its own after all, and is still to be done."""

    separated_on = ask.happened("分件日期", "Separated on")


class Closing(Form):
    """Nothing is left to do."""

    closed_on = ask.happened("归档日期", "Closed on")


register = Register(
    "outreach.matters",
    "为民办实事",
    "Practical matters",
    keys="community",
    finds="community+unit",
    dated="requested_on",
    compared="matter",
    orders="number, community, category",
    words={
        "registered": "已登记",
        "rejected": "不予受理 / not taken in",
        "in_progress": "办理中",
        "done": "已办结 / finished",
        "confirmed": "已确认",
        "closed": "已归档 / archived",
        "merged": "已并件 / merged into another",
        "voided": "已作废",
    },
    steps=(
        Step("register", "registered", "登记 / Register", "new -> registered", Registration),
        Step(
            "accept",
            "accepted",
            "受理 / Accept",
            "registered -> in_progress",
            Acceptance,
            adds=Alike,
            apart_reason=TAKEN_IN,
            task="accept",
        ),
        Step("reject", "rejected", "不予受理 / Reject", "registered -> rejected", Rejection),
        Step("finish", "finished", "办结 / Finish", "in_progress -> done", Completion, adds=Took),
        Step(
            "confirm",
            "confirmed",
            "确认 / Confirm",
            "done -> confirmed",
            Confirmation,
            level="E2",
            apart_from="register, finish",
            apart_in="opinion=outreach.opinions.receive, service_call=outreach.service_calls.receive",
            not_by="handler",
            task="confirm",
        ),
        Step("reopen", "reopened", "重办 / Reopen", "done, confirmed -> in_progress", Reopening),
        Step("close", "closed", "归档 / Close", "confirmed -> closed", Closing),
        Step("transfer", "transferred", "移交 / Transfer", "registered, in_progress", Transfer, by="captain"),
        Step("comment", "commented", "备注 / Comment", "registered, in_progress, done, confirmed", Note),
        Step("mark_duplicate", "merged", "并件 / Merge", "registered, in_progress, done, confirmed -> merged", Merging),
        Step("separate", "separated", "分件 / Separate", "merged -> in_progress", Separation, by="captain"),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "registered, rejected, in_progress, done, confirmed, closed, merged -> voided",
            Reason,
            voids=True,
            by="captain",
        ),
    ),
    clocks=(
        Clock(
            "reply",
            "registered -> accepted, rejected",
            "5 workdays",
            "局内规定（待定）",
            lapses="merged",
            title="受理答复 / Reply",
        ),
    ),
)
