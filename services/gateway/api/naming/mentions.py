"""What names a record: `/v1/{service}/{register}/{id}/mentions`, of all registers that its reader may read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.errors import Unavailable
from contracts.register import Register
from contracts.roles import EVERYONE
from contracts.rpc import MentionRow, MentionSection, MentionsReply, MentionsRequest, RecordKey
from services.chassis.records.finding.mentions import naming_registers
from services.gateway.api.records import RECORD
from services.gateway.display import register_columns
from services.gateway.display.formatting import Wording, field_of
from services.gateway.display.messages.pages import ZH
from services.gateway.http import permissions, responses
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.record_client import RecordClient
from services.gateway.register_path import readable_at

NEWEST = 5
"""So many of each register stand beside the count; its list, narrowed to them, has all."""


@dataclass(frozen=True)
class MentionGroup:
    """The newest records of a register that name one; `total` of them, or, not `is_exact`, at least."""

    register: Register
    rows: Sequence[MentionRow]
    total: int
    is_exact: bool


@dataclass(frozen=True)
class MentionList:
    """All that names a record; `silent`: owners that did not answer, of whose registers nothing is told."""

    groups: Sequence[MentionGroup]
    silent: tuple[str, ...]


@dataclass
class Mentions:
    """Answers what names a record."""

    client: RecordClient

    @Route(
        GET, f"{RECORD}/mentions", "mentions", EVERYONE, "关联记录 / What names a record", "Mentions", others=(404, 503)
    )
    def mentions(self, request: ApiRequest) -> Response:
        """By register how many records name this one, and the newest; each register's list has all, with `names`."""
        register, id_ = readable_at(request), request.path["id"]
        self.client.admit(request, register, [id_])
        self.client.owners.record(register, id_, None)  # or what is not there were named by nothing
        found = self.find(request.bearer, register, id_)
        wording = Wording.with_units(ZH, self.client.read_model.unit_tree(), clear=True)
        items = [_group_item(one, wording) for one in found.groups]
        return responses.answer({"registers": items, "silent": found.silent})

    def find(self, bearer: Bearer, register: Register, id_: str) -> MentionList:
        """What names a record in the registers that a bearer may read, all owners asked at once."""
        readable = [one for one in naming_registers(register.name) if permissions.may_read(one, bearer)]
        by_service = register_columns.by_service(readable)
        ask = partial(self._ask, RecordKey(register.name, id_), by_service)
        replies = dict(zip(by_service, self.client.ask_each(ask, by_service), strict=True))
        sections = {one.register: one for reply in replies.values() if reply for one in reply.sections}
        silent = tuple(service for service, reply in replies.items() if reply is None)
        return MentionList(list(_groups(readable, sections)), silent)

    def _ask(self, named: RecordKey, by_service: dict[str, list[Register]], service: str) -> MentionsReply | None:
        names = tuple(one.name for one in by_service[service])
        try:
            return self.client.owners.mentions(service, MentionsRequest(named, names, NEWEST))
        except Unavailable:
            return None


def _groups(readable: Iterable[Register], sections: Mapping[str, MentionSection]) -> Iterable[MentionGroup]:
    """Of each register in which something names it."""
    for register in readable:
        if (one := sections.get(register.name)) and one.total:
            yield MentionGroup(register, one.rows, one.total, one.is_exact)


def _group_item(group: MentionGroup, wording: Wording) -> dict[str, Any]:
    register = group.register
    return {
        "register": register.name,
        "title": {"zh": register.zh, "en": register.en},
        "total": group.total,
        "total_is_exact": group.is_exact,
        "items": [_row_item(register, one, wording) for one in group.rows],
    }


def _row_item(register: Register, row: MentionRow, wording: Wording) -> dict[str, Any]:
    return {
        "record": row.record.id,
        "unit": row.record.unit,
        "status": row.record.status,
        "about": register_columns.name_of(register, row.record.fields, wording),
        "fields": [_field_item(register, name) for name in row.fields],
        "earlier": [_field_item(register, name) for name in row.earlier],
    }


def _field_item(register: Register, name: str) -> dict[str, Any]:
    zh, en = titles_of(register, name)
    return {"id": name, "title": {"zh": zh, "en": en}}


def titles_of(register: Register, name: str) -> tuple[str, str]:
    """A field's titles; of one that no form of the register has any more its name."""
    one = field_of(register, name)
    return (str(one.metadata["title"]), str(one.metadata["x-title-en"])) if one is not None else (name, name)
