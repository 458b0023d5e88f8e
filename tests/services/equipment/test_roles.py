"""Who may take which step: the keeper keeps, the clerk and the captain hand out, the officer looks."""

from __future__ import annotations

import pytest

from contracts import equipment

STEPS = [(register.slug, step) for register in equipment.REGISTERS for step in register.steps]


def of(role: str) -> dict[str, set[str]]:
    """The steps of each register that a role may take."""
    by_register: dict[str, set[str]] = {}
    for register, step in STEPS:
        if role in step.roles:
            by_register.setdefault(register, set()).add(step.name)
    return by_register


def test_the_keeper_of_equipment_may_take_every_step() -> None:
    assert [(register, step.name) for register, step in STEPS if "quartermaster" not in step.roles] == []


def test_an_officer_looks_through_the_kit_drives_and_reports_what_happened_to_either() -> None:
    assert of("officer") == {
        "kits": {"check", "find_short"},
        "kit_uses": {"record"},
        "dashcams": {"report_fault"},
        "trips": {"depart", "come_back"},
        "driving_incidents": {"report"},
    }


def test_the_inspectors_check_and_hand_nothing_out() -> None:
    assert of("inspector") == {
        "kits": {"check", "find_short"},
        "facilities": {"check"},
        "premises": {"comb"},
        "stocktakes": {"confirm"},
        "vehicle_checks": {"open", "check", "void"},
        "vehicle_checklists": {"publish", "supersede"},
    }


@pytest.mark.parametrize("role", ["clerk", "captain"])
def test_a_squadron_hands_out_and_takes_back_what_is_its_own(role: str) -> None:
    by_register = of(role)
    assert by_register["assets"] >= {"register", "stock", "issue", "give_back", "lose", "find", "repair", "take_back"}
    assert by_register["kits"] >= {"assemble", "issue", "check", "find_short", "replenish", "give_back"}
    assert by_register["dashcams"] >= {"install", "report_fault", "repair", "replace", "remove"}
    assert by_register["uniforms"] == {"issue", "give_back"}


@pytest.mark.parametrize("role", ["clerk", "captain", "officer", "inspector", "trainer"])
def test_norms_vehicles_acceptance_and_what_takes_back_are_the_keeper_s(role: str) -> None:
    by_register = of(role)
    assert not {"vehicles", "equipment_norms", "kit_definitions"} & by_register.keys()
    assert "accept" not in by_register.get("dashcams", ())
    assert not {register for register, steps in by_register.items() if "void" in steps} - {"vehicle_checks"}
    assert "retire" not in by_register.get("assets", ())


@pytest.mark.parametrize("role", ["leader", "auditor", "legal", "outreach", "supervisor"])
def test_nobody_else_writes_here(role: str) -> None:
    assert of(role) == {}
