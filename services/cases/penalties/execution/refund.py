"""Rules for refunds: what was taken beyond what stands goes back (Coercion Law art. 41). The law sets no day for it."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties.fines import confiscation, refundable
from services.cases.penalties.grounds.gaps import Gap, gap
from services.cases.penalties.remedies.standing import leaves_nothing, standing_outcomes
from services.cases.penalties.time_limits import require_not_before, run_of
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
ENDINGS = ("end_reconsideration", "end_suit", "end_appeal", "end_retrial", "revoke")
"""What may leave a decision otherwise than it was."""


class NotRefundable(Refused):
    """No more is given back than was taken beyond what stands of fine and confiscation."""

    slug, zh, field = "not-refundable", "退还金额应大于零且不超过多缴部分", "amount"
    article = "行政强制法 第四十一条；行政处罚法 第七十四条"


class NotConfiscated(Refused):
    """Nothing was confiscated under this number."""

    slug, zh, field = "not-confiscated", "该清单、查封扣押的物品没有被没收", "things_of"
    article = "行政强制法 第四十一条"


class ConfiscationStands(Refused):
    """The confiscation stands: nothing goes back."""

    slug, zh, article = "confiscation-stands", "没收决定仍然有效，不予退还", "行政强制法 第四十一条"


class CompensationUnsaid(Refused):
    """What is paid for says how much, and nothing else does."""

    slug, zh, field = "compensation-unsaid", "依法赔偿的应填写赔偿金额，退还财物、恢复原状的不填", "compensation"
    article = "行政强制法 第四十一条"


class StillOwed(Refused):
    """Something is still owed to the party: it goes back before the case is closed."""

    slug, zh = "still-owed", "尚有应当退还、撤回的事项，办理后方可结案"
    article = "行政强制法 第四十一条；行政处罚法 第四十八条"


@rules.on("refund", upto=1)
def refund_on_any_day(case: Record, form: Data, _at: Context) -> Data:
    """As it was: part or all of what is owed to the party reaches it, on whatever day."""
    owed, amount = refundable(case), Decimal(form["amount"])
    if not 0 < amount <= owed:
        raise NotRefundable(amount, owed)
    return form | {"refund_left": f"{owed - amount:.2f}"}


@rules.on("refund")
def refund(case: Record, form: Data, at: Context) -> Data:
    """Part or all of what is owed to the party reaches it, after that which left it owed."""
    taken = refund_on_any_day(case, form, at)
    require_not_before(form["refunded_on"], _first_ending(case), "refunded_on")
    return taken


@rules.on("return_things")
def return_things(case: Record, form: Data, _at: Context) -> Data:
    """Confiscated things go back once nothing is left of their confiscation (art. 41)."""
    if form["things_of"] not in confiscated_lists(case):
        raise NotConfiscated(form["things_of"])
    if not is_undone(case):
        raise ConfiscationStands(case.id)
    if (form["restitution"] == "compensated") != bool(form["compensation"]):
        raise CompensationUnsaid(form["restitution"])
    require_not_before(form["things_back_on"], _first_ending(case), "things_back_on")
    return form


def confiscated_lists(case: Record) -> list[str]:
    """The numbers of the lists and seizures whose things were confiscated."""
    registered = [one["batch"] for one in case.all("dispose_evidence") if one["disposal"] == "confiscated"]
    return [*registered, *(one["seizure"] for one in case.all("confiscate"))]


def require_nothing_owed(case: Record) -> None:
    """Nothing is owed to the party any more. Raises StillOwed with each thing and the step that gives it back."""
    if gaps := [*_gaps(case)]:
        raise StillOwed(case.id, errors=gaps)


def _gaps(case: Record) -> Iterator[Gap]:
    if owed := refundable(case):
        yield gap("amount", f"应退还{owed:.2f}元，请办理“退还罚款”", f"{owed:.2f} yuan to be refunded", "refund")
    back = {one["things_of"] for one in case.all("return_things")}
    for number in confiscated_lists(case) if is_undone(case) else ():
        if number not in back:
            zh, en = f"清单 {number} 的财物应当退还，请办理“退还没收财物”", f"The things of list {number} go back"
            yield gap("things_of", zh, en, "return_things")
    if run_of(case, "withdrawal"):
        zh, en = "已公开的处罚决定应当撤回，请办理“撤回公开”", "What was published is to be withdrawn"
        yield gap("publication_withdrawn_on", zh, en, "withdraw_publication")


def is_undone(case: Record) -> bool:
    """Whether no confiscation is left: the decision is gone, or was changed to one without it."""
    dropped = any(one.get("new_confiscation") for one in standing_outcomes(case)) and not confiscation(case)
    return leaves_nothing(case) or dropped


def _first_ending(case: Record) -> dt.date:
    """The first day on which something became of the decision; none yet: no day is early enough."""
    return min((one.on for one in case.effective if one.step.name in ENDINGS), default=dt.date.max)
