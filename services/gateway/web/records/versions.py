"""Two versions of a record beside each other: what differs is marked, with the steps that wrote them."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.errors import Unknown
from contracts.register import Register
from contracts.roles import EVERYONE
from contracts.rpc import RecordHistory, RevisionEntry
from contracts.wire import JsonObject
from services.gateway.display import record_versions, register_columns
from services.gateway.display.formatting import Wording
from services.gateway.display.record_versions import RecordVersion
from services.gateway.evidence import Evidence
from services.gateway.http.request import ApiRequest
from services.gateway.record_client import RecordClient
from services.gateway.register_path import readable_at
from services.gateway.web import render
from services.gateway.web.addresses import RECORD, page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, without_empty, wording
from services.gateway.web.registers import record_path

EARLIER, LATER = "earlier", "later"
MOST_VERSION = 10**6


@dataclass
class VersionPages:
    """Lays versions of a record beside each other."""

    client: RecordClient
    evidence: Evidence
    signing: bytes

    @page(
        f"{RECORD}/versions", "page_versions", EVERYONE, "版本对照网页 / Versions of a record", "earlier, later, lang"
    )
    def versions(self, request: ApiRequest) -> Response:
        """Two versions; unless others are chosen, the one before the last correction and the one after.

        What is private is masked as on the record's page. Raises Unknown for a version that there is not.
        """
        request = without_empty(request)
        register, frame = readable_at(request), page_frame(request, self.signing, LANGUAGE_ONLY)
        record = self.client.fetch(request, register, request.path["id"])
        worded = wording(frame, self.client.read_model.unit_tree(), clear=True)
        pair = _pair(request, register, record)
        pairs = list(record_versions.field_pairs(register, pair, worded))
        hashes = {sha for one in pairs for some in one.papers or () for sha in some}
        about = {
            "register": register,
            "base": record_path(register, record.id),
            "id": record.id,
            "name": register_columns.name_of(register, record.fields, worded),
            "choices": [(one, register.step(one.step)) for one in sorted(record.history, key=lambda one: -one.version)],
            "pair": [_column(register, one, worded) for one in pair],
            "pairs": pairs,
            "known": self.evidence.about(hashes) if hashes else {},
            "withheld": record.papers_withheld,
            "wording": worded,
        }
        return html_response(render.page("versions", frame, **about))


def _pair(request: ApiRequest, register: Register, record: RecordHistory) -> tuple[RecordVersion, RecordVersion]:
    """The two versions that are asked for. Raises Unknown, Invalid."""
    earlier, later = record_versions.usual_pair(record)
    numbers = request.number(EARLIER, earlier, MOST_VERSION), request.number(LATER, later, MOST_VERSION)
    if missing := [str(one) for one in numbers if one not in {each.version for each in record.history}]:
        raise Unknown(*missing)
    first, second = (record_versions.at_version(register, record, one) for one in numbers)
    return first, second


def _column(register: Register, version: RecordVersion, worded: Wording) -> JsonObject:
    one: RevisionEntry = version.revision
    return {
        "of": one,
        "step": register.step(one.step),
        "status": register_columns.word_of(register, version.status, worded.lang),
        "unit": worded.unit(version.unit),
        "corrects": one.place not in (0, one.version) and not one.releases,
    }
