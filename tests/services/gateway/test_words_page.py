"""The page of words: every register, status, level, kind of task and role, in both languages."""

from __future__ import annotations

import re

import pytest

from contracts import catalogue
from contracts.roles import POSTS
from contracts.tasks import KINDS
from services.gateway.display.messages import pages, terms
from tests.services.gateway.gateway_client import GatewayClient, without_tags

PAGE = "/help/words"
MOST_BYTES = 40_000


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_word_stands_there_once_with_its_place_and_in_both_languages(gateway: GatewayClient, lang: str) -> None:
    response = gateway.request(f"{PAGE}?lang={lang}", role="leader", unit=None, Accept_Encoding="gzip")
    assert len(response.data) < MOST_BYTES
    text = gateway.request(f"{PAGE}?lang={lang}", role="leader", unit=None).text
    places = re.findall(r'id="(w-[^"]+)"', text)
    assert len(places) == len(set(places))
    assert {f"w-{name}" for name in (*catalogue.REGISTERS, *pages.LEVEL, *pages.STATUS, *KINDS, *POSTS)} <= set(places)
    said = without_tags(text)
    for register in catalogue.REGISTERS.values():
        assert register.zh in said
        assert register.en in said


def test_what_is_said_of_a_register_is_said_of_one_that_there_is() -> None:
    assert set(terms.REGISTERS) <= set(catalogue.REGISTERS)
    assert set(terms.NUMBERS) <= set(pages.SAID)


def test_a_register_that_somebody_may_not_read_is_explained_and_no_link(gateway: GatewayClient) -> None:
    link = 'href="/registers/training/questions"'
    assert link in gateway.request(PAGE, role="trainer", unit=None).text
    clerk = gateway.request(PAGE).text
    assert link not in clerk
    assert "题库" in clerk


def test_a_word_says_who_opens_its_records_and_where_these_may_stand(gateway: GatewayClient) -> None:
    text = without_tags(gateway.request(f"{PAGE}?lang=en", role="leader", unit=None).text)
    matter = text[text.index("Practical matters") :].partition("Question-and-answer")[0]
    assert "Opened by: clerk, captain" in matter
    assert "registered, not taken in, in progress, finished, confirmed" in matter


def test_every_foot_leads_to_it(gateway: GatewayClient) -> None:
    for path in ("/", "/registers", "/work", "/measures/nothing"):
        assert f'href="{PAGE}"' in gateway.request(path).text, path
