"""Acts on record: sealed as any event, counted in a flood, never lost unnoticed, and nobody's business but audit's."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from contracts import catalogue, envelope
from contracts.audit import acts
from contracts.audit.acts import MOST_RECORDS
from contracts.rpc import Caller, SealedIdsRequest
from services.chassis.base import clock, settings
from services.chassis.handling import inbox_comparison
from services.chassis.handling.audit import call_acts, kept_counts, showing
from services.chassis.handling.audit.doer import Doer
from services.chassis.handling.audit.floods import MINUTE, MOST_KEYS, ONE_BY_ONE
from services.chassis.handling.audit.trail import NoRecord
from services.chassis.handling.masking import Sight
from services.chassis.host import setup_digest
from services.chassis.storage import journal, tables
from services.chassis.storage.store import Store
from tests.acts import JournalledActs
from tests.chassis.test_sealer import assert_whole
from tests.office import Office

SOMEBODY = Doer("SYN-0001", "clerk@DT", "DT", address="192.0.2.7", route="GET /v1/x/{id}", request="r1")
OUTCOMES = {"done", "denied", "refused", "failed"}


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A watch that stands still until it is put on."""
    now = [1000.0]
    monkeypatch.setattr(clock, "ticks", lambda: now[0])
    return now


def total(trail: JournalledActs, act: str) -> int:
    return sum(event.data.get("count", 1) for event in trail.events(act))


def test_an_act_is_an_event_like_any_other_sealed_and_waiting_for_the_broker(store: Store) -> None:
    trail = JournalledActs("outreach", store)
    trail.record(
        "text_shown", SOMEBODY, record="outreach.matters/m1", register="outreach.matters", problem="", rows=None
    )
    (event,) = trail.events()
    assert (event.type, event.register, event.unit) == ("outreach.audit.text_shown.v1", "outreach.audit", "DT")
    assert (event.actor, event.post, event.correlationid) == ("SYN-0001", "clerk@DT", "r1")
    assert event.data == {
        "outcome": "done",
        "route": SOMEBODY.route,
        "address": "192.0.2.7",
        "record": "outreach.matters/m1",
        "register": "outreach.matters",
    }
    with store.begin_read() as tx:
        (message,) = journal.pending(tx, 10)
    assert (message.id, catalogue.exchange_of(message.type)) == (event.id, "outreach.audit")


@pytest.mark.parametrize("act", acts.ACTS.values(), ids=lambda act: act.name)
def test_every_act_is_as_published_in_each_service_where_it_happens(tmp_path: Path, act: acts.Act) -> None:
    for service in sorted(act.services & set(catalogue.PUBLISHERS)):
        (tmp_path / service).mkdir()
        trail = JournalledActs(service, tmp_path / service)
        about = {"record": "cases.penalties/x", "register": "cases.penalties", "paper": "a" * 64, "problem": "unknown"}
        trail.record(act.name, SOMEBODY, **about, account="SYN-0002", about="made", digest="b" * 64)
        (event,) = trail.events(act.name)
        assert event.data["outcome"] in OUTCOMES


def test_acts_of_many_at_once_share_transactions_and_stand_in_one_chain(store: Store) -> None:
    trail, office = JournalledActs("outreach", store), Office(store)
    threads = [threading.Thread(target=trail.record, args=("text_shown", SOMEBODY)) for _ in range(40)]
    threads += [threading.Thread(target=office.confirm, args=(office.matter(),))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    trail.flush()
    assert len([one for one in assert_whole(store) if acts.is_audit(one.type)]) == 40
    with store.begin_read() as tx:
        assert (tx.scalar(sa.select(sa.func.count()).select_from(tables.seals)) or 0) < 40


def test_of_a_flood_the_first_are_told_and_the_rest_are_counted_to_the_last(tmp_path: Path, ticks: list[float]) -> None:
    trail = JournalledActs("gateway", tmp_path)
    for _ in range(10_000):
        trail.note("denied", SOMEBODY, problem="forbidden")
    assert len(trail.events("denied")) == ONE_BY_ONE
    ticks[0] += MINUTE
    assert total(trail, "denied") == 10_000
    counted = trail.events("denied")[-1]
    assert (counted.data["count"], counted.data["problem"]) == (10_000 - ONE_BY_ONE, "forbidden")
    assert counted.data["since"] < counted.time.isoformat()
    trail.note("denied", SOMEBODY, problem="forbidden")
    assert len(trail.events("denied")) == ONE_BY_ONE + 2, "in the next minute they are told again"


def test_another_person_place_or_problem_is_counted_apart(tmp_path: Path) -> None:
    trail = JournalledActs("gateway", tmp_path)
    others = [Doer("SYN-0002"), Doer("SYN-0001", address="192.0.2.8"), Doer("SYN-0001", route="GET /x")]
    for doer in (SOMEBODY, *others):
        for problem in ("forbidden", "unauthenticated"):
            trail.note("denied", doer, problem=problem)
    assert len(trail.events("denied")) == 8


def test_who_comes_from_ever_new_places_takes_no_more_memory_and_is_counted_all_the_same(tmp_path: Path) -> None:
    trail = JournalledActs("gateway", tmp_path)
    for number in range(3 * MOST_KEYS):
        trail.note("denied", Doer(address=f"2001:db8:{number:x}::/64"), problem="unauthenticated")
    assert len(trail._floods) <= MOST_KEYS + 1
    trail.stop()
    assert total(trail, "denied") == 3 * MOST_KEYS
    assert trail.events("denied")[-1].actor == "others"


def test_what_was_counted_is_written_when_the_service_stops(tmp_path: Path) -> None:
    trail = JournalledActs("gateway", tmp_path)
    for _ in range(25):
        trail.note("refused", SOMEBODY, problem="not-now")
    trail.stop()
    assert total(trail, "refused") == 25


def test_what_cannot_be_recorded_is_not_done_and_what_was_done_is_recorded_later(tmp_path: Path) -> None:
    trail = JournalledActs("gateway", tmp_path)
    trail.store.damage.note("a page is torn")
    with pytest.raises(NoRecord):
        trail.record("paper_read", SOMEBODY, paper="a" * 64)
    trail.record_done("account_changed", SOMEBODY, account="SYN-0002")
    trail.note("denied", SOMEBODY, problem="forbidden")
    assert trail.events() == []
    trail.store.damage._faults.clear()
    assert [event.type.split(".")[2] for event in trail.events()] == ["account_changed", "denied"]


def test_of_many_records_some_are_named_and_all_are_counted(tmp_path: Path) -> None:
    trail, sight = JournalledActs("outreach", tmp_path), Sight("outreach.service_calls")
    caller = Caller("SYN-0001", "clerk", ("DT",), "DT", address="192.0.2.7", route="GET /x", request="r")
    showing.record(trail, caller, sight)
    assert trail.events() == [], "an answer of masks leaves nothing"
    sight.ids += [f"c{number}" for number in range(250)]
    showing.record(trail, caller, sight)
    (event,) = trail.events("text_shown")
    assert (len(event.data["records"]), event.data["rows"]) == (MOST_RECORDS, 250)
    assert (event.actor, event.post, event.data["address"]) == ("SYN-0001", "clerk@DT", "192.0.2.7")


def test_a_refused_call_is_told_without_what_a_stranger_wrote_into_it(tmp_path: Path) -> None:
    trail = JournalledActs("outreach", tmp_path)
    call_acts.note_refusal(trail, "carry_out", "forged", "13812345678")
    call_acts.note_refusal(trail, "carry_out", "not-allowed", "equipment")
    forged, strayed = trail.events("call_refused")
    assert "about" not in forged.data
    assert (strayed.data["about"], strayed.data["problem"]) == ("equipment", "not-allowed")


def test_what_a_client_calls_its_trace_is_kept_only_where_it_is_one(tmp_path: Path) -> None:
    trail, true = JournalledActs("gateway", tmp_path), f"00-{'a' * 32}-{'b' * 16}-01"
    for trace in (true, "张三 13812345678"):
        trail.record("paper_read", Doer("SYN-0001", trace=trace), paper="a" * 64)
    assert [event.traceparent for event in trail.events()] == [true, ""]


def test_nobody_who_reads_registers_meets_an_act(store: Store) -> None:
    office, trail = Office(store), JournalledActs("outreach", store)
    office.confirm(office.matter())
    before = office.registers.rebuild()["after"]
    trail.record("text_shown", SOMEBODY)
    (act,) = trail.events()
    with store.begin_read() as tx:
        bodies = [body for _, body in journal.page(tx, 0, 10_000)]
    assert [envelope.decode(body.encode()) for body in bodies] == office.events
    assert office.registers.rebuild()["after"] == before
    with store.begin() as tx:
        tx.execute(tables.journal.update().values(state=tables.PUBLISHED))
    for subscriber, meets in ((catalogue.AUDIT, True), ("gateway", False), ("cases", False)):
        with store.begin_read() as tx:
            answer = inbox_comparison.ids_after(tx, SealedIdsRequest(subscriber, "", 0, "", 1000))
        assert (act.id in {one.id for one in answer.ids}) is (meets and catalogue.receives(subscriber, act.type))


def test_what_was_counted_by_a_process_that_was_killed_is_told_by_the_next(store: Store, ticks: list[float]) -> None:
    trail = JournalledActs("gateway", store)
    for _ in range(500):
        trail.note("denied", SOMEBODY, problem="forbidden")
    trail.flush()
    later = clock.now() + kept_counts.LEFT_AFTER + dt.timedelta(minutes=1)
    following = JournalledActs("gateway", store, now=lambda: later)
    for _ in range(2):
        following.take_up()
    assert total(following, "denied") == 500
    assert (counted := following.events("denied")[-1]).actor == "SYN-0001"
    assert counted.data["count"] == 500 - ONE_BY_ONE
    ticks[0] += MINUTE
    assert trail.flush(), "who was only thought to be dead tells it no second time"
    assert total(trail, "denied") == 500


def test_a_count_that_was_told_is_not_kept_any_more(store: Store, ticks: list[float]) -> None:
    trail = JournalledActs("gateway", store)
    for _ in range(500):
        trail.note("denied", SOMEBODY, problem="forbidden")
    trail.flush()
    ticks[0] += MINUTE
    trail.flush()
    with store.begin_read() as tx:
        assert tx.execute(sa.select(tables.counted)).all() == []


def test_a_service_that_is_set_up_otherwise_says_so_once(store: Store) -> None:
    trail = JournalledActs("outreach", store)
    for digest in ("a" * 64, "a" * 64, "b" * 64, "a" * 64):
        trail.record_change("configuration_changed", "settings", digest)
        trail.record_change("key_changed", "signing key", "c" * 64)
    assert [event.data["digest"][0] for event in trail.events("configuration_changed")] == ["a", "b", "a"]
    assert [event.data["about"] for event in trail.events("key_changed")] == ["signing key"]


def test_the_digest_of_settings_is_of_what_is_no_secret(tmp_path: Path) -> None:
    environment = {"CAMPAIGN_HOME": str(tmp_path), "AMQP_URI": "amqp://a:secret@host/", "REQUEST_RATE": "100"}
    before = setup_digest.digest_of(settings.from_environment("gateway", environment))
    same = environment | {"AMQP_URI": "amqp://a:other@host/", "SIGNING_KEY": "k" * 40}
    assert setup_digest.digest_of(settings.from_environment("gateway", same)) == before
    other = environment | {"REQUEST_RATE": "101"}
    assert setup_digest.digest_of(settings.from_environment("gateway", other)) != before
