"""Demolition of illegal structures: notice, demand, decision when no remedy is open any more, by day."""

from __future__ import annotations

from typing import Any

import pytest

from services.cases.penalties.execution.demand import DemandRefuted, DemandUnheard
from services.cases.penalties.execution.demolition import NoTerm, StillContestable, TermRunning
from services.cases.penalties.execution.on_site import AtNight, OnHoliday, UtilitiesCut
from services.cases.penalties.remedies.pending import RemedyPending
from tests.services.cases.casework import Casework

PLANNED: dict[str, Any] = {"planned_for": "2026-11-16"}


@pytest.fixture
def case(work: Casework) -> str:
    served = work.served_case("2026-03-10")
    work.take(served, "announce_demolition", "2026-03-12", demolish_by="2026-03-31")
    work.take(served, "demand_demolition", "2026-04-01", last_term="2026-04-10")
    return served


def test_a_term_is_given_and_awaited(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    with pytest.raises(NoTerm):
        work.take(case, "announce_demolition", "2026-03-12", demolish_by="2026-03-12")
    work.take(case, "announce_demolition", "2026-03-12", demolish_by="2026-03-31")
    assert work.due(case, "self_demolition") == "2026-03-31"
    with pytest.raises(TermRunning):
        work.take(case, "demand_demolition", "2026-03-31", last_term="2026-04-10")
    with pytest.raises(NoTerm):
        work.take(case, "demand_demolition", "2026-04-01", last_term="2026-04-01")
    work.take(case, "stop_demolition", "2026-04-02")
    assert work.run(case, "self_demolition").in_time is False


def test_nothing_is_demolished_before_the_time_for_remedies_is_over(work: Casework, case: str) -> None:
    with pytest.raises(TermRunning):
        work.take(case, "decide_demolition", "2026-04-10", **PLANNED)
    with pytest.raises(StillContestable) as refused:
        work.take(case, "decide_demolition", "2026-09-10", **PLANNED)
    assert refused.value.to_dict()["article"] == "行政强制法 第四十四条"
    work.take(case, "decide_demolition", "2026-09-11", **PLANNED)


def test_nothing_is_demolished_while_a_remedy_is_pending_nor_soon_after(work: Casework, case: str) -> None:
    work.take(case, "sue", "2026-04-13")
    with pytest.raises(RemedyPending):
        work.take(case, "decide_demolition", "2026-10-12", **PLANNED)
    work.take(case, "end_suit", "2026-10-12", outcome="dismissed")
    with pytest.raises(StillContestable):
        work.take(case, "decide_demolition", "2026-10-27", **PLANNED)
    work.take(case, "decide_demolition", "2026-10-28", **PLANNED)


def test_the_party_is_heard_before_it_is_decided(work: Casework, case: str) -> None:
    work.take(case, "hear_on_demand", "2026-04-02")
    with pytest.raises(DemandUnheard):
        work.take(case, "decide_demolition", "2026-10-12", **PLANNED)
    work.take(case, "recheck_demand", "2026-04-03")
    work.take(case, "decide_demolition", "2026-10-12", **PLANNED)


@pytest.mark.parametrize(
    ("began_at", "more", "refusal"),
    [
        ("2026-10-05T10:00:00+08:00", {}, OnHoliday),
        ("2026-10-12T22:30:00+08:00", {}, AtNight),
        ("2026-10-12T10:00:00+08:00", {"utilities_kept": False}, UtilitiesCut),
    ],
)
def test_it_is_demolished_by_day_on_a_working_day(
    work: Casework, case: str, began_at: str, more: dict[str, Any], refusal: type[Exception]
) -> None:
    work.take(case, "decide_demolition", "2026-09-14", **PLANNED)
    with pytest.raises(refusal):
        work.take(case, "demolish", began_at[:10], began_at=began_at, **more)
    work.take(case, "demolish", "2026-10-13", began_at="2026-10-13T10:00:00+08:00")
    assert work.status(case, "demolition") == "demolished"


def test_what_the_party_says_after_the_decision_is_looked_into_before_it_is_demolished(
    work: Casework, case: str
) -> None:
    work.take(case, "decide_demolition", "2026-09-14", **PLANNED)
    work.take(case, "hear_on_demand", "2026-09-15")
    began: dict[str, Any] = {"began_at": "2026-10-12T10:00:00+08:00"}
    with pytest.raises(DemandUnheard):
        work.take(case, "demolish", "2026-10-12", **began)
    work.take(case, "recheck_demand", "2026-09-16", demand_result="adopted")
    with pytest.raises(DemandRefuted):
        work.take(case, "demolish", "2026-10-12", **began)
