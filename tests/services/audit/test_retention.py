"""What is over is forgotten by kind, the log says so, and whatever was proved before stands."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
import sqlalchemy as sa

from contracts.audit import acts
from contracts.audit.rpc import EntryFilter, EntryRow, InclusionRequest, SearchRequest
from contracts.tlog import tree
from services.audit import proofs, retention, search
from services.audit.tables import bodies, entries, named
from tests.services.audit.sample_log import SOURCE, START, SampleLog, act, mixture, step

OVER = START + dt.timedelta(days=retention.TERMS["denied"].days, seconds=100)
"""When the first hundred seconds' denials are over."""


def _forget(log: SampleLog, kind: str, now: dt.datetime) -> int:
    with log.store.begin() as tx:
        return retention.forget(tx, SOURCE, kind, now, retention.bound_of(tx, kind, now))


def test_every_act_has_a_term_or_is_kept_for_ever_by_name() -> None:
    lasting = {"configuration_changed", "programme_changed", "key_changed", "acts_altered", "entry_forgotten"}
    lasting |= {"report_issued"}
    assert set(acts.ACTS) == set(retention.TERMS) | lasting
    assert all(term.days >= 365 and term.why for term in retention.TERMS.values())


def test_contents_that_are_over_go_and_the_log_is_whole_and_says_how_many(log: SampleLog) -> None:
    log.fill(0, 300)
    denials = [number for number in range(300) if ".denied." in mixture(number).type]
    over = [number for number in denials if number < 100]
    assert _forget(log, "denied", OVER) == len(over)
    assert _forget(log, "denied", OVER) == 0
    log.checkpoints.sign()
    with log.store.begin_read() as tx:
        gone = set(tx.scalars(sa.select(entries.c.position).where(entries.c.forgotten == 1)))
        assert gone == set(over)
        assert set(tx.scalars(sa.select(bodies.c.position))).isdisjoint(gone)
        blank = tx.execute(
            sa.select(entries.c.actor, entries.c.address, entries.c.record).where(entries.c.forgotten == 1)
        )
        assert set(map(tuple, blank)) == {("", "", "")}
    verdict = log.verify()
    assert (verdict.fault, verdict.forgotten, verdict.size) == ("", len(over), 301)
    assert [row.kind for row in _search(log, record=retention.about("denied"))] == ["entry_forgotten"]


def _search(log: SampleLog, **within: str) -> tuple[EntryRow, ...]:
    with log.store.begin_read() as tx:
        return search.search(tx, SearchRequest(EntryFilter(**within), 50)).rows


def test_a_proof_from_before_stands_after_the_entry_was_forgotten(log: SampleLog) -> None:
    log.fill(0, 300)
    root = log.head().root
    with log.store.begin_read() as tx:
        before = proofs.inclusion(tx, InclusionRequest((1,), 300))[0]
    _forget(log, "denied", OVER)
    with log.store.begin_read() as tx:
        after = proofs.inclusion(tx, InclusionRequest((1,), 300))[0]
    assert after == before
    path = [bytes.fromhex(one) for one in after.path]
    tree.check_inclusion(path, bytes.fromhex(after.leaf), 1, 300, root)


def test_a_list_of_records_goes_with_the_entry_that_names_them(log: SampleLog) -> None:
    log.append(mixture(0))
    now = START + dt.timedelta(days=retention.TERMS["text_shown"].days, seconds=1)
    assert _forget(log, "text_shown", now) == 1
    with log.store.begin_read() as tx:
        assert tx.execute(sa.select(named)).all() == []
    assert log.verify().fault == ""


def test_what_came_in_late_waits_for_those_before_it(log: SampleLog) -> None:
    log.append(act(1), act(500), act(2))
    assert _forget(log, "denied", OVER) == 1
    assert log.verify().fault == ""
    assert _forget(log, "denied", OVER + dt.timedelta(seconds=500)) == 2
    assert (log.verify().fault, log.verify().forgotten) == ("", 3)


def test_events_of_registers_are_never_forgotten(log: SampleLog) -> None:
    log.append(step(1), act(2))
    late = START + dt.timedelta(days=100 * 365)
    assert sum(map(partial(_forget_all, log, late), retention.TERMS)) == 1
    assert log.verify().forgotten == 1


def _forget_all(log: SampleLog, now: dt.datetime, kind: str) -> int:
    return _forget(log, kind, now)


@pytest.mark.parametrize("change", ["forgotten = 0", "actor = 'SYN-x'"])
def test_a_forgotten_entry_that_is_half_put_back_is_named(log: SampleLog, change: str) -> None:
    log.fill(0, 300)
    _forget(log, "denied", OVER)
    log.checkpoints.sign()
    log.change(f"UPDATE entries SET {change} WHERE position = 5")
    assert log.verify().index == 5


def test_an_event_that_comes_again_after_it_was_forgotten_is_no_new_one(log: SampleLog) -> None:
    log.append(act(1))
    _forget(log, "denied", OVER)
    size = log.head().size
    assert log.append(act(1)).size == size
