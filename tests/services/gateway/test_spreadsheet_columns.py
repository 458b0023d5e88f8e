"""Headings: what each means, and what is refused before anything is sent."""

import pytest

from contracts import catalogue
from contracts import forms as ask
from contracts.forms import Form
from contracts.register import Register, Step
from services.gateway.spreadsheets import columns, grid
from services.gateway.spreadsheets.field_columns import Vocabulary, vocabulary


def matched_columns(*headings: str, register: str = "outreach.matters") -> list[str]:
    mapping, faults = columns.match_columns(vocabulary(catalogue.REGISTERS[register]), grid.rows([list(headings)]))
    assert not faults
    return [f"{column.slot.step.name}.{column.slot.name}" for column in mapping.columns]


def column_faults(*rows: list[str], register: str = "outreach.matters") -> list[tuple[int, str | None, str]]:
    _, faults = columns.match_columns(vocabulary(catalogue.REGISTERS[register]), grid.rows(rows))
    return [(one["row"], one["column"], one["slug"]) for one in (fault.to_dict() for fault in faults)]


@pytest.mark.parametrize(
    ("heading", "slot"),
    [
        ("办结日期", "finish.done_on"),  # the Chinese title
        ("Done on", "finish.done_on"),  # the English title
        ("done_on", "finish.done_on"),  # the field's name
        ("finish.done_on", "finish.done_on"),  # with its step
        ("办结·办结佐证", "finish.evidence"),
        ("Finish: Proof of completion", "finish.evidence"),
        ("finish：proof of completion*", "finish.evidence"),  # full-width colon, case, the star of a required column
        (" 诉求 日期 ", "register.requested_on"),  # blanks
        ("备注", "register.note"),  # stands in two steps: the first
        ("evidence", "finish.evidence"),  # the first step that has it
        ("comment.note", "comment.note"),  # the other, qualified
        ("重办·原因", "reopen.reason"),
        ("原因", "reject.reason"),  # the first of four
    ],
)
def test_a_heading_means(heading: str, slot: str) -> None:
    assert matched_columns(heading) == [slot]


def test_every_heading_of_ours_means_its_own_slot_in_every_register() -> None:
    for register in catalogue.REGISTERS.values():
        words = vocabulary(register)
        headings = [words.heading(slot) for slot in words.importable]
        assert matched_columns(*headings, register=register.name) == [
            f"{one.step.name}.{one.name}" for one in words.importable
        ]


def test_the_record_id_is_heeded_and_what_else_an_export_adds_is_ignored() -> None:
    header = grid.rows([["系统·记录编号", "系统·状态", "System: Version", "system.unit_name", "事项"]])
    mapping, faults = columns.match_columns(vocabulary(catalogue.REGISTERS["outreach.matters"]), header)
    assert (mapping.record, len(mapping.columns), faults) == (0, 1, [])


def test_unknown_double_and_missing_headings_are_refused_by_column() -> None:
    rows = [["承办单位", "天气", "", "unit"], ["DT", "晴", "", "DT"], ["DT", "", "多余", "DT"]]
    assert column_faults(*rows) == [(1, "B", "unknown-heading"), (1, "D", "double-heading"), (3, "C", "no-heading")]


class Picture(Form):
    """An entry within an entry."""

    title = ask.text("画面", "Picture")


class PhotoEntry(Form):
    """An entry with entries of its own."""

    pictures = ask.many(Picture, "照片", "Pictures")


class Walk(Form):
    """Where an entry has entries, a sheet cannot hold it."""

    title = ask.text("名称", "Title")
    seen = ask.many(PhotoEntry, "所见", "Seen")


class Stroll(Form):
    """The same for another step."""

    note = ask.text("说明", "Note")


def test_lists_whose_entries_hold_lists_are_refused_with_the_way_out() -> None:
    steps = (Step("walk", "walked", "走 / Walk", "new -> out", Walk), Step("say", "said", "说 / Say", "out", Stroll))
    words = Vocabulary(Register("a.walks", "走", "Walks", steps, words={"out": "外出"}))
    _, faults = columns.match_columns(words, grid.rows([["名称", "所见", "说明"]]))
    assert [(one.to_dict()["column"], one.slug) for one in faults] == [("A", "not-by-sheet"), ("B", "not-by-sheet")]


@pytest.mark.parametrize(
    ("register", "steps"),
    [
        ("outreach.matters", ["register", "accept", "finish", "confirm", "close"]),
        ("outreach.features", ["apply", "approve", "start", "report", "assess", "promote", "close"]),
        ("outreach.volunteer_events", ["plan", "hold"]),  # hours are logged beside the main line
        ("training.people", ["join", "post", "leave"]),
        ("training.units", ["open", "close"]),
    ],
)
def test_a_template_follows_a_record_from_its_opening_to_its_end(register: str, steps: list[str]) -> None:
    usual = vocabulary(catalogue.REGISTERS[register]).usual
    assert list(dict.fromkeys(slot.step.name for slot in usual)) == steps


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_bear_their_letters(index: int, letters: str) -> None:
    from services.gateway.spreadsheets.faults import letter

    assert letter(index) == letters
