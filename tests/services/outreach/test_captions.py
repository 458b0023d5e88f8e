"""Captions: what a paper shows, when and where; one in force for each paper."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow, NotYet, Problem
from contracts.outreach.captions import register
from contracts.refusals import HalfAPoint
from services.outreach.captions import MomentAndDay
from tests.office import Office

CAPTIONS = "outreach.captions"
SHA, OTHER = "a1" * 32, "b2" * 32
POINT: dict[str, Any] = {"longitude": 120.353, "latitude": 31.59, "datum": "WGS84"}


def describe(office: Office, paper: str = SHA, **more: Any) -> str:
    form = {"paper": paper, "unit": "DT", "kind": "photograph", "caption": "便民服务包上岗（合成）"}
    return office.do(CAPTIONS, "", "describe", **form | {"described_on": "2017-03-10"} | more)[-1].subject


def test_a_paper_has_one_caption_and_is_found_by_its_hash(office: Office) -> None:
    assert describe(office, taken_at="2017-03-09T08:30:00+08:00", place="示例社区（合成）", **POINT) == SHA
    record = office.record(CAPTIONS, SHA)
    assert (record["caption"], record["place"], record["datum"]) == (
        "便民服务包上岗（合成）",
        "示例社区（合成）",
        "WGS84",
    )
    with pytest.raises(Problem) as refused:
        describe(office)
    assert refused.value.status in (409, 422)
    describe(office, OTHER)


def test_what_was_withdrawn_is_described_again_in_the_same_record(office: Office) -> None:
    describe(office, taken_on="2017-03-01", place="示例社区（合成）")
    with pytest.raises(NotNow):
        office.do(CAPTIONS, SHA, "describe_again", kind="scan", caption="扫描件", described_again_on="2017-03-11")
    office.do(CAPTIONS, SHA, "withdraw", reason="图片有误", withdrawn_on="2017-03-11")
    assert office.record(CAPTIONS, SHA).status() == "withdrawn"
    office.do(CAPTIONS, SHA, "describe_again", kind="scan", caption="扫描件", described_again_on="2017-03-12")
    assert office.record(CAPTIONS, SHA).status() == "described"


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"taken_at": "2099-01-01T08:00:00+08:00"}, NotYet),
        ({"taken_on": "2099-01-01"}, NotYet),
        ({"taken_at": "2017-03-09T08:30:00+08:00", "taken_on": "2017-03-09"}, MomentAndDay),
        ({"longitude": 120.3}, HalfAPoint),
    ],
)
def test_what_cannot_be_is_refused(office: Office, more: dict[str, Any], refusal: type[Problem]) -> None:
    with pytest.raises(refusal):
        describe(office, **more)


def test_a_caption_is_corrected_as_anything_is(office: Office) -> None:
    describe(office)
    told = {"paper": SHA, "unit": "DT", "kind": "photograph", "described_on": "2017-03-10"}
    office.do(CAPTIONS, SHA, "describe", corrects=1, **told | {"caption": "便民服务包十小件（合成）"})
    assert office.record(CAPTIONS, SHA)["caption"] == "便民服务包十小件（合成）"


@pytest.mark.parametrize("paper", ["a1", "A1" * 32, "a1" * 32 + "0", "x" * 64])
def test_a_paper_is_named_by_its_hash(office: Office, paper: str) -> None:
    with pytest.raises(Problem):
        describe(office, paper)


def test_a_caption_is_no_evidence(office: Office) -> None:
    """A step with papers stands at E1, and opens them to whoever may read its record: naming one here does neither."""
    describe(office)
    assert office.events[-1].evidencelevel == "E0"
    assert not [name for step in register.steps for name in step.form().fields if name == "evidence"]
