"""Targets that were changed by an event: read from the ledger, and filled in where a change is proposed."""
