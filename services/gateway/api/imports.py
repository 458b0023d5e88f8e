"""Imports that await a second person, and the one act by which that person vouches for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET, JSON, POST
from contracts.errors import Forbidden, Invalid, Unknown, fault
from contracts.roles import EVERYONE, WRITERS
from contracts.rpc import CommandMessage, GroupRefusal, GroupResult
from services.chassis.base import clock
from services.chassis.records.release import OwnImport
from services.chassis.storage import projection
from services.gateway import callers
from services.gateway.command_input import release_command
from services.gateway.http import permissions, responses
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model import waiting_imports
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.waiting_imports import WaitingImport, WaitingStep
from services.gateway.record_client import RecordClient

CHUNK, MOST_ON_PAGE, MOST_ERRORS = 200, 500, 1000
"""Steps that are released in one job: few enough that an owner carries out others' commands in between."""
RECORDS = "records"
BEGINNING = ("", 0)
Position = tuple[str, int]


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
        GET, "/v1/imports", "imports", EVERYONE, "待认定的导入 / Imports awaiting release", "WaitingImports", others=()
    )
    def waiting(self, request: ApiRequest) -> Response:
        """Imports of which something awaits a second person, the newest first."""
        items = [_import_item(one, request.bearer) for one in self.find_imports(request.bearer)]
        return responses.answer({"imports": items})

    def find_imports(self, bearer: Bearer) -> list[WaitingImport]:
        """Those of registers that the bearer may read."""
        with self.read_model.store.begin_read() as tx:
            imports = waiting_imports.imports(tx, self.read_model.district)
        return [one for one in imports if permissions.may_read(one.register, bearer)]

    @Route(
        GET,
        "/v1/imports/{id}",
        "import_waiting",
        EVERYONE,
        "导入中待认定的步骤 / What of an import awaits release",
        "WaitingSteps",
        "cursor, limit",
        others=(422,),
    )
    def steps(self, request: ApiRequest) -> Response:
        """The steps of an import that await a second person; none: all are released, or there is no such import."""
        most = request.number("limit", 100, MOST_ON_PAGE)
        steps = self.find_steps(request.bearer, request.path["id"], _position(request.query.get("cursor", "")), most)
        following = _cursor(steps[-1]) if len(steps) == most else None
        return responses.answer({"items": [step_item(one) for one in steps], "next": following})

    def find_steps(self, bearer: Bearer, import_id: str, after: Position, most: int) -> list[WaitingStep]:
        """Some of the steps of an import that await release, if the bearer may read its register. Raises Forbidden."""
        with self.read_model.store.begin_read() as tx:
            steps = waiting_imports.steps(tx, self.read_model.district, import_id, after, most)
        for register in {one.register.name: one.register for one in steps}.values():
            permissions.admit_reading(register, bearer)
        return steps

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
        after, within = BEGINNING, callers.units_within(request.bearer, self.read_model)
        while steps := self.find_steps(request.bearer, request.path["id"], after, CHUNK):
            after = (f"{steps[-1].register.name}/{steps[-1].record}", steps[-1].place)
            _admit_any(steps, request.bearer)
            _admit_second(steps, request.bearer)
            meant = [one for one in steps if records is None or one.record in records]
            if some := [one for one in meant if records is not None or within is None or one.unit in within]:
                yield some


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


def _import_item(one: WaitingImport, bearer: Bearer) -> dict[str, Any]:
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


def _cursor(one: WaitingStep) -> str:
    return projection.cursor_of(f"{one.place} {one.register.name}/{one.record}")


def _position(cursor: str) -> Position:
    """After which step a page begins. Raises Invalid."""
    place, _, name = projection.from_cursor(cursor).partition(" ") if cursor else ("0", "", "")
    if not place.isdecimal():
        raise Invalid("cursor", errors=[fault("cursor", "Not a cursor of ours", "游标无效")])
    return name, int(place)


def _records(request: ApiRequest) -> frozenset[str] | None:
    """The records that are meant; None: all. Raises Unreadable, Invalid."""
    body = request.json() if request.http.content_length else {}
    names = body.get(RECORDS) if isinstance(body, dict) and body.keys() <= {RECORDS} else ()
    if names is None:
        return None
    if not isinstance(names, list) or not names or not all(isinstance(one, str) for one in names):
        raise Invalid(RECORDS, errors=[fault(RECORDS, "A list of records' ids", "应为记录编号列表")])
    return frozenset(names)
