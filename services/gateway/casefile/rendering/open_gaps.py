"""What a filled template would lack, without the document being made: lists of many papers ask only that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Template

from services.gateway.casefile.paper import Blank
from services.gateway.casefile.rendering.language import FieldEnvironment
from services.gateway.casefile.rendering.template import GAP, source

KEPT = 64
"""So many templates are kept as they were read: those of the suite, and some that were changed."""


def open_gaps(template: bytes, values: Mapping[str, Any]) -> tuple[Blank, ...]:
    """The gaps that the paper would show, each once, in its order: what its conditions leave out is none."""
    text = _program(template).render(values)
    known = {str(one): one for one in _blanks(values)}
    met = (part[1:-1] for part in GAP.findall(text))
    return tuple(known.get(one, Blank(one)) for one in dict.fromkeys(met))


@lru_cache(maxsize=KEPT)
def _program(template: bytes) -> Template:
    return FieldEnvironment().from_string(source(template))


def _blanks(value: Any) -> Iterator[Blank]:
    if isinstance(value, Blank):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _blanks(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _blanks(one)
