"""What a pack proves: each part is checked in turn, and the first thing that is wrong ends it.

Signatures are checked with keys that the reader trusts, handed over apart from the pack. Without any the pack's own
keys are taken: then it is shown that the pack agrees with itself, and no more, for whoever forges a pack forges its
keys too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contracts.packs import layout
from contracts.packs.claims import check_claims, unsigned_claims
from contracts.packs.fact_lines import LONGEST, WITHHELD, FactLine, hashes_in
from contracts.packs.members import read_json
from contracts.packs.opening import BadPack, Pack
from contracts.packs.witnessing import EarlierCheckpoint
from contracts.tlog.checkpoints import SignedCheckpoint, open_checkpoint
from contracts.tlog.errors import BadSignature, NoSignature, TlogError
from contracts.tlog.notes import COSIGNATURE, Note, Verifier, open_note
from contracts.tlog.tree import check_inclusion


@dataclass
class Verdict:
    """What was shown so far.

    signed      the checkpoint, with the witnesses' signatures that fit keys in use
    seen        the checkpoints, that one or others before it, that witnesses whose keys are in use cosigned
    seen_facts  entries of the pack that stand under one of them
    own_keys    nobody gave a key: the pack's own were used
    keys        those that were used
    maker       who signed the manifest; empty: that was not checked
    facts, withheld, forgotten  entries with their body, and those of which only the place is shown
    papers      papers whose bytes are those that a fact names
    absent_papers, more_papers  how many the manifest says are not shown; whether there are more than a pack holds
    versions    of a record: how many versions there are, and whether none before the last is missing
    unsigned    members of a proof's file that nothing holds
    unchecked   who is said to have signed the checkpoint too, by keys that are not in use
    """

    about: Mapping[str, Any] = field(default_factory=dict)
    signed: SignedCheckpoint | None = None
    seen: Sequence[SignedCheckpoint] = ()
    seen_facts: int = 0
    own_keys: bool = False
    keys: Sequence[Verifier] = ()
    maker: str = ""
    facts: int = 0
    withheld: int = 0
    forgotten: int = 0
    papers: int = 0
    absent_papers: int = 0
    more_papers: bool = False
    versions: tuple[int, bool] | None = None
    unsigned: Sequence[str] = ()
    unchecked: Sequence[str] = ()


class Wrong(TlogError):
    """Something does not agree."""

    zh = "有一处不相符"

    def __init__(self, place: str, error: TlogError) -> None:
        """`place` names the part, and in it the line, that is wrong."""
        super().__init__(place, error)
        self.place, self.error = place, error


def check_pack(pack: Pack, trusted: Sequence[Verifier], verdict: Verdict) -> None:
    """Check all of a pack, and note in the verdict what holds. Raises Wrong for the first thing that does not."""
    manifest = _Manifest.read(pack)
    verdict.about, verdict.own_keys = manifest.members, not trusted
    verdict.keys = trusted or manifest.keys()
    verdict.maker = _check_maker(pack, verdict.keys)
    verdict.signed = _check_checkpoint(checkpoint := _text(pack, layout.CHECKPOINT), verdict.keys)
    verdict.unchecked = _unchecked_signers(checkpoint, verdict.signed)
    origin, size = manifest.log()
    if origin != verdict.signed.checkpoint.origin or not _is_number(size, verdict.signed.checkpoint.size):
        raise Wrong(layout.MANIFEST, BadPack("log"))
    witnessed = _members(pack, layout.WITNESSED) if layout.WITNESSED in pack.names else []
    verdict.seen = _check_witnessed(witnessed, verdict.signed, verdict.keys)
    papers = {name.removeprefix(layout.PAPERS) for name in pack.names if name.startswith(layout.PAPERS)}
    names = _check_facts(pack, verdict, manifest, papers)
    _check_parts(pack, manifest, names)
    verdict.papers = len(papers)
    verdict.absent_papers, verdict.more_papers = manifest.papers_left_out()


def check_proof(document: Mapping[str, Any], trusted: Sequence[Verifier], verdict: Verdict) -> None:
    """Check the proof of a single fact. Raises Wrong."""
    checkpoint, line, keys = (document.get(name) for name in ("checkpoint", "fact", "keys"))
    if not isinstance(checkpoint, str) or not isinstance(line, str):
        raise Wrong("proof", BadPack("checkpoint, fact"))
    verdict.own_keys, own = not trusted, _keys(keys)
    verdict.keys = trusted or own
    verdict.signed = _check_checkpoint(checkpoint, verdict.keys)
    verdict.unchecked = _unchecked_signers(checkpoint, verdict.signed)
    verdict.seen = _check_witnessed(document.get("witnessed", []), verdict.signed, verdict.keys)
    fact = _check_fact(f"{layout.PROOF_FORMAT}: fact", line.encode(), verdict)
    try:
        check_claims(document, fact, verdict.signed)
    except TlogError as error:
        raise Wrong(layout.PROOF_FORMAT, error) from None
    verdict.unsigned = unsigned_claims(document, fact)


@dataclass(frozen=True)
class _Manifest:
    """What a pack says of itself."""

    members: Mapping[str, Any]
    parts: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, pack: Pack) -> _Manifest:
        try:
            members = read_json(pack.small(layout.MANIFEST))
            form, parts = members["format"], {name: dict(one) for name, one in members["parts"].items()}
        except BadPack as error:
            raise Wrong(layout.MANIFEST, error) from None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Wrong(layout.MANIFEST, BadPack(error)) from None
        if form != layout.FORMAT:
            raise Wrong(layout.MANIFEST, BadPack("format", form))
        return cls(members, parts)

    def keys(self) -> list[Verifier]:
        return _keys(self.members.get("keys"))

    def log(self) -> tuple[Any, Any]:
        log = self.members.get("log")
        return (log.get("origin"), log.get("size")) if isinstance(log, dict) else (None, None)

    def papers_left_out(self) -> tuple[int, bool]:
        papers = self.members.get("papers")
        said = papers if isinstance(papers, dict) else {}
        return sum(len(some) for some in said.values() if isinstance(some, list)), said.get("more") is True

    def record(self) -> str:
        """The record that the pack is about; empty: another thing."""
        about = self.members.get("about")
        return str(about.get("record", "")) if isinstance(about, dict) else ""


def _keys(texts: object) -> list[Verifier]:
    """Keys as the pack itself names them."""
    if not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
        raise Wrong("keys", BadPack("keys"))
    try:
        return [Verifier.parse(one) for one in texts]
    except TlogError as error:
        raise Wrong("keys", error) from None


def _check_maker(pack: Pack, keys: Iterable[Verifier]) -> str:
    """Whose signature the manifest bears; nobody's where no key of a gateway is among these."""
    gateways = [one for one in keys if one.kind != COSIGNATURE and one.name.endswith("/gateway")]
    if not gateways:
        return ""
    try:
        note = open_note(_text(pack, layout.MANIFEST_NOTE), gateways)
        if note.text != layout.manifest_text(pack.small(layout.MANIFEST)):
            raise BadSignature(layout.MANIFEST)
    except Wrong:
        raise
    except TlogError as error:
        raise Wrong(layout.MANIFEST_NOTE, error) from None
    return note.signatures[0].name


def _check_checkpoint(document: str, keys: Iterable[Verifier]) -> SignedCheckpoint:
    trusted = _of_the_log(keys)
    try:
        if not any(one.kind != COSIGNATURE for one in trusted):
            raise NoSignature
        return open_checkpoint(document, trusted)
    except TlogError as error:
        raise Wrong(layout.CHECKPOINT, error) from None


def _unchecked_signers(document: str, signed: SignedCheckpoint) -> list[str]:
    others = (one for one in Note.parse(document).signatures if one not in signed.note.signatures)
    return sorted({one.name for one in others})


def _check_witnessed(members: object, signed: SignedCheckpoint, keys: Iterable[Verifier]) -> list[SignedCheckpoint]:
    """The checkpoints that witnesses of these keys cosigned. What goes along has to hold, whoever cosigned it."""
    trusted = _of_the_log(keys)
    try:
        earlier = [one.check(signed, trusted) for one in EarlierCheckpoint.parse_all(members)]
    except TlogError as error:
        raise Wrong(layout.WITNESSED, error) from None
    return [one for one in (signed, *earlier) if one.cosignatures]


def _of_the_log(keys: Iterable[Verifier]) -> list[Verifier]:
    """The log's keys and its witnesses'. A gateway signs manifests: its key says nothing of the log."""
    return [one for one in keys if not one.name.endswith("/gateway")]


def _check_facts(pack: Pack, verdict: Verdict, manifest: _Manifest, papers: set[str]) -> set[str]:
    """Every fact leads to the root; the papers of the pack that they name."""
    indexes, versions, names = set[int](), set[int](), set[str]()
    for place, line in _fact_lines(pack):
        fact = _check_fact(place, line, verdict)
        if fact.index in indexes:
            raise Wrong(place, BadPack("the same entry twice", fact.index))
        indexes.add(fact.index)
        names |= papers & set(hashes_in(fact.body))
        event = fact.event()
        if manifest.record() and f"{_register(event)}/{event.get('subject')}" == manifest.record():
            versions.add(_version(place, event))
    if not _is_number(manifest.members.get("facts"), len(indexes)):
        raise Wrong(layout.MANIFEST, BadPack("facts", manifest.members.get("facts"), len(indexes)))
    if manifest.record():
        verdict.versions = len(versions), versions == set(range(1, len(versions) + 1)) and bool(versions)
    return names


def _fact_lines(pack: Pack) -> Iterator[tuple[str, bytes]]:
    for name in sorted(one for one in pack.names if one.startswith(layout.FACTS)):
        try:
            for number, line in enumerate(pack.lines(name, LONGEST), 1):
                yield f"{name}:{number}", line
        except BadPack as error:
            raise Wrong(name, error) from None


def _check_fact(place: str, line: bytes, verdict: Verdict) -> FactLine:
    signed = verdict.signed
    if signed is None:
        raise Wrong(layout.CHECKPOINT, NoSignature())
    try:
        fact = FactLine.parse(line)
        place = f"{place} (index {fact.index}{_id(fact)})"
        root = signed.checkpoint.root
        check_inclusion(fact.path, fact.leaf(), fact.index, signed.checkpoint.size, root)
    except TlogError as error:
        raise Wrong(place, error) from None
    verdict.seen_facts += any(fact.index < one.checkpoint.size for one in verdict.seen)
    verdict.facts += not fact.absent
    verdict.withheld += fact.absent == WITHHELD
    verdict.forgotten += bool(fact.absent) and fact.absent != WITHHELD
    return fact


def _version(place: str, event: Mapping[str, Any]) -> int:
    version = event.get("recordversion")
    if type(version) is not int:
        raise Wrong(place, BadPack("recordversion"))
    return version


def _is_number(said: object, number: int) -> bool:
    """Whether a number is written as it is: 1.0 and true are equal to 1, and are not what a gateway writes."""
    return type(said) is int and said == number


def _id(fact: FactLine) -> str:
    event = fact.event()
    return f", {event['id']}" if isinstance(event.get("id"), str) else ""


def _register(event: Mapping[str, Any]) -> str:
    """outreach.matters of outreach.matters.finished.v1"""
    return str(event.get("type", "")).rsplit(".", 2)[0]


def _check_parts(pack: Pack, manifest: _Manifest, named: set[str]) -> None:
    """Every part is listed with its size and hash, every paper is what its name says and a fact names it."""
    listed = set(manifest.parts)
    if difference := listed.symmetric_difference(set(pack.names) - layout.UNLISTED):
        raise Wrong(min(difference), BadPack("missing" if min(difference) in listed else "not listed"))
    for name, entry in manifest.parts.items():
        try:
            size, sha256 = pack.digest(name)
        except BadPack as error:
            raise Wrong(name, error) from None
        paper = name.removeprefix(layout.PAPERS) if name.startswith(layout.PAPERS) else ""
        if dict(layout.part_entry(size, sha256)) != entry or (paper and paper != sha256):
            raise Wrong(name, BadPack("hash", sha256))
        if paper and paper not in named:
            raise Wrong(name, BadPack("no fact names it"))


def _members(pack: Pack, name: str) -> object:
    try:
        return read_json(_text(pack, name))
    except ValueError:
        raise Wrong(name, BadPack("JSON")) from None


def _text(pack: Pack, name: str) -> str:
    try:
        return pack.small(name).decode()
    except UnicodeDecodeError:
        raise Wrong(name, BadPack("UTF-8")) from None
    except BadPack as error:
        raise Wrong(name, error) from None
