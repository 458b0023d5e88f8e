"""Where it is kept what awaits a second person."""

from __future__ import annotations

import sqlalchemy as sa

from services.gateway.read_model.ledger import meta

waiting = sa.Table(
    "awaiting_release",
    meta,
    sa.Column("record", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("event", sa.String, nullable=False),
    sa.Column("import", sa.String, nullable=False),
    sa.Column("step", sa.String, nullable=False),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("importer", sa.String, nullable=False),
    sa.Column("known", sa.String, nullable=False),
    sa.Index("awaiting_release_by_import", "district", "import", "record", "place"),
    sa.Index("awaiting_release_by_moment", "district", "import", "known", "record", "importer"),
    sqlite_with_rowid=False,
)
imports = sa.Table(
    "awaiting_imports",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("register", sa.String, nullable=False),
    sa.Column("importer", sa.String, nullable=False),
    sa.Column("known", sa.String, nullable=False),
    sa.Column("records", sa.Integer, nullable=False),
    sa.Column("steps", sa.Text, nullable=False),
    sa.Index("awaiting_imports_by_moment", "district", "register", "known", "id"),
    sqlite_with_rowid=False,
)
"""known: when the first of what still awaits release was recorded. steps: how often each step of it
awaits release, as JSON."""
