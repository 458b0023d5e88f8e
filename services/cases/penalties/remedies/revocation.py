"""Rules for what the agency puts right itself, and for what it decides anew."""

from decimal import Decimal

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties import time_limits
from services.cases.penalties.fines import DECISIONS, confiscation, fine, outcomes
from services.cases.penalties.remedies.consequences import consequences
from services.cases.penalties.remedies.standing import CHANGED, leaves_nothing
from services.cases.penalties.remedies.windows import remedies
from services.cases.penalties.time_limits import require_not_before
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class GoneAlready(Refused):
    """Nothing is left of the decision that could be put right."""

    slug, zh, article = "gone-already", "处罚决定已被撤销或者确认无效", "行政处罚法 第七十五条"


class NotLighter(Refused):
    """What the agency changes by itself becomes lighter: another fine is named where there was nothing but a fine."""

    slug, zh, field = "not-lighter", "自行变更应填写更轻的罚款、没收（仅变更其他处罚的不填），撤销则不填", "new_fine"
    article = "行政处罚法 第七十五条、第四十五条"


class RevokedUndiscussed(Refused):
    """A complex or major case is decided anew by collective discussion, as it was decided before."""

    slug, zh, field = "revoked-undiscussed", "情节复杂或者重大违法的案件，撤销、变更应当集体讨论", "discussed"
    article = "行政处罚法 第五十七条"


class NotToldAnew(Refused):
    """Nobody told the agency to decide anew."""

    slug, zh, article = "not-told-anew", "没有责令重新作出的决定或者判决", "行政复议法 第六十四条；行政诉讼法 第七十条"


class AnewLate(Refused):
    """What is decided anew is decided in the time that was set; if not, say why."""

    slug, zh, field = "anew-late", "应当在责令的期限内重新作出；逾期须说明", "late_reason"
    article = "行政复议法 第六十四条、第七十七条"


@rules.on("revoke")
def revoke(case: Record, form: Data, at: Context) -> Data:
    """The agency takes a wrong decision back, or makes it lighter (art. 75)."""
    require_not_before(form["revoked_on"], case["decided_on"], "revoked_on")
    if leaves_nothing(case):
        raise GoneAlready(case.id)
    _require_lighter(case, form)
    if case.get("major") and not form["discussed"]:
        raise RevokedUndiscussed(case.id)
    return form | consequences(case, "revoke", form, remedies(case), at.calendar)


def _require_lighter(case: Record, form: Data) -> None:
    """A change makes the fine smaller, or the rest of the penalty lighter. Raises NotLighter."""
    now = {"new_fine": fine(case), "new_confiscation": confiscation(case)}
    for name, stands in now.items():
        if form[name] and (form["revocation"] != CHANGED or Decimal(form[name]) >= stands):
            raise NotLighter(form[name], stands, errors=[NotLighter.fault(name)])
    if form["new_fine"] or form["new_confiscation"]:
        return
    decided = [one.data for one in case.effective if one.step.name in DECISIONS][-1]
    if form["revocation"] == CHANGED and not (decided["other"] or decided["confiscation"]):
        raise NotLighter(form["revocation"])


@rules.on("settle_anew")
def settle_anew(case: Record, form: Data, _at: Context) -> Data:
    """The agency has done what it was told to do anew, in its time."""
    if "redone" not in outcomes(case):
        raise NotToldAnew(case.id)
    time_limits.require_in_time(form["redone_on"], time_limits.limit(case, "redo"), form, AnewLate)
    return form
