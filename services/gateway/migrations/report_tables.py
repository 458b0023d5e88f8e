"""The tables of reports: as they were issued, whose rows nobody changes or takes away, and when the next one is due."""

import sqlalchemy as sa
from alembic import op

KEPT = ("reports", "report_files")
FUNCTION = "refuse_to_change_reports"


def make() -> None:
    """Make the tables."""
    texts = ("month", "unit", "lang", "reason", "as_of", "known_at", "issued_at", "issued_by", "issued_as")
    op.create_table(
        "reports",
        sa.Column("id", sa.String(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String()),
        *(sa.Column(f"{name}_sha256", sa.String(), nullable=False) for name in ("docx", "pdf", "said")),
    )
    op.create_index("reports_by_month", "reports", ["month", "unit", "number"], unique=True)
    op.create_index("reports_by_occasion", "reports", ["occasion"], unique=True)
    op.create_index("reports_by_time", "reports", ["issued_at", "id"])
    op.create_table(
        "report_files",
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("report", "form"),
    )
    op.create_table(
        "report_schedules",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("time", sa.String(), nullable=False),
        sa.Column("workday", sa.Boolean(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("set_at", sa.String(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
    )
    _keep()


def _keep() -> None:
    """Have the database itself refuse to change what was issued."""
    if op.get_bind().dialect.name == "sqlite":
        for table in KEPT:
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'what was issued is not changed'); END"
                )
        return
    op.execute(
        f"CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what was issued is not changed'; END $$"
    )
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_stay BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()"
        )


def drop() -> None:
    """Drop them."""
    for name in ("report_schedules", "report_files", "reports"):
        op.drop_table(name)
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP FUNCTION {FUNCTION}()")
