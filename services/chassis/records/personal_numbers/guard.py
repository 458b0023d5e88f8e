"""The guard of texts that many read: they say what happened, not to whom.

Every text of every form is looked at, unless it is private, names a record, or its field says what numbers it is for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marshmallow import fields

from contracts.errors import Invalid, fault
from contracts.forms import NUMBERS_OF, Form, fields_of, free_texts
from contracts.register import Register, Step
from services.chassis.records.personal_numbers.finding import BY_CHECK_DIGIT, Finding
from services.chassis.records.personal_numbers.recogniser import find
from services.chassis.records.record import Data

Fault = dict[str, str]


class NamesSomebody(Invalid):
    """This text holds a number of a person; these belong into the fields that are kept private."""

    slug, zh = "names-somebody", "内容含个人号码（手机号、证件号等），请填入专用的保密栏目"


def refuse_personal_numbers(register: Register, step: Step, form: Data) -> None:
    """Nothing, where no text that many read holds a number of a person. Raises NamesSomebody, every field named."""
    faults = list(_faults(register, step, form))
    if faults:
        raise NamesSomebody(errors=faults)


def refuse_in_name(field: str, name: str) -> None:
    """Nothing, where what somebody called a file, or a key, holds no number of a person. Raises NamesSomebody."""
    for finding in find(name):
        zh = f"名称中有{finding.kind.zh}（{finding.mask}）：名称多人可见，请改名后再提交"
        en = f"The name holds {finding.kind.en} ({finding.mask}); many read it: give it another name"
        raise NamesSomebody(errors=[fault(field, en, zh)])


def refuse_in_reason(field: str, text: str) -> None:
    """Nothing, where the reason of a correction holds no number of a person. Raises NamesSomebody."""
    for finding in find(text):
        zh = f"更正原因中有{finding.kind.zh}（{finding.mask}）：原因多人可见，请删去，写“本人”“该户”等即可"
        en = f"The reason holds {finding.kind.en} ({finding.mask}); many read it: take it out, “the caller” is enough"
        raise NamesSomebody(errors=[fault(field, en, zh)])


def _faults(register: Register, step: Step, form: Data) -> Iterator[Fault]:
    for path, field, text in free_texts(step.form, form):
        for finding in find(text):
            if NUMBERS_OF not in field.metadata or finding.kind in BY_CHECK_DIGIT:
                yield _fault(path, field, finding, _way_out(register, step, finding))


def _fault(path: str, field: fields.Field[Any], finding: Finding, way_out: tuple[str, str]) -> Fault:
    kind, mask, (zh, en) = finding.kind, finding.mask, way_out
    title, title_en = field.metadata["title"], field.metadata["x-title-en"]
    return fault(
        path,
        f"“{title_en}” holds {kind.en} ({mask}), and many read it: {en}",
        f"“{title}”中有{kind.zh}（{mask}），此栏多人可见：{zh}",
    )


def _way_out(register: Register, step: Step, finding: Finding) -> tuple[str, str]:
    """Where such a number belongs: a private field of this form, else of another of the register."""
    for one in (step, *register.steps):
        if titles := list(_private_titles(one.form, finding)):
            zh, en = "、".join(f"“{zh}”" for zh, _ in titles), ", ".join(f"“{en}”" for _, en in titles)
            where = ("", "") if one is step else (f"“{one.zh}”步骤的", f" of the step “{one.en}”")
            return f"请删去，改填{where[0]}{zh}栏", f"take it out, it belongs into {en}{where[1]}"
    return "请删去，写“本人”“该户”等即可", "take it out, “the caller” or “the household” is enough"


def _private_titles(form: type[Form], finding: Finding) -> Iterator[tuple[str, str]]:
    for field in fields_of(form).values():
        title = str(field.metadata.get("title", ""))
        if field.metadata.get("x-type") == "private" and any(word in title for word in finding.kind.fields):
            yield title, str(field.metadata["x-title-en"])
