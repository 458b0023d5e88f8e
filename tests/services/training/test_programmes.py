"""Programmes beside the first: one file each, a handful at once, issued by another with a document, and ended."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.training.programmes import MOST
from services.chassis.records.command import Actor
from services.chassis.records.separation import NotApart
from services.training.programmes import NoDocument, OneProgrammeFile, ProgrammeIssued, TooManyProgrammes
from tests.office import PROOF, Office

PROGRAMMES = "training.programmes"
LEADER, OTHER = Actor("JLD-01", "leader"), Actor("JLD-02", "leader")


@pytest.fixture
def bureau() -> Office:
    office = Office(start="2018-02-01")
    office.unit("JU", kind="bureau")
    return office


def hand_in(office: Office, campaign: str = "CITY-2018", **more: Any) -> str:
    form = {"campaign": campaign, "handed_in_on": "2018-02-01", "evidence": PROOF}
    return office.do_as(LEADER, PROGRAMMES, "", "hand_in", **form | more)[-1].subject


def issue(office: Office, campaign: str, who: Actor = OTHER, document: list[str] = PROOF) -> None:
    office.do_as(who, PROGRAMMES, campaign, "issue", issued_on="2018-02-01", document=document)


def test_a_programme_is_issued_by_another_leader_with_its_document(bureau: Office) -> None:
    campaign = hand_in(bureau)
    with pytest.raises(NotApart):
        issue(bureau, campaign, LEADER)
    with pytest.raises(NoDocument):
        issue(bureau, campaign, document=[])
    issue(bureau, campaign)
    assert bureau.record(PROGRAMMES, campaign).status() == "issued"
    bureau.do_as(LEADER, PROGRAMMES, campaign, "end", reason="到期（合成）", ended_on="2018-02-01")
    assert bureau.record(PROGRAMMES, campaign).status() == "ended"


def test_its_file_may_change_until_it_is_issued(bureau: Office) -> None:
    campaign = hand_in(bureau)
    bureau.do_as(LEADER, PROGRAMMES, campaign, "revise", revised_on="2018-02-01", evidence=["b" * 64])
    assert bureau.record(PROGRAMMES, campaign)["evidence"] == ["b" * 64]
    issue(bureau, campaign)
    form = {"campaign": campaign, "handed_in_on": "2018-02-01", "evidence": PROOF}
    with pytest.raises(ProgrammeIssued):
        bureau.do_as(LEADER, PROGRAMMES, campaign, "hand_in", 1, **form)


def test_it_is_one_file_and_a_handful_stand_at_once(bureau: Office) -> None:
    with pytest.raises(OneProgrammeFile):
        hand_in(bureau, evidence=[])
    for number in range(MOST):
        hand_in(bureau, f"C-{number}")
    with pytest.raises(TooManyProgrammes):
        hand_in(bureau, "C-more")
    bureau.do_as(LEADER, PROGRAMMES, "C-1", "withdraw", reason="重复（合成）", withdrawn_on="2018-02-01")
    hand_in(bureau, "C-more")
