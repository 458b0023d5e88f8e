"""The chassis's schema, versioned; the gateway adds a history of its own."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from services.chassis.storage.store import Store

HERE = Path(__file__).parent


def migrate(store: Store, service: str) -> None:
    """Bring a service's database to the present schema; safe to repeat, on PostgreSQL by several processes at once."""
    for name, folder in histories(service).items():
        with store.begin() as tx:
            if not store.is_sqlite:
                # Processes of one service start together, and each would make the tables.
                tx.exec_driver_sql("SELECT pg_advisory_xact_lock(463)")
            command.upgrade(config(name, folder, tx), "head")


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
    alembic.attributes.update({"connection": tx, "version_table": f"migrated_{name}"})
    return alembic
