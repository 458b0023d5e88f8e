"""No decision without notice, and not before the party had its say."""

from __future__ import annotations

import pytest

from services.cases.penalties.notice import (
    DefenceOpen,
    HeavierThanNoticed,
    NothingToRecheck,
    NoTimeToDefend,
    NotNoticed,
    NotRechecked,
)
from tests.services.cases.casework import Casework


def test_no_decision_before_a_notice(work: Casework) -> None:
    case = work.proposed_case()
    with pytest.raises(NotNoticed) as refused:
        work.take(case, "decide", "2026-03-20")
    assert "第六十二条" in refused.value.to_dict()["article"]


def test_no_decision_while_the_party_may_state_its_case(work: Casework) -> None:
    case = work.notified_case(until="2026-03-05")
    with pytest.raises(DefenceOpen):
        work.take(case, "decide", "2026-03-05")
    work.take(case, "decide", "2026-03-06")


def test_a_party_may_waive_its_defence(work: Casework) -> None:
    case = work.notified_case(until="2026-03-05")
    work.take(case, "waive_defence", "2026-03-03")
    work.take(case, "decide", "2026-03-03")
    assert work.run(case, "defence").ended is not None


def test_a_notice_gives_a_day_at_least(work: Casework) -> None:
    case = work.proposed_case()
    with pytest.raises(NoTimeToDefend):
        work.take(case, "notify", "2026-03-03", defence_until="2026-03-03")


def test_what_the_party_stated_is_looked_into_before_the_decision(work: Casework) -> None:
    case = work.notified_case()
    with pytest.raises(NothingToRecheck):
        work.take(case, "recheck", "2026-03-03")
    work.take(case, "hear_party", "2026-03-03")
    with pytest.raises(NotRechecked):
        work.take(case, "decide", "2026-03-09")
    work.take(case, "recheck", "2026-03-04")
    work.take(case, "decide", "2026-03-09")


def test_the_penalty_is_not_heavier_than_the_one_that_was_told(work: Casework) -> None:
    case = work.notified_case()
    for heavier in ({"fine": "301"}, {"confiscation": "1"}, {"other": "warning"}):
        with pytest.raises(HeavierThanNoticed):
            work.take(case, "decide", "2026-03-09", **heavier)
    work.take(case, "decide", "2026-03-09", fine="200")


def test_a_new_proposal_needs_a_new_notice(work: Casework) -> None:
    case = work.notified_case()
    work.take(case, "propose", "2026-03-09", fine="400")
    with pytest.raises(NotNoticed):
        work.take(case, "decide", "2026-03-20", fine="400")
    work.take(case, "notify", "2026-03-10", defence_until="2026-03-12")
    with pytest.raises(DefenceOpen):
        work.take(case, "decide", "2026-03-12", fine="400")
    work.take(case, "decide", "2026-03-13", fine="400")


def test_nobody_waits_for_a_defence_in_a_case_that_was_exempted(work: Casework) -> None:
    case = work.notified_case()
    assert "defence" in work.running(case)
    work.take(case, "exempt", "2026-03-05")
    assert work.running(case) == set()
