"""A report as files: six pages at most, whatever there is to say; text, tables, pictures; the same bytes each time."""

from __future__ import annotations

import copy
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from services.gateway.read_model.calendars.month import read_month
from services.gateway.reports.contents.contents import ReportWish
from services.gateway.reports.rendering import apart, pdf
from services.gateway.reports.rendering.blocks import Drawing, Grid, TextLine
from services.gateway.reports.rendering.layout import MOST_PAGES, ROOMS, Layout
from services.gateway.reports.rendering.program import write
from tests.office import Office
from tests.services.gateway.report_bureau import JUNE, ReportBureau

STAMP: dict[str, Any] = {
    "id": "01a22b13-2704-7ee6-94ab-30361d0db47e",
    "number": 1,
    "reason": "",
    "issued_by": "SYN-JLD",
    "issued_as": "leader@bureau",
    "issued_at": "2017-07-03T01:00:00+00:00",
}
KNOWN = {"known_at": "2017-07-03T00:59:00+00:00"}
GOLDEN = Path(__file__).parent / "report_of_june.txt"


def said_of(bureau: ReportBureau, wish: ReportWish = JUNE) -> Any:
    """What a report says, as if it had been asked on one day."""
    return bureau.desk.gather(wish) | KNOWN


def lines(blocks: list[Any]) -> list[str]:
    return [one.text for one in blocks if isinstance(one, TextLine)]


def crowd(said: Any) -> Any:
    """A bureau of 40 units in which everything is behind, much moved, and much is due."""
    said = copy.deepcopy(said)
    items = [item for pillar in said["pillars"] for item in pillar["items"]]
    codes = [item["id"] for item in items]
    measure = next(m for item in items for m in item["measures"] if m["target"])
    fact = {
        "event": "e",
        "title": {"zh": "培训场次结课登记", "en": "Training sessions, close"},
        "unit": "DT",
        "dated": "2017-06-13",
    }
    sides = {"claimed": 0.25, "verified": 0.125, "expected": 0.5, "status": "behind"}
    move = {"id": measure["id"], "item": "S1", "title": measure["title"], "unit": "%", "target": measure["target"]}
    before = sides | {"status": "on_track", "claimed": 0.5}
    said["moves"] = [move | {"way": "worse", "before": before, "after": sides, "facts": [fact] * 3} for _ in range(60)]
    months = [
        {"as_of": f"2017-0{n}-28", "claimed": n / 10, "verified": n / 20, "n": n, "expected": n / 8}
        for n in range(1, 7)
    ]
    said["trends"] = [measure | {"by_month": months}] * 2
    said["units"] = [{"unit": f"U{n}", "title": f"第{n}执法中队", "behind": codes, "at_risk": codes} for n in range(40)]
    row = {
        "register": "x",
        "title": {"zh": "数字城管案件", "en": "Case"},
        "record": "r",
        "clock": {"zh": "处置", "en": "Act"},
    }
    due = row | {"article": "", "unit": "DT", "due": "2017-06-01", "days_left": -29}
    said["due"] = {"within": 10, "overdue": 9000, "soon": 999, "exact": False, "rows": [due] * 12}
    said["limits"]["stale"] = {"cases": "2017-07-01T00:00:00+00:00"}
    return said


def as_text(blocks: list[Any]) -> str:
    """All that a report says, a paragraph or a row a line."""
    rows = []
    for one in blocks:
        if isinstance(one, Grid):
            rows += [" | ".join(cell.replace("\n", " / ") for cell in row) for row in (one.head, *one.rows) if row]
        else:
            rows.append(one.text if isinstance(one, TextLine) else f"[{one.told}]")
    return "\n".join(rows) + "\n"


def test_what_a_report_of_june_says_word_for_word(report_bureau: ReportBureau) -> None:
    assert as_text(Layout(said_of(report_bureau), STAMP).blocks()) == GOLDEN.read_text(encoding="utf-8")


def test_the_file_has_text_tables_and_pictures_and_the_same_bytes_each_time(report_bureau: ReportBureau) -> None:
    said = said_of(report_bureau)
    files = write({"said": said, "stamp": STAMP})
    assert files == write({"said": said, "stamp": STAMP})
    reader = PdfReader(BytesIO(files["pdf"]))
    text = "".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) <= MOST_PAGES
    assert all(one in text for one in ("月报", "志愿服务", "第 1 次印发", STAMP["id"], "佐证与数据说明"))
    document = docx.Document(BytesIO(files["docx"]))
    assert len(document.tables) >= 2
    assert len(document.inline_shapes) >= 1
    words = "\n".join(one.text for one in document.paragraphs)
    blocks = Layout(said, STAMP).blocks()
    assert all(one in words for one in lines(blocks))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {cell for one in blocks if isinstance(one, Grid) for row in one.rows for cell in row} <= cells
    told = [one._inline.docPr.get("descr") for one in document.inline_shapes]
    assert told == [one.told for one in blocks if isinstance(one, Drawing)]


def test_a_bureau_of_forty_units_with_everything_behind_keeps_to_six_pages(report_bureau: ReportBureau) -> None:
    said = crowd(said_of(report_bureau))
    ample = Layout(said, STAMP, ROOMS[0])
    assert pdf.count_pages(pdf.report_pdf(ample.title, "zh", ample.blocks(), "")) > MOST_PAGES
    files = write({"said": said, "stamp": STAMP})
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(files["pdf"])).pages)
    assert pdf.count_pages(files["pdf"]) <= MOST_PAGES
    assert "另有" in text
    english = write({"said": said | {"lang": "en"}, "stamp": STAMP})
    assert pdf.count_pages(english["pdf"]) <= MOST_PAGES


def test_a_preview_is_marked_on_every_page(report_bureau: ReportBureau) -> None:
    body = write({"said": said_of(report_bureau), "stamp": None})["pdf"]
    assert all("预览" in page.extract_text() for page in PdfReader(BytesIO(body)).pages)


def test_it_is_written_by_a_program_of_its_own_that_says_what_went_wrong(report_bureau: ReportBureau) -> None:
    said = said_of(report_bureau)
    assert apart.write(said, STAMP) == write({"said": said, "stamp": STAMP})
    with pytest.raises(apart.UnwritableReport):
        apart.write({"lang": "zh"}, STAMP)


def test_in_english_no_phrase_is_missing(report_bureau: ReportBureau) -> None:
    english = crowd(said_of(report_bureau)) | {"lang": "en"}
    assert "PREVIEW" in lines(Layout(english, None).blocks())[1]
    assert lines(Layout(english, STAMP).blocks())


def test_a_report_of_january_compares_nothing(report_bureau: ReportBureau) -> None:
    said = said_of(report_bureau, ReportWish(read_month("2017-01")))
    assert said["before"] is None
    assert "不作比较" in "".join(lines(Layout(said, STAMP).blocks()))


def test_a_unit_behind_is_named_and_one_whom_a_ratio_does_not_count_is_not(
    office: Office, report_bureau: ReportBureau
) -> None:
    for code in ("DT", "DBT"):
        office.person(f"{code}-01", code)
    office.unit("KS", kind="section")
    report_bureau.hear()
    behind = {one["unit"]: one["behind"] for one in said_of(report_bureau)["units"]}
    assert "S1" in behind["DT"]
    assert "KS" not in behind
