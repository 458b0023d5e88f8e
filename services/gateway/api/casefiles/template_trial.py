"""A template is tried without being adopted: its faults, or the paper that it would make. Nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.cases.penalties import register
from contracts.documents import endpoints
from contracts.documents.endpoints import POST
from services.gateway.api.casefiles.asked_case import asked_case, asked_place
from services.gateway.api.casefiles.paper_answers import FORMS, HTML, paper_answer
from services.gateway.casefile import trial
from services.gateway.casefile.rendering.package import MOST_BYTES
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.record_client import RecordClient

ADOPTERS = frozenset({"legal"})
"""Who may adopt a template may try one."""


@dataclass(frozen=True)
class TrialOrder:
    """What is tried: the Word file, as the template of which paper, in which form it is answered.

    case   of which it is filled; empty: with the words of each field
    place  which of the case's papers, by the step that issued it; None: the last, or a draft
    """

    paper: str
    body: bytes
    form: str = HTML
    case: str = ""
    place: int | None = None


@dataclass
class TemplateTrial:
    """Tries templates."""

    client: RecordClient

    @Route(
        POST,
        "/v1/paper-templates/{paper}/trial",
        "try_paper_template",
        ADOPTERS,
        "试用文书模板 / Try a template of a paper",
        f"{endpoints.HTML}, {endpoints.DOCX}, {endpoints.PDF}",
        "case, form, place",
        takes=(endpoints.DOCX,),
        others=(404, 413, 422, 503),
        group="files",
    )
    def answer(self, request: ApiRequest) -> Response:
        """The paper that the Word file would make, or each of its faults. Raises TemplateUnfit, Unknown, NoPdf."""
        place, form, case = asked_place(request), request.among("form", FORMS, HTML), request.query.get("case", "")
        return self.fill(request, TrialOrder(request.path["paper"], request.body(MOST_BYTES), form, case, place))

    def fill(self, request: ApiRequest, order: TrialOrder) -> Response:
        """What the order asks for. Raises TemplateUnfit, Unknown, NoPdf, and what the owner of cases says."""
        trial.check(order.body, order.paper)
        if not order.case:
            return paper_answer(trial.of_examples(order.body, order.paper), order.form, f"trial-{order.paper}")
        case = asked_case(request, order.case, self.client.owners, self.client.read_model)
        paper = trial.of_case(order.body, order.paper, case, order.place)
        answer = paper_answer(paper, order.form, f"trial-{case.name}-{order.paper}")
        if order.form != HTML:
            about = f"trial-{order.paper}.{order.form}"
            request.acts.record("exported", record=f"{register.name}/{order.case}", about=about)
        return answer
