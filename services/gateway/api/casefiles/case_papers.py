"""The papers of a penalty case as a list: by stage, issued, to be issued now, or not yet, and what each lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.cases.penalties import register
from contracts.cases.penalties.papers import CATALOGUE, STAGES
from contracts.documents.endpoints import GET
from contracts.words import Words
from services.gateway.api.casefiles.asked_case import asked_case
from services.gateway.api.casefiles.paper_answers import FORMS
from services.gateway.casefile.paper import Blank, Fill
from services.gateway.casefile.papers import papers_of
from services.gateway.casefile.standing import AHEAD, StandingPaper, standing_papers
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.record_client import RecordClient

BASE = f"/v1/{register.service}/{register.slug}"


@dataclass
class CasePaperList:
    """Answers which papers a case has."""

    client: RecordClient

    @Route(
        GET,
        f"{BASE}/{{id}}/papers",
        "case_papers",
        register.reader_roles,
        "案件文书清单 / The papers of a penalty case",
        "CasePapers",
        others=(404, 503),
        group="files",
    )
    def papers(self, request: ApiRequest) -> Response:
        """Every paper that the case has, may have now, or may have later, with what it lacks and where that is said."""
        case = asked_case(request, request.path["id"], self.client.owners, self.client.read_model)
        return responses.answer(
            {"papers": [_item(case.id, one) for one in standing_papers(papers_of(case, self.client.evidence))]}
        )


def paper_address(case: str, one: StandingPaper, form: str) -> str:
    """Where a paper is read in a form."""
    return f"{BASE}/{case}/papers/{one.name}.{form}" + (f"?place={one.place}" if one.place else "")


def _item(case: str, one: StandingPaper) -> dict[str, Any]:
    stage = CATALOGUE[one.name].stage
    return {
        "paper": one.name,
        "title": one.titles,
        "stage": {"id": stage, "title": _title(STAGES, stage)},
        "state": one.state,
        "step": one.step.name,
        "place": one.place,
        "issued_on": one.day,
        "gaps": [_gap(gap) for gap in one.gaps],
        "files": {} if one.state == AHEAD else {form: paper_address(case, one, form) for form in FORMS},
    }


def _gap(gap: Blank) -> dict[str, Any]:
    fill = gap.fills or Fill()
    return {"name": gap.name, "step": fill.step, "field": fill.field, "register": fill.register}


def _title(words: Words, word: str) -> dict[str, str]:
    return {"zh": words[word], "en": words.en[word]}
