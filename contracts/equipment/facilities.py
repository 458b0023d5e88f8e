"""Public service facilities 公共服务设施 and their checks: wall notices, monitors, conveniences (F043)."""

from contracts import forms as ask
from contracts.apart_reasons import A_CLAIM
from contracts.equipment.custody import KEEPERS
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

KINDS = Words(
    {
        "wall_notice": "上墙公示 / notice on the wall",
        "monitor": "监控设备 / surveillance equipment",
        "convenience": "便民设施 / convenience facility",
    }
)


class Installation(Form):
    """A facility is put up at a site."""

    code = ask.code("设施编号", "Facility code")
    unit = ask.unit("管理单位", "Keeping unit")
    kind = ask.choice("设施类别", "Kind", KINDS)
    name = ask.text("设施名称", "Name", longest=80)
    site = ask.text("设置地点", "Site", longest=80)
    premises = ask.record("equipment.premises", "所在场所", "Premises", required=False)
    installed_on = ask.happened("设置日期", "Put up on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("设施照片", "Photo of the facility")


class Check(Form):
    """Somebody looked at it."""

    checked_on = ask.happened("检查日期", "Checked on")
    passed = ask.flag("合格", "Passed")
    defect = ask.text("存在问题", "What is wrong", required=False)
    evidence = ask.evidence("检查照片", "Photo of the check")


class Removal(Reason):
    """It is taken down."""

    removed_on = ask.happened("撤除日期", "Taken down on")


register = Register(
    "equipment.facilities",
    "公共服务设施",
    "Facilities",
    keys="kind, site",
    finds="premises+kind",
    dated="installed_on",
    compared="removed_on",
    identity="code",
    words={"in_use": "在用", "removed": "已撤除", "voided": "已作废"},
    steps=(
        Step("install", "installed", "设置 / Put up", "new -> in_use", Installation, by=KEEPERS),
        Step(
            "check",
            "checked",
            "检查 / Check",
            "in_use",
            Check,
            by=f"{KEEPERS}, inspector",
            apart_reason=A_CLAIM,
        ),
        Step("remove", "removed", "撤除 / Take down", "in_use -> removed", Removal, by=KEEPERS),
        Step("void", "voided", "作废 / Void", "in_use, removed -> voided", Reason, voids=True, by="quartermaster"),
    ),
)
