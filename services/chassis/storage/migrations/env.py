"""Alembic's entry: runs on the transaction it is handed."""

from alembic import context

options = context.config.attributes
context.configure(
    connection=options["connection"],
    target_metadata=options.get("metadata"),
    version_table=options["version_table"],
    transactional_ddl=True,
)
context.run_migrations()
