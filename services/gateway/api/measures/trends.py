"""How measures went by month-ends, item by item, the worst first: all of them by one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.errors import Unknown
from contracts.roles import EVERYONE
from services.gateway.api.progress import Progress
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model import status
from services.gateway.read_model.question import Question
from services.gateway.read_model.read_model import COVERED

ITEM = "item"
QUERY = "as_of, known_at, unit, item"


@dataclass
class Trends:
    """Answers "how did it go?", of what has a target, or of everything that belongs to one item."""

    progress: Progress

    @Route(GET, "/v1/trends", "trends", EVERYONE, "逐月走势 / How measures went by month", "Trends", QUERY)
    def trends(self, request: ApiRequest) -> Response:
        """The items with their measures by month, the worst first: those with a target, or all of one item."""
        return responses.answer(self.find(request))

    def find(self, request: ApiRequest) -> dict[str, Any]:
        """What is answered. Raises Unknown for an item or a unit that there is not."""
        (frame, unit), exact = self.progress.parse_as_of(request), self.progress.exact(request.bearer)
        standing = orjson.loads(self.progress.read_model.progress(frame, unit, exact).body)
        items = self.with_months(worst_first(standing, request.query.get(ITEM)), frame, unit, exact)
        return {name: standing[name] for name in ("title", "as_of", "known_at", "unit")} | {"items": items}

    def with_months(
        self, items: list[dict[str, Any]], frame: Question, unit: str | None, exact: frozenset[str] = COVERED
    ) -> list[dict[str, Any]]:
        """Items with the months of each measure; `exact` are the private ones that are shown as they are."""
        chosen = [one for told in items for one in told["measures"]]
        with self.progress.read_model.reader(frame, unit, exact) as reader:
            by_name = reader.programme.by_name
            reader.prepare_months([by_name[one["id"]] for one in chosen])
            for one in chosen:
                one["by_month"] = [] if one["awaits"] else reader.by_month(by_name[one["id"]])
        return items


def worst_first(standing: dict[str, Any], item_id: str | None = None) -> list[dict[str, Any]]:
    """The items in order, each with what has a target, in order; one that is asked for, with all. Raises Unknown."""
    items = [item for pillar in standing["pillars"] for item in pillar["items"]]
    if item_id is not None and item_id not in {one["id"] for one in items}:
        raise Unknown(item_id)
    told = [
        {name: one[name] for name in ("id", "title", "status", "reason")}
        | {"measures": _chosen(one, item_id), "total": len(one["measures"])}
        for one in items
        if item_id in (None, one["id"])
    ]
    return sorted((one for one in told if one["measures"]), key=_place)


def _chosen(item: dict[str, Any], item_id: str | None) -> list[dict[str, Any]]:
    shown = [one for one in item["measures"] if one["target"] or item_id]
    return sorted(shown, key=_place)


def _place(one: dict[str, Any]) -> int:
    return status.place(one["status"])
