"""Whom and what somebody means who types a part of a name, a code, or its pinyin: a few of many by one question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from marshmallow import fields

from contracts import name_keys
from contracts.forms import CERTIFIED
from contracts.register import OPENED, Register
from contracts.rpc import ListFilter, PageRow
from services.chassis.records.record import Record, rehydrate
from services.chassis.storage.sought import fold
from services.gateway import callers
from services.gateway.display import register_columns
from services.gateway.display.field_kinds import PEOPLE
from services.gateway.display.formatting import Wording, short
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.read_model import ledger
from services.gateway.record_client import RecordClient
from services.gateway.web.forms.certificates import CERTIFICATE, why_not_certified
from services.gateway.web.forms.inputs import Option

MOST = 12
"""So many are offered; who means another types more of its name."""
FEWEST_WITHIN = 2
"""Of so many characters a text is looked for within what records say, where none begins with it."""


@dataclass(frozen=True)
class NameFinder:
    """Finds records by their names for one person, who is shown only what they may read.

    certified  people are asked for who act as officers: of who cannot, it is said why
    """

    client: RecordClient
    request: ApiRequest
    wording: Wording
    certified: bool = False

    def find(self, register: Register, text: str) -> list[Option]:
        """The records that somebody may mean: the one of that very code, or some, their own unit's first.

        Raises Unavailable.
        """
        looked_for = fold(text)
        if not looked_for or not permissions.may_read(register, self.request.bearer):
            return []
        if exact := self._of_code(register, text.strip()):
            return exact
        rows = self._rows(register, name_keys.beginning(looked_for))
        if not rows and len(looked_for) >= FEWEST_WITHIN:
            rows = self._rows(register, looked_for)
        return sorted((self.option(register, one) for one in rows), key=lambda one: bool(one.why))

    def _of_code(self, register: Register, code: str) -> list[Option]:
        """The record of that very code, however many codes begin so; codes of ours are mostly in capitals."""
        named = (*_named(register), *CERTIFICATE)
        records = self._records(register, {code, code.upper()}).items()
        shown = [(id_, one, {name: one.get(name) for name in named}) for id_, one in records]
        return [self._option(register, id_, fields, (one.status(), one.unit)) for id_, one, fields in shown][:1]

    def _rows(self, register: Register, text: str) -> list[PageRow]:
        """Of what fits what is offered; where others had taken the room, each status is asked for by itself."""
        own = callers.units_within(self.request.bearer, self.client.read_model) or ()
        within = ListFilter(OPENED, descending=True, q=text, own=own)
        bearer = self.request.bearer
        rows = self.client.masked_list(bearer, register, within, MOST + 1)
        offered = [one for one in rows if one.status in register.offered_statuses]
        if len(rows) <= MOST or len(offered) == len(rows):
            return offered
        apart = (replace(within, status=status) for status in sorted(register.offered_statuses))
        every = [row for one in apart for row in self.client.masked_list(bearer, register, one, MOST + 1)]
        return sorted(every, key=lambda one: one.unit not in own)

    def option(self, register: Register, one: PageRow) -> Option:
        """A record as it is offered."""
        return self._option(register, one.id, one.fields, (one.status, one.unit))

    def _option(self, register: Register, id_: str, shown: Mapping[str, Any], stands: tuple[str, str]) -> Option:
        status, unit = stands
        label = self._label(register, id_, shown, status)
        return Option(id_, label, self.wording.name(unit), self._why(register, shown))

    def for_field(self, field: fields.Field[Any]) -> NameFinder:
        """The same for a field, which may ask for people who act as officers."""
        return replace(self, certified=CERTIFIED in field.metadata)

    def _why(self, register: Register, shown: Mapping[str, Any]) -> str:
        if not self.certified or register.name != PEOPLE:
            return ""
        return why_not_certified(self.wording.lang, shown, self.client.read_model.today())

    def _label(self, register: Register, id_: str, shown: Mapping[str, Any], status: str) -> str:
        """What a record is called; of one that would not be offered, why."""
        name = register_columns.name_of(register, shown, self.wording)
        name = name if name.startswith(short(id_)) else f"{name} {short(id_)}".strip()
        if status in register.offered_statuses:
            return name
        return f"{name}（{register_columns.word_of(register, status, self.wording.lang)}）"

    def labels(self, register: Register, ids: Iterable[str]) -> dict[str, str]:
        """What records are called whose ids stand in a form already; of what is no id nothing."""
        return {
            id_: self._label(register, id_, {name: one.get(name) for name in _named(register)}, one.status())
            for id_, one in self._records(register, ids).items()
        }

    def _records(self, register: Register, ids: Iterable[str]) -> dict[str, Record]:
        """The records of these ids that may be read, as the view knows them; of what is no id nothing."""
        model, bearer = self.client.read_model, self.request.bearer
        if not permissions.may_read(register, bearer):
            return {}
        subjects = {f"{register.name}/{id_}": id_ for id_ in self.client.readable(bearer, register, ids)}
        if not subjects:
            return {}
        with model.store.begin_read() as tx:
            bodies = ledger.bodies(tx, model.district, list(subjects))
        return {subjects[name]: rehydrate(register, subjects[name], some) for name, some in bodies.items() if some}


def _named(register: Register) -> tuple[str, ...]:
    return (*register.naming, *register.key_names)
