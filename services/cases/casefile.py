"""What the file of a penalty case holds besides its own history: whom and what it names, and its process records."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.cases import agencies, paper_templates
from contracts.cases.penalties import register
from contracts.forms import fields_of, values_of_kind
from contracts.rpc import CaseFileReply, RecordHistory, RecordSummary
from contracts.wire import JsonObject
from services.cases.paper_templates import editions
from services.cases.penalties.fines import fines_by_place
from services.chassis.handling import presenter
from services.chassis.handling.command_service import CommandService
from services.chassis.handling.masking import Masker
from services.chassis.handling.record_lookup import TransactionLookup
from services.chassis.records.record import Record, Revision, encode

RECORDS = "cases.process_records"
NAMED = {"person": "training.people", "unit": "training.units"}
PRINTED = tuple(name for name in fields_of(agencies.Particulars) if name not in ("numbers", "evidence", "in_force_on"))
"""Of what is entered of an agency, what papers say."""
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
            agency=tuple(_agency(lookup, case)),
            fines=tuple(_fines(lookup.record(register.name, case.id))),
            templates={one.id: editions(one) for one in lookup.all_records(paper_templates.register.name)},
        )


def _fines(case: Record) -> Iterator[JsonObject]:
    """The fine as it stood from each step on that changed it: a paper prints it as it was when it was made."""
    return ({"place": place, "fine": f"{fine:.2f}"} for place, fine in fines_by_place(case))


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


def _agency(lookup: TransactionLookup, case: RecordHistory) -> Iterator[JsonObject]:
    """What papers say of the agency whose case it is, from day to day; nothing where it was not entered."""
    for unit in _bodies(lookup, case):
        entered = [one for one in lookup.where(agencies.register.name, unit=unit) if not one.voided]
        for agency in entered:
            yield from (_particulars(one) for one in agency.effective)
        if entered:
            return


def _bodies(lookup: TransactionLookup, case: RecordHistory) -> Iterator[str]:
    """The body that the charge names; before there is a charge, the unit of the case and those above it, from below."""
    if body := case.fields.get("body"):
        yield body
        return
    waiting, met = [case.unit], set[str]()
    while waiting:
        unit = waiting.pop(0)
        if unit and unit not in met:
            met.add(unit)
            yield unit
            waiting += lookup.record(NAMED["unit"], unit).get("parents") or []


def _particulars(revision: Revision) -> JsonObject:
    payload: JsonObject = encode({name: revision.data.get(name) for name in PRINTED})
    return payload | {"from": revision.on.isoformat(), "ended": revision.step.name == "end"}
