"""The page for a screen on the wall: where the items stand, the worst trends, what came last. Nothing about people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, NamedTuple

import orjson
from markupsafe import Markup
from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.envelope import Event
from contracts.roles import EVERYONE
from services.chassis.base import clock
from services.chassis.storage.lists.window import ListWindow
from services.gateway.api.measures.trends import Trends, worst_first
from services.gateway.api.programmes.programmes_beside import in_force_beside
from services.gateway.display.formatting import moment, step_title
from services.gateway.display.pictures import trend
from services.gateway.http.request import ApiRequest
from services.gateway.read_model import ledger
from services.gateway.read_model.read_model import ReadModel
from services.gateway.web import render
from services.gateway.web.addresses import QUERY_OF_NUMBERS, page
from services.gateway.web.layout import admit_script, html_response, page_frame, without_empty, wording
from services.gateway.web.leader.ended_year import ended_on
from services.gateway.web.overview import lead, standing_counts
from services.gateway.web.work.work_script import SCRIPT

SECONDS = 60
"""So often a browser asks anew by itself; with a script it hears at once that something moved."""
MOST_TRENDS, MOST_LINES, MOST_READ = 4, 6, 60
SINCE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Line(NamedTuple):
    """Some events of one kind that one unit recorded one after the other: the moment of the last, and how many."""

    at: str
    title: str
    unit: str
    n: int


@dataclass
class WallPage:
    """Shows what everybody may see, whoever signed in at the screen: who passes by has not."""

    trends: Trends
    signing: bytes

    @page("/wall", "page_wall", EVERYONE, "大屏网页 / The wall", QUERY_OF_NUMBERS)
    def page(self, request: ApiRequest) -> Response:
        """The 13 items, the worst trends and what came last; it renews itself."""
        request = without_empty(request)
        frame, read_model = page_frame(request, self.signing), self.trends.progress.read_model
        question, unit = self.trends.progress.parse_as_of(request)
        standing = orjson.loads(read_model.progress(question, unit).body)
        items = [one for pillar in standing["pillars"] for one in pillar["items"]]
        by_month = self.trends.with_months(worst_first(standing), question, unit)
        drawn = list(islice(worst_pictures(by_month, frame.lang), MOST_TRENDS))
        about = {
            "told": standing,
            "items": items,
            "ended": ended_on(read_model.programme, question.as_of),
            "tally": standing_counts(items),
            "leads": {one["id"]: lead(one, frame.lang) for one in items},
            "drawn": drawn,
            "issued": in_force_beside(read_model),
            "legend": trend.full_legend(frame.lang),
            "lines": list(islice(lines_of(newest(read_model), frame.lang), MOST_LINES)),
            "wording": wording(frame, read_model.unit_tree()),
        }
        response = html_response(render.page("leader_wall", frame, **about))
        response.headers["Refresh"] = str(SECONDS)
        return admit_script(response, request.http, SCRIPT)


def worst_pictures(items: Iterable[dict[str, Any]], lang: str) -> Iterator[tuple[dict[str, Any], Markup]]:
    """The measures with their pictures, as far as there is anything to draw: of each item the worst first."""
    for item in items:
        for one in item["measures"]:
            course = trend.trend_of(one, lang)
            if course.drawable:
                yield one, trend.draw(course, f"w-{one['id']}", trend.SMALL)
                break


def newest(read_model: ReadModel) -> list[Event]:
    """What was recorded last in the registers that everybody may read."""
    hidden = {name for name, one in catalogue.REGISTERS.items() if one.reader_roles}
    with read_model.store.begin_read() as tx:
        moments = SINCE, clock.now()
        events = ledger.events_between(tx, read_model.district, moments, ListWindow(MOST_READ), hidden)
        return list(islice(events, MOST_READ))


def lines_of(events: Iterable[Event], lang: str) -> Iterator[Line]:
    """Events in words: the step and the unit, never the record or who recorded it."""
    for (type_, unit), some in groupby(events, key=lambda one: (one.type, one.unit)):
        same = list(some)
        yield Line(moment(same[0].time), step_title(lang, type_), unit, len(same))
