"""The page of a fact: one event in words, its evidence, and every revision of its record."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.outreach.captions import register as caption_register
from contracts.roles import EVERYONE
from contracts.wire import JsonObject
from services.gateway.api.progress import Progress
from services.gateway.audit.fact_proofs import FactProofs
from services.gateway.audit.routes import AUDITORS
from services.gateway.display import captions
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.read_model import ledger
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
            "entered": [
                *worded.field_texts(step, event["data"], self._before(event)),
                *worded.keys(register, step, of),
            ],
            "due": [(one, due[one.name]) for one in register.clocks if one.name in due],
            "about": worded.about(register, of),
            "record": f"{register.name}/{event['subject']}",
            "place": record_path(register, event["subject"]),
            "captions": captions.texts(
                self.progress.read_model.captions(one["sha256"] for one in fact["evidence"]), worded
            ),
            "may_caption": permissions.may_take(caption_register.opening, request.bearer),
            "wording": worded,
            "proof": self.proofs.of(event["id"]),
            "opens": request.bearer.role in AUDITORS,
        }
        return html_response(render.page("fact", frame, **about))

    def _before(self, event: JsonObject) -> JsonObject:
        """What the record had said when it happened: it may say whose record is meant by an id."""
        model, name = self.progress.read_model, catalogue.step_of(event["type"])[0].name
        said: JsonObject = {}
        with model.store.begin_read() as tx:
            for one in ledger.revisions_of(tx, model.district, f"{name}/{event['subject']}"):
                said |= one.data if one.recordversion < event["recordversion"] else {}
        return said
