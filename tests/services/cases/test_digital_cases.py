"""From the report to the closing: each refusal once, each limit to the minute."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from typing import Any

import pytest

from contracts.cases.digital_cases.intake import PHOTOS
from contracts.errors import Forbidden, Invalid, NotNow, NotYet, OutOfOrder
from contracts.refusals import HalfAPoint
from services.cases.digital_cases.closing import CheckedAlready, NotPassed, Passed, Undecided
from services.cases.digital_cases.disposal import DisposalNotLonger, NoPenaltyCase
from services.cases.digital_cases.intake import CaseNotAlike, ClassNotInForce, NoLimit, NotVerified, Unplaced
from services.cases.digital_cases.locations import NoPhotograph
from services.cases.digital_cases.responsibility import OwnApproval, OwnCheck
from services.chassis.base.clock import SHANGHAI
from services.chassis.records import deadlines
from services.chassis.records.command import Actor, Command
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.chassis.records.references import UnknownReference
from services.gateway.read_model.programme import campaign
from tests.office import PROOF, Office, build_view, measure_value
from tests.services.cases.city import CASES, FORMS, WAY, City


@pytest.fixture(name="city")
def a_city(office: Office) -> City:
    return City(office)


def local(moment: dt.datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat(" ", "minutes")[:16]


# --- intake -----------------------------------------------------------------------------------------------------------


def test_what_a_collector_saw_goes_from_report_to_closing(city: City) -> None:
    case = city.case(city.case_after("close"))
    assert case.status() == "closed"
    assert case.unit == "DT", "the unit that disposes of it has the case"
    assert (case["filed_in_time"], case["disposed_in_time"], case["closed_in_time"]) == (True, True, True)
    assert deadlines.running(case) == []


@pytest.mark.parametrize("source", ["public", "leader", "video", "hotline"])
def test_what_others_reported_is_accepted_when_it_was_seen(city: City, source: str) -> None:
    case = city.reported_case(source=source)
    with pytest.raises(NotVerified):
        city.take(case, "accept")
    city.take(case, "verify", finding="unable")
    with pytest.raises(NotVerified):
        city.take(case, "accept")
    city.take(case, "verify", verified_at="2017-03-01T09:45:00+08:00")
    city.take(case, "accept")


def test_a_report_is_verified_within_its_class_s_hours_or_a_day(city: City) -> None:
    city.define_class("E-0201", name="非法小广告", verify_hours=2)
    quick, usual = (
        city.reported_case(source="public", case_class="E-0201"),
        city.reported_case(source="public", case_class=None),
    )
    assert [local(city.case(one)["verify_due_at"]) for one in (quick, usual)] == [
        "2017-03-01 11:00",
        "2017-03-02 09:00",
    ]
    city.take(quick, "verify", verified_at="2017-03-01T11:00:01+08:00")
    assert city.case(quick)["verified_in_time"] is False
    assert [one.clock for one in deadlines.running(city.case(usual))] == ["verify"]
    assert deadlines.running(city.case(city.reported_case())) == [], "a collector has seen it already"


def test_an_accepted_case_has_class_grid_and_place(city: City) -> None:
    case = city.reported_case(case_class=None, grid=None, place=None)
    with pytest.raises(Unplaced) as refused:
        city.take(case, "accept")
    assert [one["field"] for one in refused.value.errors] == ["case_class", "grid", "place"]
    city.take(case, "accept", case_class="E-0501", grid="G-01", place="映月路12号")
    assert city.case(case)["locus"] == "G-01/E-0501"


def test_a_class_that_is_not_in_force_takes_no_case(city: City) -> None:
    city.define_class("E-0202", in_force_on="2017-03-02")
    for form in ({"case_class": "E-0202"}, {"case_class": "E-0501", "reported_at": "2015-12-31T09:00:00+08:00"}):
        with pytest.raises(ClassNotInForce):
            city.reported_case(**form)
    with pytest.raises(UnknownReference):
        city.reported_case(case_class="E-0599")
    case = city.reported_case(case_class=None)
    with pytest.raises(ClassNotInForce):
        city.take(case, "accept", case_class="E-0202")


def test_a_rejected_report_says_whether_somebody_had_looked(city: City) -> None:
    verified_case, unverified_case = city.reported_case(source="public"), city.reported_case(source="public")
    city.take(verified_case, "verify", finding="not_exist")
    assert [city.take(one, "reject")[-1].data["unfounded"] for one in (verified_case, unverified_case)] == [True, False]
    with pytest.raises(NotNow):
        city.take(verified_case, "accept")


@pytest.mark.parametrize(
    "form", [{"problem": "请联系13812345678"}, {"place": "张三，13812345678"}, {"note": "电话１３８１２３４５６７８"}]
)
def test_a_problem_is_told_without_telephone_numbers(city: City, form: dict[str, str]) -> None:
    with pytest.raises(NamesSomebody):
        city.reported_case(**form)


def test_who_reported_stays_with_the_owner(city: City) -> None:
    (event,) = city.take("", "report", reporter_name="张三", reporter_contact="13812345678")
    assert {event.data["reporter_name"][:4], event.data["reporter_contact"][:4]} == {"who-"}


@pytest.mark.parametrize("missing", ["longitude", "latitude", "datum"])
def test_a_point_is_whole_or_not_there_and_keeps_its_datum(city: City, missing: str) -> None:
    point = {"longitude": 120.3532, "latitude": 31.59, "datum": "GCJ02"}
    case = city.case(city.reported_case(**point))
    assert {name: case[name] for name in point} == point
    with pytest.raises(HalfAPoint) as refused:
        city.reported_case(**point | {missing: None})
    assert [one["field"] for one in refused.value.errors] == [missing]


@pytest.mark.parametrize("longitude", ["120.35", True, [120.35], 180.5])
def test_a_coordinate_is_a_number_of_degrees(city: City, longitude: Any) -> None:
    with pytest.raises(Invalid) as refused:
        city.reported_case(longitude=longitude, latitude=31.59, datum="WGS84")
    assert [one["field"].partition(".")[0] for one in refused.value.errors] == ["longitude"]


def test_photographs_are_of_five_kinds(city: City) -> None:
    assert set(PHOTOS) == {"near", "far", "reference", "before", "after"}
    case = city.reported_case(photos=[{"kind": kind, "photo": PROOF} for kind in PHOTOS])
    assert [one["kind"] for one in city.case(case)["photos"]] == list(PHOTOS)
    with pytest.raises(Invalid):
        city.reported_case(photos=[{"kind": "aerial", "photo": PROOF}])


def test_a_photograph_has_its_file_its_point_and_a_time_that_was(city: City) -> None:
    photo = {"kind": "near", "photo": PROOF, "shot_at": "2017-03-01T08:58:00+08:00"}
    (event,) = city.take("", "report", photos=[photo, {"kind": "far", "photo": PROOF}])
    assert event.evidencelevel == "E1"
    for wrong, error in (
        ({"photo": []}, NoPhotograph),
        ({"longitude": 120.3}, HalfAPoint),
        ({"shot_at": "2030-01-01T00:00:00+08:00"}, NotYet),
    ):
        with pytest.raises(error) as refused:
            city.reported_case(photos=[photo | wrong])
        assert refused.value.errors[0]["field"].startswith("photos.0.")


# --- recurrence -------------------------------------------------------------------------------------------------------


def again(city: City, at: str, **more: Any) -> Any:
    case = city.reported_case(reported_at=f"{at}T09:00:00+08:00", **more)
    (event,) = city.take(case, "accept", accepted_on=at)
    return case, [(one["case"], one["within"]) for one in event.data["alike"]]


@pytest.mark.parametrize(
    ("on", "within"), [("2017-03-01", 30), ("2017-03-31", 30), ("2017-04-01", 90), ("2017-05-30", 90)]
)
def test_the_same_class_and_place_within_thirty_or_ninety_days_is_proposed(city: City, on: str, within: int) -> None:
    first = city.case_after("close")
    assert again(city, on, place="映月路１２号门前，人行道上")[1] == [(first, within)]


@pytest.mark.parametrize(
    ("on", "form"),
    [
        ("2017-05-31", {}),  # the ninety-first day
        ("2017-03-05", {"grid": "G-02"}),
        ("2017-03-05", {"case_class": "C-0102"}),
        ("2017-03-05", {"place": "春江花园南门"}),
    ],
)
def test_what_differs_in_grid_class_place_or_is_long_ago_is_not_proposed(
    city: City, on: str, form: dict[str, str]
) -> None:
    city.case_after("close")
    assert again(city, on, **form)[1] == []


def test_the_likeliest_five_are_proposed_the_nearest_of_equals_first(city: City) -> None:
    earlier = [again(city, f"2017-03-{day:02}")[0] for day in range(1, 7)]
    again(city, "2017-03-07", place="映月路12号门前人行")
    assert [case for case, _ in again(city, "2017-03-08")[1]] == earlier[:0:-1]


def test_rejected_and_voided_cases_are_not_repeated(city: City) -> None:
    city.take(city.case_after("accept"), "reject")
    city.take(city.case_after("file"), "void")
    assert again(city, "2017-03-05")[1] == []


def test_a_correction_proposes_nothing_that_was_not_yet_accepted_when_the_case_was(city: City) -> None:
    later, case = city.reported_case(grid=None, place=None), city.case_after("accept")
    city.take(later, "accept", grid="G-01", place="映月路12号门前人行道")
    (event,) = city.take(case, "report", corrects=1, problem="另述")
    assert event.data["problem"] == "另述"
    assert city.case(case)["alike"] == []


def test_that_it_is_a_repeat_a_person_says_of_what_was_proposed(city: City) -> None:
    first = city.case_after("close")
    case, _ = again(city, "2017-03-05")
    stranger = city.reported_case(grid="G-09")
    filing = {"filed_at": "2017-03-05T10:00:00+08:00"}
    with pytest.raises(CaseNotAlike):
        city.take(case, "file", recurs=stranger, **filing)
    (event,) = city.take(case, "file", recurs=first, **filing)
    assert event.data["repeats"] is True


# --- limits -----------------------------------------------------------------------------------------------------------


def dispatched_case(city: City, at: str, grade: str, klass: str = "E-0501") -> Any:
    day = at[:10]
    case = city.reported_case(case_class=klass, reported_at=f"{day}T08:00:00+08:00")
    city.take(case, "accept", accepted_on=day)
    city.take(case, "file", filed_at=f"{day}T08:10:00+08:00", grade=grade)
    city.take(case, "dispatch", dispatched_at=at)
    return city.case(case)


@pytest.mark.parametrize(
    ("at", "grade", "klass", "ends"),
    [
        ("2017-04-01T17:00:00+08:00", "A", "E-0501", ("2017-04-01 21:00", "2017-04-01 23:00")),  # urgent: day and night
        ("2017-01-26T17:00:00+08:00", "A", "E-0501", ("2017-01-26 21:00", "2017-01-26 23:00")),  # the eve of a holiday
        (
            "2017-03-01T10:30:00+08:00",
            "B",
            "E-0501",
            ("2017-03-02 10:30", "2017-03-02 12:30"),
        ),  # 5.5 h, then 2.5 h
        ("2017-05-26T16:00:00+08:00", "B", "E-0501", ("2017-05-27 16:00", "2017-05-27 18:00")),  # a Saturday worked
        ("2017-01-26T16:00:00+08:00", "B", "E-0501", ("2017-02-03 16:00", "2017-02-03 18:00")),  # over Spring Festival
        ("2017-01-20T09:00:00+08:00", "C", "E-0501", ("2017-01-26 23:59", "2017-01-27 01:59")),  # make-up Sunday counts
        ("2017-01-26T09:00:00+08:00", "C", "C-0102", ("2017-02-02 23:59", "2017-02-03 01:59")),  # calendar days
    ],
)
def test_each_kind_of_limit_ends_at_its_moment(
    city: City, at: str, grade: str, klass: str, ends: tuple[str, str]
) -> None:
    case = dispatched_case(city, at, grade, klass)
    assert (local(case["dispose_due_at"]), local(case["close_due_at"])) == ends
    assert case.due("dispose") == case["dispose_due_on"]


@pytest.mark.parametrize(("second", "in_time"), [("00", True), ("01", False)])
def test_in_time_is_decided_to_the_second(city: City, second: str, in_time: bool) -> None:  # noqa: FBT001
    case = city.case_after("receive")
    city.take(case, "dispose", disposed_at=f"2017-03-02T10:30:{second}+08:00")
    assert city.case(case)["disposed_in_time"] is in_time


@pytest.mark.parametrize(("second", "in_time"), [("00", True), ("01", False)])
def test_so_it_is_of_verification_filing_check_and_closing(city: City, second: str, in_time: bool) -> None:  # noqa: FBT001
    verified_case, filed, checked, closed = (
        city.reported_case(source="public"),
        city.case_after("accept"),
        city.case_after("dispose"),
        city.case_after("check"),
    )
    city.take(verified_case, "verify", verified_at=f"2017-03-02T09:00:{second}+08:00")
    city.take(filed, "file", filed_at=f"2017-03-02T09:00:{second}+08:00")
    city.take(checked, "check", checked_at=f"2017-03-01T18:00:{second}+08:00")
    city.take(closed, "close", closed_at=f"2017-03-02T12:30:{second}+08:00")
    cases = ((verified_case, "verified"), (filed, "filed"), (checked, "checked"), (closed, "closed"))
    assert {city.case(case)[f"{what}_in_time"] for case, what in cases} == {in_time}


@pytest.mark.parametrize(
    ("grade", "klass", "disposed", "took"),
    [
        ("A", "E-0501", "2017-01-22T09:30:00+08:00", 45),  # urgent hours, begun ones whole
        ("B", "E-0501", "2017-01-23T09:30:00+08:00", 14),  # Friday afternoon, the make-up Sunday, 1.5 hours on Monday
        ("C", "E-0501", "2017-01-23T09:30:00+08:00", 2),  # working days: Sunday, Monday
        ("C", "C-0102", "2017-01-23T09:30:00+08:00", 3),  # calendar days
    ],
)
def test_the_time_taken_is_told_in_the_limits_own_clock(
    city: City, grade: str, klass: str, disposed: str, took: int
) -> None:
    case = dispatched_case(city, "2017-01-20T13:00:00+08:00", grade, klass)
    city.take(case.id, "receive", received_on="2017-01-20")
    city.take(case.id, "dispose", disposed_at=disposed)
    assert city.case(case.id)["took"] == took


def test_a_case_is_filed_with_the_limit_of_its_grade_on_that_day(city: City) -> None:
    city.define_class("E-0203", limits=[{"grade": "B", "kind": "hours", "value": 12}])
    case = city.reported_case(case_class="E-0203")
    city.take(case, "accept")
    with pytest.raises(NoLimit):
        city.take(case, "file", grade="A")
    city.take(case, "file")
    assert (city.case(case)["limit_kind"], city.case(case)["limit_value"]) == ("hours", 12)


def test_a_late_filing_is_a_filing_and_is_called_late(city: City) -> None:
    case = city.reported_case()
    city.take(case, "accept", accepted_on="2017-03-02")
    (event,) = city.take(case, "file", filed_at="2017-03-02T09:00:01+08:00")
    assert event.data["filed_in_time"] is False


def test_moments_follow_one_another_and_have_been(city: City) -> None:
    case = city.case_after("file")
    with pytest.raises(OutOfOrder):
        city.take(case, "dispatch", dispatched_at="2017-03-01T09:59:00+08:00")
    with pytest.raises(NotYet):
        city.take(case, "dispatch", dispatched_at="2030-03-01T09:59:00+08:00")


# --- whose it is ------------------------------------------------------------------------------------------------------


def test_a_case_lies_with_the_centre_but_while_its_unit_disposes_of_it_and_when_it_is_closed(city: City) -> None:
    case = city.case_after("dispose")
    city.take(case, "check", result="not_pass")
    city.take(case, "rework")
    city.take(case, "dispose", disposed_at="2017-03-01T17:10:00+08:00")
    city.take(case, "check", checked_at="2017-03-01T17:20:00+08:00")
    city.take(case, "close")
    history = [(entry.step.name, entry.unit) for entry in city.case(case).effective]
    assert history[3:] == [
        ("dispatch", "DT"),
        ("receive", "DT"),
        ("dispose", "ZX"),
        ("check", "ZX"),
        ("rework", "DT"),
        ("dispose", "ZX"),
        ("check", "ZX"),
        ("close", "DT"),
    ]
    back, forced = city.case_after("receive"), city.case_after("dispose")
    city.take(back, "send_back")
    city.take(forced, "force_close")
    assert [city.case(one).unit for one in (back, forced)] == ["ZX", "DT"]


@pytest.mark.parametrize(("step", "unit"), [("dispose", "ZX"), ("check", "DT"), ("close", "DT")])
def test_the_unit_disposes_and_the_centre_checks_and_closes_and_neither_does_the_others(
    city: City, step: str, unit: str
) -> None:
    case = city.case_after(WAY[WAY.index(step) - 1])
    for within, refused in ((unit, True), ({"ZX": "DT", "DT": "ZX"}[unit], False)):
        command = Command(f"{step}-{within}", CASES, step, FORMS[step], Actor("x", "clerk", frozenset({within})), case)
        with pytest.raises(Forbidden) if refused else nullcontext():
            city.office.command(command)


@pytest.mark.parametrize(
    ("to", "step"),
    [
        ("receive", "send_back"),
        ("receive", "grant_extension"),
        ("receive", "refuse_extension"),
        ("receive", "defer"),
        ("receive", "force_close"),
        ("check", "rework"),
        ("check", "close"),
        ("close", "void"),
    ],
)
def test_nobody_of_the_disposing_unit_approves(city: City, to: str, step: str) -> None:
    city.office.person("own", "DT")
    case = city.case_after(to, **({"result": "unable"} if to == "check" else {}))
    if step.endswith("extension"):
        city.take(case, "ask_extension")
    with pytest.raises(OwnApproval):
        city.take(case, step, approved_by="own")
    city.take(case, step, approved_by="boss")


def test_nobody_of_the_disposing_unit_checks(city: City) -> None:
    city.office.person("own", "DT")
    case = city.case_after("dispose")
    with pytest.raises(OwnCheck):
        city.take(case, "check", checker="own")
    city.take(case, "check", checker="boss")


@pytest.mark.parametrize(("until", "after", "refused"), [("DT", "ZX", True), ("ZX", "DT", False)])
def test_whose_somebody_is_is_asked_of_the_day_of_the_step_not_of_its_recording(
    city: City,
    until: str,
    after: str,
    refused: bool,  # noqa: FBT001
) -> None:
    city.office.person("moved", until)
    city.office.do("training.people", "moved", "transfer", unit=after, transferred_on="2017-05-01")
    disposed, checked = city.case_after("dispose"), city.case_after("check", result="unable")
    with pytest.raises(OwnCheck) if refused else nullcontext():
        city.take(disposed, "check", checker="moved")
    with pytest.raises(OwnApproval) if refused else nullcontext():
        city.take(checked, "close", approved_by="moved")


def test_before_there_is_a_disposing_unit_the_centre_approves_itself(city: City) -> None:
    city.take(city.case_after("file"), "void", approved_by="boss")


# --- what moves a limit -----------------------------------------------------------------------------------------------


def test_a_case_that_was_sent_back_is_dispatched_again_with_a_limit_anew(city: City) -> None:
    case = city.case_after("receive")
    city.take(case, "send_back")
    assert deadlines.running(city.case(case)) == []
    city.take(case, "dispatch", dispatched_at="2017-03-02T09:00:00+08:00", unit="DBT")
    record = city.case(case)
    assert (record.unit, local(record["dispose_due_at"])) == ("DBT", "2017-03-03 09:00")


@pytest.mark.parametrize("step", ["send_back", "defer", "void", "force_close", "refuse_extension"])
@pytest.mark.parametrize("lacking", ["reason", "approved_by"])
def test_what_delays_or_ends_a_case_has_a_reason_and_an_approver(city: City, step: str, lacking: str) -> None:
    case = city.case_after("receive")
    city.take(case, "ask_extension")
    with pytest.raises(Invalid) as refused:
        city.take(case, step, **{lacking: None})
    assert [one["field"] for one in refused.value.errors] == [lacking]


def test_an_extension_is_asked_for_and_granted_and_moves_every_limit(city: City) -> None:
    case = city.case_after("receive")
    with pytest.raises(NotNow):
        city.take(case, "grant_extension")
    city.take(case, "ask_extension")
    with pytest.raises(DisposalNotLonger):
        city.take(case, "grant_extension", dispose_due_at="2017-03-02T10:30:00+08:00")
    city.take(case, "grant_extension")
    record = city.case(case)
    assert (record.status(), record.status("extension")) == ("received", "granted")
    assert (str(record.due("dispose")), local(record["close_due_at"])) == ("2017-03-06", "2017-03-06 20:00")
    city.take(case, "dispose", disposed_at="2017-03-06T18:00:00+08:00")
    assert city.case(case)["disposed_in_time"] is True


def test_a_refused_extension_leaves_the_limit_and_may_be_asked_for_again(city: City) -> None:
    case = city.case_after("receive")
    due = city.case(case)["dispose_due_at"]
    city.take(case, "ask_extension")
    city.take(case, "refuse_extension")
    assert city.case(case)["dispose_due_at"] == due
    city.take(case, "ask_extension")
    assert city.case(case).status("extension") == "requested"


def test_a_deferred_case_waits_for_its_new_limit_and_is_resumed(city: City) -> None:
    case = city.case_after("receive")
    city.take(case, "begin")
    city.take(case, "defer")
    with pytest.raises(NotNow):
        city.take(case, "dispose")
    city.take(case, "resume")
    record = city.case(case)
    assert (record.status(), str(record.due("dispose"))) == ("disposing", "2017-03-20")


# --- check, rework, closing -------------------------------------------------------------------------------------------


def test_what_did_not_pass_is_done_again_within_the_same_limit(city: City) -> None:
    case = city.case_after("dispose")
    city.take(case, "check", result="not_pass")
    with pytest.raises(NotPassed):
        city.take(case, "close")
    with pytest.raises(CheckedAlready):
        city.take(case, "check")
    city.take(case, "rework")
    assert [(one.clock, str(one.due)) for one in deadlines.running(city.case(case))] == [("dispose", "2017-03-02")]
    city.take(case, "dispose", disposed_at="2017-03-02T10:31:00+08:00")
    city.take(case, "check", checked_at="2017-03-02T12:31:01+08:00")
    city.take(case, "close", closed_at="2017-03-02T12:32:00+08:00")
    record = city.case(case)
    assert (record["disposed_in_time"], record["checked_in_time"], record["closed_in_time"]) == (False, False, False)


def test_what_passed_is_not_done_again(city: City) -> None:
    with pytest.raises(Passed):
        city.take(city.case_after("check"), "rework")


@pytest.mark.parametrize("step", ["close", "rework"])
def test_where_no_check_was_possible_a_supervisor_decides_by_name(city: City, step: str) -> None:
    case = city.case_after("check", result="unable")
    with pytest.raises(Undecided):
        city.take(case, step)
    city.take(case, step, approved_by="boss")


def test_a_check_that_could_not_be_made_is_made_again(city: City) -> None:
    case = city.case_after("check", result="unable")
    city.take(case, "check", checked_at="2017-03-01T17:20:00+08:00")
    city.take(case, "close")


def test_a_case_that_became_a_penalty_case_names_it_and_no_other_does(city: City) -> None:
    case = city.case_after("receive")
    for form in ({"way": "enforced"}, {"way": "educated", "penalty_case": "P"}, {"penalty_case": "P"}):
        with pytest.raises((NoPenaltyCase, UnknownReference)):
            city.take(case, "dispose", **form)
    city.take(case, "dispose", way="educated")


def test_a_forced_closing_stays_marked(city: City) -> None:
    case = city.case_after("receive")
    city.take(case, "force_close")
    assert (city.case(case).status(), deadlines.running(city.case(case))) == ("forced_closed", [])


@pytest.mark.parametrize(
    ("to", "step", "field"),
    [
        ("check", "close", "outcome"),
        ("accept", "reject", "reason"),
        ("receive", "force_close", "reason"),
        ("receive", "void", "reason"),
    ],
)
def test_what_goes_back_to_the_reporter_names_nobody(city: City, to: str, step: str, field: str) -> None:
    with pytest.raises(NamesSomebody):
        city.take(city.case_after(to), step, **{field: "已电话13812345678告知"})


def test_a_unit_may_appeal_after_the_closing_and_again_after_a_dismissal(city: City) -> None:
    case = city.case_after("close")
    city.take(case, "appeal")
    city.take(case, "dismiss_appeal")
    city.take(case, "appeal", appealed_on="2017-03-04")
    city.take(case, "allow_appeal", allowed_on="2017-03-05")
    assert (city.case(case).status(), city.case(case).status("appeal")) == ("closed", "allowed")


def test_a_supervision_order_lies_over_a_digital_case_that_there_is(city: City) -> None:
    order: dict[str, Any] = {
        "unit": "DT",
        "kind": "overdue",
        "register": CASES,
        "issued_by": "boss",
        "requirement": "限期办结",
        "issued_on": "2017-03-03",
        "reply_due": "2017-03-06",
        "due_on": "2017-03-08",
    }
    city.office.do("cases.supervision_orders", "", "issue", case=city.case_after("receive"), **order)
    with pytest.raises(UnknownReference):
        city.office.do("cases.supervision_orders", "", "issue", case="nowhere", **order)


# --- corrections and numbers ------------------------------------------------------------------------------------------


def test_a_corrected_dispatch_moves_the_limits_and_what_was_in_time(city: City) -> None:
    case = city.case_after("close")
    events = city.take(case, "dispatch", corrects=4, dispatched_at="2017-03-01T10:00:00+08:00")
    assert {one.type.split(".")[2] for one in events} == {"dispatched"}
    early = city.take(case, "dispose", corrects=6, disposed_at="2017-03-01T16:30:00+08:00")
    assert early[-1].data["took"] == 5
    with pytest.raises(OutOfOrder):
        city.take(case, "dispose", corrects=6, disposed_at="2017-03-01T17:01:00+08:00")


def test_a_filing_corrected_to_another_grade_is_told_again_with_its_limits(city: City) -> None:
    case = city.case_after("close")
    city.take(case, "file", corrects=3, grade="A")
    record = city.case(case)
    assert (local(record["dispose_due_at"]), record["disposed_in_time"]) == ("2017-03-01 14:30", False)


def test_self_discovered_cases_are_those_that_collectors_and_patrols_saw(city: City) -> None:
    for source in ("collector", "patrol", "public", "leader"):
        city.reported_case(source=source)
    city.take(city.reported_case(source="patrol"), "void")
    read_model = build_view(city.office.events, campaign())
    assert measure_value(read_model, "B2.self_discovered").claimed == 2 / 4
    assert measure_value(read_model, "B2.self_discovered", as_of="2017-02-28").claimed is None
