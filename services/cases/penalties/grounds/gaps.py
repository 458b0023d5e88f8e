"""What is missing before a step, each with the step that fills it: a page makes a link of it."""

from typing import Any

from contracts.cases.penalties import register
from contracts.errors import fault

Gap = dict[str, Any]


def gap(field: str, zh: str, en: str, step: str = "", of: str = register.name) -> Gap:
    """A gap, and the step that fills it: of the case, or of another register."""
    return fault(field, en, zh) | ({"step": step, "register": of} if step else {})
