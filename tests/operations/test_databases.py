"""Databases, owners and users on a PostgreSQL of the tests' own; tests/compose tries the same on the deployed one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import sqlalchemy as sa

from contracts.audit.rpc import VerifyLogRequest
from operations.deployment import databases
from services.audit.log_service import LogService
from services.chassis.base.settings import from_environment
from services.chassis.host import storage_watch
from services.chassis.storage import journal, migrations, tables
from services.chassis.storage.store import Store
from tests.damage import overwrite
from tests.log_rewrites import REWRITES
from tests.office import Office

PAGE = 8192


@pytest.fixture(scope="module")
def prepared_server(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.URL]:
    """The address of a server on which both jobs ran, twice."""
    folder, server = tmp_path_factory.mktemp("secrets"), sa.make_url(f"{postgres}/postgres")
    for service in databases.SERVICES:
        for name in (databases.USER, databases.OWNER):
            (folder / name.format(service)).write_text("hunter2\n")
    for _ in range(2):
        databases.create(server, folder)
        databases.migrate(server, folder)
    yield server
    _drop(server)


def _drop(server: sa.URL) -> None:
    with databases._cursor(server) as cursor:
        cursor.execute("GRANT CONNECT ON DATABASE postgres TO PUBLIC")
        for service in databases.SERVICES:
            cursor.execute(f"DROP DATABASE {service} WITH (FORCE)")
            cursor.execute(f"DROP ROLE {service}, {service}_owner")


def of(server: sa.URL, service: str) -> str:
    return server.set(username=service, database=service).render_as_string(hide_password=False)


def test_a_service_finds_its_schema_and_works_with_it(prepared_server: sa.URL, office: Office) -> None:
    office.matter()
    store = Store(of(prepared_server, "outreach"))
    migrations.migrate(store, "outreach")
    with store.begin() as tx:
        journal.append(tx, office.events)
        journal.mark(tx, [1], tables.PUBLISHED)
    store.close()


@pytest.mark.parametrize("deed", ["DELETE FROM journal", "UPDATE journal SET body = ''", "CREATE TABLE stray (x int)"])
def test_a_service_changes_neither_what_has_happened_nor_its_schema(prepared_server: sa.URL, deed: str) -> None:
    with contextlib.closing(psycopg2.connect(of(prepared_server, "outreach"))) as connection:
        assert_no_privilege(connection, deed)


@pytest.mark.parametrize("deed", REWRITES)
def test_the_audit_service_itself_rewrites_nothing_that_proves_its_log(prepared_server: sa.URL, deed: str) -> None:
    with contextlib.closing(psycopg2.connect(of(prepared_server, "audit"))) as connection:
        assert_no_privilege(connection, deed)


def test_the_audit_service_takes_in_signs_verifies_and_forgets_with_these_rights(
    prepared_server: sa.URL, office: Office, tmp_path: Path
) -> None:
    office.matter()
    store = Store(of(prepared_server, "audit"))
    settings = from_environment("audit", {"AMQP_URI": "amqp://x@127.0.0.1", "CAMPAIGN_HOME": str(tmp_path)})
    log = LogService(store, settings)
    log.prepare()
    with store.begin() as tx:
        log.append(tx, office.events)
    log.checkpoints.sign()
    verdict = log.verify(VerifyLogRequest())
    assert (verdict.fault, verdict.upto) == ("", len(office.events))
    store.close()


def assert_no_privilege(connection: Any, deed: str) -> None:
    with connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute(deed)


@pytest.mark.parametrize("other", ["training", "gateway", "postgres"])
def test_a_service_enters_no_other_database(prepared_server: sa.URL, other: str) -> None:
    there: Any = prepared_server.set(username="outreach", database=other).render_as_string(hide_password=False)
    with pytest.raises(psycopg2.OperationalError, match="permission denied"):
        psycopg2.connect(there)


def _file_of(server: sa.URL, database: str, relation: str) -> Path:
    """Asked of the database that it was copied from: nothing of the copy is read before the service does."""
    with databases._cursor(server.set(database="equipment")) as cursor:
        cursor.execute(
            "SELECT format('%%s/base/%%s/%%s', current_setting('data_directory'), d.oid, c.relfilenode)"
            " FROM pg_database d, pg_class c WHERE d.datname = %s AND c.relname = %s",
            (database, relation),
        )
        ((path,),) = cursor.fetchall()
    return Path(path)


def test_a_service_checks_its_indexes_and_is_told_of_a_torn_one(prepared_server: sa.URL) -> None:
    """The database is copied as files, so that the server has nothing of it in memory."""
    with databases._cursor(prepared_server.set(database="equipment")) as cursor:
        cursor.execute("INSERT INTO leases VALUES ('x', 'y', '')")
        cursor.execute("CHECKPOINT")
    with databases._cursor(prepared_server) as cursor:
        cursor.execute("CREATE DATABASE torn TEMPLATE equipment STRATEGY file_copy")
    where = prepared_server.set(username="equipment", database="torn")
    store = Store(where.render_as_string(hide_password=False))
    try:
        overwrite(_file_of(prepared_server, "torn", "leases_pkey"), PAGE, PAGE)
        storage_watch.look(store)
        assert any("index leases_pkey: " in fault for fault in store.damage.report())
    finally:
        store.close()
        with databases._cursor(prepared_server) as cursor:
            cursor.execute("DROP DATABASE torn WITH (FORCE)")


CHECKS = {
    "outreach": (
        "verify_heapam('journal')",
        "bt_index_parent_check('journal_pkey', true)",
        "bt_index_check('journal_pkey')",
    ),
    "training_owner": ("bt_index_check('journal_pkey', true)",),
}


@pytest.mark.parametrize(("user", "call"), [(user, call) for user, calls in CHECKS.items() for call in calls])
def test_of_the_extension_a_service_may_call_that_one_function(prepared_server: sa.URL, user: str, call: str) -> None:
    there: Any = prepared_server.set(username=user, database=user.partition("_")[0]).render_as_string(
        hide_password=False
    )
    with contextlib.closing(psycopg2.connect(there)) as connection:
        assert_no_privilege(connection, f"SELECT * FROM amcheck.{call}")
        connection.rollback()
        assert_no_privilege(connection, "CREATE FUNCTION amcheck.stray() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        connection.rollback()
        assert_no_privilege(connection, "DROP EXTENSION amcheck")


def test_databases_sort_as_python_and_sqlite_do(prepared_server: sa.URL) -> None:
    words = ["Z", "a", "é", "东", "西"]
    with databases._cursor(prepared_server.set(database="outreach")) as cursor:
        cursor.execute("SELECT x FROM unnest(%s) AS t(x) ORDER BY x", (words[::-1],))
        assert [word for (word,) in cursor.fetchall()] == sorted(words)


def test_a_password_that_was_changed_is_changed_at_the_next_start(prepared_server: sa.URL, tmp_path: Path) -> None:
    for service in databases.SERVICES:
        for name in (databases.USER, databases.OWNER):
            (tmp_path / name.format(service)).write_text("another")
    with databases._cursor(prepared_server) as cursor:
        cursor.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'outreach'")
        before = cursor.fetchone()
    databases.create(prepared_server, tmp_path)
    with databases._cursor(prepared_server) as cursor:
        cursor.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'outreach'")
        assert cursor.fetchone() != before
