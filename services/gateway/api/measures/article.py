"""The report on the campaign, claim by claim, each with the numbers of its measures as of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from werkzeug.wrappers import Response

from contracts import article
from contracts.article import ANSWERED, IN_PART, MISSING, STATES, Article, Claim, Section
from contracts.documents.endpoints import GET, HTML, Endpoint
from contracts.roles import ANONYMOUS, EVERYONE
from services.gateway.api.progress import FRAME, Progress
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model.programme import campaign

WHOLE = "all"
"""What is shown where nothing narrows it."""
TOLD = ("id", "title", "kind", "unit", "claimed", "verified", "n", "withheld", "as_of")
"""What a claim says of a measure; the rest is at the measure's own address."""


def open_article(endpoints: Iterable[Endpoint]) -> Article:
    """The report; what it names are measures of the campaign, and pages that all of its readers are shown, or anybody.

    Raises Undefined.
    """
    shown = [one for one in endpoints if one.roles >= EVERYONE or one.roles >= ANONYMOUS]
    pages = {one.path for one in shown if one.method == GET and one.answer == HTML}
    return article.read(campaign().by_name, pages)


@dataclass
class ArticleClaims:
    """Tells what answers the report's claims."""

    progress: Progress
    article: Article

    @Route(
        GET,
        "/v1/article",
        "article",
        EVERYONE,
        "报道逐句对照 / The article, claim by claim",
        "Article",
        f"{FRAME}, only",
    )
    def claims(self, request: ApiRequest) -> Response:
        """Every claim with what answers it and the numbers of its measures; `only=missing`: those not answered yet."""
        return responses.answer(self.document(request))

    def document(self, request: ApiRequest) -> dict[str, Any]:
        """The same as plain data: one reading of the progress, which is kept for the overview too."""
        read_model = self.progress.read_model
        frame, exact = self.progress.parse_as_of(request), self.progress.exact(request.bearer)
        told = orjson.loads(read_model.progress(*frame, exact).body)
        items = [item for pillar in told["pillars"] for item in pillar["items"]]
        measures = {one["id"]: one for item in items for one in item["measures"]}
        silent = [item["stale_since"] for item in items if item["stale_since"]]
        only_missing = request.among("only", [MISSING, WHOLE], WHOLE) == MISSING
        sections = [_section(one, measures, only_missing=only_missing) for one in self.article.sections]
        counts = Counter(claim.state for claim in self.article.claims)
        return {
            **{name: told[name] for name in ("campaign", "title", "as_of", "known_at", "unit")},
            "total": len(self.article.claims),
            **{state: counts[state] for state in STATES},
            "stale_since": min(silent, default=None),
            "sections": [one for one in sections if one["claims"]],
        }


def _section(section: Section, measures: dict[str, Any], *, only_missing: bool) -> dict[str, Any]:
    counts = Counter(claim.state for claim in section.claims)
    shown = [one for one in section.claims if one.missing or not only_missing]
    return {
        "id": section.id,
        "title": section.title,
        "total": len(section.claims),
        **{state: counts[state] for state in (ANSWERED, IN_PART, MISSING)},
        "claims": [_claim(one, measures) for one in shown],
    }


def _claim(claim: Claim, measures: dict[str, Any]) -> dict[str, Any]:
    """A claim; of measures that the programme of that day does not have, nothing."""
    return {
        "number": claim.number,
        "title": claim.title,
        "facts": list(claim.facts),
        "state": claim.state,
        "registers": [
            {
                "name": register.name,
                "title": {"zh": register.zh, "en": register.en},
                "steps": [{"name": one.name, "title": {"zh": one.zh, "en": one.en}} for one in steps],
            }
            for register, steps in claim.answering()
        ],
        "measures": [{name: measures[one][name] for name in TOLD} for one in claim.measures if one in measures],
        "pages": list(claim.pages),
        "open": claim.open,
        "missing": claim.missing,
    }
