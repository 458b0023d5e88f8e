"""The largest form of every step: accepted, its event publishable and in the view, or refused before it is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from contracts import catalogue
from contracts.forms import fields_of
from contracts.register import Step
from services.chassis.storage.store import Store
from tests.services.gateway.form_clerk import FormClerk, read

TOO_LARGE = {
    "training.norms publish",
    "training.norms revise",
    "training.papers draw",
    "training.conduct_checks check",
    "training.integrity_activities submit",
    "equipment.vehicle_checks check",
    "equipment.equipment_norms set",
    "equipment.equipment_norms assess",
    "equipment.equipment_norms revise",
    "equipment.equipment_norms withdraw",
    "cases.case_file_reviews score",
    "cases.case_file_reviews rescore",
    "cases.appraisals publish",
    "cases.appraisals change",
    "cases.norm_checks check",
    "cases.penalties discuss",
}
"""By what form and contract let through. What the rules of equipment norms add is less; the other twelve are taken by
our own rules in tests/journeys/test_event_size.py, tests/services/cases/test_case_file_reviews.py and
tests/services/cases/test_apart.py.
"""


def with_nul(value: Any) -> Any:
    """The same with a NUL in every text."""
    if isinstance(value, dict):
        return {name: with_nul(one) for name, one in value.items()}
    if isinstance(value, list):
        return [with_nul(one) for one in value]
    return f"{value[:-1]}\0" if isinstance(value, str) else value


def paths(value: Any, path: str = "") -> set[str]:
    """Where texts stand in a form."""
    if isinstance(value, dict | list):
        named = value.items() if isinstance(value, dict) else enumerate(value)
        return {one for name, below in named for one in paths(below, f"{path}.{name}" if path else str(name))}
    return {path} if isinstance(value, str) else set()


def assert_refused_with_nul(response: TestResponse, form: dict[str, Any]) -> None:
    assert response.status_code in (413, 422), response.text
    if response.status_code == 422:
        assert {one["field"] for one in read(response)["errors"]} >= paths(form), response.text


def assert_refused_by_field(response: TestResponse, step: Step) -> None:
    assert read(response)["slug"] in ("event-too-large", "too-large"), response.text
    assert read(response)["errors"][0]["field"] in (*fields_of(step.data), "body")


@pytest.fixture
def clerk(migrated_url: str, tmp_path: Path) -> Iterator[FormClerk]:
    """On PostgreSQL, which refuses what SQLite takes: NUL in a text, a long text in an index."""
    store = Store(migrated_url)
    yield FormClerk(store, tmp_path)
    store.close()


@pytest.mark.at_length
def test_the_largest_form_of_every_step_reaches_the_view_or_is_refused_by_field(clerk: FormClerk) -> None:
    refused = set[str]()
    for register in catalogue.REGISTERS.values():
        for step in register.steps:
            clerk.most = False
            record = clerk.reach(register, step)
            clerk.most = True
            form = clerk.form(register, step)
            clerk.hear()
            if paths(form):
                assert_refused_with_nul(clerk.send(register, step, record, with_nul(form)), form)
            response = clerk.send(register, step, record, form)
            heard = clerk.hear()
            if response.status_code < 300:
                assert heard == [read(response)["event"]], (register.name, step.name)
            else:
                refused.add(f"{register.name} {step.name}")
                assert_refused_by_field(response, step)
                assert heard == []
    assert refused == TOO_LARGE
