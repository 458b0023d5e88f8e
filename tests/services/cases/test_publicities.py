from __future__ import annotations

from typing import Any

import pytest

from services.cases.publicities import NoProofOfDisplay, Nowhere, OverBeforePublished, RequiredAlready
from services.chassis.records.command import Actor
from services.chassis.records.separation import NotApart
from services.gateway.read_model import queries
from services.gateway.read_model.programme import campaign
from tests.office import PROOF, Office, build_view, make_as_of
from tests.services.cases.casework import Casework

P = "cases.publicities"
URL = "https://example.gov.cn/1"


def require(office: Office, stage: str = "before", **more: Any) -> str:
    form: dict[str, Any] = {"unit": "DT", "stage": stage, "act": "penalty", "matter": "执法依据", "source": "局内规定"}
    return office.do(P, "", "require", **form | {"required_on": "2026-01-05"} | more)[-1].subject


def publish(office: Office, publicity: str, on: str = "2026-02-01", **more: Any) -> None:
    form: dict[str, Any] = {"channel": "portal", "url": URL, "published_on": on, "evidence": PROOF}
    office.do(P, publicity, "publish", **form | more)


def missing(office: Office, stage: str, as_of: str = "2026-12-31") -> list[str]:
    measure = campaign().measures[f"S2.publicity_{stage}_gap"]
    with build_view(office.events, campaign()).store.begin_read() as tx:
        return [row.subject for row in queries.gaps(tx, measure, make_as_of(as_of))]


def test_a_matter_stands_once_on_a_unit_s_list(work: Casework) -> None:
    office = work.office
    one = require(office)
    with pytest.raises(RequiredAlready):
        require(office)
    for other in ({"stage": "after"}, {"act": "coercion"}, {"unit": "ZS"}, {"matter": "救济渠道"}):
        require(office, **other)
    office.do(P, one, "lift", reason="规定调整", lifted_on="2026-05-01")
    require(office, required_on="2026-06-01")


def test_what_is_public_stands_somewhere_and_a_picture_shows_it(work: Casework) -> None:
    publicity = require(work.office, "during")
    with pytest.raises(Nowhere):
        publish(work.office, publicity, url=None)
    with pytest.raises(NoProofOfDisplay):
        publish(work.office, publicity, evidence=[])
    with pytest.raises(OverBeforePublished):
        publish(work.office, publicity, until="2026-01-31")
    publish(work.office, publicity, channel="on_site", url=None, place="执法现场亮证")


def test_somebody_else_looks_whether_it_stands_there(work: Casework) -> None:
    publicity = require(work.office)
    form: dict[str, Any] = {"channel": "portal", "url": URL, "published_on": "2026-02-01", "evidence": PROOF}
    work.office.do_as(Actor("L1", "publicist"), P, publicity, "publish", **form)
    with pytest.raises(NotApart):
        work.office.do(P, publicity, "verify", checker="L1", verified_on="2026-02-02")
    (event,) = work.office.do(P, publicity, "verify", checker="L2", verified_on="2026-02-02")
    assert event.evidencelevel == "E2"


@pytest.mark.parametrize("stage", ["before", "during", "after"])
def test_what_must_be_public_and_is_not_is_a_gap_of_its_stage(work: Casework, stage: str) -> None:
    office = work.office
    publicity = require(office, stage)
    assert {one: missing(office, one) for one in ("before", "during", "after")}[stage] == [publicity]
    publish(office, publicity, until="2026-06-30")
    days = ("2026-01-31", "2026-06-30", "2026-07-01")
    assert [missing(office, stage, on) for on in days] == [[publicity], [], [publicity]]
    office.do(P, publicity, "take_down", reason="改版", taken_down_on="2026-04-01")
    assert missing(office, stage, "2026-05-01") == [publicity]
    publish(office, publicity, "2026-05-02")
    assert missing(office, stage) == []
    office.do(P, publicity, "take_down", reason="改版", taken_down_on="2026-08-01")
    office.do(P, publicity, "lift", reason="规定调整", lifted_on="2026-09-01")
    assert missing(office, stage) == []
