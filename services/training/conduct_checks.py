"""Rules for conduct checks."""

from contracts.errors import Refused
from contracts.training.conduct_checks import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training.norms import NormNotInForce, NoSuchClause, edition_of_clause
from services.training.postings import Staff, duplicate_entries, staff_of, with_units

rules = Rules(register)
Norms = dict[str, Record]


class CheckedTwice(Refused):
    """A check names each person once."""

    slug, zh, field = "checked-twice", "同一次检查中同一人员只列一次", "persons"


class OwnInspector(Refused):
    """Inspectors do not check themselves."""

    slug, zh, field = "own-inspector", "督察人员不得检查本人", "inspector"


class NotAmongThem(Refused):
    """A finding names a person who was not checked."""

    slug, zh, field = "not-checked", "所涉人员不在本次受检人员中", "findings"


def norms_of(_check: Record, form: Data, lookup: Lookup) -> Norms:
    """The norms that the findings name, by their codes."""
    return {finding["norm"]: lookup.record("training.norms", finding["norm"]) for finding in form["findings"]}


@rules.on("check", staff=staff_of("persons"), norms=norms_of)
def check(_new: Record, form: Data, _at: Context, staff: Staff, norms: Norms) -> Data:
    """People are checked once each, where they were on the day; findings name clauses in force (M-S3-2, M-S3-3)."""
    if form["inspector"] in staff:
        raise OwnInspector(form["inspector"])
    if twice := duplicate_entries(form["persons"]):
        raise CheckedTwice(errors=[CheckedTwice.fault(f"persons.{number}.person") for number in twice])
    _among(form["findings"], staff)
    return form | {
        "persons": with_units(form, "persons", form["checked_on"], staff),
        "findings": [_finding(norms, form, number) for number in range(len(form["findings"]))],
    }


def _among(findings: list[Data], staff: Staff) -> None:
    """Findings are about those who were checked. Raises NotAmongThem, every finding named."""
    strangers = [number for number, one in enumerate(findings) if one["person"] not in (None, *staff)]
    if strangers:
        faults = [NotAmongThem.fault(f"findings.{number}.person") for number in strangers]
        raise NotAmongThem(*(findings[number]["person"] for number in strangers), errors=faults)


def _finding(norms: Norms, form: Data, number: int) -> Data:
    """A finding with the edition it is about. Raises NoSuchClause, NormNotInForce at its place in the form."""
    finding: Data = form["findings"][number]
    try:
        edition = edition_of_clause(norms[finding["norm"]], finding["clause"], form["checked_on"])
    except (NoSuchClause, NormNotInForce) as wrong:
        raise type(wrong)(*wrong.about, errors=[wrong.fault(f"findings.{number}.{wrong.field}")]) from None
    return finding | {"edition": edition}
