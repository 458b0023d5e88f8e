"""What the workbooks of offices must give: every row of theirs, nothing beside it, a word about what was not taken."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts import catalogue
from contracts.errors import Invalid, TooLarge
from services.gateway.spreadsheets import csvs, subprocess, upload
from services.gateway.spreadsheets.faults import ImportRefused, NotASheet
from services.gateway.spreadsheets.tables import matching
from services.gateway.spreadsheets.upload import UploadedSheets
from tests.services.gateway import office_books as books
from tests.services.gateway.sheet_clerk import Clerk

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PUBLICITY = "outreach.publicity_activities"
NUMBERS = ["H-1", "H-2", "H-3"]


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    new_clerk = Clerk(tmp_path)
    yield new_clerk
    new_clerk.close()


def sheets_of(body: bytes, sheets: str = "", hidden: str = "") -> UploadedSheets:
    read = subprocess.read_workbook if body.startswith(upload.ZIP) else csvs.read_book
    return UploadedSheets(read(body), sheets=sheets, hidden=hidden)


def remarks(result: dict[str, Any]) -> list[tuple[str, int | None, str | None]]:
    return [(one["slug"], one["row"], one["column"]) for one in result["book"]["remarks"]]


def refusal(clerk: Clerk, sent: UploadedSheets, register: str = "outreach.matters") -> dict[str, Any]:
    with pytest.raises(ImportRefused) as refused:
        clerk.import_sheets(sent, register)
    assert not clerk.records(register), "nothing half-imported"
    return refused.value.to_dict()


def faults(problem: dict[str, Any]) -> list[tuple[str | None, int, str | None, str]]:
    return [(one["sheet"], one["row"], one["column"], one["slug"]) for one in problem["errors"]]


def fields(clerk: Clerk, register: str = "outreach.matters") -> dict[str, dict[str, Any]]:
    return {one["fields"].get("number", one["id"]): one["fields"] for one in clerk.records(register)}


def test_titles_above_and_notes_below_are_no_rows_and_are_said(clerk: Clerk) -> None:
    result = clerk.import_sheets(sheets_of(books.titles_and_notes()))
    assert (result["accepted"], sorted(fields(clerk))) == (3, NUMBERS)
    assert fields(clerk)["H-2"]["requested_on"] == "2017-03-02"
    assert remarks(result) == [
        ("rows-above", 1, None),
        ("numbering", 3, "A"),
        ("sum-rows", 7, None),
        ("notes-below", 8, None),
    ]
    sheet = result["book"]["sheets"][0]
    assert (sheet["name"], sheet["headings"], sheet["rows"], sheet["accepted"]) == (
        "台账",
        {"first": 3, "last": 3},
        3,
        3,
    )
    assert "3 件" not in str(clerk.records())


def test_headings_of_three_rows_are_found_by_their_merged_cells(clerk: Clerk) -> None:
    result = clerk.import_sheets(sheets_of(books.three_heading_rows()))
    assert (result["accepted"], sorted(fields(clerk))) == (3, NUMBERS)
    assert result["book"]["sheets"][0]["headings"] == {"first": 2, "last": 4}
    assert [one["column"] for one in result["book"]["sheets"][0]["columns"]] == list("BCDEFGHI")
    assert {"rows-above", "heading-rows", "column-numbers"} <= {slug for slug, _, _ in remarks(result)}


def test_a_group_above_says_which_step_a_heading_means(clerk: Clerk) -> None:
    result = clerk.import_sheets(sheets_of(books.steps_over_titles()))
    assert (result["accepted"], result["book"]["sheets"][0]["headings"]) == (1, {"first": 1, "last": 2})
    columns = {one["column"]: (one["step"], one["field"]) for one in result["book"]["sheets"][0]["columns"]}
    assert (columns["E"], columns["G"]) == (("accept", "accepted_on"), ("finish", "done_on"))


def test_every_sheet_is_read_and_what_is_none_is_said(clerk: Clerk) -> None:
    result = clerk.import_sheets(sheets_of(books.months()))
    assert [(one["name"], one["read"], one["accepted"]) for one in result["book"]["sheets"]] == [
        ("填表说明", False, 0),
        ("1月", True, 1),
        ("2月", True, 1),
        ("Sheet3", False, 0),
    ]
    assert [(one["sheet"], one["row"]) for one in result["records"]] == [("1月", 2), ("2月", 2)]
    slugs = [(one["sheet"], one["slug"]) for one in result["book"]["remarks"] if one["slug"].startswith("sheet-")]
    assert slugs == [("填表说明", "sheet-without-table"), ("Sheet3", "sheet-empty")]


def test_sheets_are_chosen_by_name(clerk: Clerk) -> None:
    result = clerk.import_sheets(sheets_of(books.months(), sheets="２月"))
    assert (result["accepted"], sorted(fields(clerk))) == (1, ["H-2"])
    assert ("sheet-not-chosen", "1月") in [(one["slug"], one["sheet"]) for one in result["book"]["remarks"]]
    with pytest.raises(Invalid) as refused:
        clerk.import_sheets(sheets_of(books.months(), sheets="3月"))
    assert "1月；2月" in refused.value.errors[0]["zh"]


def test_a_table_of_something_else_is_refused_by_name_until_the_sheets_are_chosen(clerk: Clerk) -> None:
    assert faults(refusal(clerk, sheets_of(books.a_sheet_of_another_kind()))) == [("油耗", 1, None, "no-table")]
    assert clerk.import_sheets(sheets_of(books.a_sheet_of_another_kind(), sheets="台账"))["accepted"] == 3


def test_the_same_record_in_two_sheets_is_refused_with_both_places(clerk: Clerk) -> None:
    out = books.Output()
    for name in ("1月", "2月"):
        page = out.book.add_worksheet(name)
        page.write_row(0, 0, books.HEAD)
        page.write_row(1, 0, books.ROWS[0])
    problem = refusal(clerk, sheets_of(out.close()))
    assert faults(problem) == [("2月", 2, "B", "double-row")]
    assert "1月 2" in problem["errors"][0]["zh"]


def test_a_unit_over_several_rows_counts_for_each_and_the_empty_frame_is_no_row(clerk: Clerk) -> None:
    result = clerk.import_sheets(sheets_of(books.merged_units()))
    assert (result["accepted"], result["rows"]) == (3, 3)
    assert {one["unit"] for one in clerk.records()} == {"DT"}
    assert remarks(result) == [("numbering", 1, "A"), ("merged-cells", 2, "C"), ("numbers-only", 5, None)]


def test_a_figure_over_several_rows_is_refused(clerk: Clerk) -> None:
    problem = refusal(clerk, sheets_of(books.merged_quantity()), "equipment.uniforms")
    assert ("台账", 3, "C", "shared-quantity") in faults(problem)


@pytest.mark.parametrize("from_1904", [False, True])
def test_a_day_is_the_same_however_it_is_written_or_stored(clerk: Clerk, from_1904: bool) -> None:  # noqa: FBT001
    result = clerk.import_sheets(sheets_of(books.days_of_all_kinds(from_1904=from_1904)))
    assert (result["accepted"], result["errors"]) == (13, [])
    records = [clerk.office.registers.record("outreach.matters", one["id"]) for one in result["records"]]
    days = [str(one.data["accepted_on"]) for record in records for one in record.effective if one.step.name == "accept"]
    assert days == ["2017-03-08"] * 13
    said = {slug: row for slug, row, column in remarks(result) if column == "G"}
    assert said == {"serial-days": 7, "shown-otherwise": 6}


def test_a_moment_is_the_same_however_it_is_written_or_stored(clerk: Clerk) -> None:
    result = clerk.import_sheets(sheets_of(books.moments()), "cases.digital_cases", dry=True)
    assert (result["accepted"], result["errors"]) == (9, [])


@pytest.mark.parametrize(
    ("text", "words"),
    [("03/04/2017", "03/04/2017"), ("2017/3/10:00", "2017/3/10:00"), ("3月1日", "3月1日"), ("2017 年春", "2017 年春")],
)
def test_a_day_that_could_be_several_is_refused_in_the_clerk_s_own_words(clerk: Clerk, text: str, words: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        clerk.import_csv(f"承办单位,社区,事项,诉求日期\nDT,映月,路灯,{text}\n")
    (fault,) = refused.value.errors
    assert (fault["slug"], words in fault["zh"], "2017-03-08" in fault["zh"]) == ("not-a-day", True, True)


def test_figures_are_read_with_thousands_and_without_noise(clerk: Clerk) -> None:
    result = clerk.import_sheets(sheets_of(books.quantities()), PUBLICITY)
    assert (result["accepted"], result["errors"]) == (5, [])
    assert remarks(result) == [("computed", 4, "H"), ("rounded", 4, "H"), ("shown-otherwise", 6, "H")]
    records = [clerk.office.registers.record(PUBLICITY, one["id"]) for one in result["records"]]
    figures = [one.data["reached"] for record in records for one in record.effective if one.step.name == "hold"]
    assert figures == [1000, 28, 28, 1234, 7]


@pytest.mark.parametrize("figure", ["28¹", "28②", "28个", "1,00", "三", 2.5])
def test_what_only_resembles_a_figure_is_refused(clerk: Clerk, figure: Any) -> None:
    problem = refusal(clerk, sheets_of(books.quantities(figure)), PUBLICITY)
    assert faults(problem) == [("台账", 7, "H", "not-a-number")]
    assert str(figure) in problem["errors"][0]["zh"]


def test_a_raised_digit_of_a_text_in_two_fonts_is_no_digit_of_the_figure(clerk: Clerk) -> None:
    out = books.Output()
    page = out.book.add_worksheet("台账")
    page.write_row(0, 0, ["领用人", "配发日期", "帽类"])
    page.write_row(1, 0, ["DT-01", "2017-03-20"])
    page.write_rich_string(1, 2, "28", out.book.add_format({"font_script": 1}), "1")
    problem = refusal(clerk, sheets_of(out.close()), "equipment.uniforms")
    assert (faults(problem)[0][3], "28¹" in problem["errors"][0]["zh"]) == ("not-a-number", True)


def test_a_percentage_is_said_as_it_is_shown(clerk: Clerk) -> None:
    out = books.Output()
    page = out.book.add_worksheet("台账")
    page.write_row(0, 0, ["领用人", "配发日期", "帽类"])
    page.write_row(1, 0, ["DT-01", "2017-03-20"])
    page.write_number(1, 2, 1, out.style("0%"))
    problem = refusal(clerk, sheets_of(out.close()), "equipment.uniforms")
    assert (faults(problem)[0][3], "100%" in problem["errors"][0]["zh"]) == ("not-a-number", True)


def test_a_number_that_shows_more_than_it_holds_is_no_text(clerk: Clerk) -> None:
    out = books.Output()
    page = out.book.add_worksheet("台账")
    page.write_row(0, 0, ["登记编号", "承办单位", "社区", "事项", "诉求日期"])
    page.write_row(1, 0, [None, "DT", "映月", "路灯", "2017-03-01"])
    page.write_number(1, 0, 42, out.style("00000"))
    problem = refusal(clerk, sheets_of(out.close()))
    assert (faults(problem)[0][3], "00042" in problem["errors"][0]["zh"]) == ("shown-otherwise", True)


def test_ticks_and_crosses_are_flags_and_eight_digits_a_day(clerk: Clerk) -> None:
    result = clerk.import_sheets(sheets_of(books.marks()))
    assert (result["accepted"], result["errors"]) == (7, [])
    records = [clerk.office.registers.record("outreach.matters", one["id"]) for one in result["records"]]
    flags = [one.data["satisfied"] for record in records for one in record.effective if one.step.name == "confirm"]
    assert flags == [True, False, True, False, True, True, True]


def test_what_is_hidden_is_asked_about_and_then_taken_or_left(clerk: Clerk) -> None:
    problem = refusal(clerk, sheets_of(books.hidden_rows()))
    assert faults(problem) == [("台账", 1, "I", "hidden-content"), ("台账", 3, None, "hidden-content")]
    assert "2 行隐藏（已筛选）：第 3, 4 行" in problem["errors"][1]["zh"]
    without = clerk.import_sheets(sheets_of(books.hidden_rows(), hidden="leave"), dry=True, partial=True)
    assert (without["rows"], [slug for slug, _, _ in remarks(without)][1:]) == (1, ["hidden-columns", "hidden-rows"])
    result = clerk.import_sheets(sheets_of(books.hidden_rows(), hidden="take"))
    assert (result["accepted"], "已一并导入" in str(result["book"]["remarks"])) == (3, True)


def test_a_hidden_sheet_is_asked_about_if_it_is_a_ledger_and_else_said(clerk: Clerk) -> None:
    problem = refusal(clerk, sheets_of(books.hidden_sheet()))
    assert faults(problem) == [("2016", 1, None, "hidden-content")]
    assert ("sheet-hidden", "字典") in [(one["slug"], one["sheet"]) for one in problem["book"]["remarks"]]
    assert clerk.import_sheets(sheets_of(books.hidden_sheet(), hidden="leave"), dry=True)["accepted"] == 1
    assert clerk.import_sheets(sheets_of(books.hidden_sheet(), hidden="take"))["accepted"] == 3


def test_a_formula_counts_by_its_stored_value_which_is_said_and_none_is_refused_at_its_cell(clerk: Clerk) -> None:
    problem = refusal(clerk, sheets_of(books.formulas(stored=True)))
    assert faults(problem) == [("台账", 3, "I", "invalid"), ("台账", 4, "E", "bad-cell")]
    assert ("computed", 3, "E") in [(one["slug"], one["row"], one["column"]) for one in problem["book"]["remarks"]]
    problem = refusal(clerk, sheets_of(books.formulas(stored=False)))
    assert faults(problem) == [("Sheet", 3, "E", "bad-cell")]


def test_pictures_and_comments_are_said_to_stay_behind(clerk: Clerk) -> None:
    result = clerk.import_sheets(sheets_of(books.pictures_and_comments(PICTURE)))
    assert result["accepted"] == 3
    assert {"pictures", "comments"} <= {slug for slug, _, _ in remarks(result)}


@pytest.mark.parametrize(("body", "form"), [(books.strict(), "strict-xlsx"), (books.odd_font(), "xlsx")])
def test_a_strict_workbook_and_one_of_odd_fonts_are_read(clerk: Clerk, body: bytes, form: str) -> None:
    result = clerk.import_sheets(sheets_of(body))
    assert (result["accepted"], result["book"]["format"]) == (3, form)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16")],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_says_how_it_was_read(clerk: Clerk, encoding: str, name: str, separator: str) -> None:
    result = clerk.import_sheets(sheets_of(books.text_table(encoding, separator)))
    book = result["book"]
    assert (result["accepted"], book["encoding"], book["separator"]) == (3, name, separator)
    assert book["sheets"][0]["headings"] == {"first": 2, "last": 2}


def test_excel_s_own_word_on_the_separator_is_heeded(clerk: Clerk) -> None:
    result = clerk.import_csv("sep=;\n承办单位;社区;事项;诉求日期\nDT;映月;路灯,灯杆;2017-03-01\n")
    assert (result["accepted"], result["records"][0]["row"]) == (1, 3)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "另存为 .xlsx"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "取消密码"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "另存为 .xlsx"),
        (books.strict().replace(b"xl/workbook.xml", b"xl/workbook.bin"), "xlsb"),
    ],
)
def test_files_of_other_kinds_are_refused_with_the_way_out(body: bytes, words: str) -> None:
    with pytest.raises(NotASheet) as refused:
        upload.read_book(body)
    assert words in refused.value.to_dict()["detail"]


def test_as_many_rows_as_there_may_be_are_made_out_and_more_are_refused() -> None:
    matched = matching.match(catalogue.REGISTERS["outreach.matters"], sheets_of(books.many_rows(5000)))
    assert len(matched.rows) == 5000
    with pytest.raises(TooLarge):
        matching.match(catalogue.REGISTERS["outreach.matters"], sheets_of(books.many_rows(5001)))


def test_far_too_many_rows_are_refused_before_they_are_all_read() -> None:
    body = books.many_rows(60_000)
    begun = time.process_time()
    with pytest.raises(TooLarge):
        subprocess.read_workbook(body)
    assert time.process_time() - begun < 2, "the reader is a process of its own"
