"""Broken promises of those who receive."""

from __future__ import annotations

import time
import uuid
from dataclasses import replace
from typing import Any

import orjson
from kombu.connection import Connection

from contracts import envelope
from contracts.errors import Unreadable
from services.chassis.base import signing_keys
from services.chassis.messaging import admission, dead_letters, own_inbox, reconciliation, retry, subscriber
from services.chassis.messaging.retry import Outcome
from services.chassis.storage import damage, integrity
from services.gateway.read_model import ledger
from tests import messaging

Subscriber: Any = subscriber.Subscriber
Reconciler: Any = reconciliation.Reconciler
DeadLetterChannel: Any = dead_letters.DeadLetterChannel
Subscribing: Any = subscriber
Envelope: Any = envelope
Ledgers: Any = ledger
Kombu: Any = Connection
Inboxes: Any = own_inbox.OwnInbox
Admissions: Any = admission.Admission
Damages: Any = damage
Integrity: Any = integrity
Keys: Any = signing_keys.VerifyingKeys


def ack_first() -> None:
    """Acknowledge before the work is written, and never compare with the journals: what is in hand is lost."""
    honest = Subscriber._settle

    def settle(self: Any, batch: Any, aside: Any) -> None:
        batch[-1].channel.basic_ack(batch[-1].delivery_tag, multiple=True)
        time.sleep(0.02)
        batch[-1].channel.basic_ack = lambda *_, **__: None
        try:
            honest(self, batch, aside)
        finally:
            del batch[-1].channel.basic_ack

    Subscriber._settle = settle
    # An honest inbox would notice what is missing, and fetch it.
    Reconciler.look = lambda *_: None


def no_inbox() -> None:
    """Take what comes again for something new."""
    honest: Any = ledger.put

    def put(tx: Any, district: Any, events: Any) -> Any:
        seen, fresh = set[str](), []
        for event in events:
            again = event.id in seen or ledger.has(tx, district, event.id)
            seen.add(event.id)
            mark = uuid.uuid4().hex[:6]
            fresh.append(replace(event, id=event.id + mark, subject=event.subject + mark, body=b"") if again else event)
        return honest(tx, district, fresh)

    Ledgers.put = put


def parks_when_away() -> None:
    """Set messages aside while the database is away."""
    honest = retry.outcome

    def outcome(error: Exception, attempt: int, *arguments: Any) -> Outcome:
        decided = honest(error, attempt, *arguments)
        return Outcome.PARK if decided is Outcome.AGAIN else decided

    Subscribing.outcome = outcome


def no_retry() -> None:
    """Set aside what would come right by itself."""
    honest = retry.outcome

    def outcome(error: Exception, attempt: int, *arguments: Any) -> Outcome:
        decided = honest(error, attempt, *arguments)
        return Outcome.PARK if decided is Outcome.RETRY else decided

    Subscribing.outcome = outcome


def retries_in_place() -> None:
    """Try again at once and for ever what needs something later."""
    honest = retry.outcome

    def outcome(error: Exception, attempt: int, *arguments: Any) -> Outcome:
        decided = honest(error, attempt, *arguments)
        return Outcome.AGAIN if decided is Outcome.RETRY else decided

    Subscribing.outcome = outcome


def drops_failures() -> None:
    """Throw away what cannot be handled."""
    DeadLetterChannel.park = lambda _self, _message, _error: None


def park_not_mandatory() -> None:
    """Set aside without asking whether there is a queue for it."""
    honest: Any = DeadLetterChannel._send

    def send(self: Any, message: Any, queue: str, headers: Any) -> None:
        try:
            honest(self, message, queue, headers)
        except dead_letters.Unroutable:
            return

    DeadLetterChannel._send = send


def strict_envelope() -> None:
    """Refuse an event with a member that is not known."""
    honest, members = envelope.decode, set[str]()

    def decode(body: bytes) -> Any:
        event = honest(body)
        if not members:
            members.update(orjson.loads(envelope.encode(replace(event, body=b""))))
        if set(orjson.loads(body)) - members:
            raise Unreadable("an unknown member")
        return event

    Envelope.decode = decode


def last_wins() -> None:
    """Believe that what arrives last is what was said last."""
    Ledgers._later_revisions = lambda _tx, _new: {}


def deaf_to_silence() -> None:
    """Never ask whether the broker is still there."""
    Kombu.heartbeat_check = lambda _self, _rate=2: None


def stops_listening() -> None:
    """End the subscriber with its first connection."""
    honest = Subscriber._listen

    def listen(self: Any) -> None:
        try:
            honest(self)
        finally:
            self._stopping.set()

    Subscriber._listen = listen


def new_ids() -> None:
    """Draw a new id for what is set aside or delayed."""
    honest = dead_letters.DeadLetterChannel._send

    def send(self: Any, message: Any, queue: str, headers: Any) -> None:
        message.properties["message_id"] = uuid.uuid4().hex
        honest(self, message, queue, headers)

    DeadLetterChannel._send = send


def never_compares() -> None:
    """Believe that what was published has come in."""
    Reconciler.look = lambda _self, _owner: None


def believes_signatures() -> None:
    """Take every signature for its owner's."""
    Keys.verify = lambda *_arguments: True


def asks_nobody() -> None:
    """Believe an event without a seal as it comes."""
    Admissions.vouch = messaging.Vouching.vouch


def damage_is_absence() -> None:
    """Wait for a torn file as for a database that is away."""
    Damages.is_damage = Integrity.is_damage = lambda _error: False


def trusts_the_broker() -> None:
    """Believe that a broker which answers knows all that was ever declared."""
    Inboxes._bind = lambda _self, _connection: True


VARIANTS = {
    "trusts-the-broker": trusts_the_broker,
    "damage-is-absence": damage_is_absence,
    "never-compares": never_compares,
    "believes-signatures": believes_signatures,
    "asks-nobody": asks_nobody,
    "ack-first": ack_first,
    "no-inbox": no_inbox,
    "parks-when-away": parks_when_away,
    "no-retry": no_retry,
    "retries-in-place": retries_in_place,
    "drops-failures": drops_failures,
    "park-not-mandatory": park_not_mandatory,
    "strict-envelope": strict_envelope,
    "last-wins": last_wins,
    "deaf-to-silence": deaf_to_silence,
    "stops-listening": stops_listening,
    "new-ids": new_ids,
}
