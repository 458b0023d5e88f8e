"""Acts of the gateway on record: the journal where they stand, and what of a request becomes one."""
