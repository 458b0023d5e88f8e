"""A store's errors say truly what happened and no personal data, and its connections are few."""

from __future__ import annotations

import errno

import psycopg2
import pytest
import sqlalchemy as sa

from services.chassis.base import clock
from services.chassis.messaging.retry import Outcome, outcome
from services.chassis.storage import journal, store, tables
from services.chassis.storage.store import REFUSED_AT_LEAST, Store

ROW = {"name": "x", "holder": "13812345678", "until": ""}


def test_a_value_that_the_database_refuses_is_not_a_database_that_is_away(postgres_url: str) -> None:
    """Else a poison message would be tried in place for ever, and everything behind it would wait."""
    opened = Store(postgres_url)
    table = sa.Table("numbers", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True))
    with opened.begin() as tx:
        table.create(tx)
    for value in (2**40, "a word", object):
        with pytest.raises(sa.exc.DataError) as caught, opened.begin() as tx:
            store.append(tx, table, ("id",), [(value,)])
        assert outcome(caught.value, 0) is Outcome.PARK
    opened.close()


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (psycopg2.errors.UniqueViolation, sa.exc.IntegrityError),
        (psycopg2.errors.AdminShutdown, sa.exc.OperationalError),
        (psycopg2.errors.DeadlockDetected, sa.exc.OperationalError),
        (psycopg2.InterfaceError, sa.exc.InterfaceError),
        (psycopg2.errors.NumericValueOutOfRange, sa.exc.DataError),
        (psycopg2.errors.UndefinedTable, sa.exc.DataError),
    ],
)
def test_every_driver_error_has_its_own_name(theirs: type[psycopg2.Error], ours: type[Exception]) -> None:
    assert store._as_ours(theirs()) is ours


@pytest.mark.parametrize("durable", [True, False])
def test_an_error_names_no_values(store: Store, *, durable: bool) -> None:
    with store.begin(durable=durable) as tx:
        tx.execute(tables.leases.insert().values(**ROW))
    with pytest.raises(sa.exc.IntegrityError) as caught, store.begin(durable=durable) as tx:
        tx.execute(tables.leases.insert().values(**ROW))
    assert ROW["holder"] not in str(caught.value)


def test_a_full_disk_is_told_though_a_small_row_finds_room_meanwhile(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OSError, match="full"), store.begin():
        raise OSError(errno.ENOSPC, "full")
    with store.begin(durable=False) as tx:
        tx.execute(tables.leases.insert().values(**ROW))
    assert store.refusal()
    now = clock.ticks()
    monkeypatch.setattr(clock, "ticks", lambda: now + REFUSED_AT_LEAST)
    assert store.refusal(), "nobody has tried again"
    with store.begin():
        pass
    assert not store.refusal()


def test_a_process_holds_few_connections(store: Store) -> None:
    durable, relaxed = store._engine.pool, store._relaxed.pool
    assert isinstance(durable, sa.QueuePool)
    assert isinstance(relaxed, sa.QueuePool)
    assert (durable.size(), durable._max_overflow) == (5, 15)
    assert (relaxed.size(), relaxed._max_overflow) == (1, 4)


def test_the_search_for_what_waits_follows_the_partial_index(store: Store) -> None:
    if not store.is_sqlite:
        pytest.skip("PostgreSQL chooses by how much there is")
    with store.begin_read() as tx:
        sql = str(journal._FRESH.compile(dialect=tx.dialect, compile_kwargs={"literal_binds": True}).string)
        plan = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql.replace(':most', '500')}", (500, 0)[: sql.count("?")])
        plan_text = " ".join(row.detail for row in plan)
    assert "journal_waiting" in plan_text
    assert "TEMP B-TREE" not in plan_text
