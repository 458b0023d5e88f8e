from __future__ import annotations

from typing import Any

import pytest

from services.cases.appraisals import BackToFront, RewardsFines, TooManyPoints
from services.gateway.read_model.programme import campaign
from tests.office import Office, build_view, measure_value

A = "cases.appraisals"
MARKS = [{"point": "按期结案", "most": 60, "points": 50}, {"point": "返工控制", "most": 40, "points": 37}]


def publish_appraisal(office: Office, **more: Any) -> Any:
    form: dict[str, Any] = {
        "unit": "DT",
        "begins": "2017-01-01",
        "ends": "2017-03-31",
        "published_on": "2017-04-10",
        "marks": MARKS,
    }
    return office.do(A, "", "publish", **form | more)[-1]


def test_the_score_is_computed_never_typed_in(office: Office) -> None:
    assert publish_appraisal(office).data["score"] == 87


@pytest.mark.parametrize("word", ["罚款数额", "罚没收入", "没收物品数量"])
def test_no_mark_is_for_fines(office: Office, word: str) -> None:
    with pytest.raises(RewardsFines) as refused:
        publish_appraisal(office, marks=[{"point": word, "most": 10, "points": 10}])
    assert "七十四" in refused.value.to_dict()["article"]


def test_nobody_gets_more_than_full_marks(office: Office) -> None:
    with pytest.raises(TooManyPoints):
        publish_appraisal(office, marks=[{"point": "按期结案", "most": 10, "points": 11}])
    assert publish_appraisal(office, marks=[{"point": "按期结案", "most": 10, "points": 10}]).data["score"] == 100


@pytest.mark.parametrize("more", [{"ends": "2016-12-31"}, {"published_on": "2017-03-30"}])
def test_a_period_is_appraised_when_it_is_over(office: Office, more: dict[str, str]) -> None:
    with pytest.raises(BackToFront):
        publish_appraisal(office, **more)


def test_an_objection_may_change_the_score(office: Office) -> None:
    appraisal = publish_appraisal(office).subject
    office.do(A, appraisal, "object", objected_on="2017-04-12", reason="计分有误")
    changed = office.do(
        A,
        appraisal,
        "change",
        changed_on="2017-04-15",
        reason="复核",
        marks=[{"point": "按期结案", "most": 60, "points": 57}],
    )
    assert changed[-1].data["score"] == 95


def score(office: Office, *days: str) -> list[object]:
    """The mean score on these days."""
    read_model = build_view(office.events, campaign())
    return [measure_value(read_model, "B2.appraisal_score", on).claimed for on in days]


def test_the_mean_score_leaves_out_what_is_under_appeal_and_takes_what_stands_after_it(office: Office) -> None:
    first, second = publish_appraisal(office).subject, publish_appraisal(office, unit="DBT", marks=MARKS[:1]).subject
    for one in (first, second):
        office.do(A, one, "object", objected_on="2017-04-12", reason="计分有误")
    office.do(A, first, "uphold", upheld_on="2017-04-15", reason="无误")
    marks = [{"point": "按期结案", "most": 60, "points": 57}]
    office.do(A, second, "change", changed_on="2017-04-16", reason="复核", marks=marks)
    days = ("2017-04-09", "2017-04-10", "2017-04-12", "2017-04-15", "2017-04-16")
    assert score(office, *days) == [None, 85, None, 87, 91]


def test_squadrons_are_appraised_within_the_year(office: Office) -> None:
    publish_appraisal(office)
    read_model = build_view(office.events, campaign())
    days = ("2017-04-09", "2017-04-10", "2018-04-11", "2018-04-12")
    shares = [measure_value(read_model, "B2.units_appraised", on).claimed for on in days]
    assert shares == [0, pytest.approx(1 / 3), pytest.approx(1 / 3), 0]
