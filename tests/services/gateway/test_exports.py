"""Exports of any size: sheets end at the format's limit, a file is sent while it is made, and takes little memory."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import catalogue
from contracts.forms import fields_of
from contracts.register import Step
from contracts.rpc import Caller, PageFilter, PageRow
from services.chassis.base import clock
from services.chassis.records import pseudonyms
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import ReadingRights
from services.gateway.spreadsheets import cells, csvs, current_values, exporting, writing
from services.gateway.spreadsheets.exporting import RecordSource
from services.gateway.spreadsheets.field_columns import vocabulary
from tests.office import READER, build_view
from tests.services.gateway.random_history import random_history
from tests.services.gateway.sample_programme import PROGRAMME
from tests.services.gateway.sheet_clerk import MATTERS, Clerk, caller_of


class OwnerOfMany:
    """Has so many records of a register, all of which say what one says."""

    def __init__(self, count: int, row: PageRow) -> None:
        self.count, self.row, self.pages, self.revealed = count, row, 0, 0

    def page(self, _register: Any, _within: PageFilter, after: str, most: int, _caller: Caller) -> tuple[PageRow, ...]:
        self.pages += 1
        first = int(after or "0")
        return tuple(replace(self.row, id=f"{n + 1:07d}") for n in range(first, min(first + most, self.count)))

    def texts(self, _register: Any, ids: list[str], _caller: Caller) -> dict[str, Any]:
        self.revealed += len(ids)
        return {}


@pytest.fixture(name="source")
def a_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Makes a source of many records, whose events are those of one matter that was done."""
    clerk = Clerk(tmp_path)
    id_ = clerk.office.matter()
    clerk.catch_up()
    texts = current_values.bodies(clerk.read_model, MATTERS, [id_])[id_]
    (row,) = clerk.owners.page(MATTERS, PageFilter(), "", 10, caller_of(READER))
    monkeypatch.setattr(current_values, "bodies", lambda _model, _register, ids: dict.fromkeys(ids, texts))
    rights = ReadingRights(Bearer("SYN-operator", "operator", None), clerk.read_model)

    def make(count: int) -> tuple[RecordSource, OwnerOfMany]:
        owner = OwnerOfMany(count, row)
        asked = caller_of(READER)
        return (
            RecordSource(cast(OwnerClient, owner), clerk.read_model, MATTERS, PageFilter(), asked, rights),
            owner,
        )

    yield make
    clerk.close()


@pytest.mark.parametrize("token", ["a token", None])
def test_its_owner_is_asked_only_for_records_that_bear_tokens(
    source: Any, monkeypatch: pytest.MonkeyPatch, token: str | None
) -> None:
    (_, data), *_ = source(1)[0].records()
    step, name = MATTERS.opening.name, next(iter(pseudonyms.shape_of_step(MATTERS.opening)))
    told = {step: {**data[step], name: token}}
    version = source(1)[1].row.version
    monkeypatch.setattr(current_values, "read_steps", lambda _register, _texts, *, whole: (version, told, whole)[:2])
    records, owner = source(600)
    shown = [one[step][name] for _, one in records.records()]
    assert owner.revealed == (600 if token else 0)
    assert set(shown) == {pseudonyms.MASK if token else None}


def test_a_workbook_goes_on_in_a_further_sheet_where_the_format_ends_one() -> None:
    lines = [[str(n)] for n in range(7)]
    sheets = exporting.split_sheets("实事", [writing.column("编号")], lines, most=3)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(exporting.workbook(sheets).body)))
    shown = [[row[0].value for row in sheet.iter_rows()] for sheet in book.worksheets]
    assert book.sheetnames == ["实事", "实事 2", "实事 3"]
    assert shown == [["编号", "0", "1", "2"], ["编号", "3", "4", "5"], ["编号", "6"]]


@pytest.mark.parametrize("count", [0, 3])
def test_an_export_that_fits_is_one_sheet(count: int) -> None:
    sheets = exporting.split_sheets("实事", [writing.column("编号")], [["x"]] * count, most=3)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(exporting.workbook(sheets).body)))
    assert [sheet.max_row for sheet in book.worksheets] == [1 + count]


def test_a_short_file_says_how_long_it_is_and_a_long_one_is_sent_while_it_is_made(
    source: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    short, _ = source(20)
    file = exporting.file(short, {}, exporting.CSV)
    assert file.size == len(b"".join(file.body))
    monkeypatch.setattr(exporting, "AHEAD", 2000)
    long, owner = source(5000)
    file = exporting.file(long, {}, exporting.CSV)
    assert (file.size, owner.pages) == (None, 1), "what was not asked for yet is not waited for"
    assert b"".join(file.body).count(b"\r\n") == 5001


@pytest.mark.parametrize("media_type", [exporting.CSV, exporting.XLSX])
def test_an_export_of_ten_times_the_rows_takes_no_more_memory(
    source: Any, monkeypatch: pytest.MonkeyPatch, media_type: str
) -> None:
    monkeypatch.setattr(exporting, "AHEAD", 2000)

    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in exporting.file(source(count)[0], {}, media_type).body:
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(100)  # what is made once
    assert peak(6000) < peak(600) * 1.5


def test_what_is_read_straight_from_events_is_what_the_record_says() -> None:
    compared = 0
    for seed in range(3):
        view: ReadModel = build_view(random_history(seed).events, PROGRAMME)
        by_record: dict[tuple[str, str], None] = dict.fromkeys(
            (e.register, e.subject) for e in random_history(seed).events
        )
        for name, id_ in by_record:
            register = catalogue.REGISTERS[name]
            whole = current_values.of(view, register, [id_])[id_]
            texts = current_values.bodies(view, register, [id_])[id_]
            shown = {step: _of_form(register.step(step), said) for step, said in whole.data.items()}
            assert current_values.read_steps(register, texts) == (whole.version, shown)
            compared += len(texts) > len(whole.data)
    assert compared, "corrections, voids and steps that were taken again were among them"


def test_an_export_asks_its_owner_for_no_fields_and_a_list_for_all(source: Any, tmp_path: Path) -> None:
    asked = list[PageFilter]()
    records, owner = source(3)

    def note(register: Any, within: PageFilter, after: str, most: int, caller: Caller) -> tuple[PageRow, ...]:
        asked.append(within)
        return OwnerOfMany.page(owner, register, within, after, most, caller)

    owner.page = note
    assert len(list(records.records())) == 3
    assert {one.bare for one in asked} == {True}
    clerk = Clerk(tmp_path / "another")
    clerk.office.matter()
    whole, bare = (
        clerk.owners.page(MATTERS, PageFilter(bare=one), "", 10, caller_of(READER))[0] for one in (False, True)
    )
    clerk.close()
    assert whole.fields
    assert bare == replace(whole, fields={})


@given(st.integers(-2_500_000_000, 2_200_000_000))
def test_a_time_is_shown_as_the_clocks_of_shanghai_had_it(second: int) -> None:
    for at in (dt.datetime.fromtimestamp(one, dt.UTC) for one in (second, second - second % 60)):
        slots = vocabulary(catalogue.REGISTERS["cases.digital_cases"]).importable
        slot = next(one for one in slots if one.kind == "moment")
        local = at.astimezone(clock.SHANGHAI).replace(tzinfo=None).isoformat(" ")
        assert cells.format_value(slot, at.isoformat().replace("+00:00", "Z")) == local.removesuffix(":00")


def _of_form(step: Step, said: dict[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in fields_of(step.form) if name in said}


@pytest.mark.parametrize("beside", [[], ["1"], [None], ["甲,"], ["\r\n"]])
def test_no_cell_of_a_csv_runs_whatever_stands_in_it_and_beside_it(beside: list[str | None]) -> None:
    marks = "'=+-@\t\r\n,\"1"
    for text in map("".join, itertools.product(marks, repeat=3)):
        for line in ([*beside, text], [text, *beside]):
            out = io.StringIO(newline="")
            csv.writer(out).writerow([cell and csvs.guard(cell) for cell in line])
            assert b"".join(csvs.write_rows([line])).decode("utf-8-sig") == out.getvalue()
