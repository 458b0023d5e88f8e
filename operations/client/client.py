"""Talks to the running suite over its own HTTP interface."""

from __future__ import annotations

import http.client
import os
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO, Any

import orjson

from operations.base import trust
from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.client.sign_in import OPERATOR, machine_token
from operations.suite import home

ANSWERS_WITHIN, LONG_WORK = 90.0, 3600.0
"""Seconds for which an answer is waited for, and one that is as long as everything that was recorded."""
JSON = "application/json"
SHOWN, PIECE = 5, 64 * 1024


class Away(OperatorError):
    """No suite answers at {0}; `campaign up` starts it. 套件未在运行。"""

    code = 2


class Declined(OperatorError):
    """The suite declined {0}: {1}"""


class Broken(OperatorError):
    """What {0} was sending broke off: it is not whole. 传输中断，文件不完整。"""


class Distrusted(OperatorError):
    """What answers at {0} does not show the certificate of this suite: {1}. 证书不符。"""


@dataclass(frozen=True)
class Client:
    """One account at one address, `http://host:port/`; `patience` in seconds, `context` for https."""

    address: str
    token: str
    patience: float = ANSWERS_WITHIN
    context: ssl.SSLContext | None = None

    def get(self, path: str, **query: str | None) -> Any:
        """What an address answers. Raises Away, Declined, Distrusted."""
        return self._ask("GET", path, query)

    def every(self, path: str, name: str = "items", **query: str | None) -> Iterator[Any]:
        """All that a list of this name has, page by page. Raises Away, Declined."""
        page = self.get(path, **query)
        yield from page[name]
        while page["next"]:
            page = self.get(path, **{**query, "cursor": page["next"]})
            yield from page[name]

    def post(self, path: str, body: bytes = b"", media_type: str = JSON, **query: str | None) -> Any:
        """What an address answers to a body. Raises Away, Declined."""
        return self._ask("POST", path, query, body, media_type)

    def send(self, path: str, file: IO[bytes], media_type: str, **query: str | None) -> Any:
        """What an address answers to an open file, which is never held whole. Raises Away, Declined."""
        return self._ask("POST", path, query, file, media_type)

    def text(self, path: str, **query: str | None) -> str:
        """What an address answers that is no JSON. Raises Away, Declined, Distrusted."""
        with self._open("GET", path, query) as answer:
            return answer.read().decode()

    def download(self, path: str, body: bytes | None = None, /, **query: str | None) -> Iterator[bytes]:
        """A file, piece by piece as it comes; with a body it is made as that says. Raises Away, Declined, Broken."""
        with self._open("GET" if body is None else "POST", path, query, body) as answer:
            try:
                while piece := answer.read(PIECE):
                    yield piece
            except (OSError, http.client.HTTPException):
                raise Broken(path) from None

    def _ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str | None],
        body: bytes | IO[bytes] | None = None,
        media_type: str = JSON,
    ) -> Any:
        with self._open(method, path, query, body, media_type) as answer:
            return orjson.loads(answer.read())

    @contextmanager
    def _open(
        self,
        method: str,
        path: str,
        query: Mapping[str, str | None],
        body: bytes | IO[bytes] | None = None,
        media_type: str = JSON,
    ) -> Iterator[http.client.HTTPResponse]:
        encoded = urllib.parse.urlencode({name: value for name, value in query.items() if value})
        address = f"{self.address.rstrip('/')}{path}{'?' if encoded else ''}{encoded}"
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": media_type, "Accept": JSON}
        if body is not None and not isinstance(body, bytes):
            headers["Content-Length"] = str(body.seek(0, os.SEEK_END))
            body.seek(0)
        request = urllib.request.Request(address, body, headers, method=method)  # noqa: S310 -- our own address
        try:
            with urllib.request.urlopen(request, timeout=self.patience, context=self.context) as answer:  # noqa: S310
                yield answer
        except urllib.error.HTTPError as error:
            raise Declined(f"{method} {path}", _reason(error)) from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, ssl.SSLError):
                raise Distrusted(self.address, error.reason) from None
            raise Away(self.address) from None
        except (OSError, http.client.HTTPException):
            raise Away(self.address) from None


def _reason(error: urllib.error.HTTPError) -> str:
    """What a problem says, its first faults included."""
    try:
        problem = orjson.loads(error.read())
    except orjson.JSONDecodeError:
        return f"{error.code} {error.reason}"
    faults = [_fault(one) for one in problem.get("errors", [])]
    more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
    return "\n  ".join(
        [f"{problem['title']} {problem['title_zh']} {problem['detail']}".strip(), *faults[:SHOWN], *more]
    )


def _fault(one: Mapping[str, Any]) -> str:
    where = f"{one['column'] or ''}{one['row']}" if "row" in one else one.get("field", "")
    return f"{where}: {one['en']} {one['zh']}"


def connect(environment: Environment, role: str = OPERATOR) -> Client:
    """This machine's operator, or its administrator of accounts, at this home's suite or what listens at its address.

    Raises Away.
    """
    state = home.running(environment.home)
    where = state.found_by(environment) if state else environment
    context = trust.context(where.certificate) if where.certificate else None
    reached = Client(where.address(), machine_token(environment, role), context=context)
    reached.get("/healthz")  # so that a suite that is away is named as such, and not by the first real request
    return reached


def connect_for_long(environment: Environment) -> Client:
    """The same, for what reads all that was ever recorded. Raises Away."""
    return replace(connect(environment), patience=LONG_WORK)
