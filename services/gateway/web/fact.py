"""The page of a fact: one event in words, its evidence, and every revision of its record."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.roles import EVERYONE
from services.gateway.api.progress import Progress
from services.gateway.audit.fact_proofs import FactProofs
from services.gateway.audit.routes import AUDITORS
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import QUERY_OF_NUMBERS, page
from services.gateway.web.layout import html_response, page_frame, without_empty, wording
from services.gateway.web.registers import record_path


@dataclass
class FactPage:
    """Shows what `/v1/facts/{event}` answers."""

    progress: Progress
    signing: bytes
    proofs: FactProofs

    @page("/facts/{event}", "page_fact", EVERYONE, "事实网页 / A fact", QUERY_OF_NUMBERS)
    def fact(self, request: ApiRequest) -> Response:
        """One event in words, its evidence, and every revision of its record."""
        request = without_empty(request)
        fact = self.progress.fact_of(request.path["event"], request.bearer)
        frame, event = page_frame(request, self.signing), fact["event"]
        worded = wording(frame, self.progress.read_model.unit_tree())
        register, step = catalogue.step_of(event["type"])
        step = step.edition(event.get("stepversion", 1))
        of, due = event["data"].get("of", {}), event["data"].get("due", {})
        about = {
            "told": fact,
            "event": event,
            "entered": [*worded.field_texts(step, event["data"]), *worded.keys(register, step, of)],
            "due": [(one, due[one.name]) for one in register.clocks if one.name in due],
            "about": worded.about(register, of),
            "record": f"{register.name}/{event['subject']}",
            "place": record_path(register, event["subject"]),
            "wording": worded,
            "proof": self.proofs.of(event["id"]),
            "opens": request.bearer.role in AUDITORS,
        }
        return html_response(render.page("fact", frame, **about))
