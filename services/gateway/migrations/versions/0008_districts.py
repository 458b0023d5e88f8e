"""District and programme belong to the keys of the ledger: a record's name and an event's id are one district's."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PROGRAMME = "'463'"
"""The one by which every contribution was made that there is."""
DISTRICT = {
    "sqlite": "substr(ltrim(json_extract(old.body, '$.source'), '/'), 1,"
    " instr(ltrim(json_extract(old.body, '$.source'), '/') || '/', '/') - 1)",
    "postgresql": "split_part(ltrim(old.body::json ->> 'source', '/'), '/', 1)",
}
"""Whose an event is, as its source says: 320205 of /320205/outreach."""
OF_RECORD = "(SELECT min(told.district) FROM tellings AS told WHERE told.record = old.record)"
OF_EVENTS_THAT_ARE_THERE = {
    "contributions": "CROSS JOIN tellings AS told WHERE told.id = old.event",
    "deadlines": "WHERE old.record IN (SELECT told.record FROM tellings AS told)",
    "city_cases": "WHERE old.record IN (SELECT told.record FROM tellings AS told)",
}
"""What is made of events has a district by them alone; without any it could not be made again."""
TELLINGS = {"tellings_by_record": "record district place version known", "tellings_by_time": "district known"}
CONTRIBUTIONS = {"contributions_by_subject": "measure side district programme subject record place"}
DEADLINES = {"deadlines_by_day": "district due"}
CASES = {
    "city_cases_by_day": "source_district last_on",
    "city_cases_by_source": "source source_district reported_on",
}


def upgrade() -> None:
    """Write the tables again under their new keys: neither database widens a key in place."""
    district = DISTRICT[op.get_bind().dialect.name]
    _rebuild("tellings", "id district", {"district": district}, TELLINGS)
    key = "event district programme measure side role number unit"
    _rebuild("contributions", key, {"district": "told.district", "programme": PROGRAMME}, CONTRIBUTIONS)
    _rebuild("deadlines", "record district clock run start", {"district": OF_RECORD}, DEADLINES)
    _rebuild("city_cases", "record source_district", {"source_district": OF_RECORD}, CASES)
    _rebuild_folded()


def _rebuild(name: str, key: str, added: dict[str, str], indexes: dict[str, str]) -> None:
    """Make a table again with further columns, what these hold said in SQL, and with these indexes."""
    columns = _columns(op.get_bind(), name)
    _set_aside(name)
    widened: list[sa.Column[Any]] = [*columns, *(sa.Column(one, sa.String(), nullable=False) for one in added)]
    # Reads in the order of the key, in which it also writes: neither jumps about in the file.
    op.create_table(
        name,
        *_key_first(widened, key.split()),
        sa.PrimaryKeyConstraint(*key.split()),
        sqlite_with_rowid=name == "tellings",
    )
    names = ", ".join(f'"{one.name}"' for one in columns)
    olds = ", ".join(f'old."{one.name}"' for one in columns)
    op.execute(
        f"INSERT INTO {name} ({names}, {', '.join(added)}) SELECT {olds}, {', '.join(added.values())}"  # noqa: S608
        f" FROM {name}_before AS old {OF_EVENTS_THAT_ARE_THERE.get(name, '')}"
    )
    op.drop_table(f"{name}_before")
    for index, of in indexes.items():
        op.create_index(index, name, of.split(), unique=False)


def _key_first(columns: list[sa.Column[Any]], key: list[str]) -> list[sa.Column[Any]]:
    """The columns with those of the key before all others, in the key's order.

    SQLite's check of integrity up to 3.40 takes any other order in a table without rowids for damage.
    """
    return sorted(columns, key=lambda one: key.index(one.name) if one.name in key else len(key))


def _columns(bind: sa.Connection, name: str) -> list[sa.Column[Any]]:
    found = sa.inspect(bind).get_columns(name)
    return [sa.Column(one["name"], one["type"], nullable=one["nullable"]) for one in found]


def _set_aside(name: str) -> None:
    op.rename_table(name, f"{name}_before")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {name}_before RENAME CONSTRAINT {name}_pkey TO {name}_before_pkey")


def _rebuild_folded() -> None:
    """By which programme each district's contributions were made, as far as it is known."""
    _set_aside("folded")
    op.create_table(
        "folded",
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("district", "programme"),
    )
    op.execute(
        f"INSERT INTO folded SELECT told.district, {PROGRAMME}, old.programme"  # noqa: S608
        " FROM (SELECT DISTINCT district FROM tellings) AS told CROSS JOIN folded_before AS old"
    )
    op.drop_table("folded_before")


def downgrade() -> None:
    """Refused: two districts may have rows of one key by now. Raises RuntimeError."""
    message = "an older gateway makes its ledger in a new database, from the journals"
    raise RuntimeError(message)
