"""Where a record's data say who somebody is: tokens stand there, and the owner alone has the texts behind them.

A token is drawn before the rules run, so that a rule sees the same whether a step is taken or a correction replays it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from contracts import catalogue
from contracts.errors import Invalid
from contracts.forms import Form, Token, element_form, fields_of, values_of_kind
from contracts.register import Step
from services.chassis.records.record import Record

FORGOTTEN, UNREADABLE = "（已删除）", "（无法解密）"
"""In place of a text that was deleted, or written under another key."""
MASK = "**"
"""What stands in every mask, and in no name, number or address."""
_KIND = "private"
Shape = Mapping[str, "Shape | None"]
"""Where private texts stand: None at a field that is one, a shape at a list in whose elements there are some."""


class Masked(Invalid):
    """This is a mask, not the text behind it."""

    slug, zh = "masked", "所填为遮盖后的内容，不是原文"


@cache
def shape(form: type[Form]) -> Shape:
    """Where a form's data hold private texts."""
    places: dict[str, Shape | None] = {}
    for name, field in fields_of(form).items():
        if field.metadata.get("x-type") == _KIND:
            places[name] = None
        elif (inner := element_form(field)) and (below := shape(inner)):
            places[name] = below
    return places


@cache
def shape_of(register: str) -> Shape:
    """Where the data of a register's events hold private texts, all steps laid together."""
    return _merge(catalogue.REGISTERS[register].steps)


def shape_of_step(step: Step) -> Shape:
    """Where the data of a step's events hold private texts, in whatever version they were recorded."""
    return _merge((step,)) if step.earlier else shape(step.data)


def _merge(steps: Iterable[Step]) -> Shape:
    places: dict[str, Shape | None] = {}
    for step in (edition for one in steps for edition in one.editions):
        for name, below in shape(step.data).items():
            places[name] = {**(places.get(name) or {}), **below} if below else None
    return places


def map_texts(where: Shape, data: Any, change: Callable[[str], str]) -> Any:
    """Data with what `change` makes of each private text; what has not the shape of the form stays as it is."""
    if not where or not isinstance(data, Mapping):
        return data
    changed = dict(data)
    for name, below in where.items():
        value = changed.get(name)
        if below is None:
            changed |= {name: change(value)} if isinstance(value, str) else {}
        elif isinstance(value, list):
            changed[name] = [map_texts(below, element, change) for element in value]
    return changed


def find_texts(where: Shape, data: Mapping[str, Any]) -> Iterator[str]:
    """The private texts, or their tokens, in data of this shape."""
    for name, below in where.items():
        value = data.get(name)
        if below is None:
            yield from (value,) if isinstance(value, str) else ()
        elif isinstance(value, list):
            for element in value:
                yield from find_texts(below, element)


def tokens(record: Record) -> Iterator[str]:
    """Every token in a record, those of corrected revisions included."""
    for revision in record.revisions:
        yield from find_texts(shape(revision.step.data), revision.data)


def refuse_masks(form: type[Form], data: Any) -> None:
    """Whoever was shown a mask cannot hand it back as the text. Raises Masked, every field named that is at fault."""
    texts = [(path, text) for path, _, text in values_of_kind(form, data, _KIND) if not isinstance(text, Token)]
    # Taken for the text, it would stand as the person's name or number, and the real one would be lost.
    hidden = [path for path, text in texts if MASK in text or text in (FORGOTTEN, UNREADABLE)]
    if hidden:
        raise Masked(*hidden, errors=[Masked.fault(path) for path in hidden])


def accept_own_tokens(record: Record, form: type[Form], payload: Any) -> Any:
    """A form as it was handed in, in which a token of its own record means the text that stands there already.

    Any other token is a text like any text: else whoever saw one in another unit's event could have it read out.
    """
    if not shape(form):
        return payload
    own = set(tokens(record))
    return map_texts(shape(form), payload, lambda text: Token(text) if text in own else text)
