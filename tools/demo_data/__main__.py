"""`python -m tools.demo_data`: writes the synthetic sheets of deploy/demo; a test holds the committed ones to it."""

from __future__ import annotations

from operations.demo.sheets import FOLDER
from tools.demo_data import digital_case_sheets, filing_reports
from tools.demo_data.penalty_cases import sheets as penalty_cases

# The reports last: they are read off the sheet of penalty cases.
for build_sheets in (penalty_cases.build_sheets, digital_case_sheets.build_sheets, filing_reports.build_sheets):
    for name, text in build_sheets().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="")
