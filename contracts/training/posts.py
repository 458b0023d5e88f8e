"""Posts 任职: what people are appointed to beside the role in which the personnel register has them, for a time."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.roles import POSTS


class Appointment(Form):
    """A person is given a post, from one day to another or until it is ended."""

    person = ask.person("任职人", "Person")
    role = ask.choice("职务", "Post", POSTS)
    post_unit = ask.unit("任职单位（不填为本单位）", "Unit of the post (own unit if empty)", required=False)
    appointed_on = ask.happened("任命日期", "Appointed on")
    from_on = ask.day("起始日期", "From")
    until = ask.day("截止日期（含）", "Until, that day included", required=False)
    note = ask.text("备注", "Note", required=False)


class Appointed(Form):
    """The unit in which the person is on strength on the day of the appointment."""

    unit = ask.unit()


class Ending(Reason):
    """The post is given up; the last day on which it was held is the day before."""

    ended_on = ask.happened("免去日期", "Ended on")


register = Register(
    "training.posts",
    "任职",
    "Posts",
    keys="person, role",
    finds="person, role",
    words={"held": "在任 / in office", "ended": "已免去 / relieved", "voided": "已作废"},
    steps=(
        Step(
            "appoint",
            "appointed",
            "任命 / Appoint",
            "new -> held",
            Appointment,
            adds=Appointed,
            by="trainer, administrator",
            not_by="person",
            version=2,
        ),
        Step(
            "end",
            "ended",
            "免去 / End",
            "held -> ended",
            Ending,
            by="trainer, administrator",
            not_by="person",
            version=2,
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "held, ended -> voided",
            Reason,
            voids=True,
            by="trainer, administrator",
            not_by="person",
        ),
    ),
)
