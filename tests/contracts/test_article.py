"""The report, claim by claim: every claim is answered or says what is missing, and names only what there is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from contracts import article
from contracts.article import ANSWERED, CLAIMS, IN_PART, MISSING, Article
from contracts.errors import Undefined
from services.gateway.api.measures.article import open_article
from services.gateway.read_model.programme import campaign
from services.gateway.resources import endpoints

CLAIMS_OF_THE_REPORT = 188
MOST_MISSING = 1
"""So many claims may still say that something is missing; the number may only fall."""
ALIKE = ([16, 17], [35, 36], [83, 84], [88, 90], [165, 166])
"""Claims of one fact that have the same numbers, which are about each of them; there may only be fewer."""
SMALL: dict[str, Any] = {
    "number": 1,
    "facts": ["F106"],
    "zh": "实事",
    "en": "Matters",
    "answers": {
        "registers": ["outreach.matters"],
        "steps": ["outreach.matters.finish"],
        "measures": ["A6.matters_done"],
    },
}


@pytest.fixture(scope="module")
def report() -> Article:
    return open_article(endpoints())


def read(*claims: dict[str, Any]) -> Article:
    """A report of these claims alone."""
    section = {"id": "A6", "title": {"zh": "志愿服务", "en": "Volunteers"}, "claims": list(claims)}
    return article.read(campaign().by_name, {"/due"}, yaml.safe_dump({"sections": [section]}))


def test_there_are_188_claims_in_sections_that_follow_the_thirteen_items(report: Article) -> None:
    assert len(report.claims) == CLAIMS_OF_THE_REPORT
    assert [one.id for one in report.sections] == ["frame", *(item.id for item in campaign().items())]


def test_a_sections_title_is_its_items(report: Article) -> None:
    titles = {item.id: item.title for item in campaign().items()}
    assert [one.title for one in report.sections[1:]] == [titles[one.id] for one in report.sections[1:]]


def test_no_more_claims_than_so_many_miss_something(report: Article) -> None:
    assert sum(one.missing is not None for one in report.claims) <= MOST_MISSING


def test_parts_of_one_fact_are_not_answered_by_one_undivided_number(report: Article) -> None:
    numbers: dict[tuple[Any, ...], list[int]] = {}
    for one in report.claims:
        if one.measures:
            numbers.setdefault((one.facts, *sorted(one.measures)), []).append(one.number)
    assert [claims for claims in numbers.values() if len(claims) > 1 and claims not in ALIKE] == []


def test_a_claim_is_answered_in_part_or_not_at_all_by_what_it_says() -> None:
    lacks = {"missing": {"zh": "问卷", "en": "A survey"}}
    alone = {name: one for name, one in SMALL.items() if name != "answers"}
    states = [read(one).claims[0].state for one in (SMALL, SMALL | lacks, alone | lacks)]
    assert states == [ANSWERED, IN_PART, MISSING]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one.pop("answers"), "neither answers nor missing"),
        (lambda one: one.update(answers={}), "it names nothing that answers"),
        (lambda one: one.update(answered=True), "Unknown field"),
        (lambda one: one.update(number=2), "numbered from 1 on"),
        (lambda one: one.update(facts=["M-A6-1"]), "does not match"),
        (lambda one: one.update(answers={"registers": ["outreach.nothing"]}), "outreach.nothing"),
        (lambda one: one.update(answers={"measures": ["A6.nothing"]}), "A6.nothing"),
        (lambda one: one.update(answers={"pages": ["/nothing"]}), "/nothing"),
        (lambda one: one["answers"].update(steps=["outreach.matters.nothing"]), "no step nothing"),
        (lambda one: one["answers"].update(steps=["outreach.visits.make"]), "registers that are not named"),
    ],
)
def test_what_a_claim_may_not_say_is_refused(change: Callable[[dict[str, Any]], Any], said: str) -> None:
    claim = SMALL | {"answers": dict(SMALL["answers"])}
    change(claim)
    with pytest.raises(Undefined, match=re.escape(said)):
        read(claim)


def test_no_claim_is_said_twice(report: Article) -> None:
    for lang in ("zh", "en"):
        texts = [one.title[lang] for one in report.claims]
        assert len(set(texts)) == len(texts)


def test_replacing_what_is_missing_is_one_line_of_a_claim() -> None:
    lines = CLAIMS.read_text(encoding="utf-8").splitlines()
    assert sum(one.startswith("    missing: ") for one in lines) <= MOST_MISSING
    assert all(one.endswith("}") for one in lines if one.startswith(("    missing: ", "    answers: ", "    open: ")))
