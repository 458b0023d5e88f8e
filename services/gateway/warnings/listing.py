"""What a step would be unlikely beside, what stands beside a record, and all that waits, as a person may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError

from contracts import catalogue
from contracts.errors import Unknown
from contracts.forms import schema
from contracts.register import Register, Step
from contracts.rpc import CommandMessage
from services.chassis.base import clock
from services.chassis.records.record import Context, Record, Revision
from services.chassis.storage.lists.window import ListWindow
from services.gateway import callers
from services.gateway.display.paging import CURSOR, CountedPage
from services.gateway.display.windows import AskedWindow
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.warnings import projection, reading, waiting
from services.gateway.read_model.warnings.bearings import CONCERNED
from services.gateway.read_model.warnings.reading import RecordWarning
from services.gateway.read_model.warnings.waiting import WaitingQuestion


@dataclass(frozen=True)
class Attempt:
    """A step as somebody wants to take it: of which record, with which form, in the place of which step."""

    register: Register
    step: Step
    record: str
    form: Mapping[str, Any]
    corrects: int | None = None


def attempt_of(register: Register, step: Step, command: CommandMessage) -> Attempt:
    """What a command attempts, of the record as it will be called."""
    id_ = command.record or str(command.form.get(register.identity) or command.id)
    return Attempt(register, step, id_, command.form, command.corrects)


@dataclass(frozen=True)
class WaitingList(CountedPage):
    """A page of the warnings that wait, how many there are in all, and the pages on both sides."""

    warnings: Sequence[RecordWarning]


@dataclass(frozen=True)
class WarningList:
    """The warnings that a ledger knows, as a person may read them."""

    read_model: ReadModel

    def of_attempt(self, attempt: Attempt, bearer: Bearer) -> list[RecordWarning]:
        """What a step would be unlikely beside, beyond what is known of the record; nothing is kept of it.

        None where the form cannot be read: then its owner says what is wrong with it.
        """
        if attempt.register.name not in CONCERNED:
            return []
        try:
            data = schema(attempt.step.form).load(dict(attempt.form))
        except ValidationError:
            return []
        district = self.read_model.district
        with self.read_model.store.begin_read() as tx:
            (standing,) = projection.load_records(tx, district, [f"{attempt.register.name}/{attempt.record}"])
            clashes = projection.clashes_of(tx, district, standing.plus(self._revision(attempt, standing, data)))
        return _readable((reading.warning_of(one) for one in clashes), bearer)

    def _revision(self, attempt: Attempt, standing: Record, data: dict[str, Any]) -> Revision:
        day = attempt.step.form.business_day_field()
        on, version = data[day] if day else self.read_model.today(), standing.version + 1
        place, unit = attempt.corrects or version, data.get("unit") or standing.unit
        data |= {"of": {}, "due": {}}
        return Revision("", attempt.step, version, place, Context(clock.now()), on, unit, data)

    def of_record(self, register: Register, id_: str, bearer: Bearer) -> list[RecordWarning]:
        """The warnings that concern a record, answered ones among them."""
        with self.read_model.store.begin_read() as tx:
            warnings = reading.of_records(tx, self.read_model.district, [f"{register.name}/{id_}"])
        return _readable(warnings, bearer)

    def find(self, id_: str, bearer: Bearer) -> RecordWarning:
        """A warning. Raises Unknown, of what somebody may not read as of what there is not."""
        with self.read_model.store.begin_read() as tx:
            warning = reading.one(tx, self.read_model.district, id_)
        if warning is None or not _readable([warning], bearer):
            raise Unknown(id_)
        return warning

    def waiting(self, request: ApiRequest, most: int) -> WaitingList:
        """A page of those that wait for somebody, of the unit that is asked for and those below it or of all.

        Raises Unknown for a unit, and BadCursor.
        """
        ask = self._question(request.bearer, self._units(request))
        asked = AskedWindow(request, CURSOR, ("warnings", *ask.hidden))
        window = asked.window(most, 1)
        with self.read_model.store.begin_read() as tx:
            part = waiting.page(tx, self.read_model.district, ask, window)
            number = waiting.count(tx, self.read_model.district, ask)
            found = reading.of_ids(tx, self.read_model.district, [id_ for (id_,) in part.places])
        return WaitingList(number, asked.turns(part), found)

    def first(self, request: ApiRequest, most: int) -> list[RecordWarning]:
        """The first of those that wait, beside another list. Raises Unknown for a unit."""
        return self.first_of(request.bearer, self._units(request), most)

    def first_of(self, bearer: Bearer, units: Sequence[str] | None, most: int) -> list[RecordWarning]:
        """The first of those that wait in some units, or, None, in all."""
        ask = self._question(bearer, units)
        with self.read_model.store.begin_read() as tx:
            part = waiting.page(tx, self.read_model.district, ask, ListWindow(most))
            return reading.of_ids(tx, self.read_model.district, [id_ for (id_,) in part.places])

    def count(self, bearer: Bearer, units: Sequence[str] | None) -> int:
        """How many wait in some units, or, None, in all; one more than is exact, where there are more."""
        with self.read_model.store.begin_read() as tx:
            return waiting.count(tx, self.read_model.district, self._question(bearer, units))

    def _units(self, request: ApiRequest) -> Sequence[str] | None:
        unit = request.query.get("unit")
        return None if unit is None else callers.units_below(unit, self.read_model)

    def _question(self, bearer: Bearer, units: Sequence[str] | None) -> WaitingQuestion:
        hidden = (name for name in CONCERNED if not permissions.may_read(catalogue.REGISTERS[name], bearer))
        return WaitingQuestion(units, sorted(hidden))


def _readable(warnings: Iterable[RecordWarning], bearer: Bearer) -> list[RecordWarning]:
    """Those that tell of nothing that somebody may not read."""
    return [one for one in warnings if all(permissions.may_read(register, bearer) for register in one.registers)]


def warning_item(one: RecordWarning) -> dict[str, Any]:
    """A warning as clients see it."""
    return {
        "id": one.id,
        "slug": one.kind.slug,
        "title": one.sentences,
        "register": one.subject.register.name,
        "record": one.subject.id,
        "unit": one.unit,
        "other": {
            "register": one.other.register.name,
            "record": one.other.id,
            "href": f"/v1/{one.other.register.service}/{one.other.register.slug}/{one.other.id}",
        }
        if one.other
        else None,
        "read": one.read,
        "answer": {
            "text": one.answer.text,
            "actor": one.answer.actor,
            "post": one.answer.post,
            "recorded_at": one.answer.known,
        }
        if one.answer
        else None,
        "waits": one.waits,
    }
