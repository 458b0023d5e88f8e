"""Words that lead to one end have one heading; titles of before are read; a point stands behind the words for it."""

from __future__ import annotations

import pytest

from contracts.cases.complaints import Receipt
from contracts.cases.digital_cases.intake import Photo, Point, Report
from contracts.cases.patrol_findings import Finding, register
from contracts.forms import fields_of
from contracts.outreach.referrals import FITTING, Referral
from contracts.outreach.topics import CASE, CATEGORIES, OTHER, RECTIFICATION
from contracts.words import Words
from services.gateway.spreadsheets import cells
from services.gateway.spreadsheets.field_columns import FieldColumn
from services.gateway.web.forms.inputs import InputBuilder, in_order
from tests.services.cases.city import City
from tests.services.cases.patrol_scene import PATROLS, approved_plan, patrol
from tests.services.gateway.gateway_client import FilledForm, GatewayClient


@pytest.mark.parametrize("zh", [True, False])
def test_the_headings_say_what_each_word_may_become(zh: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    (category,) = (one for one in InputBuilder(zh).inputs(Finding, {}) if one.path == "category")
    groups = {heading: [one.value for one in among] for heading, among in category.groups}
    assert list(groups.values()) == [list(FITTING[RECTIFICATION]), list(FITTING[CASE]), [OTHER]]
    become = ("整改", "城管案件") if zh else ("rectification", "city case")
    assert [word in heading for word, heading in zip(become, groups, strict=False)] == [True, True]


def test_words_without_headings_have_none_and_a_choice_of_one_group_has_none() -> None:
    (target,) = (one for one in InputBuilder(zh=True).inputs(Referral, {}) if one.path == "target")
    assert [heading for heading, _ in target.groups] == [""]
    assert CATEGORIES.only(["slow"]).groups.keys() == {"slow"}
    assert Words(CATEGORIES).groups == CATEGORIES.groups


@pytest.mark.parametrize(
    ("title", "word"), [("城管案件", CASE), ("案件", CASE), ("case", CASE), ("整改", RECTIFICATION)]
)
def test_what_becomes_a_city_case_is_called_so_and_sheets_of_before_are_read(title: str, word: str) -> None:
    slot = FieldColumn(register.step("refer"), "target", fields_of(Referral)["target"])
    assert slot.words[CASE] == "城管案件"
    assert cells._as_choice(slot, title, cells.Names()) == word


def test_a_point_stands_behind_the_words_that_say_where_and_what_or_last() -> None:
    point = ["longitude", "latitude", "datum"]
    for form, last in ((Finding, "problem"), (Report, "problem"), (Receipt, "place")):
        names = list(in_order(form))
        at = names.index(last) + 1
        assert names[at : at + 3] == point
        assert sorted(names) == sorted(fields_of(form))
    assert list(in_order(Photo))[-3:] == point
    assert list(in_order(Point)) == point


def test_a_form_with_a_point_begins_with_what_it_is_about(gateway: GatewayClient) -> None:
    page = gateway.request("/registers/cases/patrol_findings/new", role="clerk", unit="ZX").text
    assert page.index('id="f-place"') < page.index('id="f-problem"') < page.index('id="f-longitude"')
    assert '<optgroup label="城市街面（可转城管案件）">' in page


def test_a_patrols_page_leads_to_the_form_of_a_finding_in_which_the_patrol_stands(gateway: GatewayClient) -> None:
    City(gateway.office)
    walk = patrol(gateway.office, approved_plan(gateway.office))
    unit = gateway.office.record(PATROLS, walk).unit
    page = gateway.request(f"/registers/cases/patrols/{walk}", role="clerk", unit=unit).text
    place = f"/registers/cases/patrol_findings/new?of=cases.patrols%2F{walk}"
    assert f'href="{place}"' in page
    form = FilledForm(gateway.request(place, role="clerk", unit=unit).text).fill_in({})
    assert form["patrol"] == walk
    other = gateway.request(f"/registers/cases/patrols/{walk}", role="publicist", unit=unit).text
    assert "patrol_findings/new" not in other
