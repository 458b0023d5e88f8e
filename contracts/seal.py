"""The seal on an owner's events: what binds each to its place in the owner's history, and to nobody but its owner.

Events that are written together are a batch. Their hashes are the leaves of a Merkle tree (RFC 6962, section 2.1), and
a chain of hashes runs from each event to the next. The owner signs one statement a batch: which events it holds, the
root of their tree, where the chain stands after them. An event travels with that signature and its path to the root, so
whoever has the owner's public key can check it alone; nobody can forge it who has no more than that.

Sequences count an owner's events from 1 without a gap. An epoch is one life of a journal: one that was put back from an
older backup begins another, since it would give sequences a second time.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from contracts.errors import Unreadable
from contracts.tlog import tree
from contracts.tlog.errors import BadProof
from contracts.tlog.tree import DIGEST

HEADER = "x-seal-"
"""What the names of the AMQP headers begin with that carry a seal."""
LONGEST_PATH = 40
_TEXTS, _NUMBERS, _BYTES = ("epoch", "key"), ("sequence", "first", "last"), ("head", "signature", "path")


@dataclass(frozen=True, slots=True)
class Batch:
    """Events that were written together, as their owner signs them.

    source  the owner, as its events name it: /district/service
    epoch   the id of the journal's epoch
    first, last  the sequences of the first and the last event
    root    of the Merkle tree over the events' bodies
    head    where the chain stands after the last event
    """

    source: str
    epoch: str
    first: int
    last: int
    root: bytes
    head: bytes

    def statement(self) -> bytes:
        """The bytes that are signed."""
        numbers = (str(self.first), str(self.last), self.root.hex(), self.head.hex())
        return "\n".join(("four-six-three seal 1", self.source, self.epoch, *numbers, "")).encode()


@dataclass(frozen=True, slots=True)
class SignedBatch:
    """A batch with its owner's signature: whoever keeps one can show that the owner had these events."""

    batch: Batch
    key: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class Seal:
    """What travels with an event: its place, the way from its body to what was signed, and the signature.

    path  the hashes beside the way from the event's leaf up to the root, the lowest first
    key   the id of the key that signed
    """

    epoch: str
    sequence: int
    first: int
    last: int
    path: tuple[bytes, ...]
    head: bytes
    key: str
    signature: bytes

    def batch(self, source: str, body: bytes) -> Batch:
        """The batch that was signed if this body stood in this place of it. Raises Unreadable where it cannot."""
        index, size = self.sequence - self.first, self.last - self.first + 1
        root = root_along(self.path, tree.leaf_hash(body), index, size)
        return Batch(source, self.epoch, self.first, self.last, root, self.head)

    def signed_batch(self, source: str, body: bytes) -> SignedBatch:
        """The batch with its signature. Raises Unreadable where this body cannot stand in this place."""
        return SignedBatch(self.batch(source, body), self.key, self.signature)

    def to_headers(self) -> dict[str, str | int]:
        """The seal as headers of an AMQP message, or members of a JSON object."""
        texts = {"head": _text(self.head), "signature": _text(self.signature), "path": _text(b"".join(self.path))}
        plain = {name: getattr(self, name) for name in (*_TEXTS, *_NUMBERS)}
        return {f"{HEADER}{name}": value for name, value in {**plain, **texts}.items()}

    @classmethod
    def from_headers(cls, headers: Mapping[str, Any]) -> Seal | None:
        """The seal in the headers of a message; None where there is none. Raises Unreadable for half a one."""
        members = {name: headers[key] for name in (*_TEXTS, *_NUMBERS, *_BYTES) if (key := HEADER + name) in headers}
        if not members:
            return None
        for kind, names in ((str, _TEXTS + _BYTES), (int, _NUMBERS)):
            if strange := [name for name in names if type(members.get(name)) is not kind]:
                raise Unreadable("seal:", *strange)
        path = _bytes(members["path"])
        if len(path) % DIGEST or len(path) > LONGEST_PATH * DIGEST:
            raise Unreadable("seal: path")
        binary = {"path": steps(path), "head": _bytes(members["head"]), "signature": _bytes(members["signature"])}
        return cls(**members | binary)


def steps(path: bytes) -> tuple[bytes, ...]:
    """The hashes of a path that is written in one piece."""
    return tuple(path[start : start + DIGEST] for start in range(0, len(path), DIGEST))


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        raise Unreadable("seal: not Base64") from None


# --- the chain -------------------------------------------------------------------------------------------------------


def begin_chain(epoch: str, head: bytes) -> bytes:
    """Where the chain of an epoch starts, from where that of the epoch before it stood (no bytes: there was none)."""
    return sha256(b"\x02" + epoch.encode() + b"\n" + head).digest()


def link(head: bytes, leaf: bytes) -> bytes:
    """Where the chain stands after one more event."""
    return sha256(b"\x03" + head + leaf).digest()


# --- the tree --------------------------------------------------------------------------------------------------------


def root_along(path: Sequence[bytes], leaf: bytes, index: int, size: int) -> bytes:
    """The root to which a path leads from the leaf at `index` of `size`. Raises Unreadable for another path."""
    try:
        return tree.root_along(path, leaf, index, size)
    except BadProof as error:
        raise Unreadable(f"seal: {error.about[0]}") from None
