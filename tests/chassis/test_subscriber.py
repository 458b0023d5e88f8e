"""What arrives takes effect once; what cannot be handled is set aside with its reason."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from typing import Any

import orjson
import pika
import pytest
import sqlalchemy as sa

from contracts import catalogue, envelope
from contracts.envelope import Event
from services.chassis.base import failpoints
from services.chassis.messaging import subscriber, topology
from services.chassis.messaging.own_inbox import OwnInbox
from services.chassis.messaging.retry import Later
from services.chassis.storage.store import Store
from services.gateway.read_model import ledger
from services.gateway.read_model.read_model import ReadModel
from tests import messaging
from tests.office import DISTRICT, Office, build_view, day
from tests.proof import fault, proves
from tests.services.gateway.sample_programme import PROGRAMME
from tests.suite import until

INBOX, PARKED = catalogue.inbox("gateway"), catalogue.dead_letter_queue("gateway")


def deliver(uri: str, *events: Event, content_type: str = envelope.MEDIA_TYPE) -> None:
    for event in events:
        messaging.send(uri, envelope.encode(event), content_type=content_type, message_id=event.id)


def drain_dead_letters(uri: str) -> list[Any]:
    letters: list[Any] = []
    with messaging.channel(uri) as channel:
        while True:
            method, properties, body = channel.basic_get(PARKED)
            if method is None:
                return letters
            letters.append((properties, body))


def test_a_batch_is_written_once_and_acknowledged(store: Store, uri: str, office: Office) -> None:
    handler = messaging.RecordingHandler()
    deliver(uri, *office.events)
    with messaging.subscribing(store, "gateway", uri, handler):
        until(lambda: len(handler.ids) == 3, "all arrived")
    assert handler.ids == [event.id for event in office.events]
    assert messaging.count(uri, INBOX) == 0


@proves(49, "trusts-the-broker")
def test_a_broker_that_knows_nothing_any_more_is_told_everything_again(store: Store, uri: str, office: Office) -> None:
    handler = messaging.RecordingHandler()
    with messaging.subscribing(store, "gateway", uri, handler) as listening:
        until(lambda: listening.connected, "it listens")
        with messaging.channel(uri) as channel:
            forget_everything(channel)
        fault.occurs()
        until(lambda: knows(uri, catalogue.exchange("outreach")), "all is declared")
        until(lambda: listening.connected, "it listens again")
        with messaging.channel(uri) as channel:
            channel.confirm_delivery()  # as whoever publishes does: what the broker did not take is said here
            for event in office.events:
                properties = pika.BasicProperties(content_type=envelope.MEDIA_TYPE, message_id=event.id)
                channel.basic_publish(
                    catalogue.exchange("training"), event.type, envelope.encode(event), properties, mandatory=True
                )
        until(lambda: handler.ids == [event.id for event in office.events], "what is published arrives")


def forget_everything(channel: Any) -> None:
    """As a broker whose data is gone."""
    for one in catalogue.SUBSCRIBERS:
        for name in (topology.dead_letter_exchange(one), topology.aside_exchange(one)):
            channel.exchange_delete(name)
        for name in topology.queues(one):
            channel.queue_delete(name)
    for one in catalogue.SERVICES:
        channel.exchange_delete(catalogue.exchange(one))


def knows(uri: str, exchange: str) -> bool:
    with messaging.channel(uri) as channel:
        try:
            channel.exchange_declare(exchange, passive=True)
        except pika.exceptions.ChannelClosedByBroker:
            return False
    return True


@pytest.mark.parametrize(
    "content_type", ["application/cloudevents+json", "application/cloudevents+json; charset=utf-8", "text/plain"]
)
def test_the_media_type_decides_nothing(store: Store, uri: str, office: Office, content_type: str) -> None:
    """What kombu has no decoder for it would drop; the bytes are read by us."""
    handler = messaging.RecordingHandler()
    deliver(uri, office.events[0], content_type=content_type)
    with messaging.subscribing(store, "gateway", uri, handler):
        until(lambda: len(handler.ids) == 1, "it arrived")


def ids_in(uri: str, queue: str) -> list[str]:
    """The ids of what waits in a queue, which is left there."""
    with messaging.channel(uri) as channel:
        messages = iter(lambda: channel.basic_get(queue), (None, None, None))
        return [properties.message_id for _, properties, _ in messages]


def valid_body(**more: Any) -> bytes:
    return orjson.dumps(orjson.loads(envelope.encode(Office().events[0])) | more)


POISON = {
    "empty": (b"", "unreadable"),
    "truncated JSON": (valid_body()[:-20], "unreadable"),
    "bad UTF-8": (b'{"id": "\xff\xfe"}', "unreadable"),
    "a byte order mark": (b"\xef\xbb\xbf" + valid_body(), "unreadable"),
    "deep nesting": (b"[" * 100_000, "unreadable"),
    "a huge number": (
        valid_body(recordversion=1).replace(b'"recordversion":1', b'"recordversion":1e400'),
        "unreadable",
    ),
    "a list": (b"[]", "unreadable"),
    "wrong type": (valid_body(place="1"), "unreadable"),
    "no id": (valid_body(id=""), "unreadable"),
    "no time": (valid_body(time=None), "unreadable"),
    "a time without a zone": (valid_body(time="2017-03-01T00:00:00"), "unreadable"),
    "a time before the year 1 in UTC": (valid_body(time="0001-01-01T00:00:00+14:00"), "unreadable"),
    "a version that no column holds": (valid_body(recordversion=2**31), "unreadable"),
    "specversion 2.0": (valid_body(specversion="2.0"), "unreadable"),
    "an unknown type": (valid_body(type="training.units.sung.v1"), "unknown-type"),
    "an act, which comes to the audit service alone": (valid_body(type="training.audit.text_shown.v1"), "unknown-type"),
    "the next version": (valid_body(type="training.units.opened.v2"), "unknown-type"),
}


@proves(33, "drops-failures")
@proves(34, "drops-failures")
def test_poison_is_parked_with_its_reason_and_its_bytes_and_the_rest_is_handled(
    store: Store, uri: str, office: Office
) -> None:
    handler = messaging.RecordingHandler()
    for name, (body, _) in POISON.items():
        messaging.send(uri, body, content_type=envelope.MEDIA_TYPE, message_id=name)
    deliver(uri, *office.events)
    with messaging.subscribing(store, "gateway", uri, handler):
        until(lambda: len(handler.ids) == 3, "the good ones arrived")
        until(lambda: messaging.count(uri, PARKED) == len(POISON), "the others are parked")
        fault.occurs(len(POISON))
    reasons = {
        properties.message_id: (body, properties.headers["x-reason"]) for properties, body in drain_dead_letters(uri)
    }
    assert reasons == POISON


def test_a_message_whose_reading_fails_by_a_bug_of_ours_is_parked_and_the_rest_is_handled(
    store: Store, uri: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = envelope.decode

    def read_or_fail(body: bytes) -> Event:
        if body == b"strange":
            raise ZeroDivisionError
        return honest(body)

    monkeypatch.setattr(envelope, "decode", read_or_fail)
    handler = messaging.RecordingHandler()
    messaging.send(uri, b"strange", message_id="strange")
    deliver(uri, *office.events)
    with messaging.subscribing(store, "gateway", uri, handler):
        until(lambda: len(handler.ids) == 3, "the good ones arrived")
        until(lambda: messaging.count(uri, PARKED) == 1, "the other is parked")
    ((properties, body),) = drain_dead_letters(uri)
    assert (properties.headers["x-reason"], body) == ("ZeroDivisionError", b"strange")


@proves(34, "strict-envelope")
def test_an_extra_field_or_a_new_value_is_no_poison(store: Store, uri: str) -> None:
    handler = messaging.RecordingHandler()
    messaging.send(uri, valid_body(newextension="x"), message_id="x")
    fault.occurs()
    with messaging.subscribing(store, "gateway", uri, handler):
        until(lambda: len(handler.ids) == 1, "it arrived")


@proves(32, "drops-failures")
def test_an_event_that_keeps_failing_is_parked_within_seconds_and_a_thousand_behind_it_are_handled(
    store: Store, uri: str
) -> None:
    event = Office().events[0]
    bad = dataclasses.replace(event, id="bad", body=b"")
    crowd = [dataclasses.replace(event, id=f"e{number}", body=b"") for number in range(1000)]
    handler = messaging.RecordingHandler()
    handler.fails["bad"] = KeyError("a bug of ours")
    messaging.send_all(uri, [bad, *crowd], INBOX)
    until(lambda: messaging.count(uri, INBOX) == 1001, "all wait")
    with messaging.subscribing(store, "gateway", uri, handler):
        until(lambda: messaging.count(uri, PARKED) == 1, "it is parked")
        until(lambda: len(set(handler.ids)) == 1000, "the others are handled")
    ((properties, body),) = drain_dead_letters(uri)
    assert (properties.message_id, properties.headers["x-reason"], body) == ("bad", "KeyError", envelope.encode(bad))
    fault.occurs()


@proves(31, "no-retry")
@proves(46, "new-ids")
def test_what_needs_something_later_is_delayed_and_comes_again(store: Store, uri: str, office: Office) -> None:
    handler = messaging.RecordingHandler()
    handler.fails[office.events[0].id] = Later("not yet")
    deliver(uri, *office.events)
    with messaging.subscribing(store, "gateway", uri, handler):
        until(lambda: len(handler.ids) == 2, "the others arrived")
        waiting = topology.retry_queue("gateway", 1)
        until(lambda: messaging.count(uri, waiting) == 1, "it waits")
        fault.occurs()
        assert ids_in(uri, waiting) == [office.events[0].id]
        handler.fails.clear()
        until(lambda: len(handler.ids) == 3, "it came again")
    assert messaging.count(uri, PARKED) == 0


def test_a_letter_without_an_id_comes_again_without_one(store: Store, uri: str, office: Office) -> None:
    handler, (first, *_) = messaging.RecordingHandler(), office.events
    handler.fails[first.id] = Later("not yet")
    messaging.send(uri, envelope.encode(first))
    with messaging.subscribing(store, "gateway", uri, handler):
        waiting = topology.retry_queue("gateway", 1)
        until(lambda: messaging.count(uri, waiting) == 1, "it waits")
        assert ids_in(uri, waiting) == [None]
        handler.fails[first.id] = KeyError("a bug")
        until(lambda: messaging.count(uri, PARKED) == 1, "it is parked")
    ((properties, body),) = drain_dead_letters(uri)
    assert (properties.message_id, body) == (None, envelope.encode(first))


@proves(36, "no-delivery-limit")
def test_a_message_that_is_delivered_too_often_is_parked_by_the_broker(uri: str) -> None:
    """The delivery limit leads to the dead letters alone, never back."""
    messaging.send(uri, b"x", message_id="x")
    for _ in range(25):
        with messaging.channel(uri) as channel:
            channel.basic_get(INBOX)
            fault.occurs()
    until(lambda: messaging.count(uri, PARKED) == 1, "it is parked")
    assert messaging.count(uri, INBOX) == 0


@proves(28, "no-inbox")
def test_a_crash_after_the_commit_and_before_the_acknowledgement_takes_effect_once(
    store: Store, uri: str, office: Office
) -> None:
    """Finished work comes again; that each event is written once makes it harmless."""
    office.matter()
    read_model = ReadModel(store, PROGRAMME, DISTRICT, today=lambda: day("2018-01-01"))
    deliver(uri, *office.events)
    failpoints.arm("subscriber.committed:raise")
    sink = subscriber.EventSink(read_model.handle)
    broken = subscriber.Subscriber(store, OwnInbox(uri, "gateway"), sink, messaging.Vouching())
    with pytest.raises(failpoints.Failed):
        broken.run()
    with store.begin_read() as tx:
        assert ledger.has(tx, DISTRICT, office.events[0].id), "the commit had happened"
    fault.occurs()
    until(lambda: messaging.count(uri, INBOX) == len(office.events), "all of them come again")
    with messaging.subscribing(store, "gateway", uri, read_model):
        until(lambda: messaging.count(uri, INBOX) == 0, "they are acknowledged")
    straight = build_view(office.events, PROGRAMME)
    with store.begin_read() as tx, straight.store.begin_read() as other:
        assert read_model.digest(tx) == straight.digest(other)


@proves(23, "parks-when-away")
def test_while_the_database_is_away_messages_stay_and_are_handled_when_it_is_back(
    store: Store, uri: str, office: Office
) -> None:
    handler = messaging.RecordingHandler()
    # The first of all: on a busy machine it is a batch of its own.
    handler.fails[office.events[0].id] = sa.exc.OperationalError("x", None, Exception("away"))
    deliver(uri, *office.events)
    with messaging.subscribing(store, "gateway", uri, handler):
        time.sleep(1)
        assert (handler.ids, messaging.count(uri, PARKED)) == ([], 0)
        fault.occurs()
        handler.fails.clear()
        until(lambda: len(handler.ids) == 3, "all are handled")


def test_a_database_that_is_away_for_very_long_is_waited_for(
    store: Store, uri: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = iter(range(1500))
    handler = messaging.RecordingHandler()
    honest = handler.handle

    def handle(tx: Any, events: Sequence[Event]) -> None:
        if next(tries, None) is not None:
            raise sa.exc.OperationalError("x", None, Exception("away"))
        honest(tx, events)

    monkeypatch.setattr(handler, "handle", handle)
    monkeypatch.setattr(subscriber.Subscriber, "_wait_for_store", lambda *_: None)
    deliver(uri, *office.events)
    with messaging.subscribing(store, "gateway", uri, handler):
        until(lambda: len(handler.ids) == 3, "all are handled")
    assert messaging.count(uri, PARKED) == 0
