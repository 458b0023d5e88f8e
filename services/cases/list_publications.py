"""Rules for publications of the lists: what they hold is what was in force (F020 to F022, M-S2-1 to -3)."""

import datetime as dt

from contracts.cases.list_publications import register
from contracts.errors import Refused
from contracts.refusals import CountDiffers, NoSnapshot
from services.cases.penalties import time_limits
from services.cases.power_items import in_force, version_on
from services.chassis.records.finding.record_row import RecordRow
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
REGISTERS = {"powers": "cases.power_items", "duties": "cases.duty_items"}
ENDS = ("superseded_on", "withdrawn_on")
Versions = dict[str, int]
"""The items of a list by their codes, each in the version that is meant."""


class VersionTaken(Refused):
    """This version of the list is in the register for this channel already."""

    slug, zh, field = "version-taken", "该渠道已有此版本的清单", "version"


class StillPublished(Refused):
    """Another version stands there on that day; it is superseded or withdrawn first."""

    slug, zh, field = "still-published", "该渠道当日仍公示另一版本，请先办理替换或者撤下", "published_on"


class NothingInForce(Refused):
    """On that day no item of this list was in force."""

    slug, zh, field = "nothing-in-force", "当日没有现行有效的事项，无清单可公示", "published_on"


class ItemCountDiffers(CountDiffers):
    """The page shows another number of items than are in force on that day."""

    zh, field = "网页所示项数与当日现行有效的项数不符", "item_count"


class PageChanged(Refused):
    """The page no longer shows what was published: withdraw it, or publish a new version."""

    slug, zh, field = "page-changed", "网页所示项数与公示时不符，请撤下或者公示新版本", "item_count"


class NoListSnapshot(NoSnapshot):
    """What was seen is shown by a snapshot of the page."""

    zh = "应附网页快照"


class ListPublishedLate(Refused):
    """A list is made public within twenty working days; if not, say why."""

    slug, zh, field = "list-published-late", "应当自清单形成或者变更之日起二十个工作日内公开；逾期须说明", "late_reason"
    article = "政府信息公开条例 第二十六条"


def is_version_taken(publication: Record, form: Data, lookup: Lookup) -> bool:
    """Whether another publication has this version of the list on this channel."""
    listing = {name: form[name] for name in ("kind", "channel", "version")}
    return lookup.exists(register.name, but=publication.id, **listing)


def standing_on(publication: Record, form: Data, lookup: Lookup) -> list[str]:
    """The other publications of this list that stand on this channel on the day of the step."""
    others = lookup.rows(register.name, kind=publication["kind"], channel=publication["channel"])
    return [one.id for one in others if one.id != publication.id and is_published_on(one, form["published_on"])]


def items_in_force(publication: Record, form: Data, lookup: Lookup) -> Versions:
    """What is in force of this list on the day of the step."""
    day = form.get("published_on") or form["verified_on"]
    items = lookup.all_records(REGISTERS[publication["kind"]])
    return {one.id: version_on(one, day) for one in items if in_force(one, day)}


def is_published_on(publication: RecordRow, day: dt.date) -> bool:
    """Whether it stood on its page on a day: it is published once, and taken down once."""
    ended = min((publication.get(name, dt.date.max) for name in ENDS), default=dt.date.max)
    return bool(publication.get("published_on", dt.date.max) <= day < ended)


@rules.on("prepare", taken=is_version_taken)
def prepare(_publication: Record, form: Data, _at: Context, *, taken: bool) -> Data:
    """A version of a list is published once on a channel."""
    if taken:
        raise VersionTaken(form["version"])
    return form


@rules.on("publish", standing=standing_on, versions=items_in_force)
def publish(publication: Record, form: Data, _at: Context, standing: list[str], versions: Versions) -> Data:
    """The list holds what is in force that day; the page shows as many; nothing else stands in its place (F020)."""
    _require_evidence(form)
    if standing:
        raise StillPublished(*standing)
    if not versions:
        raise NothingInForce(publication["kind"])
    if form["item_count"] != len(versions):
        raise ItemCountDiffers(f"{form['item_count']} != {len(versions)}")
    time_limits.require_in_time(
        form["published_on"], time_limits.limit(publication, "publication"), form, ListPublishedLate
    )
    return form | {"items": [{"code": code, "version_number": versions[code]} for code in sorted(versions)]}


def _require_evidence(form: Data) -> None:
    if not form["evidence"]:
        raise NoListSnapshot


@rules.on("verify", versions=items_in_force)
def verify(publication: Record, form: Data, _at: Context, versions: Versions) -> Data:
    """The page stands as it was published; how far it has fallen behind is counted (M-S2-3)."""
    _require_evidence(form)
    time_limits.require_not_before(form["verified_on"], publication["published_on"], "verified_on")
    page = {one["code"]: one["version_number"] for one in publication["items"]}
    if form["item_count"] != len(page):
        raise PageChanged(f"{form['item_count']} != {len(page)}")
    return form | {
        "outdated": sum(versions.get(code) != version for code, version in page.items()),
        "missing": len(versions.keys() - page.keys()),
    }


@rules.on("supersede", "withdraw")
def take_down(publication: Record, form: Data, _at: Context) -> Data:
    """What stood there stands there no longer."""
    return form | {"items": publication.get("items", [])}
