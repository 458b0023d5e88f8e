"""Rules for case transfers."""

import datetime as dt

from contracts.cases.transfers import CRIMINAL, ORDER, register
from contracts.errors import Refused
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
DECIDE_WITHIN, HAND_OVER_WITHIN = dt.timedelta(days=3), dt.timedelta(days=1)
"""Transfer of suspected crimes: the head decides in 3 days, it is handed over within 24 hours.

The text does not say which days are meant; calendar days are taken.
"""


class NoPapers(Refused):
    """A suspicion of crime is transferred with its papers."""

    slug, zh, field, article = "no-papers", "移送涉嫌犯罪案件须附案卷材料", "evidence", ORDER


class NoLetter(Refused):
    """A case goes out with a letter of transfer."""

    slug, zh, field = "no-letter", "移送须附移送函", "letter"


@rules.on("prepare")
def prepare(_transfer: Record, form: Data, _at: Context) -> Data:
    """On a suspicion of crime the head has three days (Penalty Law art. 27)."""
    if form["to"] not in CRIMINAL:
        return form
    if not form["evidence"]:
        raise NoPapers
    return form | {"decide_by": form["prepared_on"] + DECIDE_WITHIN}


@rules.on("approve")
def approve(transfer: Record, form: Data, _at: Context) -> Data:
    """What the head approved goes out within 24 hours."""
    criminal = transfer["to"] in CRIMINAL
    return form | ({"hand_over_by": form["approved_on"] + HAND_OVER_WITHIN} if criminal else {})


@rules.on("send")
def send(_transfer: Record, form: Data, _at: Context) -> Data:
    """The letter says what was sent to whom."""
    if not form["letter"]:
        raise NoLetter
    return form


@rules.on("return_outcome")
def return_outcome(transfer: Record, form: Data, _at: Context) -> Data:
    """The days since it was sent are counted (M-B2-3)."""
    return form | {"took_days": (form["returned_on"] - transfer["sent_on"]).days}
