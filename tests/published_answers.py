"""Answers over HTTP, held against the document that is served of them, as somebody outside would hold them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.homes.caller import NO_HEADERS, Answer, Caller

Json = dict[str, Any]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""An answer has a status, a media type, headers and a body of which the document knows."""


class PublishedAnswers:
    """The interface's document; `seen` are the operations and statuses that were held against it."""

    def __init__(self, document: Json) -> None:
        self._schema = schemathesis.openapi.from_dict(document)
        self.seen: set[tuple[str, int]] = set()

    def faults(self, response: httpx.Response) -> list[str]:
        """Where an answer is not what the document says of its address."""
        method, path = response.request.method, unquote(urlsplit(str(response.request.url)).path)
        operation = self._schema.find_operation_by_path(method, path)
        if operation is None:
            return [f"{method} {path} is not in the document"]
        self.seen.add((operation.label, response.status_code))
        try:
            operation.Case(path_parameters=_any_values(operation.path)).validate_response(response, checks=CHECKS)
        except FailureGroup as failures:
            return [f"{operation.label} {response.status_code} {one.title}: {one}" for one in failures.exceptions]
        return []


@dataclass(frozen=True)
class Witness(Caller):
    """Asks a suite, holds each answer against the document, and remembers what is not as it says."""

    document: PublishedAnswers
    faults: list[str] = field(default_factory=list)

    def _ask(
        self,
        connection: HTTPConnection,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Answer:
        answer = super()._ask(connection, method, path, body, headers)
        request = httpx.Request(method, self.address + path)
        response = httpx.Response(answer.status, headers=dict(answer.headers), content=answer.body, request=request)
        response.elapsed = dt.timedelta()  # nobody asks how long it took, but it must be there
        self.faults.extend(self.document.faults(response))
        return answer


def _any_values(path: str) -> dict[str, str]:
    """Values for what stands in a path: the library only asks where the path begins."""
    return dict.fromkeys(re.findall(r"{(\w+)}", path), "-")
