"""Whoever vouches for something is another person, or the register says why nobody else is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from contracts import catalogue, separation
from contracts.errors import Undefined
from contracts.forms import fields_of_people, own_fields
from contracts.register import Register, Step, split_names

VERBS = split_names(
    "accept, approve, assess, check, confirm, decide, designate, grant, inquire, note, rate, refuse, rescore, resolve, "
    "review, score, uphold, verify"
)
WORDS = split_names(
    "批准, 审批, 决定, 审核, 评查, 评分, 登分, 评价, 评估, 确认, 核验, 核查, 核实, 查实, 抽查, 检查, "
    "验收, 准予, 维持, 备案"
)
DECISIVE = (*VERBS, *split_names("cancel, clear, change, close, expire, handle, mark, return, revoke, scrap, void"))
ACTORS = frozenset(
    {
        "training.assessments.invigilator",  # looks after the examination
        "training.pledges.superior",  # to whom the pledge is given, and who reviews it
        "cases.penalties.lead_officer",
        "cases.penalties.assisting_officer",
        "cases.penalties.first_officer",
        "cases.penalties.second_officer",
        "cases.penalties.chair",
        "cases.penalties.opinions",  # the heads who discuss it
        "cases.penalties.recorder",
        "cases.penalties.reporter",
        "cases.penalties.person",  # who withdraws: asked of that step alone
        "cases.penalties.replaced_by",
        "cases.case_file_reviews.reviewer",
        "cases.digital_cases.handler",  # disposes of the case: asked of its check
        "outreach.matters.handler",  # asked of the confirmation
        "outreach.pairings.person",
        "outreach.visits.visitor",
        "outreach.service_calls.answered_by",
        "outreach.hardship_help.helper",
        "outreach.contact_cards.person",  # whom residents call: asked of the check
        "equipment.establishments.people",  # counted, and not judged
    }
)
"""Fields that name who acts, and not whom the record is about."""
TITLES_ONLY = frozenset(
    {
        "cases.penalties.record",  # 当场处罚备案: a copy of the decision goes to the agency
        "cases.penalties.extend_verification",  # 延长核查: a provision says until when
        "cases.penalties.request_review",  # 送法制审核: it asks for the review
        "equipment.kits.find_short",  # 检查缺件: it says that something is missing
    }
)
"""Steps whose titles hold such a word although they vouch for nothing."""
STEPS = [(register, step) for register in catalogue.REGISTERS.values() for step in register.steps]


def vouches(step: Step) -> bool:
    """Whether a step gives E2 or E3, or sounds like somebody's judgement of what somebody did."""
    spoken = any(verb in step.name.split("_") for verb in VERBS) or any(word in step.zh for word in WORDS)
    return step.level >= "E2" or spoken


def says(step: Step) -> bool:
    """Whether a step says from whom it is apart, or why from nobody."""
    return bool(step.apart or step.apart_reason)


def silent(steps: list[tuple[Register, Step]]) -> list[str]:
    """The steps that vouch for something and say neither."""
    names = {f"{register.name}.{step.name}": step for register, step in steps}
    return [name for name, step in names.items() if name not in TITLES_ONLY and vouches(step) and not says(step)]


def test_every_step_that_vouches_for_something_is_apart_from_others_or_says_why_not() -> None:
    assert silent(STEPS) == []
    assert sum(vouches(step) for _, step in STEPS) > 50


@pytest.mark.parametrize("name", ["outreach.matters.confirm", "cases.transfers.approve", "cases.power_items.review"])
def test_one_that_says_neither_is_named(name: str) -> None:
    register, step = next(one for one in STEPS if f"{one[0].name}.{one[1].name}" == name)
    assert silent([(register, replace(step, apart_from="", apart_reason=""))]) == [name]


def test_what_stands_out_only_by_its_title_is_still_there() -> None:
    assert {f"{register.name}.{step.name}" for register, step in STEPS if vouches(step)} >= TITLES_ONLY


def about(register: Register) -> set[str]:
    """The fields that say whom a register's records are about."""
    names = {name for step in register.steps for name in fields_of_people(step.data)}
    own = {name for step in register.steps for name in own_fields(step.form)}
    acting = {name for name in names if f"{register.name}.{name}" in ACTORS}
    return names - own - acting | ({register.identity} if register.name == "training.people" else set())


def forgotten_subjects(steps: list[tuple[Register, Step]]) -> list[str]:
    """The steps that decide on somebody, and say neither who that is nor why they may take them."""
    deciding = [
        (register, step) for register, step in steps if about(register) and set(step.name.split("_")) & set(DECISIVE)
    ]
    return [f"{register.name}.{step.name}" for register, step in deciding if not (step.not_by or step.own_reason)]


def test_whom_a_record_is_about_does_not_decide_on_it_or_the_register_says_why() -> None:
    assert forgotten_subjects(STEPS) == []
    assert sum(bool(step.not_by) for _, step in STEPS) > 50


@pytest.mark.parametrize(
    "name",
    ["training.breaches.clear", "training.pledges.review", "training.people.void", "training.conduct_checks.check"],
)
def test_one_that_forgets_whom_it_is_about_is_named(name: str) -> None:
    register, step = next(one for one in STEPS if f"{one[0].name}.{one[1].name}" == name)
    assert forgotten_subjects([(register, replace(step, not_by=""))]) == [name]


def test_who_acts_is_still_named_somewhere() -> None:
    named = {f"{register.name}.{name}" for register, step in STEPS for name in fields_of_people(step.data)}
    assert named >= ACTORS


def test_e3_is_given_by_another_unit() -> None:
    assert [
        f"{register.name}.{step.name}" for register, step in STEPS if step.level == "E3" and not step.other_unit
    ] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda step: replace(step, apart_from="regster"),
        lambda step: replace(step, apart_from="confirm"),
        lambda step: replace(step, apart_in="nothing=outreach.opinions.receive"),
        lambda step: replace(step, apart_reason="另有规定 / A rule of its own"),
        lambda step: replace(step, apart_from="", apart_reason="只有中文"),
        lambda step: replace(step, not_by="community"),
        lambda step: replace(step, own_reason="另有规定 / A rule of its own"),
        lambda step: replace(step, not_by="", own_reason="只有中文"),
    ],
)
def test_a_register_that_is_apart_from_nothing_does_not_start(change: Callable[[Step], Step]) -> None:
    matters = catalogue.REGISTERS["outreach.matters"]
    steps = tuple(change(step) if step.name == "confirm" else step for step in matters.steps)
    with pytest.raises(Undefined):
        Register(matters.name, matters.zh, matters.en, steps, words=matters.words)


def test_whom_a_record_is_about_stands_in_words() -> None:
    breaches, people = (catalogue.REGISTERS[f"training.{name}"] for name in ("breaches", "people"))
    assert separation.describe(breaches, breaches.step("void")) == (
        "不得办理本人事项：当事人不得作废",
        "nobody whom it is about: Person",
    )
    assert separation.describe(people, people.step("leave"))[0] == "不得办理本人事项：本人不得离职"


def test_a_step_that_is_apart_from_one_in_another_record_names_one_of_the_same_service() -> None:
    named = [(register, one) for register, step in STEPS for one in step.apart_elsewhere]
    assert named
    for register, (_, other, name) in named:
        assert other.partition(".")[0] == register.name.partition(".")[0], "its history is read where it is decided"
        assert catalogue.REGISTERS[other].has(name)
