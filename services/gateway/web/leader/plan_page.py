"""The page of plans: what was planned first, what is planned now, what was carried out; and each year's targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.roles import EVERYONE
from services.gateway.api.plans.plans import NAMES, Plans
from services.gateway.display.messages import pages
from services.gateway.display.paging import CURSOR
from services.gateway.display.pictures import months
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import QUERY_OF_NUMBERS, page
from services.gateway.web.layout import html_response, page_frame, unit_outline, without_empty, wording

ON_PAGE = 50
QUERY = f"{QUERY_OF_NUMBERS}, planning, month, series, {CURSOR}"


@dataclass
class PlanPage:
    """Shows what `/v1/plans` and the list behind one of its numbers answer."""

    plans: Plans
    signing: bytes

    @page("/plans", "page_plans", EVERYONE, "计划对照网页 / Plans, as a page", QUERY)
    def page(self, request: ApiRequest) -> Response:
        """Plans by register and month, with the plans of one number where it was opened."""
        request = without_empty(request)
        frame, compared = page_frame(request, self.signing), self.plans.compare(request)
        planning, tree = request.query.get("planning"), self.plans.read_model.unit_tree()
        listed = self.plans.find_plans(request, ON_PAGE) if planning else None
        about = {
            "told": compared,
            "shown": [(one, draw(one, frame.lang)) for one in compared["registers"] if has_any(one)],
            "empty": [one for one in compared["registers"] if not has_any(one)],
            "names": tuple(NAMES),
            "listed": listed,
            "planning": catalogue.REGISTERS[planning] if planning else None,
            "series": request.query.get("series", "first"),
            "month": request.query.get("month", ""),
            "units": list(unit_outline(tree, compared["as_of"])),
            "wording": wording(frame, tree),
        }
        return html_response(render.page("leader_plans", frame, **about))


def has_any(one: dict[str, Any]) -> bool:
    """Whether a register has any plan in the year."""
    return any(one[name] for name in NAMES)


def draw(one: dict[str, Any], lang: str) -> Markup:
    """The months of a register side by side: first, now, carried out."""
    series = tuple(
        months.Series(pages.say(lang, f"plan {name}"), tuple(row[name] for row in one["months"])) for name in NAMES
    )
    labels = tuple(pages.say(lang, "month label", month=int(row["month"][5:])) for row in one["months"])
    picture = months.Months(one["title"][lang], "", lang, labels, series)
    return months.draw(picture, f"p-{one['register'].replace('.', '-')}")
