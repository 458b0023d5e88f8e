from __future__ import annotations

from typing import Any

import pytest

from services.cases.file_review_templates import BandsUnclear, ItemTwice, NotAHundred, WrongPoints, version_on
from tests.office import Office, day
from tests.services.cases.file_reviews import BANDS, CONTENT, ITEMS, T, template

BAD_BANDS: list[list[dict[str, Any]]] = [
    [BANDS[0], BANDS[1]],
    [*BANDS, {"name": "良好", "least": 90, "passes": True}],
    [BANDS[0], BANDS[1], {"name": "不合格", "least": 0, "passes": True}],
    [{"name": "优秀", "least": 90, "passes": False}, BANDS[1], BANDS[2]],
]


@pytest.mark.parametrize(
    ("items", "refusal"),
    [
        ([*ITEMS, ITEMS[0]], ItemTwice),
        ([ITEMS[0] | {"points": 5, "each": 1}, *ITEMS[1:]], WrongPoints),
        ([*ITEMS[:2], ITEMS[2] | {"each": None}, ITEMS[3]], WrongPoints),
        ([*ITEMS[:2], ITEMS[2] | {"each": 21}, ITEMS[3]], WrongPoints),
        ([*ITEMS[:2], ITEMS[2] | {"points": 19}, ITEMS[3]], NotAHundred),
    ],
)
def test_a_template_can_be_scored_by(office: Office, items: list[dict[str, Any]], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        template(office, items=items)


@pytest.mark.parametrize("bands", BAD_BANDS)
def test_every_score_has_one_band_and_the_lowest_does_not_pass(office: Office, bands: list[dict[str, Any]]) -> None:
    with pytest.raises(BandsUnclear):
        template(office, bands=bands)


def test_bands_may_stand_in_any_order_and_be_as_many_as_the_bureau_likes(office: Office) -> None:
    assert template(office, on="2017-01-04", bands=[*reversed(BANDS), {"name": "良好", "least": 80, "passes": True}])


def test_a_revision_is_a_version_from_its_day_on(office: Office) -> None:
    template(office, on="2017-01-04")
    office.do(T, "PC-1", "revise", revised_on="2017-06-01", **CONTENT | {"objection_days": 10})
    office.do(T, "PC-1", "retire", retired_on="2017-09-01", reason="换新")
    record = office.record(T, "PC-1")
    versions = [version_on(record, day(on)) for on in ("2017-01-03", "2017-05-31", "2017-06-01", "2017-09-01")]
    assert [one and one.data["version_number"] for one in versions] == [None, 1, 2, None]
    office.do(T, "PC-1", "void", reason="误录")
    assert version_on(office.record(T, "PC-1"), day("2017-05-31")) is None


def test_a_revision_is_checked_as_the_first_version_was(office: Office) -> None:
    template(office, on="2017-01-04")
    with pytest.raises(NotAHundred):
        office.do(T, "PC-1", "revise", revised_on="2017-06-01", **CONTENT | {"items": ITEMS[:3]})


def test_a_corrected_template_is_checked_again_and_its_later_version_keeps_its_number(office: Office) -> None:
    template(office, on="2017-01-04")
    office.do(T, "PC-1", "revise", revised_on="2017-06-01", **CONTENT)
    form = CONTENT | {"code": "PC-1", "unit": "ZS", "adopted_on": "2017-01-09"}
    with pytest.raises(NotAHundred):
        office.do(T, "PC-1", "adopt", corrects=1, **form | {"items": ITEMS[:3]})
    office.do(T, "PC-1", "adopt", corrects=1, **form)
    record = office.record(T, "PC-1")
    versions = [version_on(record, day(on)) for on in ("2017-01-08", "2017-01-09", "2017-06-01")]
    assert [one and one.data["version_number"] for one in versions] == [None, 1, 2]
