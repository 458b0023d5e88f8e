"""What would rewrite what proves the audit log: nobody may do it, the audit service itself least of all."""

from __future__ import annotations

REWRITES = (
    "DELETE FROM entries",
    "UPDATE entries SET commitment = ''",
    "UPDATE entries SET id = 'x'",
    "UPDATE bodies SET body = ''",
    "UPDATE tiles SET hashes = ''",
    "UPDATE tiles SET root = ''",
    "DELETE FROM tiles",
    "UPDATE checkpoints SET note = ''",
    "DELETE FROM head",
    "INSERT INTO head VALUES ('x', 0, '', '')",
    "DELETE FROM cosignatures",
    "UPDATE cosigners SET key = ''",
    "DELETE FROM verifications",
    "TRUNCATE entries",
    "DROP TABLE entries",
)
