"""What was handled comes again: from the dead letters, and because its consumer stood still."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from contracts import catalogue, envelope
from operations.dead_letters import queue
from services.chassis.base import failpoints
from services.chassis.storage.store import Store
from services.gateway.read_model import ledger
from services.gateway.read_model.read_model import ReadModel
from tests import messaging
from tests.broker import environment
from tests.office import DISTRICT, Office, build_view, day
from tests.proof import fault, proves
from tests.services.gateway.sample_programme import PROGRAMME
from tests.suite import until
from tests.wire import wire_to

INBOX, PARKED = catalogue.inbox("gateway"), catalogue.dead_letter_queue("gateway")


@pytest.fixture
def read_model(store: Store) -> ReadModel:
    return ReadModel(store, PROGRAMME, DISTRICT, today=lambda: day("2018-01-01"))


def deliver(uri: str, office: Office, to: str = INBOX) -> None:
    for event in office.events:
        messaging.send(uri, envelope.encode(event), queue=to, message_id=event.id)


def holds_all(store: Store, office: Office) -> bool:
    with store.begin_read() as tx:
        return all(ledger.has(tx, DISTRICT, event.id) for event in office.events)


def assert_as_if_heard_once(read_model: ReadModel, office: Office) -> None:
    straight = build_view(office.events, PROGRAMME)
    with read_model.store.begin_read() as tx, straight.store.begin_read() as other:
        assert read_model.digest(tx) == straight.digest(other)


@proves(39, "no-inbox")
def test_a_dead_letter_that_was_handled_meanwhile_is_replayed_without_effect(
    store: Store, uri: str, office: Office, read_model: ReadModel, tmp_path: Path
) -> None:
    office.matter()
    deliver(uri, office)
    with messaging.subscribing(store, "gateway", uri, read_model):
        until(lambda: holds_all(store, office), "all is handled")
        deliver(uri, office, PARKED)
        until(lambda: messaging.count(uri, PARKED) == len(office.events), "all of it is set aside as well")
        for event in office.events:
            queue.replay(environment(tmp_path, AMQP_URI=uri), event.id, "gateway")
            fault.occurs()
        until(lambda: messaging.count(uri, PARKED) + messaging.count(uri, INBOX) == 0, "all is taken")
    assert messaging.count(uri, INBOX) == 0, "all is acknowledged"
    assert_as_if_heard_once(read_model, office)


class Standstill:
    """Holds whoever comes first to the point between commit and acknowledgement, until it is let go."""

    def __init__(self) -> None:
        self.reached, self.ends = threading.Event(), threading.Event()

    def reach(self, point: str) -> None:
        if point == "subscriber.committed" and not self.reached.is_set():
            self.reached.set()
            assert self.ends.wait(120)


@proves(30, "no-inbox")
def test_what_a_consumer_that_stood_still_had_in_hand_takes_effect_once(
    store: Store, uri: str, office: Office, read_model: ReadModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has committed and not acknowledged; the broker hangs up and gives to another what it had; then it goes on."""
    office.matter()
    standstill = Standstill()
    monkeypatch.setattr(failpoints, "reach", standstill.reach)
    deliver(uri, office)
    with wire_to(uri) as (proxy, address), messaging.subscribing(store, "gateway", address, read_model):
        until(standstill.reached.is_set, "it stands still")
        proxy.reset()
        until(lambda: messaging.count(uri, INBOX) == len(office.events), "the broker has taken all of it back")
        with messaging.subscribing(store, "gateway", uri, read_model):
            until(lambda: messaging.count(uri, INBOX) == 0, "another has it")
            fault.occurs(len(office.events))
        standstill.ends.set()
    assert messaging.count(uri, INBOX) == 0, "the other has acknowledged it"
    assert_as_if_heard_once(read_model, office)
