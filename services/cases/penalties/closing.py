"""What must be settled before a case ends."""

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.law import law_on
from services.cases.penalties import time_limits
from services.cases.penalties.correction import require_checked, require_corrected
from services.cases.penalties.evidence import none_held
from services.cases.penalties.execution.hold import is_over, require_not_held
from services.cases.penalties.execution.refund import require_nothing_owed
from services.cases.penalties.fines import on_spot, outstanding
from services.cases.penalties.grounds.gaps import gap
from services.cases.penalties.grounds.hand_over import require_approval, require_crime_settled
from services.cases.penalties.remedies.pending import require_none_pending
from services.cases.penalties.seizures import none_seized
from services.cases.penalties.separation import require_uninvolved
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
PUT_RIGHT = ("minor", "first")
"""The grounds that ask for correction in time (art. 33)."""


class NotPaid(Refused):
    """A part of the fine is not paid yet."""

    slug, zh, article = "not-paid", "罚款尚未缴清", "行政处罚法 第六十六条"


class NotRecorded(Refused):
    """An on-spot decision is reported to the agency first."""

    slug, zh, article = "not-recorded", "当场作出的处罚决定尚未备案", "行政处罚法 第五十二条"


class NotPublished(Refused):
    """The decision is made public first, or it is said why it is not."""

    slug, zh, article = (
        "not-published",
        "处罚决定尚未公开，也未认定不予公开",
        "行政处罚法 第四十八条；国办发〔2018〕118号",
    )


class CashNotBanked(Refused):
    """Cash that was collected has not reached the bank yet."""

    slug, zh, article = "cash-not-banked", "当场收缴的罚款尚未缴付银行", "行政处罚法 第七十一条"


class NotSparedThen(Refused):
    """The law of that day knew no such ground for sparing a penalty."""

    slug, zh, field = "not-spared-then", "当时的行政处罚法没有规定此种不予处罚情形", "ground"
    article = "行政处罚法 第三十三条"


class DeciderUnnamed(Refused):
    """The person in charge who decides is named."""

    slug, zh, field = "decider-unnamed", "应填写作出决定的行政机关负责人", "decided_by"
    article = "行政处罚法 第五十七条"


def _require_decider(case: Record, form: Data, at: Context) -> None:
    """Whoever decides is named and uninvolved; a sheet of what was decided elsewhere may not name them."""
    if form["decided_by"]:
        require_uninvolved(case, form["decided_by"])
    elif not at.elsewhere:
        raise DeciderUnnamed(case.id)


@rules.on("clear")
def clear(case: Record, form: Data, at: Context) -> Data:
    """The person in charge decides that there was no violation (art. 57)."""
    _require_decider(case, form, at)
    return leave(case, form, at)


@rules.on("exempt")
def exempt(case: Record, form: Data, at: Context) -> Data:
    """The person in charge spares what the law of the day spares; what was to be put right was (art. 33, 57)."""
    _require_decider(case, form, at)
    require_crime_settled(case, form["exempted_on"])
    if form["ground"] not in law_on(form["exempted_on"]).exemptions:
        raise NotSparedThen(form["ground"])
    if form["ground"] in PUT_RIGHT and not at.elsewhere:
        require_corrected(case, form["corrected_on"], form["exempted_on"])
    return leave(case, form, at)


@rules.on("hand_over")
def hand_over(case: Record, form: Data, at: Context) -> Data:
    """What may be a crime goes to police or procuratorate with an approval (transfer rules art. 5)."""
    require_approval(case, form["receiver"])
    return leave(case, form, at)


@rules.on("clear", "exempt", "hand_over", upto=1)
@rules.on("withdraw")
def leave(case: Record, form: Data, _at: Context) -> Data:
    """A case that ends without a penalty holds nothing back (Penalty Law art. 56, Coercion Law art. 27, 28)."""
    none_held(case)
    none_seized(case)
    return form


class ServedNotVoided(Refused):
    """What was served is no slip of the pen: the agency takes it back by a decision of its own, or nothing does."""

    slug, zh = "served-not-voided", "处罚决定已经送达，不得作废；确有错误的，请办理“自行撤销、变更”"
    article = "行政处罚法 第七十五条、第二十九条"


@rules.on("void", upto=1)
def void_whatever(_case: Record, form: Data, _at: Context) -> Data:
    """As it was: a case that was served could be taken back like any other."""
    return form


@rules.on("void")
def void(case: Record, form: Data, _at: Context) -> Data:
    """An entry by mistake is taken back; a penalty that reached the party is revoked, or it would be fined twice."""
    if case.all("serve"):
        zh, en = "请办理“自行撤销、变更”", "Put right one's own decision instead"
        raise ServedNotVoided(case.id, errors=[gap("reason", zh, en, "revoke")])
    return form


@rules.on("close")
def close(case: Record, form: Data, at: Context) -> Data:
    """A case is closed when everything in it is settled, and nothing is owed to the party (Coercion Law art. 41)."""
    require_not_held(case)
    closed = close_though_owing(case, form, at)
    require_nothing_owed(case)
    return closed


@rules.on("close", upto=1)
def close_though_owing(case: Record, form: Data, _at: Context) -> Data:
    """As it was: settled on the party's side, whatever the agency still owed."""
    none_held(case)
    none_seized(case)
    if outstanding(case) and not is_over(case):
        raise NotPaid(outstanding(case))
    if on_spot(case) and case.status("record") != "recorded":
        raise NotRecorded(case.id)
    if time_limits.run_of(case, "publicity"):
        raise NotPublished(case.id)
    if case.all("collect") and case.status("cash") != "banked":
        raise CashNotBanked(case.id)
    require_checked(case)
    require_none_pending(case)
    return form
