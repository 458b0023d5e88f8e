"""Stores of one test process share the SQL that was made of statements: making it again for each took half the time.

A statement's SQL is the same for every database of one kind, and an engine of its own remembers it for itself alone.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from services.chassis.storage import store

MOST = 20_000
"""How many statements are remembered: more than all tests have."""
_SHARED: dict[str, tuple[Any, Any]] = {}
_make_engine = store._engine


def share() -> None:
    """From now on."""
    store._engine = _engine


def _engine(url: sa.URL, **options: Any) -> sa.Engine:
    """An engine that, once it knows its server, goes on with what the first of its kind remembers."""
    engine = _make_engine(url, query_cache_size=MOST, **options)

    @sa.event.listens_for(engine, "first_connect")
    def on_first_connect(*_: Any) -> None:
        engine.dialect, engine._compiled_cache = _SHARED.setdefault(
            url.drivername, (engine.dialect, engine._compiled_cache)
        )

    return engine
