"""Rules for supervision orders."""

from contracts.cases.supervision_orders import register
from contracts.errors import Refused, fault
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.references import UnknownReference
from services.chassis.records.rules import Rules

rules = Rules(register)


class DueBeforeIssued(Refused):
    """What an order demands is due on the day of its issue, or later; the reply no later than the end."""

    slug, zh, field = "due-before-issued", "回复期限不得早于签发日期，办结期限不得早于回复期限", "due_on"


def case_exists(_order: Record, form: Data, lookup: Lookup) -> bool:
    """Whether there is such a case in the register that the order names."""
    return not lookup.missing(form["register"], [form["case"]])


@rules.on("issue", exists=case_exists)
def issue(_order: Record, form: Data, _at: Context, *, exists: bool) -> Data:
    """An order lies over a case that there is (F124)."""
    if not exists:
        errors = [fault("case", f"Not in {form['register']}: {form['case']}", f"查无此案：{form['case']}")]
        raise UnknownReference(form["case"], errors=errors)
    if not form["issued_on"] <= form["reply_due"] <= form["due_on"]:
        raise DueBeforeIssued(form["due_on"])
    return form
