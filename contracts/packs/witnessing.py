"""What witnesses saw of the log of a pack or a proof.

The log grows while packs are made: its newest checkpoint is nearly never one that a witness has cosigned. The newest
that each has, and the proof that the log only grew since, go along: a list of JSON objects of `checkpoint`, a signed
note, and `path`, the hashes from it to the pack's checkpoint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.tlog.checkpoints import SignedCheckpoint, open_checkpoint
from contracts.tlog.errors import BadProof
from contracts.tlog.notes import Verifier

MOST = 64
LONGEST_PATH = 128
"""A proof of consistency has two hashes a level at most, and a log fewer than 2 ** 64 entries."""
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class EarlierCheckpoint:
    """A checkpoint that witnesses cosigned, and the way from it to a later one."""

    checkpoint: str
    path: tuple[bytes, ...]

    def to_members(self) -> dict[str, Any]:
        """As it stands in a pack or a proof."""
        return {"checkpoint": self.checkpoint, "path": [one.hex() for one in self.path]}

    @classmethod
    def parse(cls, members: object) -> EarlierCheckpoint:
        """Raises BadProof for what is none."""
        if not isinstance(members, Mapping):
            raise BadProof("witnessed")
        checkpoint, path = members.get("checkpoint"), members.get("path")
        if not isinstance(checkpoint, str) or not isinstance(path, list) or len(path) > LONGEST_PATH:
            raise BadProof("witnessed")
        return cls(checkpoint, tuple(_hashes(path)))

    @classmethod
    def parse_all(cls, members: object) -> list[EarlierCheckpoint]:
        """Raises BadProof for what are none."""
        if not isinstance(members, list) or len(members) > MOST:
            raise BadProof("witnessed")
        return [cls.parse(one) for one in members]

    def check(self, signed: SignedCheckpoint, keys: Iterable[Verifier]) -> SignedCheckpoint:
        """The earlier checkpoint, as the log and witnesses of these keys signed it, and as `signed` goes on from it.

        Raises TlogError for one that does not hold.
        """
        seen = open_checkpoint(self.checkpoint, keys, signed.checkpoint.origin)
        signed.checkpoint.check_follows(seen.checkpoint, self.path)
        return seen


def _hashes(path: Sequence[object]) -> Iterable[bytes]:
    """Each written in the one way in which it is: capitals, or spaces between, are what somebody altered."""
    for one in path:
        if not isinstance(one, str) or not _HASH.fullmatch(one):
            raise BadProof("witnessed")
        yield bytes.fromhex(one)
