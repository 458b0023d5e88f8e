"""The order to correct 责令改正, and whether what was wrong was put right (Penalty Law art. 28, 33)."""

import datetime as dt

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties.officers import ON_SITE, people, two_certified
from services.cases.penalties.time_limits import require_not_before
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
LINE = "correction"


class CorrectByThePast(Refused):
    """What is to be put right is put right on the day of the order or later."""

    slug, zh, field = "correct-by-the-past", "改正期限不得早于责令日期", "correct_by"
    article = "行政处罚法 第二十八条"


class CorrectionUnchecked(Refused):
    """The party was ordered to put something right, and nobody has looked yet whether it did."""

    slug, zh, article = "correction-unchecked", "已责令改正，尚未复查改正情况", "行政处罚法 第二十八条"


class NotCorrected(Refused):
    """A breach is spared when it was put right in time: re-inspect it, or say on which day it was."""

    slug, zh = "not-corrected", "及时改正的方可不予处罚：应有复查已改正的记录，或者填写改正日期"
    field, article = "corrected_on", "行政处罚法 第三十三条"


@rules.on("order_correction", officers=people(ON_SITE))
def order_correction(_case: Record, form: Data, _at: Context, officers: dict[str, Record]) -> Data:
    """Two officers order the party to put it right, at once or by a day (art. 28, 42)."""
    two_certified(officers, form["ordered_on"])
    if form["correct_by"] < form["ordered_on"]:
        raise CorrectByThePast(form["correct_by"])
    return form


@rules.on("reinspect", officers=people(ON_SITE))
def reinspect(case: Record, form: Data, _at: Context, officers: dict[str, Record]) -> Data:
    """Two officers look again, after the order (art. 28, 42)."""
    two_certified(officers, form["reinspected_on"])
    require_not_before(form["reinspected_on"], case.all("order_correction")[-1]["ordered_on"], "reinspected_on")
    return form


def last_look(case: Record, until: dt.date) -> Data | None:
    """What was seen at the last look by a day; None: nobody looked, or it was ordered again since."""
    looks = [entry for entry in case.moves(LINE) if entry.on <= until][-1:]
    return looks[0].data if looks and looks[0].step.name == "reinspect" else None


def require_checked(case: Record) -> None:
    """No order to correct waits for its re-inspection (art. 28). Raises CorrectionUnchecked."""
    if case.status(LINE) == "ordered":
        raise CorrectionUnchecked(case.id)


def require_corrected(case: Record, corrected_on: dt.date | None, until: dt.date) -> None:
    """What is spared as put right was put right, by a re-inspection or by a day that is named (art. 33).

    Raises NotCorrected, and OutOfOrder for a day after the decision or before the act.
    """
    look = last_look(case, until)
    if corrected_on is None:
        if not (look and look["corrected"]):
            raise NotCorrected(case.id)
        return
    # A day that is named does not outweigh what two officers saw on that day or later.
    if look and not look["corrected"] and corrected_on <= look["reinspected_on"]:
        raise NotCorrected(corrected_on, look["reinspected_on"])
    require_not_before(corrected_on, case["act_on"], "corrected_on")
    require_not_before(until, corrected_on, "corrected_on")
