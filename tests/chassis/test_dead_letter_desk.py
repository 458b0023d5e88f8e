"""A service's own dead letters as operators see them through it: looked at, sent back, thrown away, nothing lost."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel

from contracts import catalogue
from contracts.errors import Unavailable, Unknown
from contracts.operations.dead_letters import DISCARD, REPLAY
from operations.broker import amqp
from services.chassis.messaging import topology
from services.chassis.messaging.letters.desk import InboxRefuses, LetterDesk
from services.chassis.messaging.letters.letter import DeadLetter
from services.chassis.messaging.letters.session import QueueSession

QUORUM = {"x-queue-type": "quorum"}
BY = "operator:DT"


class OwnQueues:
    """The queues of a subscriber of its own name, filled from its own exchange as in containers."""

    def __init__(self, uri: str) -> None:
        self.name = f"test-{uuid.uuid4().hex[:8]}"
        self.connection = amqp.connect(uri)
        self.channel: BlockingChannel = self.connection.channel()
        self.channel.confirm_delivery()
        self.inbox, self.aside = catalogue.inbox(self.name), catalogue.dead_letter_queue(self.name)
        self.exchange = topology.aside_exchange(self.name)
        self.channel.exchange_declare(self.exchange, "direct")
        for queue in (self.inbox, self.aside):
            self.channel.queue_declare(queue, durable=True, arguments=QUORUM)
            self.channel.queue_bind(queue, self.exchange, queue)
        self.desk = LetterDesk(uri, self.name)

    def park(self, id_: str | None, body: bytes = b'{"type": "outreach.matters.finished.v1"}') -> None:
        headers = {"x-reason": "unknown", "x-error": "no such unit", "x-attempt": 3, "x-parked-at": "2017-07-01"}
        properties = pika.BasicProperties("application/json", message_id=id_, delivery_mode=2, headers=headers)
        self.channel.basic_publish("", self.aside, body, properties, mandatory=True)

    def counts(self, inbox: int, aside: int) -> tuple[int, int]:
        """How many are in both queues, once what was returned has come back."""
        found = (-1, -1)
        for _ in range(50):
            declared = [self.channel.queue_declare(one, passive=True) for one in (self.inbox, self.aside)]
            found = (declared[0].method.message_count, declared[1].method.message_count)
            if found == (inbox, aside):
                break
            time.sleep(0.1)
        return found

    def close(self) -> None:
        for queue in (self.inbox, self.aside):
            self.channel.queue_delete(queue)
        self.channel.exchange_delete(self.exchange)
        self.connection.close()


@pytest.fixture
def queues(broker_uri: str) -> Iterator[OwnQueues]:
    own = OwnQueues(broker_uri)
    yield own
    own.close()


def test_a_look_tells_the_first_and_how_many_there_are_and_all_stay(queues: OwnQueues) -> None:
    for n in range(5):
        queues.park(f"e{n}")
    page = queues.desk.page(2)
    assert page.total == 5
    assert [(one.id, one.type, one.reason, one.error, one.attempt) for one in page.rows] == [
        (f"e{n}", "outreach.matters.finished.v1", "unknown", "no such unit", 3) for n in range(2)
    ]
    assert queues.counts(0, 5) == (0, 5)


def test_one_is_shown_whole_also_when_it_cannot_be_read(queues: OwnQueues) -> None:
    queues.park(None, b"\xff\xfe")
    (row,) = queues.desk.page(10).rows
    whole = queues.desk.letter(row.id)
    assert row.id.startswith("sha256:")
    assert (whole.row.id, whole.body, whole.headers["x-error"]) == (row.id, "//4=", "no such unit")
    assert queues.counts(0, 1) == (0, 1)


def test_one_is_sent_back_by_the_services_own_exchange_as_the_same_event(queues: OwnQueues) -> None:
    queues.park("e1")
    queues.park("e2")
    assert queues.desk.settle(REPLAY, "e2", BY).count == 1
    assert queues.counts(1, 1) == (1, 1)
    _, properties, body = queues.channel.basic_get(queues.inbox)
    assert properties is not None
    assert (properties.message_id, json.loads(body or b"")["type"]) == ("e2", "outreach.matters.finished.v1")
    assert properties.headers is not None
    assert properties.headers["x-replayed-by"] == BY
    assert not {"x-reason", "x-error", "x-attempt"} & properties.headers.keys()


def test_an_event_that_was_parked_twice_is_thrown_away_twice_and_no_other(queues: OwnQueues) -> None:
    for id_ in ("e1", "e2", "e1"):
        queues.park(id_)
    assert queues.desk.settle(DISCARD, "e1", BY).count == 2
    assert queues.counts(0, 1) == (0, 1)
    assert [one.id for one in queues.desk.page(10).rows] == ["e2"]


def test_what_is_not_there_is_no_letter(queues: OwnQueues) -> None:
    queues.park("e1")
    with pytest.raises(Unknown):
        queues.desk.letter("e9")
    with pytest.raises(Unknown):
        queues.desk.settle(DISCARD, "e9", BY)
    assert queues.counts(0, 1) == (0, 1)


def test_where_there_is_no_inbox_the_letter_stays(queues: OwnQueues) -> None:
    queues.park("e1")
    queues.channel.queue_unbind(queues.inbox, queues.exchange, queues.inbox)
    with pytest.raises(InboxRefuses):
        queues.desk.settle(REPLAY, "e1", BY)
    assert queues.counts(0, 1) == (0, 1)


def test_who_is_killed_between_sending_and_settling_leaves_a_second_copy_and_loses_nothing(
    queues: OwnQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    queues.park("e1")

    def die(_session: QueueSession, _letter: DeadLetter) -> None:
        raise OSError("killed")

    monkeypatch.setattr(QueueSession, "settle", die)
    with pytest.raises(Unavailable):
        queues.desk.settle(REPLAY, "e1", BY)
    assert queues.counts(1, 1) == (1, 1)


def test_a_broker_that_is_away_is_said_to_be() -> None:
    with pytest.raises(Unavailable):
        LetterDesk("amqp://127.0.0.1:1/", "cases").page(1)
