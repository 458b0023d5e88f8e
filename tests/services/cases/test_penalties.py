"""The whole way of a case, in the general and in the simple procedure."""

from __future__ import annotations

import pytest

from contracts.errors import NotNow, OutOfOrder
from services.cases.penalties.closing import NotPaid, NotPublished, NotRecorded
from services.chassis.records import deadlines
from tests.services.cases.casework import Casework


def test_the_general_procedure_from_clue_to_archive(work: Casework) -> None:
    case = work.clue("2026-03-02")
    way = [
        ("verify", "2026-03-03", {}, "verified"),
        ("file", "2026-03-04", {"act_on": "2026-03-01"}, "filed"),
        ("inspect", "2026-03-05", {}, "filed"),
        ("close_inquiry", "2026-03-10", {}, "investigated"),
        ("propose", "2026-03-11", {}, "proposed"),
        ("notify", "2026-03-12", {"defence_until": "2026-03-17"}, "noticed"),
        ("hear_party", "2026-03-13", {}, "noticed"),
        ("recheck", "2026-03-16", {}, "noticed"),
        ("decide", "2026-03-18", {}, "decided"),
        ("serve", "2026-03-20", {}, "served"),
        ("publish", "2026-03-23", {}, "served"),
        ("pay", "2026-03-27", {}, "served"),
        ("close", "2026-04-01", {}, "closed"),
        ("archive", "2026-04-03", {}, "archived"),
    ]
    for step, on, more, status in way:
        work.take(case, step, on, **more)
        assert work.status(case) == status, step
    record = work.record(case)
    assert (record["power_item"], record["took_days"], record["late"], record["outstanding"]) == (
        "QL-001",
        14,
        False,
        "0.00",
    )
    assert deadlines.running(record) == []


def test_the_simple_procedure_from_the_spot_to_the_archive(work: Casework) -> None:
    case = work.on_spot_case(fine="100", other=None)
    with pytest.raises(NotPaid):
        work.take(case, "close", "2026-03-03")
    work.take(case, "collect", "2026-03-02", amount="100")
    with pytest.raises(NotRecorded):
        work.take(case, "close", "2026-03-03")
    work.take(case, "record", "2026-03-03")
    with pytest.raises(NotPublished):
        work.take(case, "close", "2026-03-03")
    work.take(case, "publish", "2026-03-04")
    work.take(case, "hand_in", "2026-03-03")
    work.take(case, "bank", "2026-03-04")
    work.take(case, "close", "2026-03-05")
    work.take(case, "archive", "2026-03-06")
    assert (work.status(case), work.status(case, "payment"), work.status(case, "cash")) == (
        "archived",
        "paid",
        "banked",
    )


@pytest.mark.parametrize(
    ("step", "status"), [("clear", "no_violation"), ("exempt", "exempted"), ("hand_over", "handed_over")]
)
def test_an_inquiry_may_end_without_a_penalty(work: Casework, step: str, status: str) -> None:
    case = work.filed_case()
    work.take(case, "close_inquiry", "2026-03-04")
    work.take(case, step, "2026-03-05")
    assert work.status(case) == status
    assert work.running(case) == set(), "no limit for a decision any more"


def test_a_case_may_be_struck_off_until_it_is_decided(work: Casework) -> None:
    case = work.notified_case()
    work.take(case, "withdraw", "2026-03-06")
    assert (work.status(case), work.running(case)) == ("withdrawn", set())
    with pytest.raises(NotNow):
        work.take(work.decided_case(), "withdraw", "2026-03-10")


def test_a_clue_may_not_lead_to_a_case(work: Casework) -> None:
    case = work.clue()
    work.take(case, "not_file", "2026-03-03")
    with pytest.raises(NotNow):
        work.take(case, "file", "2026-03-04", act_on="2026-03-01")


def test_a_proposal_may_be_made_anew_and_asks_for_a_new_notice(work: Casework) -> None:
    case = work.notified_case()
    work.take(case, "propose", "2026-03-04", fine="800", tier="heavy")
    assert work.status(case) == "proposed"
    assert "defence" not in work.running(case)


def test_a_voided_case_has_no_clock_that_runs(work: Casework) -> None:
    case = work.decided_case()
    assert {"service", "publicity"} <= work.running(case)
    work.take(case, "void", "2026-03-10")
    assert work.running(case) == set()


def test_a_step_beside_the_main_line_does_not_come_before_what_it_follows(work: Casework) -> None:
    case = work.served_case()
    for step, field in (("publish", "published_on"), ("pay", "paid_on")):
        with pytest.raises(OutOfOrder) as refused:
            work.take(case, step, "2026-03-01")
        assert refused.value.errors[0]["field"] == field


def test_no_name_of_a_citizen_stands_in_an_event(work: Casework) -> None:
    case = work.clue()
    person = {"party_kind": "person", "party": None, "person_name": "赵某某", "person_number": "X1", "person_age": 30}
    event = work.take(case, "file", "2026-03-02", act_on="2026-03-01", **person)[-1]
    assert "赵某某" not in str(event.data)
    assert event.data["person_name"].startswith("who-")
