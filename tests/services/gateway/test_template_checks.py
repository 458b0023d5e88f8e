"""A template is taken if it can be filled and says what the law wants; what is wrong is named, and does no harm."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest

from contracts.cases.penalties.papers import PAPERS
from services.gateway.casefile.fields import NAMES
from services.gateway.casefile.paper import Blank
from services.gateway.casefile.rendering import check, reading, template
from services.gateway.casefile.rendering.blocks import TextBlock, gaps, texts
from services.gateway.casefile.rendering.conditions import conditions_of, hangs_on_more
from services.gateway.casefile.template_library import default


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for one in paragraphs:
        document.add_paragraph(one)
    return docx_of(document)


def docx_of(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_parts(body: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """The same package with parts changed, left out or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            if (part := change(name, read.read(name))) is not None:
                write.writestr(name, part)
        for name, part in more.items():
            write.writestr(name, part)
    return out.getvalue()


def as_it_is(_name: str, part: bytes) -> bytes:
    return part


def complaints(body: bytes, paper: str = "closing") -> str:
    return "\n".join(f"{one['field']}: {one['en']} / {one['zh']}" for one in check.faults(body, paper))


def text(body: bytes, **values: Any) -> str:
    return "".join(one.text for one in texts(reading.blocks(template.fill(body, values))))


# --- what is taken ----------------------------------------------------------------------------------------------------


def test_the_default_templates_are_fit() -> None:
    assert {paper: complaints(default(paper), paper) for paper in PAPERS} == dict.fromkeys(PAPERS, "")


def test_a_closing_form_of_ones_own_is_fit() -> None:
    assert complaints(word("结案审批表", "案由：{{ 案件.案由 }}{% if 当事人.是公民 %}（公民）{% endif %}")) == ""


# --- what is filled ---------------------------------------------------------------------------------------------------


def test_a_gap_is_highlighted_wherever_it_stands() -> None:
    filled = template.fill(word("甲{{ 案件.案由 }}乙"), {"案件": {"案由": Blank("案由")}})
    (block,) = reading.blocks(filled)
    assert isinstance(block, TextBlock)
    assert [(one.text, one.gap) for one in block.spans] == [("甲", False), ("【待填：案由】", True), ("乙", False)]
    assert gaps((block,)) == ["案由"]


def test_a_field_that_there_is_no_more_is_a_gap_and_breaks_nothing() -> None:
    assert text(word("{{ 案件.旧字段 }}{{ 没有.此处 }}")) == "【待填：旧字段】【待填：此处】"


def test_what_a_record_says_is_neither_markup_nor_a_tag_nor_a_gap() -> None:
    name = "甲&乙<w:p/>{{ 7 }}{% x %}\ue000【待填：乙】\ue001\x07"
    assert text(word("{{ 当事人.名称 }}"), 当事人={"名称": name}) == "甲&乙<w:p/>{{ 7 }}{% x %}【待填：乙】"
    assert gaps(reading.blocks(template.fill(word("{{ 甲 }}"), {"甲": name}))) == []


def test_a_list_has_a_row_each_and_lines_stay_lines() -> None:
    body = word("{%p for 件 in 清单 %}", "{{ loop.index }}{{ 件.名称 }}", "{%p endfor %}")
    assert text(body, 清单=[{"名称": "推车"}, {"名称": "秤"}]) == "1推车2秤"
    assert text(word("{{ 甲 }}"), 甲="一\n二") == "一\n二"


def test_the_same_fields_give_the_same_bytes() -> None:
    assert template.fill(word("{{ 甲 }}"), {"甲": "一"}) == template.fill(word("{{ 甲 }}"), {"甲": "一"})


def test_who_wrote_a_template_stands_in_no_paper() -> None:
    document = docx.Document()
    document.core_properties.author = document.core_properties.last_modified_by = "某法制员"
    document.add_paragraph("甲")
    with zipfile.ZipFile(io.BytesIO(template.fill(docx_of(document), {}))) as archive:
        assert not [one for one in archive.namelist() if "某法制员".encode() in archive.read(one)]


# --- what is named ----------------------------------------------------------------------------------------------------


def test_an_unknown_field_is_named_with_the_nearest_one_and_its_paragraph() -> None:
    assert "没有此字段：案件.案油；相近的字段：案件.案由（案由：{{ 案件.案油 }}）" in complaints(
        word("案由：{{ 案件.案油 }}")
    )


def test_a_field_of_another_paper_is_unknown() -> None:
    assert "听证.地点" in NAMES["hearing"]
    assert "没有此字段：听证.地点" in complaints(word("{{ 听证.地点 }}"))


def test_an_unknown_field_of_a_lists_entries_is_named_by_the_list() -> None:
    body = word("{%p for 件 in 目录 %}", "{{ 件.名城 }}", "{%p endfor %}")
    assert "没有此字段：目录.名城；相近的字段：目录.名称" in complaints(body, "index")


def test_a_decision_that_lacks_one_of_its_six_items_is_refused_with_the_article() -> None:
    document = docx.Document(io.BytesIO(default("decision")))
    for paragraph in document.paragraphs:
        if "申请行政复议" in paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)
    faults = complaints(docx_of(document), "decision")
    assert "缺少：救济.复议期限（行政处罚法第五十九条）" in faults
    assert "缺少：“申请行政复议”（行政处罚法第五十九条）" in faults


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{{ 案件.案由", "标记"),
        ("{% if 案件.案由 %}甲", "标记有误"),
        ("{{ 案件.案由 | upper }}", "Filter"),
        ("{{ ''.__class__.__mro__ }}", "没有此字段：.__class__.__mro__"),
        ("{{ 案件.__class__ }}", "没有此字段：案件.__class__"),
        ("{{ 案件['案由'] }}", "Getitem"),
        ("{{ range(10) }}", "Call"),
        ("{{ 'a' * 1000000000 }}", "Mul"),
        ("{% for a in (1, 2) recursive %}{{ loop((1, 2)) }}{% endfor %}", "标记有误"),
        ("{% set x = 1 %}", "Assign"),
        ("{% include 'x' %}", "Include"),
        ("{% import 'os' as os %}", "Import"),
        ("{% macro m() %}{{ m() }}{% endmacro %}", "Macro"),
    ],
)
def test_a_tag_that_is_broken_or_computes_is_named_with_its_paragraph(line: str, words: str) -> None:
    begun = time.monotonic()
    faults = complaints(word("前文", line))
    assert words in faults, faults
    assert time.monotonic() - begun < 5


def test_lists_in_lists_in_lists_are_refused() -> None:
    line = "{% for a in 目录 %}" * 4 + "{{ a.名称 }}" + "{% endfor %}" * 4
    assert "标记有误" in complaints(word(line), "index")


def test_what_page_and_pdf_would_not_show_is_named() -> None:
    document = docx.Document()
    document.add_paragraph("甲", style="List Number")
    document.paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr()
    document.sections[0].header.paragraphs[0].text = "页眉"
    faults = complaints(docx_of(document))
    assert "自动编号" in faults
    assert "页眉" in faults


# --- what is hostile --------------------------------------------------------------------------------------------------


def test_files_that_are_no_word_files_are_refused() -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    for body in (b"", b"x", b"PK\x03\x04", empty.getvalue(), word("甲")[:-200]):
        assert "不是 Word 文件" in complaints(body)


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = with_parts(word("甲"), as_it_is, **{"word/bomb.xml": b"\0" * (64 << 20)})
    assert len(bomb) < 200_000
    begun = time.monotonic()
    assert "解压后过大" in complaints(bomb)
    assert time.monotonic() - begun < 1


def test_what_declares_entities_or_points_elsewhere_or_runs_is_refused() -> None:
    def with_entity(name: str, part: bytes) -> bytes:
        entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        return part.replace(b"<w:document", entity + b"<w:document", 1) if name == "word/document.xml" else part

    def with_template(name: str, part: bytes) -> bytes:
        kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
        link = b'<Relationship Id="r9" Type="' + kind + b'" Target="https://example.org/x.dotm" TargetMode="External"/>'
        return (
            part.replace(b"</Relationships>", link + b"</Relationships>")
            if name.endswith("document.xml.rels")
            else part
        )

    assert "实体声明" in complaints(with_parts(word("甲"), with_entity))
    assert "文件以外" in complaints(with_parts(word("甲"), with_template))
    assert "含有宏" in complaints(with_parts(word("甲"), as_it_is, **{"word/vbaProject.bin": b"x"}))


def test_a_part_that_is_no_xml_is_refused() -> None:
    broken = with_parts(word("甲"), lambda name, part: b"<w:x" if name == "word/styles.xml" else part)
    assert "不是 Word 文件" in complaints(broken)


def hung(paper: str, words: str, condition: str) -> bytes:
    """The suite's own template, a paragraph of it put under a condition."""
    document = docx.Document(io.BytesIO(default(paper)))
    line = next(one for one in document.paragraphs if words in one.text)
    line.runs[0].text = f"{{% {condition} %}}{line.runs[0].text}"
    line.add_run("{% endif %}")
    return docx_of(document)


@pytest.mark.parametrize("condition", ["if 当事人.是公民", "if not 机关.电话", "if 处罚.裁量说明"])
def test_what_the_law_wants_hangs_on_no_condition(condition: str) -> None:
    said = complaints(hung("decision", "诉讼法院", condition), "decision")
    assert "只在一定条件下才载明：机关.诉讼法院（行政处罚法第五十九条）" in said


def test_what_is_said_one_way_or_the_other_is_said() -> None:
    both = conditions_of("{% if a.b %}{{ c.d }}{% elif a.e %}{{ c.d }}{% else %}{{ c.d }}{% endif %}")
    assert not hangs_on_more(both["c.d"], {frozenset()})
    for one in ("{% if c.d %}x{% endif %}", "{% if a.b %}{{ c.d }}{% elif a.e %}{{ c.d }}{% endif %}"):
        said = conditions_of(one).get("c.d", set())
        assert hangs_on_more(said, {frozenset()}), one
