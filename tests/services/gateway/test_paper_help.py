"""What the template of each paper may say, and what it must, stands on a page."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from contracts.cases.penalties.papers import PAPERS
from services.gateway.casefile.fields import MANDATORY, NAMES
from tests.office import Office
from tests.services.gateway.gateway_client import GatewayClient, without_tags

PAGE = "/help/papers"


@pytest.fixture
def gateway(tmp_path: Path) -> GatewayClient:
    return GatewayClient(tmp_path, Office(start="2026-12-01"))


def test_the_page_has_every_field_of_every_paper_and_what_must_stand_in_it(gateway: GatewayClient) -> None:
    page = gateway.request(PAGE, role="legal", unit=None)
    assert page.status_code == 200
    text = without_tags(page.text)
    assert [
        one for paper in PAPERS for one in (PAPERS[paper], *NAMES[paper], *NAMES[paper].values()) if one not in text
    ] == []
    assert all(must.article in text and must.sentence in text for paper in PAPERS for must in MANDATORY[paper])
    assert len(gzip.compress(page.text.encode())) < 40_000
    assert "Fields of papers" in gateway.request(f"{PAGE}?lang=en", role="legal", unit=None).text
    assert PAGE in gateway.request("/help/words", role="legal", unit=None).text


def test_who_has_nothing_to_do_with_cases_is_not_shown_the_way(gateway: GatewayClient) -> None:
    assert gateway.request(PAGE, role="trainer").status_code == 403
    assert PAGE not in gateway.request("/help/words", role="trainer").text
