"""我的待办 is a page: what waits, with its next step; several records take a step by one form, each outcome told."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from contracts import catalogue
from services.gateway.web.work.batch_steps import is_batch_step
from tests.office import Office
from tests.services.gateway.gateway_client import FilledForm, GatewayClient

CONFIRM = "/work/outreach/matters/confirm"
FORM = {"confirmed_on": "2017-12-20", "satisfied": "true"}


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[GatewayClient]:
    """A gateway over an office where matters of two squadrons were done."""
    office = Office()
    for unit, number in itertools.product(("DT", "ZS"), range(3)):
        office.matter(unit, "2017-12-01", f"2017-12-1{number}", evidence=["a" * 64])
    yield GatewayClient(tmp_path, office)
    office.store.close()


def boxes(page: TestResponse) -> list[str]:
    return re.findall(r'name="row" value="([^"]+)"', page.text)


def seal(page: TestResponse) -> str:
    (first, *_) = re.findall(r'name="_seal" value="([^"]+)"', page.text)
    return str(first)


def choose(gateway: GatewayClient, rows: list[str], **who: Any) -> TestResponse:
    page = gateway.request("/work", role="captain", **who)
    return gateway.request(CONFIRM, {"_seal": seal(page), "row": rows}, role="captain", **who)


def send(gateway: GatewayClient, form: TestResponse, **filled: Any) -> TestResponse:
    return gateway.request(CONFIRM, FilledForm(form.text).fill_in(FORM | filled), role="captain")


def test_it_shows_what_waits_in_ones_own_unit_with_its_next_step(gateway: GatewayClient) -> None:
    page = gateway.request("/work", role="captain")
    assert page.status_code == 200
    assert len(boxes(page)) == 3
    assert "待确认" in page.text
    assert "确认所选（为民办实事）" in page.text
    assert len(re.findall(r'href="/registers/outreach/matters/[^"/]+/confirm"', page.text)) == 3


def test_several_are_confirmed_at_once_each_is_told_and_sent_again_none_is_done_twice(gateway: GatewayClient) -> None:
    rows = boxes(gateway.request("/work", role="captain"))
    form = choose(gateway, rows[:2])
    assert form.status_code == 200, form.text
    for _ in range(2):
        done = send(gateway, form)
        assert done.status_code == 200, done.text
        assert "已办 2 条，共 2 条" in done.text
        assert done.text.count("映月 · 路灯") == 2, "each is called by its name"
    assert "此前已办" in done.text
    assert boxes(gateway.request("/work", role="captain")) == rows[2:]


def test_one_that_somebody_else_took_meanwhile_is_refused_and_the_others_are_done(gateway: GatewayClient) -> None:
    rows = boxes(gateway.request("/work", role="captain"))
    form = choose(gateway, rows)
    assert "已办 1 条，共 1 条" in send(gateway, choose(gateway, rows[:1])).text
    done = send(gateway, form).text
    assert "已办 2 条，共 3 条" in done


def test_what_is_wrong_stands_at_its_field_and_what_was_chosen_stays(gateway: GatewayClient) -> None:
    rows = boxes(gateway.request("/work", role="captain"))
    form = choose(gateway, rows)
    sent = send(gateway, form, confirmed_on="2017-13-45")
    assert sent.status_code == 422
    assert boxes(sent) == rows
    assert 'href="#f-confirmed_on"' in sent.text
    assert "已办 3 条，共 3 条" in send(gateway, sent).text


@pytest.mark.parametrize(
    ("rows", "slug"), [([], "请至少勾选一条"), ([f"r{n}:1" for n in range(51)], "一次最多 50 条"), (["r:x"], "")]
)
def test_none_or_too_many_or_nonsense_is_refused_by_name(gateway: GatewayClient, rows: list[str], slug: str) -> None:
    refused = choose(gateway, rows)
    assert refused.status_code == 422
    assert slug in refused.text


def test_another_units_records_and_steps_of_others_stay_closed(gateway: GatewayClient) -> None:
    theirs = boxes(gateway.request("/work", role="captain", unit="ZS"))
    done = send(gateway, choose(gateway, theirs))
    assert "已办 0 条，共 3 条" in done.text
    assert boxes(gateway.request("/work", role="captain", unit="ZS")) == theirs
    trainer: dict[str, Any] = {"role": "trainer", "unit": None}
    page = gateway.request("/work", **trainer)
    assert gateway.request(CONFIRM, {"_seal": seal(page), "row": theirs}, **trainer).status_code == 403


def test_unticking_every_box_loses_nothing_that_was_typed(gateway: GatewayClient) -> None:
    rows = boxes(gateway.request("/work", role="captain"))
    form = FilledForm(choose(gateway, rows).text).fill_in(FORM | {"note": "一并确认"})
    form.setlist("row", [])
    refused = gateway.request(CONFIRM, form, role="captain")
    assert refused.status_code == 422
    assert "请至少勾选一条" in refused.text
    again = FilledForm(refused.text)
    assert again.values["confirmed_on"] == FORM["confirmed_on"]
    assert [box for box in boxes(refused) if box in rows] == rows, "they can be ticked again"
    assert not again.values.getlist("row")


def test_a_list_offers_the_same_for_what_it_shows(gateway: GatewayClient) -> None:
    page = gateway.request("/registers/outreach/matters?status=done", role="captain")
    rows = boxes(page)
    assert len(rows) == 6
    assert 'formaction="/work/outreach/matters/confirm"' in page.text
    form = gateway.request(CONFIRM, {"_seal": seal(page), "row": rows[:2]}, role="captain")
    assert "已办 2 条，共 2 条" in send(gateway, form).text
    whole = gateway.request("/registers/outreach/matters", role="captain")
    assert set(boxes(whole)) == set(rows[2:]), "nothing follows what is confirmed"
    assert "formaction" not in gateway.request("/registers/outreach/matters", role="auditor", unit=None).text


def test_one_script_runs_on_the_page_and_its_policy_names_it_and_no_other_of_the_host(gateway: GatewayClient) -> None:
    page = gateway.request("/work", role="captain")
    assert re.findall(r"<script[^>]*>", page.text) == ['<script src="/work.js" defer>']
    assert page.headers["Content-Security-Policy"].endswith("; script-src localhost/work.js; connect-src 'self'")
    form = choose(gateway, boxes(page))
    assert "script" not in form.text + form.headers["Content-Security-Policy"]
    script = gateway.request("/work.js", role="captain")
    assert (script.status_code, script.mimetype) == (200, "text/javascript")


def test_who_has_nothing_to_do_is_told_so_in_their_language(gateway: GatewayClient) -> None:
    assert "目前没有等您办理的事项" in gateway.request("/work", role="trainer", unit=None).text
    assert "Nothing waits for you now" in gateway.request("/work?lang=en", role="trainer", unit=None).text


def test_what_is_one_records_own_is_asked_for_one_record(gateway: GatewayClient) -> None:
    steps = {name: catalogue.REGISTERS[name] for name in ("outreach.matters", "cases.penalties", "cases.complaints")}
    shared = {
        (name, step.name) for name, one in steps.items() for step in one.steps if step.task and is_batch_step(step)
    }
    assert shared == {
        ("outreach.matters", "accept"),
        ("outreach.matters", "confirm"),
        ("cases.complaints", "accept"),
        ("cases.complaints", "rate"),
    }
    page = gateway.request("/work", role="captain")
    alone = gateway.request("/work/outreach/matters/finish", {"_seal": seal(page), "row": boxes(page)}, role="captain")
    assert alone.status_code == 404
