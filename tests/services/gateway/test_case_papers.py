"""The papers of a case stand on its page by stage: issued, to be issued now with where each gap is filled, not yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.cases.penalties.papers import CATALOGUE
from tests.services.cases.casework import Casework
from tests.services.gateway.gateway_client import GatewayClient, without_tags

Json = dict[str, Any]
OFFICER: Json = {"who": "O3", "role": "officer"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[GatewayClient, Casework]]:
    """A squadron with officers, at its pages."""
    work = Casework.on("2026-12-01")
    yield GatewayClient(tmp_path, work.office), work
    work.office.store.close()


def case_papers(gateway: GatewayClient, case: str, **who: Any) -> list[Json]:
    headers = {"Authorization": f"Bearer {gateway.token(who.get('role', 'officer'), 'DT', who.get('who', 'O3'))}"}
    answer = gateway.client.get(f"/v1/cases/penalties/{case}/papers", headers=headers)
    assert answer.status_code == 200, answer.text
    papers: list[Json] = answer.get_json()["papers"]
    return papers


def states(papers: list[Json]) -> dict[str, str]:
    return {one["paper"]: one["state"] for one in papers}


def test_a_filed_case_has_its_filing_form_and_may_have_what_comes_next(desk: tuple[GatewayClient, Casework]) -> None:
    gateway, work = desk
    case = work.filed_case("2026-11-02")
    papers = case_papers(gateway, case)
    now = states(papers)
    assert now["filing"] == "issued"
    assert (now["inspection"], now["registration"], now["seizure"], now["transfer"]) == ("possible",) * 4
    assert (now["notice"], now["decision"], now["closing"]) == ("ahead",) * 3
    assert "on_spot_decision" not in now, "a case that was filed is not decided on the spot"
    (filing,) = (one for one in papers if one["paper"] == "filing")
    assert (filing["step"], filing["issued_on"]) == ("file", "2026-11-02")
    assert filing["files"]["docx"] == f"/v1/cases/penalties/{case}/papers/filing.docx?place={filing['place']}"
    assert [one["paper"] for one in papers] == sorted(now, key=list(CATALOGUE).index)


def test_each_inspection_has_a_paper_of_its_own(desk: tuple[GatewayClient, Casework]) -> None:
    gateway, work = desk
    case = work.filed_case("2026-11-02")
    for day in ("2026-11-03", "2026-11-04"):
        work.take(case, "inspect", day)
    issued = [
        one["issued_on"]
        for one in case_papers(gateway, case)
        if (one["paper"], one["state"]) == ("inspection", "issued")
    ]
    assert issued == ["2026-11-03", "2026-11-04"]


def test_a_receipt_says_what_was_served(desk: tuple[GatewayClient, Casework]) -> None:
    gateway, work = desk
    case = work.notified_case("2026-11-02", "2026-11-05")
    (receipt,) = (one for one in case_papers(gateway, case) if (one["paper"], one["state"]) == ("receipt", "issued"))
    assert receipt["title"] == {
        "zh": "送达回证：行政处罚事先告知书",
        "en": "Service receipt: Prior notice of a penalty",
    }
    page = f"/registers/cases/penalties/{case}"
    assert "送达回证：行政处罚事先告知书" in without_tags(gateway.request(page, **OFFICER).text)
    assert "Service receipt: Prior notice of a penalty" in without_tags(
        gateway.request(f"{page}?lang=en", **OFFICER).text
    )


def test_a_gap_leads_to_where_it_is_filled(desk: tuple[GatewayClient, Casework]) -> None:
    gateway, work = desk
    case = work.notified_case("2026-11-02", "2026-11-04")
    (decision,) = (one for one in case_papers(gateway, case) if one["paper"] == "decision")
    assert decision["state"] == "possible"
    assert decision["gaps"], "nobody said where the shop is"
    assert all(gap["step"] or gap["register"] for gap in decision["gaps"]), decision["gaps"]
    page = gateway.request(f"/registers/cases/penalties/{case}", **OFFICER).text
    text = without_tags(page)
    assert "案件文书" in text
    for gap in decision["gaps"]:
        assert gap["name"] in text


def test_the_list_is_for_those_who_read_cases_and_names_none_that_is_not(desk: tuple[GatewayClient, Casework]) -> None:
    gateway, work = desk
    case = work.filed_case("2026-11-02")
    headers = {"Authorization": f"Bearer {gateway.token('trainer', None, 'O3')}"}
    assert gateway.client.get(f"/v1/cases/penalties/{case}/papers", headers=headers).status_code == 403
    headers = {"Authorization": f"Bearer {gateway.token('officer', 'DT', 'O3')}"}
    assert gateway.client.get("/v1/cases/penalties/nothing/papers", headers=headers).status_code == 404
