"""An empty sheet to fill in, and a second one that explains each column in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import validate

from contracts.register import Register
from services.gateway.spreadsheets import exporting, writing
from services.gateway.spreadsheets.exporting import File
from services.gateway.spreadsheets.field_columns import FieldColumn, Vocabulary, vocabulary

EXPLAINED = ("栏目", "Column", "步骤 Step", "名称 Name", "必填 Required", "填法", "How to fill it in", "可选词 Words")
LISTED = ("单位编号 Code", "单位名称 Name")
EXPLANATIONS = frozenset({EXPLAINED, LISTED})
"""The headings of the sheets that only explain."""
HOW = {
    "day": ("2017-03-08、2017年3月8日、20170308 或日期格式", "2017-03-08, 2017年3月8日, 20170308, or a date cell"),
    "flag": ("是 或 否，√ 或 ×", "是 (yes) or 否 (no), √ or ×"),
    "number": ("整数", "a whole number"),
    "degrees": ("十进制度数，如 120.353", "decimal degrees such as 120.353"),
    "choice": ("可选词之一", "one of the words"),
    "unit": ("单位编号或名称", "a unit's code or name"),
    "units": ("单位编号或名称，以；分隔", "codes or names of units, separated by ;"),
    "words": ("可选词，以；分隔", "words, separated by ;"),
    "several": ("各项以；分隔", "several, separated by ;"),
    "moment": ("2017-03-08 14:30", "2017-03-08 14:30"),
    "entries": ("每条一行，或以；分隔；每条依次填写 {zh}", "an entry each line, or ; between them; each gives {en}"),
    "evidence": ("已上传文件的名称或 SHA-256，以；分隔", "names or SHA-256 of uploaded files, separated by ;"),
    "paper": ("已上传的一份文件的名称或 SHA-256", "the name or SHA-256 of one uploaded file"),
    "money": ("金额（元），至多两位小数，如 300 或 300.50", "yuan, two decimals at most, such as 300 or 300.50"),
    "code": ("字母、数字和 . _ -", "letters, digits and . _ -"),
    "text": ("文字", "text"),
}
BOUNDED = ("number", "degrees")
ALWAYS, WITH_STEP, NEVER = "是 yes", "办理该步骤时必填 if the step is taken", ""


def build_template(register: Register, units: Mapping[str, str]) -> File:
    """The template of a register; `units` are their names by code."""
    terms = vocabulary(register)
    columns = [writing.column(terms.heading(slot), slot, among=_choices(slot, units)) for slot in terms.usual]
    explained, listed = map(_columns, (EXPLAINED, LISTED))
    sheets = [
        writing.sheet(register.zh, columns, [], offers=True),
        writing.sheet("填写说明 How to", explained, [_explanation(terms, one) for one in terms.importable]),
        writing.sheet("单位 Units", listed, sorted(units.items())),
    ]
    return exporting.workbook(sheets)


def _columns(headings: Iterable[str]) -> list[writing.Column]:
    return [writing.column(heading) for heading in headings]


def _choices(slot: FieldColumn, units: Mapping[str, str]) -> list[str]:
    return sorted(units) if slot.kind == "unit" else []


def _explanation(terms: Vocabulary, slot: FieldColumn) -> list[Any]:
    required = NEVER if slot.optional else ALWAYS if slot.step.first else WITH_STEP
    zh, en = how(slot)
    words = "；".join(_words(one) for one in (slot.parts or (slot,)) if one.words) + bounds(slot)
    step, name = f"{slot.step.zh} {slot.step.en}", f"{slot.step.name}.{slot.name}"
    return [terms.heading(slot), slot.en, step, name, required, zh, en, words]


def how(slot: FieldColumn) -> tuple[str, str]:
    """How a field is filled in, in Chinese and English."""
    zh, en = HOW[slot.kind]
    return zh.format(zh="/".join(one.zh for one in slot.parts)), en.format(en="/".join(one.en for one in slot.parts))


def _words(slot: FieldColumn) -> str:
    return "、".join(f"{title} ({word})" for word, title in slot.words.items())


def bounds(slot: FieldColumn) -> str:
    """The bounds of a number."""
    ranges = [one for one in slot.field.validators if isinstance(one, validate.Range)] if slot.kind in BOUNDED else []
    return "".join(f"{one.min} – {one.max}" for one in ranges)
