"""What a year moves that is announced: each due date once, with its reason, whoever is killed in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from services.chassis.base import failpoints
from services.chassis.handling.calendars import candidates, moves
from services.chassis.handling.command_service import CommandService
from services.chassis.records import deadlines
from services.chassis.records.calendars.recount import ACTOR
from services.chassis.records.calendars.year_overlay import AnnouncedYear, year_of
from services.chassis.records.command import Command
from services.chassis.records.record import Record
from services.chassis.storage import replicas
from tests import keys
from tests.announced_years import SOURCE, YEARS, amendment, announce, made_up_days, move_all
from tests.office import RULES, VAULT, Office, clerk_of, day, migrated_store
from tests.services.cases import city

MATTERS, LISTS = "outreach.matters", "cases.list_publications"
ASKED, COUNTED, ANNOUNCED = "2026-12-30", day("2027-01-06"), day("2027-01-07")
"""Five working days after 30 December: before and after 1 January is known to be a holiday."""


@pytest.fixture
def office() -> Iterator[Office]:
    bureau = Office(start="2026-12-31")
    bureau.unit("JU", kind="bureau")
    yield bureau
    failpoints.arm("")


def matter(office: Office, requested_on: str = ASKED) -> str:
    form: dict[str, Any] = {"unit": "DT", "community": "映月", "matter": "路灯不亮", "requested_on": requested_on}
    return office.do(MATTERS, "", "register", **form)[-1].subject


def due(office: Office, record: str, register: str = MATTERS) -> dt.date:
    (run,) = deadlines.open_runs(office.record(register, record))
    return run.due


def candidate(days: list[dict[str, str]] | None = None) -> AnnouncedYear:
    """The made-up year as it is looked at before it is confirmed."""
    listed = [one | {"day": day(one["day"])} for one in days or made_up_days()]
    return year_of("2027", listed, SOURCE)


def moved_records(office: Office) -> list[Record]:
    """The records that were counted again."""
    names = {(one.register.name, one.id) for one in all_records(office)}
    records = (office.record(register, id_) for register, id_ in sorted(names))
    return [one for one in records if any(rev.at.actor.startswith(ACTOR) for rev in one.revisions)]


def all_records(office: Office) -> list[Record]:
    return office.registers.records(MATTERS, {one.subject for one in office.events if one.register == MATTERS})


def test_what_was_counted_with_days_that_were_not_announced_moves_and_says_why(office: Office) -> None:
    record = matter(office)
    assert due(office, record) == COUNTED
    announce(office)
    assert due(office, record) == COUNTED, "it moves as an event, and not before"
    move_all(office)
    assert due(office, record) == ANNOUNCED
    last = office.record(MATTERS, record).revisions[-1]
    assert (last.place, last.version, last.at.actor, last.at.on_behalf_of) == (1, 2, "calendar-2027", "SYN-register")
    assert last.reason == moves.reason_of(candidate())
    before = office.record(MATTERS, record).until(1)
    assert deadlines.open_runs(before)[0].due == COUNTED, "what was known before stays visible"


def test_what_is_taken_after_the_announcement_counts_by_it_at_once(office: Office) -> None:
    announce(office)
    record = matter(office)
    assert due(office, record) == ANNOUNCED
    move_all(office)
    assert office.record(MATTERS, record).version == 1, "there was nothing to move"


def test_only_what_goes_on_and_ends_elsewhere_is_counted_again(office: Office) -> None:
    this_year, voided, accepted, open_ = (matter(office, one) for one in ("2026-12-01", ASKED, ASKED, ASKED))
    office.do(MATTERS, voided, "void", reason="误")
    office.do(MATTERS, accepted, "accept", accepted_on="2026-12-31")
    announce(office)
    move_all(office)
    assert [one.id for one in moved_records(office)] == [open_]
    assert all(office.record(MATTERS, one).version < 3 for one in (this_year, voided, accepted))


def test_what_was_only_recorded_in_the_year_is_not_looked_at(office: Office) -> None:
    matter(office, "2017-03-01")
    late = matter(office, "2026-12-01")
    with office.store.begin_read() as tx:
        stretch = candidates.find(tx, {MATTERS}, 2026, (0, candidates.end(tx)))
    assert stretch.records == ((MATTERS, late),)


def test_a_repetition_moves_nothing_and_a_year_is_gone_through_once(office: Office) -> None:
    record = matter(office)
    announce(office)
    assert move_all(office) == 1
    version = office.record(MATTERS, record).version
    assert move_all(office) == 0
    (one,) = moves.progress(office.registers)
    assert (one.year, one.moved, one.refused, one.position) == (2027, 1, 0, one.upto)
    assert one.ended
    assert one.source == SOURCE
    assert office.record(MATTERS, record).version == version


@pytest.mark.parametrize(("point", "kept"), [("calendar.written", 0), ("calendar.moved", 1)])
def test_whoever_is_killed_goes_on_where_it_was_and_doubles_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, point: str, kept: int
) -> None:
    records = [matter(office) for _ in range(5)]
    announce(office)
    monkeypatch.setattr(candidates, "MOST", 2)
    failpoints.arm(f"{point}:raise")
    with pytest.raises(failpoints.Failed):
        move_all(office)
    assert len(moved_records(office)) == 2 * kept, "a stretch stands whole, or not at all"
    move_all(office)
    assert {due(office, one) for one in records} == {ANNOUNCED}
    assert {office.record(MATTERS, one).version for one in records} == {2}
    assert moves.progress(office.registers)[0].moved == len(records)


def test_an_amendment_moves_them_again_and_each_move_stands_in_the_history(office: Office) -> None:
    record = matter(office)
    announce(office)
    move_all(office)
    days = [one for one in made_up_days() if one["day"] != "2027-01-03"]
    days += [{"day": "2027-01-03", "kind": "workday", "name": "new_year"}]
    office.do(YEARS, "2027", "amend", **amendment(days=days, deviation="合成"))
    office.do(YEARS, "2027", "confirm", confirmed_on="2026-12-31", compared=True)
    move_all(office)
    assert due(office, record) == day("2027-01-06"), "a Sunday is worked"
    history = office.record(MATTERS, record).revisions
    assert [one.data["due"]["reply"] for one in history] == [COUNTED, ANNOUNCED, day("2027-01-06")]
    assert history[-1].at.on_behalf_of == "SYN-register"


def test_an_amendment_previews_and_moves_only_what_it_changes_and_back_to_where_it_was(office: Office) -> None:
    record = matter(office)
    form: dict[str, Any] = {"unit": "DT", "kind": "powers", "channel": "portal", "version": 1}
    listed = office.do(LISTS, "", "prepare", formed_on=ASKED, **form)[-1].subject
    before = due(office, listed, LISTS)
    announce(office)
    move_all(office)
    days = [*made_up_days(), {"day": "2027-01-09", "kind": "workday", "name": "new_year"}]
    seen = moves.preview(office.registers, candidate(days), 0)
    assert [(one.record.id, move.due) for one in seen.records for move in one.moves] == [(listed, before)]
    office.do(YEARS, "2027", "amend", **amendment(days=days, deviation="合成"))
    office.do(YEARS, "2027", "confirm", confirmed_on="2026-12-31", compared=True)
    move_all(office)
    assert (due(office, listed, LISTS), office.record(LISTS, listed).version) == (before, 3)
    assert (due(office, record), office.record(MATTERS, record).version) == (ANNOUNCED, 2)


def test_a_preview_says_what_would_move_and_writes_nothing(office: Office) -> None:
    record = matter(office)
    seen = moves.preview(office.registers, candidate(), 0)
    ((one, (move,)),) = [(found.record.id, found.moves) for found in seen.records]
    assert (one, move.clock.due, move.due) == (record, COUNTED, ANNOUNCED)
    assert seen.position == seen.upto
    assert due(office, record) == COUNTED
    announce(office)
    move_all(office)
    assert due(office, record) == move.due
    assert moves.preview(office.registers, candidate(), 0).records == ()


def test_a_preview_of_much_goes_on_from_where_it_ended(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [matter(office) for _ in range(5)]
    for number, one in enumerate(records):
        form = {"unit": "DT", "community": "映月", "matter": f"{number}号灯不亮", "requested_on": ASKED}
        office.command(Command(f"again{number}", MATTERS, "register", form, clerk_of(MATTERS, "register"), one, 1))
    monkeypatch.setattr(candidates, "MOST", 2)
    after, found = 0, list[str]()
    while (seen := moves.preview(office.registers, candidate(), after)).position < seen.upto:
        found += [one.record.id for one in seen.records]
        after = seen.position
    found += [one.record.id for one in seen.records]
    assert sorted(found) == sorted(records), "each once, whichever of its events set its date"


def test_limits_that_a_rule_counted_move_too(office: Office) -> None:
    town = city.City(office)
    day_, shift = "2026-12-31", "+08:00"
    case = town.reported_case(reported_at=f"{day_}T08:10:00{shift}")
    town.take(case, "accept", accepted_on=day_)
    office.now = dt.datetime.fromisoformat(f"{day_}T11:00:00{shift}")
    town.take(case, "file", filed_at=f"{day_}T08:30:00{shift}", grade="C")
    town.take(case, "dispatch", dispatched_at=f"{day_}T09:00:00{shift}", unit="DT")
    before = town.case(case)["dispose_due_at"]
    announce(office)
    move_all(office)
    after = town.case(case)
    assert after["dispose_due_at"] - before == dt.timedelta(days=1), "1 January is off"
    assert due(office, case, city.CASES) == after["dispose_due_on"]


def test_a_step_whose_rule_refuses_by_now_keeps_its_data_and_moves_its_clock(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contracts.errors import Refused
    from services.outreach import matters

    record = matter(office)
    announce(office)

    def refuse(*_: Any, **__: Any) -> Any:
        raise Refused

    monkeypatch.setattr(matters.rules, "apply", refuse)
    move_all(office)
    monkeypatch.undo()
    assert due(office, record) == ANNOUNCED
    first, last = office.record(MATTERS, record).revisions
    assert first.data | {"due": {}} == last.data | {"due": {}}


def test_what_nobody_vouched_for_is_not_better_shown_for_it(office: Office) -> None:
    form = {"unit": "DT", "community": "映月", "matter": "路灯", "requested_on": ASKED}
    actor = clerk_of(MATTERS, "register").__class__("clerk@DT", "clerk")
    (event,) = office.command(Command("p", MATTERS, "register", form, actor))
    announce(office)
    move_all(office)
    last = office.record(MATTERS, event.subject).revisions[-1]
    assert (last.at.actor, last.at.on_behalf_of) == ("calendar:2027", "clerk@DT")


def test_a_claim_of_an_import_stays_one(office: Office) -> None:
    form = {"unit": "DT", "community": "映月", "matter": "路灯", "requested_on": ASKED}
    (event,) = office.command(Command("i", MATTERS, "register", form, clerk_of(MATTERS, "register"), imported=True))
    announce(office)
    move_all(office)
    last = office.record(MATTERS, event.subject).revisions[-1]
    assert last.version == 2
    assert last.at.imported


def test_a_correction_afterwards_counts_by_the_year_and_is_their_own(office: Office) -> None:
    record = matter(office)
    announce(office)
    move_all(office)
    form = {"unit": "DT", "community": "映月", "matter": "两盏灯", "requested_on": "2026-12-31"}
    office.do(MATTERS, record, "register", 1, **form)
    assert due(office, record) == day("2027-01-08")


class Outreach:
    """A service of its own, with its own database, that hears of other services' registers when it is told."""

    def __init__(self, office: Office) -> None:
        own = [one for one in RULES if one.register.service == "outreach"]
        self.store, self.office = migrated_store("sqlite://", "outreach"), office
        self.registers = CommandService(self.store, own, keys.sealer(), now=lambda: office.start, vault=VAULT)

    def hear(self, *registers: str) -> None:
        """All that the office recorded in some registers arrives."""
        with self.store.begin() as tx:
            replicas.apply_events(tx, [one for one in self.office.events if one.register in registers])

    def matter(self, key: str) -> str:
        form = {"unit": "DT", "community": "映月", "matter": "路灯不亮", "requested_on": ASKED}
        command = Command(key, MATTERS, "register", form, clerk_of(MATTERS, "register"))
        return self.registers.execute(command).record.id

    def due(self, record: str) -> dt.date:
        (run,) = deadlines.open_runs(self.registers.record(MATTERS, record))
        return run.due


def test_a_service_that_hears_late_counts_provisionally_and_moves_on_hearing(office: Office) -> None:
    service = Outreach(office)
    service.hear("training.units")
    announce(office)
    early = service.matter("early")
    assert not moves.step(service.registers)
    assert (service.due(early), service.registers.calendar().provisional(day("2027-01-01"))) == (COUNTED, True)
    service.hear(YEARS)
    late = service.matter("late")
    assert service.due(late) == ANNOUNCED
    while moves.step(service.registers):
        pass
    assert service.due(early) == ANNOUNCED
    assert moves.progress(service.registers)[0].moved == 1
    service.hear(YEARS)
    assert not moves.step(service.registers), "what comes twice moves nothing"


def test_a_partys_ninety_days_and_five_working_days_end_otherwise_and_an_agencys_do_not(office: Office) -> None:
    table = office.registers.calendar()
    announce(office)
    calendar = office.registers.calendar()

    def ends(start: str, period: str, *, rolls: bool = False) -> tuple[str, str]:
        both = (one.after(day(start), period, rolls=rolls) for one in (table, calendar))
        before, after = map(str, both)
        return before, after

    assert ends("2026-11-23", "90 days") == ("2027-02-21", "2027-02-21")
    assert ends("2026-11-23", "90 days", rolls=True) == ("2027-02-22", "2027-02-21")
    assert ends("2026-12-28", "5 workdays") == ("2027-01-04", "2027-01-05")
    assert calendar.explain(day("2026-12-28"), "5 workdays").provisional == ()
