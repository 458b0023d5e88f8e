"""Whether a form is filled in as its contract says; what is at fault is named in both languages."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError

from contracts.errors import Invalid, fault
from contracts.forms import Form, schema
from contracts.register import Step
from services.chassis.records.record import Data

_ZH = {
    "Missing data": "必填",
    "Unknown field": "没有此栏目",
    "Field may not be null": "不能为空",
    "Not a valid string": "应为文字",
    "Not a valid integer": "应为整数",
    "Not a valid boolean": "应为 true 或 false",
    "Not a valid aware datetime": "应为带时区的时刻，如 2017-03-01T08:30:00+08:00",
    "Not a valid datetime": "应为带时区的时刻，如 2017-03-01T08:30:00+08:00",
    "Not a valid date": "应为日期 YYYY-MM-DD",
    "Not a valid list": "应为列表",
    "Must be one of": "不在可选范围",
    "Must be greater than or equal to": "数值或日期超出允许范围",
    "Must be less": "数值或日期过大",
    "Length must be": "长度或个数不符",
    "Longer than": "过长",
    "Shorter than": "过短",
    "String does not match": "格式不符",
}
"""How marshmallow's messages begin, and what they mean in Chinese: marshmallow itself has them in English only."""


def load_form(step: Step, payload: Any) -> Data:
    """The form of a step as filled in. Raises Invalid, every field named that is at fault."""
    return load(step.form, payload, step.name)


def load(form: type[Form], payload: Any, what: str) -> Data:
    """A form as filled in; `what` it is. Raises Invalid, every field named that is at fault."""
    try:
        data: Data = schema(form).load(payload)
    except ValidationError as error:
        raise Invalid(what, errors=list(_faults(error.messages))) from None
    return data


def _faults(messages: Any, path: str = "") -> list[dict[str, str]]:
    """Marshmallow's tree of messages as a list, each with the path of its field."""
    if isinstance(messages, dict):
        branches = [_faults(below, f"{path}.{name}" if path else str(name)) for name, below in messages.items()]
        return [one for branch in branches for one in branch]
    # What is wrong with a form as a whole stands under "_schema": it is said of the form, not of a field of that name.
    return [fault(path.removesuffix("._schema"), str(one), _in_chinese(str(one))) for one in messages]


def _in_chinese(message: str) -> str:
    return next((zh for start, zh in _ZH.items() if message.startswith(start)), "填写有误")
