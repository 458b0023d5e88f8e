"""A log of made-up facts and packs of it, as tests need them. All of it is synthetic."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.packs import layout
from contracts.packs.fact_lines import FactLine
from contracts.packs.witnessing import EarlierCheckpoint
from contracts.tlog import tree
from contracts.tlog.checkpoints import Checkpoint
from contracts.tlog.commitments import leaf_of
from contracts.tlog.notes import Note, Signer

ORIGIN = layout.log_origin("320205")
PAPER = b"a paper, synthetic"
PAPER_HASH = hashlib.sha256(PAPER).hexdigest()


def signer_of(name: str, secret: str = "") -> Signer:
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256((secret or name).encode()).digest())
    return Signer(name, key.public_key().public_bytes_raw(), key.sign)


LOG, GATEWAY, WITNESS = signer_of(ORIGIN), signer_of(layout.gateway_key_name("320205")), signer_of("inspection")
KEYS = [LOG.verifier, GATEWAY.verifier, WITNESS.cosignature_verifier]


def fact(number: int) -> bytes:
    """The canonical bytes of the number-th version of one record."""
    members = {
        "data": {"evidence": [PAPER_HASH], "note": "示例"},
        "id": f"e{number}",
        "recordversion": number + 1,
        "subject": "m1",
        "time": "2026-11-28T00:00:00Z",
        "type": "outreach.matters.finished.v1",
    }
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass
class MadeUpLog:
    """Entries with their salts."""

    bodies: list[bytes] = field(default_factory=lambda: [fact(number) for number in range(11)])

    def salt(self, index: int) -> bytes:
        return hashlib.sha256(b"salt %d" % index).digest()

    def leaves(self) -> list[bytes]:
        return list(self._leaves)

    @cached_property
    def _leaves(self) -> tuple[bytes, ...]:
        return tuple(leaf_of(self.salt(at), body) for at, body in enumerate(self.bodies))

    def checkpoint(self, signer: Signer = LOG, witnesses: Iterable[Signer] = (WITNESS,)) -> Note:
        checkpoint = Checkpoint(ORIGIN, len(self.bodies), tree.root(self.leaves()))
        note = Note(checkpoint.to_text(), (signer.sign(checkpoint.to_text()),))
        for one in witnesses:
            note = note.beside(one.cosign(note.text, 1_795_890_000))
        return note

    def consistency(self, size: int, later: int) -> list[bytes]:
        """The proof that one size of the log begins another."""
        leaves = self.leaves()
        return tree.consistency_proof(
            lambda node: tree.root(leaves[node.at << node.level : (node.at + 1) << node.level]), size, later
        )

    def seen_at(self, size: int, witness: Signer = WITNESS) -> EarlierCheckpoint:
        """What a witness cosigned when the log had so many entries, and the way from there."""
        note = MadeUpLog(self.bodies[:size]).checkpoint(witnesses=[witness])
        return EarlierCheckpoint(note.to_text(), tuple(self.consistency(size, len(self.bodies))))

    def line(self, index: int, absent: str = "") -> FactLine:
        path = tree.path(tree.levels(self.leaves()), index)
        if absent:
            return FactLine(index, path, bare_leaf=self.leaves()[index], absent=absent)
        return FactLine(index, path, salt=self.salt(index), body=self.bodies[index])


@dataclass
class MadeUpPack:
    """The parts of a pack, which a test may spoil before they are put together."""

    log: MadeUpLog = field(default_factory=MadeUpLog)
    lines: list[bytes] = field(default_factory=list)
    papers: dict[str, bytes] = field(default_factory=lambda: {layout.paper_part(PAPER_HASH): PAPER})
    gateway: Signer = GATEWAY
    checkpoint: str = ""
    witnessed: object = None
    manifest: dict[str, Any] = field(default_factory=dict)
    later: dict[str, bytes] = field(default_factory=dict)
    """What takes the place of a part, or is added, after the manifest was signed."""

    def __post_init__(self) -> None:
        self.lines = self.lines or [self.log.line(at).to_bytes() for at in range(len(self.log.bodies))]
        self.checkpoint = self.checkpoint or self.log.checkpoint().to_text()

    def parts(self) -> dict[str, bytes]:
        half = len(self.lines) // 2 or 1
        pieces = [self.lines[:half], self.lines[half:]]
        facts = {layout.facts_part(at): b"".join(b"%s\n" % one for one in some) for at, some in enumerate(pieces, 1)}
        seen = {layout.WITNESSED: json.dumps(self.witnessed).encode()} if self.witnessed is not None else {}
        return {**facts, **self.papers, **seen, layout.CHECKPOINT: self.checkpoint.encode()}

    def to_bytes(self) -> bytes:
        parts = self.parts()
        entries: Mapping[str, Any] = {
            name: layout.part_entry(len(body), hashlib.sha256(body).hexdigest()) for name, body in parts.items()
        }
        manifest = {
            "format": layout.FORMAT,
            "about": {"kind": "record", "record": "outreach.matters/m1"},
            "keys": [one.to_text() for one in KEYS],
            "log": {"origin": ORIGIN, "size": len(self.log.bodies)},
            "facts": len(self.lines),
            "parts": entries,
            **self.manifest,
        }
        body = json.dumps(manifest).encode()
        text = layout.manifest_text(body)
        note = Note(text, (self.gateway.sign(text),)).to_text().encode()
        every = {layout.MANIFEST: body, layout.MANIFEST_NOTE: note, **parts, **self.later}
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as pack:
            for name, content in every.items():
                pack.writestr(zipfile.ZipInfo(name), content)
        return archive.getvalue()


def flip(value: bytes, at: int, by: int = 1) -> bytes:
    """The same bytes with one of them changed."""
    return value[:at] + bytes([value[at] ^ by]) + value[at + 1 :]


def text_of(value: bytes) -> str:
    return base64.b64encode(value).decode()
