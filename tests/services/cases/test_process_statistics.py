from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from contracts.errors import Undefined
from services.cases.process_statistics import CountedAlready, FiguresLate, NotOver
from services.gateway.read_model.programme import Programme
from tests.office import PROOF, day
from tests.services.cases.casework import Casework
from tests.services.cases.file_reviews import closed_case
from tests.services.cases.test_penalties_numbers import FRAME, TARGET

S = "cases.process_statistics"


@pytest.fixture
def work() -> Iterator[Casework]:
    """A bureau at the beginning of 2027."""
    bureau = Casework.on("2027-02-26")
    yield bureau
    bureau.office.store.close()


def compiled_statistics(work: Casework, on: str = "2027-01-11", **more: Any) -> str:
    form: dict[str, Any] = {"unit": "JU", "year": 2026, "compiled_on": on}
    return work.office.do(S, "", "compile", **form | more)[-1].subject


def figures(work: Casework, statistics: str) -> dict[str, Any]:
    return work.office.record(S, statistics).effective[0].data


def test_a_year_s_figures_are_reckoned_from_its_cases(work: Casework) -> None:
    closed_case(work)
    work.decided_case("2026-03-02", day="2026-06-30", late_reason="案情复杂", fine="100.10")
    work.on_spot_case()
    revoked = work.served_case()
    work.take(revoked, "sue", "2026-03-12")
    work.take(revoked, "end_suit", "2026-05-06", outcome="revoked")
    exempted = work.filed_case()
    work.take(exempted, "close_inquiry", "2026-03-03")
    work.take(exempted, "exempt", "2026-03-04")
    work.take(work.filed_case(), "withdraw", "2026-03-04")
    work.take(work.filed_case(), "void", "2026-03-04")
    work.clue()
    work.decided_case("2025-12-01", until="2025-12-04", day="2026-01-05")
    totals = figures(work, compiled_statistics(work))
    counts = ("filed", "decided", "decided_on_spot", "fined", "not_penalised", "withdrawn", "closed", "disputed")
    assert [totals[name] for name in counts] == [5, 4, 1, 4, 1, 1, 1, 1]
    assert (totals["fines"], totals["undone"], totals["decided_late"]) == ("1000.10", 1, 1)
    assert (totals["days_median"], totals["days_most"]) == (7, 120)
    assert totals["publish_by"] == day("2027-01-31")


def test_the_stages_of_closed_cases_are_counted_once_each(work: Casework) -> None:
    case, open_ = closed_case(work), work.served_case()
    for of in (case, case, open_):
        form: dict[str, Any] = {
            "case": of,
            "stage": "start",
            "medium": "text",
            "captured_on": "2026-03-10",
            "evidence": PROOF,
        }
        work.office.do("cases.process_records", "", "capture", **form)
    stages = figures(work, compiled_statistics(work))["stages"]
    assert [one["recorded"] for one in stages] == [1, 0, 0, 0, 0, 0]


def test_a_year_without_cases_has_no_median(work: Casework) -> None:
    totals = figures(work, compiled_statistics(work, year=2024))
    assert (totals["filed"], totals["days_median"], totals["days_most"], totals["fines"]) == (0, None, None, "0.00")


def test_a_year_is_counted_when_it_is_over_and_once(work: Casework) -> None:
    with pytest.raises(NotOver):
        compiled_statistics(work, on="2026-12-31")
    first = compiled_statistics(work)
    with pytest.raises(CountedAlready):
        compiled_statistics(work)
    work.office.do(S, first, "void", reason="误录")
    assert compiled_statistics(work)


def test_a_correction_counts_again_what_stands_now(work: Casework) -> None:
    statistics = compiled_statistics(work)
    closed_case(work)
    work.office.do(S, statistics, "compile", corrects=1, unit="JU", year=2026, compiled_on="2027-01-12")
    assert figures(work, statistics)["closed"] == 1


def test_last_year_s_figures_are_public_by_the_end_of_january(work: Casework) -> None:
    statistics = compiled_statistics(work)
    form: dict[str, Any] = {"url": "https://example.gov.cn/2026", "evidence": PROOF}
    with pytest.raises(FiguresLate) as refused:
        work.office.do(S, statistics, "publish", published_on="2027-02-01", **form)
    assert refused.value.to_dict()["article"] == "国办发〔2018〕118号"
    assert work.office.do(S, statistics, "publish", published_on="2027-01-31", **form)
    late = compiled_statistics(work, year=2025)
    assert work.office.do(S, late, "publish", published_on="2027-02-01", late_reason="系统故障", **form)


@pytest.mark.parametrize("amount", ["fines", "fined"])
def test_the_figures_are_context_and_no_target(amount: str) -> None:
    measure = f"kind: sum, takes: [{{event: cases.process_statistics.compiled.v1, amount: {amount}}}]"
    assert Programme(FRAME.format(measure=measure)).measures
    with pytest.raises(Undefined, match=r"art\. 74"):
        Programme(FRAME.format(measure=f"{measure}, {TARGET}"))
