"""Writes which records name a record, beside what they are.

In a table of its own: among the values by which look-ups find records a rule would read rows of what names others too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from services.chassis.records.finding.mentions import may_name, mentions_of
from services.chassis.records.record import Record
from services.chassis.storage.lists import rewriting
from services.chassis.storage.lists.order_keys import opened_place
from services.chassis.storage.lists.tables import mentions

BETWEEN = ","
"""Between the names of fields: in no name of ours."""


def save(tx: sa.Connection, changed: Iterable[Record]) -> None:
    """Write what own records name now: what they named before a correction, or before they were voided, goes."""
    rewriting.rewrite(tx, mentions, (one for one in changed if may_name(one.register)), _rows)


def clear(tx: sa.Connection, registers: Sequence[str]) -> None:
    """Forget what records of some registers name, to be written again."""
    rewriting.clear(tx, mentions, registers)


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
