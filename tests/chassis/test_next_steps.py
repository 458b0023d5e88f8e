"""A step whose rule says when it makes sense is offered then and at no other time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contracts.errors import Undefined
from contracts.forms import Form
from contracts.register import Register, Step
from services.chassis.records.record import Record
from services.chassis.records.rules import Rules

LAMPS = Register(
    "equipment.lamps",
    "灯",
    "Lamps",
    words={"lit": "亮"},
    steps=(
        Step("light", "lit", "点灯 / Light", "new -> lit", Form, anyday=True),
        Step("dim", "dimmed", "调暗 / Dim", "new, lit", Form),
        Step("clean", "cleaned", "清洁 / Clean", "new, lit", Form),
    ),
)


def test_a_step_is_offered_on_its_occasion() -> None:
    part = Rules(LAMPS)
    bright = {"is": True}

    @part.when("dim")
    def is_bright(_lamp: Record) -> bool:
        return bright["is"]

    rules, lamp = Rules(LAMPS, part), Record(LAMPS, "L-1")
    assert rules.next_steps(lamp) == lamp.possible() == ["light", "dim", "clean"]
    bright["is"] = False
    assert rules.next_steps(lamp) == ["light", "clean"]
    assert rules.occasional_steps == {"dim"}


def lamps(**more: Any) -> Register:
    """The register, its step of dimming another."""
    steps = tuple(replace(one, **more) if one.name == "dim" else one for one in LAMPS.steps)
    return replace(LAMPS, steps=steps)


def test_a_step_that_another_does_since_is_taken_and_not_offered() -> None:
    register = lamps(instead="clean")
    lamp = Record(register, "L-1")
    possible = Rules(register).next_steps(lamp)
    assert possible == ["light", "dim", "clean"], "a program of before that takes it is not refused"
    assert [step.name for step in register.current_steps(possible)] == ["light", "clean"]


@pytest.mark.parametrize(
    "more", [{"instead": "dim"}, {"instead": "light"}, {"instead": "burn"}, {"instead": "clean", "by": "clerk, leader"}]
)
def test_what_is_offered_instead_can_be_taken_everywhere_and_by_all(more: dict[str, str]) -> None:
    with pytest.raises(Undefined):
        lamps(**more)


def test_of_a_step_it_is_said_once_and_of_none_that_there_is_not() -> None:
    rules, other = Rules(LAMPS), Rules(LAMPS)
    for one in (rules, other):
        one.when("dim")(lambda _lamp: True)
    for wrong in (
        lambda: rules.when("dim")(bool),
        lambda: rules.when("burn")(bool),
        lambda: Rules(LAMPS, rules, other),
    ):
        with pytest.raises(Undefined):
            wrong()
