"""City cases, complaints and the supervision of cases come out of the demo's sheets, which are as they were drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from contracts import envelope
from contracts.cases.digital_cases.intake import SOURCES
from operations import made_cases
from operations.demo import BASELINE, FOLDER, SHEETS, Sheet
from services.cases import reactions
from services.chassis import journal
from services.gateway.view import indicators
from services.gateway.view.periods import Period
from tests.office import ask, day
from tests.services.gateway.clerk import Clerk

CASES, OPINIONS = "cases.digital_cases", "outreach.opinions"
TOLD = ("units.csv", "people.csv", "qa_sessions.csv", "visits.csv", "pairings.csv", "opinions.csv")
ROOMS = (
    "case_classes",
    "complaints",
    "digital_cases",
    "supervision_orders",
    "designations",
    "transfers",
    "emergencies",
)
OURS = [one for one in SHEETS if one.file in TOLD or one.register in {f"cases/{room}" for room in ROOMS}]
HALF_YEAR = Period(day("2017-01-01"), day(BASELINE))


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    """A clerk who has imported the sheets."""
    made = Clerk(tmp_path_factory.mktemp("demo"), units="")
    for sheet in OURS:
        for name in sheet.pictures():
            made.file(name, name.encode())
        assert taken(made, sheet)["refused"] == 0
    yield made
    made.close()


def taken(clerk: Clerk, sheet: Sheet) -> dict[str, Any]:
    return clerk.take((FOLDER / sheet.file).read_bytes(), sheet.register.replace("/", "."))


def found(clerk: Clerk, by: str | None = None) -> dict[Any, Any]:
    with clerk.view.store.read() as tx:
        return {one.group: dict(one.values) for one in indicators.rows(tx, HALF_YEAR, by)}


def test_the_sheets_are_what_is_drawn_from_the_seed() -> None:
    for file, rows in made_cases.sheets().items():
        assert (FOLDER / file).read_text(encoding="utf-8") == made_cases.written(rows), file


def test_every_way_that_a_case_can_go_is_there(clerk: Clerk) -> None:
    values: dict[str, Any] = found(clerk)[None]
    assert values["reported"] + values["voided"] == made_cases.MANY
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
    sizes = {by: len(found(clerk, by)) for by in ("source", "grid", "class", "unit", "street", "community")}
    assert sizes == {"source": 7, "grid": 14, "class": 11, "unit": 11, "street": 9, "community": 14}
    assert set(found(clerk, "source")) < set(SOURCES)
    months = Counter(row["fields"]["reported_on"][:7] for row in clerk.records(CASES))
    assert min(months[f"2017-{month:02}"] for month in range(1, 6)) > 30


def test_each_case_ends_as_it_was_drawn(clerk: Clerk) -> None:
    drawn = {one.id: one for one in made_cases.cases()}
    rows = {row["id"]: row for row in clerk.records(CASES)}
    assert set(rows) == set(drawn)
    wrong = [id_ for id_, one in drawn.items() if one.said("close") and rows[id_]["status"] not in ("closed", "voided")]
    assert wrong == []
    late = [id_ for id_, one in drawn.items() if one.late and one.said("close")]
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
    assert ask(clerk.view, measure, BASELINE).claimed == pytest.approx(claimed)


def test_most_problems_were_found_by_the_bureau_itself(clerk: Clerk) -> None:
    assert 0.6 < float(ask(clerk.view, "B2.self_discovered", BASELINE).claimed or 0) < 0.8


def test_the_complaint_that_became_a_case_was_handled_when_the_case_had_ended(clerk: Clerk) -> None:
    (complaint,) = (row for row in clerk.records("cases.complaints") if row["fields"].get("digital_case"))
    case = clerk.office.record(CASES, complaint["fields"]["digital_case"])
    assert (complaint["id"], complaint["status"], case.status()) == (made_cases.COMPLAINT, "rated", "closed")


def test_the_northeast_ponds_questions_become_a_rectification_and_a_case(clerk: Clerk) -> None:
    with clerk.office.store.read() as tx:
        told = [
            envelope.read(body.encode()) for _, body in journal.history(tx, OPINIONS, journal.subjects(tx, OPINIONS))
        ]
    with clerk.office.store.begin() as tx:
        reactions.reactions.carry_out(tx, clerk.office.registers, told)
    items, cases = clerk.records("cases.rectifications"), clerk.records(CASES)
    assert [row["fields"]["source"] for row in items] == ["DBT-OP-03"]
    of_opinions = [row["fields"]["source_record"] for row in cases if row["fields"]["source"] == "opinion"]
    assert of_opinions == ["DBT-OP-04"]


def test_the_sheets_twice_change_nothing(clerk: Clerk) -> None:
    for sheet in OURS:
        told = taken(clerk, sheet)
        assert (told["accepted"], told["refused"]) == (0, 0), sheet.file
