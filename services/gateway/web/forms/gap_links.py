"""What stops a step and has no input in its form: called by the field's title, and led to where it is filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contracts.catalogue import REGISTERS
from contracts.forms import field_at
from contracts.register import Register
from services.gateway.display.messages.pages import ZH
from services.gateway.web.forms.inputs import Fault
from services.gateway.web.registers import list_path, record_path
from services.gateway.web.render import Frame


def with_links(faults: Iterable[Fault], register: Register, record: str, frame: Frame) -> Iterator[Fault]:
    """Faults, those with an address (`href`) that name a step elsewhere, the others with their field's title."""
    for one in faults:
        named = REGISTERS.get(one.get("register", ""))
        if named is None or not named.has(one["step"]):
            yield {**one, "title": _title(register, one["field"], frame.lang)}
        else:
            own = f"{record_path(register, record)}/{one['step']}"
            yield {**one, "href": frame.link(own if named is register else list_path(named))}


def _title(register: Register, path: str, lang: str) -> str:
    """What the register calls a field of any of its steps; empty: it knows none of that name."""
    fields = (field_at(step.form, path) for step in register.steps if path)
    found = next((one for one in fields if one is not None), None)
    return str(found.metadata["title" if lang == ZH else "x-title-en"]) if found and found.metadata else ""
