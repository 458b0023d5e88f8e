"""The parts of a pack in the order in which they are written: checkpoint, facts, papers, verifier, manifest.

The manifest comes last, since it lists the others; of the facts there is a batch in memory, of the papers one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from contracts.audit import acts
from contracts.audit.acts import AUDIT
from contracts.audit.rpc import CheckpointReply, EntryRow, InclusionRequest
from contracts.errors import Unknown
from contracts.packs import layout
from contracts.packs.fact_lines import FORGOTTEN, WITHHELD, FactLine, hashes_in
from contracts.packs.witnessing import EarlierCheckpoint
from contracts.tlog.checkpoints import Checkpoint
from contracts.tlog.notes import Note, Signer, Verifier
from contracts.wire import JsonObject
from services.chassis.base import real_threads, signing_keys
from services.chassis.base.settings import Settings
from services.gateway.audit.entries import line_of
from services.gateway.audit_client import AuditClient
from services.gateway.casefile.zips import Member
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.packs.sources import Batch
from services.gateway.packs.stand_alone import verifier_file
from services.gateway.reading_rights import PaperRights, ReadingRights

MOST_NAMED = 1000
"""Ids that a manifest names of what is not in the pack; how many there are stands beside them."""
PAPERS_AT_ONCE = 500


@dataclass(frozen=True)
class Maker:
    """Who signs packs; `log_keys` are those with which the log's checkpoints are checked, the present one first."""

    signer: Signer
    log_keys: Callable[[], Sequence[Verifier]]

    def all_keys(self) -> list[Verifier]:
        """All keys with which a pack of ours is checked."""
        return [*self.log_keys(), self.signer.verifier]


def maker_of(settings: Settings) -> Maker:
    """The gateway of a district. The log's keys are read when they are needed: its service may start later."""
    key, origin, folder = signing_keys.load(settings), layout.log_origin(settings.district), settings.verifying_keys
    return Maker(
        Signer(layout.gateway_key_name(settings.district), key.public, key.sign),
        lambda: [Verifier(origin, one) for one in signing_keys.public_keys(folder, AUDIT)],
    )


@dataclass
class PackArchive:
    """One pack for one bearer.

    witnessed  what witnesses saw of the log before this checkpoint
    about  what the manifest says beside what is counted here
    """

    log: AuditClient
    maker: Maker
    rights: ReadingRights
    papers: PaperRights
    checkpoint: CheckpointReply
    witnessed: Sequence[EarlierCheckpoint]
    about: JsonObject
    _parts: dict[str, Any] = field(default_factory=dict)
    _names: dict[bytes, None] = field(default_factory=dict)
    _facts: int = 0
    _absent: dict[str, int] = field(default_factory=lambda: {WITHHELD: 0, FORGOTTEN: 0})
    _missing: list[str] = field(default_factory=list)
    _missing_count: int = 0
    _papers: dict[str, list[str]] = field(default_factory=lambda: {WITHHELD: [], "gone": []})
    _more_papers: bool = False
    _captions: JsonObject = field(default_factory=dict)

    def members(self, batches: Iterator[Batch]) -> Iterator[Member]:
        """The parts. Raises Unavailable where the log stops answering."""
        yield self._list(layout.CHECKPOINT, self.checkpoint.note.encode())
        if self.witnessed:
            yield self._list(layout.WITNESSED, orjson.dumps([one.to_members() for one in self.witnessed]))
        number = 0
        for batch in batches:
            if lines := self._lines(batch):
                number += 1
                yield self._list(layout.facts_part(number), b"".join(b"%s\n" % one.to_bytes() for one in lines))
        yield from self._paper_parts()
        yield self._list(layout.VERIFIER, verifier_file())
        manifest = orjson.dumps(self._manifest(), option=orjson.OPT_INDENT_2)
        yield layout.MANIFEST, manifest
        text = layout.manifest_text(manifest)
        yield layout.MANIFEST_NOTE, Note(text, (self.maker.signer.sign(text),)).to_text().encode()

    def _list(self, name: str, body: bytes) -> Member:
        self._parts[name] = layout.part_entry(len(body), real_threads.run(_hash, body))
        return name, body

    def _lines(self, batch: Batch) -> list[FactLine]:
        """The entries of a batch that stand under the checkpoint, each with its proof."""
        self._miss(batch.absent)
        rows = {row.index: row for row in batch.rows}
        if not rows:
            return []
        proofs = self.log.client.ask(acts.AUDIT, InclusionRequest(tuple(rows), self.checkpoint.size))
        paths = {one.index: tuple(map(bytes.fromhex, one.path)) for one in proofs}
        self._miss([row.id for index, row in rows.items() if index not in paths])
        return [self._line(row, paths[index]) for index, row in rows.items() if index in paths]

    def _line(self, row: EntryRow, path: tuple[bytes, ...]) -> FactLine:
        line = line_of(row, path, self.rights)
        self._facts += 1
        if line.absent:
            self._absent[line.absent] += 1
        else:
            self._note_papers(bytes.fromhex(one) for one in hashes_in(line.body))
        return line

    def _note_papers(self, names: Iterable[bytes]) -> None:
        for name in names:
            if len(self._names) < layout.MOST_PAPERS:
                self._names[name] = None
            elif name not in self._names:
                self._more_papers = True

    def _miss(self, ids: Sequence[str]) -> None:
        self._missing_count += len(ids)
        self._missing.extend(ids[: MOST_NAMED - len(self._missing)])

    def _paper_parts(self) -> Iterator[Member]:
        """The papers that the facts name; what is withheld or gone is noted. Other hashes are passed over."""
        names = [one.hex() for one in self._names]
        for start in range(0, len(names), PAPERS_AT_ONCE):
            some = names[start : start + PAPERS_AT_ONCE]
            readable, there = self.papers.readable(self._bearer, some), self.papers.evidence.about(some)
            said = self.papers.read_model.captions(readable & there.keys())
            self._captions |= {sha256: one.details for sha256, one in said.items() if one.stands}
            for sha256 in there:
                if sha256 not in readable:
                    self._papers[WITHHELD].append(sha256)
                elif (body := self._read(sha256)) is not None:
                    yield self._list(layout.paper_part(sha256), body)

    def _read(self, sha256: str) -> bytes | None:
        try:
            return self.papers.evidence.read(sha256)[0]
        except Unknown:  # Spoilt is one: the bytes are not those that were handed in
            self._papers["gone"].append(sha256)
            return None

    @property
    def _bearer(self) -> Bearer:
        return self.rights.bearer

    def _manifest(self) -> JsonObject:
        origin = Checkpoint.parse(Note.parse(self.checkpoint.note).text).origin
        return {
            "format": layout.FORMAT,
            **self.about,
            "log": {"origin": origin, "size": self.checkpoint.size, "root": self.checkpoint.root},
            "keys": [one.to_text() for one in self.maker.all_keys()],
            "facts": self._facts,
            "absent": self._absent,
            "not_under_the_checkpoint": {"count": self._missing_count, "ids": self._missing},
            "papers": {name: sorted(some) for name, some in self._papers.items()} | {"more": self._more_papers},
            "captions": self._captions,
            "parts": self._parts,
        }


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
