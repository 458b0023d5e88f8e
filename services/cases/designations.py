"""Rules for designated jurisdiction (Penalty Law art. 25)."""

from contracts.cases.designations import register
from contracts.errors import Refused
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
ART_25 = "行政处罚法第二十五条"


class NoDispute(Refused):
    """A dispute over jurisdiction has two parties at least."""

    slug, zh, field, article = "no-dispute", "管辖权争议应有两个以上争议单位", "disputants", ART_25


class NotNegotiated(Refused):
    """A dispute is negotiated before the common superior is asked to designate."""

    slug, zh, article = "not-negotiated", "管辖权争议应先协商，协商不成再报请指定管辖", ART_25


class NoDecision(Refused):
    """A designation is shown by its decision."""

    slug, zh, field = "no-decision", "指定管辖须附决定文书", "decision"


@rules.on("request")
def request(_dispute: Record, form: Data, _at: Context) -> Data:
    """Two or more units, or a unit and another body, claim the case."""
    parties = len(set(form["disputants"])) + bool(form["others"])
    if form["ground"] == "dispute" and parties < 2:  # noqa: PLR2004 -- a dispute has two sides
        raise NoDispute(parties)
    return form


@rules.on("agree")
def agree(dispute: Record, form: Data, _at: Context) -> Data:
    """They agree: the days since the request are counted (M-B2-4)."""
    return form | {"took_days": (form["agreed_on"] - dispute["requested_on"]).days}


@rules.on("designate")
def designate(dispute: Record, form: Data, _at: Context) -> Data:
    """The common superior designates after negotiation failed; the days since the request are counted (M-B2-4)."""
    if dispute["ground"] == "dispute" and dispute.status() != "negotiating":
        raise NotNegotiated(dispute.id)
    if not form["decision"]:
        raise NoDecision
    return form | {"took_days": (form["designated_on"] - dispute["requested_on"]).days}
