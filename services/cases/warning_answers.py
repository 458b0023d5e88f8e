"""Rules for answers to warnings."""

from contracts import catalogue
from contracts.cases.warning_answers import register
from contracts.errors import Refused, fault
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class NoSuchRegister(Refused):
    """A warning is about a record of one of our registers."""

    slug, zh, field = "no-such-register", "没有这个台账", "register"


@rules.on("answer")
def answer(_answer: Record, form: Data, _at: Context) -> Data:
    """An answer names a register that there is; whether the record is there only the gateway knows of all services."""
    if form["register"] not in catalogue.REGISTERS:
        example = "如 outreach.matters"
        errors = [fault("register", f"No such register: {form['register']}", f"没有台账 {form['register']}，{example}")]
        raise NoSuchRegister(form["register"], errors=errors)
    return form
