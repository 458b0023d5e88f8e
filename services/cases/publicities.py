"""Rules for the publicity of enforcement."""

from contracts.cases.publicities import register
from contracts.errors import Refused
from contracts.refusals import NoSnapshot
from services.chassis.records.finding.record_row import RecordRow
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class RequiredAlready(Refused):
    """This unit has this matter on its list already."""

    slug, zh, field = "required-already", "该单位此环节、此类行为已列入相同公示内容", "matter"


class Nowhere(Refused):
    """What is public stands at an address or at a place."""

    slug, zh, field = "nowhere", "应填写网址或者公示地点", "url"


class OverBeforePublished(Refused):
    """What is public for a time stands there on the day of its publication at least."""

    slug, zh, field = "over-before-published", "公示截止日期早于公示日期", "until"


class NoProofOfDisplay(NoSnapshot):
    """What is public is shown by a snapshot of the page, or a photo of the place."""

    zh = "应附网页快照或者现场照片"


def alike(publicity: Record, form: Data, lookup: Lookup) -> list[RecordRow]:
    """What else is required of the unit at this stage of this kind of act."""
    same = lookup.rows(register.name, stage=form["stage"], act=form["act"])
    return [one for one in same if one.id != publicity.id and one.unit == form["unit"] and one.status() != "lifted"]


@rules.on("require", alike=alike)
def require(_publicity: Record, form: Data, _at: Context, alike: list[RecordRow]) -> Data:
    """A matter stands once on a unit's list."""
    if same := [one.id for one in alike if one["matter"] == form["matter"]]:
        raise RequiredAlready(*same)
    return form


@rules.on("publish")
def publish(_publicity: Record, form: Data, _at: Context) -> Data:
    """It stands somewhere, and a picture shows it."""
    if not (form["url"] or form["place"]):
        raise Nowhere
    if not form["evidence"]:
        raise NoProofOfDisplay
    if form["until"] and form["until"] < form["published_on"]:
        raise OverBeforePublished(form["until"])
    return form
