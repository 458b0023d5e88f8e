"""How a call over RPC proves who makes it, and which version of the messages it speaks.

Both travel in the call's headers: a peer of an older version passes over what it does not know there.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from contracts import catalogue
from contracts.errors import Unavailable
from contracts.rpc import Method
from contracts.wire import Message

GATEWAY = catalogue.GATEWAY
PROTOCOL_HEADER, PROOF_HEADER, CHALLENGE = "protocol", "proof", "challenge"
"""The headers of a call; an answer bears the first, and the challenge for the next call, beside its result."""
OPEN_METHODS = frozenset({Method.PULSE})
"""What anybody may ask who reaches the broker: it tells that a service lives, and has no effect."""
READ_BY_OWNERS = frozenset({Method.JOURNAL, Method.SEALED_IDS, Method.SEALED_EVENTS, Method.SEALED_JOURNAL})
"""What a service with an inbox may ask of the owners whose events come into it; the first is what 0.1.0 asks."""


@dataclass(frozen=True)
class CallProof(Message):
    """Who makes a call, and that the call is new.

    service     who calls
    key         the id of the key that signed
    nonce       no two calls have the same
    challenges  what processes of the called service gave out last; the one that answers knows its own, and its age
    budget      milliseconds from delivery after which nobody waits for the answer
    signature   over `signed_text`, in hexadecimal digits
    """

    service: str
    key: str
    nonce: str
    challenges: tuple[str, ...]
    budget: int
    signature: str = ""


class CallFault(StrEnum):
    """What is wrong with a call that is refused."""

    UNSIGNED = "unsigned"
    FORGED = "forged"
    NOT_ALLOWED = "not-allowed"
    STALE = "stale"
    """Signed by who may call, but too long ago, or for a process that has ended: its caller signs it anew."""
    REPEATED = "repeated"


class CallRefused(Unavailable):
    """A service did not take this for a call of one that may make it; nothing was done."""

    slug, zh = "call-refused", "服务未认可此次调用，未作任何处理"

    def __init__(self, reason: str = "", *_more: object) -> None:
        """`reason` is a `CallFault`, or what a newer peer calls one."""
        super().__init__(reason)
        self.reason = reason
        # What travels to the caller, and makes this error again there.
        self.args = (reason,)


def signed_text(proof: CallProof, audience: str, method: str, body: bytes, reply_to: str) -> bytes:
    """What the signature is over: who calls whom, for what, with which bytes, and where the answer goes."""
    digest = hashlib.sha256(body).hexdigest()
    about = [proof.service, audience, method, digest, reply_to, proof.budget, list(proof.challenges), proof.nonce]
    return json.dumps(["call", *about], separators=(",", ":")).encode()


def may_call(service: str, owner: str, method: str) -> bool:
    """Whether a service may call a method of an owner."""
    return service == GATEWAY or (method in READ_BY_OWNERS and owner in catalogue.owners_heard_by(service))
