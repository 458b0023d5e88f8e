"""What a form names must be known to its register: units, people, records, in the elements of a list too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contracts import catalogue
from contracts.errors import Invalid, fault
from contracts.forms import Form, standing

if TYPE_CHECKING:
    from services.chassis.desk import Find
    from services.chassis.record import Data

REGISTERS = {"unit": "training.units", "person": "training.people"}


class UnknownReference(Invalid):
    """Something is named that no register knows."""

    slug, zh = "unknown-reference", "所填编号在名册中查无"


@dataclass(frozen=True)
class Reference:
    """One name in a filled form: where it stands, whose it should be, and the id."""

    path: str
    register: str
    id: str

    def missed(self) -> dict[str, Any]:
        """That its register does not know it."""
        known = catalogue.REGISTERS[self.register]
        return fault(self.path, f"Not in {known.en}: {self.id}", f"{known.zh}中没有：{self.id}")


def check(form: type[Form], data: Data, find: Find) -> None:
    """Everything that is named is known. Raises UnknownReference, every field named that is at fault."""
    named = [
        Reference(path, REGISTERS.get(field.metadata["x-type"]) or field.metadata["x-register"], id_)
        for path, field, id_ in standing(form, data, "unit", "person", "record")
    ]
    unknown = {register: _unknown(named, register, find) for register in dict.fromkeys(one.register for one in named)}
    missed = [one for one in named if one.id in unknown[one.register]]
    if missed:
        raise UnknownReference(*dict.fromkeys(one.id for one in missed), errors=[one.missed() for one in missed])


def _unknown(named: list[Reference], register: str, find: Find) -> list[str]:
    return find.missing(register, list(dict.fromkeys(one.id for one in named if one.register == register)))
