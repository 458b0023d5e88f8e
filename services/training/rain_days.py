"""Rules for rain days."""

from contracts.errors import Refused
from contracts.training.rain_days import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training import units

rules = Rules(register)
KINDS = ("区", "县", "市")


class RecordedTwice(Refused):
    """The weather of this day and district was recorded before."""

    slug, zh, field = "recorded-twice", "该行政区当日天气已有记录", "day"


class NotByName(Refused):
    """A district is written by its name."""

    slug, zh, field = "district-by-name", "行政区应填写名称，如“锡山区”", "district"


def district_name(district: str) -> str:
    """A district's name in full, so that one district has one name: 锡山 is 锡山区. Raises NotByName for a code."""
    name = "".join(district.split())
    if name.isascii():
        raise NotByName(district)
    return name if name.endswith(KINDS) else f"{name}区"


def same_day(_new: Record, form: Data, lookup: Lookup) -> list[Record]:
    """What was recorded of the same day and district."""
    return lookup.where(register.name, day=form["day"], district=district_name(form["district"]))


@rules.on("observe", before=same_day, bureau=units.bureau, squadrons=units.squadrons)
def observe(
    new: Record, form: Data, _at: Context, before: list[Record], bureau: str | None, squadrons: list[Record]
) -> Data:
    """On a rain day every squadron that exists could study (雨天学习, F014; M-S1-9)."""
    if any(one.id != new.id for one in before):
        raise RecordedTwice(form["day"], form["district"])
    of_the_day = sorted(unit.id for unit in squadrons if units.is_open_on(unit, form["day"]))
    place = {"district": district_name(form["district"])}
    return units.assign_to_bureau(form, bureau) | place | {"squadrons": [{"unit": code} for code in of_the_day]}
