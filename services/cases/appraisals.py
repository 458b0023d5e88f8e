"""Rules for appraisals."""

from contracts.cases.appraisals import register
from contracts.errors import Refused
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
FULL = 100
FINES = ("罚款", "罚没", "没收", "收缴")


class RewardsFines(Refused):
    """No appraisal may be linked to fines or confiscations, directly or in disguise."""

    slug, zh, field, article = "rewards-fines", "考核不得与罚款、没收数额挂钩", "marks", "行政处罚法第七十四条"


class TooManyPoints(Refused):
    """Nobody gets more than full marks."""

    slug, zh, field = "too-many-points", "得分超过满分", "marks"


class BackToFront(Refused):
    """A period ends after it begins, and is appraised when it is over."""

    slug, zh, field = "back-to-front", "考核期起止颠倒，或考核期未满即公布", "ends"


@rules.on("publish")
def publish(_appraisal: Record, form: Data, _at: Context) -> Data:
    """A unit's result for a period that is over."""
    if not form["begins"] <= form["ends"] <= form["published_on"]:
        raise BackToFront(form["ends"])
    return _with_score(form)


@rules.on("uphold", upto=1)
def uphold_as_before(_appraisal: Record, form: Data, _at: Context) -> Data:
    """The result stays."""
    return form


@rules.on("uphold")
def uphold(appraisal: Record, form: Data, _at: Context) -> Data:
    """The same; it is told again what it is, since it counted nowhere while it was under appeal."""
    return form | {"score": appraisal["score"]}


@rules.on("change")
def change(_appraisal: Record, form: Data, _at: Context) -> Data:
    """What an objection changed."""
    return _with_score(form)


def _with_score(form: Data) -> Data:
    marks = form["marks"]
    # The words are looked for in the point's name: a link in disguise is still a person's to find.
    if fines := [mark["point"] for mark in marks if any(word in mark["point"] for word in FINES)]:
        raise RewardsFines(*fines)
    if any(mark["points"] > mark["most"] for mark in marks):
        raise TooManyPoints
    return form | {"score": round(FULL * sum(mark["points"] for mark in marks) / sum(mark["most"] for mark in marks))}
