"""The documents, written once and served from memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import orjson
from werkzeug.wrappers import Response

from contracts import documents
from contracts.documents.endpoints import GET, JSON, Endpoint
from contracts.errors import Undefined, Unknown
from contracts.roles import ANONYMOUS
from services.gateway.http.request import ApiRequest
from services.gateway.http.responses import answer, keepable, tag
from services.gateway.http.routing import Route

GROUP = "operations"
CACHED = (304,)
EVENTS, SCHEMA = "事件文档 / The events' document", "事件数据 / The schema of an event's data"


@dataclass
class Documents:
    """OpenAPI of these addresses, AsyncAPI, and the schemas of events."""

    endpoints: Iterable[Endpoint]

    @Route(GET, "/openapi.json", "openapi", ANONYMOUS, "本文档 / This document", JSON, others=CACHED, group=GROUP)
    def openapi(self, _request: ApiRequest) -> Response:
        """What is served, and how it is asked."""
        return _document(self._openapi)

    @Route(GET, "/asyncapi.json", "asyncapi", ANONYMOUS, EVENTS, JSON, others=CACHED, group=GROUP)
    def asyncapi(self, _request: ApiRequest) -> Response:
        """What is published, by whom, and who listens."""
        return _document(self._asyncapi)

    @Route(GET, "/schemas/{type}", "schema", ANONYMOUS, SCHEMA, JSON, others=(304, 404), group=GROUP)
    def schema(self, request: ApiRequest) -> Response:
        """The schema that an event refers to, its dataschema. Raises Unknown."""
        try:
            return _schema(request, 1)
        except Undefined:
            raise Unknown(request.path["type"]) from None

    @Route(GET, "/schemas/{type}/{version}", "schema_of", ANONYMOUS, SCHEMA, JSON, others=(304, 404), group=GROUP)
    def schema_of(self, request: ApiRequest) -> Response:
        """The schema of a later version of a type of event. Raises Unknown."""
        try:
            return _schema(request, int(request.path["version"]))
        except (Undefined, ValueError):
            raise Unknown(request.path["type"], request.path["version"]) from None

    # Megabytes that take a second to write: at the first question, not at each start.
    @cached_property
    def _openapi(self) -> tuple[bytes, str]:
        body = orjson.dumps(documents.openapi(self.endpoints))
        return body, tag(body)

    @cached_property
    def _asyncapi(self) -> tuple[bytes, str]:
        body = orjson.dumps(documents.asyncapi())
        return body, tag(body)


def _schema(request: ApiRequest, version: int) -> Response:
    body = orjson.dumps(documents.data_schema(request.path["type"], version))
    return _document((body, tag(body)))


def _document(document: tuple[bytes, str]) -> Response:
    body, etag = document
    return keepable(answer(body), etag)
