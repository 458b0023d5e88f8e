"""What the file of a penalty case holds besides its own history: whom and what it names, and its process records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.cases.penalties import register
from contracts.forms import values_of_kind
from services.chassis.handling import presenter
from services.chassis.handling.command_service import CommandService
from services.chassis.handling.masking import Masker
from services.chassis.handling.record_lookup import TransactionLookup
from services.chassis.records.record import Record, encode
from services.chassis.storage import projection

RECORDS = "cases.process_records"
NAMED = {"person": "training.people", "unit": "training.units"}
NOTHING_PRIVATE = Masker(None, {})
Told = dict[str, Any]


def present(registers: CommandService, case: Told) -> Told:
    """A case as its reader may see it (see `answers.full`), with what its papers name, from this service's copies.

    people   name and enforcement certificates by code; units by code, their names
    violation, power_item  what the charge names, as they stand; empty before there is a charge
    records  the process records of the case that can be used
    """
    with registers.store.begin_read() as tx:
        lookup = registers.lookup(tx)
        return {
            "case": case,
            "people": {
                code: _person(lookup.record(NAMED["person"], code)) for code in _referenced_codes(case, "person")
            },
            "units": {
                code: lookup.record(NAMED["unit"], code).get("name", code) for code in _referenced_codes(case, "unit")
            },
            "violation": _fields(lookup, "cases.violation_types", case["fields"].get("violation")),
            "power_item": _fields(lookup, "cases.power_items", case["fields"].get("power_item")),
            "records": list(_records(lookup, case["id"])),
        }


def _referenced_codes(case: Mapping[str, Any], kind: str) -> list[str]:
    """The people or units that any telling of a case names."""
    found = (
        code
        for one in case["history"]
        for _, _, code in values_of_kind(register.step(one["step"]).data, one["data"], kind)
    )
    return list(dict.fromkeys([*found, *([case["unit"]] if kind == "unit" else [])]))


def _person(person: Record) -> Told:
    certificates = [
        {name: entry.data[name] for name in ("certificate", "certified_on", "valid_until")}
        for entry in person.effective
        if entry.step.name == "certify"
    ]
    whole: Told = encode({"name": person.get("name", person.id), "certificates": certificates})
    return whole


def _fields(lookup: TransactionLookup, name: str, id_: str | None) -> Told:
    if id_ is None:
        return {}
    fields: Told = presenter.brief(lookup.record(name, id_), NOTHING_PRIVATE)["fields"]
    return fields | {"code": id_}


def _records(lookup: TransactionLookup, case: str) -> Iterator[Told]:
    for id_ in projection.where(lookup.tx, RECORDS, "case", case):
        found = lookup.record(RECORDS, id_)
        if found.status() != "unusable":
            yield presenter.brief(found, NOTHING_PRIVATE)
