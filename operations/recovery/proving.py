"""Whether a recovered home is what was recorded: files, journals, the view beside them, the audit log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from operations.base.environment import Environment
from operations.client.copies import backup_check
from operations.recovery import agreement
from operations.restoration.restoration import Restoration
from services.chassis.base.signing_keys import VerifyingKeys
from services.chassis.storage.store import Store

KEYS = "secrets/signing"


def prove(environment: Environment, home: Path) -> tuple[int, list[str]]:
    """How many events all journals have, and what is not as it was recorded; the worst of it alone."""
    if faults := [fault for file in sorted((home / "data").glob("*.db")) for fault in _broken(file)]:
        return 0, faults
    restored = _restoration(environment, home)
    events, faults = restored.check_journals()
    if faults:
        return events, faults
    faults = restored.check_view()
    if not backup_check.verify(environment, home, (), ()):
        faults.append("the audit log is not as it was signed 审计日志与所签署的不一致")
    return events, faults


def _restoration(environment: Environment, home: Path) -> Restoration:
    return Restoration(
        replace(environment, home=home),
        lambda service: Store(f"sqlite:///{agreement.journal_of(home / 'data', service)}"),
        lambda: Store(f"sqlite:///{home}/data/gateway.db"),
        VerifyingKeys(home / KEYS),
    )


def _broken(file: Path) -> Iterator[str]:
    """What SQLite itself finds wrong with a file."""
    with closing(sqlite3.connect(file)) as database:
        said = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if said != "ok":
        yield f"{file.name}: {said}"
