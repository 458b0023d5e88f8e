"""The first page: the three pillars and their 13 items."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from werkzeug.wrappers import Response

from contracts.roles import EVERYONE
from services.gateway.api.progress import Progress
from services.gateway.display.item_counts import coverage, tally
from services.gateway.display.messages import pages
from services.gateway.http.request import ApiRequest
from services.gateway.read_model import status
from services.gateway.web import render
from services.gateway.web.addresses import QUERY_OF_NUMBERS, page
from services.gateway.web.audit.integrity import IntegrityCard
from services.gateway.web.audit.pack_page import makes_packs
from services.gateway.web.layout import html_response, page_frame, unit_outline, without_empty, wording
from services.gateway.web.leader.ended_year import ended_on


@dataclass
class Overview:
    """Shows what `/v1/progress` answers."""

    progress: Progress
    signing: bytes
    card: IntegrityCard
    skews: Callable[[], dict[str, float]] = dict
    """How far ahead the clocks of services are that differ from the gateway's."""

    @page("/", "page", EVERYONE, "总览网页 / The 13 items", QUERY_OF_NUMBERS)
    def overview(self, request: ApiRequest) -> Response:
        """The three pillars and their 13 items."""
        request = without_empty(request)
        as_of, unit = self.progress.parse_as_of(request)
        page = self.progress.read_model.progress(as_of, unit, self.progress.exact(request.bearer))
        progress = orjson.loads(page.body)
        tree = self.progress.read_model.unit_tree()
        frame = page_frame(request, self.signing)
        items = [item for pillar in progress["pillars"] for item in pillar["items"]]
        about = {
            "told": progress,
            "ended": ended_on(self.progress.read_model.programme, as_of.as_of),
            "total": len(items),
            "tally": standing_counts(items),
            "covered": coverage(items),
            "leads": {item["id"]: lead(item, frame.lang) for item in items},
            "packs": makes_packs(request.bearer.role),
            "stale": [item for item in items if item["stale_since"]],
            "skews": {pages.service(frame.lang, name): seconds for name, seconds in self.skews().items()},
            "card": self.card.write(frame),
            "units": list(unit_outline(tree, as_of.as_of)),
            "wording": wording(frame, tree),
        }
        return html_response(render.page("overview", frame, **about))


def standing_counts(items: list[dict[str, Any]]) -> dict[str, int]:
    """How many items stand where, the best first, as far as any does."""
    return {name: n for name, n in tally([item["status"] for item in items]).items() if n}


def lead(item: dict[str, Any], lang: str) -> dict[str, Any]:
    """What an item shows while it is closed: its weakest measure with a target, or how many have something recorded."""
    weakest = status.weakest(item["measures"])
    if weakest and item["status"] != status.NOT_STARTED:
        return {"measure": weakest}
    n, have = len(item["measures"]), sum(one["n"] > 0 for one in item["measures"])
    awaiting = all(one["awaits"] for one in item["measures"])
    phrase = "with numbers" if have else "awaiting only" if awaiting else "no facts yet"
    return {"measure": None, "text": pages.say(lang, phrase, n=n, have=have)}
