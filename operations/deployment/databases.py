"""PostgreSQL for the suite: a database for each service, an owner that may change it, and a user that may only use it.

Everything here may be repeated at every start: what is there stays, passwords and rights are put right.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import sqlalchemy as sa
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812 -- a class, whatever its name says

from contracts import catalogue
from operations.base.environment import Environment
from operations.base.errors import OperatorError, WrongSetting
from services.chassis.storage import migrations
from services.chassis.storage.store import Store

SERVICES = catalogue.SUITE
PATIENCE = 90.0
USER, OWNER = "database-{}", "owner-{}"
"""The files in which their passwords stand."""
REPLICATION = "replication"
"""Who follows the database, where something does: it may sign in where nothing is kept, and read no table."""
MAY_DO = "SELECT, INSERT, UPDATE, DELETE"
_ADD = "SELECT, INSERT"
MAY_DO_LESS = {
    "journal": f"{_ADD}, UPDATE (state, attempts)",
    **dict.fromkeys(("papers", "sealed", "seals", "epochs"), _ADD),
    # Of the audit log no commitment, no tile, no note is ever written again; contents go by the rules of retention.
    "entries": f"{_ADD}, UPDATE (actor, post, unit, address, record, forgotten)",
    **dict.fromkeys(("bodies", "named", "checkpoints"), f"{_ADD}, DELETE"),
    **dict.fromkeys(("tiles", "cosigners", "verifications"), _ADD),
    "cosignatures": f"{_ADD}, UPDATE",
    "head": "SELECT, UPDATE",
}
"""What has happened stays: of the journal only what became of the publication may change, of evidence nothing."""
AMCHECK = "amcheck"
"""An extension, and the schema in which it lies."""
MIGRATED = migrations.VERSION_TABLE
"""What the tables begin with that say how far a schema is migrated: for the owner to write."""


class NoDatabase(OperatorError):
    """No database at {0} took writes within {1} s: {2}. 数据库在限定时间内不可写。"""

    code = 2


def owner_of(service: str) -> str:
    """The role that owns a service's database."""
    return f"{service}_owner"


def url(environment: Environment) -> sa.URL:
    """Where PostgreSQL is. Raises WrongSetting."""
    try:
        return sa.make_url(environment.inherited.get("DATABASE_URL", ""))
    except sa.exc.ArgumentError:
        raise WrongSetting("DATABASE_URL", "it is not like postgresql://user@host/database") from None


def wait(superuser: sa.URL, patience: float = PATIENCE) -> None:
    """Wait until a database takes writes: of a cluster the leader may not be chosen yet. Raises NoDatabase."""
    until = time.monotonic() + patience
    while True:
        try:
            with _cursor(superuser) as cursor:
                cursor.execute("SELECT pg_is_in_recovery()")
                if cursor.fetchone() == (False,):
                    return
            lacking = "it takes no writes"
        except psycopg2.OperationalError as error:
            lacking = str(error).strip()
        if time.monotonic() > until:
            raise NoDatabase(superuser.host, f"{patience:.0f}", lacking)
        time.sleep(1)


def create(superuser: sa.URL, folder: Path) -> None:
    """Makes roles and databases as the superuser; the passwords stand in `folder`."""
    with _cursor(superuser) as cursor:
        # PUBLIC may connect to every database unless that is taken away, to these two as well.
        _close(cursor, "postgres")
        _close(cursor, "template1")
        if (folder / USER.format(REPLICATION)).exists():
            _follower(cursor, _password(folder, USER, REPLICATION))
        for service in SERVICES:
            _role(cursor, owner_of(service), _password(folder, OWNER, service))
            _role(cursor, service, _password(folder, USER, service))
            _database(cursor, service)
            _close(cursor, service)
            _grant_connect(cursor, service)
    for service in SERVICES:
        with _cursor(superuser.set(database=service)) as cursor:
            _amcheck(cursor, service)


def migrate(owner: sa.URL, folder: Path) -> None:
    """Brings every schema up to date as its owner, then says what its user may do with each table."""
    for service in SERVICES:
        password = _password(folder, OWNER, service)
        where = owner.set(username=owner_of(service), password=password, database=service)
        store = Store(where.render_as_string(hide_password=False))
        migrations.migrate(store, service)
        store.close()
        with _cursor(where) as cursor:
            _grant(cursor, service)


def _password(folder: Path, name: str, service: str) -> str:
    return (folder / name.format(service)).read_text(encoding="utf-8").strip()


@contextmanager
def _cursor(url: sa.URL) -> Iterator[Cursor]:
    place = {"host": url.host, "port": url.port or 5432, "dbname": url.database}
    # How soon a server that is gone without a word is given up stands behind the address.
    connection = psycopg2.connect(**place, user=url.username, password=url.password, **dict(url.query))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _role(cursor: Cursor, name: str, password: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,))
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    _say(cursor, verb + " ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION", name=name)
    _say(cursor, "ALTER ROLE {name} PASSWORD {password}", name=name, password=password)


def _follower(cursor: Cursor, password: str) -> None:
    """The role of an archive; in a cluster that of its nodes, which has the same rights already."""
    _role(cursor, REPLICATION, password)
    _say(cursor, "ALTER ROLE {name} REPLICATION", name=REPLICATION)
    _say(cursor, "GRANT CONNECT ON DATABASE postgres TO {name}", name=REPLICATION)


def _database(cursor: Cursor, service: str) -> None:
    """One that sorts by code point, as SQLite and Python do."""
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (service,))
    if not cursor.fetchone():
        locale = "TEMPLATE template0 ENCODING UTF8 LOCALE 'C.UTF-8'"
        _say(cursor, "CREATE DATABASE {name} OWNER {owner} " + locale, name=service, owner=owner_of(service))


def _close(cursor: Cursor, database: str) -> None:
    """Nobody may so much as connect, unless it is said below."""
    _say(cursor, "REVOKE ALL ON DATABASE {database} FROM PUBLIC", database=database)


def _grant_connect(cursor: Cursor, service: str) -> None:
    _say(cursor, "GRANT CONNECT ON DATABASE {service} TO {service}", service=service)


def _amcheck(cursor: Cursor, service: str) -> None:
    """Let a service's user check its indexes, by one function of an extension that only the superuser can make.

    In a schema of the superuser's own: nobody else can put anything in the function's place.
    """
    _say(cursor, "CREATE SCHEMA IF NOT EXISTS {schema}", schema=AMCHECK)
    _say(cursor, "CREATE EXTENSION IF NOT EXISTS amcheck SCHEMA {schema}", schema=AMCHECK)
    _say(cursor, "GRANT USAGE ON SCHEMA {schema} TO {service}", schema=AMCHECK, service=service)
    function = "{schema}.bt_index_check(regclass, boolean)"
    _say(cursor, f"GRANT EXECUTE ON FUNCTION {function} TO {{service}}", schema=AMCHECK, service=service)


def _grant(cursor: Cursor, service: str) -> None:
    """All in one transaction: a running service never meets a moment without rights."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    tables = [name for (name,) in cursor.fetchall()]
    cursor.execute("BEGIN")
    cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    _say(cursor, "GRANT USAGE ON SCHEMA public TO {service}", service=service)
    _say(cursor, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {service}", service=service)
    for table in tables:
        _say(cursor, f"GRANT {may_do(table)} ON {{table}} TO {{service}}", table=table, service=service)
    _say(cursor, "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {service}", service=service)
    cursor.execute("COMMIT")


def may_do(table: str) -> str:
    """What a service's user may do with a table of its own."""
    return "SELECT" if table.startswith(MIGRATED) else MAY_DO_LESS.get(table, MAY_DO)


def _say(cursor: Cursor, statement: str, *, password: str | None = None, **names: str) -> None:
    """A statement with names, and perhaps a password, in their places."""
    identifiers: Mapping[str, sql.Composable] = {name: sql.Identifier(value) for name, value in names.items()}
    secret = {"password": sql.Literal(password)} if password is not None else {}
    cursor.execute(sql.SQL(statement).format(**identifiers, **secret))
