"""The table of the street's jobs says of every field that a step needs who fills it in, and shows few."""

from __future__ import annotations

import re

import pytest

from contracts.forms import fields_of
from services.gateway.display.field_kinds import kind_of
from services.gateway.display.messages.street import jobs as street
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.street import book_lists
from services.gateway.street.street_jobs import (
    CONSTANT,
    FILLS,
    JOBS,
    MOST_IN_SIGHT,
    PAPERS,
    PHOTOS,
    ROWS,
    JobStep,
    StreetJob,
    jobs_of,
)

STEPS = [one for job in JOBS for one in job.steps]


def name_of(one: JobStep) -> str:
    return f"{one.register}.{one.step}"


@pytest.mark.parametrize("one", STEPS, ids=name_of)
def test_a_step_has_what_its_form_needs_and_nothing_else(one: JobStep) -> None:
    asked, form = {*one.in_sight, *one.behind, *one.fills}, fields_of(one.of.form)
    assert asked <= form.keys()
    assert {name for name, field in form.items() if field.required} <= asked
    assert {what for what in one.fills.values() if not what.startswith(CONSTANT)} <= FILLS


@pytest.mark.parametrize("one", STEPS, ids=name_of)
def test_a_constant_is_a_word_of_its_field(one: JobStep) -> None:
    for name, what in one.fills.items():
        field = fields_of(one.of.form)[name]
        if what.startswith(CONSTANT) and kind_of(field) == "choice":
            assert what.removeprefix(CONSTANT) in field.metadata["x-words"]


@pytest.mark.parametrize("job", JOBS, ids=lambda one: one.name)
def test_few_fields_are_in_sight(job: StreetJob) -> None:
    for one in job.steps:
        given = sum(one.has(what) for what in (PHOTOS, PAPERS, ROWS)) + ("longitude" in one.fills)
        assert len(one.in_sight) + given + bool(job.list) <= MOST_IN_SIGHT


@pytest.mark.parametrize("job", JOBS, ids=lambda one: one.name)
def test_a_job_has_its_words_and_its_lists(job: StreetJob) -> None:
    assert {f"street job {job.name}", f"street about {job.name}"} <= street.SAID.keys()
    there = {one.name for one in book_lists.LISTS} | book_lists.DERIVED.keys() | {"units"}
    assert job.lists <= there
    assert re.fullmatch("[a-z]+", job.name)


def test_a_list_tells_no_private_text_and_no_paper() -> None:
    for one in book_lists.LISTS:
        fields = {name: field for step in one.of.steps for name, field in fields_of(step.data).items()}
        assert set(one.fields) <= fields.keys()
        assert set(one.among) <= one.of.words.keys()
        assert not {"private", "evidence"} & {kind_of(fields[name]) for name in one.fields}


def test_each_role_has_the_jobs_whose_steps_it_may_take() -> None:
    def names(role: str) -> set[str]:
        return {one.name for one in jobs_of(Bearer("SYN-1", role, "DT"))}

    assert names("officer") == {"case", "mine", "object", "kit", "act"}
    assert names("quartermaster") == {"kit", "facility", "vehicle"}
    assert names("trainer") == {"roll"}
    assert names("leader") == set()
    assert names("captain") == {one.name for one in JOBS}
