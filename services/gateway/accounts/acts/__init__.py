"""What becomes of accounts, on record."""
