from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from tests.office import PROOF, Office
from tests.services.outreach.public_contact import claimed_value, gaps, read_model, value

F = "outreach.features"
WAY: list[tuple[str, dict[str, Any], str]] = [
    ("approve", {"approved_on": "2017-03-05"}, "approved"),
    ("start", {"started_on": "2017-03-10"}, "running"),
    ("report", {"reported_on": "2017-04-10", "outcome": "见效", "evidence": PROOF}, "reported"),
    ("report", {"reported_on": "2017-05-10", "outcome": "更见效", "evidence": PROOF}, "reported"),
    ("assess", {"assessed_on": "2017-06-01", "score": 90}, "assessed"),
    ("promote", {"promoted_on": "2017-06-02"}, "promoted"),
    ("close", {"closed_on": "2017-06-03"}, "closed"),
]


def test_the_whole_way_from_application_to_the_end(office: Office) -> None:
    record = office.feature()
    for step, form, status in WAY:
        office.do(F, record, step, **form)
        assert office.record(F, record).status() == status
    levels = [event.evidencelevel for event in office.events if event.subject == record]
    assert levels == ["E0", "E0", "E0", "E1", "E1", "E3", "E0", "E0"]


def test_a_returned_application_comes_again(office: Office) -> None:
    record = office.feature()
    office.do(F, record, "return", reason="缺方案", returned_on="2017-03-02")
    with pytest.raises(NotNow):
        office.do(F, record, "approve", approved_on="2017-03-05")
    office.do(F, record, "resubmit", resubmitted_on="2017-03-04")
    office.do(F, record, "approve", approved_on="2017-03-05")
    assert office.record(F, record).status() == "approved"


def test_a_withdrawn_application_is_not_approved(office: Office) -> None:
    record = office.feature()
    office.do(F, record, "withdraw", reason="撤", withdrawn_on="2017-03-02")
    with pytest.raises(NotNow):
        office.do(F, record, "approve", approved_on="2017-03-05")


def test_a_draft_counts_nowhere_until_the_unit_applies_with_it(office: Office) -> None:
    idea: dict[str, Any] = {"unit": "DT", "title": "特色", "angle": "benefit"}
    record = office.do(F, "", "draft", **idea, drafted_on="2017-02-20")[-1].subject
    assert (claimed_value(office, "A3.applied"), claimed_value(office, "A3.angles")) == (0, 0)
    with pytest.raises(NotNow):
        office.do(F, record, "approve", approved_on="2017-03-05")
    office.do(F, record, "apply", **idea, applied_on="2017-03-01")
    assert office.record(F, record).status() == "applied"
    assert (claimed_value(office, "A3.applied"), claimed_value(office, "A3.angles")) == (1, 1)


def test_a_draft_is_put_away(office: Office) -> None:
    record = office.do(F, "", "draft", unit="DT", title="特色", drafted_on="2017-02-20")[-1].subject
    office.do(F, record, "withdraw", reason="撤", withdrawn_on="2017-02-21")
    with pytest.raises(NotNow):
        office.do(F, record, "apply", unit="DT", title="特色", applied_on="2017-03-01")


def test_applications_are_what_is_counted_and_withdrawn_ones_are_not(office: Office) -> None:
    for angle in ("management", "stubborn"):
        office.feature(angle=angle)
    returned, withdrawn = office.feature(angle="benefit"), office.feature(angle="publicity")
    office.do(F, returned, "return", reason="缺方案", returned_on="2017-03-02")
    office.do(F, withdrawn, "withdraw", reason="撤", withdrawn_on="2017-03-02")
    assert (claimed_value(office, "A3.applied"), claimed_value(office, "A3.angles")) == (3, 3)
    assert (claimed_value(office, "A3.applied", "2017-03-01"), claimed_value(office, "A3.angles", "2017-03-01")) == (
        4,
        4,
    )


def test_an_application_that_came_again_with_its_form_is_verified(office: Office) -> None:
    record = office.feature()
    office.do(F, record, "return", reason="缺申报表", returned_on="2017-03-02")
    assert value(read_model(office), "A3.applied") == (1, 0)
    office.do(F, record, "resubmit", resubmitted_on="2017-03-04", evidence=PROOF)
    assert value(read_model(office), "A3.applied") == (1, 1)


def test_a_squadron_may_run_two_features_and_counts_once(office: Office) -> None:
    office.unit("FZK", kind="section")
    for unit in ("DT", "DT", "FZK"):
        office.do(F, office.feature(unit), "approve", approved_on="2017-03-05")
    assert claimed_value(office, "A3.units_with_feature") == pytest.approx(1 / 3)
    assert gaps(office, "A3.units_with_feature") == ["DBT", "ZS"]


def test_a_squadron_whose_one_feature_is_withdrawn_has_none_and_a_closed_one_is_not_asked(office: Office) -> None:
    first, second = office.feature(), office.feature()
    for record in (first, second):
        office.do(F, record, "approve", approved_on="2017-03-05")
    office.do(F, first, "withdraw", reason="撤", withdrawn_on="2017-04-01")
    assert "DT" not in gaps(office, "A3.units_with_feature")
    office.do(F, second, "withdraw", reason="撤", withdrawn_on="2017-05-01")
    assert gaps(office, "A3.units_with_feature") == ["DBT", "DT", "ZS"]
    office.do("training.units", "ZS", "close", reason="并入", closed_on="2017-06-01")
    assert gaps(office, "A3.units_with_feature") == ["DBT", "DT"]
    assert gaps(office, "A3.units_with_feature", "2017-04-30") == ["DBT", "ZS"]


def test_running_features_and_their_evidenced_outcomes(office: Office) -> None:
    for papers in (PROOF, []):
        record = office.feature()
        office.do(F, record, "approve", approved_on="2017-03-05")
        office.do(F, record, "start", started_on="2017-03-10")
        office.do(F, record, "report", reported_on="2017-04-10", outcome="见效", evidence=papers)
    office.do(F, office.feature(), "approve", approved_on="2017-03-05")
    model = read_model(office)
    assert value(model, "A3.running") == (2, 1)
    assert value(model, "A3.evidenced_outcome") == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    office.do(F, record, "close", closed_on="2017-06-01")
    assert [claimed_value(office, "A3.running", on) for on in ("2017-05-31", "2017-06-01")] == [2, 1]
    assert claimed_value(office, "A3.evidenced_outcome", "2017-06-01") == pytest.approx(2 / 3)


def test_a_corrected_angle_is_the_one_that_counts(office: Office) -> None:
    record = office.feature(angle="benefit")
    form: dict[str, Any] = {"unit": "DT", "title": "特色", "applied_on": "2017-03-01"}
    office.do(F, record, "apply", corrects=1, **form, angle="publicity")
    office.feature(angle="publicity")
    assert claimed_value(office, "A3.angles") == 1
