"""Rules for filing reports."""

from contracts.cases.filing_reports import register
from contracts.errors import Refused
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class FiledOtherwise(Refused):
    """A report is of a case that was filed, on the day on which it was."""

    slug, zh, field = "filed-otherwise", "立案日期与案件的立案日期不一致，或该案未立案", "filed_on"


class DueBeforeFiled(Refused):
    """A report cannot be due before the case was filed."""

    slug, zh, field = "due-before-filed", "报备期限早于立案日期", "due_on"


class ReportedAlready(Refused):
    """This case has a filing report already."""

    slug, zh, field = "reported-already", "该案已有报备记录", "case"


def others(report: Record, form: Data, lookup: Lookup) -> list[str]:
    """Other reports of the same case."""
    return [one.id for one in lookup.rows(register.name, case=form["case"]) if one.id != report.id]


def case_of(_report: Record, form: Data, lookup: Lookup) -> Record:
    """The case that is reported."""
    return lookup.record("cases.penalties", form["case"])


@rules.on("open", others=others, case=case_of)
def open_(_report: Record, form: Data, _at: Context, others: list[str], case: Record) -> Data:
    """One report a case, of its filing."""
    if others:
        raise ReportedAlready(*others)
    if case.get("filed_on") != form["filed_on"]:
        raise FiledOtherwise(case.get("filed_on"))
    if form["due_on"] < form["filed_on"]:
        raise DueBeforeFiled(form["due_on"])
    return form


@rules.on("report")
def report(duty: Record, form: Data, _at: Context) -> Data:
    """A late report is a report, and is called late (M-B2-1)."""
    return form | {"late": form["reported_on"] > duty["due_on"]}
