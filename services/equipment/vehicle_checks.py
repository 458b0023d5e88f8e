"""Rules for vehicle check books."""

from contracts.equipment.vehicle_checklists import ASPECTS
from contracts.equipment.vehicle_checks import register
from contracts.errors import Refused
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.equipment import in_service
from services.equipment.as_of import as_of, lookup_by_field

rules = Rules(register)
vehicle_of = lookup_by_field("equipment.vehicles", "vehicle")


class ChecklistNotInForce(Refused):
    """A check follows a checklist that is in force on that day."""

    slug, zh, field = "checklist-not-in-force", "该检查表当日未生效或已停用", "checklist"


class LinesUnanswered(Refused):
    """Every line of the checklist is answered once, and no other."""

    slug, zh, field = "lines-unanswered", "检查表每项须填一次，不得多填", "answers"


class PhotoMissing(Refused):
    """This line needs a photo."""

    slug, zh, field = "photo-missing", "该检查项须附照片", "answers"


@rules.on("open", vehicle=vehicle_of)
def open_book(_book: Record, form: Data, _at: Context, vehicle: Record) -> Data:
    """A vehicle in service has a check book."""
    return form | {"unit": in_service.unit_of(vehicle, form["opened_on"])}


@rules.on("check", vehicle=vehicle_of, checklist=lookup_by_field("equipment.vehicle_checklists", "checklist"))
def check(_book: Record, form: Data, _at: Context, vehicle: Record, checklist: Record) -> Data:
    """Every line is answered, with a photo where one is asked for; an aspect passes when all its lines do (F034)."""
    unit = in_service.unit_of(vehicle, form["checked_on"])
    if as_of(checklist, form["checked_on"]).status() != "in_force":
        raise ChecklistNotInForce(checklist.id)
    lines = {one["line"]: one for one in checklist["lines"]}
    _all_answered(form, lines)
    failed = {lines[one["line"]]["aspect"] for one in form["answers"] if not one["passed"]}
    return form | {"unit": unit} | {f"{aspect}_passed": aspect not in failed for aspect in ASPECTS}


def _all_answered(form: Data, lines: dict[int, Data]) -> None:
    answered = [one["line"] for one in form["answers"]]
    if sorted(answered) != sorted(lines):
        raise LinesUnanswered(*sorted(lines.keys() ^ set(answered)))
    if bare := [one["line"] for one in form["answers"] if lines[one["line"]]["photo"] and not one["photo"]]:
        raise PhotoMissing(*bare)
