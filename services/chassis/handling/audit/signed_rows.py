"""Rows that a process signs for the one that comes after it: whatever else stands in their table somebody put there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import orjson
import sqlalchemy as sa

from services.chassis.base import ids
from services.chassis.storage.damage import is_damage
from services.chassis.storage.sealer import Sealer

CHANGED = "changed"
"""What is wrong with a row that is not as we signed it."""
Vouch = Callable[[str, bytes, bytes], bool]
"""Whether we signed a message: by the id of the key, the signature, the message."""


@dataclass(frozen=True, slots=True)
class SignedRow:
    """What we signed of a row, as texts; of one that is not as we signed it there is a digest instead."""

    id: str
    said: Mapping[str, str]
    digest: str = ""


def notice_id(fault: str, row: str, digest: str) -> str:
    """The id of the event that tells what is wrong with a row: the same however often it is met."""
    return ids.derive_id(f"{fault} {row} {digest}")


@dataclass(frozen=True)
class SignedRows:
    """A table with the columns `id`, `key` and `signature`.

    head    with which no other statement of ours begins
    signed  the columns that are signed, in their order
    """

    table: sa.Table
    head: bytes
    signed: tuple[str, ...]
    _as_it_is: sa.Select[Any] = field(init=False)

    def __post_init__(self) -> None:
        """Whatever stands in a row is read, of whatever type somebody has made it."""
        columns = (sa.type_coerce(one, sa.types.NullType()).label(one.name) for one in self.table.c)
        statement = sa.select(*columns).where(self.table.c.id == sa.bindparam("id"))
        object.__setattr__(self, "_as_it_is", statement)

    def sign(self, sealer: Sealer, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row with our signature."""
        signature = sealer.sign(self._statement(sealer.source, row))
        return {**row, "key": sealer.key_id, "signature": signature}

    def read(self, tx: sa.Connection, id_: Any, source: str, vouch: Vouch) -> SignedRow:
        """A row that there is. Raises what the store raises."""
        try:
            row = tx.execute(self._as_it_is, {"id": id_}).one()
        except sa.exc.OperationalError as error:
            if not is_damage(error):
                raise
            # What SQLite cannot read as text.
            return SignedRow(str(id_), {}, sha256().hexdigest())
        values = {name: bytes(one) if isinstance(one, memoryview) else one for name, one in row._asdict().items()}
        signature = values["signature"]
        # SQLite takes a value of any type for any column.
        if isinstance(signature, bytes) and vouch(str(values["key"]), signature, self._statement(source, values)):
            return SignedRow(str(id_), {name: str(values[name]) for name in self.signed})
        return SignedRow(str(id_), {}, sha256(repr(values).encode()).hexdigest())

    def _statement(self, source: str, row: Mapping[str, Any]) -> bytes:
        """The bytes that are signed: a row of another service is none of ours."""
        return self.head + orjson.dumps([source, *(str(row[name]) for name in self.signed)])
