"""Whom and what a form may name: units from the read model, people and records from owners, files from the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from contracts import catalogue
from contracts.errors import Unavailable
from contracts.forms import Form, element_form, fields_of, values_of_kind
from contracts.register import Register, Step
from contracts.rpc import PageFilter, PageRow
from services.chassis.records.record import Record
from services.gateway import callers
from services.gateway.display.field_kinds import UNITS, source
from services.gateway.display.formatting import Wording, short, size
from services.gateway.evidence import Evidence
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import papers_in
from services.gateway.record_client import RecordClient
from services.gateway.web.forms.inputs import Choices, Option, box_register
from services.gateway.web.forms.name_finder import NameFinder
from services.gateway.web.forms.rolls import MOST_LISTED, people_register, unit_filters
from services.gateway.web.layout import unit_outline

MOST_OFFERED = 40
"""So many are chosen from a list; where there are more, a part of a name is typed."""


@dataclass(frozen=True)
class ChoiceFinder:
    """What one person's form offers for choice."""

    client: RecordClient
    read_model: ReadModel
    evidence: Evidence
    request: ApiRequest
    wording: Wording

    def choices(self, step: Step, form: Mapping[str, Any]) -> Choices:
        """The units, the records and the evidence files for a step's form as it is filled in."""
        about = self.evidence.about(self.client.readable_papers(self.request, papers_in(step.form, form)))
        named = _named(step.form, form)
        units = self.units(own=step.first, named=named)
        registers = sorted(referenced_registers(step.form))
        records = {name: self.records(catalogue.REGISTERS[name], named) for name in registers}
        return Choices(
            units,
            records,
            {sha: f"{paper['name'] or short(sha)} · {size(paper['bytes'])}" for sha, paper in about.items()},
            self._names(step.form, form, [*_unlisted(records), *([UNITS] if len(units) > MOST_OFFERED else [])]),
        )

    def _names(self, form: type[Form], data: Mapping[str, Any], registers: Sequence[str]) -> dict[str, dict[str, str]]:
        """What records are called that stand in a form, by those registers that this person may read."""
        readable = [name for name in registers if permissions.may_read(catalogue.REGISTERS[name], self.request.bearer)]
        ids: dict[str, set[str]] = {name: set() for name in readable}
        for _, one, text in values_of_kind(form, data, "person", "record", "unit") if readable else ():
            ids.get(box_register(one), set()).add(text)
        return {name: self.finder.labels(catalogue.REGISTERS[name], some) for name, some in ids.items()}

    @property
    def finder(self) -> NameFinder:
        """Finds whom somebody means who types a part of a name."""
        return NameFinder(self.client, self.request, self.wording)

    def units(self, *, own: bool, named: Collection[str] = ()) -> list[Option]:
        """Every unit that is there, or those for which the person may open a record, below their parents.

        named  what stands in the form already is offered in any case
        """
        tree = self.read_model.unit_tree()
        within = callers.units_within(self.request.bearer, self.read_model) if own else None
        standing = catalogue.REGISTERS[UNITS].offered_statuses
        offered: Mapping[str, Record] = {
            code: unit
            for code, unit in tree.items()
            if (within is None or code in within) and (unit.status() in standing or code in named)
        }
        day = self.read_model.today()
        return [Option(code, f"{'　' * depth}{name} {code}") for code, name, depth in unit_outline(offered, day)]

    def records(self, register: Register, named: Collection[str] = ()) -> list[Option] | None:
        """The records of a register that are offered, an own unit's first, and those that stand in the form.

        None: too many, not this person's to read, or not now.
        """
        if not permissions.may_read(register, self.request.bearer):
            return None
        try:
            rows = self.client.masked_rows(self.request.bearer, register, PageFilter(), MOST_OFFERED + 1)
        except Unavailable:
            return None
        if len(rows) > MOST_OFFERED:  # a list of which the end is missing would say that the rest is not there
            return None
        standing = [one for one in rows if one.status in register.offered_statuses or one.id in named]
        finder = replace(self.finder, certified=True)  # fields that ask for anybody leave out why somebody is not fit
        return [finder.option(register, one) for one in sorted(standing, key=self._rank)]

    def people(self, units: Sequence[str]) -> list[Option]:
        """The people of some units who are there, in the order of their codes. Raises Unavailable."""
        register, most = people_register(), MOST_LISTED + 1
        if not permissions.may_read(register, self.request.bearer):
            return []
        listed = (self.client.masked_list(self.request.bearer, register, one, most) for one in unit_filters(units))
        rows = (row for some in listed for row in some)
        return [self.finder.option(register, one) for one in sorted(rows, key=lambda one: one.id)]

    def _rank(self, one: PageRow) -> tuple[bool, str, str]:
        return one.unit != self.request.bearer.unit, one.unit, one.id


def _named(form: type[Form], data: Mapping[str, Any]) -> frozenset[str]:
    """What a form names already: records, people, units."""
    return frozenset(text for _, _, text in values_of_kind(form, data, "person", "record", "unit"))


def _unlisted(records: Mapping[str, object]) -> list[str]:
    return [name for name, some in records.items() if some is None]


def referenced_registers(form: type[Form]) -> set[str]:
    """The registers of which a form names records, people among them; the read model has the units."""
    names: set[str] = set()
    for one in fields_of(form).values():
        inner = element_form(one)
        names |= referenced_registers(inner) if inner else {source(one)}
    return names - {""}
