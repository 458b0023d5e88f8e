"""What a record was passed on as and waits for: who has it now, how it stands there, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from contracts import catalogue
from contracts.errors import Problem
from contracts.outreach.topics import TARGET_REGISTERS
from contracts.register import Register
from contracts.rpc import RecordHistory, RecordKey, RevisionEntry
from contracts.wire import JsonObject
from services.chassis.base import ids
from services.chassis.records.finding.caused_steps import HEAR, MOST_CAUSES, REFER
from services.gateway.api.naming.mentions import MentionGroup
from services.gateway.display import register_columns
from services.gateway.display.formatting import short
from services.gateway.http.request import ApiRequest
from services.gateway.record_client import RecordClient
from services.gateway.web.registers import record_path

OLDER = {"convert": "resolve"}
"""Steps by which records were passed on before, and by which they heard of the end."""
ENDS = {REFER: HEAR} | OLDER


@dataclass(frozen=True)
class PassedOn:
    """Who has it now; `place`, `name` and `status` of the record it became, where whoever looks may read it.

    clocks  what is due there and has not ended
    own     what is due here and has not ended: it goes on
    """

    unit: str
    register: Register
    own: tuple[JsonObject, ...]
    place: str = ""
    name: str = ""
    status: str = ""
    clocks: tuple[JsonObject, ...] = ()


def passed_on(
    request: ApiRequest, client: RecordClient, record: RecordHistory, groups: Iterable[MentionGroup], lang: str
) -> PassedOn | None:
    """Of a record whose outcome is awaited, what it waits for; None: it waits for nothing."""
    if (last := _awaited(record)) is None:
        return None
    register = catalogue.REGISTERS[TARGET_REGISTERS[last.data["target"]]]
    unit, own = str(last.data.get("responsible_unit") or record.unit), _running(record)
    if (key := _became(record, last, register, groups)) is None:
        return PassedOn(unit, register, own)
    told = PassedOn(unit, register, own, record_path(register, key.id), short(key.id))
    # Its owner may be silent now: that it was passed on, and as what, is known here.
    with suppress(Problem):
        there = client.fetch(request, register, key.id)
        name = str(there.fields.get("number") or "") or short(key.id)
        status = register_columns.word_of(register, there.status, lang)
        return PassedOn(there.unit, register, own, told.place, name, status, _running(there))
    return told


def _awaited(record: RecordHistory) -> RevisionEntry | None:
    """The last step that passed it on, where it has not heard of the end since."""
    steps = [one for one in register_columns.effective_revisions(record) if one.step in {*ENDS, *ENDS.values()}]
    last = steps[-1] if steps and record.status != register_columns.VOIDED else None
    return last if last and last.step in ENDS and last.data.get("target") in TARGET_REGISTERS else None


def _became(
    record: RecordHistory, last: RevisionEntry, register: Register, groups: Iterable[MentionGroup]
) -> RecordKey | None:
    """The record that came of it, among those that name this one and may be read: its id follows from the step's."""
    events = [one.event for one in record.history if (one.step, one.place) == (last.step, last.place)]
    caused = {ids.derive_id(f"{event}/{number}") for event in events for number in range(MOST_CAUSES)}
    rows = (one.record.id for group in groups if group.register == register for one in group.rows)
    return next((RecordKey(register.name, id_) for id_ in rows if id_ in caused), None)


def _running(record: RecordHistory) -> tuple[JsonObject, ...]:
    return tuple(one for one in record.clocks if not one["ended"] and not one["paused"])
