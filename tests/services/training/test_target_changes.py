"""Changes of targets: proposed by one, confirmed by another, in force from that day and never from one before."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.records.command import Actor
from services.chassis.records.separation import NotApart
from services.training.target_changes import (
    DueBefore,
    FaultyTarget,
    SameTarget,
    SourceOfBefore,
    TargetConfirmed,
    TargetMoved,
)
from tests.office import Office

CHANGES = "training.target_changes"
LEADER, OTHER = Actor("JLD-01", "leader"), Actor("JLD-02", "leader")
WAS = {"was_op": ">=", "was_value": "28", "was_by": "2018-12-31", "was_source": "方案（合成）"}


@pytest.fixture
def bureau() -> Office:
    office = Office(start="2018-02-01")
    office.unit("JU", kind="bureau")
    return office


def proposal(**more: Any) -> dict[str, Any]:
    new = {"op": ">=", "value": "36", "by": "2018-12-31", "source": "局党委会议纪要（合成）"}
    about = {"measure": "A6.matters_done", "reason": "任务增加（合成）", "proposed_on": "2018-02-01", "evidence": []}
    return WAS | new | about | more


def propose(office: Office, **more: Any) -> str:
    return office.do_as(LEADER, CHANGES, "", "propose", **proposal(**more))[-1].subject


def confirm(office: Office, record: str, **more: Any) -> None:
    office.do_as(OTHER, CHANGES, record, "confirm", **{"confirmed_on": "2018-02-01"} | more)


def test_a_change_is_confirmed_by_another_leader_and_says_both_targets(bureau: Office) -> None:
    record = propose(bureau)
    with pytest.raises(NotApart):
        bureau.do_as(LEADER, CHANGES, record, "confirm", confirmed_on="2018-02-01")
    confirm(bureau, record)
    change = bureau.record(CHANGES, record)
    assert (change.status(), change["in_force_on"].isoformat()) == ("confirmed", "2018-02-01")
    assert change["target_before"] == ">= 28，2018-12-31（方案（合成））".replace(">=", "不低于")
    assert change["target_after"].startswith("不低于 36，2018-12-31")
    assert record.startswith("MB-2018-") or change["number"].startswith("MB-2018-")


def test_it_never_holds_from_a_day_that_was_over_when_it_was_recorded(bureau: Office) -> None:
    record = propose(bureau, proposed_on="2018-01-03")
    confirm(bureau, record, confirmed_on="2018-01-05")
    assert bureau.record(CHANGES, record)["in_force_on"].isoformat() == "2018-02-01"


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"value": "28"}, SameTarget),
        ({"value": "28", "source": "方案（合成）"}, SameTarget),
        ({"source": "方案（合成）"}, SourceOfBefore),
        ({"by": "2018-01-31"}, DueBefore),
        ({"value": "很多"}, FaultyTarget),
        ({"value": "36%"}, FaultyTarget),
        ({"was_value": None}, FaultyTarget),
    ],
)
def test_what_is_no_other_target_is_refused(bureau: Office, more: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        propose(bureau, **more)


def test_what_was_proposed_beside_another_change_is_proposed_anew(bureau: Office) -> None:
    first, second = propose(bureau), propose(bureau, value="40", source="另一纪要（合成）")
    confirm(bureau, first)
    with pytest.raises(TargetMoved):
        confirm(bureau, second)
    by_now = {"was_value": "36", "was_source": "局党委会议纪要（合成）", "value": "40", "source": "另一纪要（合成）"}
    confirm(bureau, propose(bureau, **by_now))


def test_what_was_confirmed_is_not_corrected(bureau: Office) -> None:
    record = propose(bureau)
    confirm(bureau, record)
    with pytest.raises(TargetConfirmed):
        bureau.do_as(LEADER, CHANGES, record, "propose", 1, **proposal(value="37"))


def test_a_leader_may_decline_it(bureau: Office) -> None:
    record = propose(bureau)
    bureau.do_as(OTHER, CHANGES, record, "decline", reason="维持原目标（合成）", declined_on="2018-02-01")
    assert bureau.record(CHANGES, record).status() == "declined"
