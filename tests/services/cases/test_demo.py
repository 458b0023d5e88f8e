"""City cases, complaints and the supervision of cases come out of the demo's sheets, which are as they were drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from contracts import envelope
from contracts.cases.digital_cases.intake import SOURCES
from operations.demo.load import BASELINE
from operations.demo.sheets import CSV, FOLDER, SHEETS, Sheet
from services.cases import reactions as of_cases
from services.chassis.storage import journal
from services.gateway.read_model.indicators.case_memory import CaseMemory
from services.gateway.read_model.indicators.periods import Period
from services.gateway.read_model.indicators.table import GROUPS, IndicatorTable
from services.outreach import reactions as of_outreach
from tests.office import DISTRICT, day, measure_value
from tests.services.gateway.sheet_clerk import Clerk
from tools.demo_data import digital_case_sheets, digital_cases, filing_reports

CASES, OPINIONS, RECTIFICATIONS = "cases.digital_cases", "outreach.opinions", "cases.rectifications"
TOLD = ("units.csv", "people.csv", "qa_sessions.csv", "visits.csv", "pairings.csv", "opinions.csv")
RULES = (
    "case_classes",
    "complaints",
    "digital_cases",
    "supervision_orders",
    "designations",
    "transfers",
    "emergencies",
)
OURS = [one for one in SHEETS if one.file in TOLD or one.register in {f"cases/{register}" for register in RULES}]
LISTS = (
    ("power_items", "power_items.csv"),
    ("violation_types", "violation_types.csv"),
    ("agencies", "agencies.csv"),
    ("penalties", "penalties.csv"),
)
FILINGS = ("filing_reports", "filing_reports.csv")
ITEMS, OF_OPINIONS = ("rectifications", "rectifications.csv"), ("rectifications", "rectifications_converted.csv")
HALF_YEAR = Period(day("2017-01-01"), day(BASELINE))


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    """A clerk who has imported the sheets."""
    demo_clerk = Clerk(tmp_path_factory.mktemp("demo"), units="")
    for sheet in OURS:
        for name in sheet.pictures():
            demo_clerk.upload_file(name, name.encode())
        assert import_sheet(demo_clerk, sheet)["refused"] == 0
    yield demo_clerk
    demo_clerk.close()


def import_sheet(clerk: Clerk, sheet: Sheet) -> dict[str, Any]:
    return clerk.import_csv((FOLDER / sheet.file).read_bytes(), sheet.register.replace("/", "."))


def indicator_values(clerk: Clerk, by: str | None = None) -> dict[Any, Any]:
    with clerk.read_model.store.begin_read() as tx:
        counted = CaseMemory(DISTRICT, clerk.read_model.today).count(tx, HALF_YEAR, GROUPS[by] if by else None)
    table = IndicatorTable(counted[bool(by)])
    return {group: dict(table.row(group).values) for group in table.groups}


def test_the_sheets_are_what_is_drawn_from_the_seed() -> None:
    for file, text in (digital_case_sheets.build_sheets() | filing_reports.build_sheets()).items():
        assert (FOLDER / file).read_text(encoding="utf-8") == text, file


def test_every_way_that_a_case_can_go_is_there(clerk: Clerk) -> None:
    values: dict[str, Any] = indicator_values(clerk)[None]
    assert values["reported"] + values["voided"] == digital_cases.MANY
    least = {
        "closed_in_time": 180,
        "disposed_late": 15,
        "reworked": 5,
        "extended": 5,
        "sent_back": 5,
        "deferred": 1,
        "forced_closed": 1,
        "voided": 1,
        "repeated": 5,
        "overdue": 1,
    }
    assert {name for name, n in least.items() if values[name] < n} == set(), values
    assert 0.9 < values["filing_rate"] < 1
    assert 0.7 < values["in_time_closing_rate"] < values["closing_rate"] < 1


def test_cases_are_spread_over_sources_grids_classes_units_and_months(clerk: Clerk) -> None:
    sizes = {by: len(indicator_values(clerk, by)) for by in ("source", "grid", "class", "unit", "street", "community")}
    assert sizes == {"source": 7, "grid": 14, "class": 11, "unit": 11, "street": 9, "community": 14}
    assert set(indicator_values(clerk, "source")) < set(SOURCES)
    months = Counter(row["fields"]["reported_on"][:7] for row in clerk.records(CASES))
    assert min(months[f"2017-{month:02}"] for month in range(1, 6)) > 30


def test_each_case_ends_as_it_was_drawn(clerk: Clerk) -> None:
    drawn = {one.id: one for one in digital_cases.cases()}
    rows = {row["id"]: row for row in clerk.records(CASES)}
    assert set(rows) == set(drawn)
    wrong = [
        id_ for id_, one in drawn.items() if one.has_step("close") and rows[id_]["status"] not in ("closed", "voided")
    ]
    assert wrong == []
    late = [id_ for id_, one in drawn.items() if one.late and one.has_step("close")]
    assert not [id_ for id_ in late if rows[id_]["fields"]["disposed_in_time"]]


@pytest.mark.parametrize(
    ("measure", "claimed"),
    [
        ("B2.orders_in_time", 2 / 3),
        ("B2.transfers_accepted", 1 / 2),
        ("B2.days_to_outcome", 33),
        ("B2.days_to_designation", 14),
        ("B2.arrival_minutes", 32),
        ("B2.repeat_complaints", 1 / 8),
    ],
)
def test_supervision_and_complaints_give_their_numbers(clerk: Clerk, measure: str, claimed: float) -> None:
    assert measure_value(clerk.read_model, measure, BASELINE).claimed == pytest.approx(claimed)


def test_most_problems_were_found_by_the_bureau_itself(clerk: Clerk) -> None:
    assert 0.6 < float(measure_value(clerk.read_model, "B2.self_discovered", BASELINE).claimed or 0) < 0.8


def test_the_complaint_that_became_a_case_was_handled_when_the_case_had_ended(clerk: Clerk) -> None:
    (complaint,) = (row for row in clerk.records("cases.complaints") if row["fields"].get("digital_case"))
    case = clerk.office.record(CASES, complaint["fields"]["digital_case"])
    assert (complaint["id"], complaint["status"], case.status()) == (digital_cases.COMPLAINT, "rated", "closed")


def more(clerk: Clerk, *sheets: tuple[str, str]) -> None:
    """Sheets of the cases service that come after what they go on with."""
    for register, file in sheets:
        sheet = Sheet(f"cases/{register}", file, CSV)
        for name in sheet.pictures():
            clerk.upload_file(name, name.encode())
        assert import_sheet(clerk, sheet)["refused"] == 0


def all_hear(clerk: Clerk) -> None:
    """Both services hear of all that was told of opinions and rectifications."""
    with clerk.office.store.begin() as tx:
        for register, reactions in ((OPINIONS, of_cases.reactions), (RECTIFICATIONS, of_outreach.reactions)):
            history = journal.history(tx, register, journal.subjects(tx, register))
            reactions.carry_out(tx, clerk.office.registers, [envelope.decode(body.encode()) for _, body in history])
    clerk.catch_up()


def test_the_northeast_ponds_questions_become_a_rectification_and_a_case(clerk: Clerk) -> None:
    all_hear(clerk)
    items, cases = clerk.records(RECTIFICATIONS), clerk.records(CASES)
    assert [row["fields"]["source"] for row in items] == ["DBT-OP-03"]
    of_opinions = [row["fields"]["source_record"] for row in cases if row["fields"]["source"] == "opinion"]
    assert of_opinions == ["DBT-OP-04"]


def test_the_question_hears_what_was_rectified_and_the_ledger_gives_its_numbers(clerk: Clerk) -> None:
    all_hear(clerk)
    more(clerk, ITEMS, OF_OPINIONS)
    all_hear(clerk)
    record = clerk.office.record(OPINIONS, "DBT-OP-03")
    assert (record.status(), record["outcome_text"]) == ("resolved", "已整改到位（合成）")
    measures = ("rectification_planned", "rectified_in_time", "overdue", "recurrence")
    claimed = [measure_value(clerk.read_model, f"A1.{one}", BASELINE).claimed for one in measures]
    assert claimed == [4 / 5, 2 / 4, 1, pytest.approx(1 / 3)]


def test_filed_cases_are_reported_one_late_and_one_waited_for(clerk: Clerk) -> None:
    more(clerk, *LISTS, FILINGS)
    result = measure_value(clerk.read_model, "B2.filings_in_time", BASELINE)
    assert (result.claimed, result.n) == (6 / 8, 8)


def test_the_sheets_twice_change_nothing(clerk: Clerk) -> None:
    for sheet in OURS:
        report = import_sheet(clerk, sheet)
        assert (report["accepted"], report["refused"]) == (0, 0), sheet.file
