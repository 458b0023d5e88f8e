"""Rules for refunds: what was paid beyond what stands goes back (Coercion Law art. 41). The law sets no day for it."""

from decimal import Decimal

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties.fines import fine, refundable
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class NotRefundable(Refused):
    """No more is given back than was paid beyond the fine that stands."""

    slug, zh, field = "not-refundable", "退还金额应大于零且不超过多缴部分", "amount"
    article = "行政强制法 第四十一条；行政处罚法 第七十四条"


@rules.on("refund")
def refund(case: Record, form: Data, _at: Context) -> Data:
    """Part or all of what is owed to the party reaches it."""
    owed, amount = refundable(case, fine(case)), Decimal(form["amount"])
    if not 0 < amount <= owed:
        raise NotRefundable(amount, owed)
    return form | {"refund_left": f"{owed - amount:.2f}"}
