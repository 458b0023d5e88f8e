"""The tables of lists and of what finds a text in them."""

from __future__ import annotations

import sqlalchemy as sa

from contracts.register import MOST_ORDERS
from services.chassis.storage.tables import meta

PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")
"""Texts in the order of their characters, on both databases."""
COLUMNS = tuple(f"o{number}" for number in range(1, MOST_ORDERS + 1))

listed = sa.Table(
    "listed",
    meta,
    sa.Column("register", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    *(sa.Column(name, PLAIN) for name in COLUMNS),
    sqlite_with_rowid=False,
)
"""Where each own record stands in the lists of its register: a place for each of the register's orders, which no other
record has."""
for _name in COLUMNS:
    _has_one = listed.c[_name].isnot(None)
    _group = (listed.c.register, listed.c.unit, listed.c.status)
    sa.Index(f"listed_by_{_name}", *_group, listed.c[_name], sqlite_where=_has_one, postgresql_where=_has_one)

list_groups = sa.Table(
    "list_groups",
    meta,
    sa.Column("register", sa.String, primary_key=True),
    sa.Column("unit", sa.String, primary_key=True),
    sa.Column("status", sa.String, primary_key=True),
    sqlite_with_rowid=False,
)
"""In which units and statuses a register has had records: a list is these groups, merged."""

grams = sa.Table(
    "grams",
    meta,
    sa.Column("register", sa.String, primary_key=True),
    sa.Column("gram", PLAIN, primary_key=True),
    sa.Column("block", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("bits", sa.LargeBinary, nullable=False),
    sa.Index("grams_by_block", "register", "block"),
    sqlite_with_rowid=False,
)
"""Which records of a block hold one character, or two that follow one another: a bit for each place in the block."""

gram_blocks = sa.Table(
    "gram_blocks",
    meta,
    sa.Column("register", sa.String, primary_key=True),
    sa.Column("block", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("live", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Blocks of records whose texts were taken in together, and which of their places still stand: a record that changed is
taken in again, in another block."""

gram_places = sa.Table(
    "gram_places",
    meta,
    sa.Column("register", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("block", sa.Integer, nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Index("gram_places_by_block", "register", "block", "place"),
    sqlite_with_rowid=False,
)
"""In which block a record's text is, and at which place."""

gram_waiting = sa.Table(
    "gram_waiting",
    meta,
    sa.Column("register", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Records whose texts wait to be taken in: few, and looked through one by one meanwhile. With the
version that waits: one that comes while another is taken in goes on waiting."""

tasks = sa.Table(
    "tasks",
    meta,
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("desk", sa.String, primary_key=True),
    sa.Column("unit", sa.String, primary_key=True),
    sa.Column("place", PLAIN, primary_key=True),
    sa.Column("register", sa.String, nullable=False),
    sa.Column("id", sa.String, nullable=False),
    sa.Column("barred", sa.Text, nullable=False),
    sa.Index("tasks_of_record", "register", "id"),
    sa.Index("tasks_by_desk", "kind", "desk", "place"),
    sqlite_with_rowid=False,
)
"""What own records wait for: at whose desk, since when, and who may not take it. One's own unit is found by the key,
all units together by their index."""

series = sa.Table(
    "series",
    meta,
    sa.Column("register", sa.String, primary_key=True),
    sa.Column("series", sa.String, primary_key=True),
    sa.Column("serial", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.String, primary_key=True),
    sa.Index("series_of_record", "register", "id"),
    sqlite_with_rowid=False,
)
"""The serials that own records bear, or ever bore, in the series of their register's numbers; voided ones too."""

mentions = sa.Table(
    "mentions",
    meta,
    sa.Column("target", sa.String, primary_key=True),
    sa.Column("named", sa.String, primary_key=True),
    sa.Column("register", sa.String, primary_key=True),
    sa.Column("place", PLAIN, primary_key=True),
    sa.Column("id", sa.String, nullable=False),
    sa.Column("fields", sa.Text, nullable=False),
    sa.Column("earlier", sa.Text, nullable=False),
    sa.Index("mentions_of_record", "register", "id", "target", "named"),
    sqlite_with_rowid=False,
)
"""Which own records name a record (`target` is its register, `named` its id), by their places in the order in which
they were opened: in which fields they do, and in which they did."""
