"""What one person may read: a register's records, the private texts in them, the papers that they name.

Every address asks here, so that what one withholds no other gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts import catalogue
from contracts.forms import Form, element_form, fields_of, values_of_kind
from contracts.register import Register
from services.chassis.handling import masking
from services.chassis.records import pseudonyms
from services.chassis.records.command import Actor
from services.gateway import callers
from services.gateway.evidence import Evidence
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.read_model import ReadModel

EVIDENCE, OPERATOR = "evidence", "operator"
JUDGING = frozenset({"leader", "inspector", "auditor", OPERATOR})
"""Who answers for the bureau's numbers, looks into them, or compares ledgers."""


@dataclass(frozen=True)
class ReadingRights:
    """What a bearer may read."""

    bearer: Bearer
    read_model: ReadModel

    @cached_property
    def _actor(self) -> Actor:
        within = callers.units_within(self.bearer, self.read_model)
        return Actor(self.bearer.id, self.bearer.role, None if within is None else frozenset(within))

    def texts(self, register: Register, unit: str) -> bool:
        """The private texts of a unit's records in a register, as its owner decides it."""
        return masking.may_read_private_texts(self._actor, register, unit)

    def tokens(self, register: Register, unit: str) -> bool:
        """The tokens that stand for private texts: for who may read the texts, and for operators, who forget by them.

        Equal texts have equal tokens: whoever sees tokens and may write a text finds out who somebody is by comparing.
        """
        return self.bearer.role == OPERATOR or self.texts(register, unit)

    def papers(self, register: Register, unit: str) -> bool:
        """The papers that a unit's records in a register name."""
        if not permissions.may_read(register, self.bearer):
            return False
        return not register.papers_as or self.texts(catalogue.REGISTERS[register.papers_as], unit)

    def records(self, register: Register, ids: Iterable[str]) -> set[str]:
        """Those of some records that may be read: a caption is as readable as its paper, which who handed it in had."""
        every = set(ids)
        if not register.by_papers or not every:
            return every
        own = {sha for sha, by in self.read_model.givers(every).items() if self.bearer.id in by}
        return own | self.named_papers(every - own)

    def named_papers(self, hashes: Iterable[str]) -> set[str]:
        """Those of some papers that a record names of which the papers may be read."""
        places = self.read_model.paper_places(hashes)
        return {
            sha
            for sha, pairs in places.items()
            if any(self.papers(catalogue.REGISTERS[register], unit) for register, unit in pairs)
        }

    def event_data(self, register: Register, unit: str, form: type[Form], data: Mapping[str, Any]) -> Mapping[str, Any]:
        """The data of an event of a unit's record as they may be read: else without tokens, without hashes."""
        if not self.tokens(register, unit):
            data = pseudonyms.map_texts(pseudonyms.shape(form), data, lambda _token: pseudonyms.MASK)
        return data if self.papers(register, unit) else without_papers(form, data)

    def shown_papers(self, register: Register, unit: str, hashes: list[str]) -> tuple[list[str], int]:
        """Of the papers that a record names those that may be read, and how many are withheld."""
        return (hashes, 0) if self.papers(register, unit) else ([], len(hashes))


def exact_measures(programme: Programme, role: str) -> frozenset[str]:
    """The private measures that a role may see as they are.

    Those whose every record it may read, if it takes steps in one of these registers or judges what is done in them:
    whoever works with the records can count them. Everybody else sees month-ends in threes.
    """
    private = (one for one in programme.measures.values() if one.private)
    return frozenset(one.id for one in private if _may_count(programme.registers(one.id), role))


def _may_count(registers: list[Register], role: str) -> bool:
    works = role in JUDGING or any(role in step.roles for register in registers for step in register.steps)
    return works and all(permissions.is_reader(register, role) for register in registers)


@dataclass(frozen=True)
class PaperRights:
    """Which papers a bearer may have.

    A paper is as readable as the records that name it: whoever may read one of these may read it, and so may whoever
    handed it in, who had it before. What nobody may read and what there is not are told alike.
    """

    evidence: Evidence
    read_model: ReadModel

    def readable(self, bearer: Bearer, hashes: Iterable[str]) -> set[str]:
        """Those of some papers that were handed in and that a bearer may read."""
        kept = self.evidence.handed_in(hashes)
        own = {sha for sha, by in kept.items() if bearer.id in by}
        return own | ReadingRights(bearer, self.read_model).named_papers(kept.keys() - own)


def papers_in(form: type[Form], data: Any) -> list[str]:
    """The hashes that a form's data name, each once."""
    return list(dict.fromkeys(sha for _, _, sha in values_of_kind(form, data, EVIDENCE)))


def without_papers(form: type[Form], data: Mapping[str, Any]) -> dict[str, Any]:
    """A form's data with no hash in its lists of papers, nor in those of its elements."""
    kept = dict(data)
    for name, field in fields_of(form).items():
        value, inner = kept.get(name), element_form(field)
        if isinstance(value, list):
            if field.metadata.get("x-type") == EVIDENCE:
                kept[name] = []
            elif inner:
                kept[name] = [without_papers(inner, one) if isinstance(one, Mapping) else one for one in value]
    return kept
