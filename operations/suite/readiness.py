"""Asks the gateway whether it and every service are ready."""

from __future__ import annotations

import http.client
from dataclasses import dataclass, field

import orjson

from operations.base.environment import Environment

ANSWERS_WITHIN = 2.0


@dataclass(frozen=True, slots=True)
class Readiness:
    """The gateway's answer; without one nothing is ready."""

    ready: bool = False
    services: dict[str, bool] = field(default_factory=dict)


def ask(environment: Environment) -> Readiness:
    """One question, answered within two seconds or taken as no."""
    connection = http.client.HTTPConnection(*environment.reached_at(), timeout=ANSWERS_WITHIN)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return _parse(answer.status, answer.read())
    except (OSError, http.client.HTTPException):
        return Readiness()
    finally:
        connection.close()


def _parse(status: int, body: bytes) -> Readiness:
    try:
        services = orjson.loads(body)["services"]
        ready = {name: bool(one["ready"]) for name, one in services.items()}
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        ready = {}
    return Readiness(status == http.client.OK, ready)
