"""What the file of a penalty case holds besides its own history: whom and what it names, and its process records."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.cases.penalties import register
from contracts.forms import values_of_kind
from contracts.rpc import CaseFileReply, RecordHistory, RecordSummary
from contracts.wire import JsonObject
from services.chassis.handling import presenter
from services.chassis.handling.command_service import CommandService
from services.chassis.handling.masking import Masker
from services.chassis.handling.record_lookup import TransactionLookup
from services.chassis.records.record import Record, encode

RECORDS = "cases.process_records"
NAMED = {"person": "training.people", "unit": "training.units"}
NOTHING_PRIVATE = Masker(None, {})


def present(commands: CommandService, case: RecordHistory) -> CaseFileReply:
    """A case as its reader may see it, with what its papers name, from this service's replicas."""
    with commands.store.begin_read() as tx:
        lookup = commands.lookup(tx)
        return CaseFileReply(
            case=case,
            people={code: _person(lookup.record(NAMED["person"], code)) for code in _referenced_codes(case, "person")},
            units={
                code: lookup.record(NAMED["unit"], code).get("name", code) for code in _referenced_codes(case, "unit")
            },
            violation=_fields(lookup, "cases.violation_types", case.fields.get("violation")),
            power_item=_fields(lookup, "cases.power_items", case.fields.get("power_item")),
            records=tuple(_records(lookup, case.id)),
        )


def _referenced_codes(case: RecordHistory, kind: str) -> list[str]:
    """The people or units that any revision of a case names, the replaced ones included: the timeline shows these."""
    editions = ((register.step(one.step).edition(one.step_version), one) for one in case.history)
    codes = (code for step, one in editions for _, _, code in values_of_kind(step.data, one.data, kind))
    return list(dict.fromkeys([*codes, *([case.unit] if kind == "unit" else [])]))


def _person(person: Record) -> JsonObject:
    certificates = [
        {name: revision.data[name] for name in ("certificate", "certified_on", "valid_until")}
        for revision in person.effective
        if revision.step.name == "certify"
    ]
    payload: JsonObject = encode({"name": person.get("name", person.id), "certificates": certificates})
    return payload


def _fields(lookup: TransactionLookup, name: str, id_: str | None) -> JsonObject:
    if id_ is None:
        return {}
    return presenter.brief(lookup.record(name, id_), NOTHING_PRIVATE).fields | {"code": id_}


def _records(lookup: TransactionLookup, case: str) -> Iterator[RecordSummary]:
    usable = (one for one in lookup.with_value(RECORDS, "case", case) if one.status() != "unusable")
    return (presenter.brief(one, NOTHING_PRIVATE) for one in usable)
