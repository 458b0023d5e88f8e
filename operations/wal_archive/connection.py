"""How the archive reaches the database: as a role that may follow it, and sign in where nothing is kept."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg2
from psycopg2.extensions import connection as Session  # noqa: N812 -- a class, whatever its name says

from operations.base.environment import Environment

PLACE = "host=postgres user=replication dbname=postgres"
"""Where it is, unless ARCHIVE_DATABASE says otherwise: of a cluster all hosts, or the proxy."""
ALIVE = "connect_timeout=5 keepalives_idle=5 keepalives_interval=2 keepalives_count=3 target_session_attrs=read-write"


@dataclass(frozen=True)
class Connection:
    """A connection string without its password, and an environment with it."""

    text: str
    environment: Mapping[str, str]

    @classmethod
    def of(cls, environment: Environment) -> Connection:
        """As the settings say. Raises WrongSetting."""
        text = f"{environment.inherited.get('ARCHIVE_DATABASE') or PLACE} {ALIVE}"
        return cls(text, os.environ | {"PGPASSWORD": environment.secret("DATABASE_PASSWORD")})

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Statements, each a transaction of its own. Raises psycopg2.Error."""
        session = psycopg2.connect(self.text, password=self.environment["PGPASSWORD"])
        session.autocommit = True
        try:
            yield session
        finally:
            session.close()

    def now(self) -> dt.datetime:
        """The database's clock, by which it is restored. Raises psycopg2.Error."""
        with self.session() as session:
            return moment_of(session)


def moment_of(session: Session) -> dt.datetime:
    """What the clock of the database shows to which a session leads. Raises psycopg2.Error."""
    with session.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    return moment.astimezone(dt.UTC)  # type: ignore[no-any-return]
