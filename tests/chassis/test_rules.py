"""Rules are composed explicitly, and a step has one rule at most."""

import pytest

from contracts.errors import Undefined
from contracts.outreach import matters, visits
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules


def rule(_record: Record, form: Data, _at: Context) -> Data:
    return form


def part_with(step: str) -> Rules:
    part = Rules(matters.register)
    part.on(step)(rule)
    return part


def test_a_second_rule_for_a_step_is_an_error_at_import() -> None:
    rules = part_with("accept")
    with pytest.raises(Undefined, match="two rules for accept"):
        rules.on("transfer", "accept")(rule)


def test_two_parts_that_claim_one_step_are_an_error_at_import() -> None:
    with pytest.raises(Undefined, match="two rules for accept"):
        Rules(matters.register, part_with("accept"), part_with("transfer"), part_with("accept"))


def test_a_part_of_another_register_is_an_error_at_import() -> None:
    with pytest.raises(Undefined, match="is no part of"):
        Rules(visits.register, part_with("accept"))
