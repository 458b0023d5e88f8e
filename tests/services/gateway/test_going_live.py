"""Going live: a step is done by what the registers hold, a demo is nothing done, and the administrator alone looks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import Unavailable
from services.gateway.display.messages.going_live import SAID
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model.programme import Programme
from services.gateway.web.golive import standing
from services.gateway.web.golive.standing import AGENCIES, STEPS, Standing
from tests.office import Office
from tests.services.gateway.gateway_client import GatewayClient, without_tags
from tests.services.gateway.test_years import NEW, OLD

PATH = "/going-live"
SYNTHETIC = "单位见原文；设立日期为合成 SYN"
EMPTY = Standing(0, 0, {}, 0, 0, targets=False, fed=0, items=13)
STAFF = {"training.people": 57, "training.posts": 3}


def page_of(client: GatewayClient, lang: str = "zh", **who: Any) -> str:
    answered = client.request(f"{PATH}?lang={lang}", **{"role": "administrator", "unit": None, **who})
    assert answered.status_code == 200, answered.text
    return answered.text


@pytest.mark.parametrize(
    ("now", "following"),
    [
        (EMPTY, "units"),
        (Standing(8, 0, {}, 0, 0, targets=False, fed=0, items=13), "people"),
        (Standing(8, 0, {"training.people": 57, "training.posts": 0}, 0, 0, targets=False, fed=0, items=13), "people"),
        (Standing(8, 0, STAFF, 0, 0, targets=False, fed=0, items=13), "targets"),
        (Standing(8, 0, STAFF, 0, 4, targets=True, fed=0, items=13), "accounts"),
        (Standing(8, 0, STAFF, 4, 0, targets=True, fed=13, items=13), "agency"),
        (Standing(8, 0, STAFF | {AGENCIES: None}, 4, 0, targets=True, fed=13, items=13), None),
        (Standing(8, 0, STAFF | {AGENCIES: 1}, 4, 0, targets=True, fed=12, items=13), "records"),
        (Standing(8, 0, STAFF | {AGENCIES: 1}, 4, 0, targets=True, fed=13, items=13), None),
        (Standing(8, 8, STAFF, 4, 0, targets=True, fed=13, items=13), "demo"),
        (Standing(8, 1, {"training.people": None}, 4, 0, targets=True, fed=13, items=13), "demo"),
    ],
)
def test_the_first_step_that_is_not_done_is_the_next(now: Standing, following: str | None) -> None:
    states = now.states()
    assert list(states) == list(STEPS)
    assert [step for step, state in states.items() if state == standing.NEXT] == ([following] if following else [])
    if now.made_up:
        assert standing.DONE not in states.values(), "what a demo holds is nothing done"


def test_a_demo_is_named_with_the_command_that_removes_it(tmp_path: Path) -> None:
    office = Office()
    office.do("training.units", "SYN", "open", code="SYN", name="合成单位", kind="squadron", parents=[],
              opened_on="2016-01-01", note=SYNTHETIC)  # fmt: skip
    text = page_of(GatewayClient(tmp_path, office))
    assert "./campaign begin" in text
    assert "其中 1 个注明是合成的" in text
    assert "已完成 0 / 7 步" in text


def test_a_bureau_of_its_own_sees_counts_templates_and_what_feeds_each_item(tmp_path: Path) -> None:
    office = Office()
    office.person("DT-01", "DT")
    client = GatewayClient(tmp_path, office)
    text = page_of(client)
    assert "./campaign begin" not in text
    units = len(client.read_model.unit_tree())
    assert f"现有 {units} 个单位" in text
    assert 'href="/v1/training/people/template"' in text
    assert 'href="/registers/training/people/import?lang=zh"' in text
    assert 'href="/registers/outreach/matters?lang=zh"' in text
    assert "执法案件" not in text or "限定人员可见" in text
    for item in client.read_model.programme.items():
        assert item.title["zh"] in without_tags(text)


def test_the_page_is_whole_in_english(tmp_path: Path) -> None:
    text = without_tags(page_of(GatewayClient(tmp_path, Office()), "en"))
    assert "Units, from a sheet" in text
    assert not [zh for zh, _ in SAID.values() if zh in text]


def test_the_year_section_says_that_a_target_over_all_time_may_be_met_already(tmp_path: Path) -> None:
    client = GatewayClient(tmp_path, Office())
    assert "累计的不归零，目标可能已经达到" in page_of(client).partition('id="year"')[2]
    english = page_of(client, "en").partition('id="year"')[2]
    assert "what counts over all time goes on, and its target may be met already" in english


def test_only_the_administrator_is_shown_it(tmp_path: Path) -> None:
    client = GatewayClient(tmp_path, Office())
    for role in ("leader", "trainer", "operator", "auditor"):
        assert client.request(PATH, role=role, unit=None).status_code == 403
    assert PATH not in client.request("/", role="leader", unit=None).text
    assert PATH in client.request("/account", role="administrator", unit=None).text


def test_an_owner_that_does_not_answer_is_asked_once_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def away(_self: OwnerClient, register: Any, *_about: Any) -> None:
        asked.append(register.service)
        raise Unavailable(register.service)

    client = GatewayClient(tmp_path, Office())
    monkeypatch.setattr(OwnerClient, "list_page", away)
    assert "暂无回应" in page_of(client)
    assert len(asked) == len(set(asked))


SILENT = {"training.people": None, "training.posts": None}


@pytest.mark.parametrize(
    ("records", "targets", "state", "following"),
    [
        (SILENT, True, standing.UNKNOWN, None),
        (SILENT, False, standing.UNKNOWN, "targets"),
        ({"training.people": 57, "training.posts": None}, True, standing.UNKNOWN, None),
        ({"training.people": 0, "training.posts": None}, True, standing.NEXT, "people"),
    ],
)
def test_what_an_owner_does_not_tell_is_neither_done_nor_next(
    records: dict[str, int | None],
    targets: bool,  # noqa: FBT001 - a case
    state: str,
    following: str | None,
) -> None:
    states = Standing(8, 0, {AGENCIES: 1} | records, 4, 0, targets=targets, fed=13, items=13).states()
    assert states["people"] == state
    assert [step for step, one in states.items() if one == standing.NEXT] == ([following] if following else [])


@pytest.mark.parametrize(
    ("lang", "sentences", "not_said"),
    [
        ("zh", ("人员和任职数暂无法取得", "执法机关数暂无法取得", "另有 2 步暂无法取得"), "暂无回应 名"),
        (
            "en",
            (
                "How many people and posts there are is not to be had now",
                "How many agencies are",
                "2 not to be had now",
            ),
            "no answer people",
        ),
    ],
)
def test_a_silent_owner_is_said_in_a_sentence_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, sentences: tuple[str, ...], not_said: str
) -> None:
    def away(_self: OwnerClient, register: Any, *_about: Any) -> None:
        raise Unavailable(register.service)

    office = Office()
    office.person("DT-01", "DT")
    client = GatewayClient(tmp_path, office)
    before = without_tags(page_of(client, lang))
    assert not [one for one in sentences if one in before]
    monkeypatch.setattr(OwnerClient, "list_page", away)
    text = without_tags(page_of(client, lang))
    assert [one for one in sentences if one not in text] == []
    assert not_said not in text


ANOTHER_YEAR = "./campaign programme next targets.csv programme-2018.yaml --year 2018"


@pytest.mark.parametrize(
    ("programme", "day", "shown"),
    [
        (None, "2018-02-01", None),  # it counts by the packaged year: a bureau begins
        (OLD, "2018-02-01", "gl targets over"),
        (NEW, "2016-12-01", "gl targets soon"),
        (OLD, "2017-05-01", None),
    ],
)
def test_a_bureau_with_a_programme_of_its_own_is_not_told_to_drop_its_years(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programme: Programme | None, day: str, shown: str | None
) -> None:
    client = GatewayClient(tmp_path, Office())
    if programme:
        client.read_model.programme = programme
    monkeypatch.setattr(client.read_model, "today", lambda: dt.date.fromisoformat(day))
    text = page_of(client)
    step = text[text.index('id="targets"') : text.index('id="accounts"')]
    assert ("--first" in text) is (programme is None)
    assert ("programme adopt" in step) is (programme is None)
    for name in ("gl targets over", "gl targets soon"):
        assert (SAID[name][0].partition("{")[0] in step) is (name == shown)
    if shown == "gl targets over":
        assert 'href="#year"' in step
        assert ANOTHER_YEAR in text[text.index('id="year"') :]
        assert "./campaign view compare --as-of 2017-12-31" in text


@pytest.mark.parametrize(
    ("kind", "claimed", "fed"),
    [
        ("count", 1, True),
        ("ratio", 0.5, True),
        ("exists", True, True),
        ("ratio", 0, False),  # people are on strength, and nobody was trained
        ("gaps", 57, False),  # who is missing
        ("count", None, False),  # withheld, or it awaits its register
    ],
)
def test_people_alone_feed_no_item(kind: str, claimed: float | None, fed: bool) -> None:  # noqa: FBT001 - a case
    assert standing.is_fed({"measures": [{"kind": kind, "claimed": claimed}]}) is fed


def test_the_year_that_comes_is_prepared_ready_or_late() -> None:
    def of(one: Programme, day: str) -> tuple[int, bool, bool]:
        coming = standing.coming(one, dt.date.fromisoformat(day))
        return coming.year, coming.ready, coming.over

    assert of(OLD, "2017-11-20") == (2018, False, False)
    assert of(NEW, "2017-11-20") == (2018, True, False)
    assert of(NEW, "2018-01-01") == (2019, False, False)
    assert of(OLD, "2018-02-01") == (2018, False, True)
    assert of(OLD, "2026-02-01") == (2026, False, True)
    assert standing.targets_run(OLD, dt.date(2017, 5, 1))
    assert not standing.targets_run(OLD, dt.date(2018, 5, 1))
