"""The article's facts of A1, A3, A4 and A5 come out of the demo's sheets, read as a clerk's are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from operations.demo.sheets import FOLDER
from tests.services.gateway.sheet_clerk import Clerk
from tests.services.outreach.public_contact import value

BASELINE = "2017-06-15"
SHEETS = ("features", "qa_sessions", "public_events", "pairings", "visits", "opinions", "solution_plans")


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    """A clerk who has imported the sheets."""
    demo_clerk = Clerk(tmp_path_factory.mktemp("demo"), units="")
    for register in ("units", "people"):
        import_file(demo_clerk, f"training.{register}", f"{register}.csv")
    for register in SHEETS:
        import_file(demo_clerk, f"outreach.{register}", f"{register}.csv")
    yield demo_clerk
    demo_clerk.close()


def import_file(clerk: Clerk, register: str, file: str) -> None:
    text = (FOLDER / file).read_text(encoding="utf-8")
    for name in {part for cell in text.replace("\n", ",").split(",") for part in cell.split("；")}:
        if Path(name).suffix == ".png":
            clerk.upload_file(name, name.encode())
    assert clerk.import_csv(text, register)["refused"] == 0


@pytest.mark.parametrize(
    ("measure", "claimed", "verified"),
    [
        ("A1.qa_sessions", 3, 3),
        ("A1.questions", 11, 3),
        ("A1.answered", pytest.approx(3 / 11), pytest.approx(3 / 11)),
        ("A1.converted", pytest.approx(1 / 11), 0),
        ("A1.reply_hours_p50", 3, 3),
        ("A3.applied", 12, 12),
        ("A3.angles", 4, 4),
        ("A3.units_with_feature", 0, 0),
        ("A4.events_held", 1, 1),
        ("A4.participant_times", 70, 70),
        ("A4.partners", 1, 1),
        ("A4.plan_fulfilled", 1, 1),
        ("A5.communities_visited", 1, 1),
        ("A5.enterprises_visited", 3, 3),
        ("A5.visits", 4, 4),
        ("A5.opinions", 5, 5),
        ("A5.opinions_planned", 1, 1),
        ("A5.solved_confirmed", 0.4, 0.4),
        ("A5.days_to_plan", 3, 3),
        ("A5.pairings_unvisited", 1, 1),
    ],
)
def test_the_articles_numbers_come_out(clerk: Clerk, measure: str, claimed: Any, verified: Any) -> None:
    assert value(clerk.read_model, measure, BASELINE) == (claimed, verified)


def test_the_summers_little_guardians_are_planned_and_count_nothing(clerk: Clerk) -> None:
    (event,) = (row for row in clerk.records("outreach.public_events") if row["fields"]["kind"] == "little_guardian")
    assert event["status"] == "planned"
    assert value(clerk.read_model, "A4.plan_fulfilled", "2017-07-09") == (1, 1)
    assert value(clerk.read_model, "A4.plan_fulfilled", "2017-07-10") == (0.5, 0.5), (
        "nobody has recorded that it was held"
    )


def test_two_questions_wait_for_what_came_of_them(clerk: Clerk) -> None:
    waiting = [row["id"] for row in clerk.records("outreach.opinions") if row["status"] == "converted"]
    assert waiting == ["DBT-OP-03", "DBT-OP-04"]


def test_the_sheets_twice_change_nothing(clerk: Clerk) -> None:
    for register in SHEETS:
        report = clerk.import_csv((FOLDER / f"{register}.csv").read_text(encoding="utf-8"), f"outreach.{register}")
        assert report["accepted"] == 0, register


def test_no_enterprise_and_no_household_of_the_demo_is_a_real_one() -> None:
    for file in ("visits.csv", "pairings.csv"):
        for line in (FOLDER / file).read_text(encoding="utf-8").splitlines()[1:]:
            if "企业" in line or "困难户" in line:
                assert "不对应任何真实" in line
