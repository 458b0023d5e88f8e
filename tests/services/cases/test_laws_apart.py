"""Old law and new law side by side: which text a clock and a refusal cite, on the days around each change."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

from contracts.cases.penalties import register
from contracts.cases.penalties.clocks import NEW_LAW, PENALTY_LAW
from contracts.errors import Refused
from services.cases import penalties
from services.cases.articles import article_on
from services.cases.penalties.evidence import DisposedLate
from services.cases.penalties.hearing import NotTheDay, RequestedLate
from services.cases.penalties.notice import NotNoticed
from services.cases.penalties.officers import OneOfficer
from services.chassis.records.deadlines import open_runs
from tests.office import day
from tests.services.cases.casework import Casework


@pytest.fixture
def work() -> Iterator[Casework]:
    """A bureau in 2022, which looks back."""
    bureau = Casework.on("2022-06-01")
    yield bureau
    bureau.office.store.close()


@pytest.mark.parametrize(
    ("on", "article"),
    [
        ("2017-12-31", "行政处罚法（2009年修正）第三十七条"),
        ("2018-01-01", "行政处罚法（2017年修正）第三十七条"),
        ("2021-07-14", "行政处罚法（2017年修正）第三十七条"),
        ("2021-07-15", "行政处罚法 第五十六条"),
    ],
)
def test_a_clock_cites_the_text_that_was_in_force_when_it_began(work: Casework, on: str, article: str) -> None:
    case = work.filed_case(on)
    work.take(case, "register_evidence", on)
    assert work.run(case, "evidence", "B1").article == article


def test_no_clock_cites_the_law_of_2021_before_it_was_in_force() -> None:
    citing = [one for one in register.clocks if f"{PENALTY_LAW} 第" in one.article]
    assert len(citing) > 5
    assert not [one.name for one in citing if one.since is None or one.since < NEW_LAW]


@pytest.mark.parametrize(
    ("on", "article"),
    [
        ("2018-12-04", None),
        ("2018-12-05", "国办发〔2018〕118号"),
        ("2021-07-14", "国办发〔2018〕118号"),
        ("2021-07-15", "国办发〔2018〕118号；行政处罚法 第四十八条"),
    ],
)
def test_publication_has_its_time_since_2018_and_its_article_since_2021(
    work: Casework, on: str, article: str | None
) -> None:
    case = work.on_spot_case(on)
    running = {one.clock: one.article for one in open_runs(work.record(case))}
    assert running.get("publicity") == article


@pytest.mark.parametrize(
    ("on", "article"),
    [
        ("2017-12-31", "行政处罚法（2009年修正）第三十七条第一款"),
        ("2018-01-01", "行政处罚法（2017年修正）第三十七条第一款"),
        ("2021-07-14", "行政处罚法（2017年修正）第三十七条第一款"),
        ("2021-07-15", "行政处罚法 第四十二条"),
        ("2021-07-16", "行政处罚法 第四十二条"),
    ],
)
def test_a_refusal_names_the_article_of_the_day_of_the_step(work: Casework, on: str, article: str) -> None:
    case = work.filed_case("2017-03-01")
    with pytest.raises(OneOfficer) as refusal:
        work.take(case, "inspect", on, second_officer="O1")
    assert refusal.value.to_dict()["article"] == article


def test_one_case_is_refused_by_each_law_in_its_time(work: Casework) -> None:
    case = work.proposed_case("2021-07-14")
    articles = []
    for on in ("2021-07-14", "2021-07-15"):
        with pytest.raises(NotNoticed) as refusal:
            work.take(case, "decide", on)
        articles.append(refusal.value.to_dict()["article"])
    assert articles == ["行政处罚法（2017年修正）第三十一条、第四十一条", "行政处罚法 第四十四条、第六十二条"]


@pytest.mark.parametrize(
    ("article", "on", "said"),
    [
        (RequestedLate.article, "2018-01-01", "行政处罚法（2017年修正）第四十二条第一款第一项"),
        (NotTheDay.article, "2017-12-31", "行政处罚法（2009年修正）第四十二条第一款第二项"),
        (DisposedLate.article, "2021-07-14", "行政处罚法（2017年修正）第三十七条第二款"),
        ("行政处罚法 第五十八条", "2017-12-31", ""),
        ("行政处罚法 第五十八条", "2018-01-01", "行政处罚法（2017年修正）第三十八条第三款"),
        ("行政处罚法 第五十八条", "2021-07-15", "行政处罚法 第五十八条"),
        ("行政处罚法 第六十条", "2021-07-14", ""),
        ("行政处罚法 第六十条；办案规定", "2021-07-14", "办案规定"),
        ("行政处罚法 第六十七条至第六十九条", "2017-03-01", "行政处罚法（2009年修正）第四十六条至第四十八条"),
        ("行政处罚法 第四十八条；国办发〔2018〕118号", "2021-07-14", "国办发〔2018〕118号"),
        ("行政处罚法 第三十七条、第三十八条", "2017-03-01", "行政处罚法（2009年修正）第三条"),
        ("行政强制法 第二十五条", "2017-03-01", "行政强制法 第二十五条"),
        ("", "2017-03-01", ""),
    ],
)
def test_what_the_old_law_did_not_know_is_not_cited_under_it(article: str, on: str, said: str) -> None:
    assert article_on(article, day(on)) == said


def _refusals() -> Iterator[type[Refused]]:
    """Every refusal that a module of the procedure defines."""
    for module in pkgutil.walk_packages(penalties.__path__, f"{penalties.__name__}."):
        here = vars(importlib.import_module(module.name)).values()
        yield from (one for one in here if isinstance(one, type) and issubclass(one, Refused))


def test_no_refusal_cites_an_article_of_the_revised_law_before_it_was_in_force() -> None:
    refusals = set(_refusals())
    assert len(refusals) > 50
    for one in refusals:
        under_old_law = article_on(one.article, day("2021-07-14"))
        assert "行政处罚法 第" not in under_old_law, one
        assert under_old_law.count("条") <= one.article.count("条"), one
