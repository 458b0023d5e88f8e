"""Which sheets there are, and what they hold."""

from __future__ import annotations

from tools.demo_data.penalty_cases import cases, endings, lists, records_and_reviews, refusals, years
from tools.demo_data.penalty_cases.sheet_rows import Row, sheet

REFUSED = "refused"
"""The folder of those that the import must refuse."""


def build_sheets() -> dict[str, str]:
    """Every sheet as text, by its file's name."""
    old, new = cases.cases(years.OLD), cases.cases(years.NEW)
    contents: dict[str, tuple[str, list[Row]]] = {
        "power_items.csv": ("cases.power_items", lists.powers()),
        "duty_items.csv": ("cases.duty_items", lists.duties()),
        "list_publications.csv": ("cases.list_publications", lists.publications()),
        "violation_types.csv": ("cases.violation_types", lists.violations()),
        "penalties.csv": ("cases.penalties", old),
        "process_records.csv": ("cases.process_records", records_and_reviews.records(old)),
        "file_review_templates.csv": ("cases.file_review_templates", records_and_reviews.templates()),
        "case_file_reviews.csv": ("cases.case_file_reviews", records_and_reviews.reviews(old)),
        "people_2026.csv": ("training.people", records_and_reviews.certificates()),
        "penalties_2026.csv": ("cases.penalties", new),
        "penalties_2026_afterwards.csv": ("cases.penalties", cases.afterwards(new)),
        "process_records_2026.csv": ("cases.process_records", records_and_reviews.records(new)),
        "penalties_endings.csv": ("cases.penalties", endings.first_rows()),
        "penalties_endings_afterwards.csv": ("cases.penalties", endings.later_rows()),
        "process_records_endings.csv": ("cases.process_records", records_and_reviews.records(endings.whole_rows())),
        f"{REFUSED}/power_items.csv": ("cases.power_items", refusals.power_items()),
        f"{REFUSED}/list_publications.csv": ("cases.list_publications", refusals.list_publications()),
        f"{REFUSED}/penalties.csv": ("cases.penalties", refusals.penalties(new)),
        f"{REFUSED}/process_records.csv": ("cases.process_records", refusals.process_records(new)),
        f"{REFUSED}/case_file_reviews.csv": ("cases.case_file_reviews", refusals.case_file_reviews(new)),
    }
    return {name: sheet(register, rows) for name, (register, rows) in contents.items()}
