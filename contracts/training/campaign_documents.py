"""Documents of the campaign 活动文件: notices, plans, systems, mechanisms, leading groups (F001, F002, F023, F121).

What is in force on a day, what took its place, and who was in a leading group is asked here. No text is built in: the
bureau files its own.
"""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

LEADING_GROUP = "leading_group"
KINDS = Words(
    {
        "notice": "上级通知 / notice from above",
        "plan": "实施方案 / work plan",
        LEADING_GROUP: "领导小组文件 / leading group",
        "publicity_system": "执法公示制度 / system of publicity",
        "record_system": "执法全过程记录制度 / system of whole-process records",
        "review_system": "重大执法决定法制审核制度 / system of legal review of major decisions",
        "system": "其他制度 / another system",
        "operation": "运行机制 / mechanism of operation",
        "management": "管理机制 / mechanism of management",
        "maintenance": "维护机制 / mechanism of maintenance",
        "appraisal": "考评机制 / mechanism of appraisal",
        "other": "其他文件 / other document",
    }
)
ITEMS = Words(
    {
        "S1": "S1 队伍培训 / S1 team training",
        "S2": "S2 执法规范 / S2 enforcement norms",
        "S3": "S3 工作纪律 / S3 work discipline",
        "S4": "S4 人员装备 / S4 staffing and equipment",
        "A1": "A1 作风整顿 / A1 style rectification",
        "A2": "A2 廉政教育 / A2 integrity education",
        "A3": "A3 特色创新 / A3 feature innovation",
        "A4": "A4 公众体验 / A4 public experience",
        "A5": "A5 挂钩走访 / A5 paired visits",
        "A6": "A6 志愿服务 / A6 volunteer service",
        "B1": "B1 服务城管 / B1 the service brand",
        "B2": "B2 高效城管 / B2 the efficient brand",
        "B3": "B3 阳光城管 / B3 the sunshine brand",
    }
)
"""The thirteen items (F003)."""
DUTIES = Words(
    {
        "head": "组长 / head",
        "deputy": "副组长 / deputy head",
        "office": "办公室主任 / head of its office",
        "member": "成员",
    }
)
ON_PAPER = "名单以文件为凭 / The document itself names its members"


class Issuing(Form):
    """A document as it was issued, by whomever; without items it is about all of them."""

    unit = ask.unit("登记单位", "Kept by")
    kind = ask.choice("文件类别", "Kind", KINDS)
    title = ask.text("文件名称", "Title", longest=120)
    number = ask.text("文号", "Number", longest=60, required=False, metadata=ask.numbers_of("the issuer"))
    issuer = ask.text("发文机关", "Issuer", longest=80)
    issued_on = ask.happened("印发日期", "Issued on", decreed=True)
    in_force_on = ask.day("施行日期（不填为印发日期）", "In force from (day of issue if empty)", required=False)
    items = ask.choices("所涉事项（不填为全部）", "Items that it is about (all if empty)", ITEMS)
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("文件原件", "The document itself")


class AboutItem(Form):
    """One of the items that it is about."""

    item = ask.choice("事项", "Item", ITEMS)


class Issued(Form):
    """Each item that it is about."""

    about = ask.many(AboutItem, "所涉各事项", "Each item that it is about", most=len(ITEMS))


class Member(Form):
    """Somebody who is in the leading group while the document is in force."""

    person = ask.person("成员", "Member")


class Ended(Form):
    """Who was in the leading group until then."""

    members = ask.many(Member, "卸任成员", "Members until then", least=0, most=200)


class Replacement(Form):
    """Another document takes its place from this day on."""

    successor = ask.record("training.campaign_documents", "替代文件", "Replaced by")
    replaced_on = ask.happened("替代日期", "Replaced on", decreed=True)


class Withdrawal(Reason):
    """It is no longer in force, and no other takes its place."""

    withdrawn_on = ask.happened("废止日期", "Withdrawn on", decreed=True)


class Appointment(Member):
    """Somebody becomes a member of the leading group."""

    duty = ask.choice("组内职务", "Role in the group", DUTIES)
    appointed_on = ask.happened("任命日期", "Appointed on")


class Release(Member):
    """A member leaves the group; the first day without them."""

    released_on = ask.happened("免去日期", "Released on")


register = Register(
    "training.campaign_documents",
    "活动文件",
    "Campaign documents",
    keys="kind, title, number, issuer",
    finds="@people, successor",
    offered="issued",
    words={"issued": "已印发", "replaced": "已被替代", "withdrawn": "已废止", "voided": "已作废"},
    steps=(
        Step("issue", "issued", "登记印发 / Issue", "new -> issued", Issuing, adds=Issued, by="clerk, legal, trainer"),
        Step(
            "appoint",
            "member_appointed",
            "任命成员 / Appoint a member",
            "new, released -> in_office",
            Appointment,
            line="member",
            each="person",
            during="issued",
            by="clerk, trainer",
            own_reason=ON_PAPER,
        ),
        Step(
            "release",
            "member_released",
            "免去成员 / Release a member",
            "in_office -> released",
            Release,
            line="member",
            each="person",
            during="issued",
            by="clerk, trainer",
            own_reason=ON_PAPER,
        ),
        Step(
            "replace",
            "replaced",
            "替代 / Replace",
            "issued -> replaced",
            Replacement,
            adds=Ended,
            by="clerk, legal, trainer",
        ),
        Step(
            "withdraw",
            "withdrawn",
            "废止 / Withdraw",
            "issued -> withdrawn",
            Withdrawal,
            adds=Ended,
            by="legal, trainer",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "issued, replaced, withdrawn -> voided",
            Reason,
            voids=True,
            by="legal, trainer",
            own_reason=ON_PAPER,
        ),
    ),
)
