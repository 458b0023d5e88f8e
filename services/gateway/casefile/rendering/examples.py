"""Something in every field of a template, by the words that say what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from services.gateway.casefile.paper import Blank


def example(names: Mapping[str, str], shown: Callable[[str], Any] = Blank) -> dict[str, Any]:
    """What each field is, as `shown` has its words; of a list one entry."""
    values: dict[str, Any] = {}
    for name, words in names.items():
        head, _, rest = name.partition(".")
        if not rest:
            values.setdefault(head, [{}] if any(one.startswith(f"{head}.") for one in names) else shown(words))
        elif isinstance(values.setdefault(head, {}), list):
            values[head][0][rest] = shown(words)
        else:
            values[head][rest] = shown(words)
    return values
