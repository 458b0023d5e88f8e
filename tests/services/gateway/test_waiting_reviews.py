"""The legal officer's queue: what waits for a review, with what ends soonest in each case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.cases.penalties import register
from tests.services.cases.casework import Casework
from tests.services.gateway.gateway_client import GatewayClient, without_tags
from tests.services.gateway.test_work import ask, items

WHO = "L1"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[GatewayClient, Casework]]:
    """Cases of which two were sent to review, one of them longer ago."""
    work = Casework.on("2026-05-01")
    yield GatewayClient(tmp_path, work.office), work
    work.office.store.close()


def sent_case(work: Casework, filed: str, sent: str) -> str:
    case = work.notified_case(filed, "2026-04-20", review_ground="complex")
    work.take(case, "request_review", sent)
    return case


def test_what_waits_for_a_review_stands_in_the_legal_officers_work_with_its_clock(
    desk: tuple[GatewayClient, Casework],
) -> None:
    gateway, work = desk
    later, earlier = sent_case(work, "2026-04-01", "2026-04-02"), sent_case(work, "2026-03-02", "2026-04-03")
    work.notified_case("2026-04-06", "2026-04-20")
    gateway.project_events()

    rows = items(ask(gateway, role="legal", unit=None, who=WHO), "approve")

    assert {one["record"] for one in rows} == {later, earlier}
    assert [one["id"] for one in rows[0]["steps"]] == ["pass_review"]
    due = {one["record"]: (one["due"], one["clock"]["zh"]) for one in rows}
    assert due == {later: ("2026-06-30", "作出决定"), earlier: ("2026-05-31", "作出决定")}
    page = without_tags(gateway.request("/work", role="legal", unit=None, who=WHO).text)
    assert "到期日 2026-05-31" in page


def test_who_investigated_is_not_told_that_a_review_waits(desk: tuple[GatewayClient, Casework]) -> None:
    gateway, work = desk
    sent_case(work, "2026-04-01", "2026-04-02")
    gateway.project_events()
    assert items(ask(gateway, role="legal", unit=None, who="SYN-propose"), "approve") == []


def test_a_case_whose_review_passed_waits_for_it_no_longer(desk: tuple[GatewayClient, Casework]) -> None:
    gateway, work = desk
    case = sent_case(work, "2026-04-01", "2026-04-02")
    work.take(case, "pass_review", "2026-04-04")
    gateway.project_events()
    assert items(ask(gateway, role="legal", unit=None, who=WHO), "approve") == []
    assert work.office.record(register.name, case).status("review") == "passed"
