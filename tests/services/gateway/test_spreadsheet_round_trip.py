"""What is written is read again, whatever people wrote: every register, both formats."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import catalogue, entry
from contracts.register import Register
from contracts.rpc import PageRow
from services.gateway.spreadsheets import columns, csvs, exporting, lines, template, writing
from services.gateway.spreadsheets.books import pages
from services.gateway.spreadsheets.cells import Names
from services.gateway.spreadsheets.field_columns import FieldColumn, vocabulary
from services.gateway.spreadsheets.grid import SheetRow
from tests.services.gateway.sheet_clerk import Clerk

CODES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,9}", fullmatch=True)
HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n=+-@'\"_,;；、是1"),
    min_size=1,
    max_size=30,
).map(entry.cleanse)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXTS.filter(bool),
    "code": CODES,
    "day": st.dates(dt.date(1949, 10, 1), dt.date(2199, 12, 31)).map(dt.date.isoformat),
    "flag": st.booleans(),
    "number": st.integers(0, 10**9),
    "money": st.integers(0, 10**14 - 1).map(lambda fen: f"{fen // 100}.{fen % 100:02}"),
    "degrees": st.integers(-90 * 10**3, 90 * 10**3).map(lambda n: n / 10**3),
    "unit": CODES,
    "units": st.lists(CODES, min_size=1, max_size=2, unique=True),
    "evidence": st.lists(HASHES, min_size=1, max_size=3, unique=True),
    "paper": HASHES,
    "moment": st.integers(-600_000_000, 7_000_000_000).map(lambda s: dt.datetime.fromtimestamp(s, dt.UTC).isoformat()),
    "several": st.lists(CODES, min_size=1, max_size=3, unique=True),
}
REGISTERS = sorted(catalogue.REGISTERS)
RecordForms = dict[str, dict[str, Any]]


def cell_values(slot: FieldColumn) -> st.SearchStrategy[Any]:
    match slot.kind:
        case "choice":
            return st.sampled_from(sorted(slot.words))
        case "words":
            return st.lists(st.sampled_from(sorted(slot.words)), min_size=1, unique=True)
        case "entries":
            first, *others = slot.parts
            optional = {part.name: cell_values(part) for part in others}
            return st.lists(
                st.fixed_dictionaries({first.name: cell_values(first)}, optional=optional), min_size=1, max_size=3
            )
    return VALUES[slot.kind]


@st.composite
def records(draw: st.DrawFn) -> tuple[Register, list[RecordForms]]:
    """A register and what some of its records say, step by step."""
    register = catalogue.REGISTERS[draw(st.sampled_from(REGISTERS))]
    forms = []
    for _ in range(draw(st.integers(1, 4))):
        form: RecordForms = {}
        for slot in draw(st.lists(st.sampled_from(vocabulary(register).importable), min_size=1, unique=True)):
            form.setdefault(slot.step.name, {})[slot.name] = draw(cell_values(slot))
        forms.append(form)
    return register, forms


def export_rows(register: Register, forms: list[RecordForms]) -> tuple[list[str], list[list[Any]]]:
    slots = vocabulary(register).importable
    row, plan = PageRow(register.name, "r1", 1, "done", "DT", {}), exporting.RowPlan(register, slots, {})
    return exporting.headings(register, slots), [plan.line(row, one) for one in forms]


def expected_forms(register: Register, forms: list[RecordForms]) -> list[RecordForms]:
    """What the rows ask for: a code and nothing more only names the record."""
    only = [register.identity]
    return [
        {
            step: form
            for step, form in one.items()
            if step != register.opening.name or list(form) != only or len(one) == 1
        }
        for one in forms
    ]


def import_forms(register: Register, rows: list[SheetRow]) -> list[RecordForms]:
    mapping, faults = columns.match_columns(vocabulary(register), rows)
    assert not faults
    forms = []
    for row in rows[1:]:
        line = lines._line(register, mapping, row, Names())
        assert not line.faults
        forms.append({part.step.name: {k: v for k, v in part.form.items() if v != []} for part in line.parts})
    return forms


def test_there_are_values_for_every_kind_of_cell() -> None:
    slots = [slot for register in catalogue.REGISTERS.values() for slot in vocabulary(register).importable]
    assert all(cell_values(slot) is not None for slot in slots)
    assert {slot.kind for slot in slots} >= {"money", "entries"}


@given(example=records())
@settings(deadline=None)
def test_a_csv_is_read_as_it_was_written(example: tuple[Register, list[RecordForms]]) -> None:
    register, forms = example
    headings, cell_rows = export_rows(register, forms)
    plain = [["" if cell is None else str(cell) for cell in row] for row in cell_rows]
    body = b"".join(csvs.write_rows([headings, *plain]))
    assert import_forms(register, list(csvs.read_book(body).pages[0].rows)) == expected_forms(register, forms)


@given(example=records())
@settings(deadline=None, max_examples=40)
def test_a_workbook_is_read_as_it_was_written(example: tuple[Register, list[RecordForms]]) -> None:
    register, forms = example
    headings, cell_rows = export_rows(register, forms)
    packed, out = io.BytesIO(), io.BytesIO()
    writing.pack([writing.sheet("台账", [writing.column(one) for one in headings], cell_rows)], packed)
    packed.seek(0)
    writing.write(writing.read_sheets(packed), out)
    assert import_forms(register, list(pages.read_book(out.getvalue()).pages[0].rows)) == expected_forms(
        register, forms
    )


@given(text=TEXTS.filter(bool))
@settings(deadline=None, max_examples=25)
def test_whatever_a_person_wrote_comes_back_from_an_export_and_runs_nowhere(text: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        clerk = Clerk(Path(home))
        try:
            record = clerk.office.do(
                "outreach.matters", "", "register", unit="DT", community="映月", matter=text, requested_on="2017-03-01"
            )[-1].subject
            clerk.catch_up()
            body = clerk.export_register()
            result = clerk.import_csv(body)
            assert (result["repeated"], result["records"][0]["id"]) == (1, record)
            texts = {cell for row in csvs.read_book(body).pages[0].rows for cell in row.cells}
            assert text in texts
        finally:
            clerk.close()


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "-1", "@A1", "'=1"])
def test_an_export_gives_a_spreadsheet_nothing_to_run(tmp_path: Path, text: str) -> None:
    clerk = Clerk(tmp_path)
    try:
        clerk.office.do(
            "outreach.matters", "", "register", unit="DT", community=text, matter=text, requested_on="2017-03-01"
        )
        clerk.catch_up()
        plain = clerk.export_register().decode("utf-8-sig")
        assert f"'{text}".replace('"', '""') in plain
        book = openpyxl.load_workbook(io.BytesIO(clerk.export_register(form=exporting.XLSX)))
        cells_ = [cell for row in book.active.iter_rows() for cell in row if cell.value == text]
        assert [cell.data_type for cell in cells_] == ["s", "s"]
    finally:
        clerk.close()


@pytest.mark.parametrize("name", REGISTERS)
def test_a_template_explains_each_column_and_offers_its_words(name: str) -> None:
    register = catalogue.REGISTERS[name]
    body = b"".join(template.build_template(register, {"DT": "东亭中队", "ZS": "直属中队"}).body)
    book = openpyxl.load_workbook(io.BytesIO(body))
    page, explained, units = book.worksheets
    headings = [cell.value for cell in page[1]]
    words = vocabulary(register)
    assert headings == [words.heading(slot) for slot in words.usual]
    assert [row[0].value for row in explained.iter_rows(min_row=2)] == [
        words.heading(slot) for slot in words.importable
    ]
    assert all(row[1].value and row[5].value and row[6].value for row in explained.iter_rows(min_row=2))
    assert [cell.value for cell in units["A"]][1:] == ["DT", "ZS"]
    offered = {one.formula1 for one in page.data_validations.dataValidation}
    for slot in words.usual:
        if slot.kind == "choice":
            assert f'"{",".join(slot.words.values())}"' in offered
