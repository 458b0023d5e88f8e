"""What people are waited for in stands in the registers: whoever adds a step that vouches says who waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from contracts import catalogue
from contracts.errors import Undefined
from contracts.register import NEW, Register, Step
from contracts.tasks import KINDS, STEP_KINDS, task_kinds
from contracts.training.pledges import register as pledges

EVIDENCED = "E2"
NOT_AWAITED = {
    "training.assessments.sat": "who sits hands in; somebody else's marks are typed where they come in on paper",
    "training.pledges.signed": "it is reviewed when its year ends, and a clock says when that is",
    "cases.penalties.notified": "a hearing is held on its day, and nobody is waited for before",
    "cases.penalties.served": "it may be closed only once it is paid, which the rule says",
    "cases.penalties.demanded": "a demolition is decided when the time for remedies is over, mostly months later",
    "cases.penalties.performed": "others perform once more only where it comes back",
    "cases.penalties.stopped": "the same",
    "cases.process_records.captured": "some are picked out for checking, none waits for it",
    "cases.digital_cases.filed": "it is closed by force, deferred or sent back for a reason of its own, here and below",
    "cases.digital_cases.received": "the same",
    "cases.digital_cases.disposing": "the same",
    "cases.digital_cases.deferred": "the same",
    "cases.transfers.accepted": "its outcome is another agency's, and comes when it comes",
}
"""Statuses from which a step leads that vouches for another's, and in which nobody is waited for, each for a reason."""


def unawaited_statuses(registers: Iterable[Register]) -> Iterator[str]:
    """Where a step vouches and leads on, but no step of its line is waited for."""
    for register in registers:
        for step in register.steps:
            if (step.level >= EVIDENCED or step.apart) and step.leads and not (step.voids or step.first):
                yield from (
                    f"{register.name}.{status}"
                    for status in step.starts
                    if status not in (NEW, step.leads)
                    and not any(status in one.tasks for one in register.steps if one.line == step.line)
                )


def test_somebody_is_waited_for_wherever_a_step_vouches_or_it_is_said_why_not() -> None:
    assert set(unawaited_statuses(catalogue.REGISTERS.values())) == set(NOT_AWAITED)
    assert all(NOT_AWAITED.values())


def test_every_kind_of_task_is_some_steps() -> None:
    used = {kind for one in catalogue.REGISTERS.values() for step in one.steps for kind in step.tasks.values()}
    assert used == set(STEP_KINDS)
    assert all(zh and en for zh, en in KINDS.values())


def test_a_step_is_waited_for_in_all_its_statuses_or_in_those_named() -> None:
    assert task_kinds("", ("a", "b")) == {}
    assert task_kinds("confirm", ("a", "b")) == {"a": "confirm", "b": "confirm"}
    assert task_kinds("confirm: b", ("a", "b")) == {"b": "confirm"}
    assert task_kinds("confirm: a; redo: b", ("a", "b")) == {"a": "confirm", "b": "redo"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"task": "praise"},
        {"task": "left"},
        {"task": "sign: reviewed"},
        {"task": "sign", "task_of": "issued_on"},
        {"task": "", "task_of": "person"},
        {"task": "sign", "voids": True},
    ],
)
def test_a_task_that_contradicts_its_register_is_refused(wrong: dict[str, Any]) -> None:
    steps = tuple(replace(step, **wrong) if step.name == "sign" else step for step in pledges.steps)
    with pytest.raises(Undefined):
        replace(pledges, steps=steps)


def test_nobody_is_waited_for_to_open_a_record() -> None:
    opening: Step = replace(pledges.opening, task="sign")
    with pytest.raises(Undefined):
        replace(pledges, steps=(opening, *(step for step in pledges.steps if step.name != opening.name)))


def test_who_is_waited_for_may_read_the_record() -> None:
    for register in catalogue.REGISTERS.values():
        for step in register.steps:
            assert not step.task or not register.reader_roles or step.roles & register.reader_roles, step
