"""Between a body and its leaf: a commitment with a salt, so that a log can show a leaf to all and its body to few.

The commitment is HMAC-SHA256 of the body's canonical bytes (RFC 8785) with a random salt of 32 bytes; its own 32 bytes
are the leaf's data. Who has neither body nor salt learns nothing from it, not even by guessing bodies; once both are
forgotten it stands, and so does every proof.
"""

from __future__ import annotations

import hmac

from contracts.tlog.tree import leaf_hash

SALT = 32


def commit(salt: bytes, body: bytes) -> bytes:
    """The commitment to a body: the data of its leaf."""
    return hmac.digest(salt, body, "sha256")


def leaf_of(salt: bytes, body: bytes) -> bytes:
    """The hash of the leaf under which a body stands in the log."""
    return leaf_hash(commit(salt, body))
