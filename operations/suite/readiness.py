"""Asks the gateway whether it and every service are ready."""

from __future__ import annotations

import http.client
from collections.abc import Iterable
from dataclasses import dataclass, field

import orjson

from operations.base import trust
from operations.base.environment import Environment

ANSWERS_WITHIN = 2.0


@dataclass(frozen=True, slots=True)
class Readiness:
    """The gateway's answer; without one nothing is ready. `damage`: what services say of their storage."""

    ready: bool = False
    services: dict[str, bool] = field(default_factory=dict)
    damage: dict[str, list[str]] = field(default_factory=dict)

    def is_settled(self, names: Iterable[str]) -> bool:
        """Whether each of these is ready, or says that its storage is damaged: waiting longer changes nothing."""
        return self.ready or all(self.services.get(name) or name in self.damage for name in names)


def ask(environment: Environment) -> Readiness:
    """One question, answered within two seconds or taken as no."""
    connection = _connect(environment)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return _parse(answer.status, answer.read())
    except (OSError, http.client.HTTPException):
        return Readiness()
    finally:
        connection.close()


def _connect(environment: Environment) -> http.client.HTTPConnection:
    host, port = environment.reached_at()
    if environment.certificate is None:
        return http.client.HTTPConnection(host, port, timeout=ANSWERS_WITHIN)
    context = trust.context(environment.certificate)
    return http.client.HTTPSConnection(host, port, timeout=ANSWERS_WITHIN, context=context)


def _parse(status: int, body: bytes) -> Readiness:
    try:
        services = orjson.loads(body)["services"]
        ready = {name: bool(one["ready"]) for name, one in services.items()}
        damage = {name: list(one["storage"]) for name, one in services.items() if one.get("storage")}
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        ready, damage = {}, {}
    return Readiness(status == http.client.OK, ready, damage)
