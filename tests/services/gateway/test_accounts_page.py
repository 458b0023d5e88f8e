"""Many accounts: the administrator looks through them a page at a time, on the page and at the interface."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from contracts.accounts import FOUNDER_ID
from tests.services.gateway.test_accounts import HERE
from tests.services.gateway.test_recoveries import Browser, Desk, office_desk

__all__ = ["office_desk"]
MANY = 230


@pytest.fixture
def founder(office_desk: Desk) -> Browser:
    """The administrator of a bureau with many accounts."""
    for number in range(MANY):
        office_desk.accounts.directory.add(f"SYN-{number:04}", by="founder")
    return Browser(office_desk, office_desk.accounts.sessions.begin(FOUNDER_ID, HERE, strong=True))


def codes(page: str) -> list[str]:
    return re.findall(r'href="/registers/training/people/([^"?]+)', page)


def following(page: str) -> str:
    (address,) = re.findall(r'href="([^"]+)" rel="next"', page)
    return str(address).replace("&amp;", "&")


def test_the_page_shows_a_hundred_and_leads_to_the_next(founder: Browser) -> None:
    first = founder.page("/accounts")
    second = founder.page(following(first))
    third = founder.page(following(second))
    seen = [*codes(first), *codes(second), *codes(third)]
    assert seen == sorted(seen)
    assert {f"SYN-{number:04}" for number in range(MANY)} < set(seen)
    assert 'rel="next"' not in third


def test_who_is_looked_for_is_found_by_how_the_code_begins(founder: Browser) -> None:
    assert codes(founder.page("/accounts?q=SYN-022")) == [f"SYN-022{digit}" for digit in range(10)]
    assert "No account" in founder.page("/accounts?q=%25")


def test_a_form_leads_back_to_the_page_on_which_it_stood(founder: Browser) -> None:
    second = following(founder.page("/accounts?q=SYN"))
    page = founder.page(second)
    (action,) = {one for one in re.findall(r'action="([^"]+)"', page) if one.startswith("/accounts/close")}
    done = founder.send(action.replace("&amp;", "&"), account=codes(page)[0])
    assert done.status_code == 303
    assert parse_qs(urlsplit(done.headers["Location"]).query) == parse_qs(urlsplit(second).query)
    assert "closed" in founder.page(second)


def test_programs_read_page_by_page(founder: Browser) -> None:
    def read(query: str) -> tuple[list[str], str | None]:
        answer = founder.client.get(f"/v1/accounts?{query}", headers={"Authorization": f"Bearer {founder.secret}"})
        page = answer.get_json()
        return [one["id"] for one in page["items"]], page["next"]

    ids, cursor = read("limit=500&q=SYN")
    assert len(ids) == 100, "a greater limit is taken, and answered with a hundred"
    while cursor:
        some, cursor = read(f"limit=500&q=SYN&cursor={cursor}")
        ids += some
    assert ids == [f"SYN-{number:04}" for number in range(MANY)]
    assert (
        founder.client.get("/v1/accounts?limit=0", headers={"Authorization": f"Bearer {founder.secret}"}).status_code
        == 422
    )
