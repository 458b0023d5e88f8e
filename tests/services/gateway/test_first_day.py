"""The first day: a tour for every role that leads only where that role is let in, on the home page until it is done."""

from __future__ import annotations

import re
from html import unescape

import pytest

from contracts.roles import POSTS
from services.gateway.display.messages.first_day import STOPS
from services.gateway.http import cookies
from services.gateway.web.addresses import HOME
from services.gateway.web.help.first_day import COOKIE, TOURS
from tests.services.gateway.audited_bureau import AuditedBureau
from tests.services.gateway.gateway_client import GatewayClient, without_tags

PAGE = "/help/first-day"
UNITS = dict.fromkeys(("captain", "clerk", "officer"), "DT")
FEWEST, MOST = 4, 7


def test_every_post_has_a_tour_of_a_few_stops_and_what_waits_comes_first() -> None:
    assert set(TOURS) == set(POSTS)
    assert all(FEWEST <= len(stops) <= MOST for stops in TOURS.values())
    assert {stop.phrase for stops in TOURS.values() for stop in stops} == set(STOPS)
    without_tasks = {"auditor", "operator", "administrator"}
    assert {role for role, stops in TOURS.items() if stops[0].path != HOME} == without_tasks


def test_the_administrator_begins_with_going_live() -> None:
    assert TOURS["administrator"][0].path == "/going-live"


@pytest.mark.parametrize("role", sorted(POSTS))
def test_every_stop_of_every_role_is_a_page_that_it_is_shown(audited_bureau: AuditedBureau, role: str) -> None:
    gateway, unit = audited_bureau.gateway, UNITS.get(role)
    for lang in ("zh", "en"):
        text = gateway.request(f"{PAGE}?lang={lang}&as_of=2017-06-15", role=role, unit=unit).text
        listed = text[text.index('<ol class="stops">') : text.index("</ol>")]
        links = [unescape(one) for one in re.findall(r'href="([^"]+)"', listed)]
        assert [one.partition("?")[0] for one in links] == [stop.path for stop in TOURS[role]]
        assert all("as_of=2017-06-15" in one for one in links)
    for link in links:
        assert gateway.request(link, role=role, unit=unit).status_code == 200, link


def test_the_card_stands_on_the_home_page_until_somebody_says_that_it_is_done(gateway: GatewayClient) -> None:
    home = gateway.request(HOME)
    assert f'href="{PAGE}"' in home.text
    assert "7 步" in without_tags(home.text)
    (seal,) = re.findall(rf'action="{PAGE}"><input type="hidden" name="_seal" value="([^"]+)"', home.text)
    done = gateway.request(PAGE, {"_seal": seal})
    assert (done.status_code, done.headers["Location"]) == (303, HOME)
    kept = done.headers["Set-Cookie"]
    assert all(one in kept for one in (f"{COOKIE}=done", "HttpOnly", "SameSite=Lax"))
    cookie = f"{gateway_cookie(gateway)}; {COOKIE}=done"
    again = gateway.request(HOME, Cookie=cookie)
    assert "guide" not in again.text
    assert f'href="{PAGE}"' in again.text[again.text.index("<footer>") :], "at the foot it is there for good"
    assert '<form class="inline" method="post" action="/help' not in gateway.request(PAGE, Cookie=cookie).text


def gateway_cookie(gateway: GatewayClient) -> str:
    """The sign-in of a clerk as a browser sends it."""
    return f"{cookies.PLAIN}={gateway.token('clerk', 'DT')}"


def test_a_word_that_it_is_done_counts_from_a_page_of_ours_alone(gateway: GatewayClient) -> None:
    refused = gateway.request(PAGE, {"_seal": "forged"})
    assert refused.status_code == 403
    assert "Set-Cookie" not in refused.headers
