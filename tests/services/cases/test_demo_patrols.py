"""Patrols and the publicity of enforcement come out of the demo's sheets, with what is still lacking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from operations.demo.load import BASELINE
from operations.demo.sheets import FOLDER, SHEETS
from tests.office import measure_value
from tests.services.gateway.sheet_clerk import Clerk, clerk_of_demo

REGISTERS = ("cases/patrol_plans", "cases/patrols", "cases/patrol_findings", "cases/publicities")
OURS = [one for one in SHEETS if one.file in ("units.csv", "people.csv") or one.register in REGISTERS]


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    """A clerk who has imported the sheets."""
    demo_clerk = clerk_of_demo(tmp_path_factory.mktemp("demo"), OURS)
    yield demo_clerk
    demo_clerk.close()


@pytest.mark.parametrize(
    ("measure", "claimed"),
    [
        ("B2.patrols_done", 4 / 8),
        ("B2.patrol_stops", 17 / 18),
        ("B2.plans_unpatrolled", 1),
        ("S2.publicity_before_gap", 0),
        ("S2.publicity_during_gap", 1),
        ("S2.publicity_after_gap", 1),
    ],
)
def test_the_numbers_come_out(clerk: Clerk, measure: str, claimed: Any) -> None:
    assert measure_value(clerk.read_model, measure, BASELINE).claimed == pytest.approx(claimed)


def test_what_patrols_found_was_put_right_and_one_is_open(clerk: Clerk) -> None:
    found = sorted(row["status"] for row in clerk.records("cases.patrol_findings"))
    assert found == ["open", "settled", "settled", "settled"]


def test_no_city_case_and_no_rectification_came_of_them(clerk: Clerk) -> None:
    assert clerk.records("cases.digital_cases") == clerk.records("cases.rectifications") == []


def test_the_sheets_twice_change_nothing_though_the_patrols_are_over(clerk: Clerk) -> None:
    for sheet in OURS:
        assert clerk.import_csv((FOLDER / sheet.file).read_bytes(), sheet.register.replace("/", "."))["accepted"] == 0
