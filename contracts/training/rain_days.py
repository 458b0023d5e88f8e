"""Rain days 雨天记录: the weather of the district day by day, the whole of "rain days used" (F014)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step


class Weather(Form):
    """Whether it rained in a district on a day."""

    day = ask.happened("日期", "Day")
    district = ask.text("行政区", "District", longest=40)
    rain = ask.flag("有雨", "Rain")
    note = ask.text("备注", "Note", required=False)


class Squadron(Form):
    """A squadron that existed on that day."""

    unit = ask.unit()


class Observed(Form):
    """The bureau to which the record belongs, and the squadrons that could have studied."""

    unit = ask.unit()
    squadrons = ask.many(Squadron, "当日中队", "Squadrons of the day", least=0)


register = Register(
    "training.rain_days",
    "雨天记录",
    "Rain days",
    keys="district, rain",
    finds="day",
    bureaus=True,
    words={"observed": "已记录 / recorded", "voided": "已作废"},
    steps=(
        Step("observe", "observed", "记录 / Observe", "new -> observed", Weather, adds=Observed, by="trainer"),
        Step("void", "voided", "作废 / Void", "observed -> voided", Reason, voids=True, by="trainer"),
    ),
)
