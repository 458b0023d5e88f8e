"""From the clue to the filed case, or to none."""

from __future__ import annotations

import datetime as dt

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases import provisions
from services.cases.penalties.charge import ChargeBasis, charge_basis, check, require_credit_code
from services.cases.penalties.evidence import none_held
from services.cases.penalties.extensions import provision_of, require_basis, require_within
from services.cases.penalties.officers import PAIR, people, two_certified
from services.cases.penalties.seizures import none_seized
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
rules.keeps("city_case")
OF_THE_OTHER = {
    "person": ("party_code", "party_address", "representative"),
    "organisation": ("person_number", "person_address"),
}


class NotOfThisParty(Refused):
    """A citizen has no credit code, and an organisation no identity number."""

    slug, zh = "not-of-this-party", "所填内容与当事人类别（公民或者单位）不符"
    article = "行政处罚法 第五十九条"


def filing(_case: Record, form: Data, lookup: Lookup) -> Record | None:
    """The provision that says how soon after the clue a case is filed."""
    return provisions.provision_on(lookup, "filing", form["found_on"])


def verification(_case: Record, form: Data, lookup: Lookup) -> Record | None:
    """The provision that says how long a clue may be verified."""
    return provisions.provision_on(lookup, "verification", form["found_on"])


@rules.on("find", verification=verification, filing=filing)
def find_clue(_case: Record, form: Data, at: Context, verification: Record | None, filing: Record | None) -> Data:
    """A clue is verified, and its case filed, in the times that provisions set, if any do."""

    def ends(provision: Record | None) -> dt.date | None:
        return at.calendar.after(form["found_on"], f"{provision['days']} days") if provision else None

    return form | {"verify_by": ends(verification), "file_by": ends(filing)}


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


@rules.on("complete_party")
def complete_party(case: Record, form: Data, _at: Context) -> Data:
    """What is added fits the kind of party; its code is checked (art. 59)."""
    strange = [field for field in OF_THE_OTHER[case["party_kind"]] if form[field]]
    if strange:
        raise NotOfThisParty(*strange, errors=[NotOfThisParty.fault(field) for field in strange])
    require_credit_code(form["party_code"])
    return form


@rules.on("not_file")
def not_file(case: Record, form: Data, _at: Context) -> Data:
    """A clue that becomes no case holds nothing back (Penalty Law art. 56, Coercion Law art. 27, 28)."""
    none_held(case)
    none_seized(case)
    return form
