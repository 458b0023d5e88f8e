"""What each user of the broker may do, all read off the catalogue: its own things, and nothing else's.

Patterns are RabbitMQ's: configure, write, read by the name of a queue or an exchange; on topic exchanges also by
routing key. Whoever has no pattern for an exchange to which it may write could write under every key, so each has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from contracts import call, catalogue
from services.chassis.messaging import topology

TOPOLOGY, OPERATOR = "topology", "operator"
"""Who declares everything, once at each start; who looks through dead letters and sends them back."""
NOTHING, EVERYTHING = "^$", ".*"
REPLY = "[0-9a-f-]{36}"
"""The routing key of an answer: nameko draws a UUID."""
_METHOD = "[a-z_]+"


@dataclass(frozen=True)
class TopicPermissions:
    """The routing keys under which a user may write to a topic exchange, and bind a queue to it."""

    write: str
    read: str


@dataclass(frozen=True)
class Permissions:
    """What one user may do."""

    configure: str
    write: str
    read: str
    topics: Mapping[str, TopicPermissions] = field(default_factory=dict)


def all_users() -> dict[str, Permissions]:
    """Every user of the broker with its permissions."""
    services = {name: of_service(name) for name in catalogue.SUITE}
    return {**services, TOPOLOGY: Permissions(EVERYTHING, EVERYTHING, EVERYTHING), OPERATOR: _operator()}


def of_service(name: str) -> Permissions:
    """A service owns its queues of calls and answers; it reads its inbox, sets aside what it cannot handle, shows
    that to operators, and publishes to its own exchange.
    """
    listens = name in catalogue.SUBSCRIBERS
    calls = [re.escape(f"rpc-{name}")]
    answers = [f"{re.escape(f'rpc.reply-{name}-')}{REPLY}"] if listens else []
    events = [re.escape(one) for one in catalogue.exchanges(name)]
    aside = [re.escape(topology.aside_exchange(name))] if listens else []
    # Its own queues it declares and binds anew, should somebody have deleted them.
    own = [re.escape(queue) for queue in topology.queues(name)] if listens else []
    sources = [re.escape(exchange) for exchange in catalogue.bindings(name)] if listens else []
    dead = [re.escape(topology.dead_letter_exchange(name))] if listens else []
    inbox = [re.escape(one(name)) for one in (catalogue.inbox, catalogue.dead_letter_queue)] if listens else []
    rpc = re.escape(topology.RPC_EXCHANGE)
    return Permissions(
        _any(calls + answers + own),
        _any([*calls, *answers, *events, *aside, *own, rpc]),
        _any([*calls, *answers, *inbox, *sources, *aside, *dead, rpc]),
        _topics(name, listens=listens),
    )


def _topics(name: str, *, listens: bool) -> dict[str, TopicPermissions]:
    bound = [rf"{name}\.\*"] + [REPLY] * listens
    # Everybody answers calls, and an answer goes to a UUID that nobody can know beforehand.
    topics = {topology.RPC_EXCHANGE: TopicPermissions(_any([*_callable_methods(name), REPLY]), _any(bound))}
    for source, keys in catalogue.bindings(name).items() if listens else ():
        topics[source] = TopicPermissions(NOTHING, _any(re.escape(key) for key in keys))
    for exchange in catalogue.exchanges(name):
        registers = (
            catalogue.AUDIT if exchange == catalogue.audit_exchange(name) else rf"(?!{catalogue.AUDIT}\.)[a-z_]+"
        )
        topics[exchange] = TopicPermissions(rf"^{name}\.{registers}\.[a-z_]+\.v[0-9]+$", NOTHING)
    return topics


def _callable_methods(name: str) -> list[str]:
    """The methods that a service calls: the gateway all of all others, who has an inbox the journals behind it."""
    if name == catalogue.GATEWAY:
        return [rf"{service}\.{_METHOD}" for service in catalogue.SUITE if service != name]
    return [
        rf"{owner}\.{method}" for owner in catalogue.owners_heard_by(name) for method in sorted(call.READ_BY_OWNERS)
    ]


def _operator() -> Permissions:
    dead_letters = [re.escape(catalogue.dead_letter_queue(subscriber)) for subscriber in catalogue.SUBSCRIBERS]
    return Permissions(NOTHING, r"^amq\.default$", _any(dead_letters))


def _any(patterns: Iterable[str]) -> str:
    """A pattern for any of these names, whole."""
    alternatives = "|".join(patterns)
    return f"^({alternatives})$" if alternatives else NOTHING
