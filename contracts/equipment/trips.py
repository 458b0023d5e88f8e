"""Trips 出车记录 of enforcement vehicles: who drove which, for what, from when to when, how far (F034).

A vehicle is out once at a time, on trips of 31 days at most (局内规定（待定）; nothing of the article says how long): a
trip is compared with the one before it and the one after it.
"""

from contracts import forms as ask
from contracts.equipment.custody import KEEPERS
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

STANDINGS = Words({"out": "在外 / out", "back": "已归队 / back"})
MOST_KILOMETRES = 2_000_000
DRIVERS = f"{KEEPERS}, officer"


class Departure(Form):
    """A vehicle leaves for a purpose."""

    vehicle = ask.record("equipment.vehicles", "车辆编号", "Vehicle code")
    driver = ask.doer("驾驶人", "Driver", roles="officer")
    purpose = ask.text("用车事由", "Purpose", longest=200)
    destination = ask.text("前往地点", "Destination", longest=100, required=False)
    out_at = ask.moment("出车时间", "Out at", now=True)
    odometer_out = ask.number("出车里程表读数（公里）", "Odometer at departure, km", most=MOST_KILOMETRES)
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("派车单", "Dispatch slip")


class Out(Form):
    """A trip belongs to the unit that had the vehicle on the day."""

    unit = ask.unit("使用单位", "Unit that uses the vehicle")
    out_on = ask.happened("出车日期", "Out on")
    month = ask.text("出车月份", "Month of departure", longest=7)
    standing = ask.choice("车辆状态", "Where the vehicle is", STANDINGS)


class Return(Form):
    """The vehicle is back."""

    back_at = ask.moment("归队时间", "Back at", now=True)
    odometer_in = ask.number("归队里程表读数（公里）", "Odometer at return, km", most=MOST_KILOMETRES)
    remark = ask.text("归队说明", "Remark", required=False)
    evidence = ask.evidence("归队佐证", "Proof")


class Driven(Form):
    """How far it went."""

    back_on = ask.happened("归队日期", "Back on")
    kilometres = ask.number("行驶里程（公里）", "Kilometres", most=MOST_KILOMETRES)
    standing = ask.choice("车辆状态", "Where the vehicle is", STANDINGS)


register = Register(
    "equipment.trips",
    "出车记录",
    "Vehicle trips",
    keys="vehicle, driver",
    finds="vehicle, vehicle+out_on, vehicle+standing",
    dated="out_on",
    orders="vehicle, out_at",
    words={"out": "在外 / out", "back": "已归队 / back", "voided": "已作废"},
    steps=(
        Step("depart", "departed", "出车 / Depart", "new -> out", Departure, adds=Out, by=DRIVERS),
        Step(
            "come_back",
            "returned",
            "归队 / Come back",
            "out -> back",
            Return,
            adds=Driven,
            by=DRIVERS,
            task="proceed",
            task_of="driver",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "out, back -> voided",
            Reason,
            voids=True,
            by="quartermaster",
            not_by="driver",
        ),
    ),
)
