"""Until when the court may be asked, by what the party did and when: whether it did it before the demand or after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from services.cases.penalties.execution.enforcement import TooLateForCourt, TooSoonForCourt
from services.cases.penalties.execution.payment import NothingToPay
from services.cases.penalties.remedies.pending import RemedyPending
from tests.office import day
from tests.services.cases.casework import Casework

Deeds = list[tuple[str, str, dict[str, Any]]]


def review(ended: str, outcome: str, **more: Any) -> Deeds:
    """A reconsideration from beginning to end."""
    ending: dict[str, Any] = {"outcome": outcome, **more}
    return [("ask_reconsideration", "2026-03-12", {}), ("end_reconsideration", ended, ending)]


def suit(ended: str, outcome: str, begun: str = "2026-03-12") -> Deeds:
    """A suit to its judgement."""
    return [("sue", begun, {}), ("end_suit", ended, {"outcome": outcome})]


APPEAL: Deeds = [("appeal", "2026-06-10", {}), ("end_appeal", "2026-08-03", {})]
REMANDED: Deeds = [
    ("appeal", "2026-06-10", {}),
    ("remand", "2026-07-01", {}),
    ("end_suit", "2026-08-10", {"outcome": "dismissed"}),
]
GENERAL = [
    ("nothing", [], "2026-09-10", "2026-12-10"),
    ("upheld", review("2026-05-20", "upheld"), "2026-06-04", "2026-09-04"),
    ("received", review("2026-05-20", "upheld", paper_served_on="2026-05-22"), "2026-06-08", "2026-09-08"),
    ("changed", review("2026-05-20", "changed", new_fine="200"), "2026-06-04", "2026-09-04"),
    ("withdrawn", review("2026-05-20", "withdrawn"), "2026-09-10", "2026-12-10"),
    ("refused", review("2026-03-20", "not_accepted"), "2026-09-10", "2026-12-10"),
    ("refused late", review("2026-09-08", "not_accepted"), "2026-09-23", "2026-12-23"),
    ("dismissed", suit("2026-06-01", "dismissed"), "2026-06-16", "2026-09-16"),
    ("suit withdrawn", suit("2026-06-01", "withdrawn"), "2026-06-01", "2026-09-01"),
    ("suit refused", suit("2026-06-01", "not_accepted"), "2026-09-10", "2026-12-10"),
    ("appealed", suit("2026-06-01", "dismissed") + APPEAL, "2026-08-03", "2026-11-03"),
    ("remanded", suit("2026-06-01", "dismissed") + REMANDED, "2026-08-25", "2026-11-25"),
    (
        "both",
        review("2026-05-20", "upheld") + suit("2026-07-01", "dismissed", "2026-06-01"),
        "2026-07-16",
        "2026-10-16",
    ),
]
ON_SPOT = [
    ("nothing", [], "2026-05-06", "2026-08-06"),
    ("upheld", review("2026-04-13", "upheld"), "2026-04-28", "2026-07-28"),
    ("withdrawn", review("2026-04-13", "withdrawn"), "2026-05-06", "2026-08-06"),
    ("refused", review("2026-04-27", "not_accepted"), "2026-05-12", "2026-08-12"),
]


@pytest.fixture
def later() -> Iterator[Casework]:
    """A bureau long after."""
    bureau = Casework.on("2027-06-01")
    yield bureau
    bureau.office.store.close()


def check(work: Casework, case: str, over: str, court_by: str) -> None:
    """The court is asked after the one day, and until the other."""
    assert work.due(case, "court") == court_by
    with pytest.raises(TooSoonForCourt):
        work.take(case, "ask_court", over)
    after = day(court_by).replace(day=28).isoformat() if day(court_by).day < 28 else "2026-07-29"
    with pytest.raises(TooLateForCourt):
        work.take(case, "ask_court", after)
    work.take(case, "ask_court", court_by)
    assert work.run(case, "court").in_time


@pytest.mark.parametrize("sooner", [True, False], ids=["demanded before", "demanded after"])
@pytest.mark.parametrize(("deeds", "over", "court_by"), [one[1:] for one in GENERAL], ids=[one[0] for one in GENERAL])
def test_after_the_general_procedure(later: Casework, deeds: Deeds, over: str, court_by: str, *, sooner: bool) -> None:
    case = later.served_case("2026-03-10")
    amount = "200" if any(more.get("new_fine") for _, _, more in deeds) else "300"
    if sooner:
        later.take(case, "demand", "2026-03-26")
    for step, on, more in deeds:
        later.take(case, step, on, **more)
    if not sooner:
        later.take(case, "demand", max(["2026-03-26", *(on for _, on, _ in deeds)]), amount=amount)
    if sooner or over > "2026-09-20":
        check(later, case, over, court_by)
    assert later.due(case, "court") == court_by


@pytest.mark.parametrize(("deeds", "over", "court_by"), [one[1:] for one in ON_SPOT], ids=[one[0] for one in ON_SPOT])
def test_after_a_penalty_on_the_spot(later: Casework, deeds: Deeds, over: str, court_by: str) -> None:
    case = later.on_spot_case("2026-03-02", fine="300", other=None)
    later.take(case, "demand", "2026-03-18")
    for step, on, more in deeds:
        later.take(case, step, on, **more)
    check(later, case, over, court_by)


@pytest.mark.parametrize(
    ("served", "court_by"), [("2017-03-10", "2017-12-11"), ("2021-07-14", "2022-04-14"), ("2021-07-16", "2022-04-17")]
)
def test_the_time_for_the_court_was_the_same_under_the_old_law(later: Casework, served: str, court_by: str) -> None:
    begun = {"2017": ("2017-03-01", "2017-03-05", "2017-03-09")}.get(
        served[:4], ("2021-07-01", "2021-07-05", "2021-07-13")
    )
    case = later.decided_case(*begun)
    later.take(case, "serve", served)
    later.take(case, "demand", "2022-01-10" if served > "2021" else "2017-04-10")
    assert later.due(case, "court") == court_by


@pytest.mark.parametrize(("served", "court_by"), [("2023-12-29", "2024-10-01"), ("2024-01-02", "2024-06-04")])
def test_an_on_spot_penalty_of_before_2024_could_be_sued_over_for_six_months(
    later: Casework, served: str, court_by: str
) -> None:
    case = later.on_spot_case(served, fine="300", other=None)
    later.take(case, "demand", "2024-02-01")
    assert later.due(case, "court") == court_by


def test_while_a_remedy_is_pending_the_time_stands_still(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "demand", "2026-03-26")
    work.take(case, "sue", "2026-03-27")
    assert "court" not in work.running(case)
    with pytest.raises(RemedyPending):
        work.take(case, "ask_court", "2026-10-01")
    work.take(case, "end_suit", "2026-06-01", outcome="dismissed")
    work.take(case, "appeal", "2026-06-10")
    assert "court" not in work.running(case)
    with pytest.raises(RemedyPending):
        work.take(case, "ask_court", "2026-10-01")


@pytest.mark.parametrize("outcome", ["revoked", "invalid", "redone"])
def test_a_decision_that_is_gone_is_not_brought_to_court(work: Casework, outcome: str) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "demand", "2026-03-26")
    work.take(case, "sue", "2026-03-27")
    work.take(case, "end_suit", "2026-06-01", outcome=outcome)
    assert "court" not in work.running(case)
    with pytest.raises(NothingToPay):
        work.take(case, "ask_court", "2026-07-01")
