"""The broker holds what the catalogue says, or the process does not start."""

from __future__ import annotations

import pytest

from contracts import catalogue
from operations.base import ports
from services.chassis.base.settings import Misconfigured
from services.chassis.messaging import topology
from tests import messaging
from tests.proof import fault, proves
from tests.suite import until


def test_declaring_twice_changes_nothing(uri: str) -> None:
    topology.wait_and_declare(uri)


@proves(44, "drift-accepted")
def test_a_queue_with_other_arguments_is_named_and_stops_the_start(uri: str) -> None:
    queue = catalogue.inbox("outreach")
    with messaging.channel(uri) as channel:
        channel.queue_delete(queue)
        channel.queue_declare(queue, durable=True)
        fault.occurs()
    with pytest.raises(Misconfigured, match=r"outreach\.inbox"):
        topology.wait_and_declare(uri)


def test_a_queue_that_somebody_deleted_is_there_again(uri: str) -> None:
    queue = catalogue.inbox("outreach")
    with messaging.channel(uri) as channel:
        channel.queue_delete(queue)
    topology.wait_and_declare(uri)
    assert messaging.count(uri, queue) == 0


def test_a_broker_that_never_comes_ends_the_start_with_one_clear_line() -> None:
    with pytest.raises(Misconfigured, match=r"no broker at 127\.0\.0\.1"):
        topology.wait_and_declare(f"amqp://x:y@127.0.0.1:{ports.free()}/", patience=0.5)


def test_dead_letters_lead_to_parking_and_nowhere_else() -> None:
    for subscriber in catalogue.SUBSCRIBERS:
        arguments_by_queue = topology.queues(subscriber)
        inbox = arguments_by_queue[catalogue.inbox(subscriber)]
        assert inbox["x-dead-letter-exchange"] == topology.dead_letter_exchange(subscriber)
        assert arguments_by_queue[catalogue.dead_letter_queue(subscriber)] == {
            "x-queue-type": "quorum",
            "x-delivery-limit": topology.NEVER,
        }
        assert all(arguments["x-queue-type"] == "quorum" for arguments in arguments_by_queue.values())


def test_a_parked_message_may_be_looked_at_as_often_as_one_likes(uri: str) -> None:
    """RabbitMQ 4 would throw it away after 20 times."""
    queue = catalogue.dead_letter_queue("gateway")
    messaging.send(uri, b"x", queue=queue, message_id="x")
    for _ in range(25):
        with messaging.channel(uri) as channel:
            channel.basic_get(queue)
    until(lambda: messaging.count(uri, queue) == 1, "it is still there")


def test_a_service_without_rights_to_declare_waits_until_it_was_done(uri: str) -> None:
    topology.wait_and_declare(uri, patience=0.5, given=True)
    with messaging.channel(uri) as channel:
        channel.exchange_delete(topology._marker_exchange())
    with pytest.raises(Misconfigured, match="nobody has declared"):
        topology.wait_and_declare(uri, patience=0.5, given=True)
    topology.wait_and_declare(uri)
    topology.wait_and_declare(uri, patience=0.5, given=True)


def test_an_address_may_say_how_soon_a_silent_peer_is_gone(uri: str) -> None:
    there = f"{uri}?heartbeat=6"
    assert (topology.heartbeat_of(uri), topology.heartbeat_of(there)) == (topology.HEARTBEAT, 6)
    assert topology.parameters(there).heartbeat == 6
    assert topology.without_heartbeat(f"{there}&channel_max=9") == f"{uri}?channel_max=9"
    with pytest.raises(Misconfigured, match="heartbeat"):
        topology.heartbeat_of(f"{uri}?heartbeat=soon")
