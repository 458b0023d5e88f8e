from __future__ import annotations

from collections.abc import Callable

import pytest

from contracts import catalogue
from contracts.errors import Undefined
from contracts.register import Clock, Register, Step


@pytest.mark.parametrize(
    "broken",
    [
        lambda: Register("a.b", "甲", "A", (Step("go", "gone", "走 / Go", "here -> there"),), words={"there": "彼"}),
        lambda: Register(
            "a.b",
            "甲",
            "A",
            (Step("go", "gone", "走 / Go", "new -> there"), Step("go", "went", "走 / Go", "there -> there")),
            words={"there": "彼"},
        ),
        lambda: Register(
            "a.b",
            "甲",
            "A",
            (Step("go", "gone", "走 / Go", "new -> there"),),
            (Clock("c", "gone -> back", "5 days", "1", title="钟 / Clock"),),
            words={"there": "彼"},
        ),
        lambda: Register("a.b", "甲", "A", (Step("go", "gone", "走 / Go", "new -> there"),)),
        lambda: Register("a.b", "甲", "A", (Step("go", "gone", "走", "new -> there"),), words={"there": "彼"}),
        lambda: Register(
            "a.b",
            "甲",
            "A",
            (
                Step("go", "gone", "走 / Go", "new -> there"),
                Step("s", "sd", "旁 / S", "new -> x", line="side", during="nowhere"),
            ),
            words={"there": "彼"},
        ),
    ],
)
def test_a_register_that_contradicts_itself_is_refused(broken: Callable[[], Register]) -> None:
    with pytest.raises(Undefined):
        broken()


@pytest.mark.parametrize("register", catalogue.REGISTERS.values(), ids=lambda register: register.name)
def test_every_moving_step_says_on_which_day_it_happened(register: Register) -> None:
    undated = [
        step.name for step in register.steps if step.leads and not step.voids and not step.data.business_day_field()
    ]
    assert undated == []


def test_an_event_of_another_version_is_not_ours() -> None:
    with pytest.raises(Undefined):
        catalogue.step_of("outreach.matters.finished.v2")
