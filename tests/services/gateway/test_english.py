"""English is complete: with the English switch no Chinese stands on any page, but for what people typed and the law.

Everything typed here is written in ASCII, so that whatever is Chinese is ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from contracts import catalogue, separation
from contracts.forms import WORDS_EN, Form, element_form, fields_of
from contracts.register import Register, Step
from contracts.roles import ROLES
from contracts.tasks import KINDS
from services.gateway.display.messages import pages
from services.gateway.display.messages.articles import OWN
from services.gateway.display.messages.registers import SERVICES
from services.gateway.display.messages.sources import WORDED
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.programme import campaign
from services.gateway.spreadsheets.faults import NotADay, NotAFlag
from services.gateway.web.forms.draft import Draft
from services.gateway.web.step_page import StepPage
from services.training.questions import BadAnswer
from tests import largest_forms
from tests.office import migrated_store
from tests.services.gateway import form_clerk
from tests.services.gateway.form_clerk import FormClerk, steps_before
from tests.services.gateway.gateway_client import KEY
from tests.services.gateway.site_walk import route_of, walk
from tests.services.gateway.test_ways_out import MADE_OF, every_kind, page_of

HAN = re.compile("[、。《》〔〕「」【】，；：（）！？\u3400-\u9fff]+")
"""Characters, and the marks between them; not the wide plus of a button, nor what a private text is masked with."""
OTHER_LANGUAGE = re.compile(r'<(a|span) [^>]*lang="zh-CN"[^>]*>.*?</\1>', re.DOTALL)
"""What says of itself that it is Chinese: the link to the Chinese page, the terms on the page of words."""


CELLS = (NotADay, NotAFlag, BadAnswer)
"""What is said of a cell of a sheet names what may stand in it, and that is Chinese."""


class PlainBuilder(largest_forms.FormBuilder):
    """Fills in forms without a Chinese character."""

    def _smallest(self, one: Any, number: int) -> Any:
        value = super()._smallest(one, number)
        return value.replace("字", "x") if isinstance(value, str) else value


def sources() -> set[str]:
    """The sources of all rules that registers and problems name."""
    clocks = {clock.article for register in catalogue.REGISTERS.values() for clock in register.clocks}
    return clocks | {kind.article for kind in every_kind()} - {""}


LAW = sorted(sources() - set(OWN) - set(WORDED), key=len, reverse=True)
"""Laws and decrees, which have Chinese titles alone; the longest first."""
CITATION = re.compile(r"法 ?（?.*第.+条|条例|国办发|国务院令|涉嫌犯罪案件的规定|GB|管理办法|个人信息保护法")


def test_whatever_is_no_law_has_an_english_title() -> None:
    assert set(OWN) <= sources(), "no title is left of a rule that is gone"
    assert [one for one in LAW if not CITATION.search(one)] == []


def test_sources_are_shown_in_words() -> None:
    targets = {one.target.source for one in campaign().measures.values() if one.target}
    numbered = {one for one in sources() | targets if re.search(r"\bF\d{3}|domain", one)}
    assert numbered == set(WORDED), "each has words, and no words are left of a source that is gone"
    shown = [pages.article(lang, one) for one in numbered for lang in (pages.ZH, pages.EN)]
    assert [one for one in shown if re.search(r"\bF\d{3}|domain", one)] == []


def chinese(text: str) -> list[str]:
    """What is Chinese on an English page, and should not be."""
    plain = unescape(re.sub(r"<[^>]*>", " ", OTHER_LANGUAGE.sub("", text)))
    labels = " ".join(map(unescape, re.findall(r'(?:aria-label|placeholder|title|alt|label|content)="([^"]*)"', text)))
    said = f"{plain} {labels}"
    for article in LAW:
        said = said.replace(article, "")
    return HAN.findall(said)


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FormClerk]:
    """Somebody who takes the steps of every register, and types ASCII alone."""
    home = tmp_path_factory.mktemp("english")
    store = migrated_store(f"sqlite:///{home}/all.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(form_clerk, "FormBuilder", PlainBuilder)
        yield FormClerk(store, home)
    store.close()


def furthest(register: Register) -> Step:
    """The step before which the most steps are taken."""
    return max((one for one in register.steps if not one.voids), key=lambda one: len(steps_before(register, one)))


def test_no_page_of_any_register_says_anything_in_chinese(clerk: FormClerk) -> None:
    found = dict[str, set[str]]()
    for number, register in enumerate(catalogue.REGISTERS.values()):
        record = clerk.reach(register, furthest(register)) or clerk.open(register, register.opening)
        clerk.hear()
        reader = next(role for role in ROLES if not register.readers or role in register.readers)
        base = f"/registers/{register.service}/{register.slug}"
        for path in (base, f"{base}/{record}"):
            response = clerk.gateway.request(f"{path}?lang=en", role=reader, unit=None, who=f"SYN-{number}")
            assert response.status_code == 200, (path, response.text)
            found[path.replace(record, "id")] = set(chinese(response.text))
    assert {path: some for path, some in found.items() if some} == {}


def step_page(clerk: FormClerk, step: Step, register: Register) -> str:
    """The form of a step in English, for who may take it, of no record."""
    role = next(role for role in ROLES if role in step.roles)
    environ = EnvironBuilder("/", query_string={"lang": "en"}).get_environ()
    request = ApiRequest(Request(environ), Bearer("SYN", role, None), {}, {"lang": "en"})
    gateway = clerk.gateway
    page = StepPage(gateway.record_client, gateway.read_model, gateway.evidence, KEY, request)
    return page.form(Draft(register, step)).get_data(as_text=True)


def test_no_form_asks_anything_in_chinese(clerk: FormClerk) -> None:
    every = catalogue.REGISTERS.values()
    found = {register.name: set(chinese(step_page(clerk, furthest(register), register))) for register in every}
    assert len(found) > 50
    assert {name: some for name, some in found.items() if some} == {}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_problem_is_told_in_chinese(method: str) -> None:
    kinds = [one for one in every_kind() if one not in CELLS]
    found = {kind.__name__: set(chinese(page_of(kind(*MADE_OF.get(kind, ())), "en", method))) for kind in kinds}
    assert {name: some for name, some in found.items() if some} == {}


def titles_of(form: type[Form]) -> Iterator[str]:
    """The English titles of a form's fields, of their words, and of the fields of their entries."""
    for one in fields_of(form).values():
        yield one.metadata["x-title-en"]
        yield from one.metadata.get(WORDS_EN, {}).values()
        yield from titles_of(inner) if (inner := element_form(one)) else ()


def every_title() -> Iterator[str]:
    """All that is called something in English, apart from pages."""
    for register in catalogue.REGISTERS.values():
        yield register.en
        yield from map(register.status_en, register.words)
        for step in (edition for one in register.steps for edition in one.editions):
            yield from (step.en, separation.describe(register, step)[1])
            yield from (title for form in (step.form, step.adds) if form for title in titles_of(form))
        for clock in register.clocks:
            yield from (clock.en, clock.consequence.partition(" / ")[2])
    yield from ROLES.en.values()
    yield from (en for among in (pages.SAID, SERVICES, pages.STATUS, pages.LEVEL, KINDS) for _, en in among.values())


def test_whatever_has_a_title_has_one_in_english() -> None:
    titles = list(every_title())
    assert len(titles) > 3000
    assert [one for one in titles if HAN.search(one) and one != pages.SAID["other language"][1]] == []


def test_measures_are_counted_in_english_words() -> None:
    units = {one.unit for one in campaign().measures.values()}
    assert "人次" in units
    assert units - set(pages.COUNTED) - {"", "%", "个"} == set(), "of what has no word the number stands alone"


ROUNDS = [("leader", None), ("captain", "DT"), ("administrator", None)]


@pytest.mark.parametrize(("role", "unit"), ROUNDS)
def test_no_page_that_somebody_comes_to_says_anything_in_chinese(clerk: FormClerk, role: str, unit: str | None) -> None:
    clerk.know("outreach.matters")
    clerk.hear()
    gateway = clerk.gateway
    found = {
        address: set(chinese(response.text))
        for address, response in walk(gateway, "/?lang=en", partial(route_of, gateway), role=role, unit=unit)
    }
    assert len(found) > 10
    assert {address: some for address, some in found.items() if some} == {}
