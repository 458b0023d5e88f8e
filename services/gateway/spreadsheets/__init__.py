"""Spreadsheets in and out: a clerk's ledger becomes commands, and records become a ledger again."""
