"""What stands in the journals and not in the log, by id.

The inbox compares itself with each journal and sends for what it lacks. What it had to send for and still has not, and
what lies among the dead letters, is not in the log. Of an act that was never journalled nobody can tell.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from contracts.audit.rpc import Gap, GapsReply
from services.audit.tables import entries
from services.chassis.storage.tables import inbox_heads, set_aside

MOST = 300
"""Gaps of each service that are named."""
_A = set_aside.c
_LACKING = set_aside.outerjoin(entries, entries.c.id == _A.id)
_IS_LACKING = entries.c.id.is_(None)
_COUNTS = sa.select(_A.owner, sa.func.count().label("n")).select_from(_LACKING).where(_IS_LACKING).group_by(_A.owner)


def counts(tx: sa.Connection) -> dict[str, int]:
    """How many events of each service are not in the log."""
    return {row.owner: row.n for row in tx.execute(_COUNTS)}


def gaps(tx: sa.Connection, conflicts: Iterable[str]) -> GapsReply:
    """Which events they are, those first that have been missed longest, and since when."""
    here = counts(tx)
    named = tuple(gap for owner in sorted(here) for gap in _gaps_of(tx, owner))
    return GapsReply(named, dict(sorted(here.items())), tuple(sorted(conflicts)))


def _gaps_of(tx: sa.Connection, owner: str) -> list[Gap]:
    query = sa.select(_A.owner, _A.id, _A.at).select_from(_LACKING).where(_IS_LACKING, _A.owner == owner)
    return [Gap(row.owner, row.id, row.at) for row in tx.execute(query.order_by(_A.at, _A.id).limit(MOST))]


def compare_anew(tx: sa.Connection) -> None:
    """Have every journal compared with the log from its first event on: what was cut from the log is missed then."""
    tx.execute(inbox_heads.update().values(sequence=0, chain=b""))
