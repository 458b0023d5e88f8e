"""Names that were typed in part, as the records that are meant: the one that fits, or some from which one is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marshmallow import fields

from contracts import catalogue
from contracts.errors import Invalid, Unavailable, fault
from contracts.forms import CERTIFIED, Form, values_of_kind
from services.gateway.web.forms.inputs import Option, box_register
from services.gateway.web.forms.name_finder import MOST, NameFinder
from services.gateway.web.forms.parse_form import Typed

CHOSEN, PICK = "._chosen", "._pick"
"""After the name of a box for names: the record that stands in it with its label, and the one picked of some."""
Faults = list[dict[str, str]]


@dataclass(frozen=True)
class TypedNames:
    """A form with records in place of names, and, by the paths of the boxes, what else the names may mean."""

    form: dict[str, Any]
    candidates: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    faults: Sequence[Mapping[str, str]] = ()

    def check(self) -> None:
        """Raises Invalid where a name means several, or nobody."""
        if self.faults:
            raise Invalid(errors=[dict(one) for one in self.faults])


def take_choices(typed: Typed) -> None:
    """Put records in the place of what stands in boxes: what was picked of some, and what a box had and was let be.

    Each box says for itself which record its label stands for: two records may be called the same.
    """
    for name in [name for name in typed if name.endswith(CHOSEN)]:
        path, (id_, _, label) = name.removesuffix(CHOSEN), typed[name].partition(" ")
        if picked := typed.get(f"{path}{PICK}") or (id_ if typed.get(path, "").strip() == label else ""):
            typed.setlist(path, [picked])


def resolve(form: type[Form], values: dict[str, Any], typed: Typed, finder: NameFinder) -> TypedNames:
    """The form that was typed, with the records that its names mean."""
    texts, candidates, faults = _typed_texts(typed), dict[str, Sequence[Option]](), Faults()
    memory: dict[tuple[str, str, bool], Sequence[Option] | None] = {}
    for path, one, text in list(values_of_kind(form, values, "person", "record", "unit")):
        if text in texts and not isinstance(one, fields.List):
            key = box_register(one), text, CERTIFIED in one.metadata
            meant = memory[key] = memory[key] if key in memory else _find(finder.for_field(one), *key[:2])
            if meant is not None and len(meant) == 1:
                _put(values, path, meant[0].value)
            elif meant is not None:
                candidates[path] = meant[:MOST]
                faults.append(_fault(path, text, len(meant)))
    return TypedNames(values, candidates, faults)


def _typed_texts(typed: Typed) -> frozenset[str]:
    """What was typed anew into boxes, as the page sent it."""
    sent = Typed(typed)
    take_choices(sent)
    paths = [name.removesuffix(CHOSEN) for name in typed if name.endswith(CHOSEN)]
    return frozenset(typed.get(path, "").strip() for path in paths if sent.get(path) == typed.get(path))


def _find(finder: NameFinder, register: str, text: str) -> Sequence[Option] | None:
    """What a name may mean; None: the owner does not answer, and what was typed is left to it."""
    try:
        return finder.find(catalogue.REGISTERS[register], text)
    except Unavailable:
        return None


def _put(values: Any, path: str, id_: str) -> None:
    """Put a record's id at a path of a form."""
    *heads, last = path.split(".")
    for head in heads:
        values = values[int(head)] if isinstance(values, list) else values[head]
    values[last] = id_


def _fault(path: str, text: str, count: int) -> dict[str, str]:
    if not count:
        zh = f"没有符合“{text}”的；可输姓名、编号或拼音，已离职、停用等的只认完整编号"
        en = f"Nothing fits “{text}”: type a name, a code or pinyin; who left, what is out of use by its whole code"
        return fault(path, en, zh)
    if count > MOST:
        zh = f"符合“{text}”的超过 {MOST} 条，请选择或再输几个字"
        return fault(path, f"More than {MOST} fit “{text}”: choose, or type more", zh)
    return fault(path, f"{count} fit “{text}”: choose one", f"符合“{text}”的有 {count} 条，请选择一条")
