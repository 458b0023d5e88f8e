"""What a program says of channels, as the texts that a form would have sent: so both are judged by the same rules."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from contracts.errors import Invalid, fault
from services.gateway.http.request import ApiRequest

YES = "yes"


def said_by(request: ApiRequest, names: Collection[str]) -> dict[str, str]:
    """The members of a body by name, as a form has them: what is true stands there, what is false does not.

    Raises Invalid for a member that there is not, or that is neither text, number, true nor false; Unreadable.
    """
    body = request.json()
    if not isinstance(body, dict):
        raise Invalid("body")
    unknown = [fault(str(name), "Unknown field", "没有此字段") for name in body if name not in names]
    odd = [
        fault(name, "A text, a number, true or false", "应为文本、数字或是否")
        for name, value in body.items()
        if name in names and not isinstance(value, str | int)
    ]
    if wrong := [*unknown, *odd]:
        raise Invalid(str(wrong[0]["field"]), errors=wrong)
    return {name: _text(value) for name, value in body.items() if value is not False}


def _text(value: Any) -> str:
    return YES if value is True else str(value)
