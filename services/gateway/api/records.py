"""Commands and records: `/v1/{service}/{register}`, all read off the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import orjson
from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET, JSON, POST, REGISTER, STEPS
from contracts.errors import Refused, Unknown
from contracts.register import Register
from contracts.roles import EVERYONE, WRITERS
from contracts.rpc import CommandMessage, GroupReceipt, GroupRefusal, GroupResult
from contracts.wire import to_plain
from services.gateway.command_input import VERSION_ENDS, batch_in, command_in, expected_versions, release_in
from services.gateway.display import paging
from services.gateway.display.list_filter import NARROWING
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.owner_client import receipt_of
from services.gateway.read_model.warnings.reading import RecordWarning
from services.gateway.record_client import RecordClient, Terms
from services.gateway.register_path import readable_at, register_at, step_at
from services.gateway.warnings.listing import WarningList, attempt_of, warning_item

RECORD = f"{REGISTER}/{{id}}"
STEP = f"{RECORD}/{{step}}"
LISTING = f"cursor, limit, {NARROWING}"
REFUSED = (400, 409, 413, 422, 503)
CHANGED = (*REFUSED, 404, 412)
"""In a record that there is already: perhaps it is not there, or has changed since it was read."""


@dataclass
class Records:
    """Sends commands to the services that own the records, and asks them for records."""

    client: RecordClient

    @Route(
        POST,
        REGISTER,
        "open",
        WRITERS,
        "登记 / Open a record",
        "Done",
        "after, step",
        others=REFUSED,
        group=STEPS,
        by_script=True,
    )
    def open(self, request: ApiRequest) -> Response:
        """Open a record: with the register's first step, or with another that opens one and is named."""
        register = register_at(request)
        opening = request.among("step", register.openings, register.opening.name)
        command = command_in(request, register, register.step(opening))
        warnings = self._warnings(request, register, command)
        receipt = self.client.carry_out(request, register, command)
        where = f"/v1/{register.service}/{register.slug}/{receipt.record.id}"
        return _receipt_response(receipt, 200 if receipt.repeated else 201, warnings, Location=where)

    @Route(
        POST,
        STEP,
        "step",
        WRITERS,
        "步骤 / Take a step",
        "Done",
        "corrects, reason, releases, after",
        others=CHANGED,
        group=STEPS,
        by_script=True,
    )
    def step(self, request: ApiRequest) -> Response:
        """Take a step in a record; `corrects` names the place of the step that is corrected, `reason` says why.

        With `releases` nothing is taken: the bearer vouches for that event of an import, and the body is empty.
        """
        register = register_at(request)
        step = step_at(request, register)
        if event := request.query.get("releases"):
            release = release_in(request, register, step, event)
            (result,) = self.client.release(request, register, [release])
            return _receipt_response(receipt_of(result), 200)
        if step.opens_only and "corrects" not in request.query:
            raise Unknown(step.name)
        if step.first:
            self.client.fetch(request, register, request.path["id"])  # or it would open a record under this id
        command = replace(
            command_in(request, register, step),
            record=request.path["id"],
            expected=self._expected(request, register),
            corrects=request.number("corrects", 0, 10**6) if "corrects" in request.query else None,
            reason=request.query.get("reason", ""),
        )
        warnings = self._warnings(request, register, command)
        return _receipt_response(self.client.carry_out(request, register, command), 200, warnings)

    def _warnings(self, request: ApiRequest, register: Register, command: CommandMessage) -> list[RecordWarning]:
        """What the command's record will be unlikely beside; it is carried out all the same, and they wait."""
        attempt = attempt_of(register, register.step(command.step), command)
        return WarningList(self.client.read_model).of_attempt(attempt, request.bearer)

    def _expected(self, request: ApiRequest, register: Register) -> int | None:
        """The one version that the record must have; of several that are named the one that it has, if any has it."""
        named = expected_versions(request)
        if len(named) < 2:  # noqa: PLR2004 -- several
            return next(iter(named), None)
        present = self.client.fetch(request, register, request.path["id"]).version
        return present if present in named else max(named)

    @Route(
        POST,
        f"{REGISTER}:batch",
        "batch",
        WRITERS,
        "批量办理 / Many commands in one call",
        "Batch",
        "after, whole, dry_run",
        takes=(JSON,),
        body="Commands",
        others=(207, 400, 413, 422, 503),
    )
    def batch(self, request: ApiRequest) -> Response:
        """Groups of commands in one call: `{"groups": [[{"step", "form", "record"?, "key"?}]]}`; a result a group."""
        register = register_at(request)
        groups = batch_in(request, register)
        terms = Terms(request.flag("whole"), request.flag("dry_run"))
        results = _as_it_stands(self.client.send(request, register, groups, terms), terms)
        refused = sum(isinstance(result, GroupRefusal) for result in results)
        body = {"accepted": len(results) - refused, "refused": refused, "results": to_plain(results)}
        return responses.answer(body, 207 if refused else 200)

    @Route(
        GET,
        RECORD,
        "record",
        EVERYONE,
        "一条记录 / One record",
        "Record",
        others=(304, 404, 412, 503),
        headers=("ETag",),
    )
    def record(self, request: ApiRequest) -> Response:
        """A record: how it stands, its history, the steps that may come next, what is due."""
        register = readable_at(request)
        record = self.client.fetch(request, register, request.path["id"])
        warnings = WarningList(self.client.read_model).of_record(register, record.id, request.bearer)
        payload = record.to_payload() | {"warnings": [warning_item(one) for one in warnings]}
        body = orjson.dumps(payload, option=orjson.OPT_UTC_Z)
        # Who forgot a person, or may read more by now, made no version: the tag tells of these bytes too.
        return responses.answer(body, ETag=f'"{record.version}{VERSION_ENDS}{responses.fingerprint(body)}"')

    @Route(GET, REGISTER, "list", EVERYONE, "列表 / List", "Page", LISTING, others=(422, 503), headers=("Link",))
    def list(self, request: ApiRequest) -> Response:
        """A page of records, the newest first unless the query says otherwise, one's own units' before all others."""
        page = self.client.page(request, readable_at(request), paging.rows_asked(request))
        body = {
            "items": to_plain(page.items),
            "previous": page.turns.previous,
            "next": page.turns.next,
            "total": page.total,
            "total_is_exact": page.is_exact,
        }
        return responses.answer(body, **page.turns.links(request))


class TakenBack(Refused):
    """Another group of this batch was refused, and all were to be carried out or none: nothing of this one stands."""

    slug, zh = "taken-back", "同批另有一组被拒，按要求全部办理或全部不办，本组未办理"


def _as_it_stands(results: Sequence[GroupResult], terms: Terms) -> list[GroupResult]:
    """What stands of a batch: of one that is carried out whole or not at all nothing, once a group of it is refused."""
    if terms.dry or not terms.whole or not any(isinstance(one, GroupRefusal) for one in results):
        return list(results)
    return [one if isinstance(one, GroupRefusal) or one.repeated else _TAKEN_BACK for one in results]


_TAKEN_BACK = GroupRefusal(TakenBack().to_dict(), 0)


def _receipt_response(
    receipt: GroupReceipt, status: int, warnings: Sequence[RecordWarning] = (), **headers: str
) -> Response:
    body = receipt.to_payload() | {"warnings": [warning_item(one) for one in warnings]}
    return responses.answer(body, status, ETag=f'"{receipt.record.version}"', **headers)
