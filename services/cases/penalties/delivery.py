"""Service of the decision, and the record of on-spot decisions (Penalty Law art. 52, 61)."""

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties import time_limits
from services.cases.penalties.fines import fine, on_spot
from services.cases.penalties.remedies.windows import direct_remedies
from services.cases.penalties.time_limits import require_not_before
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class ServedLate(Refused):
    """A decision is served within seven working days; if not, say why."""

    slug, zh, field = "served-late", "应当在七日（工作日）内送达处罚决定书；逾期须说明", "late_reason"
    article = "行政处罚法 第六十一条"


class NotConfirmed(Refused):
    """A decision is served electronically to a party that has signed for it."""

    slug, zh, field = "not-confirmed", "电子送达须当事人同意并签订确认书", "confirmed"
    article = "行政处罚法 第六十一条"


class NotHandedOver(Refused):
    """A decision made on the spot is handed over on the spot."""

    slug, zh, field = "not-handed-over", "当场作出的处罚决定书应当当场交付", "method"
    article = "行政处罚法 第五十二条"


class NotSimple(Refused):
    """Only a decision made on the spot is reported for the record."""

    slug, zh, article = "not-simple", "仅当场作出的处罚决定需要备案", "行政处罚法 第五十二条"


@rules.on("serve", upto=1)
def serve_without_remedies(case: Record, form: Data, _at: Context) -> Data:
    """As it was: the guards of service, and nothing of the remedies that begin with it."""
    # A decision on the spot is handed over there, so its service has no period of its own.
    if on_spot(case) and (form["method"], form["served_on"]) != ("on_spot", case["decided_on"]):
        raise NotHandedOver(form["method"])
    if form["method"] == "electronic" and not form["confirmed"]:
        raise NotConfirmed(form["method"])
    time_limits.require_in_time(form["served_on"], time_limits.limit(case, "service"), form, ServedLate)
    return form | {"payable": fine(case) > 0}


@rules.on("serve")
def serve(case: Record, form: Data, at: Context) -> Data:
    """The decision is served in its period, or on the spot where it was made; remedies begin with it (art. 52, 61)."""
    remedies = direct_remedies(case, form["served_on"], at.calendar)
    order = "either" if remedies["sue_by"] else "reconsideration_first"
    return serve_without_remedies(case, form, at) | {"remedies": order} | remedies


@rules.on("record")
def record(case: Record, form: Data, _at: Context) -> Data:
    """An on-spot decision is reported to the agency (art. 52)."""
    if not on_spot(case):
        raise NotSimple(case.id)
    require_not_before(form["recorded_on"], case["decided_on"], "recorded_on")
    return form
