"""Rules for vehicle checklists."""

from contracts.equipment.vehicle_checklists import ASPECTS, register
from contracts.errors import Refused
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class LineTwice(Refused):
    """Each line of a checklist has a number of its own."""

    slug, zh, field = "line-twice", "检查项序号重复", "lines"


class AspectMissing(Refused):
    """A checklist looks at marking, at cleanliness and at use."""

    slug, zh, field = "aspect-missing", "检查表应包括标志、车容、使用三个方面", "lines"


@rules.on("publish")
def publish(_checklist: Record, form: Data, _at: Context) -> Data:
    """The three aspects of F034, each with lines of the bureau's own."""
    lines = form["lines"]
    if len({one["line"] for one in lines}) < len(lines):
        raise LineTwice
    if missing := ASPECTS.keys() - {one["aspect"] for one in lines}:
        raise AspectMissing(*(ASPECTS[one] for one in sorted(missing)))
    return form
