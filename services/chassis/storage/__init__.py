"""The database: the journal, the projection, the replicas, private texts, leases, migrations."""
