"""What levels and statuses mean, and whose step it is: said where the words stand, with the page's own numbers."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import catalogue, separation
from services.gateway.display.messages import pages
from services.gateway.display.messages.meaning import SAID
from services.gateway.display.reasons import item_reason, measure_reason
from services.gateway.display.whose_step import whose_step
from services.gateway.read_model import status
from services.gateway.read_model.programme import Target
from services.gateway.read_model.queries import Answer
from tests.services.gateway.gateway_client import GatewayClient, without_tags

START, TODAY, END = dt.date(2017, 1, 1), dt.date(2017, 7, 2), dt.date(2017, 12, 31)
MATTERS = "/registers/outreach/matters"


def measure(claimed: float | None, verified: float | None, op: str = ">=", goal: float = 100, **more: Any) -> Any:
    """A measure as the interface answers it, halfway through the campaign."""
    target = Target(op=op, value=goal, by=END, source="synthetic")
    answer = Answer(claimed, verified, int(claimed or 0))
    return {
        "title": {"zh": "合成指标", "en": "A synthetic measure"},
        "kind": "count",
        "unit": "件",
        "claimed": claimed,
        "verified": verified,
        "verified_from": "E2",
        "n": answer.n,
        "target": {"op": op, "value": goal, "by": END.isoformat(), "source": "synthetic"},
        "expected": status.expected_value(target, START, TODAY),
        "status": status.of_measure(answer, target, START, TODAY),
        "awaits": None,
        "withheld": False,
    } | more


@pytest.mark.parametrize(
    ("told", "standing", "words"),
    [
        (measure(0, 0), status.NOT_STARTED, ["未启动"]),
        (measure(120, 100), status.ACHIEVED, ["120 件", "100 件", "E2", "至少 100 件", "已达成"]),
        (measure(120, 40), status.UNVERIFIABLE, ["120 件", "40 件", "E2", "待核实"]),
        (measure(60, 0), status.ON_TRACK, ["60 件", "50 件", "正常推进"]),
        (measure(45, 0), status.AT_RISK, ["45 件", "50 件", "80%", "有风险"]),
        (measure(5, 0), status.BEHIND, ["5 件", "50 件", "80%", "滞后"]),
        (measure(7, 0, op="<=", goal=5), status.BEHIND, ["7 件", "超出目标", "不超过 5 件", "滞后"]),
        (measure(7, 0, op="==", goal=5), status.BEHIND, ["7 件", "超出目标", "滞后"]),
    ],
)
def test_a_status_is_explained_by_the_measures_own_numbers(told: Any, standing: str, words: list[str]) -> None:
    assert told["status"] == standing
    reason = measure_reason("zh", told)
    assert [one for one in words if one not in reason] == []
    assert pages.word("en", pages.STATUS, standing) in measure_reason("en", told)


def test_without_a_target_a_register_or_a_number_that_may_be_shown_there_is_no_status_and_it_says_why() -> None:
    assert "未设目标" in measure_reason("zh", measure(3, 3, target=None, expected=None, status=None))
    assert "training.rides" in measure_reason("zh", measure(None, None, awaits="training.rides"))
    assert "涉及个人" in measure_reason("zh", measure(None, None, withheld=True, status=None))


some = st.builds(
    measure,
    st.integers(0, 130),
    st.integers(0, 130),
    st.sampled_from([">=", "<=", "=="]),
    st.integers(1, 120),
    awaits=st.none(),
)


@given(st.lists(some, min_size=1, max_size=5))
def test_the_measure_that_is_named_is_the_one_that_decides(measures: list[Any]) -> None:
    for place, one in enumerate(measures):
        one["title"] = {"zh": f"指标{place}", "en": f"measure {place}"}
    item = {"measures": measures, "status": status.of_item(measures)}
    weakest = status.weakest(measures)
    assert weakest is not None
    assert status.of_item([weakest, measure(200, 200)]) == item["status"] or item["status"] == status.NOT_STARTED
    for lang in ("zh", "en"):
        reason = item_reason(lang, item)
        assert pages.word(lang, pages.STATUS, item["status"]) in reason
        assert weakest["title"][lang] in reason or item["status"] == status.NOT_STARTED


def test_an_item_whose_measure_has_nothing_recorded_says_why_it_is_behind() -> None:
    measures = [measure(60, 60), measure(0, 0)]
    item = {"measures": measures, "status": status.of_item(measures)}
    assert item["status"] == status.BEHIND
    assert "该指标未启动" in item_reason("zh", item)
    assert "而按进度应达 50 件，故本事项为滞后" in item_reason("zh", item)
    assert "所属事项因此按滞后评定" in measure_reason("zh", measures[1])
    assert "so the item is behind" in item_reason("en", item).lower()


@pytest.mark.parametrize("verified", [None, 0])
def test_a_ceiling_of_which_nothing_is_recorded_makes_no_item_behind(verified: float | None) -> None:
    ceiling = measure(None, verified, op="<=", goal=5)
    item = {"measures": [measure(120, 100), ceiling], "status": status.of_item([measure(120, 100), ceiling])}
    assert (ceiling["status"], item["status"]) == (status.NOT_STARTED, status.ON_TRACK)
    for lang, words in (("zh", "目标是上限"), ("en", "upper limit")):
        assert words in item_reason(lang, item)
        assert words in measure_reason(lang, ceiling)


CASES = [
    ((">=", None, None), status.NOT_STARTED, "而按进度应达 50 件", "an even pace would have brought 50"),
    ((">=", 0, 0), status.NOT_STARTED, "所属事项因此按滞后评定", "its item counts as behind"),
    (("==", 0, 0), status.NOT_STARTED, "而按进度应达 50 件", "an even pace would have brought 50"),
    (("<=", None, None), status.NOT_STARTED, "没有超出", "which is not exceeded"),
    ((">=", 5, 0), status.BEHIND, "低于按进度应达的 50 件 的 80%", "below 80 % of the even pace, 50"),
    (("==", 5, 0), status.BEHIND, "低于按进度应达的 50 件 的 80%", "below 80 % of the even pace, 50"),
    (("==", 101, 0), status.BEHIND, "超出目标（100 件）", "exceeds the target (100"),
    (("<=", 101, 0), status.BEHIND, "超出目标（不超过 100 件）", "exceeds the target (at most 100"),
    ((">=", 45, 0), status.AT_RISK, "不低于其 80%", "not below 80 % of it"),
    (("==", 45, 0), status.AT_RISK, "不低于其 80%", "not below 80 % of it"),
    ((">=", 60, 0), status.ON_TRACK, "不低于按进度应达的 50 件", "not below the even pace, 50"),
    (("==", 60, 0), status.ON_TRACK, "不低于按进度应达的 50 件", "not below the even pace, 50"),
    ((">=", 120, 40), status.UNVERIFIABLE, "已核实（E2 起算）只有 40 件", "verified (from E2) is 40"),
    ((">=", 120, None), status.UNVERIFIABLE, "只有 尚无数字", "verified (from E2) is no number"),
    (("==", 100, 40), status.UNVERIFIABLE, "已核实（E2 起算）只有 40 件", "verified (from E2) is 40"),
    (("<=", 90, 101), status.UNVERIFIABLE, "为 101 件，超出目标", "by what is verified (from E2) it is 101"),
    ((">=", 120, 100), status.ACHIEVED, "均达到目标（至少 100 件）", "both meet the target (at least 100"),
    (("==", 100, 100), status.ACHIEVED, "均达到目标（100 件）", "both meet the target (100"),
    (("<=", 90, 90), status.ACHIEVED, "均达到目标（不超过 100 件）", "both meet the target (at most 100"),
]


@pytest.mark.parametrize(("numbers", "standing", "zh", "en"), CASES)
def test_each_case_of_each_status_has_its_own_sentence(numbers: Any, standing: str, zh: str, en: str) -> None:
    op, claimed, verified = numbers
    told = measure(claimed, verified, op=op)
    assert told["status"] == standing
    for lang, words in (("zh", zh), ("en", en)):
        reason = measure_reason(lang, told)
        assert words in reason
        assert pages.word(lang, pages.STATUS, standing) in reason
        assert "{" not in reason
        assert bool(re.search(r"[一-鿿]", reason)) == (lang == "zh")


def test_the_cases_are_all_that_there_are() -> None:
    assert {standing for _, standing, *_ in CASES} == pages.STATUS.keys()


def test_the_interface_answers_the_same_sentences_in_both_languages(gateway: GatewayClient) -> None:
    told = gateway.request("/v1/progress", role="leader", unit=None, Accept="application/json").get_json()
    items = [item for pillar in told["pillars"] for item in pillar["items"]]
    for lang in ("zh", "en"):
        assert all(item["reason"][lang] == item_reason(lang, item) for item in items)
        assert all(one["reason"][lang] == measure_reason(lang, one) for item in items for one in item["measures"])
    path = f"/v1/measures/{items[0]['measures'][0]['id']}"
    one = gateway.request(path, role="leader", unit=None, Accept="application/json").get_json()
    assert one["reason"] == items[0]["measures"][0]["reason"]


def test_behind_each_mark_of_a_measure_stands_why(gateway: GatewayClient) -> None:
    page = gateway.request("/?as_of=2017-07-02").text
    table = page[page.index('class="measures"') :]
    assert table.count('<details class="because">') == len(
        re.findall(r'<details class="because"><summary><span class="status \w+">', table)
    )
    assert "尚无记录，或者数值为零，而按进度应达" in without_tags(page)


def test_every_step_says_its_roles_and_what_is_kept_apart_in_both_languages() -> None:
    for register in catalogue.REGISTERS.values():
        for step in register.steps:
            zh, en = whose_step("zh", register, step), whose_step("en", register, step)
            assert len(zh) == len(en)
            assert not re.search(r"[一-鿿]", " ".join(en)), (register.name, step.name, en)
            rule = separation.describe(register, step)[0]
            assert any(rule in one for one in zh), (register.name, step.name)


def test_the_words_are_in_both_languages() -> None:
    for name, (zh, en) in SAID.items():
        assert re.search(r"[一-鿿]", zh), name
        assert not re.search(r"[一-鿿]", en), name


# --- where the words stand --------------------------------------------------------------------------------------------


def links_to_help(text: str) -> set[str]:
    """The places of the help page to which a page leads."""
    return set(re.findall(r'href="/help/meaning(?:\?[^"#]*)?#(\w+)"', text))


def test_the_help_page_says_all_of_it_and_has_the_places_that_others_name(gateway: GatewayClient) -> None:
    page = gateway.request("/help/meaning").text
    assert {"levels", "status", "steps"} <= set(re.findall(r'id="(\w+)"', page))
    for name in ("E0", "E1", "E2", "E3", *pages.STATUS):
        assert SAID[f"means {name}"][0].format(near=80) in page
    english = without_tags(gateway.request("/help/meaning?lang=en").text)
    assert SAID["means E2"][1] in english


@pytest.mark.parametrize(
    ("address", "places"),
    [
        ("/", {"levels", "status"}),
        ("/measures/A6.matters_done", {"levels", "status"}),
        (MATTERS, {"steps"}),
        (f"{MATTERS}/new", {"steps"}),
    ],
)
def test_where_a_word_stands_a_link_leads_to_what_it_means(
    gateway: GatewayClient, address: str, places: set[str]
) -> None:
    page = gateway.request(address)
    assert page.status_code == 200
    assert links_to_help(page.text) == places


def test_the_overview_says_of_every_item_why_it_stands_there(gateway: GatewayClient) -> None:
    assert gateway.request("/").text.count('<p class="reason">') == 13


def test_a_form_says_whose_step_it_is(gateway: GatewayClient) -> None:
    step = catalogue.REGISTERS["outreach.matters"].opening
    page = without_tags(gateway.request(f"{MATTERS}/new").text)
    assert whose_step("zh", catalogue.REGISTERS["outreach.matters"], step)[0] in page
