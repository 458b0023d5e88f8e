"""Rules for public service facilities."""

from contracts.equipment.facilities import register
from contracts.errors import Refused
from contracts.refusals import UnitOfBasis
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.equipment.as_of import as_of, unit_on

rules = Rules(register)


class DefectUnsaid(Refused):
    """A check that fails says what is wrong."""

    slug, zh, field = "defect-unsaid", "检查不合格须填写存在问题", "defect"


class PremisesNotInUse(Refused):
    """These premises were not in use on that day."""

    slug, zh, field = "premises-not-in-use", "该场所当日未启用或者已停用", "premises"


def premises_named(_facility: Record, form: Data, lookup: Lookup) -> Record | None:
    """The premises in which it stands, where they are named."""
    return lookup.record("equipment.premises", form["premises"]) if form["premises"] else None


@rules.on("install", premises=premises_named)
def install(_facility: Record, form: Data, _at: Context, premises: Record | None) -> Data:
    """A facility stands in premises of its unit that are in use, where any are named (F043)."""
    if premises and as_of(premises, form["installed_on"]).status() != "in_use":
        raise PremisesNotInUse(premises.id)
    if premises and form["unit"] != unit_on(premises, form["installed_on"]):
        raise UnitOfBasis(premises.id)
    return form


@rules.on("check")
def check(_facility: Record, form: Data, _at: Context) -> Data:
    """A failed check names the defect (M-S4-8)."""
    if not (form["passed"] or form["defect"]):
        raise DefectUnsaid
    return form
