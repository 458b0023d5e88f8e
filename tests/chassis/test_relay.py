"""The journal reaches the broker: nothing lost, nobody stopped by another."""

from __future__ import annotations

import datetime as dt
import time

import pytest
import sqlalchemy as sa
import structlog

from contracts import catalogue
from services.chassis.base import clock, failpoints
from services.chassis.messaging import relay
from services.chassis.storage import journal, lease, tables
from services.chassis.storage.lease import Lease
from services.chassis.storage.store import Store
from tests import keys, messaging
from tests.office import Office
from tests.proof import fault, proves
from tests.suite import until

INBOX = catalogue.inbox("gateway")


def states(store: Store) -> list[int]:
    with store.begin_read() as tx:
        return list(tx.scalars(sa.select(tables.journal.c.state).order_by(tables.journal.c.position)))


def wait_until_published(store: Store, uri: str, count: int) -> None:
    until(
        lambda: messaging.count(uri, INBOX) >= count and set(states(store)) == {tables.PUBLISHED},
        "all is published",
        20,
    )


def test_what_was_journalled_is_published_once_and_marked(store: Store, uri: str) -> None:
    office = Office(store)
    for _ in range(20):
        office.feature()
    with messaging.relaying(store, "outreach", uri) as one:
        office.registers.after_commit = one.wake
        wait_until_published(store, uri, 23)
        office.feature()
        wait_until_published(store, uri, 24)
    assert messaging.count(uri, INBOX) == 24


def test_a_backlog_larger_than_the_window_drains(store: Store, uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "WINDOW", 10)
    office = Office(store)
    for _ in range(35):
        office.feature()
    with messaging.relaying(store, "outreach", uri):
        wait_until_published(store, uri, 38)


@proves(4, "cursor-relay")
def test_a_position_that_commits_late_is_not_skipped(migrated_url: str, uri: str) -> None:
    """The first transaction takes position 1, the second takes 2 and commits first; a cursor would lose 1."""
    store = Store(migrated_url)
    events = Office().events
    with messaging.relaying(store, "outreach", uri):
        slow = store._engine.connect()
        transaction = slow.begin()
        journal.append(slow, [events[0]])
        with store.begin() as quick:
            keys.sealer().append(quick, [events[1]])
        until(lambda: messaging.count(uri, INBOX) == 1, "the second is published")
        fault.occurs()
        transaction.commit()
        slow.close()
        with store.begin() as tx:
            tx.execute(tables.epochs.update().values(unsealed_upto=1))
        assert keys.sealer().seal_what_is_older(store) == 1
        wait_until_published(store, uri, 2)


@proves(9, "not-mandatory")
def test_what_no_queue_takes_stays_and_drains_when_bound_again(store: Store, uri: str) -> None:
    """Without `mandatory` the broker would confirm it and throw it away."""
    Office(store)
    with messaging.channel(uri) as channel:
        for subscriber in (catalogue.GATEWAY, catalogue.AUDIT):
            channel.queue_unbind(catalogue.inbox(subscriber), "outreach.events", "#")
    with messaging.relaying(store, "outreach", uri):
        until(lambda: _attempts(store) > 0, "the broker returned it")
        fault.occurs(_attempts(store))
        assert tables.PUBLISHED not in states(store)
        with messaging.channel(uri) as channel:
            channel.queue_bind(INBOX, "outreach.events", "#")
        wait_until_published(store, uri, 3)


def test_what_no_queue_takes_is_never_set_aside_and_tried_once_a_tick(
    store: Store, uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backlog larger than the window must not spin, nor use up its tries, while the route is away."""
    monkeypatch.setattr(relay, "WINDOW", 3)
    monkeypatch.setattr(relay, "TICK", 0.05)
    office = Office(store)
    for _ in range(4):
        office.feature()
    with messaging.channel(uri) as channel:
        for subscriber in (catalogue.GATEWAY, catalogue.AUDIT):
            channel.queue_unbind(catalogue.inbox(subscriber), "outreach.events", "#")
    pumps = _pumps(monkeypatch)
    with messaging.relaying(store, "outreach", uri) as one:
        until(lambda: _attempts(store) >= 12, "the broker returned it many times")
        assert set(states(store)) == {tables.PENDING}
        monkeypatch.setattr(relay, "TICK", 60)
        time.sleep(0.3)
        before = len(pumps)
        for _ in range(5):
            one.wake()
            time.sleep(0.05)
        assert len(pumps) - before <= 5, "a wake tries nothing again that was refused"
        with messaging.channel(uri) as channel:
            channel.queue_bind(INBOX, "outreach.events", "#")
        monkeypatch.setattr(relay, "TICK", 0.05)
        assert one._connection
        one._connection.ioloop.add_callback_threadsafe(one._drop)  # pika's connections are their own thread's
        wait_until_published(store, uri, 7)


def _pumps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list that grows with every look for what waits."""
    looks: list[int] = []
    honest = journal.pending

    def pending(tx: sa.Connection, most: int) -> list[journal.OutboxMessage]:
        looks.append(most)
        return honest(tx, most)

    monkeypatch.setattr(journal, "pending", pending)
    return looks


def test_what_was_refused_waits_behind_what_is_new(store: Store) -> None:
    office = Office(store)
    with store.begin() as tx:
        first = [message.position for message in journal.pending(tx, 2)]
        for _ in range(40_000 if store.is_sqlite else 2):
            journal.count_refusal(tx, first[:1])
        journal.count_refusal(tx, first[1:])
    office.feature()
    with store.begin_read() as tx:
        messages = journal.pending(tx, 10)
        assert [message.position for message in journal.pending(tx, 1)] == [messages[0].position]
    assert [message.attempts > 0 for message in messages] == [False, False, True, True]
    assert [message.position for message in messages[2:]] == first[::-1]
    assert max(message.attempts for message in messages) < 2**15, "the column holds no more"


def test_wakes_are_heard_after_the_loop_died_between_a_wake_and_its_answer(store: Store, uri: str) -> None:
    one = relay.Relay(store, "outreach", uri)
    one._wake_posted, one._flight.returned = True, {"x"}
    with messaging.at_work(one):
        until(lambda: one._channel is not None, "it is connected")
        assert (one._wake_posted, one._flight.returned) == (False, set())


def test_an_exchange_that_was_deleted_is_declared_anew_and_the_reason_is_logged(store: Store, uri: str) -> None:
    """The broker closes the channel with 404, and would again for ever."""
    office = Office(store)
    with structlog.testing.capture_logs() as logged, messaging.relaying(store, "outreach", uri) as one:
        wait_until_published(store, uri, 3)
        with messaging.channel(uri) as channel:
            channel.exchange_delete("outreach.events")
        office.feature()
        one.wake()
        wait_until_published(store, uri, 4)
    assert [line["code"] for line in logged if line["event"] == "channel.closed"] == [404]


def _attempts(store: Store) -> int:
    with store.begin_read() as tx:
        return int(tx.scalar(sa.select(sa.func.max(tables.journal.c.attempts))) or 0)


@proves(8, "no-quarantine")
def test_a_row_that_cannot_go_is_set_aside_and_stops_nobody(
    store: Store, uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "TICK", 0.1)
    office = Office(store)
    with store.begin() as tx:
        spoilt = tables.journal.update().where(tables.journal.c.subject == "DT").values(body="x" * 300_000)
        fault.occurs(tx.execute(spoilt).rowcount)
    office.feature()
    with messaging.relaying(store, "outreach", uri):
        until(lambda: sorted(states(store)) == [1, 1, 1, 2], "three published, one set aside")
    with store.begin_read() as tx:
        assert journal.backlog(tx)["quarantined"] == 1


def test_a_confirmed_row_that_was_not_marked_is_published_again_not_lost(store: Store, uri: str) -> None:
    failpoints.arm("relay.confirmed:raise")
    office = Office(store)
    try:
        with messaging.relaying(store, "outreach", uri):
            wait_until_published(store, uri, 3)
    except failpoints.Failed:
        pytest.fail("the relay did not survive")
    assert messaging.count(uri, INBOX) == 6, "each came twice"
    assert len(office.events) == 3


@proves(6, "no-lease")
def test_of_two_relays_one_publishes_and_the_other_takes_over(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(clock, "ticks", lambda: now[0])
    first, second = Lease(store, "relay.x", "first"), Lease(store, "relay.x", "second")
    assert (first.hold(), second.hold(), first.hold()) == (True, False, True)
    fault.occurs()
    first.release()
    assert second.hold()
    assert not Lease(store, "relay.x", "third").hold()


@proves(19, "wall-clock-lease")
def test_a_lease_that_a_wrong_clock_wrote_stands_for_no_more_than_a_term(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its holder's clock was an hour ahead, its holder is dead, and the clock is right again."""
    now = [100.0]
    monkeypatch.setattr(clock, "ticks", lambda: now[0])
    dead, next_ = Lease(store, "relay.x", "dead"), Lease(store, "relay.x", "next")
    assert dead.hold()
    an_hour_ahead = (clock.now() + dt.timedelta(hours=1)).isoformat()
    with store.begin() as tx:
        fault.occurs(tx.execute(tables.leases.update().values(until=an_hour_ahead)).rowcount)
    assert not next_.hold()
    now[0] += lease.TERM.total_seconds() - 1
    assert not next_.hold(), "it may live yet"
    now[0] += 2
    assert next_.hold()
    assert not dead.hold(), "it slept, and finds another"


def test_a_lease_that_is_renewed_is_not_taken_however_wrong_its_clock(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(clock, "ticks", lambda: now[0])
    second = Lease(store, "relay.x", "second")
    with store.begin() as tx:
        tx.execute(tables.leases.insert().values(name="relay.x", holder="first", until="2999-01-01T00:00:00+00:00"))
    for minute in range(10):
        assert not second.hold()
        now[0] += lease.TERM.total_seconds() / 2
        with store.begin() as tx:
            tx.execute(tables.leases.update().values(until=f"2999-01-01T00:{minute:02}:01+00:00"))


@proves(7, "endless-lease")
def test_a_relay_that_slept_through_its_term_finds_that_it_no_longer_holds(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(clock, "ticks", lambda: now[0])
    first, second = Lease(store, "relay.x", "first"), Lease(store, "relay.x", "second")
    assert first.hold()
    with store.begin() as tx:
        tx.execute(tables.leases.update().values(until=""))
    assert second.hold()
    now[0] += lease.TERM.total_seconds()
    fault.occurs()
    assert not first.hold()
