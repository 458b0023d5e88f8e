"""Commands carried out: one unit of work, one commit for all who wait, and what the answer shows to whom."""
