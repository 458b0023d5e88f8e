"""From the report to the filing."""

import datetime as dt
from dataclasses import dataclass

from contracts.cases.case_classes import VERIFY_HOURS
from contracts.cases.digital_cases import register
from contracts.cases.digital_cases.intake import FIRST_HAND
from contracts.errors import Refused
from contracts.refusals import NotAlike
from services.cases.case_classes import limit_of, standard_on
from services.cases.digital_cases.cells import CellBasis, cell_basis, check_cell
from services.cases.digital_cases.duplicates import Near, field_value, locus, neighbours, proposals
from services.cases.digital_cases.limits import HOUR
from services.cases.digital_cases.locations import check_photos, check_point
from services.cases.digital_cases.moments import next_day
from services.chassis.base.clock import day_of
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
NEEDED = ("case_class", "grid", "place")


class ClassNotInForce(Refused):
    """This class is not in force on that day."""

    slug, zh, field = "class-not-in-force", "该案件类别当日未施行", "case_class"


class NotVerified(Refused):
    """What others have reported is accepted when somebody has seen that it is so."""

    slug, zh = "not-verified", "该来源的问题须核实属实后方可受理"


class Unplaced(Refused):
    """A case that is accepted has a class, a grid cell and a place."""

    slug, zh = "unplaced", "受理时须明确案件类别、单元网格和地点"


class NoLimit(Refused):
    """The standard of this class has no limit for this grade."""

    slug, zh, field = "no-limit", "该类别的立案结案标准没有此等级的处置时限", "grade"


class CaseNotAlike(NotAlike):
    """A case repeats one of those that were proposed when it was accepted."""

    zh, field = "重复的原案件须为受理时提示的疑似重复案件", "recurs"


def class_of(case: Record, form: Data, lookup: Lookup) -> Record | None:
    """The class that the form or the case names."""
    code = field_value(case, form, "case_class")
    return lookup.record("cases.case_classes", code) if code else None


def standard(klass: Record, day: dt.date) -> Data:
    """What a class's standard says on a day. Raises ClassNotInForce."""
    terms = standard_on(klass, day)
    if terms is None:
        raise ClassNotInForce(klass.id)
    return terms


@rules.on("report", klass=class_of, cell=cell_basis)
def report(case: Record, form: Data, at: Context, klass: Record | None, cell: CellBasis) -> Data:
    """A problem is described without names; what others have seen is verified within the class's limit."""
    check_cell(cell)
    reported_on = next_day(case, form, "reported_at", at)
    hours = standard(klass, reported_on)["verify_hours"] if klass else VERIFY_HOURS
    due = form["reported_at"] + hours * HOUR
    checked = check_photos(check_point(form), at)
    return checked | {
        "reported_on": reported_on,
        "to_verify": form["source"] not in FIRST_HAND,
        "verify_due_at": due,
        "verify_due_on": day_of(due),
    }


@rules.on("verify")
def verify(case: Record, form: Data, at: Context) -> Data:
    """Somebody went to see; where nobody could, somebody may go again."""
    checked = check_photos(form, at) | {"verified_on": next_day(case, form, "verified_at", at)}
    return checked | {"verified_in_time": form["verified_at"] <= case["verify_due_at"]}


@dataclass(frozen=True)
class PlaceBasis:
    """What is known of where a case is: the earlier cases near it, and its grid cell."""

    near: Near
    cell: CellBasis


def place_basis(case: Record, form: Data, lookup: Lookup) -> PlaceBasis:
    """What is known of where a case is that is accepted."""
    return PlaceBasis(neighbours(case, form, lookup), cell_basis(case, form, lookup))


@rules.on("accept", klass=class_of, where=place_basis)
def accept(case: Record, form: Data, _at: Context, klass: Record | None, where: PlaceBasis) -> Data:
    """Class and place are known now, and so are the earlier cases that this one may repeat."""
    if case["to_verify"] and case.get("finding") != "exist":
        raise NotVerified
    if missing := [name for name in NEEDED if not field_value(case, form, name)]:
        raise Unplaced(errors=[Unplaced.fault(name) for name in missing])
    check_cell(where.cell)
    if klass:
        standard(klass, form["accepted_on"])
    return form | {"locus": locus(case, form), "alike": proposals(case, form, where.near)}


@rules.on("reject")
def reject(case: Record, form: Data, _at: Context) -> Data:
    """The reason goes back to whoever reported it."""
    return form | {"unfounded": case.get("finding") == "not_exist"}


@rules.on("file", klass=class_of)
def file(case: Record, form: Data, at: Context, klass: Record) -> Data:
    """The limit is that of the standard in force on the day of the filing; that it is a repeat, a person says."""
    filed_on = next_day(case, form, "filed_at", at)
    terms = standard(klass, filed_on)
    limit = limit_of(terms, form["grade"])
    if limit is None:
        raise NoLimit(form["grade"])
    if form["recurs"] and form["recurs"] not in [one["case"] for one in case["alike"]]:
        raise CaseNotAlike(form["recurs"])
    return form | {
        "filed_on": filed_on,
        "filed_in_time": form["filed_at"] <= case["verify_due_at"],
        "repeats": bool(form["recurs"]),
        "limit_kind": limit["kind"],
        "limit_value": limit["value"],
        "check_hours": terms["check_hours"],
    }
