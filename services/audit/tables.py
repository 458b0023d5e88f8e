"""The log's tables. The migrations make them, and a test holds the two against each other.

What proves is never rewritten: entries keep their commitments, tiles are written once they are full. What may go by a
rule of retention stands apart (`bodies`), or is blanked (who and where of an entry).
"""

from __future__ import annotations

import sqlalchemy as sa

meta = sa.MetaData()
_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
SOUGHT = ("kind", "actor", "post", "unit", "address", "record", "outcome")
"""By which entries are looked for: each has an index, in the order of time."""
BLANKED = ("actor", "post", "unit", "address", "record")
"""What is emptied when an entry's contents are forgotten."""
DONE = "done"
"""The outcome of nearly all entries: who looks for it looks at all of them."""


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False)


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, _NUMBER, primary_key=key, autoincrement=False, nullable=False)


entries = sa.Table(
    "entries",
    meta,
    _number("position", key=True),
    _number("time"),
    _text("service"),
    *(_text(name) for name in SOUGHT),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("commitment", sa.LargeBinary, nullable=False),
    sa.Column("forgotten", sa.SmallInteger, nullable=False),
    sa.Index("entries_by_time", "time", "position"),
)
"""An event each, from position 0 without a gap. `time` is when its service recorded it, in microseconds since 1970;
`commitment` is the leaf's data; `forgotten` is 1 where body, salt and what is blanked are gone."""


def _is_sought(name: str) -> sa.ColumnElement[bool]:
    """The rows that the index of a column holds: those that say something there; by kind, those not forgotten."""
    if name == "kind":
        return entries.c.forgotten == sa.literal_column("0")
    return entries.c[name] != sa.literal_column(f"'{DONE if name == 'outcome' else ''}'")


INDEXES = {
    name: sa.Index(
        f"entries_by_{name}",
        entries.c[name],
        entries.c.time,
        entries.c.position,
        sqlite_where=_is_sought(name),
        postgresql_where=_is_sought(name),
    )
    for name in SOUGHT
}
"""The index of each column that is looked for."""
CONDITIONS = {name: _is_sought(name) for name in SOUGHT}
"""What a question says too, so that SQLite knows that the index holds all that is meant."""

bodies = sa.Table(
    "bodies",
    meta,
    _number("position", key=True),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)
"""What an entry says, as canonical JSON, and the salt of its commitment. Forgotten entries have none."""

named = sa.Table(
    "named",
    meta,
    sa.Column("record", sa.String, primary_key=True),
    _number("time", key=True),
    _number("position", key=True),
    sa.Index("named_by_position", "position"),
    sqlite_with_rowid=False,
)
"""Further records that an entry names beside its own, a row each."""

tiles = sa.Table(
    "tiles",
    meta,
    sa.Column("level", sa.SmallInteger, primary_key=True, autoincrement=False),
    _number("number", key=True),
    sa.Column("hashes", sa.LargeBinary, nullable=False),
    sa.Column("root", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Full tiles (C2SP tlog-tiles): 256 hashes, and the root over them, which is one hash of the tile above."""

head = sa.Table(
    "head",
    meta,
    sa.Column("name", sa.String, primary_key=True),
    _number("size"),
    sa.Column("root", sa.LargeBinary, nullable=False),
    sa.Column("hashes", sa.LargeBinary, nullable=False),
)
"""One row: how many entries there are, the root over them, and the subtrees of the right edge, the largest first."""

checkpoints = sa.Table(
    "checkpoints",
    meta,
    _number("size", key=True),
    sa.Column("key", sa.String, primary_key=True),
    _text("at"),
    sa.Column("note", sa.Text, nullable=False),
)
"""What was signed: the newest, one for every ten minutes, and whatever a witness cosigned."""

cosigners = sa.Table("cosigners", meta, sa.Column("name", sa.String, primary_key=True), _text("key"))
"""The witnesses, each with the verifier key with which it first cosigned."""

cosignatures = sa.Table(
    "cosignatures",
    meta,
    _number("size", key=True),
    sa.Column("witness", sa.String, primary_key=True),
    _number("time"),
    _text("line"),
)
"""Witnesses' signatures on checkpoints, with the second at which each was given."""

tallies = sa.Table(
    "tallies",
    meta,
    sa.Column("day", sa.String, primary_key=True),
    sa.Column("rule", sa.String, primary_key=True),
    sa.Column("actor", sa.String, primary_key=True),
    _number("times"),
    sqlite_with_rowid=False,
)
"""How often somebody did on a day what a rule of the anomalies counts."""
nothing = sa.Index(
    "tallies_at_nothing", tallies.c.times, sqlite_where=tallies.c.times == 0, postgresql_where=tallies.c.times == 0
)
"""Empty: what comes to nothing is deleted without a look at the rest. SQLite takes it because the number leads."""

addresses = sa.Table(
    "addresses",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sqlite_with_rowid=False,
)
"""From where each account acted on a day: day, address and account in one."""

verifications = sa.Table(
    "verifications",
    meta,
    sa.Column("at", sa.String, primary_key=True),
    _number("size"),
    _number("forgotten"),
    sa.Column("fault", sa.Text, nullable=False),
)
"""Whole verifications: when, of how many entries, how many of these were forgotten, and what was wrong."""
