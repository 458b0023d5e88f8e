"""What the journals have and the log has not is told by id, until it is there."""

from __future__ import annotations

from services.audit import gaps
from services.chassis.storage import inbox_state
from services.chassis.storage.sealed_journal import Head
from tests.services.audit.sample_log import SampleLog, step


def test_what_was_sent_for_or_lies_among_the_dead_letters_is_a_gap_until_it_is_appended(log: SampleLog) -> None:
    log.append(step(1))
    with log.store.begin() as tx:
        inbox_state.count_sent_again(tx, "outreach", [step(1).id, step(2).id])
        inbox_state.note_aside(tx, "cases", "event-x", "unreadable")
    with log.store.begin_read() as tx:
        told = gaps.gaps(tx, {"training"})
    assert [(one.service, one.id, bool(one.since)) for one in told.gaps] == [
        ("cases", "event-x", True),
        ("outreach", step(2).id, True),
    ]
    assert (told.counts, told.conflicts) == ({"cases": 1, "outreach": 1}, ("training",))
    log.append(step(2))
    with log.store.begin_read() as tx:
        assert gaps.counts(tx) == {"cases": 1}


def test_a_journal_is_compared_from_its_first_event_when_that_is_wanted(log: SampleLog) -> None:
    with log.store.begin() as tx:
        inbox_state.mark_complete(tx, "outreach", Head("e", 7, b"chain"))
        gaps.compare_anew(tx)
        assert inbox_state.complete_upto(tx, "outreach") == Head("e", 0, b"")
