"""How the log is: what the overview shows of it."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from contracts.audit.rpc import LogPageVerdict, LogStatus
from services.audit import checkpoints, cosigning, gaps, stored_tree
from services.audit.tables import verifications
from services.chassis.base import clock
from services.chassis.storage import store

_LAST = sa.select(verifications).order_by(verifications.c.at.desc()).limit(1)


def status(tx: sa.Connection, conflicts: Iterable[str], fault: str) -> LogStatus:
    """Entries, the newest checkpoint, the last whole verification, who witnessed, what is missing.

    `fault` is what is wrong without a verification; where nothing is, what the last verification said.
    """
    newest, last = checkpoints.reply(tx), tx.execute(_LAST).one_or_none()
    return LogStatus(
        stored_tree.read_head(tx).size,
        last.forgotten if last else 0,
        newest.size,
        newest.at,
        last.at if last else "",
        last.size if last else 0,
        fault or (last.fault if last else ""),
        cosigning.newest_of_each(tx),
        dict(gaps.counts(tx)),
        tuple(sorted(conflicts)),
    )


def note(tx: sa.Connection, verdict: LogPageVerdict, forgotten: int) -> None:
    """Remember what a whole verification showed, or that it ended at a fault."""
    fault = f"{verdict.index}: {verdict.fault}" if verdict.fault else ""
    at = clock.now().isoformat()
    store.insert_many(tx, verifications, [{"at": at, "size": verdict.upto, "forgotten": forgotten, "fault": fault}])
