"""Records in a few fields that say what they are about, for pages that show records of many registers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from contracts.catalogue import REGISTERS
from contracts.forms import fields_of
from contracts.rpc import PageRow
from services.chassis.handling import presenter
from services.chassis.handling.command_service import CommandService
from services.chassis.handling.masking import Sight
from services.chassis.handling.record_keys import Key, by_register


def brief_rows(commands: CommandService, keys: Collection[Key]) -> dict[Key, PageRow]:
    """Records with the fields that say what they are about, private texts masked for everybody."""
    ids_of = by_register(sorted(keys))
    rows = ((register, _brief(register, commands.rows(register, ids))) for register, ids in ids_of.items())
    pages = (presenter.page(commands, None, some, Sight(register)) for register, some in rows)
    return {(one.register, one.id): one for page in pages for one in page}


def _brief(register: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    names = _telling_fields(register)
    return [{**row, "fields": {name: one for name, one in row["fields"].items() if name in names}} for row in rows]


@cache
def _telling_fields(register: str) -> frozenset[str]:
    """What a record is about: what its opening needs, and its keys."""
    one = REGISTERS[register]
    return frozenset({name for name, field in fields_of(one.opening.form).items() if field.required} | {*one.key_names})
