from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from contracts.envelope import Event
from contracts.errors import Undefined
from services.chassis.records.command import Command
from services.chassis.storage import lease
from services.chassis.storage.store import Store
from services.gateway.read_model import ledger, queries, units
from services.gateway.read_model.generations import pointer
from services.gateway.read_model.generations.tables import LIVE
from services.gateway.read_model.programme import Programme, campaign
from services.gateway.read_model.queries import Answer
from services.gateway.read_model.read_model import ReadModel
from tests.office import DISTRICT, PROOF, Office, build_view, clerk_of, make_as_of, measure_value
from tests.proof import fault, proves
from tests.services.gateway.journal_copies import JournalCopies
from tests.services.gateway.sample_programme import MEASURES, PROGRAMME, programme_text

REGISTRATION: dict[str, Any] = {"unit": "DT", "community": "映月", "matter": "x", "requested_on": "2017-03-01"}


def facts(read_model: ReadModel, measure: str, as_of: str = "2017-12-31", **more: Any) -> list[str]:
    with read_model.store.begin_read() as tx:
        return [row.event for row in queries.facts(tx, PROGRAMME.measures[measure], make_as_of(as_of, **more))]


def gaps(read_model: ReadModel, measure: str, as_of: str = "2017-12-31", **more: Any) -> list[str]:
    with read_model.store.begin_read() as tx:
        return [row.subject for row in queries.gaps(tx, PROGRAMME.measures[measure], make_as_of(as_of, **more))]


def claimed_values(read_model: ReadModel, measure: str, *days: str, **more: Any) -> list[object]:
    return [measure_value(read_model, measure, one, **more).claimed for one in days]


def test_done_then_reopened_then_done_again_counts_by_date(office: Office, store: Store) -> None:
    record = office.matter(done="2017-03-08")
    office.do("outreach.matters", record, "reopen", reason="又坏", reopened_on="2017-04-01")
    office.do("outreach.matters", record, "finish", done_on="2017-04-10", outcome="再修", evidence=PROOF)
    read_model = build_view(office.events, PROGRAMME, store)
    assert claimed_values(read_model, "A6.done", "2017-03-07", "2017-03-08", "2017-04-05", "2017-04-10") == [0, 1, 0, 1]
    assert measure_value(read_model, "A6.reopened").claimed == 1


def test_a_confirmation_verifies_what_came_before_it_and_not_what_comes_after(office: Office, store: Store) -> None:
    record = office.matter()
    office.confirm(record)
    assert measure_value(build_view(office.events, PROGRAMME), "A6.done") == Answer(1, 1, 1)
    office.do("outreach.matters", record, "reopen", reason="又坏", reopened_on="2017-04-01")
    office.do("outreach.matters", record, "finish", done_on="2017-04-10", outcome="再修")
    assert measure_value(build_view(office.events, PROGRAMME, store), "A6.done") == Answer(1, 0, 1)


def test_an_unsatisfied_resident_verifies_nothing(office: Office) -> None:
    office.confirm(office.matter(), satisfied=False)
    assert measure_value(build_view(office.events, PROGRAMME), "A6.done") == Answer(1, 0, 1)


def test_a_corrected_date_moves_the_number_and_known_at_still_shows_the_old(office: Office, store: Store) -> None:
    record = office.matter(done="2017-03-08")
    before = office.events[-1].time
    (corrected,) = office.do("outreach.matters", record, "finish", corrects=3, done_on="2017-07-08", outcome="修好")
    read_model = build_view(office.events, PROGRAMME, store)
    assert measure_value(read_model, "A6.done", "2017-06-30").claimed == 0
    assert measure_value(read_model, "A6.done", "2017-06-30", known_at=before).claimed == 1
    assert facts(read_model, "A6.done") == [corrected.id]


def test_a_voided_record_takes_back_everything_it_contributed(office: Office, store: Store) -> None:
    record = office.matter()
    office.confirm(record)
    known_at = office.events[-1].time
    office.do("outreach.matters", record, "void", reason="误录")
    read_model = build_view(office.events, PROGRAMME, store)
    for measure in ("A6.done", "A6.all_days", "A6.communities"):
        assert measure_value(read_model, measure) == Answer(0, 0, 0), measure
        assert measure_value(read_model, measure, known_at=known_at).claimed, measure
    assert measure_value(read_model, "A6.replied").claimed is None


def test_a_transferred_matter_counts_where_it_was_done(office: Office, store: Store) -> None:
    record = office.do("outreach.matters", "", "register", **REGISTRATION)[-1].subject
    office.do("outreach.matters", record, "transfer", unit="DBT", reason="辖区", transferred_on="2017-03-02")
    office.do("outreach.matters", record, "accept", accepted_on="2017-03-03")
    office.do("outreach.matters", record, "finish", done_on="2017-03-05", outcome="好")
    read_model = build_view(office.events, PROGRAMME, store)
    assert [measure_value(read_model, "A6.done", units=unit).claimed for unit in ("DT", "DBT", "DT DBT")] == [0, 1, 1]


def test_a_joint_activity_is_one_for_each_unit_and_one_for_the_bureau(office: Office, store: Store) -> None:
    office.event(counits=["DBT"])
    read_model = build_view(office.events, PROGRAMME, store)
    assert [
        measure_value(read_model, "A6.held", units=units).claimed for units in (None, "DT", "DBT", "ZS", "DT DBT")
    ] == [
        1,
        1,
        1,
        0,
        1,
    ]


def test_a_plan_counts_nothing_but_in_a_whole(office: Office, store: Store) -> None:
    office.event(held_on=None, kind="guardians")
    read_model = build_view(office.events, PROGRAMME, store)
    assert (measure_value(read_model, "A6.held").claimed, measure_value(read_model, "A6.fulfilled").claimed) == (0, 0.0)


def test_the_whole_of_a_ratio_is_dated_and_its_gaps_have_names(office: Office, store: Store) -> None:
    for code, unit in (("a", "DT"), ("b", "DT"), ("c", "DBT")):
        office.person(code, unit)
    for code in "ac":
        form: dict[str, Any] = {"certificate": code, "certified_on": "2017-03-10", "valid_until": "2020-01-01"}
        office.do("training.people", code, "certify", **form)
    office.do("training.people", "a", "transfer", unit="DBT", transferred_on="2017-05-01")
    office.do("training.people", "b", "leave", reason="退休", left_on="2017-09-01")
    read_model = build_view(office.events, PROGRAMME, store)
    assert measure_value(read_model, "S1.certified", "2017-03-31").claimed == pytest.approx(2 / 3)
    assert gaps(read_model, "S1.certified", "2017-03-31") == ["b"]
    assert [
        measure_value(read_model, "S1.certified", "2017-03-31", units=unit).claimed for unit in ("DT", "DBT", "none")
    ] == [
        0.5,
        1,
        None,
    ]
    assert measure_value(read_model, "S1.certified").claimed == 1
    assert measure_value(read_model, "S1.certified", units="DT").claimed is None, "nobody is left there"


def test_a_squadron_without_an_approved_feature_is_a_gap(office: Office, store: Store) -> None:
    feature = office.feature("DT")
    office.feature("DBT")
    office.do("outreach.features", feature, "approve", approved_on="2017-04-01")
    read_model = build_view(office.events, PROGRAMME, store)
    assert measure_value(read_model, "A3.squadrons") == Answer(1 / 3, 0, 3)
    assert gaps(read_model, "A3.squadrons") == ["DBT", "ZS"]
    assert gaps(read_model, "A3.squadrons", units="DBT") == ["DBT"]


def test_hours_are_capped_at_the_events_length_and_people_are_not_person_times(office: Office, store: Store) -> None:
    for _ in range(2):
        record = office.event()
        service = [{"volunteer": "v1", "minutes": 500}, {"volunteer": "v2", "minutes": 30}]
        office.do("outreach.volunteer_events", record, "log_hours", logged_on="2017-04-02", service=service)
    read_model = build_view(office.events, PROGRAMME, store)
    assert (measure_value(read_model, "A6.minutes").claimed, measure_value(read_model, "A6.volunteers").claimed) == (
        2 * (90 + 30),
        2,
    )


def test_an_on_time_ratio_counts_what_has_come_due(office: Office, store: Store) -> None:
    for accepted in ("2017-03-07", "2017-03-09", None):
        record = office.do("outreach.matters", "", "register", **REGISTRATION)[-1].subject
        if accepted:
            office.do("outreach.matters", record, "accept", accepted_on=accepted)
    read_model = build_view(office.events, PROGRAMME, store)
    assert claimed_values(read_model, "A6.replied", "2017-03-07", "2017-03-08") == [None, pytest.approx(1 / 3)], (
        "due on 8 March"
    )
    assert len(gaps(read_model, "A6.replied", "2017-03-08")) == 2


def test_exists_percentile_and_null(office: Office, store: Store) -> None:
    empty = build_view([], PROGRAMME, store)
    assert measure_value(empty, "A6.cleanup_held") == Answer(claimed=False, verified=False, n=0)
    assert measure_value(empty, "A6.days") == Answer(None, None, 0)
    assert measure_value(empty, "A6.replied") == Answer(None, None, 0)
    for number in range(1, 11):
        office.matter(requested="2017-03-01", done=f"2017-03-{number + 1:02}", evidence=PROOF)
    assert measure_value(build_view(office.events, PROGRAMME, empty.store), "A6.days") == Answer(9, 9, 10)


def test_what_nobody_named_is_not_counted(office: Office) -> None:
    takes = "[{event: outreach.volunteer_events.held.v1, subject: of.community}]"
    programme = Programme(programme_text(f"- {{id: A6.places, kind: distinct, takes: {takes}}}"))
    office.event()
    office.event(community="映月")
    assert measure_value(build_view(office.events, programme), "A6.places").claimed == 1


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("outreach.volunteer_events.held.v1}]", "outreach.volunteer_events.planned.v1}]", "plans count nothing"),
        ("outreach.volunteer_events.held.v1}]", "outreach.volunteer_events.sung.v1}]", "no such event"),
        ("kind: distinct, verified_from", "colour: red, kind: distinct, verified_from", "unknown word"),
        ("amount: took_days", "amount: took_hours", "carries no such field"),
        ("subject: of.community", "subject: of.colour", "carries no such key"),
        ("clock: outreach.matters.reply}", "awaits: x.y, clock: outreach.matters.reply}", "fed and awaiting at once"),
        ("- {id: A6.all_days", "- {id: A6.days", "stands twice"),
    ],
)
def test_a_programme_that_contradicts_the_registers_is_refused(old: str, new: str, why: str) -> None:
    assert old in MEASURES, why
    with pytest.raises(Undefined):
        Programme(programme_text(MEASURES.replace(old, new, 1)))


def test_a_view_told_again_from_the_journals_is_the_same_to_the_byte(office: Office, store: Store) -> None:
    record = office.matter()
    office.event(counits=["DBT"])
    office.do("outreach.matters", record, "finish", corrects=3, done_on="2017-07-08", outcome="修好")
    read_model = build_view(list(reversed(office.events)), PROGRAMME, store)
    result = read_model.rebuild(JournalCopies(office.events))
    assert result["same"]
    assert result["events"] == len(office.events)


def test_a_view_that_missed_an_event_is_not_the_same_after_a_rebuild(office: Office, store: Store) -> None:
    office.matter()
    read_model = build_view(office.events[:-1], PROGRAMME, store)
    result = read_model.rebuild(JournalCopies(office.events))
    assert not result["same"]
    assert measure_value(read_model, "A6.done").claimed == 1


def test_what_arrives_while_the_journals_are_copied_is_not_lost_in_a_rebuild(office: Office, store: Store) -> None:
    office.matter()
    early = list(office.events)
    office.now = None
    read_model = build_view(office.events, PROGRAMME, store)
    office.start = office.start.replace(year=2200)
    office.unit("XB")
    late = office.events[-1]
    with read_model.store.begin() as tx:
        read_model.handle(tx, [late])
    read_model.rebuild(JournalCopies(early, [late]))
    assert read_model.has(late.id)


@proves(27, "no-inbox")
def test_a_repeated_batch_changes_nothing(office: Office, store: Store) -> None:
    office.matter()
    read_model = build_view(office.events, PROGRAMME, store)
    with read_model.store.begin() as tx:
        before = read_model.digest(tx)
        read_model.handle(tx, office.events * 2)
        fault.occurs(len(office.events))
        assert read_model.digest(tx) == before
        assert ledger.put(tx, DISTRICT, office.events) == []


def test_a_void_is_seen_in_the_answers_from_memory_and_told_to_listeners(office: Office) -> None:
    record = office.matter()
    read_model = build_view(office.events, PROGRAMME)
    frame = make_as_of("2017-12-31")
    assert b'"id":"A6.done"' in (before := read_model.progress(frame, None).body)
    (void,) = office.do("outreach.matters", record, "void", reason="误录")
    with read_model.store.begin() as tx:
        read_model.handle(tx, [void])
    with read_model.change_feed.subscribe() as changes:
        read_model.after_commit([void])
        assert changes.wait(1)
    assert "A6.done" in read_model.changes.after(0)[-1].measures
    with read_model.reader(frame) as reader:
        assert reader.answer(PROGRAMME.measures["A6.done"]).claimed == 0
    assert read_model.progress(frame, None).body != before


def test_corrected_joint_units_move_the_count(office: Office, store: Store) -> None:
    record = office.event(counits=["DBT"])
    form = {"unit": "DT", "title": "活动", "kind": "fair", "planned_on": "2017-01-05", "planned_for": "2017-04-01"}
    office.command(
        Command(
            "k",
            "outreach.volunteer_events",
            "plan",
            form | {"counits": ["ZS"]},
            clerk_of("outreach.volunteer_events", "plan"),
            record,
            corrects=1,
        )
    )
    read_model = build_view(office.events, PROGRAMME, store)
    assert [measure_value(read_model, "A6.held", units=unit).claimed for unit in ("DT", "DBT", "ZS")] == [1, 0, 1]


def test_facts_of_an_on_time_ratio_are_those_in_time(office: Office, store: Store) -> None:
    for accepted in ("2017-03-07", "2017-03-20"):
        form: dict[str, Any] = {"unit": "DT", "community": "映月", "matter": "x", "requested_on": "2017-03-01"}
        record = office.do("outreach.matters", "", "register", **form)[-1].subject
        office.do("outreach.matters", record, "accept", accepted_on=accepted)
    read_model = build_view(office.events, PROGRAMME, store)
    assert measure_value(read_model, "A6.replied").claimed == 0.5
    assert len(facts(read_model, "A6.replied")) == 1


def test_the_tree_of_units_is_asked_as_it_was_known(office: Office) -> None:
    office.unit("JU", kind="bureau")
    office.unit("OLD", "JU")
    before = office.events[-1].time
    office.do("training.units", "OLD", "move", parents=[], reason="x", moved_on="2011-01-01")
    unit = office.record("training.units", "OLD")
    others = [office.record("training.units", "JU"), unit]
    assert units.below(others, "JU", make_as_of("2017-12-31").as_of) == {"JU"}
    assert units.below(others, "JU", make_as_of("2017-12-31").as_of, before) == {"JU", "OLD"}


def test_two_consumers_at_once_write_one_after_the_other(migrated_url: str) -> None:
    """Under READ COMMITTED a telling and its correction, each in its own transaction, would not see each other."""
    office = Office()
    record = office.matter()
    office.do("outreach.matters", record, "finish", corrects=3, done_on="2017-07-08", outcome="修好")
    original, correction = office.events[-2:]
    read_model = build_view(office.events[:-2], PROGRAMME, Store(migrated_url))
    seconds = threading.Thread(target=lambda: consume(read_model, correction))
    with read_model.store.begin() as tx:
        lease.advisory_lock(tx, "gateway.inbox")
        read_model.handle(tx, [original])
        seconds.start()
        seconds.join(0.5)
        assert seconds.is_alive(), "it waits"
    seconds.join(10)
    assert measure_value(read_model, "A6.done") == Answer(1, 0, 1)
    assert facts(read_model, "A6.done") == [correction.id]
    read_model.store.close()


def consume(read_model: ReadModel, event: Event) -> None:
    with read_model.store.begin() as tx:
        lease.advisory_lock(tx, "gateway.inbox")
        read_model.handle(tx, [event])


def test_what_a_post_of_before_confirmed_is_a_claim_and_an_older_ledger_is_read_anew(office: Office) -> None:
    office.confirm(office.matter())
    old = [replace(event, actor="operator@bureau", body=b"") for event in office.events]
    read_model = build_view(old, campaign())
    with read_model.store.begin() as tx:  # as a version left it that took every level for what its event says
        tx.execute(ledger.contributions.update().values(level="E2"))
        pointer.add(tx, DISTRICT, campaign(), pointer.new(campaign().campaign, campaign().digest, LIVE))
    read_model.ensure_programme()
    answer = measure_value(read_model, "A6.matters_done")
    assert (answer.claimed, answer.verified) == (1, 0)
    answer = measure_value(build_view(office.events, campaign()), "A6.matters_done")
    assert (answer.claimed, answer.verified) == (1, 1)
