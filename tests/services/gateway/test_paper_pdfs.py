"""A paper as PDF says what its Word file says, on numbered pages, with its fonts in it, the same bytes each time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Pt
from pypdf import PdfReader

from contracts.cases.penalties.papers import PAPERS
from services.gateway.casefile import html
from services.gateway.casefile.rendering import pdf, reading
from services.gateway.casefile.rendering.blocks import GridBlock, Passage, TextBlock
from services.gateway.casefile.rendering.document import PaperDocument
from tests.services.cases.casework import Casework
from tests.services.gateway.test_casefiles import ISSUED, PERSON, CaseFileClient, case_with_hearing

A4 = (595, 842)


@pytest.fixture
def cabinet(tmp_path: Path) -> Iterator[CaseFileClient]:
    client = CaseFileClient(tmp_path, Casework.on("2026-12-01"))
    yield client
    client.work.office.store.close()
    client.store.close()


def pages(body: bytes) -> list[str]:
    """What each page says; spaces between letters are the typesetter's."""
    return ["".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(body)).pages]


def test_a_pdf_says_what_the_word_file_says(cabinet: CaseFileClient) -> None:
    case = case_with_hearing(cabinet)
    for paper in PAPERS:
        answer = cabinet.ask(case, f"papers/{paper}.pdf")
        assert (answer.status_code, answer.content_type) == (200, "application/pdf")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="XS-2026-001-{paper}.pdf"'
        assert "no-store" in answer.headers["Cache-Control"]
        text = "".join(pages(answer.data))
        for paragraph in reading_texts(cabinet.ask(case, f"papers/{paper}.docx", role="inspector").data):
            assert _without_digits_at_ends(paragraph) in text, (paper, paragraph)


def reading_texts(body: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(body))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return [*(one.text for one in document.paragraphs), *cells]


def _without_digits_at_ends(text: str) -> str:
    """The first line of a paragraph, which no page number can stand in."""
    return "".join(text.split())[:20]


def test_its_pages_are_a4_and_numbered(cabinet: CaseFileClient) -> None:
    case = cabinet.work.clue("2026-03-02", matter="某商店占用人行道设摊。" * 80)
    cabinet.work.take(case, "verify", "2026-03-02")
    cabinet.work.take(case, "file", "2026-03-02", act_on="2026-03-01")
    reader = PdfReader(io.BytesIO(cabinet.ask(case, "papers/filing.pdf").data))
    assert len(reader.pages) > 1
    assert {tuple(round(float(one)) for one in page.mediabox[2:]) for page in reader.pages} == {A4}
    for number, page in enumerate(reader.pages, 1):
        assert f"—{number}—" in "".join(page.extract_text().split())


def test_its_fonts_are_in_it(cabinet: CaseFileClient) -> None:
    reader = PdfReader(io.BytesIO(cabinet.ask(cabinet.work.filed_case(), "papers/filing.pdf").data))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert fonts
    assert all("/FontFile3" in one or "/FontFile2" in one for one in descriptors)


def test_the_same_record_gives_the_same_pdf_also_for_two_at_once(cabinet: CaseFileClient) -> None:
    case = cabinet.work.filed_case()
    assert cabinet.ask(case, "papers/filing.pdf").data == cabinet.ask(case, "papers/filing.pdf").data
    blocks = reading.blocks(cabinet.ask(case, "papers/filing.docx").data)
    with ThreadPoolExecutor(4) as threads:
        bodies = set(threads.map(lambda _: pdf.pdf("立案审批表", blocks), range(4)))
    assert len(bodies) == 1


def test_what_a_record_says_is_no_typesetting(cabinet: CaseFileClient) -> None:
    case = cabinet.work.filed_case(party='#panic("甲")*乙*$丙$')
    answer = cabinet.ask(case, "papers/filing.pdf")
    assert '#panic("甲")*乙*$丙$' in "".join(pages(answer.data))


def test_a_gap_stands_in_the_pdf(cabinet: CaseFileClient) -> None:
    assert "【待填：统一社会信用代码】" in "".join(
        pages(cabinet.ask(cabinet.work.filed_case(), "papers/filing.pdf").data)
    )


def test_who_may_not_read_names_gets_masks_in_the_pdf_too(cabinet: CaseFileClient) -> None:
    case = cabinet.work.filed_case(**PERSON)
    text = "".join(pages(cabinet.ask(case, "papers/filing.pdf", role="auditor").data))
    assert "合**" in text
    assert "合成人" not in text


def test_without_a_chinese_font_the_pdf_says_what_to_install_and_the_rest_is_had(
    cabinet: CaseFileClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "CHINESE", frozenset())
    monkeypatch.setattr(pdf, "_fonts", [])
    case = case_with_hearing(cabinet)
    answer = cabinet.ask(case, "papers/filing.pdf")
    assert (answer.status_code, answer.json["slug"]) == (503, "no-pdf")  # type: ignore[index]
    assert "fonts-noto-cjk" in answer.text
    assert [cabinet.ask(case, f"papers/filing.{form}").status_code for form in ("html", "docx")] == [200, 200]
    with cabinet.archive(case) as archive:
        names = archive.namelist()
    assert "papers/01-filing.docx" in names
    assert not [one for one in names if one.endswith(".pdf")]


def test_the_archive_has_each_paper_as_pdf(cabinet: CaseFileClient) -> None:
    case = case_with_hearing(cabinet)
    with cabinet.archive(case) as archive:
        names = [one for one in archive.namelist() if one.endswith(".pdf")]
        assert names == [f"papers/{number:02}-{paper}.pdf" for number, paper in enumerate(ISSUED, 1)]
        assert archive.read("papers/09-decision.pdf") == cabinet.ask(case, "papers/decision.pdf").data


# --- a document read back -------------------------------------------------------------------------------------------


def _docx(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_paragraph_is_read_with_its_look() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.right_indent = Pt(64)
    run = paragraph.add_run("锡山区")
    run.bold, run.font.size = True, Pt(22)
    (block,) = reading.blocks(_docx(document))
    assert block == TextBlock((Passage("锡山区", 22.0, "fang", bold=True),), "right", right=64.0)


def test_lines_that_stay_together_are_on_one_page() -> None:
    document = docx.Document()
    for number in range(60):
        document.add_paragraph(f"第{number}行")
    for line in ("甲签名", "乙签名", "丙签名", "落款"):
        document.add_paragraph(line).paragraph_format.keep_with_next = line != "落款"
    for more in range(20):
        blocks = reading.blocks(_docx(document))[more:]
        ends = [one for one in pages(pdf.pdf("纸", blocks)) if "签名" in one]
        assert len(ends) == 1, more


def test_runs_of_one_look_are_one_text() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for part in ("当", "事", "人"):
        paragraph.add_run(part)
    (block,) = reading.blocks(_docx(document))
    assert isinstance(block, TextBlock)
    assert [one.text for one in block.spans] == ["当事人"]


def list_of(entries: int, *marks: str) -> Any:
    """A table with a heading, whose first row has some of Word's marks."""
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "序号", "物品名称"
    properties = table.rows[0]._tr.get_or_add_trPr()
    for one in marks:
        properties.append(OxmlElement(one))
    for number in range(entries):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = str(number), f"物品{number}"
    return document


def test_the_heading_of_a_list_stands_on_each_page_as_word_has_it() -> None:
    (grid,) = reading.blocks(_docx(list_of(60, "w:tblHeader")))
    assert isinstance(grid, GridBlock)
    assert grid.heads == 1
    of_pages = pages(pdf.pdf("表", (grid,)))
    assert len(of_pages) > 1
    assert all(one.count("物品名称") == 1 for one in of_pages)
    (plain,) = reading.blocks(_docx(list_of(60)))
    assert sum(one.count("物品名称") for one in pages(pdf.pdf("表", (plain,)))) == 1
    page = html.paper(PaperDocument("index", "表", _docx(list_of(2, "w:tblHeader"))))
    head = page[page.index("<thead>") : page.index("</thead>")]
    assert re.findall(r'<th scope="col">(.*?)</th>', head) == ["序号", "物品名称"]
    assert "thead" not in html.paper(PaperDocument("index", "表", _docx(list_of(2)))).partition("</style>")[2]


def test_a_heading_that_is_the_whole_table_or_goes_on_below_is_none() -> None:
    (alone,) = reading.blocks(_docx(list_of(0, "w:tblHeader")))
    document = list_of(3, "w:tblHeader")
    table = document.tables[0]
    table.cell(0, 0).merge(table.cell(1, 0))
    (merged,) = reading.blocks(_docx(document))
    assert [one.heads for one in (alone, merged) if isinstance(one, GridBlock)] == [0, 0]
    assert "物品2" in "".join(pages(pdf.pdf("表", (merged,))))


def test_a_row_that_stays_whole_is_on_one_page() -> None:
    document = list_of(0)
    table = document.tables[0]
    for number in range(30):
        row = table.add_row()
        row.cells[1].text = f"始{number}起\n中\n中\n终{number}末"
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    of_pages = pages(pdf.pdf("表", reading.blocks(_docx(document))))
    assert len(of_pages) > 1
    assert all((f"始{number}起" in one) == (f"终{number}末" in one) for one in of_pages for number in range(30))


def test_merged_cells_are_read_once() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "全宽"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "两行"
    (grid,) = reading.blocks(_docx(document))
    assert isinstance(grid, GridBlock)
    assert [(cell.columns, cell.rows) for cell in grid.rows[0]] == [(3, 1)]
    assert [(cell.columns, cell.rows) for cell in grid.rows[1]] == [(1, 2), (1, 1), (1, 1)]
    assert len(grid.rows[2]) == 2
    assert "两行" in "".join(pages(pdf.pdf("表", (grid,))))
