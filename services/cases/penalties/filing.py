"""From the clue to the filed case, or to none."""

from __future__ import annotations

from contracts.cases.penalties import register
from services.cases import provisions
from services.cases.penalties.charge import ChargeBasis, charge_basis, check
from services.cases.penalties.evidence import none_held
from services.cases.penalties.extensions import provision_of, require_basis, require_within
from services.cases.penalties.officers import PAIR, people, two_certified
from services.cases.penalties.seizures import none_seized
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


def verification(_case: Record, form: Data, lookup: Lookup) -> Record | None:
    """The provision that says how long a clue may be verified."""
    return provisions.provision_on(lookup, "verification", form["found_on"])


@rules.on("find", provision=verification)
def find_clue(_case: Record, form: Data, at: Context, provision: Record | None) -> Data:
    """A clue is verified in the time that a provision sets, if one does."""
    by = at.calendar.after(form["found_on"], f"{provision['days']} days") if provision else None
    return form | {"verify_by": by}


@rules.on("extend_verification", basis=provision_of)
def extend_verification(case: Record, form: Data, at: Context, basis: Record) -> Data:
    """The verification takes longer, once, by a provision."""
    require_basis(basis, ("verification_extension",), form["extended_on"])
    require_within(case, "extend_verification", form, basis, at)
    return form


@rules.on("file", about=charge_basis, officers=people(PAIR))
def file(case: Record, form: Data, at: Context, about: ChargeBasis, officers: dict[str, Record]) -> Data:
    """A case is opened against somebody who may be penalised, by two who may act (art. 42, 54)."""
    two_certified(officers, form["filed_on"])
    return form | check(case, form, at, form["filed_on"], about)


@rules.on("not_file")
def not_file(case: Record, form: Data, _at: Context) -> Data:
    """A clue that becomes no case holds nothing back (Penalty Law art. 56, Coercion Law art. 27, 28)."""
    none_held(case)
    none_seized(case)
    return form
