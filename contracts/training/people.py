"""The personnel register 人员名册: the dated whole of many ratios."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Clock, Register, Step
from contracts.training.units import KINDS as UNIT_KINDS
from contracts.words import Words

POSTS = Words(
    {
        "captain": "中队长",
        "officer": "执法人员 / enforcement officer",
        "legal": "法制员 / legal officer",
        "clerk": "内勤",
        "leader": "领导",
        "other": "其他",
    }
)
KINDS = Words({"established": "在编 / on the establishment", "auxiliary": "协管"})


class Joining(Form):
    """A person comes on strength; a recruit 新录用 is trained before the first duty (F010)."""

    code = ask.code("人员编号", "Person code")
    name = ask.text("姓名", "Name", longest=40, metadata={"x-personal": True})
    unit = ask.unit()
    role = ask.choice("岗位", "Role", POSTS)
    kind = ask.choice("编制", "Establishment", KINDS)
    party_member = ask.flag("党员", "Party member")
    recruit = ask.flag("新录用", "Recruit", required=False)
    joined_on = ask.happened("入职日期", "Joined on")
    note = ask.text("备注", "Note", required=False)


class Posting(Form):
    """The first day of duty (F010: induction comes before it)."""

    first_duty_on = ask.happened("上岗日期", "First duty on")
    note = ask.text("备注", "Note", required=False)


class Certification(Form):
    """An enforcement certificate with its validity (Penalty Law art. 42)."""

    certificate = ask.text("执法证号", "Certificate number", same="number", longest=40)
    certified_on = ask.happened("发证日期", "Certified on")
    valid_until = ask.day("有效期至", "Valid until")


class Transfer(Form):
    """A person goes to another unit."""

    unit = ask.unit("调入单位", "New unit")
    transferred_on = ask.happened("调动日期", "Transferred on")


LEDGERS = Words(
    {
        "training.sessions": "培训场次 / Training sessions",
        "training.integrity_activities": "廉政教育活动 / Integrity activities",
        "training.assessments": "考核 / Assessments",
        "training.certificates": "培训合格证 / Training certificates",
        "training.acknowledgements": "规范签收 / Acknowledgements",
        "training.pledges": "廉政责任书 / Pledges of integrity",
        "training.conduct_checks": "督察检查 / Conduct checks",
        "training.posts": "任职 / Posts",
        "training.duty_sheets": "岗位责任书 / Duty sheets",
        "training.delegations": "代理 / Delegations",
    }
)
"""The registers whose records place people in units; breaches do too, but that there are any is for few to know."""


class Misplaced(Form):
    """A record that was told before, and places the person in another unit than that of the day."""

    register = ask.choice("台账", "Register", LEDGERS)
    record = ask.text("记录编号", "Record", longest=80)


class Placed(Form):
    """What kind of unit it is: the front line are the squadrons (F040); and what is to be corrected by it."""

    unit_kind = ask.choice("单位类别", "Unit kind", UNIT_KINDS)
    to_correct = ask.many(Misplaced, "须更正的记录（单位已变）", "Records to correct: their unit is another", least=0)


class Appointment(Form):
    """A person takes another role: a class of backbone training is for a role (F011)."""

    role = ask.choice("新岗位", "New role", POSTS)
    appointed_on = ask.happened("任职日期", "Appointed on")


class Appointed(Form):
    """The role that the person gives up."""

    former = ask.choice("原岗位", "Former role", POSTS)


class Leaving(Reason):
    """A person leaves the strength."""

    left_on = ask.happened("离职日期", "Left on")


register = Register(
    "training.people",
    "人员名册",
    "People",
    keys="kind, role, party_member, recruit",
    finds="unit+role+kind",
    identity="code",
    unique="certificate",
    offered="on_strength, on_duty",
    words={"on_strength": "在册", "on_duty": "在岗", "left": "已离职", "voided": "已作废"},
    steps=(
        Step(
            "join",
            "joined",
            "入职 / Join",
            "new -> on_strength",
            Joining,
            adds=Placed,
            by="trainer",
            founding=True,
            not_by="code",
        ),
        Step(
            "post",
            "posted",
            "上岗 / Post",
            "on_strength -> on_duty",
            Posting,
            by="trainer, captain",
            own_reason="只记首日到岗，不改变职务 / It records the first day of duty, and gives no role",
        ),
        Step(
            "certify",
            "certified",
            "发证 / Certify",
            "on_strength, on_duty",
            Certification,
            by="trainer, legal",
            anyday=True,
            not_by="code",
        ),
        Step(
            "transfer",
            "transferred",
            "调动 / Transfer",
            "on_strength, on_duty",
            Transfer,
            adds=Placed,
            by="trainer",
            not_by="code",
        ),
        Step(
            "appoint",
            "appointed",
            "任职 / Appoint",
            "on_strength, on_duty",
            Appointment,
            adds=Appointed,
            by="trainer",
            not_by="code",
        ),
        Step(
            "leave",
            "left",
            "离职 / Leave",
            "on_strength, on_duty -> left",
            Leaving,
            by="trainer",
            not_by="code",
            version=2,
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "on_strength, on_duty, left -> voided",
            Reason,
            voids=True,
            by="trainer",
            not_by="code",
        ),
    ),
    clocks=(
        Clock(
            "certificate",
            "certified -> certified",
            "",
            "行政处罚法第四十二条",
            lapses="left",
            title="执法证换发 / Renewal of the enforcement certificate",
            until="valid_until",
            warns="90, 30, 7",
        ),
    ),
)
