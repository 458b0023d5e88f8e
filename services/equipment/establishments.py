"""Rules for staffing."""

from contracts.equipment.establishments import register
from contracts.errors import Refused
from services.chassis.desk import Find
from services.chassis.record import Data, Moment, Record
from services.chassis.rules import Rules

rules = Rules(register)


class EnteredAlready(Refused):
    """There is such an entry; revise it."""

    slug, zh, field = "entered-already", "已有同单位同岗位的登记，请调整该记录", "role"


def alike(entry: Record, form: Data, find: Find) -> list[Record]:
    """Other entries of the same unit, role, establishment and basis."""
    same = {name: form[name] for name in ("unit", "role", "kind", "basis")}
    return [one for one in find.where(register.name, **same) if one.id != entry.id]


@rules.on("enter", alike=alike)
def enter(_entry: Record, form: Data, _at: Moment, alike: list[Record]) -> Data:
    """One number is laid down at a time; people are counted once on a day (F040)."""
    laid_down = form["basis"] == "norm"
    if same := [one for one in alike if laid_down or one["entered_on"] == form["entered_on"]]:
        raise EnteredAlready(same[0].id)
    return form
