"""The whole file of a case is one PDF: cover, index, papers and evidence, each on the pages that the index says."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript
from pypdf.generic import DecodedStreamObject, NameObject

from contracts.cases.penalties.papers import PAPERS
from services.gateway.casefile.binding import bound_file, program
from services.gateway.casefile.rendering import pdf
from tests.services.cases.casework import Casework
from tests.services.gateway.test_casefiles import ISSUED, PERSON, CaseFileClient, case_with_hearing


@pytest.fixture
def cabinet(tmp_path: Path) -> Iterator[CaseFileClient]:
    client = CaseFileClient(tmp_path, Casework.on("2026-12-01"))
    yield client
    client.work.office.store.close()
    client.store.close()


def picture(colour: str = "red", size: tuple[int, int] = (2400, 1200), kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def paper_file(pages: int, turn: int = 0) -> bytes:
    """A PDF with a red square at the lower left of each page, and something that would run."""
    writer = PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(width=300, height=400)
        drawing = DecodedStreamObject()
        drawing.set_data(b"1 0 0 rg 10 10 50 50 re f")
        page[NameObject("/Contents")] = writer._add_object(drawing)
        if turn:
            page.rotate(turn)
    writer.add_open_action(JavaScript("app.alert(1)"))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def keep(cabinet: CaseFileClient, name: str, body: bytes) -> str:
    sha256: str = cabinet.evidence.save(body, name=name, media_type="application/octet-stream", by="clerk@DT")["sha256"]
    return sha256


def case_with(cabinet: CaseFileClient, *evidence: str) -> str:
    case = cabinet.work.filed_case()
    cabinet.work.take(case, "inspect", "2026-03-02", evidence=list(evidence))
    return case


def open_file(cabinet: CaseFileClient, case: str, **who: Any) -> PdfReader:
    answer = cabinet.ask(case, "file.pdf", **who)
    assert (answer.status_code, answer.content_type) == (200, "application/pdf"), answer.text
    return PdfReader(io.BytesIO(answer.data))


def bookmarks(reader: PdfReader) -> dict[str, int]:
    """On which page, from 0, each bookmark is."""
    outline: list[Any] = reader.outline
    return {one.title: reader.get_destination_page_number(one) or 0 for one in outline}


def texts(reader: PdfReader) -> list[str]:
    return ["".join(one.extract_text().split()) for one in reader.pages]


def by_numbers(pages: list[str]) -> dict[int, str]:
    """What the pages say by the number of the file that each bears."""
    numbers = ((re.search(r"第(\d+)页", one), one) for one in pages)
    return {int(number[1]): text for number, text in numbers if number}


def test_the_index_says_on_which_pages_each_paper_and_each_piece_of_evidence_is(cabinet: CaseFileClient) -> None:
    case = case_with_hearing(cabinet)
    reader = open_file(cabinet, case)
    pages = texts(reader)
    assert "行政处罚案卷" in pages[0]
    assert "卷宗目录" in pages[1]
    by_number = by_numbers(pages)
    assert sorted(by_number) == list(range(1, len(by_number) + 1)), "each number once, in order"
    index = "".join(pages[1 : len(pages) - len(by_number)])
    marks = bookmarks(reader)
    for number, paper in enumerate(ISSUED, 1):
        if ISSUED.count(paper) > 1:
            continue  # whose bookmarks bear one title
        page = pages[marks[PAPERS[paper]]]
        assert PAPERS[paper] in page
        first = next(n for n, text in by_number.items() if text == page)
        assert re.search(rf"{number}{re.escape(PAPERS[paper])}[^页]{{1,20}}日{first}", index)


def test_a_page_bears_the_files_number_and_none_of_its_own(cabinet: CaseFileClient) -> None:
    case = case_with_hearing(cabinet)
    reader = open_file(cabinet, case)
    pages = texts(reader)
    first = bookmarks(reader)[PAPERS["filing"]]
    assert sorted(by_numbers(pages)) == list(range(1, len(pages) - first + 1)), "all but cover and index"
    assert [one for one in pages if re.search(r"—\d+—", one)] == []
    assert re.search(r"—1—", "".join(texts(PdfReader(io.BytesIO(cabinet.ask(case, "papers/decision.pdf").data)))))


def test_each_receipt_says_in_the_index_and_in_its_bookmark_what_was_served_to_whom_and_when(
    cabinet: CaseFileClient,
) -> None:
    reader = open_file(cabinet, case_with_hearing(cabinet))
    first = bookmarks(reader)[PAPERS["filing"]]
    index, receipts = "".join(texts(reader)[1:first]), [one for one in bookmarks(reader) if one.startswith("送达回证")]
    assert receipts == [
        "送达回证（行政处罚事先告知书、行政处罚听证告知书，某商店，2026年3月4日）",
        "送达回证（听证通知书，某商店，2026年3月6日）",
        "送达回证（行政处罚决定书，某商店，2026年3月24日）",
    ]
    assert all(one in index for one in receipts)


def test_a_picture_has_a_page_and_a_pdf_has_its_pages(cabinet: CaseFileClient) -> None:
    names = (
        keep(cabinet, "门头.jpg", picture()),
        keep(cabinet, "合同.pdf", paper_file(3)),
        keep(cabinet, "笔记.txt", b"x"),
    )
    reader = open_file(cabinet, case_with(cabinet, *names))
    pages = texts(reader)
    by_number = by_numbers(pages)
    first = next(number for number, text in by_number.items() if "门头.jpg" in text)
    assert all("合同.pdf" in by_number[first + more] for more in (1, 2, 3))
    assert max(by_number) == first + 3, "a text has no page"
    index = "".join(pages[: len(pages) - len(by_number)])
    assert re.search(rf"门头\.jpg（[^—]*）——{first}", index)
    assert re.search(rf"合同\.pdf（[^—]*）——{first + 1}—{first + 3}", index)
    assert re.search(r"笔记\.txt（[^—]*）（附件，不编页码）———", index)
    titles = list(bookmarks(reader))
    assert titles[:3] == ["案卷封面", "卷宗目录", "立案审批表"]
    assert any("合同.pdf" in title for title in titles)


def test_nothing_of_a_strangers_pdf_runs_in_the_file(cabinet: CaseFileClient) -> None:
    answer = cabinet.ask(case_with(cabinet, keep(cabinet, "合同.pdf", paper_file(1))), "file.pdf")
    assert b"JavaScript" not in answer.data
    assert "/Names" not in str(PdfReader(io.BytesIO(answer.data)).trailer["/Root"])


def test_a_page_that_lies_is_turned_and_stays_on_its_page(cabinet: CaseFileClient) -> None:
    turned = [keep(cabinet, f"合同{turn}.pdf", paper_file(1, turn)) for turn in (0, 90, 180, 270)]
    for page in open_file(cabinet, case_with(cabinet, *turned)).pages[-4:]:
        drawing = page.get_contents().get_data().decode("latin-1")  # type: ignore[union-attr]
        matrix = re.search(r"q (\S+) (\S+) (\S+) (\S+) (\S+) (\S+) cm\s*/Piece Do", drawing)
        assert matrix
        a, b, c, d, e, f = (float(one) for one in matrix.groups())
        corners = [(a * x + c * y + e, b * x + d * y + f) for x in (0, 300) for y in (0, 400)]
        assert all(56 <= x <= 539 and 56 <= y <= 748 for x, y in corners), corners


def test_what_cannot_be_shown_is_an_attachment(cabinet: CaseFileClient) -> None:
    bodies = (b"%PDF-1.7 nothing", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj", b"\xff\xd8\xff", b" ")
    spoilt = [keep(cabinet, f"坏{number}.pdf", body) for number, body in enumerate(bodies)]
    text = "".join(re.sub(r"—\d+—$", "", one) for one in texts(open_file(cabinet, case_with(cabinet, *spoilt))))
    assert text.count("附件，不编页码") == len(bodies), "in the index, over its pages"


def test_an_image_that_claims_to_be_huge_is_not_opened(cabinet: CaseFileClient) -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    pages = texts(open_file(cabinet, case_with(cabinet, keep(cabinet, "大.png", out.getvalue()))))
    assert "附件，不编页码" in "".join(pages[:2])


def test_who_may_not_read_personal_data_gets_masks_and_no_evidence(cabinet: CaseFileClient) -> None:
    case = cabinet.work.filed_case(**PERSON)
    cabinet.work.take(case, "inspect", "2026-03-02", evidence=[keep(cabinet, "合成人的门.jpg", picture())])
    text = "".join(texts(open_file(cabinet, case, role="auditor")))
    assert "无权查看个人信息，未随附" in text
    assert "合成人" not in text
    assert "/Piece" not in str(open_file(cabinet, case, role="auditor").pages[-1]["/Resources"])


def test_the_same_case_gives_the_same_file(cabinet: CaseFileClient) -> None:
    case = case_with(cabinet, keep(cabinet, "门头.jpg", picture()), keep(cabinet, "合同.pdf", paper_file(2)))
    assert cabinet.ask(case, "file.pdf").data == cabinet.ask(case, "file.pdf").data


def test_what_cannot_be_bound_in_time_is_told_and_the_archive_is_had(
    cabinet: CaseFileClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = case_with(cabinet)
    monkeypatch.setattr(program, "SECONDS", 0.01)
    answer = cabinet.ask(case, "file.pdf")
    assert (answer.status_code, answer.json["slug"]) == (503, "not-bound")  # type: ignore[index]
    assert cabinet.ask(case, "file.zip").status_code == 200


def test_evidence_beyond_what_is_put_on_pages_is_an_attachment(
    cabinet: CaseFileClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bound_file, "MOST_EVIDENCE", 10)
    pages = texts(open_file(cabinet, case_with(cabinet, keep(cabinet, "门头.jpg", picture()))))
    assert "附件，不编页码" in "".join(pages[:2])


def test_without_a_chinese_font_there_is_no_bound_file(
    cabinet: CaseFileClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "CHINESE", frozenset())
    monkeypatch.setattr(pdf, "_fonts", [])
    assert cabinet.ask(case_with(cabinet), "file.pdf").json["slug"] == "no-pdf"  # type: ignore[index]
