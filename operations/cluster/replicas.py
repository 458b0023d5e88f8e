"""What runs several times under one name, each for itself: gateways and services; and the proxies before them."""

from __future__ import annotations

import csv
import socket
from collections.abc import Callable, Mapping, Sequence

from operations.cluster.asking import NoAnswer, ask_at_once, fetch, fetch_json
from operations.cluster.standing import Fact, Member, Part, silent

GATEWAY, PROXY, SERVICE = "gateway 网关", "proxy 入口代理", "service 服务 {}"
LEAST = 2
"""How many of each there are when nothing is lost, at least: an engine's name for those that are gone leads nowhere."""
WITHIN = 1.5
"""Seconds for each of the addresses of a name, after it was looked up."""
OK = 200


def ask_all(name: str, ask: Callable[[str], Member]) -> Sequence[Member]:
    """How each of those behind a name stands, all asked at the same time. Raises NoAnswer."""
    host, _, port = name.rpartition(":")
    try:
        found = socket.getaddrinfo(host, int(port), socket.AF_INET, socket.SOCK_STREAM)
    except OSError as error:
        raise NoAnswer(str(error)) from None
    places = sorted({f"{one[4][0]}:{port}" for one in found})
    answers = ask_at_once({place: lambda place=place: ask(place) for place in places}, WITHIN)  # type: ignore[misc]
    return [answers.get(place) or silent(place) for place in places]


def ask_gateway(place: str) -> Member:
    """Whether a gateway is ready, and which generation of the view it reads. Raises NoAnswer."""
    said = fetch_json(place, "/readyz")
    services = said.get("services") or {}
    view = (services.get("gateway") or {}).get("view") or {}
    facts: dict[str, Fact] = {"generation": view.get("generation")}
    waits = ", ".join(name for name, one in services.items() if not one.get("ready"))
    return Member(place, bool(said.get("ready")), facts, f"waits for 等待: {waits}" if waits else "")


def ask_service(place: str) -> Member:
    """Whether a process lives. Raises NoAnswer."""
    status, _ = fetch(place, "/healthz")
    return Member(place, status == OK, {}, "" if status == OK else f"HTTP {status}")


def ask_proxy(place: str) -> Member:
    """To how many gateways, databases and brokers a proxy leads. Raises NoAnswer."""
    _, text = fetch(place, "/stats;csv")
    facts: dict[str, Fact] = {"ready": 0, "alive": 0, "database": 0, "broker": 0}
    for row in csv.DictReader(text.decode().removeprefix("# ").splitlines()):
        if row["pxname"] in facts and row["svname"] == "BACKEND":
            facts[row["pxname"]] = int(row["act"] or 0)
    missing = [name for name in ("database", "broker", "alive") if not facts[name]]
    return Member(place, not missing, facts, "" if not missing else f"leads to no 未通向 {', '.join(missing)}")


def named_part(name: str, members: Sequence[Member] | None, host: str) -> Part:
    """Those behind a name together."""
    some = members or (silent(host),)
    return Part(name, some, sum(one.up for one in some), 1, max(LEAST, len(some)))


def service_part(members: Sequence[Member] | None, host: str) -> Part:
    """The processes of a service together."""
    return named_part(SERVICE.format(host.partition(":")[0]), members, host)


def proxies(places: Sequence[str], answers: Mapping[str, Member]) -> Part:
    """The proxies together: through one of them everything goes on."""
    members = [answers.get(place) or silent(place) for place in places]
    return Part(PROXY, members, sum(one.up for one in members), 1, len(places))
