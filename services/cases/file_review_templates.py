"""Rules for templates of case-file review, and what a template said on a day."""

import datetime as dt
from itertools import pairwise

from contracts.cases.file_review_templates import FULL_MARK, VETO, register
from contracts.errors import Refused
from services.chassis.records.record import Context, Data, Record, Revision
from services.chassis.records.rules import Rules

rules = Rules(register)
VERSIONS = ("adopt", "revise")


class ItemTwice(Refused):
    """A template names each item once."""

    slug, zh, field = "item-twice", "评查项编号重复", "items"


class WrongPoints(Refused):
    """An item that is scored has points, of which each fault takes some; a veto has none."""

    slug, zh, field = "wrong-points", "评分项应填写分值和每处扣分且扣分不大于分值；一票否决项不填分值", "items"


class NotAHundred(Refused):
    """The points of a template add up to a hundred."""

    slug, zh, field = "not-a-hundred", "评分项分值合计应为 100 分", "items"


class BandsUnclear(Refused):
    """Every score has one band: each begins elsewhere, the lowest at 0 without a pass, and above a pass all pass."""

    slug, zh, field = (
        "bands-unclear",
        "等次起点分不得重复，最低等次应自 0 分起且为不合格，合格等次之上均为合格",
        "bands",
    )


@rules.on("adopt", "revise")
def count_the_version(template: Record, form: Data, _at: Context) -> Data:
    """A template can be scored by: its points add up, its bands leave no doubt; it is a version, the first is 1."""
    _check_items(form["items"])
    _check_bands(form["bands"])
    return form | {"version_number": 1 + sum(len(template.all(step)) for step in VERSIONS)}


def _check_items(items: list[Data]) -> None:
    if len({one["code"] for one in items}) < len(items):
        raise ItemTwice
    if wrong := [one["code"] for one in items if not _has_valid_points(one)]:
        raise WrongPoints(*wrong)
    if sum(one["points"] or 0 for one in items) != FULL_MARK:
        raise NotAHundred


def _has_valid_points(item: Data) -> bool:
    if item["kind"] == VETO:
        return item["points"] is None and item["each"] is None
    return bool(item["points"] and item["each"] and item["each"] <= item["points"])


def _check_bands(bands: list[Data]) -> None:
    ranked = sorted(bands, key=lambda one: one["least"])
    apart = all(low["least"] < high["least"] and low["passes"] <= high["passes"] for low, high in pairwise(ranked))
    if not apart or ranked[0]["least"] or ranked[0]["passes"]:
        raise BandsUnclear


def version_on(template: Record, day: dt.date) -> Revision | None:
    """What brought the version into force that was in force on a day; None: there was none."""
    turns = [entry for entry in template.effective if entry.step.name in (*VERSIONS, "retire") and entry.on <= day]
    return turns[-1] if turns and turns[-1].step.name in VERSIONS and not template.voided else None
