"""Help to people in hardship 帮扶困难群众 (F101), followed up afterwards; who they are stays with the owner."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

KINDS = Words(
    {
        "goods": "生活物资 / goods of daily life",
        "money": "慰问金 / money",
        "medical": "就医 / medical care",
        "schooling": "助学",
        "work": "就业 / finding work",
        "housing": "居住环境 / housing",
        "errand": "代办事项 / errands",
        "other": "其他",
    }
)
SITUATIONS = Words({"better": "有改善 / better", "same": "无变化 / as before", "worse": "更困难 / worse"})


class Registration(Form):
    """Somebody in hardship becomes known, on an event, a visit or otherwise."""

    number = ask.text("登记编号", "Register number", longest=40, required=False)
    unit = ask.unit("帮扶单位", "Helping unit")
    beneficiary = ask.private("帮扶对象", "Beneficiary")
    contact = ask.private("联系方式", "How to reach them", required=False)
    household = ask.code("困难户编号", "Household code", required=False)
    situation = ask.private("困难情况", "Situation", longest=500)
    volunteer_event = ask.record("outreach.volunteer_events", "所属志愿服务", "Volunteer event", required=False)
    public_event = ask.record("outreach.public_events", "所属公众体验活动", "Public event", required=False)
    visit = ask.record("outreach.visits", "所属走访", "Visit", required=False)
    registered_on = ask.happened("登记日期", "Registered on")
    note = ask.text("备注", "Note", required=False)


class Help(Form):
    """Something was done for them."""

    helped_on = ask.happened("帮扶日期", "Helped on")
    kind = ask.choice("帮扶方式", "Kind of help", KINDS)
    deed = ask.private("帮扶内容", "What was done", longest=500)
    helper = ask.doer("帮扶人员", "Helper", required=False)
    evidence = ask.evidence("帮扶佐证", "Proof of the help")


class FollowUp(Form):
    """They were asked later how they are."""

    followed_up_on = ask.happened("回访日期", "Followed up on")
    situation_now = ask.choice("目前情况", "Situation now", SITUATIONS)
    remarks = ask.private("回访记录", "What they said", longest=500, required=False)
    evidence = ask.evidence("回访佐证", "Proof of the follow-up")


class Closing(Reason):
    """No more help is needed, or none can be given here."""

    closed_on = ask.happened("结束日期", "Closed on")


register = Register(
    "outreach.hardship_help",
    "帮扶困难群众",
    "Help to people in hardship",
    keys="household, volunteer_event, public_event",
    numbered="BF",
    papers_as="outreach.hardship_help",
    offered="registered, helped, followed_up",
    words={
        "registered": "已登记",
        "helped": "已帮扶",
        "followed_up": "已回访",
        "closed": "已结束",
        "voided": "已作废",
    },
    steps=(
        Step("register", "registered", "登记 / Register", "new -> registered", Registration),
        Step("help", "help_given", "帮扶 / Help", "registered, helped, followed_up -> helped", Help),
        Step("follow_up", "followed_up", "回访 / Follow up", "helped, followed_up -> followed_up", FollowUp),
        Step("close", "closed", "结束 / Close", "registered, helped, followed_up -> closed", Closing, by="captain"),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "registered, helped, followed_up, closed -> voided",
            Reason,
            voids=True,
            by="captain",
        ),
    ),
)
