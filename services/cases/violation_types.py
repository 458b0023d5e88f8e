"""Rules for types of violation; their body and their benchmark as they were on a day."""

import datetime as dt
from decimal import Decimal

from contracts.cases.violation_types import register
from contracts.errors import Refused
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class TierUpsideDown(Refused):
    """A tier's least fine is not above its greatest."""

    slug, zh, field = "tier-upside-down", "裁量档次的下限高于上限", "tiers"
    article = "行政处罚法 第三十四条"


class TierTwice(Refused):
    """A benchmark names each tier once."""

    slug, zh, field = "tier-twice", "裁量档次重复", "tiers"
    article = "行政处罚法 第三十四条"


@rules.on("publish_benchmark")
def publish_benchmark(violation: Record, form: Data, _at: Context) -> Data:
    """A benchmark says for each of its tiers from which to which fine (Penalty Law art. 34)."""
    for tier in form["tiers"]:
        if Decimal(tier["least"]) > Decimal(tier["most"]):
            raise TierUpsideDown(tier["tier"])
    if len({tier["tier"] for tier in form["tiers"]}) < len(form["tiers"]):
        raise TierTwice(violation.id)
    return form


def body_on(violation: Record, day: dt.date) -> str | None:
    """The body that penalised this type of violation on a day; None: none was named."""
    return _last(violation, "map_body", day).get("body")


def tier_on(violation: Record, tier: str, day: dt.date) -> Data | None:
    """A tier of the benchmark that was public on a day; None: the benchmark has none of this name."""
    tiers = _last(violation, "publish_benchmark", day).get("tiers", [])
    return next((one for one in tiers if one["tier"] == tier), None)


def has_benchmark(violation: Record, day: dt.date) -> bool:
    """Whether a benchmark was public on a day."""
    return bool(_last(violation, "publish_benchmark", day))


def _last(violation: Record, step: str, day: dt.date) -> Data:
    revisions = [entry for entry in violation.effective if entry.step.name == step and entry.on <= day]
    return max(revisions, key=lambda entry: (entry.on, entry.place)).data if revisions else {}
