"""The page of one of the thirteen items: where it stands, its measures, and the campaign documents about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from werkzeug.wrappers import Response

from contracts.roles import EVERYONE
from contracts.training.campaign_documents import KINDS, register
from services.gateway.api.measures import fact_list
from services.gateway.api.measures.fact_list import FactList
from services.gateway.api.progress import Progress
from services.gateway.display.paging import CURSOR, Turns
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import QUERY_OF_NUMBERS, page
from services.gateway.web.layout import html_response, page_frame, without_empty, wording
from services.gateway.web.registers import record_path

ON_PAGE = 50
DOCUMENTS = "{item}.documents"
"""The measure whose facts are the documents in force about an item; a programme may have none."""
NOTHING_LISTED = FactList([], fact_list.NONE, Turns(None, None))


@dataclass
class ItemPage:
    """Shows what `/v1/progress/{item}` answers, and whose facts the documents are."""

    progress: Progress
    signing: bytes

    @page("/items/{item}", "page_item", EVERYONE, "事项网页 / An item, as a page", f"{QUERY_OF_NUMBERS}, {CURSOR}")
    def item(self, request: ApiRequest) -> Response:
        """One item with its measures, and its documents by pages."""
        request = without_empty(request)
        name, frame = request.path["item"], page_frame(request, self.signing)
        as_of, unit = self.progress.parse_as_of(request)
        told = self.progress.read_model.item(name, as_of, unit, self.progress.exact(request.bearer))
        found, documents = self._documents(request, name)
        about = {
            "told": orjson.loads(told.body),
            "as_of": as_of.as_of.isoformat(),
            "found": found,
            "documents": [document_row(one, frame.lang) for one in documents],
            "wording": wording(frame, self.progress.read_model.unit_tree()),
        }
        return html_response(render.page("item", frame, **about))

    def _documents(self, request: ApiRequest, item: str) -> tuple[FactList, list[dict[str, Any]]]:
        """A page of the documents in force about an item."""
        edition = self.progress.read_model.programme.on(self.progress.parse_as_of(request)[0].as_of)
        measure = edition.by_name.get(DOCUMENTS.format(item=item))
        if measure is None or not self.progress.may_list(measure, request.bearer):
            return NOTHING_LISTED, []
        with self.progress.reader(request) as reader:
            found = fact_list.find(reader, measure, request, ON_PAGE)
            return found, fact_list.items(reader, measure, found.rows, self.progress.rights(request.bearer))


def document_row(fact: dict[str, Any], lang: str) -> dict[str, Any]:
    """A document as a line: what it is called, by whom, and since when it is in force."""
    of, kinds = fact["of"], KINDS if lang == "zh" else KINDS.en
    record = fact["record"].partition("/")[2]
    return {
        "path": record_path(register, record),
        "title": of.get("title") or record,
        "number": of.get("number"),
        "issuer": of.get("issuer"),
        "kind": kinds.get(of.get("kind"), of.get("kind")),
        "since": fact["dated"],
    }
