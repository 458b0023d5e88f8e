"""An act is on record before its answer leaves; a kill before it has its place loses none and doubles none."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from services.chassis.base import clock
from services.chassis.base.signing_keys import SigningKey
from services.chassis.handling.audit import acts_in_hand, kept_counts
from services.chassis.handling.audit.doer import Doer
from services.chassis.handling.audit.floods import MINUTE, MOST_KEYS, ONE_BY_ONE, FloodKey
from services.chassis.handling.audit.signed_rows import CHANGED
from services.chassis.handling.audit.trail import NoRecord
from services.chassis.storage.store import Store
from services.chassis.storage.tables import counted, in_hand
from tests.acts import JournalledActs
from tests.chassis import recording
from tests.chassis.test_sealer import assert_whole
from tests.suite import ROOT

SOMEBODY = Doer("SYN-0001", "clerk@DT", "DT", address="192.0.2.7", route="GET /v1/x/{id}")
LATER = acts_in_hand.LEFT_AFTER + dt.timedelta(seconds=5)
COUNT = 25


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A watch that stands still until it is put on."""
    now = [1000.0]
    monkeypatch.setattr(clock, "ticks", lambda: now[0])
    return now


def next_process(store: Store, after: dt.timedelta = LATER, service: str = recording.SERVICE) -> JournalledActs:
    """A service that starts some time later."""
    moment = clock.now() + after
    return JournalledActs(service, store, now=lambda: moment)


def record_each(trail: JournalledActs, *records: str) -> None:
    """One row for each record's view; nothing is sealed yet."""
    for one in records:
        trail.record_view("text_shown", SOMEBODY, record=one)


def rows(store: Store) -> list[Any]:
    with store.begin_read() as tx:
        return list(tx.execute(sa.select(in_hand).order_by(in_hand.c.at, in_hand.c.id)))


def change(store: Store, statement: sa.Update | sa.Delete, row: Any) -> None:
    with store.begin() as tx:
        tx.execute(statement.where(in_hand.c.id == row.id))


def views(trail: JournalledActs) -> list[str]:
    return [event.data["record"] for event in trail.events("text_shown")]


def faults(trail: JournalledActs) -> list[str]:
    return [event.data["problem"] for event in trail.events("acts_altered")]


def test_what_a_process_killed_within_the_second_had_answered_is_sealed_once_by_the_next(store: Store) -> None:
    url = store.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.chassis.recording", url, str(COUNT)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        answered = [process.stdout.readline().strip() for _ in range(COUNT)]
        process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    following = next_process(store)
    assert following.events() == [], "it had no place for any of them yet"
    for _ in range(2):
        following.take_up()
    assert views(following) == [f"outreach.matters/{one}" for one in answered]
    assert faults(following) == []
    assert rows(store) == []
    assert_whole(store)


def test_of_two_processes_of_a_service_none_seals_what_the_other_sealed_nor_leaves_a_row(store: Store) -> None:
    trails = [JournalledActs(recording.SERVICE, store) for _ in range(2)]
    late = next_process(store)

    def work(trail: JournalledActs, name: int) -> None:
        for number in range(30):
            trail.record("text_shown", SOMEBODY, record=f"outreach.matters/{name}-{number}")
            if number % 7 == 0:
                trail.flush()
            if number % 5 == 0:
                late.take_up()  # it takes both for dead

    threads = [threading.Thread(target=work, args=(one, name)) for name, one in enumerate(trails)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for trail in trails:
        trail.stop()
    assert sorted(views(late)) == sorted(f"outreach.matters/{name}-{number}" for name in (0, 1) for number in range(30))
    assert faults(late) == []
    assert rows(store) == []
    assert_whole(store)


def test_a_process_that_was_only_thought_to_be_dead_seals_nothing_twice(store: Store) -> None:
    slow = JournalledActs(recording.SERVICE, store)
    record_each(slow, "a", "b", "c")
    next_process(store).take_up()
    record_each(slow, "d")
    assert slow.flush()
    assert views(slow) == ["a", "b", "c", "d"]
    assert rows(store) == []
    assert_whole(store)


def test_what_finds_no_place_in_the_journal_waits_for_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    trail = JournalledActs(recording.SERVICE, store)
    record_each(trail, "a", "b")
    with monkeypatch.context() as clash:
        clash.setattr(trail._sealer, "append", refuse_a_place)
        assert not trail.flush()
    assert len(rows(store)) == 2
    assert views(trail) == ["a", "b"]


def refuse_a_place(*_: object) -> None:
    raise sa.exc.IntegrityError("the place is another's", None, Exception())


def test_what_is_in_hand_of_a_process_that_lives_is_left_to_it(store: Store) -> None:
    lives = JournalledActs(recording.SERVICE, store)
    record_each(lives, "a")
    beside = JournalledActs(recording.SERVICE, store)
    beside.take_up()
    assert (len(rows(store)), beside.events()) == (1, [])


def test_a_row_that_is_taken_away_while_its_process_lives_is_sealed_all_the_same(store: Store) -> None:
    trail = JournalledActs(recording.SERVICE, store)
    record_each(trail, "a", "b")
    change(store, in_hand.delete(), rows(store)[0])
    change(store, in_hand.update().values(bodies="[]"), rows(store)[0])
    assert views(trail) == ["a", "b"]
    assert rows(store) == []


FORGERIES: dict[str, dict[str, Any]] = {
    "another act": {"bodies": '["{}"]'},
    "no act": {"bodies": "[]"},
    "another row before it": {"after": ""},
    "a time that never comes": {"at": "9999-12-31T00:00:00+08:00"},
    "another key": {"key": SigningKey(b"another").id},
    "another signature": {"signature": bytes(64)},
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=list(FORGERIES))
def test_a_row_that_is_not_as_we_signed_it_is_told_once_and_stays(store: Store, forgery: dict[str, Any]) -> None:
    record_each(JournalledActs(recording.SERVICE, store), "a", "b")
    change(store, in_hand.update().values(**forgery), rows(store)[1])
    following = next_process(store)
    for _ in range(3):
        following.take_up()
    assert views(following) == ["a"]
    assert faults(following) == [CHANGED]
    assert len(rows(store)) == 1, "it stays for who looks into it"
    assert_whole(store)


NO_TEXTS = ("7", "x'ff00fe'", "cast(x'ff00fe' as text)")


@pytest.mark.parametrize("value", NO_TEXTS)
@pytest.mark.parametrize("column", ["bodies", "signature", "after", "key", "at"])
def test_whatever_stands_in_a_row_of_sqlite_the_others_are_sealed(tmp_path: Path, column: str, value: str) -> None:
    trail = JournalledActs(recording.SERVICE, tmp_path)
    record_each(trail, "a", "b")
    change(trail.store, in_hand.update().values({column: sa.literal_column(value)}), rows(trail.store)[0])
    following = next_process(trail.store)
    for _ in range(2):
        following.take_up()
    assert views(following) == ["b"]
    assert CHANGED in faults(following)


def test_a_row_of_sqlite_under_an_id_that_is_no_text_is_told_too(tmp_path: Path) -> None:
    trail = JournalledActs(recording.SERVICE, tmp_path)
    record_each(trail, "a")
    change(trail.store, in_hand.update().values(id=sa.literal_column("x'ff00fe'")), rows(trail.store)[0])
    following = next_process(trail.store)
    for _ in range(2):
        following.take_up()
    assert faults(following) == [CHANGED]


@pytest.mark.parametrize(("taken", "left"), [([0], "b c d"), ([1], "a c d"), ([1, 2], "a d")])
def test_a_row_that_is_taken_away_from_before_others_is_missed(store: Store, taken: list[int], left: str) -> None:
    record_each(JournalledActs(recording.SERVICE, store), "a", "b", "c", "d")
    there = rows(store)
    for number in taken:
        change(store, in_hand.delete(), there[number])
    following = next_process(store)
    for _ in range(2):
        following.take_up()
    assert views(following) == left.split()
    assert faults(following) == [acts_in_hand.MISSING]
    assert rows(store) == []


def test_what_was_sealed_before_is_not_missed(store: Store) -> None:
    trail = JournalledActs(recording.SERVICE, store)
    record_each(trail, "a", "b")
    trail.flush()
    record_each(trail, "c", "d")
    following = next_process(store)
    following.take_up()
    assert (views(following), faults(following)) == (["a", "b", "c", "d"], [])


def test_whose_clock_was_put_back_has_taken_nothing_away(store: Store) -> None:
    moment = [clock.now() + dt.timedelta(seconds=8)]
    trail = JournalledActs(recording.SERVICE, store, now=lambda: moment[0])
    record_each(trail, "a")
    moment[0] -= dt.timedelta(seconds=8)
    record_each(trail, "b")
    for later in (LATER, LATER * 2):
        next_process(store, later).take_up()
    assert sorted(views(trail)) == ["a", "b"]
    assert faults(trail) == []
    assert rows(store) == []


def test_what_is_shown_again_while_a_service_stops_is_told_too(store: Store) -> None:
    trail = JournalledActs(recording.SERVICE, store)
    record_each(trail, "a", "a")
    trail.stop()
    record_each(trail, "a", "a")
    assert counts(trail) == [1, 1, 1, 1]


def test_counts_that_find_no_place_in_the_journal_are_told_once(
    store: Store, ticks: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    trail = JournalledActs(recording.SERVICE, store)
    record_each(trail, *("a" * 5))
    with monkeypatch.context() as full:
        full.setattr("services.chassis.handling.audit.trail.MOST_WAITING", 1)
        full.setattr(trail._sealer, "append", refuse_a_place)
        for seconds in (1, MINUTE):
            ticks[0] += seconds
            assert not trail.flush()
        assert len(trail._waiting) == 1, "what waits grows no more"
    following = next_process(store, kept_counts.LEFT_AFTER + dt.timedelta(minutes=1))
    for _ in range(2):
        trail.flush()
        ticks[0] += MINUTE
    following.take_up()
    assert counts(following) == [1, 4]


def test_the_same_shown_again_is_counted_to_the_last_also_over_a_restart(store: Store, ticks: list[float]) -> None:
    trail = JournalledActs(recording.SERVICE, store)
    for _ in range(40):
        trail.record_view("text_shown", SOMEBODY, "1", record="outreach.matters/m1")
    assert counts(trail) == [1], "the others are told when the minute is over"
    trail.stop()
    assert counts(trail) == [1, 39]
    again = JournalledActs(recording.SERVICE, store)
    for _ in range(3):
        again.record_view("text_shown", SOMEBODY, "1", record="outreach.matters/m1")
    ticks[0] += MINUTE
    again.record_view("text_shown", SOMEBODY, "1", record="outreach.matters/m1")
    assert counts(again) == [1, 39, 1, 3]
    again.record_view("text_shown", SOMEBODY, "1", record="outreach.matters/m1")
    assert counts(again) == [1, 39, 1, 3, 1], "in the next minute it is told again"


def counts(trail: JournalledActs) -> list[int]:
    return [event.data.get("count", 1) for event in trail.events("text_shown")]


def test_what_was_shown_again_before_a_kill_is_told_by_the_next_process(store: Store) -> None:
    trail = JournalledActs(recording.SERVICE, store)
    for _ in range(40):
        trail.record_view("text_shown", SOMEBODY, "1", record="outreach.matters/m1")
    trail.flush()
    following = next_process(store, kept_counts.LEFT_AFTER + dt.timedelta(minutes=1))
    for _ in range(2):
        following.take_up()
    assert counts(following) == [1, 39]
    last = following.events("text_shown")[-1]
    assert (last.actor, last.data["record"]) == ("SYN-0001", "outreach.matters/m1")


ANOTHER: dict[str, Callable[[JournalledActs], None]] = {
    "person": lambda trail: trail.record_view("text_shown", Doer("SYN-0002"), "1", record="r"),
    "record": lambda trail: trail.record_view("text_shown", SOMEBODY, "1", record="s"),
    "version": lambda trail: trail.record_view("text_shown", SOMEBODY, "2", record="r"),
    "act": lambda trail: trail.record_view("text_forgotten", SOMEBODY, "1", record="r"),
}


@pytest.mark.parametrize("show", ANOTHER.values(), ids=list(ANOTHER))
def test_what_another_is_shown_or_what_is_another_is_told_by_itself(
    store: Store, show: Callable[[JournalledActs], None]
) -> None:
    trail = JournalledActs(recording.SERVICE, store)
    trail.record_view("text_shown", SOMEBODY, "1", record="r")
    show(trail)
    assert [event.data.get("count") for event in trail.events()] == [None, None]


def test_what_was_shown_once_is_not_shown_again_while_nothing_can_be_written(store: Store) -> None:
    trail = JournalledActs(recording.SERVICE, store)
    trail.record_view("text_shown", SOMEBODY, record="r")
    store.damage.note("a page is torn")
    with pytest.raises(NoRecord):
        trail.record_view("text_shown", SOMEBODY, record="r")
    store.damage._faults.clear()


def test_a_count_that_could_not_be_written_down_is_with_the_next_second(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    trail = JournalledActs(recording.SERVICE, store)
    for _ in range(5):
        trail.record_view("text_shown", SOMEBODY, record="r")
    with monkeypatch.context() as away:
        away.setattr(kept_counts, "keep", lambda *_: (_ for _ in ()).throw(OSError()))
        trail.flush()
    trail.flush()
    following = next_process(store, kept_counts.LEFT_AFTER + dt.timedelta(minutes=1))
    following.take_up()
    assert counts(following) == [1, 4]


def test_who_reads_thousands_of_records_leaves_room_for_what_is_denied(store: Store, ticks: list[float]) -> None:
    trail = JournalledActs("gateway", store)
    for number in range(MOST_KEYS + 10):
        trail._views.begin(FloodKey("paper_read", SOMEBODY, (("paper", f"{number:064}"),)), ticks[0])
    for _ in range(ONE_BY_ONE):
        trail.note("denied", SOMEBODY, problem="forbidden")
    assert [event.actor for event in trail.events("denied")] == [SOMEBODY.actor] * ONE_BY_ONE


COUNT_FORGERIES: dict[str, dict[str, Any]] = {
    "more": {"count": 9000},
    "fewer": {"count": 1},
    "another act": {"act": "refused"},
    "another person": {"about": '[{"actor":"SYN-0002"},{}]'},
    "nothing that is read": {"about": "["},
    "another time": {"since": "2026-11-01T08:00:00+00:00"},
    "a time that never comes": {"since": "9999-12-31T00:00:00+08:00"},
    "another key": {"key": SigningKey(b"another").id},
    "another signature": {"signature": bytes(64)},
}


def next_gateway(store: Store) -> JournalledActs:
    return next_process(store, kept_counts.LEFT_AFTER + dt.timedelta(minutes=1), "gateway")


def two_counts(store: Store) -> list[Any]:
    """Two counts that a process which is no more had written down, of two persons."""
    trail = JournalledActs("gateway", store)
    for actor in ("SYN-0001", "SYN-0002"):
        for _ in range(ONE_BY_ONE + 5):
            trail.note("denied", Doer(actor), problem="forbidden")
    trail.flush()
    with store.begin_read() as tx:
        return list(tx.execute(sa.select(counted).order_by(counted.c.about)))


def counts_by_person(trail: JournalledActs) -> dict[str, int]:
    """Counts that are told, by the person."""
    return {event.actor: event.data["count"] for event in trail.events("denied") if "count" in event.data}


@pytest.mark.parametrize("forgery", COUNT_FORGERIES.values(), ids=list(COUNT_FORGERIES))
def test_a_count_that_is_not_as_we_signed_it_is_none_and_is_told_once(store: Store, forgery: dict[str, Any]) -> None:
    first, _ = two_counts(store)
    with store.begin() as tx:
        tx.execute(counted.update().where(counted.c.id == first.id).values(**forgery))
    following = next_gateway(store)
    for _ in range(3):
        following.take_up()
    assert counts_by_person(following) == {"SYN-0002": 5}
    assert faults(following) == [CHANGED]
    assert_whole(store)


def test_a_count_that_is_made_up_or_told_a_second_time_counts_nothing(store: Store) -> None:
    first, second = two_counts(store)
    next_gateway(store).take_up()
    with store.begin() as tx:
        tx.execute(counted.insert().values(second._asdict()))
        tx.execute(counted.insert().values(first._asdict() | {"id": "made-up"}))
    following = next_gateway(store)
    for _ in range(2):
        following.take_up()
    assert counts_by_person(following) == {"SYN-0001": 5, "SYN-0002": 5}
    assert faults(following) == [CHANGED]
    with store.begin_read() as tx:
        assert tx.scalars(sa.select(counted.c.id)).all() == ["made-up"], "it stays for who looks into it"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", "x'ff00fe'"),  # under an id that is no text at all the storage is damaged, and says so
        *((column, value) for column in ("act", "about", "since", "count", "key", "signature") for value in NO_TEXTS),
    ],
)
def test_whatever_stands_in_a_count_of_sqlite_the_others_are_told(tmp_path: Path, column: str, value: str) -> None:
    place = JournalledActs("gateway", tmp_path).store
    first, _ = two_counts(place)
    with place.begin() as tx:
        change_of = counted.update().where(counted.c.id == first.id)
        tx.execute(change_of.values({column: sa.literal_column(value)}))
    following = next_gateway(place)
    for _ in range(2):
        following.take_up()
    assert counts_by_person(following) == {"SYN-0002": 5}
    assert faults(following) == [CHANGED]


def test_where_the_database_cannot_even_be_opened_nothing_is_shown(tmp_path: Path) -> None:
    trail = JournalledActs(recording.SERVICE, tmp_path)
    trail.store.close()
    (tmp_path / "acts.db").rename(tmp_path / "away.db")
    (tmp_path / "acts.db").mkdir()
    with pytest.raises(NoRecord):
        trail.record("text_shown", SOMEBODY, record="r")
