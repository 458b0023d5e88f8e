"""Lets only those call an owner who may (docs/decisions/0024-signed-calls-and-message-versions.md)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from contracts.call import OPEN_METHODS, CallFault, CallProof, CallRefused, may_call, signed_text
from contracts.errors import Unreadable
from services.chassis.base import clock, log, metrics
from services.chassis.base.signing_keys import VerifyingKeys
from services.chassis.messaging.challenges import Challenges

_log = log.get("calls")
Tell = Callable[[str, str, str], None]
"""Is told of a refused call: its method, the fault, and who it says makes it."""
SAYS_SO_EVERY = 10.0
"""Seconds: whoever floods a service with calls does not flood its log."""


@dataclass(frozen=True)
class Letter:
    """A call as it was delivered: what is asked, the bytes that ask it, where the answer goes, and at which tick."""

    method: str
    body: bytes
    reply_to: str
    proof: Any
    delivered: float


@dataclass(frozen=True)
class Call:
    """A call that may be made: by which service (empty: nobody vouches for it), and until which tick it is awaited."""

    service: str = ""
    until: float = math.inf

    @property
    def late(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return clock.ticks() > self.until


class CallGuard:
    """Admits calls to one service, and counts those that it refuses."""

    def __init__(self, service: str, keys: VerifyingKeys, *, accepts_unsigned: bool = False) -> None:
        """`accepts_unsigned`: for the minutes in which a gateway of 0.1.0 still calls."""
        self._service, self._keys, self.accepts_unsigned = service, keys, accepts_unsigned
        self.challenges = Challenges()
        self.refusals = 0
        self.tell: Tell = lambda _method, _fault, _service: None
        self._silent_until = -math.inf

    def admit(self, letter: Letter) -> Call:
        """The call that a letter makes. Raises CallRefused, and has counted it then."""
        if letter.method in OPEN_METHODS:
            return Call()
        if letter.proof is None and self.accepts_unsigned:
            return Call()
        proof = _read(letter.proof)
        fault = self._fault_of(letter, proof) if proof else CallFault.UNSIGNED
        if proof is None or fault is not None:
            self._count(letter, fault or CallFault.UNSIGNED, proof.service if proof else "")
            raise CallRefused(fault or CallFault.UNSIGNED)
        return Call(proof.service, letter.delivered + proof.budget / 1000)

    def _fault_of(self, letter: Letter, proof: CallProof) -> CallFault | None:
        text = signed_text(proof, self._service, letter.method, letter.body, letter.reply_to)
        if not self._keys.verify(proof.service, proof.key, bytes.fromhex(proof.signature), text):
            return CallFault.FORGED
        if not may_call(proof.service, self._service, letter.method):
            return CallFault.NOT_ALLOWED
        return self.challenges.fault_of(proof.challenges, proof.nonce)

    def _count(self, letter: Letter, fault: CallFault, service: str) -> None:
        metrics.count_refused_call(fault)
        # Who signs with its own key and is late is no intruder.
        if fault is CallFault.STALE:
            return
        self.refusals += 1
        self.tell(letter.method, fault, service)
        if clock.ticks() > self._silent_until:
            self._silent_until = clock.ticks() + SAYS_SO_EVERY
            _log.warning(
                "call.refused", method=letter.method[:80], reason=fault, caller=service[:80], so_far=self.refusals
            )


def _read(payload: Any) -> CallProof | None:
    """The proof in a header; None where there is none that could be read."""
    try:
        proof = CallProof.from_payload(payload)
        bytes.fromhex(proof.signature)
    except (Unreadable, ValueError):
        return None
    return proof
