"""Whether events are their owner's whole history: from the first on, none missing, each as it was signed."""

from __future__ import annotations

from contracts import seal
from contracts.errors import Unreadable
from contracts.seal import Seal
from contracts.tlog.tree import leaf_hash
from services.chassis.base.signing_keys import VerifyingKeys


class BrokenHistory(Exception):
    """The first event that is not what it should be, in words."""


class History:
    """Follows one owner's events in their order. `sequence`, `chain` and `epoch` say where it stands."""

    def __init__(self, source: str, keys: VerifyingKeys) -> None:
        """`source` is the CloudEvents source of the owner's events; `keys` are everybody's public ones."""
        self._source, self._keys, self._owner = source, keys, source.rpartition("/")[2]
        self.sequence, self.chain, self.epoch = 0, b"", ""
        self.epochs = 0
        self._statement = b""

    def expect(self, sequence: int) -> None:
        """Whether this is the next one. Raises BrokenHistory."""
        if sequence != self.sequence + 1:
            raise BrokenHistory(f"sequence {self.sequence + 1} is missing")

    def follow(self, epoch: str, body: bytes) -> None:
        """Go one event further along the chain."""
        if self.epoch != epoch:
            self.epoch, self.chain = epoch, seal.begin_chain(epoch, self.chain)
            self.epochs += 1
        self.sequence, self.chain = self.sequence + 1, seal.link(self.chain, leaf_hash(body))

    def check_signature(self, event_id: str, own: Seal, body: bytes) -> None:
        """Whether its owner signed the event where it now stands. Raises BrokenHistory."""
        place = f"sequence {self.sequence}, event {event_id}"
        try:
            statement = own.batch(self._source, body).statement()
        except Unreadable:
            raise BrokenHistory(f"{place}: its seal is not whole") from None
        # One signature for all that was written together: the same statement is not checked again.
        if statement != self._statement and not self._keys.verify(self._owner, own.key, own.signature, statement):
            raise BrokenHistory(f"{place}: its owner did not sign it so")
        if own.sequence == own.last and own.head != self.chain:
            raise BrokenHistory(f"{place}: the chain does not lead to what was signed")
        self._statement = statement
