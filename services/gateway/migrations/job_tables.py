"""The tables of jobs: imports that go on while nobody waits for them, with their files and what came of the rows."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Make the tables."""
    texts = ("account", "role", "behalf", "register", "state", "made_at", "changed_at", "until")
    numbers = ("part", "tries", "rows", "done", "accepted", "repeated", "refused", "held")
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        sa.Column("unit", sa.String()),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("cancel", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
    )
    op.create_index("jobs_by_account", "jobs", ["account", "made_at"])
    op.create_index("jobs_by_state", "jobs", ["state", "changed_at"])
    op.create_index("jobs_by_change", "jobs", ["changed_at"])
    op.create_table(
        "job_parts",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("job", "place", "number"),
    )


def drop() -> None:
    """Drop them."""
    for name in ("job_parts", "jobs"):
        op.drop_table(name)
