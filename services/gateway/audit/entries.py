"""Entries as somebody may read them: an event's private tokens and hashes are withheld here as everywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from contracts import catalogue, envelope
from contracts.audit import acts
from contracts.audit.rpc import EntryRow
from contracts.errors import Undefined
from contracts.packs.fact_lines import FORGOTTEN, WITHHELD, FactLine
from contracts.wire import JsonObject
from services.gateway.audit import kinds
from services.gateway.audit.proofs import EntryProof
from services.gateway.display.paging import Turns
from services.gateway.http import permissions
from services.gateway.reading_rights import ReadingRights

AUDITOR = "auditor"


@dataclass(frozen=True)
class EntryList:
    """A page of entries, and where it stands among the others.

    searched_until  up to which moment back was looked, where the search ended before it had looked at everything
    reasons  why something was corrected, by the index of the entry that says it
    """

    rows: Sequence[EntryRow]
    turns: Turns
    searched_until: str
    reasons: Mapping[int, str] = field(default_factory=dict)


NO_ENTRIES = EntryList((), Turns(None, None), "")


@dataclass(frozen=True)
class Contents:
    """What an entry's event says, as far as somebody may read it.

    event      None: its register is not theirs to read, or it was forgotten
    body, salt  what its commitment was made of; None where the event is not shown as it is
    """

    event: Mapping[str, Any] | None
    body: str | None = None
    salt: str | None = None

    @property
    def withheld(self) -> bool:
        """Whether something of it is kept back from this reader."""
        return self.body is None


def contents_of(row: EntryRow, rights: ReadingRights) -> Contents:
    """What somebody may read of an entry. Body and salt together prove the contents: none is given for less."""
    if row.forgotten or not row.body or hidden_records([row.record], rights):
        return Contents(None)
    event = orjson.loads(row.body)
    shown = event if acts.is_audit(row.type) else _shown(event, row.type, rights)
    return Contents(event, row.body, row.salt) if shown == event else Contents(shown)


def _shown(event: Mapping[str, Any], type_: str, rights: ReadingRights) -> Mapping[str, Any] | None:
    try:
        register, step = catalogue.step_of(type_)[0], catalogue.edition_of(envelope.decode(orjson.dumps(event)))
    except Undefined:  # of a newer suite: what may be read of it is not known here
        return None
    if not permissions.may_read(register, rights.bearer) or not rights.records(register, [event["subject"]]):
        return None
    return {**event, "data": rights.event_data(register, event["unit"], step.data, event["data"])}


def hidden_records(records: Iterable[str], rights: ReadingRights) -> set[str]:
    """Of records that entries name those whose very existence somebody is told nothing of."""
    by_register: dict[str, set[str]] = {}
    for record in records:
        register, _, id_ = record.partition("/")
        if id_ and register in catalogue.REGISTERS:
            by_register.setdefault(register, set()).add(id_)
    hidden = {name: ids - rights.records(catalogue.REGISTERS[name], ids) for name, ids in by_register.items()}
    return {f"{name}/{id_}" for name, ids in hidden.items() for id_ in ids}


def without_records(row: EntryRow, hidden: Collection[str]) -> EntryRow:
    """An entry, without the record that it names where somebody is told nothing of that."""
    return replace(row, record="") if row.record in hidden else row


def line_of(row: EntryRow, path: tuple[bytes, ...], rights: ReadingRights) -> FactLine:
    """An entry as it stands in packs and proofs: with its body and salt, or, where it is withheld, its place alone."""
    # Acts are for auditors, events for who may read all that they say.
    mine = not acts.is_audit(row.type) or rights.bearer.role == AUDITOR
    contents = contents_of(row, rights) if mine else Contents(None)
    if contents.body and contents.salt:
        return FactLine(row.index, path, salt=bytes.fromhex(contents.salt), body=contents.body.encode())
    why = FORGOTTEN if row.forgotten else WITHHELD
    return FactLine(row.index, path, bare_leaf=bytes.fromhex(row.leaf), absent=why)


def entry_item(row: EntryRow) -> JsonObject:
    """An entry in a list, as clients see it."""
    return {
        "index": row.index,
        "event": row.id,
        "type": row.type,
        "kind": row.kind,
        "title": kinds.title_of(row.kind),
        "recorded_at": row.time,
        "actor": row.actor,
        "post": row.post or None,
        "unit": row.unit or None,
        "address": row.address or None,
        "record": row.record or None,
        "outcome": row.outcome or None,
        "count": row.count,
        "forgotten": row.forgotten,
    }


def whole_item(row: EntryRow, contents: Contents, proof: EntryProof) -> JsonObject:
    """An entry with its contents and its proof."""
    told = {"body": contents.event, "withheld": contents.withheld and not row.forgotten}
    return entry_item(row) | told | {"canonical": contents.body, "salt": contents.salt, "proof": proof.to_item()}
