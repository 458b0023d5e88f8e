"""The log: entries with what they say, the tree over them, what was signed, and what is counted."""

import hashlib
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
SOUGHT = ("kind", "actor", "post", "unit", "address", "record", "outcome")
CONDITIONS = {"kind": "forgotten = 0", "outcome": "outcome != 'done'"}
TABLES = (
    "verifications",
    "addresses",
    "tallies",
    "cosignatures",
    "cosigners",
    "checkpoints",
    "head",
    "tiles",
    "named",
    "bodies",
    "entries",
)


def text(name: str) -> sa.Column[Any]:
    """A column of text."""
    return sa.Column(name, sa.String(), nullable=False)


def number(name: str) -> sa.Column[Any]:
    """A column of whole numbers, beyond 32 bits."""
    return sa.Column(name, NUMBER, nullable=False, autoincrement=False)


def binary(name: str) -> sa.Column[Any]:
    """A column of bytes."""
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def upgrade() -> None:
    """Make the tables, and the head of an empty log."""
    op.create_table(
        "entries",
        number("position"),
        number("time"),
        text("service"),
        *map(text, SOUGHT),
        sa.Column("times", sa.Integer(), nullable=False),
        text("id"),
        binary("commitment"),
        sa.Column("forgotten", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("entries_by_time", "entries", ["time", "position"])
    for name in SOUGHT:
        where = sa.text(CONDITIONS.get(name, f"{name} != ''"))
        columns = [name, "time", "position"]
        op.create_index(f"entries_by_{name}", "entries", columns, sqlite_where=where, postgresql_where=where)
    body = sa.Column("body", sa.Text(), nullable=False)
    op.create_table("bodies", number("position"), binary("salt"), body, sa.PrimaryKeyConstraint("position"))
    _make_table("named", text("record"), number("time"), number("position"), key=("record", "time", "position"))
    op.create_index("named_by_position", "named", ["position"])
    level = sa.Column("level", sa.SmallInteger(), nullable=False, autoincrement=False)
    _make_table("tiles", level, number("number"), binary("hashes"), binary("root"), key=("level", "number"))
    _make_what_is_signed()
    _make_what_is_counted()


def _make_table(table: str, *columns: sa.Column[Any], key: tuple[str, ...]) -> None:
    """A table that lies in the order of its key."""
    op.create_table(table, *columns, sa.PrimaryKeyConstraint(*key), sqlite_with_rowid=False)


def _make_what_is_signed() -> None:
    op.create_table(
        "head", text("name"), number("size"), binary("root"), binary("hashes"), sa.PrimaryKeyConstraint("name")
    )
    hashes = (sa.column(name, sa.LargeBinary()) for name in ("root", "hashes"))
    head = sa.table("head", sa.column("name"), sa.column("size"), *hashes)
    op.execute(head.insert().values(name="log", size=0, root=hashlib.sha256(b"").digest(), hashes=b""))
    note = sa.Column("note", sa.Text(), nullable=False)
    op.create_table(
        "checkpoints", number("size"), text("key"), text("at"), note, sa.PrimaryKeyConstraint("size", "key")
    )
    op.create_table("cosigners", text("name"), text("key"), sa.PrimaryKeyConstraint("name"))
    op.create_table(
        "cosignatures",
        number("size"),
        text("witness"),
        number("time"),
        text("line"),
        sa.PrimaryKeyConstraint("size", "witness"),
    )


def _make_what_is_counted() -> None:
    _make_table("tallies", text("day"), text("rule"), text("actor"), number("times"), key=("day", "rule", "actor"))
    nothing = sa.text("times = 0")
    op.create_index("tallies_of_nothing", "tallies", ["day"], sqlite_where=nothing, postgresql_where=nothing)
    _make_table("addresses", text("id"), key=("id",))
    fault = sa.Column("fault", sa.Text(), nullable=False)
    op.create_table(
        "verifications", text("at"), number("size"), number("forgotten"), fault, sa.PrimaryKeyConstraint("at")
    )


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_table(table)
