"""Enforcement vehicles 执法车辆: the dated whole of dashcam and marking coverage."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step


class Commission(Form):
    """A vehicle goes into service."""

    code = ask.code("车辆编号", "Vehicle code")
    unit = ask.unit("使用单位", "Unit that uses it")
    plate = ask.text("号牌", "Plate", same="plate", longest=12)
    vin = ask.text("车架号后六位", "Last six of the VIN", longest=6)
    marking = ask.text("标志编号", "Marking number", same="number", longest=20, required=False)
    model = ask.text("车型", "Model", longest=80, required=False)
    in_service_on = ask.happened("投入使用日期", "In service on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("车辆照片", "Photo of the vehicle")


class Marking(Form):
    """The vehicle gets its unified marking and number (F034)."""

    marking = ask.text("标志编号", "Marking number", same="number", longest=20)
    marked_on = ask.happened("喷涂日期", "Marked on")
    evidence = ask.evidence("标志照片", "Photo of the marking")


class Transfer(Reason):
    """Another unit uses it from now on; what was counted before stays where it was."""

    unit = ask.unit("接收单位", "Receiving unit")
    transferred_on = ask.happened("调拨日期", "Transferred on")


class Retirement(Reason):
    """It goes out of service."""

    out_of_service_on = ask.happened("停用日期", "Out of service on")
    evidence = ask.evidence("停用佐证", "Proof of retirement")


register = Register(
    "equipment.vehicles",
    "执法车辆",
    "Vehicles",
    keys="plate, marking",
    finds="plate, marking, unit",
    identity="code",
    offered="in_service",
    words={"in_service": "在用", "retired": "已停用", "voided": "已作废"},
    steps=(
        Step(
            "commission",
            "commissioned",
            "投入使用 / Put into service",
            "new -> in_service",
            Commission,
            version=2,
            by="quartermaster",
        ),
        Step("mark", "marked", "喷涂标志 / Mark", "in_service", Marking, version=2, by="quartermaster"),
        Step("transfer", "transferred", "调拨 / Transfer", "in_service", Transfer, by="quartermaster"),
        Step("retire", "retired", "停用 / Retire", "in_service -> retired", Retirement, by="quartermaster"),
        Step("void", "voided", "作废 / Void", "in_service, retired -> voided", Reason, voids=True, by="quartermaster"),
    ),
)
