"""Whether a form is filled in as its contract says; what is at fault is named in both languages."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from marshmallow import ValidationError

from contracts import expectations
from contracts.errors import Invalid, Problem, fault
from contracts.forms import Form, element_form, field_at, fields_of, personal, schema, value_at
from contracts.register import Step
from services.chassis.records.record import Data

_NOTHING = {"Missing data": ("必填", "Missing"), "Field may not be null": ("不能为空", "Empty")}
"""How marshmallow's messages begin where nothing was filled in."""
_NO_CHARACTER = re.compile(r"Not a text: it holds (U\+[0-9A-F]+) at character ([0-9]+)")


def load_form(step: Step, payload: Any) -> Data:
    """The form of a step as filled in. Raises Invalid, every field named that is at fault."""
    return load(step.form, payload, step.name)


def load(form: type[Form], payload: Any, what: str) -> Data:
    """A form as filled in; `what` it is. Raises Invalid, every field named that is at fault."""
    try:
        data: Data = schema(form).load(payload)
    except ValidationError as error:
        raise Invalid(what, errors=list(_faults(form, payload, error.messages))) from None
    return data


@contextmanager
def saying_what_was_read(form: type[Form], payload: Any) -> Iterator[None]:
    """A rule says what is wrong with a field: its problem says besides what was read there."""
    try:
        yield
    except Problem as problem:
        problem.errors = [_with_reading(form, payload, one) for one in problem.to_dict()["errors"]]
        raise


def _with_reading(form: type[Form], payload: Any, told: dict[str, Any]) -> dict[str, Any]:
    field, value = field_at(form, told["field"]), value_at(payload, told["field"])
    # What says who somebody is is not repeated, nor what the sentence says itself.
    if field is None or personal(field) or value in (None, "") or str(value) in told["zh"]:
        return told
    zh, en = expectations.reading(field, value)
    return told | {"zh": f"{told['zh']}；{zh}", "en": f"{told['en'].removesuffix('.')}; {en}"}


def _faults(form: type[Form], payload: Any, messages: Any, path: str = "") -> list[dict[str, str]]:
    """Marshmallow's tree of messages as a list: each with its field, what was read, what is expected, an example."""
    if isinstance(messages, dict):
        branches = [
            _faults(form, payload, below, f"{path}.{name}" if path else str(name)) for name, below in messages.items()
        ]
        return [one for branch in branches for one in branch]
    # What is wrong with a form as a whole stands under "_schema": it is said of the form, not of a field of that name.
    where = path.removesuffix("._schema")
    return [_fault(form, where, str(one), value_at(payload, where)) for one in messages]


def _fault(form: type[Form], path: str, message: str, value: Any) -> dict[str, str]:
    field = field_at(form, path)
    if message.startswith("Invalid input"):
        return fault(path, "Expected a set of fields (a JSON object)", "内容应为一组栏目（JSON 对象）")
    if field is None:
        return fault(path, *_unknown(form, path))
    zh, en = expectations.expectation(field).sentences()
    empty = next((told for start, told in _NOTHING.items() if message.startswith(start)), None)
    read_zh, read_en = empty or expectations.reading(field, value)
    if wrong := _NO_CHARACTER.match(message):
        read_zh = f"所填第 {wrong[2]} 个字符 {wrong[1]} 不是文字，请删去"
        read_en = f"Character {wrong[2]} is {wrong[1]}, which is no text; take it out"
    told = fault(path, f"{read_en[:1].upper()}{read_en[1:]}; {en}", f"{read_zh}；{zh}")
    title_zh, title_en = expectations.titles(field)
    return told | ({"title": title_en, "title_zh": title_zh} if title_zh else {})


def _unknown(form: type[Form], path: str) -> tuple[str, str]:
    """What stands where the form has no field: the one that is meant, if it looks like one; else all of them."""
    *above, name = path.split(".")
    parent = field_at(form, ".".join(above[:-1])) if above else None
    among = fields_of((parent and element_form(parent)) or form)
    near = difflib.get_close_matches(name, among, 1)
    meant = [(*expectations.titles(among[one]), one) for one in near or among]
    zh, en = "、".join(f"{zh}（{one}）" for zh, _, one in meant), ", ".join(f"{en} ({one})" for _, en, one in meant)
    if near:
        return f"There is no such field; did you mean {en}?", f"没有此栏目；是否指：{zh}？"
    return f"There is no such field; there are {en}", f"没有此栏目；可填：{zh}"
