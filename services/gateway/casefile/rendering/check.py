"""What is wrong with a template: what cannot be opened, tags that are broken, fields that there are not, law left out.

`python -m services.gateway.casefile.rendering.check PAPER < template.docx` writes the faults as JSON: a program of its
own, so that whatever a file does to its reader, the gateway goes on.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from io import BytesIO
from typing import Any

import docx
import orjson
from docx.oxml.ns import qn
from jinja2 import TemplateError

from contracts.errors import fault
from services.gateway.casefile.fields import MANDATORY, NAMES
from services.gateway.casefile.fields.mandatory import Must
from services.gateway.casefile.rendering import package, reading, template
from services.gateway.casefile.rendering.blocks import texts
from services.gateway.casefile.rendering.conditions import conditions_of, hangs_on_more
from services.gateway.casefile.rendering.examples import example
from services.gateway.casefile.rendering.language import FieldEnvironment, fields_used
from services.gateway.casefile.template_library import default

EVIDENCE = "evidence"
UNSHOWN = {
    "w:drawing": ("pictures and shapes", "图片、图形"),
    "w:pict": ("pictures and text boxes", "图片、文本框"),
    "w:object": ("embedded objects", "嵌入的对象"),
    "w:numPr": ("automatic numbering", "自动编号"),
    "w:footnoteReference": ("footnotes", "脚注"),
    "w:commentReference": ("comments", "批注"),
    "w:ins": ("tracked changes", "未接受的修订"),
    "w:del": ("tracked changes", "未接受的修订"),
    "w:sdt": ("content controls", "内容控件"),
    "w:hyperlink": ("links", "超链接"),
    "w:vanish": ("hidden text", "隐藏文字"),
}
"""What a page or a PDF made of the document would not show, or not as Word does."""
TAG = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
TAG_LINE = re.compile(r"<w:p[ >]")
MOST_FAULTS = 50
Fault = dict[str, str]


def faults(body: bytes, paper: str) -> list[Fault]:
    """What is wrong with a template of a paper, each with what stands beside it; none: it is fit."""
    try:
        package.look_into(body)
    except package.UnfitPackage as error:
        return [fault(EVIDENCE, error.en, error.zh)]
    try:
        return list(_faults(body, paper))[:MOST_FAULTS]
    except (
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
        IndexError,
    ):  # what python-docx does of parts that do not fit
        return [fault(EVIDENCE, "Not a Word file (docx)", "不是 Word 文件（docx）")]


def _faults(body: bytes, paper: str) -> Iterator[Fault]:
    document = docx.Document(BytesIO(body))
    yield from _unshown(document)
    source = _source(body)
    try:
        used = fields_used(FieldEnvironment(), source)
    except TemplateError as error:
        yield _broken(error, source)
        return
    yield from _strange(used, NAMES[paper], source)
    yield from _missing(used, _words(document), MANDATORY[paper])
    yield from _hanging(source, paper)
    yield from _unfilled(body, NAMES[paper])


def _unshown(document: Any) -> Iterator[Fault]:
    for name, (en, zh) in UNSHOWN.items():
        if next(document.element.body.iter(qn(name)), None) is not None:
            yield fault(
                EVIDENCE, f"Page and PDF could not show its {en}: remove them", f"网页和 PDF 不能显示{zh}，请去除"
            )
    if any(one.text.strip() for section in document.sections for one in section.header.paragraphs):
        yield fault(EVIDENCE, "Page and PDF could not show its header: remove it", "网页和 PDF 不能显示页眉，请去除")


def _source(body: bytes) -> str:
    """The text as its tags are read, a paragraph a line."""
    return TAG_LINE.sub(lambda match: f"\n{match[0]}", template.source(body))


def _line(source: str, number: int) -> str:
    """What stands in a line, without its marking."""
    lines = source.splitlines()
    text = re.sub("<[^>]+>", "", lines[number - 1]) if 0 < number <= len(lines) else ""
    return text.strip()[:80]


def _broken(error: TemplateError, source: str) -> Fault:
    place = _line(source, getattr(error, "lineno", 0) or 0)
    what = str(getattr(error, "message", "") or error)[:100]
    return fault(
        EVIDENCE, f"A tag is broken or not allowed ({what}): {place}", f"标记有误或者不允许使用（{what}）：{place}"
    )


def _strange(used: Mapping[str, int], names: Mapping[str, str], source: str) -> Iterator[Fault]:
    above = {one.partition(".")[0] for one in names}
    for name, line in used.items():
        if name not in names and name not in above:
            near = next(iter(get_close_matches(name, names, 1, 0.3)), "")
            hint_en, hint_zh = (f"; nearest: {near}", f"；相近的字段：{near}") if near else ("", "")
            place = _line(source, line)
            yield fault(
                EVIDENCE, f"No such field: {name}{hint_en} ({place})", f"没有此字段：{name}{hint_zh}（{place}）"
            )


def _words(document: Any) -> str:
    """All that it says, without blanks and tags."""
    whole = "".join("".join(one.itertext()) for one in document.element.body.iter(qn("w:p")))
    return re.sub(r"\s", "", TAG.sub("", whole))


def _missing(used: Mapping[str, int], words: str, mandatory: Sequence[Must]) -> Iterator[Fault]:
    for must in mandatory:
        if must.names and not set(must.names) & used.keys():
            names = "、".join(must.names)
            yield fault(EVIDENCE, f"Missing: {names} ({must.article})", f"缺少：{names}（{must.article}）")
        if must.sentence not in words:
            yield fault(
                EVIDENCE, f"Missing: {must.sentence} ({must.article})", f"缺少：“{must.sentence}”（{must.article}）"
            )


def _hanging(source: str, paper: str) -> Iterator[Fault]:
    """What the law wants and the template says under conditions of its own only."""
    own, right = conditions_of(source), conditions_of(_source(default(paper)))
    for must in MANDATORY[paper]:
        said = {one for name in must.names for one in own.get(name, ())}
        if said and hangs_on_more(said, {one for name in must.names for one in right.get(name, ())}):
            names = "、".join(must.names)
            yield fault(
                EVIDENCE,
                f"Said under a condition only: {names} ({must.article})",
                f"只在一定条件下才载明：{names}（{must.article}）",
            )


def _unfilled(body: bytes, names: Mapping[str, str]) -> Iterator[Fault]:
    """What remains of tags once it is filled: docxtpl reads some as its own."""
    blocks = reading.blocks(template.fill(body, example(names)))
    for one in texts(blocks):
        if "{{" in one.text or "{%" in one.text:
            yield fault(EVIDENCE, f"A tag is not filled: {one.text[:80]}", f"标记未能填写：{one.text[:80]}")


def main() -> None:
    """Read standard input, write standard output."""
    import resource  # the bounds are this process's alone

    resource.setrlimit(resource.RLIMIT_AS, (1024 * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.stdout.buffer.write(orjson.dumps(faults(sys.stdin.buffer.read(), sys.argv[1])))


if __name__ == "__main__":
    main()
