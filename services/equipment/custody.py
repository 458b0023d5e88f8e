"""Hand-overs: one person holds a thing at a time, and gives it back themselves."""

from __future__ import annotations

from contracts.errors import Refused
from services.chassis.records.record import Data, Record
from services.equipment.as_of import posting_unit


class NotHolder(Refused):
    """Only the person who holds it can give it back."""

    slug, zh, field = "not-holder", "交还人并非现持有人", "returned_by"


def hand_over(thing: Record, form: Data, holder: Record) -> Data:
    """The issue with its custody number. Raises NotOnStrength."""
    posting_unit(holder, form["issued_on"], "holder")
    return form | {"custody": f"{thing.id}/{len(thing.all('issue')) + 1}"}


def take_back(thing: Record, form: Data) -> Data:
    """The return, if the holder makes it. Raises NotHolder."""
    if form["returned_by"] != thing["holder"]:
        raise NotHolder(form["returned_by"])
    return form
