"""The pictures of a report, drawn as pages draw them; its tables beside them have the numbers."""

from __future__ import annotations

from typing import Any

from services.gateway.display.item_counts import tally
from services.gateway.display.messages import pages
from services.gateway.display.pictures import months, trend
from services.gateway.reports.contents.items import items_of
from services.gateway.reports.rendering.blocks import Drawing

WIDE, NARROW = 130.0, 100.0
Json = dict[str, Any]


def standing(said: Json) -> Drawing:
    """How many items stand where, beside the end of the month before."""
    lang, before = said["lang"], said["before"]
    now = tally([one["status"] for one in items_of(said)])
    then = tally(list(before["items"].values())) if before else {}
    sides = ([(before["as_of"], then)] if before else []) + [(said["as_of"], now)]
    drawn = months.Months(
        title=pages.say(lang, "report standing"),
        unit="项",
        lang=lang,
        labels=tuple(pages.word(lang, pages.STATUS, name) for name in now),
        series=tuple(months.Series(day, tuple(counts.values())) for day, counts in sides),
    )
    return Drawing(str(months.draw(drawn, "standing")), WIDE, months.describe(drawn))


def course(measure: Json, lang: str, number: int) -> Drawing:
    """A measure month-end by month-end, beside its target and the pace expected."""
    drawn = trend.trend_of(measure, lang)
    return Drawing(str(trend.draw(drawn, f"course{number}")), NARROW, f"{drawn.title} {drawn.told}")
