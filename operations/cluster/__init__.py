"""How a cluster stands: each node of database, broker and store, each gateway and service, each proxy."""
