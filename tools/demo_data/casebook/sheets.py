"""Which sheets there are, and where they stand."""

from __future__ import annotations

from pathlib import Path

from tools.demo_data.casebook import breaches, cases, files, lists
from tools.demo_data.casebook.writing import Row, sheet

FOLDER = Path(__file__).parents[3] / "deploy" / "demo"
REFUSED = "refused"
"""The folder of those that the import must refuse."""


def build_sheets() -> dict[str, str]:
    """Every sheet by its file's name."""
    old, new = cases.cases(cases.OLD), cases.cases(cases.NEW)
    told: dict[str, tuple[str, list[Row]]] = {
        "power_items.csv": ("cases.power_items", lists.powers()),
        "duty_items.csv": ("cases.duty_items", lists.duties()),
        "list_publications.csv": ("cases.list_publications", lists.publications()),
        "violation_types.csv": ("cases.violation_types", lists.violations()),
        "penalties.csv": ("cases.penalties", old),
        "process_records.csv": ("cases.process_records", files.records(old)),
        "file_review_templates.csv": ("cases.file_review_templates", files.templates()),
        "case_file_reviews.csv": ("cases.case_file_reviews", files.reviews(old)),
        "people_2026.csv": ("training.people", files.certificates()),
        "penalties_2026.csv": ("cases.penalties", new),
        "penalties_2026_afterwards.csv": ("cases.penalties", cases.afterwards(new)),
        "process_records_2026.csv": ("cases.process_records", files.records(new)),
        f"{REFUSED}/power_items.csv": ("cases.power_items", breaches.power_items()),
        f"{REFUSED}/list_publications.csv": ("cases.list_publications", breaches.list_publications()),
        f"{REFUSED}/penalties.csv": ("cases.penalties", breaches.penalties(new)),
        f"{REFUSED}/process_records.csv": ("cases.process_records", breaches.process_records(new)),
        f"{REFUSED}/case_file_reviews.csv": ("cases.case_file_reviews", breaches.case_file_reviews(new)),
    }
    return {name: sheet(register, rows) for name, (register, rows) in told.items()}


def write() -> None:
    """Write them."""
    for name, text in build_sheets().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="")
