"""Somebody with a token at the address of a suite, of whatever version."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

AT_ONCE = 4
PATIENCE, TOO_MANY = 120, 429
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Answer:
    """What a suite answered."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Caller:
    """Asks a suite."""

    address: str
    token: str

    def get(self, path: str) -> Any:
        """What stands at a path. Raises AssertionError where it is refused."""
        return self.get_all([path])[0]

    def get_all(self, paths: Sequence[str]) -> list[Any]:
        """What stands at many paths, in their order; some at a time, each over one connection."""
        portions = [paths[start::AT_ONCE] for start in range(AT_ONCE)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = dict(pair for some in pool.map(self._portion, portions) for pair in some)
        return [answers[path] for path in paths]

    def _portion(self, paths: Sequence[str]) -> list[tuple[str, Any]]:
        with closing(self._connect()) as connection:
            answers = [(path, self._ask(connection, "GET", path)) for path in paths]
        for path, answer in answers:
            assert answer.status == 200, (path, answer.status, answer.body[:500])
        return [(path, answer.json) for path, answer in answers]

    def post(self, path: str, form: Any, key: str | None = None) -> Answer:
        """Send a form, under an idempotency key if one is given."""
        headers = {"Content-Type": "application/json", **({"Idempotency-Key": key} if key else {})}
        with closing(self._connect()) as connection:
            return self._ask(connection, "POST", path, json.dumps(form).encode(), headers)

    def bytes_at(self, path: str) -> Answer:
        """What stands at a path, whatever it is."""
        with closing(self._connect()) as connection:
            return self._ask(connection, "GET", path)

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE)

    def _ask(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Answer:
        while True:
            connection.request(method, path, body, {"Authorization": f"Bearer {self.token}", **headers})
            response = connection.getresponse()
            answer = Answer(response.status, response.read(), dict(response.headers))
            if answer.status != TOO_MANY:
                return answer
            time.sleep(float(response.headers.get("Retry-After", 1)))
