"""Rules for stock-takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from contracts.equipment.stocktakes import STATES, register
from contracts.errors import Refused
from services.chassis.records.finding.record_row import RecordRow
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.equipment.as_of import as_of

rules = Rules(register)
ASSETS = "equipment.assets"
GONE = ("new", "lost", "retired")


class CodeTwice(Refused):
    """A code stands once among the sheets of a day."""

    slug, zh, field = "code-twice", "同一装备编号当日只登记一次", "lines"


class SheetTaken(Refused):
    """This unit has a sheet of this number on that day."""

    slug, zh, field = "sheet-taken", "该单位当日已有此序号的盘点表", "sheet"


class NotOnBooks(Refused):
    """These assets are not on the unit's books that day: what is there all the same is surplus."""

    slug, zh, field = "not-on-books", "所列装备当日不在该单位账上，实有的请登记为账外", "lines"


class OnBooks(Refused):
    """These assets are on the unit's books that day, and no surplus."""

    slug, zh, field = "on-books", "所列装备在该单位账上，不属账外", "lines"


def sheets_of_day(sheet: Record, form: Data, lookup: Lookup) -> list[RecordRow]:
    """The unit's other sheets of the day."""
    same = lookup.rows(register.name, unit=form["unit"], counted_on=form["counted_on"])
    return [one for one in same if one.id != sheet.id]


def assets_named(_sheet: Record, form: Data, lookup: Lookup) -> dict[str, Record]:
    """The assets of these codes; a code that no asset bears is none of them."""
    codes = [one["code"] for one in form["lines"]]
    unknown = set(lookup.missing(ASSETS, codes))
    return {code: lookup.record(ASSETS, code) for code in codes if code not in unknown}


@rules.on("count", others=sheets_of_day, assets=assets_named)
def count(_sheet: Record, form: Data, _at: Context, others: list[RecordRow], assets: Mapping[str, Record]) -> Data:
    """What is on the unit's books was seen or not; what is not on them and was seen is surplus (F041)."""
    _check_once(form, others)
    day, unit = form["counted_on"], form["unit"]
    kept = {code for code, asset in assets.items() if _is_kept(as_of(asset, day), unit)}
    booked = [one["code"] for one in form["lines"] if one["state"] != "surplus"]
    if strangers := sorted(set(booked) - kept):
        raise NotOnBooks(*strangers)
    if own := sorted(one["code"] for one in form["lines"] if one["state"] == "surplus" and one["code"] in kept):
        raise OnBooks(*own)
    tally = Counter(one["state"] for one in form["lines"])
    return form | {f"{state}_count": tally[state] for state in STATES}


@rules.on("confirm")
def confirm(sheet: Record, form: Data, _at: Context) -> Data:
    """A second person confirms just what was counted."""
    return form | {"lines": [{name: one[name] for name in ("code", "state")} for one in sheet["lines"]]}


def _is_kept(asset: Record, unit: str) -> bool:
    """Whether an asset, as it stood on the day, was on a unit's books."""
    return asset.status() not in GONE and asset.unit == unit


def _check_once(form: Data, others: list[RecordRow]) -> None:
    """A sheet's number and a code stand once on a day. Raises SheetTaken, CodeTwice."""
    if taken := [one.id for one in others if one["sheet"] == form["sheet"]]:
        raise SheetTaken(*taken)
    codes = Counter([one["code"] for one in form["lines"]])
    codes.update(line["code"] for other in others for line in other["lines"])
    if twice := sorted(code for code in {one["code"] for one in form["lines"]} if codes[code] > 1):
        raise CodeTwice(*twice)
