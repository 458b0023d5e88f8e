"""How somebody narrows a list stands there under a name, for them alone, until they delete it."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from services.chassis.storage.store import Store
from services.gateway.accounts.lists.saved_filters import MOST, SavedFilters, TooManyFilters
from services.gateway.accounts.tables import saved_filters
from tests.people import account_store
from tests.services.gateway.gateway_client import GatewayClient

MATTERS, FILTERS = "/registers/outreach/matters", "/filters/outreach/matters"
KEY = b"k" * 32
NARROWED = {"status": "done", "q": "路灯", "show": "outcome,done_on"}


def seal(page: TestResponse) -> str:
    (first, *_) = re.findall(r'name="_seal" value="([^"]+)"', page.text)
    return str(first)


def save(gateway: GatewayClient, name: str, query: dict[str, str], **who: Any) -> TestResponse:
    page = gateway.request(f"{MATTERS}?status=done", **who)
    return gateway.request(FILTERS, {"_seal": seal(page), "name": name} | query, **who)


def links_of(gateway: GatewayClient, **who: Any) -> dict[str, str]:
    """The links to saved filters on the list's page, by name."""
    text = gateway.request(MATTERS, **who).text.partition('<section class="saved')[2].partition("</section>")[0]
    return {name: html.unescape(link) for link, name in re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', text)}


def test_what_was_saved_is_offered_by_its_name_and_leads_to_the_same_list(gateway: GatewayClient) -> None:
    assert save(gateway, "已办的路灯", NARROWED).status_code == 303
    link = links_of(gateway)["已办的路灯"]
    page = gateway.request(link).text
    assert '<option value="done" selected>' in page
    assert 'value="路灯"' in page
    assert re.search(r'value="outcome" checked', page)
    assert 'aria-current="true">已办的路灯' in page


def test_the_same_name_takes_the_others_place_and_each_register_has_its_own(gateway: GatewayClient) -> None:
    save(gateway, "常用", {"status": "done"})
    save(gateway, " 常用 ", {"status": "closed"})
    assert links_of(gateway) == {"常用": f"{MATTERS}?status=closed"}
    assert "常用" not in gateway.request("/registers/outreach/features").text


def test_nobody_sees_or_deletes_anothers(gateway: GatewayClient) -> None:
    save(gateway, "我的", {"status": "done"})
    other: dict[str, Any] = {"role": "captain"}
    assert links_of(gateway, **other) == {}
    (id_,) = re.findall(r'name="id" value="([^"]+)"', gateway.request(MATTERS).text)
    for who, left in ((other, {"我的"}), ({}, set())):
        page = gateway.request(f"{MATTERS}?status=done", **who)
        assert gateway.request(f"{FILTERS}/discard", {"_seal": seal(page), "id": id_}, **who).status_code == 303
        assert links_of(gateway).keys() == left


@pytest.mark.parametrize(("name", "query"), [("", {}), ("长" * 41, {}), ("a\x00b", {}), ("好", {"q": "长" * 1001})])
def test_what_cannot_be_kept_is_refused_by_name(gateway: GatewayClient, name: str, query: dict[str, str]) -> None:
    assert save(gateway, name, query).status_code == 422
    assert links_of(gateway) == {}


def test_who_may_not_read_a_register_keeps_nothing_of_it(gateway: GatewayClient) -> None:
    page = gateway.request(f"{MATTERS}?status=done")
    sent = {"_seal": seal(page), "name": "x", "status": "drafted"}
    assert gateway.request("/filters/training/questions", sent).status_code == 403


def test_only_what_a_list_understands_is_kept(gateway: GatewayClient) -> None:
    save(gateway, "x", {"status": "done", "cursor": "abc", "lang": "en", "script": "1"})
    assert links_of(gateway) == {"x": f"{MATTERS}?status=done"}


def test_there_are_so_many_and_no_more_and_texts_lie_encrypted(store: Store) -> None:
    filters = SavedFilters(account_store(store), KEY)
    for n in range(MOST):
        filters.save("a", "outreach.matters", f"甲{n}", {"q": "某人电话"})
    filters.save("a", "outreach.matters", "甲0", {"q": "另一"})
    with pytest.raises(TooManyFilters):
        filters.save("a", "outreach.matters", "再一个", {})
    filters.save("b", "outreach.matters", "再一个", {})
    assert len(filters.of("a", "outreach.matters")) == MOST
    with filters.store.begin_read() as tx:
        bodies = [bytes(one) for one in tx.scalars(sa.select(saved_filters.c.body))]
    assert not any("甲".encode() in one or "某人".encode() in one for one in bodies)
    assert SavedFilters(filters.store, b"j" * 32).of("a", "outreach.matters") == [], "of another home nothing is read"
