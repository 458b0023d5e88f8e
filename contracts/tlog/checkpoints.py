"""Checkpoints (C2SP tlog-checkpoint): what a log says of itself at a moment, as the text of a signed note.

Three lines: the origin, which names the log for ever and is also the name of the key that signs; the number of entries;
the root over them in Base64. Lines after these are extensions, which are kept and not read.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contracts.tlog.errors import BadCheckpoint, BadNote, BadProof, Fork, NoSignature, Shrinkage
from contracts.tlog.notes import COSIGNATURE, Note, Signature, Signer, Verifier, open_note
from contracts.tlog.tree import DIGEST, EMPTY_ROOT, check_consistency

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log of this origin has `size` entries, and this is the root over them."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def to_text(self) -> str:
        """The text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, _text(self.root), *self.extensions))

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Raises BadCheckpoint."""
        lines = text.split("\n")
        if len(lines) <= _LINES or lines.pop() or not all(lines):
            raise BadCheckpoint("lines")
        origin, size, root, *extensions = lines
        if not _SIZE.fullmatch(size):
            raise BadCheckpoint("size")
        checkpoint = cls(origin, int(size), _digest(root), tuple(extensions))
        if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
            raise BadCheckpoint("root")
        return checkpoint

    def sign(self, signer: Signer) -> Note:
        """The checkpoint as its log signs it. Raises BadNote when the key's name is not the origin."""
        if signer.name != self.origin:
            raise BadNote("key name")
        return Note(self.to_text(), (signer.sign(self.to_text()),))

    def check_follows(self, earlier: Checkpoint, proof: Sequence[bytes]) -> None:
        """Raise unless this is the earlier log, grown, and the proof shows it.

        Shrinkage: it has fewer entries. Fork: another origin, another root for the same size, or a proof that does not
        lead to both roots.
        """
        if self.origin != earlier.origin:
            raise Fork(earlier.origin, self.origin)
        if self.size < earlier.size:
            raise Shrinkage(earlier.size, self.size)
        if earlier.size == 0:
            return
        try:
            check_consistency(proof, earlier.size, earlier.root, self.size, self.root)
        except BadProof as error:
            raise Fork(earlier.size, self.size) from error


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint whose log's signature is checked, with the witnesses' signatures that are.

    note  its text and these signatures alone
    """

    checkpoint: Checkpoint
    note: Note
    cosignatures: tuple[Signature, ...]


def open_checkpoint(document: str, verifiers: Iterable[Verifier], origin: str = "") -> SignedCheckpoint:
    """A signed checkpoint, checked with keys that are trusted: the log's, and those of witnesses.

    origin  which log it must be of; empty: of any whose key is among these

    Raises BadNote, BadSignature, BadCheckpoint; NoSignature where the log itself has not signed.
    """
    keys = tuple(verifiers)
    note = open_note(document, keys)
    checkpoint = Checkpoint.parse(note.text)
    witnesses = {(one.name, one.key_id) for one in keys if one.kind == COSIGNATURE}
    cosignatures = tuple(one for one in note.signatures if (one.name, one.key_id) in witnesses)
    by_the_log = [one for one in note.signatures if one not in cosignatures and one.name == checkpoint.origin]
    if not by_the_log or checkpoint.origin != (origin or checkpoint.origin):
        raise NoSignature(checkpoint.origin)
    return SignedCheckpoint(checkpoint, note, cosignatures)


def cosign(note: Note, signer: Signer, time: int) -> Signature:
    """What a witness adds to a log's checkpoint once it has seen that nothing before it has changed."""
    return signer.cosign(note.text, time)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _digest(value: str) -> bytes:
    try:
        root = base64.b64decode(value, validate=True)
    except ValueError:
        raise BadCheckpoint("root") from None
    if len(root) != DIGEST or _text(root) != value:
        raise BadCheckpoint("root")
    return root
