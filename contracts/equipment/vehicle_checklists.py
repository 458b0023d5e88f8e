"""What a vehicle check 车辆检查 looks at: lines of three aspects, by version, set by the bureau (F034)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

ASPECTS = Words(
    {
        "marking": "标志统一 / uniform marking",
        "cleanliness": "车容车貌 / appearance",
        "use": "使用管理 / use and management",
    }
)


class Line(Form):
    """One thing to look at."""

    line = ask.number("序号", "Line", least=1, most=100)
    aspect = ask.choice("方面", "Aspect", ASPECTS)
    text = ask.text("检查内容", "What to look at", longest=200)
    photo = ask.flag("须拍照", "A photo is needed", required=False)


class Publication(Form):
    """A version comes into force."""

    code = ask.code("检查表编号", "Checklist code")
    unit = ask.unit("发布单位", "Issuing unit")
    effective_on = ask.happened("生效日期", "In force from", decreed=True)
    lines = ask.many(Line, "检查项", "Lines", most=100)
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("依据", "Paper it rests on")


class Supersession(Reason):
    """It is used no longer; checks made by it stay."""

    superseded_on = ask.happened("停用日期", "Superseded on")


register = Register(
    "equipment.vehicle_checklists",
    "车辆检查表",
    "Vehicle checklists",
    identity="code",
    offered="in_force",
    words={"in_force": "现行", "superseded": "已停用", "voided": "已作废"},
    steps=(
        Step("publish", "published", "发布 / Publish", "new -> in_force", Publication, by="quartermaster, inspector"),
        Step(
            "supersede",
            "superseded",
            "停用 / Supersede",
            "in_force -> superseded",
            Supersession,
            by="quartermaster, inspector",
        ),
        Step("void", "voided", "作废 / Void", "in_force, superseded -> voided", Reason, voids=True, by="quartermaster"),
    ),
)
