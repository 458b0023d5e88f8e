"""The book of the street: what a device keeps for one person, so that forms can be filled in without a signal.

It is bounded: each list by what `BookList` says of each of its statuses, which is one page of its owner's list,
whatever the register holds. No private text is in it. A list whose owner is silent is named: the device keeps what it
had.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson
from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import GET
from contracts.errors import Unavailable
from contracts.register import OPENED, split_names
from contracts.roles import WRITERS
from contracts.rpc import ListFilter, ListReply, PageRow
from services.gateway import callers
from services.gateway.display import register_columns
from services.gateway.display.formatting import Wording, short
from services.gateway.display.messages.pages import ZH
from services.gateway.http import permissions, responses
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.record_client import RecordClient
from services.gateway.street.book_lists import DERIVED, LISTS, LONGEST_TEXT, MOST_UNITS, BookList
from services.gateway.street.page_token import GROUP
from services.gateway.street.street_jobs import StreetJob, jobs_of, lists_of

Json = dict[str, Any]
Replies = Sequence[ListReply]
"""The pages of one list, one for each status."""


@dataclass
class StreetBook:
    """Tells what a person's device keeps."""

    client: RecordClient

    @Route(
        GET,
        "/v1/street/book",
        "street_book",
        WRITERS,
        "街面底册 / The street's book",
        "StreetBook",
        others=(304,),
        headers=("ETag",),
        group=GROUP,
    )
    def book(self, request: ApiRequest) -> Response:
        """The jobs of the bearer's role, and the lists that these need: own units' records, classes, grid cells."""
        body = orjson.dumps(self._told(request), option=orjson.OPT_UTC_Z)
        return responses.answer(body, ETag=responses.tag(body), Cache_Control="private, no-cache")

    def _told(self, request: ApiRequest) -> Json:
        bearer = request.bearer
        jobs = list(jobs_of(bearer))
        wanted = lists_of(jobs)
        lists, silent = self._lists(bearer, wanted)
        return {
            "person": {"id": bearer.id, "role": bearer.role, "unit": bearer.unit},
            "jobs": [_job(one, bearer) for one in jobs],
            "lists": lists | {"units": self._units(bearer)},
            "silent": silent,
        }

    def _lists(self, bearer: Bearer, wanted: Collection[str]) -> tuple[dict[str, Json], list[str]]:
        """The lists that are wanted and may be read, and the names of those whose owner does not answer."""
        sources = {of for name, (of, _) in DERIVED.items() if name in wanted}
        asked = [one for one in LISTS if one.name in sources.union(wanted) and permissions.may_read(one.of, bearer)]
        own, wording = callers.units_within(bearer, self.client.read_model), self._wording()
        services = sorted({one.of.service for one in asked})
        told: dict[str, Replies] = {}
        for some in self.client.ask_each(partial(self._of_service, own, asked), services):
            told |= some
        whole = {one.name: _list(one, told[one.name], wording) for one in asked if one.name in told}
        texts = {name: _texts(whole[of], field) for name, (of, field) in DERIVED.items() if of in whole}
        silent = sorted({one.name for one in asked} - whole.keys())
        return {name: one for name, one in (whole | texts).items() if name in wanted}, silent

    def _of_service(self, own: tuple[str, ...] | None, asked: Sequence[BookList], service: str) -> dict[str, Replies]:
        """What an owner tells of its lists; once it is silent, of the others nothing."""
        told: dict[str, Replies] = {}
        with suppress(Unavailable):
            for one in asked:
                if one.of.service == service:
                    told[one.name] = [self._ask(one, status, own) for status in one.among]
        return told

    def _ask(self, one: BookList, status: str, own: tuple[str, ...] | None) -> ListReply:
        """The newest records of a list in one status, private texts masked for everybody. Raises Unavailable."""
        units = own if one.own else None
        within = ListFilter(OPENED, descending=True, status=status, units=units, uncounted=True)
        return self.client.owners.list_page(one.of, within, one.most, None)

    def _wording(self) -> Wording:
        return Wording.with_units(ZH, self.client.read_model.unit_tree(), clear=True)

    def _units(self, bearer: Bearer) -> Json:
        """The units for which a bearer may enter something, their own first."""
        tree, within = self.client.read_model.unit_tree(), callers.units_within(bearer, self.client.read_model)
        offered = catalogue.REGISTERS["training.units"].offered_statuses
        codes = [code for code, unit in tree.items() if unit.status() in offered and (within is None or code in within)]
        first = sorted(codes, key=lambda code: (code != bearer.unit, code))[:MOST_UNITS]
        items = [{"id": code, "label": str(tree[code]["name"])} for code in first]
        return {"items": items, "whole": len(items) == len(codes)}


def _job(job: StreetJob, bearer: Bearer) -> Json:
    """A job as a device shows it: its commands for this person, and where each is posted."""
    steps = [
        {
            "register": one.register,
            "step": one.step,
            "path": f"/v1/{one.at.service}/{one.at.slug}",
            "opens": one.of.opens_only,
        }
        for one in job.for_bearer(bearer)
    ]
    return {"id": job.name, "list": job.list, "rows": job.rows, "labels": split_names(job.labels), "steps": steps}


def _list(one: BookList, replies: Replies, wording: Wording) -> Json:
    items = [_item(one, row, wording) for reply in replies for row in reply.rows]
    return {"items": items, "whole": not any(reply.later for reply in replies)}


def _item(one: BookList, row: PageRow, wording: Wording) -> Json:
    label = register_columns.name_of(one.of, row.fields, wording) or short(row.id)
    shown = {name: _short(row.fields[name]) for name in one.fields if row.fields.get(name) is not None}
    return {"id": row.id, "label": label, "status": row.status, "unit": row.unit, **shown}


def _short(value: Any) -> Any:
    return value[:LONGEST_TEXT] if isinstance(value, str) else value


def _texts(source: Json, field: str) -> Json:
    """What the records of a list say in a field, each once."""
    texts = sorted({one[field] for one in source["items"] if one.get(field)})
    return {"items": [{"id": text, "label": text} for text in texts], "whole": source["whole"]}
