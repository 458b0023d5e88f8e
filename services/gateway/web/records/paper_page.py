"""A record's paper, large: on a page with the record's navigation, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.wrappers import Response

from contracts.errors import Unknown
from contracts.outreach.captions import register as caption_register
from contracts.register import Register
from contracts.roles import EVERYONE
from services.chassis.base import clock, real_threads
from services.gateway.display import captions, register_columns
from services.gateway.evidence import Evidence
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.photographs import exif
from services.gateway.photographs.exif import CameraNotes
from services.gateway.photographs.opening import MEDIA_TYPES, SHOWN
from services.gateway.reading_rights import ReadingRights
from services.gateway.record_client import RecordClient
from services.gateway.register_path import readable_at
from services.gateway.web import render
from services.gateway.web.addresses import RECORD, page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, wording
from services.gateway.web.registers import record_path

PAPERS = "papers"


def paper_path(base: str, sha256: str) -> str:
    """The address of a paper of the record at `base`."""
    return f"{base}/{PAPERS}/{sha256}"


@dataclass
class PaperPages:
    """Shows the papers that a record names, to whoever may read them there."""

    client: RecordClient
    evidence: Evidence
    signing: bytes

    @page(f"{RECORD}/{PAPERS}/{{sha256}}", "page_paper", EVERYONE, "佐证网页 / A paper of a record")
    def paper(self, request: ApiRequest) -> Response:
        """A picture large; of another paper what it is, and where it is had.

        Raises Unknown for what the record does not name, and for what it names and who asks may not read: alike.
        """
        register, frame = readable_at(request), page_frame(request, self.signing, LANGUAGE_ONLY)
        record, sha256 = self.client.fetch(request, register, request.path["id"]), request.path["sha256"]
        papers = register_columns.papers(register, record)
        if sha256 not in papers:
            raise Unknown(sha256)
        worded = wording(frame, self.client.read_model.unit_tree(), clear=True)
        order, base = list(papers), record_path(register, record.id)
        number, known = order.index(sha256), self.evidence.about([sha256]).get(sha256, {})
        about = {
            "register": register,
            "base": base,
            "name": register_columns.name_of(register, record.fields, worded),
            "id": record.id,
            "paper": known,
            "sha": sha256,
            "field": worded.title(papers[sha256]),
            "number": number + 1,
            "count": len(order),
            "before": paper_path(base, order[number - 1]) if number else "",
            "after": paper_path(base, order[number + 1]) if number + 1 < len(order) else "",
            "picture": _picture_of(sha256, known.get("media_type")),
            "fault": self.client.read_model.paper_faults([sha256]).get(sha256, ""),
            "captions": captions.texts(self.client.read_model.captions([sha256]), worded),
            "may_caption": permissions.may_take(caption_register.opening, request.bearer),
            "camera": self._camera(request, register, record.unit, known),
        }
        return html_response(render.page("paper", frame, **about))

    def _camera(self, request: ApiRequest, register: Register, unit: str, paper: Mapping[str, Any]) -> CameraNotes:
        """What the camera wrote into a photograph; where it was taken, for who reads the private texts of the record.

        Where somebody photographed is often where somebody lives.
        """
        notes = exif.NOTHING
        if paper.get("media_type") in MEDIA_TYPES:
            with suppress(Unknown):  # its file is gone, or no more what it was: that is said elsewhere
                body, _ = self.evidence.read(paper["sha256"])
                notes = real_threads.run(exif.read, body).until(clock.now())
        may_see = ReadingRights(request.bearer, self.client.read_model).texts(register, unit)
        return notes if may_see else replace(notes, point=None, datum="")


def _picture_of(sha256: str, media_type: str | None) -> str:
    """Where a browser gets what it can show of a paper: the file as it is, or a JPEG of it; empty: of none."""
    file = f"/v1/evidence/{sha256}"
    return file if media_type in SHOWN else f"{file}/picture" if media_type in MEDIA_TYPES else ""
