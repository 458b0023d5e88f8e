"""The page of what is out of the common: by which rule, who, on which day, with a picture of the last days."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.audit.rpc import Anomaly
from contracts.errors import Unavailable
from services.gateway.audit import kinds, rules
from services.gateway.audit.desk import MOST_CHARTED, AuditDesk
from services.gateway.audit.routes import AUDITORS
from services.gateway.audit.rules import RULES
from services.gateway.display.formatting import share
from services.gateway.display.messages import pages
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import page
from services.gateway.web.audit.entry_rows import NAMED
from services.gateway.web.audit.search_page import ON_PAGE
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, problem_words, without_empty

CHARTED_DAYS = 30
DAY_WIDTH = 14
"""Of the picture, in its coordinates."""


@dataclass(frozen=True)
class DayBar:
    """One day of the picture, in its coordinates (100 high)."""

    day: str
    number: int
    x: int
    height: float


@dataclass
class AnomalyPages:
    """Shows what `/v1/audit/anomalies` answers."""

    desk: AuditDesk
    signing: bytes

    @page(
        "/audit/anomalies",
        "page_audit_anomalies",
        AUDITORS,
        "异常情况网页 / What is out of the common, as a page",
        "rule, person, from, to, cursor, lang",
        others=(422, 503),
    )
    def anomalies(self, request: ApiRequest) -> Response:
        """What is out of the common, the newest day first, with how many there were each day."""
        request = without_empty(request)
        rule = request.among("rule", ("", *RULES), "")
        frame, today = page_frame(request, self.signing, LANGUAGE_ONLY), self.desk.read_model.today()
        first = today - dt.timedelta(days=CHARTED_DAYS - 1)
        about: dict[str, Any] = {"listed": None, "rows": [], "bars": [], "away": "", "at_least": False}
        status = 200
        try:
            about["listed"] = self.desk.anomalies(request, ON_PAGE)
            charted = self.desk.chart(rule, first, today)
            about["rows"] = [anomaly_row(one, frame) for one in about["listed"].rows]
            about |= {"bars": day_bars(charted, first), "at_least": len(charted) >= MOST_CHARTED}
        except Unavailable as problem:
            status, about["away"] = problem.status, problem_words(problem, frame.lang)
        about |= {
            "rules": {name: one.title[frame.lang == pages.EN] for name, one in RULES.items()},
            "rule": rule,
            "day_width": DAY_WIDTH,
        }
        return html_response(render.page("audit_anomalies", frame, **about), status)


def day_bars(charted: Iterable[Anomaly], first: dt.date) -> list[DayBar]:
    """How many there were each day, from the first day on; none where there was nothing at all."""
    numbers = Counter(one.day for one in charted)
    top = max(numbers.values(), default=0)
    days = [(first + dt.timedelta(days=n)).isoformat() for n in range(CHARTED_DAYS)] if top else []
    return [DayBar(day, numbers[day], DAY_WIDTH * n, share(numbers[day], top)) for n, day in enumerate(days)]


def anomaly_row(one: Anomaly, frame: render.Frame) -> dict[str, Any]:
    """An anomaly as the page shows it, with the questions that show its entries."""
    day = {"from": one.day, "to": one.day}
    links = [
        (kinds.title_of(query["what"])[frame.lang] if "what" in query else frame.say("audit look"), query | day)
        for query in rules.queries(one)
    ]
    who = frame.say(NAMED[one.actor]) if one.actor in NAMED else one.actor
    return {"one": one, "words": rules.rule_of(one.rule).words(one.threshold)[frame.lang], "who": who, "links": links}
