"""Steps that are taken at once by one form, all or none of them; and forms that have what earlier steps said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts import catalogue
from contracts.cases.penalties import register
from services.gateway.web.forms.joined_steps import field_of
from tests.services.cases.casework import Casework
from tests.services.gateway.gateway_client import FilledForm, GatewayClient, without_tags

CASES = "/registers/cases/penalties"
OFFICER: dict[str, Any] = {"who": "O1", "role": "officer"}
CLUE = {
    "act": "XS-1",
    "source": "patrol",
    "matter": "占道经营（合成）",
    "online": "true",
    "found_on": "2026-11-02",
}
SITE = {"first_officer": "O1", "second_officer": "O2", "kind": "site", "shown": "true", "inspected_on": "2026-11-02"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[GatewayClient]:
    """A squadron with officers, at its pages."""
    work = Casework.on("2026-12-01")
    one = GatewayClient(tmp_path, work.office)
    yield one
    one.store.close()
    work.office.store.close()


def along(step: str, form: dict[str, Any]) -> dict[str, Any]:
    """The fields of a step that is taken along."""
    return {f"{field_of(step)}.0.{name}": value for name, value in form.items()}


def fill(desk: GatewayClient, path: str, values: dict[str, Any], *joined: str) -> Any:
    """Fill in and send a form, with the steps ticked that are meant too."""
    form = FilledForm(desk.request(path, **OFFICER).text).fill_in(values)
    return desk.request(path, tick(form, *joined), **OFFICER)


def tick(form: Any, *joined: str) -> Any:
    """A form with the boxes of steps ticked."""
    form.setlist("_join", list(joined))
    return form


def history(desk: GatewayClient) -> list[str]:
    """The steps of the one case."""
    (case,) = desk.office.registers.page(register.name, within={}, after="", most=9)
    return [one.step.name for one in desk.office.record(register.name, case["id"]).effective]


def test_a_clue_and_its_inspection_are_saved_by_one_form(desk: GatewayClient) -> None:
    page = desk.request(f"{CASES}/new", **OFFICER).text
    assert "一并办理：调查取证" in without_tags(page)
    saved = fill(desk, f"{CASES}/new", CLUE | along("inspect", SITE), "inspect")
    assert saved.status_code == 303, without_tags(saved.text)
    assert history(desk) == ["find", "inspect"]
    text = without_tags(desk.request(saved.headers["Location"], **OFFICER).text)
    assert "已保存：登记线索、调查取证。" in text


def test_what_is_not_ticked_is_not_taken_whatever_was_typed(desk: GatewayClient) -> None:
    saved = fill(desk, f"{CASES}/new", CLUE | along("inspect", SITE))
    assert saved.status_code == 303, without_tags(saved.text)
    assert history(desk) == ["find"]


def test_nothing_is_saved_where_one_of_them_is_refused_and_its_field_is_named(desk: GatewayClient) -> None:
    wrong = SITE | {"second_officer": "AUX"}
    refused = fill(desk, f"{CASES}/new", CLUE | along("inspect", wrong), "inspect")
    assert refused.status_code == 409
    assert f'href="#f-{field_of("inspect")}.0.second_officer"' in refused.text
    assert "协管人员只能辅助" in without_tags(refused.text)
    shown = FilledForm(refused.text).values
    assert shown["matter"] == CLUE["matter"]
    assert shown[f"{field_of('inspect')}.0.kind"] == "site"
    assert shown.getlist("_join") == ["inspect"]
    assert not desk.office.registers.page(register.name, within={}, after="", most=9)


def test_a_form_that_is_sent_twice_is_taken_once(desk: GatewayClient) -> None:
    form = FilledForm(desk.request(f"{CASES}/new", **OFFICER).text).fill_in(CLUE | along("inspect", SITE))
    form = tick(form, "inspect")
    assert [desk.request(f"{CASES}/new", form, **OFFICER).status_code for _ in range(2)] == [303, 303]
    assert history(desk) == ["find", "inspect"]


def test_a_step_that_somebodys_role_may_not_take_is_not_offered_nor_taken(desk: GatewayClient) -> None:
    leader: dict[str, Any] = {"who": "H1", "role": "leader", "unit": None}
    assert "一并办理" not in desk.request(f"{CASES}/new", **leader).text
    form = FilledForm(desk.request(f"{CASES}/new", **OFFICER).text).fill_in(CLUE)
    saved = desk.request(f"{CASES}/new", tick(form, "close", "archive", "nonsense"), **OFFICER)
    assert saved.status_code == 303
    assert history(desk) == ["find"]


def test_a_form_has_what_earlier_steps_said(desk: GatewayClient) -> None:
    fill(desk, f"{CASES}/new", CLUE | along("inspect", SITE), "inspect")
    (case,) = desk.office.registers.page(register.name, within={}, after="", most=9)
    captain: dict[str, Any] = {"who": "H1", "role": "captain"}
    values = FilledForm(desk.request(f"{CASES}/{case['id']}/file", **captain).text).values
    assert (values["act_on"], values["lead_officer"], values["assisting_officer"]) == ("2026-11-02", "O1", "O2")


def test_every_step_takes_over_what_is_of_the_same_kind() -> None:
    for one in catalogue.REGISTERS.values():
        for step in one.steps:
            for own, source, field in step.sources:
                mine, theirs = step.form().fields[own], one.step(source).data().fields[field]
                assert type(mine) is type(theirs), (one.name, step.name, own)
                assert mine.metadata.get("x-words") == theirs.metadata.get("x-words"), (one.name, step.name, own)
