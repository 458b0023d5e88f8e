"""An event's proof as the stand-alone verifier takes it: what the log committed to, the way to the root, the keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contracts.packs import layout
from contracts.packs.witnessing import EarlierCheckpoint
from contracts.tlog.notes import Verifier
from contracts.wire import JsonObject
from services.gateway.audit.entries import line_of
from services.gateway.audit.proofs import EntryProof, ProofState
from services.gateway.reading_rights import ReadingRights


def proof_file(
    proof: EntryProof, keys: Iterable[Verifier], rights: ReadingRights, witnessed: Sequence[EarlierCheckpoint]
) -> JsonObject:
    """The proof with the members of `PROOF_FORMAT`; what somebody may not read is not in it, only where it stands.

    The fact is null while nothing is proven.
    """
    line = None
    if proof.entry and proof.state is ProofState.PROVEN:
        line = line_of(proof.entry, tuple(map(bytes.fromhex, proof.path)), rights).to_bytes().decode()
    own = {"format": layout.PROOF_FORMAT, "keys": [one.to_text() for one in keys], "fact": line}
    return proof.to_item() | own | {"witnessed": [one.to_members() for one in witnessed]}
