"""Where bearings, clashes and answers are kept: derived from events alone, like the rest of the ledger."""

from __future__ import annotations

import sqlalchemy as sa

from services.gateway.read_model.ledger import meta

bearings = sa.Table(
    "bearings",
    meta,
    sa.Column("record", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("part", sa.String, primary_key=True),
    sa.Column("shown", sa.String, nullable=False),
    sa.Column("known", sa.String, nullable=False),
    sa.Column("day", sa.String, nullable=False),
    sa.Column("moment", sa.String, nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("spot", sa.String, nullable=False),
    sa.Column("unit", sa.String, nullable=False),
    sa.Index("bearings_by_key", "kind", "key", "district", "known", "record"),
    sqlite_with_rowid=False,
)
clashes = sa.Table(
    "clashes",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("slug", sa.String, nullable=False),
    sa.Column("record", sa.String, nullable=False),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("other", sa.String, nullable=False),
    sa.Column("other_unit", sa.String, nullable=False),
    sa.Column("read", sa.String, nullable=False),
    sa.Column("waits", sa.Integer, nullable=False, server_default="1"),
    sa.Column("restricted", sa.String, nullable=False, server_default=""),
    sa.Index("clashes_by_key", "kind", "key", "district"),
    sa.Index("clashes_by_record", "record", "district"),
    sa.Index("clashes_by_other", "other", "district"),
    sqlite_with_rowid=False,
)
"""`waits`: 1 while somebody has something left to do, else 0; `restricted`: which of the registers that it tells of not
everybody reads, with commas between."""
_WAITS = clashes.c.waits == sa.literal_column("1")
for _name, _columns in {
    "clashes_waiting": ("district", "restricted", "id"),
    "clashes_waiting_of_unit": ("district", "restricted", "unit", "id"),
}.items():
    sa.Index(_name, *(clashes.c[one] for one in _columns), sqlite_where=_WAITS, postgresql_where=_WAITS)
answers = sa.Table(
    "warning_answers",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("answer", sa.String, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("post", sa.String, nullable=False),
    sa.Column("known", sa.String, nullable=False),
    sqlite_with_rowid=False,
)
"""The id is the warning's: a record of the register of answers has it."""
