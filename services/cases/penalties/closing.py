"""What must be settled before a case ends."""

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties import time_limits
from services.cases.penalties.evidence import none_held
from services.cases.penalties.fines import on_spot, outstanding
from services.cases.penalties.remedies.pending import require_none_pending
from services.cases.penalties.seizures import none_seized
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


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


@rules.on("clear", "exempt", "hand_over", "withdraw")
def leave(case: Record, form: Data, _at: Context) -> Data:
    """A case that ends without a penalty holds nothing back (Penalty Law art. 56, Coercion Law art. 27, 28)."""
    none_held(case)
    none_seized(case)
    return form


@rules.on("close")
def close(case: Record, form: Data, _at: Context) -> Data:
    """A case is closed when everything in it is settled."""
    none_held(case)
    none_seized(case)
    if outstanding(case):
        raise NotPaid(outstanding(case))
    if on_spot(case) and case.status("record") != "recorded":
        raise NotRecorded(case.id)
    if time_limits.run_of(case, "publicity"):
        raise NotPublished(case.id)
    if case.all("collect") and case.status("cash") != "banked":
        raise CashNotBanked(case.id)
    require_none_pending(case)
    return form
