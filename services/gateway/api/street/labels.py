"""Labels in photographs: which records they name, for telephones whose browser cannot read a QR code itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import ANYTHING, POST
from contracts.errors import Invalid, fault
from contracts.register import Register
from contracts.roles import WRITERS
from contracts.rpc import RecordHistory
from services.gateway.display import register_columns
from services.gateway.display.formatting import Wording
from services.gateway.display.messages.pages import ZH
from services.gateway.http import permissions, responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.owner_client import OwnerProblem
from services.gateway.photographs.codes import read_codes
from services.gateway.record_client import RecordClient

MOST_BYTES, MOST_RECORDS = 8 * 1024 * 1024, 4
PAGE = re.compile(r"/registers/([a-z0-9_-]+)/([a-z0-9_-]+)/([\w.:~-]{1,80})")
"""What follows the address of the pages on a label. Whoever prints one writes into it what they like: a NUL, too."""


class UnreadablePhotograph(Invalid):
    """This is no photograph that can be opened."""

    slug, zh = "unreadable-photograph", "此文件不是可打开的照片"


@dataclass
class LabelReader:
    """Reads labels; `public` is the address under which people reach the pages, as it is printed on them."""

    client: RecordClient
    public: str

    @Route(
        POST,
        "/v1/street/labels",
        "read_labels",
        WRITERS,
        "识别标签照片 / Read labels in a photograph",
        "CodesRead",
        takes=(ANYTHING,),
        others=(413, 422, 503),
        group="street",
        by_script=True,
    )
    def labels(self, request: ApiRequest) -> Response:
        """Which records the labels in a photograph name: those that its sender may read, the first four.

        The photograph is not kept, and no address that stands in it is asked: a code of another's host is counted,
        and so is one of ours that names nothing, or what may not be read.

        Raises UnreadablePhotograph, TooLarge, Unavailable.
        """
        codes = read_codes(request.body(MOST_BYTES))
        if codes is None:
            raise UnreadablePhotograph(errors=[fault("body", "No picture that can be opened", "无法打开的图片")])
        worded = Wording.with_units(ZH, self.client.read_model.unit_tree(), clear=True)
        named = [_labelled(register, one, worded) for register, one in self._records(request, codes)]
        return responses.answer({"codes": len(codes), "records": named})

    def _records(self, request: ApiRequest, codes: list[str]) -> Iterator[tuple[Register, RecordHistory]]:
        places = dict.fromkeys(place for one in codes if (place := record_on(one, self.public)))
        for name, id_ in list(places)[:MOST_RECORDS]:
            register = catalogue.REGISTERS[name]
            if permissions.may_read(register, request.bearer):
                try:
                    yield register, self.client.fetch(request, register, id_)
                except OwnerProblem as problem:
                    if problem.status != HTTPStatus.NOT_FOUND:
                        raise


def record_on(text: str, public: str) -> tuple[str, str] | None:
    """The register and the id of the record that a label names; None: it is none of ours."""
    page = PAGE.fullmatch(text[len(public) :]) if text.startswith(public) else None
    name = f"{page[1]}.{page[2]}" if page else ""
    return (name, page[3]) if page and name in catalogue.REGISTERS else None


def _labelled(register: Register, record: RecordHistory, worded: Wording) -> dict[str, Any]:
    return {
        "register": register.name,
        "title": {"zh": register.zh, "en": register.en},
        "record": record.id,
        "unit": record.unit,
        "status": record.status,
        "about": register_columns.name_of(register, record.fields, worded),
        "path": f"/registers/{register.service}/{register.slug}/{record.id}",
    }
