"""Commands and records: `/v1/{service}/{register}`, all read off the catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import GET, JSON, POST, REGISTER, STEPS
from contracts.errors import Invalid, Unknown, fault
from contracts.forms import CODE, SHA256, UNSEEN, values_of_kind
from contracts.refusals import NoSuchEvidence
from contracts.register import Register, Step
from contracts.roles import EVERYONE, WRITERS
from contracts.rpc import (
    Caller,
    CommandMessage,
    GroupReceipt,
    GroupRefusal,
    GroupResult,
    JobMessage,
    PageFilter,
    PageRow,
    RecordHistory,
)
from contracts.wire import to_plain
from services.chassis.base import ids
from services.chassis.storage import projection
from services.gateway.evidence import Evidence
from services.gateway.http import permissions, responses
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest, whole
from services.gateway.http.routing import Route
from services.gateway.owner_client import OwnerClient, receipt_of
from services.gateway.read_model import units
from services.gateway.read_model.read_model import ReadModel

RECORD = f"{REGISTER}/{{id}}"
STEP = f"{RECORD}/{{step}}"
LISTING = "cursor, limit, q, status, unit"
REFUSED = (400, 409, 413, 422, 503)
CHANGED = (*REFUSED, 404, 412)
"""In a record that there is already: perhaps it is not there, or has changed since it was read."""
MOST_IN_BATCH = 1000
LONGEST_SOUGHT = 100
MOST_ON_PAGE = 500
KEY_LONGEST, LONGEST_ID, MOST_COUNTED = 200, 80, 10**9
Group = Sequence[CommandMessage]


@dataclass(frozen=True)
class RecordPage:
    """Records of a list, and the cursor to the next ones if there are more."""

    items: tuple[PageRow, ...]
    next: str | None


@dataclass
class Records:
    """Sends commands to the services that own the records, and asks them for records."""

    owners: OwnerClient
    view: ReadModel
    evidence: Evidence

    @Route(POST, REGISTER, "open", WRITERS, "登记 / Open a record", "Done", "after, step", others=REFUSED, group=STEPS)
    def open(self, request: ApiRequest) -> Response:
        """Open a record: with the register's first step, or with another that opens one and is named."""
        register = register_at(request)
        opening = request.among("step", register.openings, register.opening.name)
        command = self._command(request, register, register.step(opening))
        done = self.carry_out(request, register, command)
        where = f"/v1/{register.service}/{register.slug}/{done.record.id}"
        return _receipt_response(done, 200 if done.repeated else 201, Location=where)

    @Route(POST, STEP, "step", WRITERS, "步骤 / Take a step", "Done", "corrects, after", others=CHANGED, group=STEPS)
    def step(self, request: ApiRequest) -> Response:
        """Take a step in a record; `corrects` names the place of the step that is corrected."""
        register = register_at(request)
        step = step_at(request, register)
        if step.opens_only and "corrects" not in request.query:
            raise Unknown(step.name)
        if step.first:
            self.fetch_record(request, register, request.path["id"])  # or it would open a record under this id
        command = replace(
            self._command(request, register, step),
            record=request.path["id"],
            expected=_expected_version(request),
            corrects=request.number("corrects", 0, 10**6) if "corrects" in request.query else None,
        )
        return _receipt_response(self.carry_out(request, register, command), 200)

    def _command(self, request: ApiRequest, register: Register, step: Step) -> CommandMessage:
        permissions.admit_step(step, request.bearer, again="corrects" in request.query)
        form = request.json()
        if not isinstance(form, dict):
            raise Invalid("body", errors=[fault("", "Must be an object", "应为 JSON 对象")])
        return CommandMessage(_key(request), register.name, step.name, form)

    def carry_out(
        self, request: ApiRequest, register: Register, command: CommandMessage, *, dry: bool = False
    ) -> GroupReceipt:
        """Have the owner carry out one command, or only try it. Raises OwnerProblem, NoSuchEvidence, Unavailable."""
        (result,) = self.send(request, register, [[command]], dry=dry)
        return receipt_of(result)

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
        payload = request.json()
        groups = payload.get("groups") if isinstance(payload, dict) else None
        if not isinstance(groups, list) or not all(isinstance(group, list) and group for group in groups):
            raise Invalid("groups", errors=[fault("groups", "A list of lists of commands", "应为命令列表的列表")])
        if sum(map(len, groups)) > MOST_IN_BATCH:
            raise Invalid(
                "groups",
                errors=[fault("groups", f"At most {MOST_IN_BATCH} commands", f"最多 {MOST_IN_BATCH} 条")],
            )
        commands = [[_in_batch(request, register, one) for one in group] for group in groups]
        results = self.send(request, register, commands, whole=request.flag("whole"), dry=request.flag("dry_run"))
        failed = sum(isinstance(result, GroupRefusal) for result in results)
        body = {"accepted": len(results) - failed, "refused": failed, "results": to_plain(results)}
        return responses.answer(body, 207 if failed else 200)

    def send(
        self,
        request: ApiRequest,
        register: Register,
        groups: Sequence[Group],
        *,
        whole: bool = False,
        dry: bool = False,
    ) -> tuple[GroupResult, ...]:
        """Have the owner carry out groups of commands. Raises NoSuchEvidence, Unavailable."""
        self._check_papers(register, groups)
        job = JobMessage(
            tuple(map(tuple, groups)),
            self.caller(request.bearer),
            whole,
            dry,
            after=request.query.get("after"),
            trace=request.http.headers.get("traceparent", "")[:80],
        )
        return self.owners.carry_out(register, job)

    def caller(self, bearer: Bearer) -> Caller:
        """A bearer as owners know them."""
        return Caller(bearer.id, bearer.role, self.within(bearer))

    def within(self, bearer: Bearer) -> tuple[str, ...] | None:
        """The units whose records a bearer may touch: their own and those below it."""
        return None if bearer.unit is None else self.units_below(bearer.unit)

    def units_below(self, unit: str) -> tuple[str, ...]:
        """A unit and those below it today."""
        return tuple(sorted(units.below(self.view.unit_tree().values(), unit, self.view.today())))

    def _check_papers(self, register: Register, groups: Sequence[Group]) -> None:
        named: dict[str, str] = {}
        for command in (command for group in groups for command in group):
            papers = values_of_kind(register.step(command.step).form, command.form, "evidence")
            named.update({one: path for path, _, one in papers if _is_hash(one)})
        if missing := sorted(set(named) - set(self.evidence.about(named))) if named else []:
            faults = [fault(named[one], f"Not handed in: {one}", f"尚未上传：{one}") for one in missing]
            raise NoSuchEvidence(*missing, errors=faults)

    @Route(GET, RECORD, "record", EVERYONE, "一条记录 / One record", "Record", others=(404, 503), headers=("ETag",))
    def record(self, request: ApiRequest) -> Response:
        """A record: how it stands, its history, the steps that may come next, what is due."""
        record = self.fetch_record(request, readable_at(request), request.path["id"])
        return responses.answer(record.to_payload(), ETag=f'"{record.version}"')

    def fetch_record(self, request: ApiRequest, register: Register, id_: str) -> RecordHistory:
        """A record as its owner shows it to who asks. Raises OwnerProblem, Unavailable."""
        return self.owners.record(register, id_, self.caller(request.bearer))

    @Route(GET, REGISTER, "list", EVERYONE, "列表 / List", "Page", LISTING, others=(422, 503), headers=("Link",))
    def list(self, request: ApiRequest) -> Response:
        """A page of records in the order of their ids, with a cursor to the next."""
        page = self.page(request, readable_at(request), request.number("limit", 100, MOST_ON_PAGE))
        headers = {}
        if page.next:
            following = urlencode({**request.query, "cursor": page.next})
            headers["Link"] = f'<{request.http.path}?{following}>; rel="next"'
        return responses.answer({"items": to_plain(page.items), "next": page.next}, **headers)

    def page(self, request: ApiRequest, register: Register, most: int) -> RecordPage:
        """The records that the query means, after its cursor, and the cursor to the next ones if there are more."""
        unit = request.query.get("unit")
        within = PageFilter(
            request.query.get("status"), _search_text(request), None if unit is None else self.units_below(unit)
        )
        # one more than is shown says whether there are more
        rows = self.owners.page(register, within, _cursor(request), most + 1, self.caller(request.bearer))
        following = projection.cursor_of(rows[most - 1].id) if len(rows) > most else None
        return RecordPage(rows[:most], following)


def _cursor(request: ApiRequest) -> str:
    """The id after which the page begins. Raises Invalid for what no page of ours ended with."""
    after = projection.from_cursor(request.query["cursor"]) if "cursor" in request.query else ""
    if UNSEEN.search(after):
        raise Invalid("cursor", errors=[fault("cursor", "Not one of ours", "游标无效")])
    return after


def _search_text(request: ApiRequest) -> str:
    """The text that is looked for. Raises Invalid for one that is too long."""
    text = request.query.get("q", "").strip()
    if len(text) > LONGEST_SOUGHT:
        raise Invalid("q", errors=[fault("q", f"At most {LONGEST_SOUGHT} characters", f"最多 {LONGEST_SOUGHT} 个字")])
    return text


def register_at(request: ApiRequest) -> Register:
    """The register in the path. Raises Unknown."""
    name = f"{request.path['service']}.{request.path['register']}"
    if name not in catalogue.REGISTERS:
        raise Unknown(name)
    return catalogue.REGISTERS[name]


def readable_at(request: ApiRequest) -> Register:
    """The register in the address, for one who may read it. Raises Unknown, Forbidden."""
    register = register_at(request)
    permissions.admit_reading(register, request.bearer)
    return register


def step_at(request: ApiRequest, register: Register) -> Step:
    """The step in the path. Raises Unknown."""
    if not register.has(request.path["step"]):
        raise Unknown(register.name, request.path["step"])
    return register.step(request.path["step"])


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_ID and re.fullmatch(CODE, value) is not None


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_COUNTED


_PLACED: dict[str, Callable[[Any], bool]] = {"record": _is_id, "corrects": _is_count, "expected": _is_count}


def _in_batch(request: ApiRequest, register: Register, entry: Any) -> CommandMessage:
    well_formed = (
        isinstance(entry, dict) and isinstance(entry.get("form"), dict) and register.has(str(entry.get("step")))
    )
    if not well_formed or set(entry) - {"step", "form", "record", "key", "corrects", "expected"}:
        shape = fault("groups", "A command has step, form, and maybe record", "命令应有 step、form")
        raise Invalid("groups", errors=[shape])
    if not all(fits(entry[name]) for name, fits in _PLACED.items() if entry.get(name) is not None):
        en = "record is an id, corrects and expected are whole numbers"
        raise Invalid("groups", errors=[fault("groups", en, "record 应为编号，corrects、expected 应为非负整数")])
    permissions.admit_step(register.step(entry["step"]), request.bearer, again=entry.get("corrects") is not None)
    placed = {name: entry[name] for name in _PLACED if entry.get(name) is not None}
    return CommandMessage(
        client_key(request.bearer, entry.get("key")), register.name, entry["step"], entry["form"], **placed
    )


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(SHA256, value) is not None


def _key(request: ApiRequest) -> str:
    return client_key(request.bearer, request.http.headers.get("Idempotency-Key"))


def client_key(bearer: Bearer, key: Any) -> str:
    """The command's id: drawn, or made of the client's key and account, so that nobody meets another's key."""
    if key is None:
        return ids.new_id()
    if not isinstance(key, str) or not 1 <= len(key) <= KEY_LONGEST:
        raise Invalid(
            "Idempotency-Key",
            errors=[fault("Idempotency-Key", "1 to 200 characters", "1 至 200 个字符")],
        )
    return ids.derive_id(f"{bearer.id}\n{key}")


def _expected_version(request: ApiRequest) -> int | None:
    tag = request.http.headers.get("If-Match")
    if tag is None:
        return None
    number = tag.strip().removeprefix("W/").strip('"')
    try:
        return whole(number)
    except ValueError:
        raise Invalid("If-Match", errors=[fault("If-Match", "The record's version", "应为记录版本号")]) from None


def _receipt_response(receipt: GroupReceipt, status: int, **headers: str) -> Response:
    return responses.answer(receipt.to_payload(), status, ETag=f'"{receipt.record.version}"', **headers)
