"""The article's facts of A6, B1 and B3 come out of the demo's sheets, read as a clerk's are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from operations.demo.sheets import FOLDER
from services.chassis.storage import tables
from services.gateway.spreadsheets.faults import ImportRefused
from tests.services.gateway.sheet_clerk import Clerk
from tests.services.outreach.public_contact import value

BASELINE = "2017-06-15"
SHEETS = {
    "volunteer_events": "volunteer_events",
    "matters": "matters",
    "managed_objects": "managed_objects",
    "contact_cards": "contact_cards",
    "contact_card_handovers": "contact_cards",
    "service_runs": "service_runs",
    "service_run_helps": "service_runs",
    "service_calls": "service_calls",
    "supervisors": "supervisors",
    "supervision_reports": "supervision_reports",
    "publicity_activities": "publicity_activities",
}


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    """A clerk who has imported the sheets."""
    demo_clerk = Clerk(tmp_path_factory.mktemp("demo"), units="")
    for register in ("units", "people"):
        import_sheet(demo_clerk, f"training.{register}", register)
    for sheet, register in SHEETS.items():
        import_sheet(demo_clerk, f"outreach.{register}", sheet)
    yield demo_clerk
    demo_clerk.close()


def import_sheet(clerk: Clerk, register: str, sheet: str) -> dict[str, Any]:
    text = (FOLDER / f"{sheet}.csv").read_text(encoding="utf-8")
    for name in {part for cell in text.replace("\n", ",").split(",") for part in cell.split("；")}:
        if Path(name).suffix == ".png":
            clerk.upload_file(name, name.encode())
    report = clerk.import_csv(text, register)
    assert report["refused"] == 0
    return report


@pytest.mark.parametrize(
    ("measure", "claimed", "verified"),
    [
        ("A6.matters_done", 28, 26),
        ("A6.communities", 4, 4),
        ("A6.events_held", 7, 7),
        ("A6.fairs", 1, 1),
        ("A6.cleanups", 1, 1),
        ("A6.volunteer_minutes", 1590, 1590),
        ("B1.card_coverage", 1, 1),
        ("B1.calls", 6, 4),
        ("B1.calls_in_time", 0.8, 0.6),
        ("B1.shops_helped", 12, 12),
        ("B1.runs", 2, 2),
        ("B1.stale_cards", 0, 0),
        ("B1.unreachable_cards", 0, 0),
        ("B3.supervisors", 7, 7),
        ("B3.supervisors_reporting", pytest.approx(3 / 7), pytest.approx(3 / 7)),
        ("B3.reports_in_time", pytest.approx(2 / 3), pytest.approx(2 / 3)),
        ("B3.publicity", 4, 4),
    ],
)
def test_the_articles_numbers_come_out(clerk: Clerk, measure: str, claimed: Any, verified: Any) -> None:
    assert value(clerk.read_model, measure, BASELINE) == (claimed, verified)


def test_no_caller_or_supervisor_stands_in_the_journal(clerk: Clerk) -> None:
    with clerk.office.store.begin_read() as tx:
        bodies = "".join(tx.scalars(sa.select(tables.journal.c.body)))
    for text in ("合成来电人01", "合成监督员01", "合成经营者01", "10000000001"):
        assert text not in bodies
    assert len(clerk.records("outreach.supervisors")) == 8


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_sheets_twice_change_nothing(clerk: Clerk, sheet: str) -> None:
    assert import_sheet(clerk, f"outreach.{SHEETS[sheet]}", sheet)["accepted"] == 0


@pytest.mark.parametrize(
    ("sheet", "slugs"),
    [
        ("supervision_reports", ["not-in-office", "not-in-office"]),
        ("managed_objects", ["not-a-credit-code"]),
        ("contact_card_handovers", ["not-now", "unknown-reference"]),
        ("service_calls", ["names-somebody"]),
    ],
)
def test_what_must_be_refused_is_refused_by_row(clerk: Clerk, sheet: str, slugs: list[str]) -> None:
    text = (FOLDER / "refused" / f"{sheet}.csv").read_text(encoding="utf-8")
    with pytest.raises(ImportRefused) as refused:
        clerk.import_csv(text, f"outreach.{SHEETS[sheet]}")
    assert [one["slug"] for one in refused.value.to_dict()["errors"]] == slugs
