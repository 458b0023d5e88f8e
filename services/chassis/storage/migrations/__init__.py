"""The chassis's schema, versioned; the gateway adds a history of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from services.chassis.base import log
from services.chassis.storage.store import Store

_log = log.get("storage")
HERE = Path(__file__).parent
VERSION_TABLE = "migrated_"
"""With a history's name behind it: the table that says which version of it a database has."""
NOTHING, HEAD = "", "head"


class LaterSchema(SystemExit):
    """A later version of the suite has written this database: this one knows nothing of its tables."""


def migrate(store: Store, service: str, upto: Mapping[str, str] = MappingProxyType({})) -> dict[str, tuple[str, str]]:
    """Bring a service's database to the present schema, each history in one transaction; or to an earlier version of
    those histories that `upto` names.

    Safe to repeat, also after it was killed at any point, and on PostgreSQL by several processes at once. Answers the
    histories that went on, each with the version before and the one after. Raises LaterSchema.
    """
    steps: dict[str, tuple[str, str]] = {}
    for name, folder in histories(service).items():
        with store.begin() as tx:
            if not store.is_sqlite:
                # Processes of one service start together, and each would make the tables.
                tx.exec_driver_sql("SELECT pg_advisory_xact_lock(463)")
            before, after = _upgrade(name, folder, tx, upto.get(name, HEAD))
        if before != after:
            steps[name] = before, after
            _log.info("schema.migrated", service=service, history=name, before=before, after=after)
    return steps


def _upgrade(name: str, folder: Path, tx: sa.Connection, upto: str) -> tuple[str, str]:
    configuration = config(name, folder, tx)
    before = _version(name, tx)
    versions = {one.revision for one in ScriptDirectory.from_config(configuration).walk_revisions()}
    for version in {before, upto} - versions - {NOTHING, HEAD}:
        raise LaterSchema(
            f"{name}: its schema {version} was written by a later version of the suite 数据库由更新的版本写入"
        )
    command.upgrade(configuration, upto)
    return before, _version(name, tx)


def _version(name: str, tx: sa.Connection) -> str:
    """The version of a history that a database has."""
    context = MigrationContext.configure(tx, opts={"version_table": f"{VERSION_TABLE}{name}"})
    return context.get_current_revision() or NOTHING


def histories(service: str) -> dict[str, Path]:
    """The histories that a service's database follows: the chassis's, and its own if it has one."""
    own = HERE.parents[2] / service / "migrations"
    return {"chassis": HERE} | ({service: own} if own.is_dir() else {})


def config(name: str, folder: Path, tx: object) -> Config:
    """Alembic's configuration for one history on one open transaction."""
    alembic = Config()
    alembic.set_main_option("script_location", str(HERE))
    alembic.set_main_option("version_locations", str(folder / "versions"))
    alembic.set_main_option("path_separator", "os")
    alembic.attributes.update({"connection": tx, "version_table": f"{VERSION_TABLE}{name}"})
    return alembic
