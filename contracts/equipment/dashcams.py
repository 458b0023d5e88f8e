"""Dashcams 行车记录仪 in vehicles: installed, accepted, faulty, working again, removed (F042)."""

from contracts import forms as ask
from contracts.equipment.custody import KEEPERS
from contracts.forms import Form, Reason
from contracts.register import Register, Step


class Installation(Form):
    """A device is built into a vehicle; it counts from its acceptance on."""

    vehicle = ask.record("equipment.vehicles", "车辆编号", "Vehicle code")
    serial = ask.text(
        "设备序列号", "Device serial number", same="number", longest=80, metadata=ask.numbers_of("the maker")
    )
    model = ask.text("型号", "Model", longest=80, required=False)
    installed_on = ask.happened("安装日期", "Installed on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("安装佐证", "Proof of installation")


class OfVehicle(Form):
    """An installation belongs to the unit that had the vehicle on the day."""

    unit = ask.unit("使用单位", "Unit that uses the vehicle")


class Acceptance(Form):
    """It records; the sample footage shows it."""

    accepted_on = ask.happened("验收日期", "Accepted on")
    evidence = ask.evidence("验收佐证", "Acceptance paper and sample footage")


class Fault(Reason):
    """It records no longer, from a moment on."""

    faulted_at = ask.moment("故障时间", "Faulty since")


class FaultDay(Form):
    """The business day of that moment."""

    faulted_on = ask.happened("故障日期", "Faulty since the day")


class Repair(Form):
    """The same device works again."""

    restored_at = ask.moment("恢复时间", "Working again at", now=True)
    evidence = ask.evidence("恢复佐证", "Proof that it works")


class Replacement(Repair):
    """Another device stands in its place and works."""

    serial = ask.text(
        "新设备序列号", "New device's serial number", same="number", longest=80, metadata=ask.numbers_of("the maker")
    )


class Restored(Form):
    """How long there was no recording; hours begun count."""

    restored_on = ask.happened("恢复日期", "Working again on")
    downtime = ask.number("停用小时", "Hours of downtime")


class Replaced(Restored):
    """The device that stood there before: look-ups find the installation by it."""

    former = ask.text("原设备序列号", "Former device's serial number", same="number", longest=80)


class Removal(Reason):
    """It is taken out."""

    removed_on = ask.happened("拆除日期", "Removed on")


register = Register(
    "equipment.dashcams",
    "行车记录仪",
    "Dashcams",
    keys="vehicle, serial",
    named="vehicle, serial",
    finds="vehicle, serial, former",
    words={
        "installed": "已安装",
        "working": "正常",
        "faulty": "故障",
        "removed": "已拆除",
        "voided": "已作废",
    },
    steps=(
        Step(
            "install",
            "installed",
            "安装 / Install",
            "new -> installed",
            Installation,
            adds=OfVehicle,
            version=2,
            by=KEEPERS,
        ),
        Step(
            "accept",
            "accepted",
            "验收 / Accept",
            "installed -> working",
            Acceptance,
            by="quartermaster",
            apart_from="install",
            task="confirm",
        ),
        Step(
            "report_fault",
            "faulted",
            "报障 / Report a fault",
            "working -> faulty",
            Fault,
            adds=FaultDay,
            by=f"{KEEPERS}, officer",
        ),
        Step("repair", "repaired", "修复 / Repair", "faulty -> working", Repair, adds=Restored, by=KEEPERS),
        Step(
            "replace",
            "replaced",
            "更换 / Replace",
            "faulty -> working",
            Replacement,
            adds=Replaced,
            version=2,
            by=KEEPERS,
        ),
        Step("remove", "removed", "拆除 / Remove", "installed, working, faulty -> removed", Removal, by=KEEPERS),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "installed, working, faulty, removed -> voided",
            Reason,
            voids=True,
            by="quartermaster",
        ),
    ),
)
