"""Writes which records name a record, beside what they are.

In a table of its own: among the values by which look-ups find records a rule would read rows of what names others too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from contracts.register import NEW
from services.chassis.records.finding.mentions import may_name, mentions_of
from services.chassis.records.record import Record
from services.chassis.storage import store
from services.chassis.storage.lists.order_keys import opened_place
from services.chassis.storage.lists.tables import mentions

BETWEEN = ","
"""Between the names of fields: in no name of ours."""
_OF_RECORDS = mentions.delete().where(mentions.c.register == sa.bindparam("of"), store.any_of(mentions.c.id, "ids"))


def save(tx: sa.Connection, changed: Iterable[Record]) -> None:
    """Write what own records name now: what they named before a correction, or before they were voided, goes."""
    of_register: dict[str, list[Record]] = {}
    for record in changed:
        if may_name(record.register) and record.status() != NEW:
            of_register.setdefault(record.register.name, []).append(record)
    for register, some in of_register.items():
        tx.execute(_OF_RECORDS, {"of": register, "ids": [one.id for one in some]})
        store.insert_many(tx, mentions, [row for record in some for row in _rows(record)])


def clear(tx: sa.Connection, registers: Sequence[str]) -> None:
    """Forget what records of some registers name, to be written again."""
    tx.execute(mentions.delete().where(mentions.c.register.in_(registers)))


def _rows(record: Record) -> list[dict[str, Any]]:
    place = opened_place(record)
    return [
        {
            "target": one.target[0],
            "named": one.target[1],
            "register": record.register.name,
            "place": place,
            "id": record.id,
            "fields": BETWEEN.join(one.fields),
            "earlier": BETWEEN.join(one.earlier),
        }
        for one in mentions_of(record)
    ]
