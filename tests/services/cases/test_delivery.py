"""A decision is served within seven working days; on the spot it is handed over on the spot."""

from __future__ import annotations

import pytest

from contracts.errors import OutOfOrder
from services.cases.penalties.delivery import NotConfirmed, NotHandedOver, NotSimple, ServedLate
from tests.services.cases.casework import Casework


def test_a_decision_is_served_within_seven_working_days(work: Casework) -> None:
    case = work.decided_case("2026-09-01", until="2026-09-04", day="2026-09-23")
    assert work.due(case, "service") == "2026-10-10", "as chinesecalendar computes it"
    with pytest.raises(ServedLate) as refused:
        work.take(case, "serve", "2026-10-11")
    assert refused.value.to_dict()["article"] == "行政处罚法 第六十一条"
    work.take(case, "serve", "2026-10-10")
    assert work.run(case, "service").in_time


def test_a_late_service_says_why(work: Casework) -> None:
    case = work.decided_case()
    work.take(case, "serve", "2026-04-01", late_reason="当事人下落不明", method="announced")
    assert work.run(case, "service").in_time is False


def test_electronic_service_is_signed_for(work: Casework) -> None:
    case = work.decided_case()
    with pytest.raises(NotConfirmed):
        work.take(case, "serve", "2026-03-10", method="electronic")
    work.take(case, "serve", "2026-03-10", method="electronic", confirmed=True)


def test_what_was_decided_on_the_spot_is_handed_over_on_the_spot(work: Casework) -> None:
    case = work.clue()
    work.take(case, "decide_on_spot", "2026-03-02", act_on="2026-03-02")
    for on, method in (("2026-03-02", "post"), ("2026-03-03", "on_spot")):
        with pytest.raises(NotHandedOver) as refused:
            work.take(case, "serve", on, method=method)
    assert refused.value.to_dict()["article"] == "行政处罚法 第五十二条"
    work.take(case, "serve", "2026-03-02", method="on_spot")


def test_only_on_spot_decisions_are_reported_for_the_record(work: Casework) -> None:
    with pytest.raises(NotSimple):
        work.take(work.served_case(), "record", "2026-03-11")
    case = work.on_spot_case()
    with pytest.raises(OutOfOrder):
        work.take(case, "record", "2026-03-01")
    work.take(case, "record", "2026-03-03")
    assert work.status(case, "record") == "recorded"


def test_only_a_fine_starts_the_time_for_payment(work: Casework) -> None:
    assert "payment" not in work.running(work.on_spot_case())
    assert work.due(work.on_spot_case(fine="100", other=None), "payment") == "2026-03-17"
    decided_on_a_warning = work.notified_case(other="warning")
    work.take(decided_on_a_warning, "decide", "2026-03-09", fine=None, other="warning")
    work.take(decided_on_a_warning, "serve", "2026-03-10")
    assert "payment" not in work.running(decided_on_a_warning), "a fine was proposed and not decided"
