"""Imports that await a second person, and the one act by which that person vouches for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import GET, JSON, POST
from contracts.errors import Forbidden, Invalid, Unknown, fault
from contracts.roles import EVERYONE, WRITERS
from contracts.rpc import CommandMessage, GroupRefusal, GroupResult
from services.chassis.base import clock
from services.chassis.records.release import OwnImport
from services.chassis.storage.lists.keyset import RowPage
from services.chassis.storage.lists.window import ListWindow
from services.gateway import callers
from services.gateway.command_input import release_command
from services.gateway.display import paging
from services.gateway.display.paging import CURSOR, BadCursor, CountedPage, Turns
from services.gateway.display.windows import AskedWindow
from services.gateway.http import permissions, responses
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.waiting_imports import reading
from services.gateway.read_model.waiting_imports.reading import WaitingImport, WaitingStep
from services.gateway.record_client import RecordClient

CHUNK, MOST_ERRORS = 200, 1000
"""Steps that are released in one job: few enough that an owner carries out others' commands in between."""
RECORDS = "records"
LONGEST_PLACE = 9
"""Digits of a step's place in its record."""


@dataclass(frozen=True)
class ImportList(CountedPage):
    """A page of the imports that await a second person, how many there are in all, and the pages on both sides."""

    imports: Sequence[WaitingImport]


@dataclass(frozen=True)
class StepList:
    """A page of what awaits release of one import, and the pages on both sides."""

    steps: Sequence[WaitingStep]
    turns: Turns


@dataclass
class ReleaseTally:
    """What came of a release so far."""

    released: int = 0
    repeated: int = 0
    last_event: str | None = None
    errors: list[dict[str, Any]] = field(default_factory=list)
    refused: int = 0

    def take(self, steps: Sequence[WaitingStep], results: Sequence[GroupResult]) -> None:
        """Note what the owner answered."""
        for step, result in zip(steps, results, strict=True):
            if isinstance(result, GroupRefusal):
                self.refused += 1
                self.errors += [_error(step, result)] if len(self.errors) < MOST_ERRORS else []
            else:
                self.released += not result.repeated
                self.repeated += result.repeated
                self.last_event = result.event


@dataclass
class Imports:
    """Answers which imports await a second person, and has owners note that one vouches."""

    client: RecordClient
    read_model: ReadModel

    @Route(
        GET,
        "/v1/imports",
        "imports",
        EVERYONE,
        "待认定的导入 / Imports awaiting release",
        "WaitingImports",
        "cursor, limit",
        headers=("Link",),
        others=(422,),
    )
    def waiting(self, request: ApiRequest) -> Response:
        """Imports of which something awaits a second person, the newest first."""
        found = self.find_imports(request, paging.rows_asked(request))
        body = {
            "total": found.total,
            "total_is_exact": found.is_exact,
            "imports": [import_item(one, request.bearer) for one in found.imports],
            "previous": found.turns.previous,
            "next": found.turns.next,
        }
        return responses.answer(body, **found.turns.links(request))

    def find_imports(self, request: ApiRequest, most: int) -> ImportList:
        """Those of registers that the bearer may read. Raises BadCursor."""
        readable = _readable(request.bearer)
        asked = AskedWindow(request, CURSOR, ("imports", *sorted(readable)))
        window, district = asked.window(most, len(reading.NEWEST_FIRST.columns)), self.read_model.district
        with self.read_model.store.begin_read() as tx:
            page = reading.page(tx, district, readable, window)
            number = reading.count(tx, district, readable)
        return ImportList(number, asked.turns(page.part), page.rows)

    def newest(self, bearer: Bearer, most: int) -> RowPage[WaitingImport]:
        """The newest of registers that a bearer may read and in which their role takes any step."""
        steps = {name: catalogue.REGISTERS[name].steps for name in _readable(bearer)}
        own = [name for name, some in steps.items() if any(permissions.may_take(one, bearer) for one in some)]
        with self.read_model.store.begin_read() as tx:
            return reading.page(tx, self.read_model.district, own, ListWindow(most))

    def find_import(self, bearer: Bearer, import_id: str) -> WaitingImport | None:
        """What of an import awaits release; None: all is released, or there is no such import. Raises Forbidden."""
        with self.read_model.store.begin_read() as tx:
            one = reading.find(tx, self.read_model.district, import_id)
        if one is not None:
            permissions.admit_reading(one.register, bearer)
        return one

    @Route(
        GET,
        "/v1/imports/{id}",
        "import_waiting",
        EVERYONE,
        "导入中待认定的步骤 / What of an import awaits release",
        "WaitingSteps",
        "cursor, limit",
        headers=("Link",),
        others=(422,),
    )
    def steps(self, request: ApiRequest) -> Response:
        """The steps of an import that await a second person; none: all are released, or there is no such import."""
        found = self.find_steps(request, paging.rows_asked(request))
        body = {
            "items": [step_item(one) for one in found.steps],
            "previous": found.turns.previous,
            "next": found.turns.next,
        }
        return responses.answer(body, **found.turns.links(request))

    def find_steps(self, request: ApiRequest, most: int) -> StepList:
        """A page of the steps of an import that await release. Raises Forbidden, BadCursor."""
        import_id = request.path["id"]
        self.find_import(request.bearer, import_id)
        asked = AskedWindow(request, CURSOR, ("steps of an import", import_id))
        page = self._steps(import_id, _with_number(asked.window(most, len(reading.BY_RECORD.columns))))
        return StepList(page.rows, asked.turns(page.part))

    def _steps(self, import_id: str, window: ListWindow) -> RowPage[WaitingStep]:
        with self.read_model.store.begin_read() as tx:
            return reading.steps(tx, self.read_model.district, import_id, window)

    @Route(
        POST,
        "/v1/imports/{id}/release",
        "release",
        WRITERS,
        "认定导入 / Release an import",
        "Released",
        takes=(JSON,),
        body="Release",
        others=(207, 404, 413, 422, 503),
    )
    def release(self, request: ApiRequest) -> Response:
        """Vouch, as a second person, for what an import says: all of it, or the records that are named.

        The same request again goes on where one was cut short, and does nothing twice.
        """
        tally = self.release_steps(request, _records(request))
        body = {"import": request.path["id"], **vars(tally)}
        return responses.answer(body, 207 if tally.refused else 200)

    def release_steps(self, request: ApiRequest, records: frozenset[str] | None = None) -> ReleaseTally:
        """Have the owner note it, some steps at a time. Raises Forbidden, Unknown where nothing awaits release."""
        tally, tried = ReleaseTally(), 0
        for some in self._chunks(request, records):
            tally.take(some, self.client.release(request, some[0].register, [_command(one) for one in some]))
            tried += len(some)
            clock.pause(0)  # others have their turn
        if not tried:
            raise Unknown(request.path["id"])
        return tally

    def _chunks(self, request: ApiRequest, records: frozenset[str] | None) -> Iterator[list[WaitingStep]]:
        """The steps that are meant, in the order of records: each is tried once, whatever becomes of it."""
        import_id, within = request.path["id"], callers.units_within(request.bearer, self.read_model)
        self.find_import(request.bearer, import_id)
        window: ListWindow | None = ListWindow(CHUNK)
        while window and (page := self._steps(import_id, window)).rows:
            steps, window = page.rows, ListWindow(CHUNK, page.part.after) if page.part.after else None
            _admit_any(steps, request.bearer)
            _admit_second(steps, request.bearer)
            meant = [one for one in steps if records is None or one.record in records]
            if some := [one for one in meant if records is not None or within is None or one.unit in within]:
                yield some


def _readable(bearer: Bearer) -> list[str]:
    return [one.name for one in catalogue.REGISTERS.values() if permissions.may_read(one, bearer)]


def _admit_any(steps: Iterable[WaitingStep], bearer: Bearer) -> None:
    """Raises Forbidden for who may take none of these steps."""
    kinds = {one.step.name: one.step for one in steps}.values()
    if not any(permissions.may_take(one, bearer) for one in kinds):
        roles = sorted({role for one in kinds for role in one.roles})
        raise Forbidden(", ".join(one.name for one in kinds), f"for {', '.join(roles)}")


def _admit_second(steps: Iterable[WaitingStep], bearer: Bearer) -> None:
    """Raises OwnImport for who imported all of these steps; of some of them the owner says so."""
    if all(one.importer == bearer.id for one in steps):
        raise OwnImport(bearer.id)


def _command(one: WaitingStep) -> CommandMessage:
    return release_command(one.register, one.step.name, one.record, one.event)


def _error(step: WaitingStep, refusal: GroupRefusal) -> dict[str, Any]:
    return {"record": step.record, "step": step.step.name, "event": step.event, "problem": refusal.problem}


def import_item(one: WaitingImport, bearer: Bearer) -> dict[str, Any]:
    """An import of which something awaits release, as clients see it."""
    return {
        "id": one.id,
        "register": one.register.name,
        "importer": one.importer,
        "recorded_at": one.known,
        "records": one.records,
        "steps": one.steps,
        "may_release": may_release(one, bearer),
    }


def may_release(one: WaitingImport, bearer: Bearer) -> bool:
    """Whether a bearer may release some of an import; what of it is their unit's the owner says."""
    own = (permissions.may_take(one.register.step(name), bearer) for name in one.steps)
    return one.importer != bearer.id and any(own)


def step_item(one: WaitingStep) -> dict[str, Any]:
    """A step that awaits release, as clients see it."""
    return {
        "register": one.register.name,
        "record": one.record,
        "step": one.step.name,
        "place": one.place,
        "event": one.event,
        "unit": one.unit,
        "importer": one.importer,
        "recorded_at": one.known,
    }


def _with_number(window: ListWindow) -> ListWindow:
    """The window as the rows have it: the second part of a place is a number. Raises BadCursor."""
    if window.place is None:
        return window
    record, number = window.place
    if not (number.isascii() and number.isdecimal()) or len(number) > LONGEST_PLACE:
        raise BadCursor
    return replace(window, place=(record, int(number)))


def _records(request: ApiRequest) -> frozenset[str] | None:
    """The records that are meant; None: all. Raises Unreadable, Invalid."""
    body = request.json() if request.http.content_length else {}
    names = body.get(RECORDS) if isinstance(body, dict) and body.keys() <= {RECORDS} else ()
    if names is None:
        return None
    if not isinstance(names, list) or not names or not all(isinstance(one, str) for one in names):
        raise Invalid(RECORDS, errors=[fault(RECORDS, "A list of records' ids", "应为记录编号列表")])
    return frozenset(names)
