"""A sheet that was sent is known again after cells are read otherwise: no doubles, the same receipts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts import catalogue
from contracts.register import Step
from services.chassis.records import validation
from services.gateway.spreadsheets import cells, lines
from services.gateway.spreadsheets.cells import READERS, Reading
from services.gateway.spreadsheets.columns import Columns
from services.gateway.spreadsheets.faults import ImportRefused
from services.gateway.spreadsheets.grid import FIRST, RowPlace
from tests.services.gateway.sheet_clerk import Clerk

HEAD = "登记编号,承办单位,社区,诉求人,事项,诉求日期,受理日期,办结日期,办理结果\n"
NUMBERED = "A-1,DT,映月(北),张三(女),路灯(二),2017-03-01,2017-03-02,2017-03-08,修好\n"
BY_CONTENT = ",DT,映月(北),,清理(一),2017-03-01,,,\n"
PRIVATE = ",DT,诺卡,李四(男),井盖,2017-03-02,2017-03-03,,\n"
ALIKE = ",DT,诺卡,,垃圾,2017-03-03,2017-03-04,,\n"
SHEET = HEAD + NUMBERED + BY_CONTENT + PRIVATE + ALIKE + BY_CONTENT


def _as_wide_text(slot: Any, cell: Any, names: Any) -> str:
    """Brackets in the width that Chinese has, letters and digits in normal width."""
    text = unicodedata.normalize("NFKC", READERS["text"](slot, cell, names))
    return text.translate({ord("("): "（", ord(")"): "）"})


TODAY = Reading(READERS)
OTHERWISE = Reading({**READERS, "text": _as_wide_text})


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    new_clerk = Clerk(tmp_path)
    yield new_clerk
    new_clerk.close()


@pytest.fixture
def read_otherwise(monkeypatch: pytest.MonkeyPatch) -> Any:
    """From now on cells are read otherwise; with what was read before, or as if nobody had kept it."""
    return lambda *before: monkeypatch.setattr(cells, "READINGS", (OTHERWISE, *before))


def receipts(result: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["id"], one["event"]) for one in result["records"]]


def counts(result: dict[str, Any]) -> tuple[int, int]:
    return result["accepted"], result["repeated"]


def test_a_sheet_sent_again_is_answered_as_at_first_however_cells_are_read_today(
    clerk: Clerk, read_otherwise: Any
) -> None:
    first, records = clerk.import_csv(SHEET), clerk.records()
    assert (counts(first), clerk.asked) == ((5, 0), [])

    read_otherwise(TODAY)
    again = clerk.import_csv(SHEET)
    assert (counts(again), receipts(again)) == ((0, 5), receipts(first))
    assert clerk.records() == records
    assert clerk.asked == [8], "one question, and none about a row that says the same either way"
    assert counts(clerk.import_csv(SHEET, partial=True)) == (0, 5)


def test_without_the_reading_of_then_it_would_be_doubled(clerk: Clerk, read_otherwise: Any) -> None:
    clerk.import_csv(HEAD + BY_CONTENT + PRIVATE)
    read_otherwise()
    assert counts(clerk.import_csv(HEAD + BY_CONTENT + PRIVATE, dry=True)) == (2, 0)
    clerk.import_csv(HEAD + NUMBERED.replace("(", "（").replace(")", "）"))
    with pytest.raises(ImportRefused):
        clerk.import_csv(HEAD + NUMBERED.replace("路灯", "井盖"))


def test_a_row_that_has_grown_goes_on_as_it_began_and_a_new_one_is_read_as_today(
    clerk: Clerk, read_otherwise: Any
) -> None:
    first = clerk.import_csv(SHEET)
    read_otherwise(TODAY)
    grown = SHEET.replace("2017-03-03,,\n", "2017-03-03,2017-03-09,换好(新)\n")
    result = clerk.import_csv(grown + ",DT,映月,,新事(甲),2017-03-05,,,\n")
    assert counts(result) == (2, 4)
    assert [id_ for id_, _ in receipts(result)][:5] == [id_ for id_, _ in receipts(first)]
    fields = {one["id"]: one["fields"] for one in clerk.records()}
    assert fields[receipts(first)[2][0]]["outcome"] == "换好(新)"
    assert fields[receipts(result)[5][0]]["matter"] == "新事（甲）"
    assert counts(clerk.import_csv(grown)) == (0, 5)


def test_a_row_sent_first_as_cells_are_read_today_is_known_by_that(clerk: Clerk, read_otherwise: Any) -> None:
    read_otherwise(TODAY)
    first = clerk.import_csv(SHEET)
    assert {one["fields"]["matter"] for one in clerk.records()} == {"路灯（二）", "清理（一）", "井盖", "垃圾"}
    again = clerk.import_csv(SHEET)
    assert (counts(again), receipts(again)) == ((0, 5), receipts(first))


def test_a_numbered_row_with_other_content_is_refused_by_every_reading(clerk: Clerk, read_otherwise: Any) -> None:
    clerk.import_csv(SHEET)
    read_otherwise(TODAY)
    with pytest.raises(ImportRefused) as refused:
        clerk.import_csv(SHEET.replace("路灯", "井盖"))
    assert [one["slug"] for one in refused.value.to_dict()["errors"]] == ["changed"]


def test_a_row_that_names_its_record_says_nothing_new_where_that_was_said(clerk: Clerk, read_otherwise: Any) -> None:
    clerk.import_csv(HEAD + NUMBERED.replace("张三(女)", "") + BY_CONTENT + ALIKE)
    exported, records = clerk.export_register(), clerk.records()
    read_otherwise(TODAY)
    assert counts(clerk.import_csv(exported)) == (0, 3)
    assert clerk.records() == records


def test_a_form_is_looked_at_once_by_however_many_readings_and_only_where_it_is_taken_or_opens_a_record(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks, look = list[str](), validation.load_form

    def count(step: Step, form: Any) -> Any:
        looks.append(step.name)
        return look(step, form)

    monkeypatch.setattr(validation, "load_form", count)
    register = catalogue.REGISTERS["outreach.matters"]
    check, row = lines.FormCheck(lambda step: step == "finish"), RowPlace(FIRST, 2)

    def faults(step: str, form: dict[str, Any]) -> list[str]:
        return [one.slug for one in check.faults(Columns((), None), row, lines.Part(register.step(step), form))]

    assert faults("finish", {"done_on": "yesterday"}) == faults("finish", {"done_on": "yesterday"}) != []
    assert looks == ["finish"], "another reading says the same"
    assert faults("finish", {"done_on": "2017-03-08"}) != []
    assert looks == ["finish"] * 2, "another reading says something else"
    assert faults("accept", {"accepted_on": "yesterday"}) == []
    assert faults("register", {}) != [], "what opens the record is wrong for everybody"
    assert looks == ["finish", "finish", "register"]
