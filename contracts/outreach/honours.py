"""Honours 荣誉 of the bureau and its units, with level, issuer and how long they hold (F100: 省级文明单位)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Clock, Register, Step
from contracts.words import Words

LEVELS = Words({"national": "国家级", "provincial": "省级", "city": "市级", "district": "区级"})
BY = "publicist, captain"


class Award(Form):
    """A title is given; without a day until when, it holds until it lapses or is withdrawn."""

    number = ask.text("登记编号", "Register number", longest=40, required=False)
    unit = ask.unit("获得单位", "Honoured unit")
    title = ask.text("荣誉名称", "Title", longest=80)
    level = ask.choice("级别", "Level", LEVELS)
    issuer = ask.text("授予机关", "Issuer", longest=80)
    document = ask.text("文号", "Number of the document", longest=60, required=False)
    awarded_on = ask.happened("授予日期", "Awarded on", decreed=True)
    valid_until = ask.day("有效期至", "Valid until", required=False)
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("证书或文件", "Certificate or document")


class Renewal(Form):
    """It is confirmed for another term, after a re-examination 复查."""

    renewed_on = ask.happened("复查保留日期", "Renewed on", decreed=True)
    valid_until = ask.day("有效期至", "Valid until", required=False)
    evidence = ask.evidence("复查文件", "Document of the renewal")


class Lapse(Form):
    """Its term has run out."""

    lapsed_on = ask.happened("失效日期", "Lapsed on")


class Withdrawal(Reason):
    """Whoever gave it takes it back."""

    withdrawn_on = ask.happened("撤销日期", "Withdrawn on", decreed=True)
    evidence = ask.evidence("撤销文件", "Document of the withdrawal")


register = Register(
    "outreach.honours",
    "荣誉",
    "Honours",
    keys="level, title",
    numbered="RY",
    offered="held",
    words={"held": "有效 / held", "lapsed": "已失效", "withdrawn": "已撤销", "voided": "已作废"},
    steps=(
        Step("award", "awarded", "获得 / Award", "new -> held", Award, by=BY),
        Step("renew", "renewed", "复查保留 / Renew", "held, lapsed -> held", Renewal, by=BY),
        Step("lapse", "lapsed", "失效 / Lapse", "held -> lapsed", Lapse, by=BY),
        Step("withdraw", "withdrawn", "撤销 / Withdraw", "held -> withdrawn", Withdrawal, by=BY),
        Step("void", "voided", "作废 / Void", "held, lapsed, withdrawn -> voided", Reason, voids=True, by="captain"),
    ),
    clocks=(
        Clock(
            "validity",
            "awarded, renewed -> lapsed",
            "",
            "授予文件",
            until="valid_until",
            warns="90, 30",
            lapses="withdrawn",
            title="荣誉有效期 / Validity",
        ),
    ),
)
