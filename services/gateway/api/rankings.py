"""Units beside each other; those with too few facts stand apart, unranked.

With one report, fixed in four minutes, a council topped the table of FixMyStreet: so few facts say nothing of a unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.roles import EVERYONE
from contracts.training.units import KINDS
from contracts.wire import JsonObject
from services.gateway.api.progress import CountsOnly
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model.programme import BUREAU, Item, Measure
from services.gateway.read_model.read_model import ReadModel

MINIMUM, MOST = 5, 1_000_000
TITLE = "单位排名 / Units ranked"
QUERY = "minimum_n, as_of, kind"
REFUSED = (403, 404, 422)


@dataclass
class Rankings:
    """Answers "which squadron is behind?"."""

    read_model: ReadModel

    @Route(GET, "/v1/rankings/{measure}", "ranking", EVERYONE, TITLE, "Ranking", QUERY, others=REFUSED)
    def ranking(self, request: ApiRequest) -> Response:
        """Units of one kind by a measure's number, the best first; equal numbers share a rank."""
        return responses.answer(self.find(request))

    def find(self, request: ApiRequest) -> JsonObject:
        """The ranking that a request asks for, as it is answered. Raises CountsOnly, Invalid, Unknown."""
        measure = self.read_model.measure(request.path["measure"], request.day("as_of"))
        least = request.number("minimum_n", MINIMUM, MOST)
        if measure.private:
            raise CountsOnly(measure.id)
        kind = request.among("kind", KINDS, "squadron")
        with self.read_model.reader(self.read_model.question(request.day("as_of"))) as reader:
            rows = [one for one in reader.by_unit(measure) if reader.tree[one["unit"]]["kind"] == kind]
        enough = [one for one in rows if one["n"] >= least and one["claimed"] is not None]
        frame = {
            "measure": measure.name,
            "title": measure.title,
            "unit": measure.unit,
            "kind": kind,
            "minimum_n": least,
        }
        few = [one for one in rows if one not in enough]
        return {**frame, "ranked": with_ranks(measure, enough), "too_few": few}

    def measures(self, request: ApiRequest) -> list[tuple[Item, list[Measure]]]:
        """The measures by whose number units can be ranked, by item. Raises Invalid."""
        edition = self.read_model.programme.on(request.day("as_of") or self.read_model.today())
        by_item = [(item, [edition.by_name[name] for name in item.measures]) for item in edition.items()]
        return [(item, [one for one in some if can_be_ranked(one)]) for item, some in by_item]


def can_be_ranked(measure: Measure) -> bool:
    """Whether units are told of beside each other: not of people, nor of what has no number yet or is one unit's."""
    return not measure.private and not measure.awaits and measure.scope == BUREAU


def with_ranks(measure: Measure, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The best first: the greatest, or the least where the target is a ceiling."""
    sign = 1 if measure.target and measure.target.op == "<=" else -1
    ordered = sorted(rows, key=lambda one: (sign * one["claimed"], one["unit"]))
    values = [one["claimed"] for one in ordered]
    return [{"rank": values.index(one["claimed"]) + 1, **one} for one in ordered]
