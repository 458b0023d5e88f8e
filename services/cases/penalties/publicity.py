"""What is made public, and what is taken back (Penalty Law art. 48)."""

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties import time_limits
from services.cases.penalties.fines import outcomes
from services.cases.penalties.remedies.standing import CHANGED, UNDONE
from services.cases.penalties.time_limits import require_not_before
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class PublishedLate(Refused):
    """A decision is made public within seven working days; if not, say why."""

    slug, zh, field = "published-late", "处罚决定应当在七个工作日内公开；逾期须说明", "late_reason"
    article = "行政处罚法 第四十八条；国办发〔2018〕118号"


class UndoneAlready(Refused):
    """A decision that was changed or revoked is not made public."""

    slug, zh, article = "undone-already", "处罚决定已被变更、撤销或者确认违法、无效，不再公开", "行政处罚法 第四十八条"


class WithdrawnLate(Refused):
    """What no longer stands is withdrawn within three working days; if not, say why."""

    slug, zh, field = "withdrawn-late", "应当在三日（工作日）内撤回公开的处罚决定；逾期须说明", "late_reason"
    article = "行政处罚法 第四十八条"


@rules.on("publish")
def publish(case: Record, form: Data, _at: Context) -> Data:
    """A decision that stands is made public in its period (art. 48)."""
    require_not_before(form["published_on"], case["decided_on"], "published_on")
    # What no longer stands as it was decided is not shown to the public as if it did.
    if outcomes(case) & {*UNDONE, CHANGED}:
        raise UndoneAlready(case.id)
    time_limits.require_in_time(form["published_on"], time_limits.limit(case, "publicity"), form, PublishedLate)
    return form


@rules.on("withdraw_publication")
def withdraw_publication(case: Record, form: Data, _at: Context) -> Data:
    """What was published and no longer stands is withdrawn, with the reason told (art. 48)."""
    require_not_before(form["publication_withdrawn_on"], case["published_on"], "publication_withdrawn_on")
    time_limits.require_in_time(
        form["publication_withdrawn_on"], time_limits.limit(case, "withdrawal"), form, WithdrawnLate
    )
    return form
