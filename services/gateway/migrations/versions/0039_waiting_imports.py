"""What each import's waiting steps are together stands in a row of its own: a list of imports costs its page."""

import json
from collections import Counter, defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

AT_ONCE = 1000


def upgrade() -> None:
    """Make the table and the indexes, and count what awaits release already."""
    op.create_table(
        "awaiting_imports",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "district", "register", "importer", "known")),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "district"),
        sqlite_with_rowid=False,
    )
    op.create_index("awaiting_imports_by_moment", "awaiting_imports", ["district", "register", "known", "id"])
    columns = ["district", "import", "known", "record", "importer"]
    op.create_index("awaiting_release_by_moment", "awaiting_release", columns)
    connection = op.get_bind()
    rows = [_row(key, connection) for key in _steps(connection).items()]
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(_INSERT, rows[start : start + AT_ONCE])


_INSERT = sa.text(
    "INSERT INTO awaiting_imports (id, district, register, importer, known, records, steps)"
    " VALUES (:id, :district, :register, :importer, :known, :records, :steps)"
)
_BY_STEP = sa.text('SELECT district, "import" AS id, step, count(*) AS n FROM awaiting_release GROUP BY 1, 2, 3')
_OF_ONE = sa.text(
    "SELECT count(DISTINCT record) AS records, min(record) AS record, min(known) AS known, min(importer) AS importer"
    ' FROM awaiting_release WHERE district = :district AND "import" = :id'
)


def _steps(connection: sa.Connection) -> dict[tuple[str, str], Counter[str]]:
    steps: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in connection.execute(_BY_STEP):
        steps[row.district, row.id][row.step] = row.n
    return steps


def _row(key: tuple[tuple[str, str], Counter[str]], connection: sa.Connection) -> dict[str, str | int]:
    (district, id_), steps = key
    one = connection.execute(_OF_ONE, {"district": district, "id": id_}).one()
    return {
        "id": id_,
        "district": district,
        "register": one.record.partition("/")[0],
        "importer": one.importer,
        "known": one.known,
        "records": one.records,
        "steps": json.dumps(dict(sorted(steps.items())), separators=(",", ":")),
    }


def downgrade() -> None:
    """Drop them."""
    op.drop_index("awaiting_release_by_moment", table_name="awaiting_release")
    op.drop_table("awaiting_imports")
