"""Rules for honours: how long one holds."""

from contracts.errors import Refused
from contracts.outreach.honours import register
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class HoldsForNoDay(Refused):
    """An honour holds until a day after that on which it was given."""

    slug, zh, field = "honour-holds-for-no-day", "有效期应晚于授予（复查）日期", "valid_until"


class HonourHolds(Refused):
    """An honour lapses after its last day, and one without such a day does not lapse by itself: it is withdrawn."""

    slug, zh, field = "honour-holds", "该荣誉当日仍在有效期内或未定有效期；被撤销的请办理撤销", "lapsed_on"


@rules.on("award", "renew")
def hold(_honour: Record, form: Data, _at: Context) -> Data:
    """A term ends after it begins."""
    begins = form.get("renewed_on") or form["awarded_on"]
    if form["valid_until"] and form["valid_until"] <= begins:
        raise HoldsForNoDay(form["valid_until"])
    return form


@rules.on("lapse")
def lapse(honour: Record, form: Data, _at: Context) -> Data:
    """It lapses when the term that was set last is over."""
    until = honour.moves()[-1].data["valid_until"]
    if until is None or form["lapsed_on"] <= until:
        raise HonourHolds(until)
    return form
