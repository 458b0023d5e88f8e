from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow, OutOfOrder
from contracts.refusals import NotOnStrength
from services.chassis.records.references import UnknownReference
from services.equipment.assets import AssetSameUnit
from services.equipment.custody import NotHolder
from tests.office import Office
from tests.services.equipment import equipment_records

A = "equipment.assets"
SIGNED = "S4.custody_signed"


def issue(office: Office, to: str = "a", code: str = "R-1", on: str = "2017-02-01", *, signed: bool = True) -> None:
    office.do(A, code, "issue", holder=to, issued_on=on, signed=signed)


def give_back(office: Office, by: str = "a", on: str = "2017-03-01") -> None:
    form: dict[str, Any] = {"returned_by": by, "returned_on": on, "signed": True, "condition": "good"}
    office.do(A, "R-1", "give_back", **form)


@pytest.fixture
def stocked_office(office: Office) -> Office:
    for code in "ab":
        equipment_records.person(office, code, "DT")
    equipment_records.asset(office)
    return office


def test_one_person_holds_an_asset_at_a_time(stocked_office: Office) -> None:
    issue(stocked_office)
    with pytest.raises(NotNow):
        issue(stocked_office, "b")
    give_back(stocked_office)
    issue(stocked_office, "b", on="2017-03-02")
    record = stocked_office.record(A, "R-1")
    assert (record.status(), record["holder"], record["custody"]) == ("issued", "b", "R-1/2")


def test_what_is_out_already_is_refused_with_the_name_of_its_holder(stocked_office: Office) -> None:
    issue(stocked_office)
    with pytest.raises(NotNow) as refused:
        issue(stocked_office, "b")
    assert refused.value.to_dict()["detail"] == "领用 issue: 已领用 issued (领用 issued 2017-02-01) a"


def test_an_issue_entered_late_does_not_come_before_a_return(stocked_office: Office) -> None:
    issue(stocked_office)
    with pytest.raises(NotNow):
        issue(stocked_office, "b", on="2017-01-20")
    give_back(stocked_office)
    with pytest.raises(OutOfOrder):
        issue(stocked_office, "b", on="2017-02-15")


@pytest.mark.parametrize(
    ("step", "form"),
    [
        ("stock", {"stocked_on": "2017-01-09"}),
        ("transfer", {"unit": "ZS", "reason": "x", "transferred_on": "2017-01-09"}),
        ("retire", {"reason": "x", "retired_on": "2017-01-09"}),
    ],
)
def test_nothing_happens_to_an_asset_before_it_was_registered(office: Office, step: str, form: dict[str, Any]) -> None:
    equipment_records.asset(office, stocked=False)
    with pytest.raises(OutOfOrder):
        office.do(A, "R-1", step, **form)


def test_what_is_not_stocked_yet_is_not_issued(office: Office) -> None:
    equipment_records.person(office, "a")
    equipment_records.asset(office, stocked=False)
    with pytest.raises(NotNow):
        issue(office)


def test_only_the_holder_gives_it_back(stocked_office: Office) -> None:
    issue(stocked_office)
    with pytest.raises(NotHolder) as refused:
        give_back(stocked_office, "b")
    assert refused.value.to_dict()["errors"][0]["field"] == "returned_by"
    give_back(stocked_office)
    with pytest.raises(NotNow):
        give_back(stocked_office)


def test_a_correction_of_the_holder_is_refused_when_somebody_else_gave_it_back(stocked_office: Office) -> None:
    issue(stocked_office)
    give_back(stocked_office)
    with pytest.raises(NotHolder):
        stocked_office.do(A, "R-1", "issue", corrects=3, holder="b", issued_on="2017-02-01", signed=True)
    stocked_office.do(A, "R-1", "issue", corrects=3, holder="a", issued_on="2017-02-02", signed=True)


def test_it_is_issued_to_people_on_strength_alone(stocked_office: Office) -> None:
    stocked_office.do("training.people", "a", "leave", reason="退休", left_on="2017-01-31")
    with pytest.raises(NotOnStrength) as refused:
        issue(stocked_office)
    assert refused.value.to_dict()["errors"][0]["field"] == "holder"
    with pytest.raises(NotOnStrength):
        issue(stocked_office, "b", on="2015-12-31")
    with pytest.raises(UnknownReference):
        issue(stocked_office, "nobody")


def test_a_backdated_issue_goes_by_the_day_and_not_by_today(stocked_office: Office) -> None:
    stocked_office.do("training.people", "a", "leave", reason="退休", left_on="2017-06-30")
    issue(stocked_office)
    assert stocked_office.record(A, "R-1")["holder"] == "a"


def test_what_is_issued_comes_back_before_it_is_transferred(stocked_office: Office) -> None:
    issue(stocked_office)
    move: dict[str, Any] = {"unit": "ZS", "reason": "调配", "transferred_on": "2017-04-01"}
    with pytest.raises(NotNow):
        stocked_office.do(A, "R-1", "transfer", **move)
    give_back(stocked_office)
    stocked_office.do(A, "R-1", "transfer", **move)
    with pytest.raises(AssetSameUnit):
        stocked_office.do(A, "R-1", "transfer", **move)
    assert stocked_office.record(A, "R-1").unit == "ZS"


def test_repair_and_loss_end_a_custody_and_lead_back_to_the_store(stocked_office: Office) -> None:
    issue(stocked_office)
    stocked_office.do(A, "R-1", "repair", reason="无声", sent_on="2017-04-01")
    with pytest.raises(NotNow):
        issue(stocked_office, "b", on="2017-04-02")
    stocked_office.do(A, "R-1", "take_back", repaired_on="2017-04-05")
    issue(stocked_office, "b", on="2017-04-06")
    stocked_office.do(A, "R-1", "lose", reason="巡查途中", lost_on="2017-04-07")
    stocked_office.do(A, "R-1", "find", found_on="2017-04-08")
    stocked_office.do(A, "R-1", "retire", reason="老旧", retired_on="2017-05-01")
    assert stocked_office.record(A, "R-1").status() == "retired"
    assert stocked_office.record(A, "R-1").possible() == ["void"]


def test_every_hand_over_counts_once_and_an_unsigned_one_is_a_gap(stocked_office: Office) -> None:
    issue(stocked_office)
    give_back(stocked_office)
    issue(stocked_office, "b", on="2017-03-02", signed=False)
    assert equipment_records.number(stocked_office, SIGNED).claimed == 0.5
    assert equipment_records.missing(stocked_office, SIGNED) == ["R-1/2"]
    assert equipment_records.number(stocked_office, SIGNED, "2017-02-28").claimed == 1
    assert equipment_records.number(stocked_office, SIGNED, "2017-01-31").claimed is None


def test_a_signature_is_claimed_and_a_scanned_receipt_verifies_it(stocked_office: Office) -> None:
    issue(stocked_office)
    assert equipment_records.number(stocked_office, SIGNED).verified == 0
    stocked_office.do(
        A, "R-1", "issue", corrects=3, holder="a", issued_on="2017-02-01", signed=True, receipt=["e" * 64]
    )
    result = equipment_records.number(stocked_office, SIGNED)
    assert (result.claimed, result.verified, result.n) == (1, 1, 1)


def test_a_voided_asset_takes_its_hand_overs_with_it(stocked_office: Office) -> None:
    issue(stocked_office, signed=False)
    equipment_records.asset(stocked_office, "R-2")
    issue(stocked_office, "b", "R-2")
    stocked_office.do(A, "R-1", "void", reason="重复登记")
    result = equipment_records.number(stocked_office, SIGNED)
    assert (result.claimed, result.n) == (1, 1)
