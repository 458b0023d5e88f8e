"""What names a record, as an owner tells it: of each of its registers the newest, each with what it is about."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.rpc import MentionRow, MentionSection, MentionsReply, MentionsRequest, PageRow
from services.chassis.handling.briefs import brief_rows
from services.chassis.handling.command_service import CommandService
from services.chassis.handling.record_keys import Key
from services.chassis.storage.lists.mention_reading import NamingPart


def mentions(commands: CommandService, request: MentionsRequest) -> MentionsReply:
    """What names a record in those of some registers that are the owner's."""
    own = [name for name in request.registers if name in commands.rules]
    named = (request.named.register, request.named.id)
    parts = commands.mentions(named, own, request.most)
    records = brief_rows(commands, {(register, one.id) for register, part in parts.items() for one in part.rows})
    return MentionsReply(tuple(_section(register, part, records) for register, part in parts.items()))


def _section(register: str, part: NamingPart, records: Mapping[Key, PageRow]) -> MentionSection:
    """What was projected anew between the two readings is left out."""
    shown = [(records[key], one) for one in part.rows if (key := (register, one.id)) in records]
    rows = tuple(MentionRow(record, one.fields, one.earlier) for record, one in shown)
    return MentionSection(register, rows, part.total, part.is_exact)
