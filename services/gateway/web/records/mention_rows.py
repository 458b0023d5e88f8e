"""What names a record, as its page shows it: a register after the other, the newest of each, and a link to all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contracts.register import Register
from contracts.rpc import MentionRow
from contracts.wire import JsonObject
from services.gateway.api.naming.mentions import MentionGroup, titles_of
from services.gateway.display import register_columns
from services.gateway.display.formatting import Wording
from services.gateway.display.messages import pages
from services.gateway.web.registers import list_path, row

NAMES = "names"
"""In the query of a list: the record that is to be named."""


def name_key(register: Register, id_: str) -> str:
    """A record as the query of a list names it."""
    return f"{register.name}/{id_}"


def mention_groups(groups: Iterable[MentionGroup], wording: Wording) -> Iterator[JsonObject]:
    """Each register with how many of its records name this one, and the newest."""
    for one in groups:
        title = one.register.zh if wording.lang == pages.ZH else one.register.en
        rows = [_mention(one.register, each, wording) for each in one.rows]
        yield {"title": title, "place": list_path(one.register), "of": one, "rows": rows}


def _mention(register: Register, mention: MentionRow, wording: Wording) -> JsonObject:
    return row(register, mention.record, wording, register_columns.list_fields(register)) | {
        "fields": [_title(register, name, wording.lang) for name in mention.fields],
        "earlier": [_title(register, name, wording.lang) for name in mention.earlier],
    }


def _title(register: Register, name: str, lang: str) -> str:
    zh, en = titles_of(register, name)
    return zh if lang == pages.ZH else en
