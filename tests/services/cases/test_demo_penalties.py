"""S2 and the publications of B3 come out of the demo's sheets; where the law is broken, row and article are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from statistics import mean
from typing import Any

import pytest
from stdnum import numdb
from stdnum.cn import uscc

from operations.demo.load import BASELINE
from operations.demo.sheets import FOLDER, SHEETS, Sheet
from services.cases.case_file_reviews import ENDED
from services.chassis.handling import presenter
from services.chassis.handling.masking import Sight
from services.chassis.records import deadlines
from services.gateway.read_model import queries
from services.gateway.read_model.programme import campaign
from services.gateway.spreadsheets.faults import ImportRefused
from tests.office import DISTRICT, READER, day, due_until, make_as_of, measure_value
from tests.services.cases.independent_recount import Recount
from tests.services.gateway.sheet_clerk import Clerk
from tools.demo_data.penalty_cases import cases, endings, sheets, years

PENALTIES = "cases.penalties"
TODAY = "2026-11-23"
OURS = [one for one in SHEETS if one.file in {"units.csv", "people.csv", "agencies.csv", *sheets.build_sheets()}]
LAW = "行政处罚法"
REFUSED: dict[str, list[tuple[int, str, str, str | None]]] = {
    "power_items": [(2, "draft.entrusted_by", "nobody-entrusts", f"{LAW} 第二十条")],
    "list_publications": [(2, "publish.published_on", "still-published", None)],
    "penalties": [
        (3, "inspect.second_officer", "one-officer", f"{LAW} 第四十二条"),
        (4, "inspect.second_officer", "auxiliary", f"{LAW} 第四十二条；城市管理执法办法 第十八条"),
        (5, "file.act_on", "too-old", f"{LAW} 第三十六条"),
        (6, "dispose_evidence.late_reason", "disposed-late", f"{LAW} 第五十六条"),
        (7, "decide.None", "not-noticed", f"{LAW} 第四十四条、第六十二条"),
        (8, "decide.late_reason", "decided-late", f"{LAW} 第六十条"),
        (9, "decide.None", "not-reviewed", f"{LAW} 第五十八条"),
        (10, "notify_hearing.hearing_on", "hearing-too-soon", f"{LAW} 第六十四条第二项"),
        (11, "serve.late_reason", "served-late", f"{LAW} 第六十一条"),
        (12, "publish.late_reason", "published-late", f"{LAW} 第四十八条；国办发〔2018〕118号"),
        (13, "decide_on_spot.person_age", "under-fourteen", f"{LAW} 第三十条"),
        (14, "decide_on_spot.fine", "over-simple-limit", f"{LAW} 第五十一条"),
        (15, "decide_on_spot.fine", "fined-twice", f"{LAW} 第二十九条"),
    ],
    "process_records": [
        (2, "capture.evidence", "nothing-recorded", f"{LAW} 第四十七条"),
        (3, "excuse.stage", "stage-needed", f"{LAW} 第四十七条"),
    ],
    "case_file_reviews": [(2, "assign.reviewer", "own-case", None), (3, "sample.case", "file-open", None)],
}


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    """A clerk who has imported the sheets, in November 2026."""
    demo_clerk = Clerk(tmp_path_factory.mktemp("demo"), units="", start=TODAY)
    for sheet in OURS:
        for name in sheet.pictures():
            demo_clerk.upload_file(name, name.encode())
        assert import_sheet(demo_clerk, sheet)["refused"] == 0
    yield demo_clerk
    demo_clerk.close()


def import_sheet(clerk: Clerk, sheet: Sheet) -> dict[str, Any]:
    return clerk.import_csv((FOLDER / sheet.file).read_bytes(), sheet.register.replace("/", "."))


def refused_import_errors(clerk: Clerk, register: str) -> list[dict[str, Any]]:
    with pytest.raises(ImportRefused) as refusal:
        clerk.import_csv((FOLDER / "refused" / f"{register}.csv").read_bytes(), f"cases.{register}")
    errors: list[dict[str, Any]] = refusal.value.to_dict()["errors"]
    return errors


def test_the_sheets_are_what_is_drawn_from_the_seed() -> None:
    for file, text in sheets.build_sheets().items():
        assert (FOLDER / file).read_text(encoding="utf-8") == text, file


def test_organisations_have_credit_codes_that_no_registry_issues_and_people_no_numbers() -> None:
    """Of the cases that came later: the rows of 0.1.0 stay as they were, since a home of then takes them again."""
    charges = [form for case in endings.first_rows() for form in case.steps.values() if "party_kind" in form]
    codes = [form["party_code"] for form in charges if form["party_kind"] == years.ORGANISATION]
    assert len(codes) > 30
    assert len(set(codes)) == len(codes)
    divisions = {code[2:8] for code in codes}
    assert all(uscc.is_valid(code) for code in codes)
    assert [numdb.get("cn/loc").info(one)[0][1] for one in divisions] == [{}], "no province begins so"
    assert all("合成" in form["representative"] for form in charges if form["party_kind"] == years.ORGANISATION)
    assert not [form for form in charges if form.get("person_number")]


def test_sixty_cases_lie_under_the_old_law_and_a_hundred_and_twenty_under_the_new(clerk: Clerk) -> None:
    rows = [row for row in clerk.records(PENALTIES) if not row["id"].startswith("XS-E-")]
    days = [row["fields"]["found_on"] for row in rows]
    assert (sum(on < "2018" for on in days), sum(on > "2025" for on in days), len(days)) == (60, 120, 180)
    demo_cases = [case for year in (years.OLD, years.NEW) for case in cases.cases(year)]
    kinds = Counter(step for case in demo_cases for step in case.steps)
    least = {"decide": 60, "decide_on_spot": 60, "hold_hearing": 4, "pass_review": 6, "defer": 1, "exempt": 7}
    assert {step for step, n in least.items() if kinds[step] < n} == set()


@pytest.mark.parametrize("as_of", ["2017-03-31", BASELINE, "2026-03-31", TODAY])
def test_the_numbers_are_those_that_the_sheets_give_when_counted_by_hand(clerk: Clerk, as_of: str) -> None:
    recount, scores = Recount(as_of), Recount(as_of).scores()
    expected = {
        "S2.powers_published": recount.published_items("power_items.csv", "行政权力清单"),
        "S2.powers_published_share": 1,
        "S2.duties_published": recount.published_items("duty_items.csv", "责任清单"),
        "S2.duties_published_share": 1,
        "S2.list_freshness": recount.freshness(),
        "S2.cases_online": recount.online(),
        "S2.records_complete": recount.complete(),
        "S2.legal_reviewed": recount.reviewed_share(),
        "S2.publicity_in_time": recount.in_public_in_time(),
        "S2.file_score": mean(scores) if scores else None,
        "S2.file_pass_rate": mean(score >= 60 for score in scores) if scores else None,
        "S2.file_vetoes": 0,
        "S2.violations_with_body": recount.named_share(),
        "B3.decisions_in_time": recount.in_public_in_time(),
        "B3.withdrawn_in_time": recount.withdrawn_in_time(),
    }
    values = {name: measure_value(clerk.read_model, name, as_of).claimed for name in expected}
    assert values == {name: pytest.approx(number) for name, number in expected.items()}


def test_every_number_of_enforcement_has_a_source() -> None:
    item = next(one for one in campaign().items() if one.id == "S2")
    assert [name for name in item.measures if campaign().measures[name].awaits] == []


def test_240_and_58_stand_published_and_verified_at_the_baseline(clerk: Clerk) -> None:
    for name, number in (("powers", 240), ("duties", 58)):
        result = measure_value(clerk.read_model, f"S2.{name}_published", BASELINE)
        assert (result.claimed, result.verified, result.n) == (number, number, number)
        assert measure_value(clerk.read_model, f"S2.{name}_published", "2016-12-19").claimed == 0
    assert len(clerk.records("cases.list_publications")) == 4


def test_the_gap_lists_name_the_case_that_lacks_a_record_and_the_type_without_a_body(clerk: Clerk) -> None:
    with clerk.read_model.store.begin_read() as tx:
        lacking, bodiless = (
            [row.subject for row in queries.gaps(tx, campaign().measures[name], make_as_of(BASELINE))]
            for name in ("S2.records_complete", "S2.violations_with_body")
        )
    assert 0 < len(lacking) < 10
    assert bodiless == ["WF-12"]
    stages = Counter(row["fields"]["case"] for row in clerk.records("cases.process_records"))
    assert {stages[case] for case in lacking} == {5}


def test_what_was_late_with_a_reason_is_told_and_stays_late(clerk: Clerk) -> None:
    late = [row["id"] for row in clerk.records(PENALTIES) if row["fields"].get("late")]
    assert len(late) == years.NEW.kinds["late"]
    for case in late:
        runs = {run["clock"]: run["kept"] for run in explained_clocks(clerk, case)}
        assert (runs["decision"], runs["publicity"]) == (False, False)


def test_each_of_the_endings_has_ended_with_no_clock_that_runs_and_with_numbers_on_its_papers(clerk: Clerk) -> None:
    cases_of_both = [clerk.office.record(PENALTIES, row.id) for row in endings.first_rows()]
    assert {one.status() for one in cases_of_both} == {*ENDED} - {"closed"}
    assert {one.id: deadlines.running(one) for one in cases_of_both if deadlines.running(one)} == {}
    numbers = [entry["number"] for one in cases_of_both for entry in one.all("decide")]
    assert {number.partition("〔")[0] for number in numbers} == {"锡合成罚决字"}
    assert len(numbers) == len(set(numbers)) > 60


def explained_clocks(clerk: Clerk, case: str) -> list[dict[str, Any]]:
    return list(presenter.record(clerk.office.registers, READER, case, Sight(PENALTIES)).clocks)


def test_every_running_clock_is_in_the_due_list_with_its_consequence_and_an_ended_case_has_none(clerk: Clerk) -> None:
    with clerk.read_model.store.begin_read() as tx:
        entries = [
            one for one in due_until(tx, DISTRICT, day("2099-12-31"), day(TODAY)) if one.register.name == PENALTIES
        ]
    listed = {(one.record, one.clock.name, one.run, one.due) for one in entries}
    records = [clerk.office.record(PENALTIES, row["id"]) for row in clerk.records(PENALTIES)]
    assert listed == {(one.id, due.clock, due.line_run, due.due) for one in records for due in deadlines.running(one)}
    assert 20 < len(listed) < 40
    assert not {one.id for one in records if deadlines.running(one) and one.status() in ENDED}
    assert all(one.clock.consequence and one.clock.article for one in entries)


def test_a_case_that_is_open_in_november_is_due_in_a_year_whose_holidays_are_not_announced(clerk: Clerk) -> None:
    (decision,) = (run for run in explained_clocks(clerk, "XS-2026-120") if run["clock"] == "decision")
    assert (decision["start"], decision["due"]) == ("2026-11-17", "2027-02-15")
    assert decision["reckoned"]["provisional"] == [2027]
    assert "暂定" in decision["words"]["zh"]


def test_make_up_days_are_counted_and_holidays_skipped(clerk: Clerk) -> None:
    runs = [run for row in clerk.records(PENALTIES) for run in explained_clocks(clerk, row["id"])]
    made_up = {one["day"] for run in runs if run["reckoned"] for one in run["reckoned"]["makeups"]}
    assert {"2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"} <= made_up
    assert all(run["kept"] is not False for run in runs if run["clock"] in ("service", "evidence", "cash_hand_in"))


@pytest.mark.parametrize("register", REFUSED)
def test_where_the_law_is_broken_the_import_tells_row_field_and_article(clerk: Clerk, register: str) -> None:
    errors = refused_import_errors(clerk, register)
    assert [(one["row"], f"{one['step']}.{one['field']}", one["slug"], one["article"]) for one in errors] == REFUSED[
        register
    ]
    assert all(one["zh"] and one["en"] for one in errors)


def test_the_sound_row_among_the_breaches_is_taken(clerk: Clerk) -> None:
    body = (FOLDER / "refused" / "penalties.csv").read_bytes()
    report = clerk.import_csv(body, PENALTIES, partial=True, dry=True)
    assert (report["accepted"], report["refused"]) == (1, len(REFUSED["penalties"]))


def test_one_objection_was_upheld_and_its_veto_is_gone(clerk: Clerk) -> None:
    again = [row for row in clerk.records("cases.case_file_reviews") if row["fields"].get("answer")]
    assert [(row["status"], row["fields"]["veto_count"]) for row in again] == [("final", 0)]


def test_the_sheets_twice_change_nothing(clerk: Clerk) -> None:
    for sheet in OURS:
        report = import_sheet(clerk, sheet)
        assert (report["accepted"], report["refused"]) == (0, 0), sheet.file


def test_everything_is_marked_as_synthetic() -> None:
    for sheet in OURS[2:]:
        texts = [" ".join(row) for row in sheet.rows()[1:]]
        assert all("合成" in row for row in texts), sheet.file
