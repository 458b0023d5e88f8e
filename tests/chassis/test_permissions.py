"""The rights of the broker's users follow from the catalogue."""

from __future__ import annotations

import re
import uuid

import pytest

from contracts import catalogue
from contracts.audit import acts
from contracts.call import READ_BY_OWNERS
from contracts.rpc import Method
from services.chassis.messaging import permissions, topology

USERS = permissions.all_users()
RPC = topology.RPC_EXCHANGE


EXCHANGES = [one for service in catalogue.PUBLISHERS for one in catalogue.exchanges(service)]


def may(pattern: str, name: str) -> bool:
    """Whether a pattern of RabbitMQ's allows a name: it looks for it anywhere."""
    return re.search(pattern, name) is not None


def test_there_is_a_user_for_every_service_one_that_declares_and_one_for_operators() -> None:
    assert set(USERS) == {*catalogue.SUITE, "topology", "operator"}


@pytest.mark.parametrize("user", catalogue.SUITE)
def test_a_service_reads_its_own_inbox_and_its_own_dead_letters_and_no_other_queue_of_events(user: str) -> None:
    queues = [queue for subscriber in catalogue.SUBSCRIBERS for queue in topology.queues(subscriber)]
    own = [catalogue.dead_letter_queue(user), catalogue.inbox(user)] if user in catalogue.SUBSCRIBERS else []
    assert [queue for queue in queues if may(USERS[user].read, queue)] == own
    declared = [*topology.queues(user)] if user in catalogue.SUBSCRIBERS else []
    for deed in (USERS[user].write, USERS[user].configure):
        assert [queue for queue in queues if may(deed, queue)] == declared, "to declare and bind them anew"


@pytest.mark.parametrize("user", catalogue.SUITE)
def test_a_service_writes_to_its_own_exchanges_and_to_that_of_calls(user: str) -> None:
    exchanges = ["amq.default", "amq.direct", "amq.fanout", "amq.headers", RPC]
    exchanges += EXCHANGES
    exchanges += [
        name(one) for one in catalogue.SUBSCRIBERS for name in (topology.aside_exchange, topology.dead_letter_exchange)
    ]
    own = {RPC, *catalogue.exchanges(user)}
    own |= {topology.aside_exchange(user)} if user in catalogue.SUBSCRIBERS else set()
    assert {one for one in exchanges if may(USERS[user].write, one)} == own
    assert not [one for one in exchanges if may(USERS[user].configure, one)]


@pytest.mark.parametrize("user", catalogue.SUITE)
def test_a_service_has_topics_wherever_it_writes_to_a_topic_exchange(user: str) -> None:
    """Without one it could write under every key."""
    topics = [RPC, *EXCHANGES]
    heard = set(catalogue.bindings(user)) if user in catalogue.SUBSCRIBERS else set()
    assert {one for one in topics if may(USERS[user].write, one)} | heard == set(USERS[user].topics)
    for exchange in heard:
        own = catalogue.bindings(user)[exchange]
        assert all(may(USERS[user].topics[exchange].read, key) for key in own)
        assert [key for key in ("#", "training.people.#") if may(USERS[user].topics[exchange].read, key)] == [
            key for key in ("#", "training.people.#") if key in own
        ]
        if not exchange.startswith(f"{user}."):
            assert not may(USERS[user].topics[exchange].write, f"{exchange.partition('.')[0]}.units.opened.v1")


@pytest.mark.parametrize("user", catalogue.SERVICES)
def test_an_owner_publishes_every_event_of_its_registers_and_nobody_elses(user: str) -> None:
    topics = USERS[user].topics[catalogue.exchange(user)]
    types = [f"{register.name}.{step.event}.v1" for register in catalogue.REGISTERS.values() for step in register.steps]
    assert {one for one in types if may(topics.write, one)} == {one for one in types if one.startswith(f"{user}.")}
    assert not may(topics.read, "#")


@pytest.mark.parametrize("user", catalogue.PUBLISHERS)
def test_a_publisher_tells_of_its_own_acts_where_nothing_else_is_told(user: str) -> None:
    topics = USERS[user].topics[catalogue.audit_exchange(user)]
    types = [one for service in catalogue.PUBLISHERS for one in acts.types_of(service)]
    assert {one for one in types if may(topics.write, one)} == set(acts.types_of(user))
    assert not may(topics.write, f"{user}.units.opened.v1")
    if user in catalogue.SERVICES:
        events = USERS[user].topics[catalogue.exchange(user)]
        assert not [one for one in types if may(events.write, one)]


def test_the_audit_service_hears_everybody_and_publishes_nothing() -> None:
    mine = USERS[catalogue.AUDIT]
    assert all(may(mine.read, one) for one in EXCHANGES)
    assert not [one for one in EXCHANGES if may(mine.write, one)]
    assert {method for method in Method if may(mine.topics[RPC].write, f"cases.{method}")} == READ_BY_OWNERS


def test_calls_go_from_the_gateway_to_owners_and_from_copies_to_the_journals_they_copy() -> None:
    assert may(USERS["gateway"].topics[RPC].write, "outreach.carry_out")
    for method in ("journal", "sealed_journal"):
        assert may(USERS["outreach"].topics[RPC].write, f"training.{method}")
    assert not may(USERS["outreach"].topics[RPC].write, "training.carry_out")
    assert not may(USERS["outreach"].topics[RPC].write, "equipment.journal")
    assert not may(USERS["training"].topics[RPC].write, "outreach.journal")


def test_an_answer_goes_to_a_queue_that_nobody_can_guess() -> None:
    reply = str(uuid.uuid4())
    assert may(USERS["outreach"].topics[RPC].write, reply)
    assert may(USERS["gateway"].topics[RPC].read, reply)
    assert not may(USERS["gateway"].topics[RPC].read, "#")
    assert may(USERS["gateway"].configure, f"rpc.reply-gateway-{reply}")
    assert not may(USERS["gateway"].configure, f"rpc.reply-outreach-{reply}")
