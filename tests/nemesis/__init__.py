"""Kills processes at random while writers keep a ledger; what was acknowledged must have had exactly one effect."""
