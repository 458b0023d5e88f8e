"""A home's databases read from beside: by the tables and columns that version 0.1.0 had, on SQLite and PostgreSQL."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

OWNERS = ("training", "outreach", "equipment", "cases")
SERVICES = ("gateway", *OWNERS)
JOURNAL = "id, register, subject, version, type, body, digest, upto"
LATER_REGISTERS = (
    *("cases.agencies", "cases.class_editions", "cases.publicities", "cases.recordings"),
    *("cases.patrol_plans", "cases.patrols", "cases.patrol_findings"),
    *("equipment.driving_incidents", "equipment.kit_uses", "equipment.premises", "equipment.staffing_comparisons"),
    *("equipment.stocktakes", "equipment.trips"),
    *(
        "outreach.account_posts",
        "outreach.captions",
        "outreach.hardship_help",
        "outreach.honours",
        "outreach.plan_publications",
    ),
    *("outreach.praise", "outreach.survey_sheets", "outreach.surveys"),
    *("training.campaign_documents", "training.duty_sheets", "training.training_needs"),
)
"""Registers that the demo has and no earlier version had."""
LATER_CASES = "XS-E-"
"""So begin the cases of the demo, and their process records, that no earlier version had."""
CONTRIBUTION = (
    "event, measure, side, role, number, unit, subject, dated, amount, turn, facet, expires, record, place, version, "
    "happened, known, gone"
)

Connect = Callable[[str], sa.Engine]


def sqlite(home: Path) -> Connect:
    """The SQLite databases of a home, by service."""
    return lambda service: sa.create_engine(f"sqlite:///{home}/data/{service}.db")


def postgresql(url: str) -> Connect:
    """PostgreSQL databases, by service; `{service}` stands in the address."""
    return lambda service: sa.create_engine(url.replace("{service}", service))


@contextlib.contextmanager
def reading(connect: Connect, service: str) -> Iterator[sa.Connection]:
    """A transaction of one service's database."""
    engine = connect(service)
    try:
        with engine.connect() as tx:
            yield tx
    finally:
        engine.dispose()


def journals(connect: Connect) -> dict[str, dict[str, Any]]:
    """Of every owner how many events of registers its journal has, and a hash of them in their order.

    Audit events are none: a version that has them tells of its own start. Nor are those of registers and cases in the
    demo that no earlier version had.
    """
    ours = " AND ".join(["register NOT LIKE '%.audit'", *(f"register <> '{one}'" for one in LATER_REGISTERS)])
    ours += f" AND subject NOT LIKE '{LATER_CASES}%'"
    query = f"SELECT {JOURNAL} FROM journal WHERE {ours} ORDER BY position"
    return {owner: _hashed(connect, owner, query) for owner in OWNERS}


def measures_of(progress: dict[str, Any]) -> list[str]:
    """The measures that a version had, by the table of its items."""
    items = [item for pillar in progress["pillars"] for item in pillar["items"]]
    return sorted(measure["id"] for item in items for measure in item["measures"])


def contributions(connect: Connect, measures: Collection[str]) -> dict[str, Any]:
    """How many contributions to these measures the ledger has; a hash of them by the columns of 0.1.0, in our order.

    Where there are generations of them, those of the one that is read. Their level is that which the event says: how
    much of it counts is a later version's to judge. Cases that the demo has since are left out.
    """
    columns = ", ".join(f"c.{name}" for name in CONTRIBUTION.split(", "))
    query = f"SELECT {columns}, t.body FROM contributions c JOIN tellings t ON t.id = c.event"
    ours = f" WHERE c.record NOT LIKE '%/{LATER_CASES}%'"
    ours += f" AND c.measure IN ({', '.join(f'{one!r}' for one in measures)})"
    with reading(connect, "gateway") as tx:
        if sa.inspect(tx).has_table("generations"):
            query += " JOIN generations g ON g.name = c.programme AND g.state = 'live'"
        rows = [[*row[:-1], json.loads(row[-1])["evidencelevel"]] for row in tx.execute(sa.text(query + ours))]
    return _hash(sorted(json.dumps(row, ensure_ascii=False) for row in rows))


def _hashed(connect: Connect, service: str, query: str) -> dict[str, Any]:
    with reading(connect, service) as tx:
        return _hash([json.dumps(list(row), ensure_ascii=False) for row in tx.execute(sa.text(query))])


def _hash(lines: list[str]) -> dict[str, Any]:
    return {"rows": len(lines), "hash": hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()}


def waiting(connect: Connect) -> dict[str, int]:
    """Of every owner how many events wait for the broker."""
    counts = {}
    for owner in OWNERS:
        with reading(connect, owner) as tx:
            counts[owner] = tx.scalar(sa.text("SELECT count(*) FROM journal WHERE state = 0")) or 0
    return counts
