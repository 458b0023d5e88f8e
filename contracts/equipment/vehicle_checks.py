"""The check book 车辆检查簿 of each vehicle: marking, cleanliness, use, a photo per line (F034).

A book is one record, so that its last check is the last word on the vehicle (M-S3-6, M-S3-7).
"""

from contracts import forms as ask
from contracts.apart_reasons import OWN_RECORD
from contracts.forms import Form, Reason
from contracts.register import Register, Step

INSPECTORS = "quartermaster, inspector, captain"
LINES = ask.Points("equipment.vehicle_checklists", by="checklist", points="lines", key="line")


class Opening(Form):
    """The book of a vehicle is opened."""

    vehicle = ask.record("equipment.vehicles", "车辆编号", "Vehicle code")
    opened_on = ask.happened("建簿日期", "Opened on")
    note = ask.text("备注", "Note", required=False)


class OfVehicle(Form):
    """A check belongs to the unit that had the vehicle on the day."""

    unit = ask.unit("使用单位", "Unit that uses the vehicle")


class Answer(Form):
    """One line of the checklist, as it was found."""

    line = ask.number("序号", "Line", least=1, most=100)
    passed = ask.flag("合格", "Passed")
    note = ask.text("说明", "Remark", longest=200, required=False)
    photo = ask.evidence("照片", "Photo")


class Check(Form):
    """Every line of a checklist was looked at."""

    checklist = ask.record("equipment.vehicle_checklists", "检查表编号", "Checklist code")
    checked_on = ask.happened("检查日期", "Checked on")
    inspector = ask.myself("检查人", "Inspector", required=False)
    answers = ask.checks(Answer, "检查结果", "Answers", LINES, most=100)
    evidence = ask.evidence("检查表", "Check sheet")


class Result(OfVehicle):
    """An aspect passes when all of its lines do."""

    marking_passed = ask.flag("标志合格", "Marking passed")
    cleanliness_passed = ask.flag("车容合格", "Cleanliness passed")
    use_passed = ask.flag("使用合格", "Use passed")


register = Register(
    "equipment.vehicle_checks",
    "车辆检查簿",
    "Vehicle check books",
    keys="vehicle",
    finds="vehicle",
    identity="vehicle",
    words={"open": "在用 / in use", "voided": "已作废"},
    steps=(
        Step("open", "opened", "建簿 / Open", "new -> open", Opening, adds=OfVehicle, by=INSPECTORS),
        Step(
            "check",
            "checked",
            "检查 / Check",
            "open",
            Check,
            adds=Result,
            by=INSPECTORS,
            apart_reason=OWN_RECORD,
        ),
        Step("void", "voided", "作废 / Void", "open -> voided", Reason, voids=True, by="quartermaster, inspector"),
    ),
)
