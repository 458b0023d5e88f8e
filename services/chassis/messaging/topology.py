"""The broker's exchanges, queues and bindings, all read off the catalogue.

Every service declares the whole of it before it publishes anything: an event that is routed to one subscriber and
not yet to the other would be confirmed all the same, and lost to the second. Where a service has rights to its own
things only, a job of the deployment declares all, and the service waits until that was done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from urllib.parse import parse_qsl, urlencode, urlsplit

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.adapters.utils.connection_workflow import AMQPConnectorException
from pika.exceptions import AMQPError, ChannelClosedByBroker

from contracts import catalogue
from services.chassis.base import clock, log
from services.chassis.base.settings import Misconfigured
from services.chassis.messaging.retry import POLICY

_log = log.get("topology")
DELIVERY_LIMIT = 20
NEVER = 10**9
"""For dead letters: without a limit of its own RabbitMQ 4 gives a quorum queue one of 20, and who looks at a
message 20 times would lose it. "No limit" is -1 there, which 3.10 refuses; both take a number never reached."""
Arguments = dict[str, str | int]
"""Of a queue, as they are given where it is declared."""
RPC_EXCHANGE = "amq.topic"
"""Every broker has it and nobody can delete it: no service needs a right to declare it, as nameko's own would need."""
OPTION = "heartbeat"
PATIENCE, SETTLES = 90.0, 2.0
SAYS_SO_EVERY = 5.0
HEARTBEAT = 30
"""Seconds, unless the address says otherwise (`?heartbeat=6`); a peer that is silent for twice as long is gone. A whole
import may keep a process busy for some."""


def dead_letter_exchange(subscriber: str) -> str:
    """The exchange to which the broker itself gives what was delivered too often: it leads to the dead letters alone.

    Were they led back to a retry, the broker would take it for a cycle and drop the message, or never deliver it.
    """
    return f"{subscriber}.dlx"


def aside_exchange(subscriber: str) -> str:
    """The exchange by which a subscriber sets messages aside: a right to it reaches its own queues and no other.

    The default exchange would take a right to every queue there is.
    """
    return f"{subscriber}.aside"


def retry_queue(subscriber: str, seconds: int) -> str:
    """The queue in which a retry waits."""
    return f"{subscriber}.retry.{seconds}"


def queues(subscriber: str) -> dict[str, Arguments]:
    """A subscriber's queues with their arguments."""
    # Per queue, not by the broker's default: that would make a replicated log of each RPC reply queue too.
    safe: Arguments = {"x-queue-type": "quorum"}
    # The broker hands a message on only once the next queue has it; by default it drops what is refused there.
    strict: Arguments = {"x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish"}
    arguments_by_queue = {
        catalogue.dead_letter_queue(subscriber): {**safe, "x-delivery-limit": NEVER},
        catalogue.inbox(subscriber): {
            **safe,
            **strict,
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": dead_letter_exchange(subscriber),
        },
    }
    # A queue for each delay: a queue lets messages expire in order, so a long delay would hold back short ones.
    for seconds in POLICY.delays:
        back = {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": catalogue.inbox(subscriber)}
        arguments_by_queue[retry_queue(subscriber, seconds)] = {
            **safe,
            **strict,
            **back,
            "x-message-ttl": seconds * 1000,
        }
    return arguments_by_queue


def declare(channel: BlockingChannel) -> None:
    """Declare everything, really, after every connect, and let what is new reach the disk.

    A quorum queue's name is written up to a second after it was declared (RabbitMQ 3.10): a broker killed in between
    forgets the queue and every confirmed message in it. So an exchange that says that all is settled comes last, after
    a pause, and nobody publishes before it is there. Raises Misconfigured, which queue or exchange differs.
    """
    for name in (one for service in catalogue.PUBLISHERS for one in catalogue.exchanges(service)):
        _declare_one(name, partial(channel.exchange_declare, name, "topic", durable=True))
    for subscriber in catalogue.SUBSCRIBERS:
        _declare_subscriber(channel, subscriber)
    if not _is_declared(channel.connection):
        clock.pause(SETTLES)
        channel.exchange_declare(_marker_exchange(), "fanout", durable=True)


def _declare_subscriber(channel: BlockingChannel, subscriber: str) -> None:
    dlx, own = dead_letter_exchange(subscriber), aside_exchange(subscriber)
    _declare_one(dlx, partial(channel.exchange_declare, dlx, "fanout", durable=True))
    # Direct: a message goes to the one queue whose name it bears.
    _declare_one(own, partial(channel.exchange_declare, own, "direct", durable=True))
    for queue, arguments in queues(subscriber).items():
        _declare_one(queue, partial(channel.queue_declare, queue, durable=True, arguments=arguments))
    bind(channel, subscriber)


def bind(channel: BlockingChannel, subscriber: str) -> None:
    """Bind a subscriber's queues to the exchanges from which they are filled."""
    dlx, own = dead_letter_exchange(subscriber), aside_exchange(subscriber)
    for queue in queues(subscriber):
        channel.queue_bind(queue, own, queue)
    channel.queue_bind(catalogue.dead_letter_queue(subscriber), dlx)
    for exchange, keys in catalogue.bindings(subscriber).items():
        for key in keys:
            channel.queue_bind(catalogue.inbox(subscriber), exchange, key)


def _marker_exchange() -> str:
    """The exchange that says that all is settled; its name is a fingerprint of all that is declared."""
    declared = [(one, aside_exchange(one), queues(one), catalogue.bindings(one)) for one in catalogue.SUBSCRIBERS]
    fingerprint = hashlib.blake2b(repr((catalogue.PUBLISHERS, declared)).encode(), digest_size=6)
    return f"campaign.settled.{fingerprint.hexdigest()}"


def _is_declared(connection: pika.BlockingConnection) -> bool:
    """Whether all was declared already; asked on a channel of its own, since a no closes it."""
    channel = connection.channel()
    try:
        channel.exchange_declare(_marker_exchange(), passive=True)
    except ChannelClosedByBroker:
        return False
    channel.close()
    return True


def _declare_one(name: str, declaration: Callable[[], object]) -> None:
    try:
        declaration()
    except ChannelClosedByBroker as closed:
        # Trying again would fail for ever: the arguments of a queue never change.
        raise Misconfigured(f"the broker's {name!r} differs from the contract: {closed.reply_text}") from None


def wait_and_declare(uri: str, *, patience: float = PATIENCE, given: bool = False) -> None:
    """Wait for the broker, bounded and logged, then declare; or, where that is given, wait until it was declared.

    Raises Misconfigured when it does not come.
    """
    begun, last_logged = clock.ticks(), 0.0
    while lacking := _lacking(uri, given=given):
        waited = clock.ticks() - begun
        if waited > patience:
            raise Misconfigured(f"no broker at {pika.URLParameters(uri).host} after {patience:.0f} s: {lacking}")
        if waited - last_logged > SAYS_SO_EVERY:
            last_logged = waited
            _log.info("broker.awaited", seconds=round(waited), lacking=lacking)
        clock.pause(0.2)


def _lacking(uri: str, *, given: bool) -> str:
    """What is not right yet; nothing once all is declared. Raises Misconfigured where something differs."""
    try:
        connection = pika.BlockingConnection(parameters(uri))
    except (AMQPError, AMQPConnectorException, OSError) as error:
        return type(error).__name__
    with connection:
        if given:
            return "" if _is_declared(connection) else "nobody has declared this version's topology"
        declare(connection.channel())
    return ""


def parameters(uri: str) -> pika.URLParameters:
    """How we connect: a dead peer is noticed, and a broker with an alarm, which blocks publishers without a word."""
    options = pika.URLParameters(uri)
    options.heartbeat = heartbeat_of(uri)
    options.blocked_connection_timeout = 15
    options.socket_timeout = options.stack_timeout = 5
    # Whoever calls tries again by itself, and logs it.
    options.connection_attempts = 1
    return options


def heartbeat_of(uri: str) -> int:
    """The seconds between two signs of life on a connection to this address. Raises Misconfigured."""
    said = dict(parse_qsl(urlsplit(uri).query)).get(OPTION, str(HEARTBEAT))
    if not said.isdecimal() or not int(said):
        raise Misconfigured(f"AMQP_URI: {OPTION} must be a number of seconds, not {said!r}")
    return int(said)


def without_heartbeat(uri: str) -> str:
    """The address without it, for kombu, which is told it apart."""
    parts = urlsplit(uri)
    others = [(name, value) for name, value in parse_qsl(parts.query) if name != OPTION]
    return parts._replace(query=urlencode(others)).geturl()
