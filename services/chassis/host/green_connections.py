"""Whoever connects to PostgreSQL waits as long as the address says and no longer, in a process of green threads too.

libpq keeps `connect_timeout` where it waits itself. Where greenlets wait for it nobody does: behind a proxy that takes
a connection and then says nothing a place in the pool would be lost for good, and with the last one the service.
"""

from __future__ import annotations

import eventlet
import psycopg2
from eventlet.support.psycopg2_patcher import eventlet_wait_callback
from psycopg2 import extensions


def set_bound() -> None:
    """Call once, after eventlet has patched psycopg2."""
    extensions.set_wait_callback(_wait)


def _wait(connection: extensions.connection) -> None:
    """Let others have their turn until the server has answered.

    Raises OperationalError: it did not answer within the seconds that who connects gives it; none, or 0: no bound.
    """
    if connection.status != extensions.STATUS_SETUP:
        eventlet_wait_callback(connection)
        return
    seconds = int(connection.info.dsn_parameters.get("connect_timeout", "0"))
    error = psycopg2.OperationalError(f"the database did not answer within {seconds} s")
    with eventlet.Timeout(seconds or None, error):
        eventlet_wait_callback(connection)
