"""Asks all of a cluster at the same time and puts together how it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from operations.base.environment import Environment
from operations.base.errors import OperatorError, WrongSetting
from operations.cluster import brokers, databases, replicas, stores
from operations.cluster.asking import ask_at_once
from operations.cluster.standing import Part
from services.chassis.base import clock

SETTINGS = {
    "CLUSTER_DATABASES": "database",
    "CLUSTER_BROKERS": "broker",
    "CLUSTER_STORES": "store",
    "CLUSTER_GATEWAYS": "gateway",
    "CLUSTER_SERVICES": "service",
    "CLUSTER_PROXIES": "proxy",
}
"""Where each part is asked, HOST:PORT,HOST:PORT; of gateways and services all addresses of the name."""


class NoCluster(OperatorError):
    """No cluster is named: set {0}, or ask in its container of tools. 未指定集群。"""


@dataclass(frozen=True)
class Places:
    """Where each part of a cluster answers."""

    by_part: dict[str, tuple[str, ...]]
    amqp_uri: str

    @classmethod
    def of(cls, environment: Environment) -> Places:
        """As the settings name them. Raises NoCluster, WrongSetting."""
        told = {part: _places(name, environment.inherited.get(name, "")) for name, part in SETTINGS.items()}
        if not any(told.values()):
            raise NoCluster(", ".join(SETTINGS))
        return cls(told, environment.amqp_uri)

    def questions(self) -> Iterator[tuple[tuple[str, ...], Callable[[], Any]]]:
        """All that is asked, each under the part, the place and, of the broker, the question."""
        at = self.by_part
        for place in at["broker"]:
            for question in brokers.QUESTIONS:
                yield ("broker", place, question), partial(brokers.ask, place, question, self.amqp_uri)
        for name in at["gateway"]:
            yield ("gateway", name), partial(replicas.ask_all, name, replicas.ask_gateway)
        for name in at["service"]:
            yield ("service", name), partial(replicas.ask_all, name, replicas.ask_service)
        for place in at["database"]:
            for question in databases.QUESTIONS:
                yield ("database", place, question), partial(databases.ask, place, question)
        for part, ask in (("store", stores.ask), ("proxy", replicas.ask_proxy)):
            for place in at[part]:
                yield (part, place), partial(ask, place)


def look(places: Places) -> Sequence[Part]:
    """How each part stands that is named; whoever has not answered after two seconds is silent."""
    answers, at = ask_at_once(dict(places.questions())), places.by_part
    of = {part: {key[1]: one for key, one in answers.items() if key[0] == part} for part in at}
    asked = {part: {key[1:]: one for key, one in answers.items() if key[0] == part} for part in at}
    parts: list[Part] = []
    if at["database"]:
        parts.append(databases.part(at["database"], asked["database"], clock.now()))
    if at["broker"]:
        parts.append(brokers.part(at["broker"], asked["broker"]))
    if at["store"]:
        parts.append(stores.part(at["store"], of["store"]))
    parts += [replicas.named_part(replicas.GATEWAY, of["gateway"].get(one), one) for one in at["gateway"]]
    parts += [replicas.service_part(of["service"].get(one), one) for one in at["service"]]
    if at["proxy"]:
        parts.append(replicas.proxies(at["proxy"], of["proxy"]))
    return parts


def _places(name: str, text: str) -> tuple[str, ...]:
    places = tuple(one.strip() for one in text.split(",") if one.strip())
    for one in places:
        host, _, port = one.rpartition(":")
        if not host or not port.isdecimal():
            raise WrongSetting(name, f"{one!r} is not host:port")
    return places
