"""Broken promises of those who publish."""

from __future__ import annotations

from typing import Any

import pika
import sqlalchemy as sa

from services.chassis.base import clock
from services.chassis.messaging import relay, topology
from services.chassis.storage import journal, lease, tables

Relay: Any = relay.Relay
Flight: Any = relay._Flight
Leases: Any = lease
Lease: Any = lease.Lease
Journal: Any = journal
Topology: Any = topology


def cursor_relay() -> None:
    """Remember a position instead of asking what is unpublished: a crash between publish and confirm is a loss."""
    honest, last = journal.pending, [-1]

    def pending(tx: Any, most: int) -> Any:
        if last[0] < 0:
            last[0] = int(tx.scalar(sa.select(sa.func.max(tables.journal.c.position))) or 0)
        letters = [one for one in honest(tx, 10**6) if one.position > last[0]][:most]
        last[0] = max((one.position for one in letters), default=last[0])
        return letters

    Journal.pending = pending


def mark_first() -> None:
    """Mark rows as published when they are sent, not when the broker has confirmed them."""
    honest = Relay._publish

    def publish(self: Any, messages: Any) -> None:
        if messages:
            with self._store.begin(durable=False) as tx:
                journal.mark(tx, {message.position for message in messages}, tables.PUBLISHED)
        honest(self, messages)

    Relay._publish = publish


def sent_is_sent() -> None:
    """Never send a row again in the life of a process, whatever became of its confirm."""
    honest, sent = journal.pending, set[int]()

    def pending(tx: Any, most: int) -> Any:
        letters = [one for one in honest(tx, 10**6) if one.position not in sent][:most]
        sent.update(one.position for one in letters)
        return letters

    Journal.pending = pending


def nack_is_ack() -> None:
    """Take a refusal for a confirm."""
    honest = Flight.confirm

    def confirm(self: Any, tags: Any, *, accepted: bool) -> None:  # noqa: ARG001 -- as it is called
        honest(self, tags, accepted=True)

    Flight.confirm = confirm


def not_mandatory() -> None:
    """Publish without asking whether any queue takes it."""
    honest: Any = pika.channel.Channel.basic_publish

    def basic_publish(self: Any, *arguments: Any, **options: Any) -> Any:
        return honest(self, *arguments, **{**options, "mandatory": False})

    pika.channel.Channel.basic_publish = basic_publish


def no_quarantine() -> None:
    """Try what can never go like everything else."""
    Relay._quarantine = lambda _self, _spoilt: None
    Relay._is_publishable = lambda _self, _message: True


def gives_up() -> None:
    """End the relay with its first connection."""
    honest = Relay._serve

    def serve(self: Any) -> None:
        try:
            honest(self)
        finally:
            self._stopping.set()

    Relay._serve = serve


def whole_backlog() -> None:
    """Read all that waits at once."""
    honest = journal.pending
    Journal.pending = lambda tx, _most: honest(tx, 10**6)


def no_lease() -> None:
    """Let everybody publish."""
    Lease.hold = lambda _self: True


def endless_lease() -> None:
    """Who had the lease once has it for ever."""
    honest, sure = Lease.hold, set[int]()

    def hold(self: Any) -> bool:
        if id(self) in sure or honest(self):
            sure.add(id(self))
            return True
        return False

    Lease.hold = hold


def wall_clock_lease() -> None:
    """Count terms by the process's own clock, and believe what a lease says of its end, whoever's clock wrote it."""
    Leases._clock = lambda _tx, after: (clock.now() + after).isoformat()
    Lease._stands_still = lambda _self, _row: False


def no_delivery_limit() -> None:
    """Declare inboxes that deliver a message however often it comes back."""
    honest = topology.queues

    def queues(subscriber: str) -> Any:
        return {
            name: {key: value for key, value in arguments.items() if key != "x-delivery-limit"}
            for name, arguments in honest(subscriber).items()
        }

    Topology.queues = queues


def drift_accepted() -> None:
    """Start whatever the broker's queues are like."""

    def declare_one(_name: str, declaration: Any) -> None:
        try:
            declaration()
        except pika.exceptions.ChannelClosedByBroker as closed:
            raise pika.exceptions.AMQPChannelError(closed.reply_text) from None

    Topology._declare_one = declare_one


VARIANTS = {
    "cursor-relay": cursor_relay,
    "mark-first": mark_first,
    "sent-is-sent": sent_is_sent,
    "nack-is-ack": nack_is_ack,
    "not-mandatory": not_mandatory,
    "no-quarantine": no_quarantine,
    "gives-up": gives_up,
    "whole-backlog": whole_backlog,
    "no-lease": no_lease,
    "endless-lease": endless_lease,
    "wall-clock-lease": wall_clock_lease,
    "no-delivery-limit": no_delivery_limit,
    "drift-accepted": drift_accepted,
}
