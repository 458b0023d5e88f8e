"""The page of labels: a sheet of QR codes, each of which opens a record's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.errors import Invalid, fault
from contracts.register import Register
from contracts.roles import EVERYONE
from contracts.rpc import PageRow, RecordSummary
from services.chassis.base import real_threads
from services.gateway.display import register_columns
from services.gateway.display.formatting import Wording, short
from services.gateway.display.list_filter import NARROWING
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.read_model import ReadModel
from services.gateway.record_client import RecordClient
from services.gateway.register_path import readable_at
from services.gateway.web import render
from services.gateway.web.addresses import page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, without_empty, wording
from services.gateway.web.qr_labels import Label, draw
from services.gateway.web.registers import record_path

QUERY = f"ids, {NARROWING}, cursor, lang"
ON_SHEET, MOST_NAMED = 240, 48
"""Ten sheets of 24; named records are asked for one by one."""
Labelled = tuple[Sequence[PageRow | RecordSummary], str | None]
"""Records, and the cursor to the next."""


@dataclass
class Labels:
    """Prints labels for records; `public` is the address under which people reach the pages."""

    client: RecordClient
    read_model: ReadModel
    signing: bytes
    public: str

    @page("/labels/{service}/{register}", "page_labels", EVERYONE, "标签网页 / Labels to print", QUERY)
    def labels(self, request: ApiRequest) -> Response:
        """Labels for the records that are named, or for those that a list shows."""
        request = without_empty(request)
        register, frame = readable_at(request), page_frame(request, self.signing, LANGUAGE_ONLY)
        worded = wording(frame, self.read_model.unit_tree(), clear=True)
        by_id = "ids" in request.query
        rows, following = (self._records_by_id if by_id else self._records_on_page)(request, register)
        about = {
            "register": register,
            "labels": real_threads.run(draw, [self._label(register, one, worded) for one in rows]),
            "next": following,
            "public": self.public,
        }
        return html_response(render.page("labels", frame, **about))

    def _records_by_id(self, request: ApiRequest, register: Register) -> Labelled:
        ids = list(dict.fromkeys(one.strip() for one in request.query["ids"].split(",") if one.strip()))
        if len(ids) > MOST_NAMED:
            raise Invalid("ids", errors=[fault("ids", f"At most {MOST_NAMED}", f"最多 {MOST_NAMED} 个")])
        return [self.client.fetch(request, register, one) for one in ids], None

    def _records_on_page(self, request: ApiRequest, register: Register) -> Labelled:
        page = self.client.page(request, register, ON_SHEET)
        return [one for one in page.items if one.status != register_columns.VOIDED], page.turns.next

    def _label(self, register: Register, one: PageRow | RecordSummary, worded: Wording) -> Label:
        name = register_columns.name_of(register, one.fields, worded)
        title = register.zh if worded.lang == "zh" else register.en
        return Label(title, name, short(one.id), self.public + record_path(register, one.id))
