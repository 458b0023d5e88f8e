"""Surveys, honours, posts, help and praise come out of the demo's sheets: what was asked twice, first and latest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from operations.demo.load import BASELINE
from operations.demo.sheets import FOLDER, SHEETS
from tests.services.gateway.sheet_clerk import Clerk, clerk_of_demo
from tests.services.outreach.public_contact import value
from tests.services.outreach.survey_waves import SURVEYS

NEEDED = ("units.csv", "people.csv", "volunteer_events.csv", "pairings.csv", "visits.csv")
LATER = (
    "outreach/surveys",
    "outreach/survey_sheets",
    "outreach/honours",
    "outreach/account_posts",
    "outreach/captions",
)
OF_PEOPLE = ("outreach/hardship_help", "outreach/praise")
OURS = [one for one in SHEETS if one.file in NEEDED or one.register in (*LATER, *OF_PEOPLE)]


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    """A clerk who has imported the sheets."""
    demo_clerk = clerk_of_demo(tmp_path_factory.mktemp("demo"), OURS)
    yield demo_clerk
    demo_clerk.close()


@pytest.mark.parametrize(
    ("measure", "claimed"),
    [
        ("S1.political_surveys", 1),
        ("S1.professional_surveys", 1),
        ("A1.image_surveys", 1),
        ("A2.discipline_surveys", 1),
        ("B3.credibility_surveys", 1),
        ("B3.survey_sheets", 97),
        ("A1.account_posts", 8),
        ("A1.information_posts", 3),
        ("A6.honours_provincial", 1),
        ("A6.honours_national", 0),
        ("A6.hardship_helped", 3),
        ("A6.hardship_followed_up", 2),
        ("B1.praise", 3),
    ],
)
def test_the_numbers_come_out(clerk: Clerk, measure: str, claimed: Any) -> None:
    assert value(clerk.read_model, measure, BASELINE)[0] == claimed


def test_every_survey_was_asked_twice_of_three_or_more_and_not_every_mean_rose(clerk: Clerk) -> None:
    surveys = [clerk.office.record(SURVEYS, row["id"]) for row in clerk.records(SURVEYS)]
    assert len(surveys) == 6
    rose = []
    for survey in surveys:
        first, latest = survey.all("close_wave")
        assert [one["shown"] and one["sheets"] >= 3 for one in (first, latest)] == [True, True]
        means = [[one["points"] / one["answers"] for one in wave["results"]] for wave in (first, latest)]
        rose += [before < after for before, after in zip(*means, strict=True)]
    assert True in rose
    assert False in rose


def test_the_four_captions_of_the_article_are_in_its_words_without_a_day_and_marked(clerk: Clerk) -> None:
    captions = [row["fields"] for row in clerk.records("outreach.captions")]
    words = ("带着便民服务包上岗", "便民服务包十小件", "“城管家校论坛”活动", "东亭中队“公益集市”宣传活动")
    assert sorted(one["caption"].partition("（")[0] for one in captions) == sorted(words)
    assert all("图和说明日期为合成" in one["caption"] for one in captions)
    assert not [one for one in captions if one.get("taken_on") or one.get("taken_at")]


def test_the_honour_of_the_article_has_neither_number_nor_end(clerk: Clerk) -> None:
    (honour,) = clerk.records("outreach.honours")
    assert (honour["fields"]["title"], honour["fields"]["level"]) == ("省级文明单位", "provincial")
    assert not {"document", "valid_until"} & {name for name, one in honour["fields"].items() if one}


def test_the_sheets_twice_change_nothing_though_a_second_wave_was_closed_since(clerk: Clerk) -> None:
    for sheet in OURS:
        assert clerk.import_csv((FOLDER / sheet.file).read_bytes(), sheet.register.replace("/", "."))["accepted"] == 0
