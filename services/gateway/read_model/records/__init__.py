"""Records as the ledger keeps their events, for what is made of whole records."""
