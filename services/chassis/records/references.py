"""What a form names must be known to its register: units, people, records, in the elements of a list too."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from contracts import catalogue
from contracts.errors import Invalid, fault
from contracts.forms import Form, values_of_kind
from services.chassis.base import clock
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data

REGISTERS = {"unit": "training.units", "person": "training.people"}


class UnknownReference(Invalid):
    """Something is named that no register knows."""

    slug, zh = "unknown-reference", "所填编号在名册中查无"


@dataclass(frozen=True)
class ReplicaAgeText:
    """A service's replica of another's register: when its newest entry was recorded, and when an event last came in."""

    newest: str
    last_arrival: str

    @property
    def age_text(self) -> tuple[str, str]:
        """How old it is, in English and in Chinese."""
        if not self.newest:
            return " (the copy of it here is still empty)", "（本服务的副本尚无内容）"
        newest, arrival = self.newest, self.last_arrival
        return (
            f" (in the copy of it here: newest entry {newest}, last heard {arrival})",
            f"（据本服务的副本：最新一条记于 {newest}，最近收到 {arrival}）",
        )


@dataclass(frozen=True)
class Reference:
    """One name in a filled form: where it stands, whose it should be, and the id."""

    path: str
    register: str
    id: str

    def unknown_fault(self, copy: ReplicaAgeText | None, meant: str) -> dict[str, Any]:
        """That its register does not know it, and what may be meant.

        Of a replica, how old it is: who was entered since is not in it.
        """
        register = catalogue.REGISTERS[self.register]
        en, zh = copy.age_text if copy else ("", "")
        if meant:
            en, zh = f"; did you mean {meant}?{en}", f"；是否指 {meant}？{zh}"
        return fault(self.path, f"Not in {register.en}: {self.id}{en}", f"{register.zh}中没有：{self.id}{zh}")


def check(form: type[Form], data: Data, lookup: Lookup) -> None:
    """Everything that is named is known. Raises UnknownReference, every field named that is at fault."""
    references = [
        Reference(path, REGISTERS.get(field.metadata["x-type"]) or field.metadata["x-register"], id_)
        for path, field, id_ in values_of_kind(form, data, "unit", "person", "record")
    ]
    # One look-up a register, however many of it a form names: a list of participants may name a hundred.
    registers = dict.fromkeys(one.register for one in references)
    unknown = {register: _unknown(references, register, lookup) for register in registers}
    misses = [one for one in references if one.id in unknown[one.register]]
    if misses:
        replicas = {one.register: _replica(one.register, lookup) for one in misses}
        errors = [one.unknown_fault(replicas[one.register], _meant(one, lookup)) for one in misses]
        raise UnknownReference(*dict.fromkeys(one.id for one in misses), errors=errors)


def _unknown(references: list[Reference], register: str, lookup: Lookup) -> list[str]:
    return lookup.missing(register, list(dict.fromkeys(one.id for one in references if one.register == register)))


def _meant(reference: Reference, lookup: Lookup) -> str:
    """The record whose code is this one in another writing; empty: there is none."""
    if not (identity := catalogue.REGISTERS[reference.register].identity):
        return ""
    return next((one.id for one in lookup.bearing(reference.register, identity, reference.id)), "")


def _replica(register: str, lookup: Lookup) -> ReplicaAgeText | None:
    """The replica in which a name was looked for; None: the service's own register."""
    age = lookup.replica_age(register)
    return ReplicaAgeText(_minute(age.newest), _minute(age.last_arrival)) if age else None


def _minute(moment: str | None) -> str:
    """A moment to the minute, in Shanghai."""
    return f"{dt.datetime.fromisoformat(moment).astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if moment else ""
