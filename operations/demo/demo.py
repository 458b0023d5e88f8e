"""`demo`: the Xishan 2017 campaign, from a clerk's spreadsheets through the suite's own import."""

from __future__ import annotations

import csv
import datetime as dt
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from operations.client import client, progress_table
from operations.client.client import Client, Declined
from operations.demo import pictures
from operations.environment import ROOT, Environment
from operations.suite import detach, home, readiness

FOLDER = ROOT / "deploy" / "demo"
BASELINE = "2017-06-15"
PICTURE = re.compile(r"[^；、/]+\.png")
"""A file's name, in a cell of several or in an entry of a list."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"


@dataclass(frozen=True)
class Sheet:
    """One of the demo's ledgers: which register it belongs to, and whether it is sent as a workbook or as text.

    follows  it tells on of the records of the sheet before it, which must have arrived first
    awaits   the step that another service must have caused first in the record that the sheet tells on of
    """

    register: str
    file: str
    media_type: str
    follows: bool = False
    awaits: str = ""

    def rows(self) -> list[list[str]]:
        """Its rows, the headings first."""
        with (FOLDER / self.file).open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def body(self) -> bytes:
        """The file as it is sent."""
        return (FOLDER / self.file).read_bytes() if self.media_type == CSV else workbook(self.rows())

    def pictures(self) -> Iterator[str]:
        """The names of the files that its cells refer to."""
        cells = (cell for row in self.rows()[1:] for cell in row)
        yield from (name for cell in cells for name in PICTURE.findall(cell))


SHEETS = (
    Sheet("training/units", "units.csv", CSV),
    Sheet("training/people", "people.csv", CSV),
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
    Sheet("cases/case_classes", "case_classes.csv", CSV),
    Sheet("cases/complaints", "complaints.csv", CSV),
    Sheet("cases/digital_cases", "digital_cases.csv", CSV),
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
    Sheet("cases/penalties", "penalties.csv", XLSX),
    Sheet("cases/process_records", "process_records.csv", CSV),
    Sheet("cases/file_review_templates", "file_review_templates.csv", CSV),
    Sheet("cases/case_file_reviews", "case_file_reviews.csv", CSV),
    Sheet("training/people", "people_2026.csv", CSV),
    Sheet("cases/penalties", "penalties_2026.csv", CSV, follows=True),
    Sheet("cases/penalties", "penalties_2026_afterwards.csv", CSV, follows=True),
    Sheet("cases/process_records", "process_records_2026.csv", CSV),
    Sheet("cases/filing_reports", "filing_reports.csv", CSV),
    Sheet("cases/rectifications", "rectifications.csv", CSV),
    Sheet("cases/rectifications", "rectifications_converted.csv", CSV, awaits="raise"),
    Sheet("outreach/opinions", "opinions_fed_back.csv", CSV, awaits="resolve"),
)
"""Units and people first: the others name them. Recruits are posted after their examination."""
PATIENCE = 30.0
STAFF = 2
"""How many sheets of units and people stand before all others."""


@dataclass(frozen=True)
class ImportResult:
    """What was imported: rows by outcome, and the events to wait for."""

    accepted: int
    repeated: int
    events: tuple[str, ...]


def load(environment: Environment) -> None:
    """Loads the demo into the running suite, or into one that it starts and stops; prints the 13 items."""
    console = Console()
    stays = _runs(environment)
    with _suite(environment, console):
        reached = client.connect(environment)
        loaded = fill(reached, environment.home / "demo", console)
        console.print(_summary(loaded))
        progress_table.show(progress(reached, loaded.events), console)
    opened = f"{reached.address}?as_of={BASELINE}"
    console.print(f"Every number opens to its evidence 每个数字都可查到佐证: {opened}", soft_wrap=True)
    if not stays:
        console.print("Start the suite to open it 启动套件后即可打开: ./campaign up")


@contextmanager
def _suite(environment: Environment, console: Console) -> Iterator[None]:
    """The suite that runs already, or one for as long as it is needed."""
    if _runs(environment):
        yield
        return
    console.print("No suite is running; starting one for the demo 正在为示例启动套件")
    detach.start(environment)
    try:
        yield
    finally:
        home.stop(environment.home)


def _runs(environment: Environment) -> bool:
    """Whether there is a suite: this home's, or another that answers at the address, in containers perhaps."""
    return home.running(environment.home) is not None or readiness.ask(environment).ready


def _summary(loaded: ImportResult) -> str:
    if not loaded.accepted:
        return f"Nothing changed: all {loaded.repeated} rows were there already 未作任何更改，各行均已存在"
    return f"{loaded.accepted} rows imported, {loaded.repeated} were there already 导入 {loaded.accepted} 行"


def fill(reached: Client, drawn: Path, console: Console) -> ImportResult:
    """Hands in the evidence and imports the sheets; `drawn` is where the pictures are kept. Raises Away, Declined."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        names = list(dict.fromkeys(name for sheet in SHEETS for name in sheet.pictures()))
        for name in bar.track(names, description="evidence 佐证"):
            reached.post("/v1/evidence", _picture(drawn, name), "image/png", name=name)
        rows = bar.add_task("rows 行", total=sum(len(sheet.rows()) - 1 for sheet in SHEETS))
        told: list[dict[str, Any]] = []
        for sheet in SHEETS:
            told.append(_import(reached, sheet, told))
            bar.advance(rows, told[-1]["rows"])
    accepted, repeated = (sum(one[name] for one in told) for name in ("accepted", "repeated"))
    return ImportResult(accepted, repeated, tuple(one["last_event"] for one in told if one["last_event"]))


def _picture(drawn: Path, name: str) -> bytes:
    """A picture, drawn once: another font tomorrow must not make another file of it."""
    path = drawn / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(pictures.png(name))
        fresh.replace(path)
    return path.read_bytes()


def _import(reached: Client, sheet: Sheet, before: list[dict[str, Any]]) -> dict[str, Any]:
    """Imports one sheet, after what it needs has arrived: units and people, or what the sheet before it left."""
    if sheet.awaits:
        _wait(reached, f"/v1/{sheet.register}/{sheet.rows()[1][0]}", sheet.awaits)
    needed = before[-1:] if sheet.follows else before[:STAFF][-1:]
    after = needed[0]["last_event"] if needed else None
    told: dict[str, Any] = reached.post(f"/v1/{sheet.register}/import", sheet.body(), sheet.media_type, after=after)
    return told


def _wait(reached: Client, address: str, step: str) -> None:
    """Wait until a step was taken in a record, or for so long that it will not be. Raises Away."""
    until = time.monotonic() + PATIENCE
    while not _has_step(reached, address, step) and time.monotonic() < until:
        time.sleep(0.1)


def _has_step(reached: Client, address: str, step: str) -> bool:
    try:
        return any(one["step"] == step for one in reached.get(address)["history"])
    except Declined:
        return False


def progress(reached: Client, events: tuple[str, ...]) -> Mapping[str, Any]:
    """The view at the baseline, once it has heard of all these events."""
    told: Mapping[str, Any] = {}
    for event in events or (None,):
        told = reached.get("/v1/progress", as_of=BASELINE, after=event)
    return told


def workbook(rows: list[list[str]]) -> bytes:
    """Rows as a workbook like a clerk's: what looks like a day is one."""
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for index, cell in enumerate(row):
                if found := _day(cell):
                    page.write_datetime(number, index, found, day)
                elif cell:
                    page.write_string(number, index, cell)
    return out.getvalue()


def _day(cell: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(cell, "%Y-%m-%d")  # noqa: DTZ007 -- a cell has no time zone
    except ValueError:
        return None
