"""What a page weighs as it is sent: the overview below 25 KB, any other below 40 KB, in either coding."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.gateway.web.measure import ON_PAGE
from tests.office import Office
from tests.services.gateway.gateway_client import GatewayClient

OVERVIEW, ANY_PAGE = 25_000, 40_000
CODINGS = ("br", "gzip")
LISTED = 100
"""Matters of which pages show lists; the page of a measure shows all that it ever does."""


def weigh(gateway: GatewayClient, path: str, coding: str) -> int:
    """How many bytes of a page are sent, in a coding that a browser takes."""
    response = gateway.request(path, Accept_Encoding=coding)
    assert response.status_code == 200, path
    assert response.headers["Content-Encoding"] == coding
    return len(response.data)


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_overview_weighs_less_than_25_kilobytes(gateway: GatewayClient, coding: str, lang: str) -> None:
    assert weigh(gateway, f"/?lang={lang}", coding) < OVERVIEW


@pytest.mark.parametrize("coding", CODINGS)
def test_any_page_weighs_less_than_40_kilobytes(tmp_path: Path, coding: str) -> None:
    office = Office()
    matters = [office.matter() for _number in range(LISTED)]
    gateway = GatewayClient(tmp_path, office)
    register = "/registers/outreach/matters"
    for path in ("/registers", register, f"{register}/{matters[0]}", f"{register}/new", "/style.css"):
        assert weigh(gateway, path, coding) < ANY_PAGE, path
    gateway.store.close()
    office.store.close()


def test_the_page_of_a_measure_with_many_facts_weighs_less_than_40_kilobytes(tmp_path: Path) -> None:
    office = Office()
    for _number in range(ON_PAGE + 1):
        office.matter()
    gateway = GatewayClient(tmp_path, office)
    path = "/measures/A6.matters_done?as_of=2017-12-31"
    page = gateway.request(path).text
    assert page.count('href="/facts/') >= ON_PAGE
    assert 'rel="next"' in page
    for coding in CODINGS:
        assert weigh(gateway, path, coding) < ANY_PAGE
    gateway.store.close()
    office.store.close()
