"""The day that somebody looks at goes along wherever they go, whether a page asks for it or not."""

from __future__ import annotations

import re
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.office import Office
from tests.services.gateway.audited_bureau import AuditedBureau
from tests.services.gateway.gateway_client import GatewayClient, without_tags
from tests.services.gateway.site_walk import links_of, route_of, walk

DAY = "2017-06-15"
RESET = "Reset"
TO_ANOTHER_DAY = re.compile(r'<a data-day href="[^"]*[?;]as_of=\d{4}-\d{2}-\d{2}[^"]*">')
"""A link that is there to go to another day, which it names: a month-end in a table of months."""
WALKERS = [("leader", None), ("captain", "DT"), ("clerk", "DT"), ("trainer", None), ("administrator", None)]


def query_of(address: str) -> dict[str, str]:
    """What an address asks."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def losing(text: str) -> list[str]:
    """The links of a page that lose the day, but for those that are there to."""
    kept = TO_ANOTHER_DAY.sub("", text.replace(f'<a href="/?lang=en">{RESET}</a>', ""))
    return [one for one in links_of(kept) if query_of(one).get("as_of") != DAY]


@pytest.mark.parametrize(("role", "unit"), WALKERS)
def test_every_link_of_every_page_keeps_the_day_and_the_language(
    gateway: GatewayClient, office: Office, role: str, unit: str | None
) -> None:
    for _ in range(2):
        office.confirm(office.matter())
    gateway.project_events()
    assert_kept(gateway, role=role, unit=unit)


@pytest.mark.parametrize("role", ["auditor", "operator"])
def test_every_link_of_the_pages_of_the_log_keeps_them_too(audited_bureau: AuditedBureau, role: str) -> None:
    assert_kept(audited_bureau.gateway, role=role, unit=None)


def assert_kept(gateway: GatewayClient, **who: Any) -> None:
    """Walk through all pages from the overview on, and look at every link."""
    pages = list(walk(gateway, f"/?as_of={DAY}&lang=en", partial(route_of, gateway), **who))
    assert len(pages) > 10
    for address, response in pages:
        assert response.status_code == 200, address
        assert losing(response.text) == [], address
        assert all(query_of(one).get("lang") in ("en", "zh") for one in links_of(response.text)), address


def test_a_form_that_narrows_a_list_sends_the_day_along(gateway: GatewayClient) -> None:
    kept = f'<input type="hidden" name="as_of" value="{DAY}">'
    for path in ("/registers/outreach/matters", "/work", "/warnings"):
        assert kept in gateway.request(f"{path}?as_of={DAY}", role="leader", unit=None).text, path
    for path in ("/", "/due"):
        text = gateway.request(f"{path}?as_of={DAY}", role="leader", unit=None).text
        assert (kept in text, text.count('name="as_of"')) == (False, 1), f"{path} asks for it itself"


def test_whoever_took_a_step_is_on_the_same_day_still(gateway: GatewayClient) -> None:
    form = {"unit": "DT", "community": "映月", "matter": "灯", "requested_on": "2017-03-01"}
    sent = gateway.fill(f"/registers/outreach/matters/new?as_of={DAY}&lang=en", form)
    assert sent.status_code == 303, without_tags(sent.text)
    assert query_of(sent.headers["Location"]) == {"as_of": DAY, "lang": "en", "done": "register"}


def head(gateway: GatewayClient, address: str, role: str, unit: str | None) -> list[str]:
    """Where the head of a page leads."""
    text = gateway.request(address, role=role, unit=unit).text
    return links_of(text[text.index('class="rooms"') : text.index("</nav>", text.index('class="rooms"'))])


def test_the_unit_that_is_looked_at_goes_along_in_the_head_but_to_nobodys_own_work(gateway: GatewayClient) -> None:
    asked = "?as_of=2017-06-15&unit=ZS"
    for path in ("/", "/registers", "/due", "/imports"):
        units = {urlsplit(one).path: query_of(one).get("unit") for one in head(gateway, path + asked, "captain", "DT")}
        assert units == {"/work": None, "/": "ZS", "/registers": "ZS", "/due": "ZS", "/imports": "ZS"}
    assert "/work?as_of=2017-06-15&unit=ZS" in head(gateway, f"/{asked}", "leader", None)


@pytest.mark.parametrize("wrong", ["as_of=yesterday", "as_of=2017-6-15", "as_of=1900-01-01", "as_of=", "unit=%3Cb%3E"])
def test_what_is_no_day_and_no_unit_goes_nowhere(gateway: GatewayClient, wrong: str) -> None:
    name = wrong.partition("=")[0]
    for path in ("/registers", "/work", "/?"):
        response = gateway.request(f"{path}{'' if path.endswith('?') else '?'}{wrong}", role="leader", unit=None)
        assert not any(name in query_of(one) for one in head_of(response.text)), path


def head_of(text: str) -> list[str]:
    """Where the head of a page leads that was shown already."""
    start = text.index('class="rooms"')
    return links_of(text[start : text.index("</nav>", start)])


def test_two_days_at_once_are_none(gateway: GatewayClient) -> None:
    text = gateway.request(f"/registers?as_of={DAY}&as_of=2017-06-16").text
    assert not any("as_of" in query_of(one) for one in head_of(text))
