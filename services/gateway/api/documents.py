"""The documents, written once and served from memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import orjson
from werkzeug.wrappers import Response

from contracts import documents
from contracts.errors import Undefined, Unknown
from services.gateway.http import app
from services.gateway.http.app import ApiRequest, Handler, Route


class Documents:
    """OpenAPI, AsyncAPI, and the schemas of events."""

    def routes(self) -> Iterable[Route]:
        """The addresses."""
        yield Route("GET", "/openapi.json", "openapi", _document_handler(documents.openapi))
        yield Route("GET", "/asyncapi.json", "asyncapi", _document_handler(documents.asyncapi))
        yield Route("GET", "/schemas/<type>", "schema", self.schema)

    def schema(self, asking: ApiRequest) -> Response:
        """The schema that an event's `dataschema` names. Raises Unknown."""
        try:
            body = orjson.dumps(documents.data_schema(asking.path["type"]))
        except Undefined:
            raise Unknown(asking.path["type"]) from None
        return with_etag(asking, app.answer(body), tag(body))


def _document_handler(write: Callable[[], dict[str, Any]]) -> Handler:
    @cache
    def body_and_tag() -> tuple[bytes, str]:
        body = orjson.dumps(write())
        return body, tag(body)

    def give(asking: ApiRequest) -> Response:
        return with_etag(asking, app.answer(body_and_tag()[0]), body_and_tag()[1])

    return give


def tag(body: bytes) -> str:
    """The ETag of these bytes."""
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def with_etag(asking: ApiRequest, response: Response, etag: str) -> Response:
    """An answer that never changes while the process lives; empty for a client that has it already."""
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if asking.request.headers.get("If-None-Match") == etag:
        return Response(status=304, headers=headers)
    response.headers.update(headers)
    return response
