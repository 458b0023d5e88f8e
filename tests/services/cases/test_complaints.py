from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow, OutOfOrder
from contracts.refusals import HalfAPoint
from services.cases.complaints import CaseOfAnother, CaseOpen, ComplaintDueInThePast, ComplaintNotAlike
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.gateway.read_model.programme import campaign
from tests.office import Office, build_view, measure_value
from tests.services.cases.city import City

COMPLAINTS = "cases.complaints"
FORMS: dict[str, dict[str, Any]] = {
    "receive": {
        "unit": "ZX",
        "channel": "telephone",
        "kind": "street_order",
        "matter": "夜间摆摊扰民",
        "community": "映月",
        "place": "映月路12号门前",
        "received_on": "2017-03-01",
    },
    "accept": {"accepted_on": "2017-03-02"},
    "reject": {"rejected_on": "2017-03-02", "reason": "属公安机关职责"},
    "convert": {"converted_on": "2017-03-02"},
    "handle": {"handled_on": "2017-03-03", "outcome": "已劝离"},
    "reply": {"replied_on": "2017-03-04", "reply": "已劝离摊贩"},
    "rate": {"rated_on": "2017-03-05", "satisfied": True},
    "close": {"closed_on": "2017-03-06"},
}
WAY = ("accept", "handle", "reply", "rate", "close")


@pytest.fixture(name="city")
def a_city(office: Office) -> City:
    return City(office)


def take(city: City, complaint: str, step: str, **more: Any) -> Any:
    return city.office.do(COMPLAINTS, complaint, step, **FORMS[step] | more)


def received_complaint(city: City, **more: Any) -> str:
    complaint: str = take(city, "", "receive", **more)[-1].subject
    return complaint


def complaint_after(city: City, to: str, **more: Any) -> str:
    complaint = received_complaint(city, **more)
    for step in WAY[: WAY.index(to) + 1]:
        take(city, complaint, step)
    return complaint


def status(city: City, complaint: str) -> str:
    return city.office.record(COMPLAINTS, complaint).status()


def test_a_complaint_is_accepted_handled_replied_to_rated_and_closed(city: City) -> None:
    complaint = complaint_after(city, "close")
    assert status(city, complaint) == "closed"
    levels = {event.type.split(".")[2]: event.evidencelevel for event in city.office.events}
    assert levels["rated"] == "E2"


def test_a_complaint_that_is_not_the_bureaus_is_replied_to_all_the_same(city: City) -> None:
    complaint = received_complaint(city)
    take(city, complaint, "reject")
    with pytest.raises(NotNow):
        take(city, complaint, "handle")
    take(city, complaint, "reply")
    take(city, complaint, "close")
    assert status(city, complaint) == "closed"


def test_who_complained_stays_with_the_owner_and_no_text_names_them(city: City) -> None:
    event = take(city, "", "receive", complainant_name="张三", complainant_contact="13812345678")[-1]
    assert {event.data["complainant_name"][:4], event.data["complainant_contact"][:4]} == {"who-"}
    for field in ("matter", "place", "note"):
        with pytest.raises(NamesSomebody):
            received_complaint(city, **{field: "请拨13812345678"})


@pytest.mark.parametrize(("to", "step", "field"), [("accept", "handle", "outcome"), ("handle", "reply", "reply")])
def test_what_goes_back_to_the_complainant_names_nobody(city: City, to: str, step: str, field: str) -> None:
    with pytest.raises(NamesSomebody):
        take(city, complaint_after(city, to), step, **{field: "已告知13812345678"})
    with pytest.raises(NamesSomebody):
        take(city, received_complaint(city), "reject", reason="已告知13812345678")


def test_a_point_is_whole(city: City) -> None:
    with pytest.raises(HalfAPoint):
        received_complaint(city, longitude=120.35)


@pytest.mark.parametrize(
    ("form", "proposed"),
    [
        ({"received_on": "2017-03-31"}, True),
        ({"received_on": "2017-03-31", "place": "映月路１２号 门前"}, True),
        ({"received_on": "2017-04-01"}, False),  # the thirty-first day
        ({"received_on": "2017-03-05", "kind": "environment"}, False),
        ({"received_on": "2017-03-05", "community": "诺卡"}, False),
        ({"received_on": "2017-03-05", "place": "春江花园南门"}, False),
        ({"received_on": "2017-03-05", "place": None}, False),
    ],
)
def test_the_same_place_and_kind_within_thirty_days_is_proposed(
    city: City,
    form: dict[str, Any],
    proposed: bool,  # noqa: FBT001
) -> None:
    first = received_complaint(city)
    event = take(city, "", "receive", **form)[-1]
    assert [one["complaint"] for one in event.data["alike"]] == ([first] if proposed else [])


def test_a_voided_complaint_is_not_repeated(city: City) -> None:
    city.office.do(COMPLAINTS, received_complaint(city), "void", reason="误录")
    assert take(city, "", "receive", received_on="2017-03-05")[-1].data["alike"] == []


def test_that_it_repeats_another_a_person_says_of_what_was_proposed(city: City) -> None:
    first = received_complaint(city)
    again, far = received_complaint(city, received_on="2017-03-05"), received_complaint(city, community="诺卡")
    with pytest.raises(ComplaintNotAlike):
        take(city, again, "accept", accepted_on="2017-03-05", repeats=far)
    event = take(city, again, "accept", accepted_on="2017-03-05", repeats=first)[-1]
    assert event.data["repeat"] is True


def test_a_reply_falls_due_on_the_day_that_was_set_and_not_before_the_acceptance(city: City) -> None:
    complaint = received_complaint(city)
    with pytest.raises(ComplaintDueInThePast):
        take(city, complaint, "accept", reply_by="2017-03-01")
    take(city, complaint, "accept", reply_by="2017-03-09")
    assert str(city.office.record(COMPLAINTS, complaint).due("reply")) == "2017-03-09"


def test_a_complaint_becomes_the_digital_case_that_was_opened_for_it(city: City) -> None:
    complaint = complaint_after(city, "accept")
    with pytest.raises(CaseOfAnother):
        take(city, complaint, "convert", digital_case=city.reported_case(source="complaint", source_record="other"))
    case = city.reported_case(source="complaint", source_record=complaint)
    take(city, complaint, "convert", digital_case=case)
    city.take(case, "verify")
    with pytest.raises(CaseOpen):
        take(city, complaint, "handle")
    city.advance_to(case, "close")
    take(city, complaint, "handle")
    assert status(city, complaint) == "handled"


@pytest.mark.parametrize("end", ["reject", "void"])
def test_a_complaint_does_not_wait_for_a_case_that_came_to_nothing(city: City, end: str) -> None:
    complaint = complaint_after(city, "accept")
    case = city.reported_case(source="complaint", source_record=complaint)
    take(city, complaint, "convert", digital_case=case)
    city.take(case, end)
    take(city, complaint, "handle")
    assert status(city, complaint) == "handled"


def test_a_correction_keeps_what_was_decided_in_force(city: City) -> None:
    first, again = received_complaint(city), received_complaint(city, received_on="2017-03-05")
    take(city, again, "accept", accepted_on="2017-03-05", repeats=first)
    with pytest.raises(ComplaintNotAlike):
        take(city, again, "receive", corrects=1, received_on="2017-03-05", place="春江花园南门")
    with pytest.raises(OutOfOrder):
        take(city, again, "receive", corrects=1, received_on="2017-03-06")


def test_repeat_complaints_are_counted_of_all_complaints(city: City) -> None:
    first, again = received_complaint(city), received_complaint(city, received_on="2017-03-05")
    take(city, again, "accept", accepted_on="2017-03-05", repeats=first)
    take(city, first, "accept")
    received_complaint(city, community="诺卡")
    city.office.do(COMPLAINTS, received_complaint(city, community="赛维拉"), "void", reason="误录")
    read_model = build_view(city.office.events, campaign())
    assert measure_value(read_model, "B2.repeat_complaints").claimed == 1 / 3
    assert measure_value(read_model, "B2.repeat_complaints", as_of="2017-02-28").claimed is None


def test_complaints_on_dress_and_what_complainants_rated_are_counted(city: City) -> None:
    first = complaint_after(city, "rate", aspect="dress", place="映月路12号")
    second = complaint_after(city, "reply", aspect="service", place="春江路3号")
    take(city, second, "rate", satisfied=False)
    complaint_after(city, "reply", place="蔚蓝路8号")
    voided = received_complaint(city, aspect="dress", place="诺卡路9号")
    city.office.do(COMPLAINTS, voided, "void", reason="重复录入")
    read_model = build_view(city.office.events, campaign())
    assert measure_value(read_model, "B3.complaints_on_dress", "2017-03-31").claimed == 1
    rated = measure_value(read_model, "B1.complaints_satisfied", "2017-03-31")
    assert (rated.claimed, rated.n) == (0.5, 2)
    assert city.office.record(COMPLAINTS, first)["aspect"] == "dress"
