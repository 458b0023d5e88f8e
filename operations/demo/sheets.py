"""The demo's spreadsheets: which there are, in which order, and how they are sent."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO

from operations.base.environment import ROOT

FOLDER = ROOT / "deploy" / "demo"
PICTURE = re.compile(r"[^；、/]+\.png")
"""A file's name, in a cell of several or in an entry of a list."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"


@dataclass(frozen=True)
class Sheet:
    """One of the demo's spreadsheets: which register it belongs to, and whether it is sent as a workbook or as text.

    follows  it goes on with the records of the sheet before it, which must have arrived first
    awaits   the step that another service must have caused first in the record with which the sheet goes on
    by_rows  each row goes through all hands before the next is begun: one names another as it was in the end
    """

    register: str
    file: str
    media_type: str
    follows: bool = False
    awaits: str = ""
    by_rows: bool = False

    def rows(self) -> list[list[str]]:
        """Its rows, the headings first."""
        with (FOLDER / self.file).open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def parts(self) -> list[list[list[str]]]:
        """The rows as they are sent: all of them, or each below the headings."""
        head, *rows = self.rows()
        return [[head, row] for row in rows] if self.by_rows else [[head, *rows]]

    def pictures(self) -> Iterator[str]:
        """The names of the files that its cells refer to."""
        cells = (cell for row in self.rows()[1:] for cell in row)
        yield from (name for cell in cells for name in PICTURE.findall(cell))


SHEETS = (
    Sheet("training/units", "units.csv", CSV),
    Sheet("training/people", "people.csv", CSV),
    Sheet("training/posts", "posts.csv", CSV),
    Sheet("training/cycles", "cycles.csv", CSV),
    Sheet("training/courses", "courses.csv", CSV),
    Sheet("training/sessions", "sessions.csv", XLSX),
    Sheet("training/questions", "questions.csv", CSV),
    Sheet("training/papers", "papers.csv", CSV),
    Sheet("training/assessments", "assessments.csv", CSV),
    Sheet("training/people", "people_posted.csv", CSV),
    Sheet("training/certificates", "certificates.csv", CSV),
    Sheet("training/rain_days", "rain_days.csv", CSV),
    Sheet("training/norms", "norms.csv", CSV),
    Sheet("training/acknowledgements", "acknowledgements.csv", CSV),
    Sheet("training/conduct_checks", "conduct_checks.csv", CSV),
    Sheet("training/breaches", "breaches.csv", CSV),
    Sheet("training/pledges", "pledges.csv", CSV),
    Sheet("training/integrity_activities", "integrity_activities.csv", CSV),
    Sheet("equipment/vehicles", "vehicles.csv", XLSX),
    Sheet("equipment/dashcams", "dashcams.csv", CSV),
    Sheet("equipment/kit_definitions", "kit_definitions.csv", CSV),
    Sheet("equipment/kits", "kits.csv", CSV),
    Sheet("equipment/uniforms", "uniforms.csv", XLSX),
    Sheet("equipment/vehicle_checklists", "vehicle_checklists.csv", CSV),
    Sheet("equipment/vehicle_checks", "vehicle_checks.csv", CSV),
    Sheet("equipment/facilities", "facilities.csv", CSV),
    Sheet("equipment/assets", "assets.csv", CSV),
    Sheet("equipment/equipment_norms", "equipment_norms.csv", CSV),
    Sheet("equipment/establishments", "establishments.csv", CSV),
    Sheet("outreach/features", "features.csv", CSV),
    Sheet("outreach/volunteer_events", "volunteer_events.csv", CSV),
    Sheet("outreach/matters", "matters.csv", XLSX),
    Sheet("outreach/qa_sessions", "qa_sessions.csv", CSV),
    Sheet("outreach/public_events", "public_events.csv", CSV),
    Sheet("outreach/pairings", "pairings.csv", CSV),
    Sheet("outreach/visits", "visits.csv", CSV),
    Sheet("cases/class_editions", "class_editions.csv", CSV),
    Sheet("cases/case_classes", "case_classes.csv", CSV),
    Sheet("cases/complaints", "complaints.csv", CSV),
    Sheet("cases/digital_cases", "digital_cases.csv", CSV),
    Sheet("outreach/opinions", "opinions.csv", CSV),
    Sheet("outreach/solution_plans", "solution_plans.csv", CSV),
    Sheet("outreach/managed_objects", "managed_objects.csv", CSV),
    Sheet("outreach/contact_cards", "contact_cards.csv", CSV),
    Sheet("outreach/contact_cards", "contact_card_handovers.csv", CSV),
    Sheet("outreach/service_runs", "service_runs.csv", CSV),
    Sheet("outreach/service_runs", "service_run_helps.csv", CSV),
    Sheet("outreach/service_calls", "service_calls.csv", CSV),
    Sheet("outreach/supervisors", "supervisors.csv", CSV),
    Sheet("outreach/supervision_reports", "supervision_reports.csv", CSV),
    Sheet("outreach/publicity_activities", "publicity_activities.csv", CSV),
    Sheet("cases/digital_cases", "digital_cases_sent_again.csv", CSV, follows=True),
    Sheet("cases/digital_cases", "digital_cases_reworked.csv", CSV, follows=True),
    Sheet("cases/digital_cases", "digital_cases_done_again.csv", CSV, follows=True),
    Sheet("cases/digital_cases", "digital_cases_checked_again.csv", CSV, follows=True),
    Sheet("cases/complaints", "complaints_converted.csv", CSV),
    Sheet("cases/supervision_orders", "supervision_orders.csv", CSV),
    Sheet("cases/designations", "designations.csv", CSV),
    Sheet("cases/transfers", "transfers.csv", CSV),
    Sheet("cases/emergencies", "emergencies.csv", CSV),
    Sheet("cases/power_items", "power_items.csv", CSV),
    Sheet("cases/duty_items", "duty_items.csv", XLSX),
    Sheet("cases/list_publications", "list_publications.csv", CSV),
    Sheet("cases/violation_types", "violation_types.csv", CSV),
    Sheet("cases/agencies", "agencies.csv", CSV),
    Sheet("cases/penalties", "penalties.csv", XLSX),
    Sheet("cases/process_records", "process_records.csv", CSV),
    Sheet("cases/file_review_templates", "file_review_templates.csv", CSV),
    Sheet("cases/case_file_reviews", "case_file_reviews.csv", CSV),
    Sheet("training/people", "people_2026.csv", CSV),
    Sheet("cases/penalties", "penalties_2026.csv", CSV, follows=True),
    Sheet("cases/penalties", "penalties_2026_afterwards.csv", CSV, follows=True),
    Sheet("cases/process_records", "process_records_2026.csv", CSV),
    Sheet("cases/penalties", "penalties_endings.csv", CSV),
    Sheet("cases/penalties", "penalties_endings_afterwards.csv", CSV, follows=True),
    Sheet("cases/process_records", "process_records_endings.csv", CSV),
    Sheet("cases/filing_reports", "filing_reports.csv", CSV),
    Sheet("cases/rectifications", "rectifications.csv", CSV, by_rows=True),
    Sheet("cases/rectifications", "rectifications_converted.csv", CSV, awaits="raise"),
    Sheet("outreach/opinions", "opinions_fed_back.csv", CSV, awaits="resolve"),
    Sheet("training/campaign_documents", "campaign_documents.csv", CSV),
    Sheet("training/training_needs", "training_needs.csv", CSV),
    Sheet("training/duty_sheets", "duty_sheets.csv", CSV),
    Sheet("outreach/surveys", "surveys.csv", CSV),
    Sheet("outreach/survey_sheets", "survey_sheets.csv", CSV),
    Sheet("outreach/surveys", "surveys_second_wave.csv", CSV),
    Sheet("outreach/survey_sheets", "survey_sheets_second_wave.csv", CSV),
    Sheet("outreach/surveys", "surveys_closed.csv", CSV),
    Sheet("outreach/honours", "honours.csv", CSV),
    Sheet("outreach/account_posts", "account_posts.csv", CSV),
    Sheet("outreach/hardship_help", "hardship_help.csv", CSV),
    Sheet("outreach/praise", "praise.csv", CSV),
    Sheet("outreach/plan_publications", "plan_publications.csv", CSV),
    Sheet("equipment/trips", "trips.csv", CSV),
    Sheet("equipment/driving_incidents", "driving_incidents.csv", CSV),
    Sheet("equipment/kit_uses", "kit_uses.csv", CSV),
    Sheet("equipment/stocktakes", "stocktakes.csv", CSV),
    Sheet("equipment/premises", "premises.csv", CSV),
    Sheet("equipment/staffing_comparisons", "staffing_comparisons.csv", CSV),
    Sheet("cases/recordings", "recordings.csv", CSV),
    Sheet("cases/publicities", "publicities.csv", CSV),
    Sheet("cases/patrol_plans", "patrol_plans.csv", CSV),
    Sheet("cases/patrols", "patrols.csv", CSV),
    Sheet("cases/patrol_findings", "patrol_findings.csv", CSV),
    Sheet("outreach/captions", "captions.csv", CSV),
)
"""Units and people first: the others name them. Recruits are posted after their examination. City cases come before
what is converted into more of them: these draw their numbers behind those that the sheet has. Registers that came since
stand at the end."""


def text(rows: list[list[str]]) -> bytes:
    """Rows as a text."""
    out = StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def workbook(rows: list[list[str]]) -> bytes:
    """Rows as a workbook like a clerk's: what looks like a day is one."""
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for index, cell in enumerate(row):
                if moment := _day(cell):
                    page.write_datetime(number, index, moment, day)
                elif cell:
                    page.write_string(number, index, cell)
    return out.getvalue()


def _day(cell: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(cell, "%Y-%m-%d")  # noqa: DTZ007 -- a cell has no time zone
    except ValueError:
        return None
