"""The database: the journal, the projection, the replicas, the vault, leases, migrations."""
