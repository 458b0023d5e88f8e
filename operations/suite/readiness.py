"""Asks the gateway whether it and every service are ready."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import orjson

from operations.base import trust
from operations.base.environment import Environment
from operations.base.errors import OperatorError

ANSWERS_WITHIN, BUSY_FOR = 2.0, 120.0
"""Seconds for an answer, and for which a suite that has work may be too busy to give one, or to be ready."""
BETWEEN = 0.5


class Busy(OperatorError):
    """A suite is at {0} and does not become ready: {1}. 该地址的套件未就绪。"""


@dataclass(frozen=True, slots=True)
class Readiness:
    """The gateway's answer; without one nothing is ready.

    damage  what services say of their storage
    late    something is there that has not answered in time
    """

    ready: bool = False
    services: dict[str, bool] = field(default_factory=dict)
    damage: dict[str, list[str]] = field(default_factory=dict)
    late: bool = False

    @property
    def is_busy(self) -> bool:
        """Whether there may be a suite that is not ready at this moment."""
        return self.late or (bool(self.services) and not self.ready)

    def not_ready(self) -> list[str]:
        """The services that say so of themselves."""
        return [name for name, ready in self.services.items() if not ready]

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
    except TimeoutError:
        return Readiness(late=True)
    except (OSError, http.client.HTTPException):
        return Readiness()
    finally:
        connection.close()


def ask_again(environment: Environment) -> Readiness:
    """The answer once it is there, or once nothing is; the last one where a suite stays busy for so long."""
    end = time.monotonic() + BUSY_FOR
    while (answer := ask(environment)).is_busy and time.monotonic() < end:
        time.sleep(BETWEEN)
    return answer


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
        return Readiness()  # a stranger's
    return Readiness(status == http.client.OK, ready, damage)
