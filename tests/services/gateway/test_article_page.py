"""The report, claim by claim, over a view in memory."""

from __future__ import annotations

import re
from typing import Any

import pytest

from contracts.article import ANSWERED, IN_PART, MISSING, STATES
from contracts.documents.response_schemas import SCHEMAS
from services.gateway.api.measures.article import open_article
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import Visit
from services.gateway.resources import endpoints
from services.gateway.web.leader.article_page import PHRASES
from services.gateway.web.leader.views import opens
from tests.services.gateway.test_page_weight import ANY_PAGE, CODINGS
from tests.services.gateway.test_pages import Site, parse_page, site

__all__ = ["site"]
"""The fixture of the pages."""
CLAIMS = 188
TWENTY_EIGHT = 150
"""The claim of the 28 practical matters."""


def claim(text: str, number: int) -> str:
    """What the page says of a claim."""
    start = text.index(f'<li id="c{number}"')
    return text[start : text.index("</li>", start)]


def answer(site: Site, address: str) -> Any:
    """What the interface answers."""
    return site.get(address, Accept="application/json").json


def test_every_claim_stands_in_its_order_with_what_answers_it(site: Site) -> None:
    page = parse_page(site.get("/article"))
    assert [one["value"] for one in page.all("li") if "value" in one] == [str(n) for n in range(1, CLAIMS + 1)]
    said = claim(site.get("/article").text, TWENTY_EIGHT)
    assert "为社区办实事 28 件" in said
    assert 'href="/measures/A6.matters_done"' in said
    assert 'href="/registers/outreach/matters"' in said
    assert "报道未写明：" in said
    assert "尚缺" not in said


def test_gaps_that_evidence_does_not_close_are_not_called_verified(site: Site) -> None:
    need = site.office.do(
        "training.training_needs", "", "survey", unit="DT", role="officer", topic="law", asked=9, needing=3,
        surveyed_on="2017-03-01",
    )[-1].subject  # fmt: skip
    course = site.office.do(
        "training.courses", "", "define", code="KC-1", title="执法规范", unit="DT", category="special", topics=["law"],
        hours=2, mandatory_for=[], in_force_on="2017-01-01",
    )[-1].subject  # fmt: skip
    site.office.do("training.training_needs", need, "meet", course=course, met_on="2017-03-02")
    site.hear()
    page = site.get("/measures/S1.needs_without_course?as_of=2017-12-31").text
    assert ">未证实已补齐<" in page
    assert ">已核实<" not in page
    assert "没有缺口" not in page, "over a number that counts one"
    assert "其中 1 个按记录已经补齐" in page
    assert "未核实" in page.partition('id="facts"')[2]
    assert "未设目标" in page, "zero is the best of gaps, not the sign that nothing was begun"


def test_a_claims_number_is_that_of_its_measure_on_the_day_asked(site: Site) -> None:
    matter = site.office.matter()
    day = "2018-12-31"
    site.hear()
    measure = answer(site, f"/v1/measures/A6.matters_done?as_of={day}")
    told = answer(site, f"/v1/article?as_of={day}")
    numbers = {
        m["id"]: m["claimed"] for section in told["sections"] for one in section["claims"] for m in one["measures"]
    }
    assert (matter, measure["claimed"]) == (matter, 1)
    assert numbers["A6.matters_done"] == measure["claimed"]
    assert ">1 件<" in claim(site.get(f"/article?as_of={day}").text, TWENTY_EIGHT)
    assert ">0 件<" in claim(site.get("/article?as_of=2016-12-31").text, TWENTY_EIGHT)


def test_all_numbers_come_from_the_one_reading_that_the_overview_has_too(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.get("/?as_of=2017-06-15")
    monkeypatch.setattr(site.read_model, "reader", None)  # whoever reads again fails
    assert answer(site, "/v1/article?as_of=2017-06-15")["total"] == CLAIMS


def test_the_filter_leaves_only_what_misses_something(site: Site) -> None:
    whole = answer(site, "/v1/article")
    some = answer(site, "/v1/article?only=missing")
    lacking = [one["number"] for section in whole["sections"] for one in section["claims"] if one["missing"]]
    assert [one["number"] for section in some["sections"] for one in section["claims"]] == lacking
    assert [some[name] for name in ("total", *STATES)] == [whole[name] for name in ("total", *STATES)]
    assert some[IN_PART] + some[MISSING] == len(lacking)
    assert some[ANSWERED] + len(lacking) == some["total"] == CLAIMS
    page = site.get("/article?only=missing").text
    assert page.count("<li id=") == page.count('class="lacks"') == len(lacking)
    assert site.get("/v1/article?only=answered", Accept="application/json").status_code == 422


def test_both_languages_say_all_of_it(site: Site) -> None:
    chinese, english = site.get("/article").text, site.get("/article?lang=en").text
    assert "28 practical matters were done for communities" in claim(english, TWENTY_EIGHT)
    assert not re.search("尚缺|未写明|已回答", english)
    assert english.count("<li id=") == chinese.count("<li id=") == CLAIMS


def test_a_register_that_one_may_not_read_is_named_and_not_linked(site: Site) -> None:
    address = "/registers/training/breaches"
    assert f'href="{address}"' in site.get("/article", role="inspector").text
    said = site.get("/article", role="quartermaster").text
    assert f'href="{address}"' not in said
    assert "违纪登记" in said


def test_a_page_that_one_may_not_open_is_named_and_not_linked(site: Site) -> None:
    told = answer(site, "/v1/article")
    named = {path for section in told["sections"] for one in section["claims"] for path in one["pages"]}
    for role in ("leader", "inspector"):
        said = site.get("/article", role=role).text
        linked = {path for path in named if f' <a href="{path}">' in said[said.index('class="claims"') :]}
        assert linked == {path for path in named if site.get(path, role=role).status_code == 200}
        assert {"/", "/indicators"} <= linked < named


def test_what_tells_of_a_register_is_opened_by_who_reads_it() -> None:
    def admitted(_path: str) -> bool:
        return True

    visits = {role: Visit(Bearer("P-1", role, None), admitted) for role in ("leader", "trainer", "inspector")}
    assert [role for role, one in visits.items() if opens(one, "/assessments")] == ["leader", "trainer"]
    assert all(opens(one, "/surveys") and not opens(Visit(one.bearer), "/surveys") for one in visits.values())


def test_the_overview_leads_there_and_back(site: Site) -> None:
    assert ("/article", "claims") in PHRASES.items()
    assert 'href="/article?as_of=2017-06-15"' in site.get("/?as_of=2017-06-15").text
    assert 'href="/?as_of=2017-06-15#A6"' in site.get("/article?as_of=2017-06-15").text


def test_every_page_that_a_claim_names_is_named_in_words() -> None:
    assert {path for one in open_article(endpoints()).claims for path in one.pages} <= PHRASES.keys()


@pytest.mark.parametrize("coding", CODINGS)
def test_the_page_weighs_less_than_40_kilobytes(site: Site, coding: str) -> None:
    response = site.get("/article", Accept_Encoding=coding)
    assert response.headers["Content-Encoding"] == coding
    assert len(response.data) + len(site.get("/style.css", Accept_Encoding=coding).data) < ANY_PAGE


def test_what_is_answered_has_every_member_that_the_document_names(site: Site) -> None:
    told = answer(site, "/v1/article")
    assert set(told) == set(SCHEMAS["Article"]["properties"])
