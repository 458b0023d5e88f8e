"""Social supervisors and informants 社会监督员和信息员, engaged for a term."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Clock, Register, Step
from contracts.words import Words

KINDS = Words({"supervisor": "社会监督员 / social supervisor", "informant": "信息员"})
BY = "publicist, clerk, captain"


class Nomination(Form):
    """A citizen is put forward; who it is stays with the owner."""

    number = ask.code("聘任编号", "Letter number")
    unit = ask.unit("联系单位", "Unit in touch")
    kind = ask.choice("聘任类别", "Kind", KINDS)
    name = ask.private("姓名", "Name", longest=40)
    telephone = ask.private("联系电话", "Telephone", longest=20, required=False)
    area = ask.text("监督范围", "Area", longest=80, required=False)
    nominated_on = ask.happened("提名日期", "Nominated on")
    note = ask.text("备注", "Note", required=False)


class Appointment(Form):
    """The bureau engages them by letter for a term (F132)."""

    appointed_on = ask.happened("聘任日期", "Appointed on")
    term_to = ask.day("任期至", "Term until")
    evidence = ask.evidence("聘书", "Letter of appointment")


class Renewal(Form):
    """They are engaged for another term."""

    renewed_on = ask.happened("续聘日期", "Renewed on")
    term_to = ask.day("任期至", "Term until")
    evidence = ask.evidence("续聘书", "Letter of renewal")


class Expiry(Form):
    """The term has run out and was not renewed."""

    expired_on = ask.happened("届满日期", "Expired on")


class Resignation(Reason):
    """They give it up before the term ends."""

    resigned_on = ask.happened("辞任日期", "Resigned on")


register = Register(
    "outreach.supervisors",
    "社会监督员和信息员",
    "Social supervisors",
    keys="kind, area",
    identity="number",
    offered="appointed",
    words={
        "nominated": "已提名",
        "appointed": "在任 / in office",
        "expired": "已届满 / term over",
        "resigned": "已辞任",
        "voided": "已作废",
    },
    steps=(
        Step("nominate", "nominated", "提名 / Nominate", "new -> nominated", Nomination, nature="plan", by=BY),
        Step(
            "appoint",
            "appointed",
            "聘任 / Appoint",
            "nominated -> appointed",
            Appointment,
            by="publicist, leader",
            apart_from="nominate",
            task="approve",
        ),
        Step("renew", "renewed", "续聘 / Renew", "appointed, expired -> appointed", Renewal, by="publicist, leader"),
        Step("expire", "expired", "届满 / Expire", "appointed -> expired", Expiry, by=BY),
        Step("resign", "resigned", "辞任 / Resign", "appointed -> resigned", Resignation, by=BY),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "nominated, appointed, expired, resigned -> voided",
            Reason,
            voids=True,
            by="publicist, captain",
        ),
    ),
    clocks=(
        Clock(
            "term",
            "appointed, renewed -> expired",
            "",
            "聘书",
            until="term_to",
            warns="90, 30, 7",
            lapses="resigned",
            title="聘期 / Term",
        ),
    ),
)
