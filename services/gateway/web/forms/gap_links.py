"""Where a gap that stops a step is filled: a problem may name the step of it, of this record or in another register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contracts.catalogue import REGISTERS
from contracts.register import Register
from services.gateway.web.forms.inputs import Fault
from services.gateway.web.registers import list_path, record_path
from services.gateway.web.render import Frame


def with_links(faults: Iterable[Fault], register: Register, record: str, frame: Frame) -> Iterator[Fault]:
    """Faults, those with an address (`href`) that name a step elsewhere."""
    for one in faults:
        named = REGISTERS.get(one.get("register", ""))
        if named is None or not named.has(one["step"]):
            yield one
        else:
            own = f"{record_path(register, record)}/{one['step']}"
            yield {**one, "href": frame.link(own if named is register else list_path(named))}
