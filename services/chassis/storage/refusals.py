"""What it means that a database or a file system refuses to write: a disk is full or takes nothing, it follows."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import sqlalchemy as sa
from psycopg2.errors import ReadOnlySqlTransaction

from contracts.errors import InsufficientStorage, Problem, UnwritableStorage
from services.chassis.base import metrics

FULL, UNWRITABLE = InsufficientStorage, UnwritableStorage
_BY_ERRNO = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: UNWRITABLE, errno.EIO: UNWRITABLE}
_BY_SQLITE = {sqlite3.SQLITE_FULL: FULL, sqlite3.SQLITE_READONLY: UNWRITABLE, sqlite3.SQLITE_IOERR: UNWRITABLE}
_BY_SQLSTATE = {"53100": FULL, "58030": UNWRITABLE}
"""disk_full, io_error (PostgreSQL, appendix A)."""
_PRIMARY = 0xFF
"""Of SQLite's extended codes, the part that says what kind of error it is."""


def problem_of(error: BaseException | None) -> Problem | None:
    """The problem of the disk behind an error, if there is one.

    What was raised last may only say that there was nothing left to roll back: what it came from is asked too.
    """
    while error is not None:
        cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        if kind := _kind(cause):
            return kind(type(cause).__name__)
        error = error.__cause__ or error.__context__
    return None


def _kind(error: BaseException | None) -> type[Problem] | None:
    if isinstance(error, sqlite3.Error):
        return _BY_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & _PRIMARY)
    if isinstance(error, psycopg2.Error):
        return _BY_SQLSTATE.get(error.pgcode or "")
    return _BY_ERRNO.get(error.errno or 0) if isinstance(error, OSError) else None


@contextmanager
def as_problems() -> Iterator[None]:
    """Whatever the disk refuses in here is a problem for the client. Raises InsufficientStorage, UnwritableStorage."""
    try:
        yield
    except (OSError, sa.exc.DBAPIError) as error:
        if (problem := problem_of(error)) is None:
            raise
        if isinstance(error, OSError):  # what a database refuses is counted where it is asked
            metrics.count_storage_refusal()
        raise problem from error


def leave_followers(engine: sa.Engine) -> None:
    """A database that leads no more refuses what is written (SQLSTATE 25006): for who writes, its server is away.

    Otherwise its refusal would be the fault of what was to be written, and final. No connection of the pool is given
    out again.
    """

    @sa.event.listens_for(engine, "handle_error")
    def on_error(context: sa.engine.ExceptionContext) -> Exception | None:
        error = context.original_exception
        if not isinstance(error, ReadOnlySqlTransaction):
            return None
        context.is_disconnect = True
        return sa.exc.OperationalError(context.statement, None, error, hide_parameters=True)
