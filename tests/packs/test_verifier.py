"""The stand-alone verifier: what holds is said to hold, and the first thing that does not is named."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import hashlib
import io
import json
import random
import subprocess
import sys
import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.packs import layout, opening, verifier
from contracts.packs.fact_lines import FORGOTTEN, WITHHELD, FactLine
from contracts.tlog.checkpoints import Checkpoint
from contracts.tlog.errors import BadProof
from contracts.tlog.notes import Note
from contracts.tlog.tree import check_inclusion
from services.gateway.packs import stand_alone
from tests.packs.making import (
    GATEWAY,
    KEYS,
    LOG,
    ORIGIN,
    PAPER_HASH,
    MadeUpLog,
    MadeUpPack,
    fact,
    flip,
    signer_of,
    text_of,
)

Say = pytest.CaptureFixture[str]


@pytest.fixture
def check(tmp_path: Path, capsys: Say) -> Callable[..., tuple[int, str]]:
    """Check a pack or a document; what the program exits with, and what it says."""

    def run(content: bytes, keys: list[str] | None = None) -> tuple[int, str]:
        file = tmp_path / "pack"
        file.write_bytes(content)
        trusted = [one.to_text() for one in KEYS] if keys is None else keys
        code = verifier.main([str(file), *(part for one in trusted for part in ("--key", one))])
        return code, capsys.readouterr().out

    return run


Check = Callable[..., tuple[int, str]]


def test_a_pack_that_holds_is_said_to_hold_and_what_it_shows(check: Check) -> None:
    code, said = check(MadeUpPack().to_bytes())
    assert code == 0
    assert "11 facts stand, byte for byte" in said
    assert "11 条事实逐字节原样列于日志" in said
    assert "every version from 1 to 11 is here" in said
    assert "1 papers are, byte for byte" in said
    assert f"signed by the gateway {GATEWAY.name}" in said
    assert "the witness inspection cosigned this checkpoint at 2026-11-28 18:20:00 UTC" in said
    assert "an act that was never journalled stands in no log" in said
    assert "从未写入日志的行为" in said
    assert "Result: it holds" in said


def pack_without_witness(**more: Any) -> MadeUpPack:
    """A pack whose checkpoint no witness has cosigned."""
    return MadeUpPack(checkpoint=MadeUpLog().checkpoint(witnesses=[]).to_text(), **more)


def test_a_witness_that_saw_the_log_earlier_counts_for_what_it_saw(check: Check) -> None:
    code, said = check(pack_without_witness(witnessed=[MadeUpLog().seen_at(7).to_members()]).to_bytes())
    assert code == 0
    assert "cosigned the log's first 7 entries at 2026-11-28 18:20:00 UTC" in said
    assert "7 of the entries here are among what a witness saw" in said
    assert "本件有 7 条在见证方所见范围之内" in said
    assert "of 4 entries that came after what any witness saw" in said
    assert "no witness whose key is trusted" not in said


def test_a_witness_whose_key_nobody_knows_counts_for_nothing(check: Check) -> None:
    stranger = MadeUpLog().seen_at(7, signer_of("inspection", "another's")).to_members()
    code, said = check(pack_without_witness(witnessed=[stranger]).to_bytes())
    assert code == 0
    assert "cosigned the log's first" not in said
    assert "no witness whose key is trusted has cosigned" in said


def spoilt_witnesses() -> dict[str, Any]:
    """What goes along with a pack as a forger may leave it."""
    log, good = MadeUpLog(), MadeUpLog().seen_at(7).to_members()
    other = MadeUpLog([b"{}", *log.bodies[1:]]).seen_at(7).to_members()
    longer = MadeUpLog([*log.bodies, fact(11)])
    return {
        "another log": {**good, "checkpoint": other["checkpoint"]},
        "another way": {**good, "path": good["path"][1:]},
        "a false hash": {**good, "path": ["00" * 32, *good["path"][1:]]},
        "a larger log": longer.seen_at(12).to_members(),
        "no log's signature": {**good, "checkpoint": _without_the_log(good["checkpoint"])},
        "no way": {"checkpoint": good["checkpoint"]},
        "no hashes": {**good, "path": [7]},
        "too long": {**good, "path": ["00" * 32] * 200},
        "no object": 7,
    }


def _without_the_log(note: str) -> str:
    return "".join(line for line in note.splitlines(keepends=True) if not line.startswith(f"— {ORIGIN} "))


@pytest.mark.parametrize("name", spoilt_witnesses())
def test_what_a_witness_cannot_have_seen_is_refused(check: Check, name: str) -> None:
    good, spoilt = MadeUpLog().seen_at(7).to_members(), spoilt_witnesses()[name]
    for content in (pack_without_witness(witnessed=[good, spoilt]).to_bytes(), proof(witnessed=[spoilt])):
        code, said = check(content)
        assert code == 1
        assert f"First at {layout.WITNESSED}" in said or f"首处：{layout.WITNESSED}" in said


@pytest.mark.parametrize("members", ["text", {}, [[]] * 65])
def test_what_is_no_list_of_witnesses_is_refused(check: Check, members: object) -> None:
    assert check(pack_without_witness(witnessed=members).to_bytes())[0] == 1
    assert check(proof(witnessed=members))[0] == 1


def test_each_witness_counts_for_who_trusts_it_however_far_others_saw(check: Check) -> None:
    other = signer_of("prosecutor")
    pack = pack_without_witness(
        witnessed=[MadeUpLog().seen_at(7, other).to_members(), MadeUpLog().seen_at(9).to_members()]
    ).to_bytes()
    trusted = [one.to_text() for one in (*KEYS[:2], other.cosignature_verifier)]
    _, said = check(pack, trusted)
    assert "the witness prosecutor cosigned the log's first 7 entries" in said
    assert "7 of the entries here are among what a witness saw" in said
    _, said = check(pack, [*trusted, KEYS[2].to_text()])
    assert "9 of the entries here are among what a witness saw" in said


def test_without_a_key_no_more_is_shown_than_that_the_pack_agrees_with_itself(check: Check) -> None:
    code, said = check(MadeUpPack().to_bytes(), [])
    assert code == 0
    assert "Result: it agrees with itself, no more" in said
    assert "结果：仅内部一致" in said
    assert "it holds" not in said
    grouped = " ".join(LOG.verifier.fingerprint()[at : at + 8] for at in range(0, 64, 8))
    assert grouped in said
    assert LOG.verifier.to_text() in said


def test_with_the_logs_key_alone_nothing_is_said_of_who_made_the_pack(check: Check) -> None:
    code, said = check(MadeUpPack().to_bytes(), [LOG.verifier.to_text()])
    assert code == 0
    assert "no gateway's key was given" in said
    assert "no witness whose key is trusted has cosigned" in said
    assert "signed by the gateway" not in said


def test_keys_are_read_from_a_file_with_remarks(check: Check, tmp_path: Path) -> None:
    (tmp_path / "keys.txt").write_text("# the bureau's\n\n" + "\n".join(one.to_text() for one in KEYS) + "\n")
    assert check(MadeUpPack().to_bytes(), [str(tmp_path / "keys.txt")])[0] == 0
    for wrong in ("nowhere.txt", "name+00000000+AAAA"):
        assert check(MadeUpPack().to_bytes(), [wrong])[0] == 1


def test_a_key_that_signed_nothing_here_proves_nothing(check: Check) -> None:
    code, said = check(MadeUpPack().to_bytes(), [signer_of(ORIGIN, "another").verifier.to_text()])
    assert code == 1
    assert "First at checkpoint.note: None of the signatures is of a key that is trusted" in said
    code, _ = check(MadeUpPack().to_bytes(), [GATEWAY.verifier.to_text()])
    assert code == 1


def test_a_fact_that_is_withheld_or_forgotten_keeps_its_place_and_says_nothing(check: Check) -> None:
    log = MadeUpLog()
    absent = {3: WITHHELD, 4: FORGOTTEN, 5: FORGOTTEN}
    lines = [log.line(at, absent.get(at, "")).to_bytes() for at in range(11)]
    code, said = check(MadeUpPack(log, lines).to_bytes())
    assert code == 0
    assert "of 3 more it is shown that an entry stands there" in said
    assert "withheld: 1; forgotten by rule: 2" in said
    assert "versions are missing" in said


def spoilt_line(at: int, **members: object) -> MadeUpPack:
    pack = MadeUpPack()
    pack.lines[at] = dataclasses.replace(FactLine.parse(pack.lines[at]), **members).to_bytes()  # type: ignore[arg-type]
    return pack


PAPER = layout.paper_part(PAPER_HASH)
FORGED = MadeUpLog([fact(number) for number in range(10)] + [fact(99)])


@pytest.mark.parametrize(
    ("pack", "place"),
    [
        (spoilt_line(0, body=fact(0).replace(b"m1", b"m2")), "facts/000001.jsonl:1 (index 0, e0)"),
        (spoilt_line(7, salt=bytes(32)), "facts/000002.jsonl:3 (index 7, e7)"),
        (spoilt_line(7, index=6), "facts/000002.jsonl:3 (index 6, e7)"),
        (spoilt_line(7, index=11), "facts/000002.jsonl:3 (index 11, e7)"),
        (spoilt_line(7, path=()), "facts/000002.jsonl:3 (index 7, e7)"),
        (MadeUpPack(lines=[MadeUpLog().line(2).to_bytes()] * 2), "facts/000002.jsonl:1: "),
        (MadeUpPack(lines=[b"{}", b"[]"]), "facts/000001.jsonl:1: "),
        (MadeUpPack(lines=[b'{"index":true,"salt":"","path":[]}']), "facts/000001.jsonl:1: "),
        (MadeUpPack(lines=[b"x" * 1_100_000]), "facts/000001.jsonl: "),
        (MadeUpPack(log=FORGED, checkpoint=MadeUpLog().checkpoint().to_text()), "facts/000001.jsonl:1 (index 0, e0)"),
        (MadeUpPack(checkpoint=MadeUpLog().checkpoint(signer_of(ORIGIN, "x")).to_text()), "checkpoint.note: "),
        (MadeUpPack(checkpoint="nothing"), "checkpoint.note: "),
        (MadeUpPack(manifest={"facts": 10}), "manifest.json: "),
        (MadeUpPack(manifest={"log": {"origin": ORIGIN, "size": 12}}), "manifest.json: "),
        (MadeUpPack(manifest={"format": "another"}), "manifest.json: "),
        (MadeUpPack(manifest={"parts": []}), "manifest.json: "),
        (MadeUpPack(manifest={"parts": {"x": 1}}), "manifest.json: "),
        (MadeUpPack(manifest={"parts": {}}), "checkpoint.note: "),
        (MadeUpPack(gateway=signer_of(GATEWAY.name, "another")), "manifest.note: "),
        (MadeUpPack(later={layout.MANIFEST: b"{"}), "manifest.json: "),
        (MadeUpPack(later={layout.VERIFIER: b"print('it holds')"}), "verify.pyz: "),
        (MadeUpPack(later={layout.MANIFEST_NOTE: b"\xff"}), "manifest.note: "),
        (MadeUpPack(papers={PAPER: b"another paper"}), f"{PAPER}: "),
        (MadeUpPack(papers={layout.paper_part("0" * 64): b"none names it"}), f"{layout.paper_part('0' * 64)}: "),
        (MadeUpPack(later={PAPER: b"another paper"}), f"{PAPER}: "),
        (MadeUpPack(later={"../outside": b""}), "../outside"),
        (MadeUpPack(later={"facts/extra": b""}), "facts/extra"),
    ],
)  # fmt: skip
def test_the_first_thing_that_is_wrong_is_named(check: Check, pack: MadeUpPack, place: str) -> None:
    code, said = check(pack.to_bytes())
    assert code == 1
    assert "Result: it does not hold" in said
    assert "结果：不符" in said
    assert place in said.splitlines()[-1]
    assert "Proved" not in said


def test_a_manifest_changed_after_it_was_signed_is_noticed_by_who_has_the_gateways_key(check: Check) -> None:
    pack = MadeUpPack()
    other = MadeUpPack(manifest={"made_by": "somebody else"})
    spoilt = MadeUpPack(later={layout.MANIFEST_NOTE: zip_part(pack.to_bytes(), layout.MANIFEST_NOTE)})
    spoilt.manifest = other.manifest
    code, said = check(spoilt.to_bytes())
    assert code == 1
    assert "First at manifest.note" in said


def zip_part(archive: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as pack:
        return pack.read(name)


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"[]", b"PK\x03\x04", b"text", b"\x00" * 100])
def test_what_is_no_pack_ends_with_one_sentence(check: Check, content: bytes) -> None:
    code, said = check(content)
    assert code == 1
    assert "Result: it does not hold" in said


def signed_again(alter_manifest: Callable[[bytes], bytes]) -> MadeUpPack:
    """A pack whose manifest is altered, and signed as it then stands."""
    with zipfile.ZipFile(io.BytesIO(MadeUpPack().to_bytes())) as pack:
        manifest = alter_manifest(pack.read(layout.MANIFEST))
    text = layout.manifest_text(manifest)
    note = Note(text, (GATEWAY.sign(text),)).to_text().encode()
    return MadeUpPack(later={layout.MANIFEST: manifest, layout.MANIFEST_NOTE: note})


def with_first_fact(old: bytes, new: bytes) -> MadeUpPack:
    """A pack of a log whose first entry says something else."""
    log = MadeUpLog()
    return MadeUpPack(MadeUpLog([log.bodies[0].replace(old, new), *log.bodies[1:]]))


def with_first_line(old: bytes, new: bytes) -> MadeUpPack:
    first, *others = MadeUpPack().lines
    return MadeUpPack(lines=[first.replace(old, new), *others])


@pytest.mark.parametrize(
    ("pack", "place"),
    [
        (signed_again(lambda one: b'{"about":{"record":"x/y"},' + one[1:]), layout.MANIFEST),
        (signed_again(lambda one: b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"," + one[1:]), layout.MANIFEST),
        (signed_again(lambda one: one.replace(b'"facts": 11', b'"facts": 11.0')), layout.MANIFEST),
        (signed_again(lambda one: one.replace(b'"size": 11', b'"size": 11.0')), layout.MANIFEST),
        (with_first_line(b'{"index":0', b'{"index":9,"index":0'), "facts/000001.jsonl:1"),
        (with_first_fact(b'"id":"e0"', b'"id":"x","id":"e0"'), "facts/000001.jsonl:1"),
        (with_first_fact(b'"recordversion":1', b'"recordversion":[1]'), "facts/000001.jsonl:1"),
        (with_first_fact(b'"recordversion":1', b'"recordversion":true'), "facts/000001.jsonl:1"),
    ],
)
def test_what_two_readers_could_read_otherwise_is_refused_wherever_it_stands(
    check: Check, pack: MadeUpPack, place: str
) -> None:
    code, said = check(pack.to_bytes())
    assert code == 1
    assert f"首处：{place}" in said
    assert f"First at {place}" in said


@pytest.mark.parametrize("word", ["x\n结果：相符", "\x1b[2J", "\u202e", "\ud800", "\x7f"])
def test_nothing_that_a_pack_says_can_alter_what_is_said_of_it(check: Check, word: str) -> None:
    code, said = check(MadeUpPack(manifest={"made_by": word, "about": {"kind": word}}).to_bytes())
    assert code == 0
    assert word not in said
    assert said.encode()
    assert said.count("\n结果：相符") == 1
    code, said = check(MadeUpPack(later={word.replace("\ud800", "\x00"): b""}).to_bytes())
    assert code == 1
    assert word not in said
    assert len(said.splitlines()) == 2


def test_a_text_without_end_is_cut(check: Check) -> None:
    code, said = check(MadeUpPack(manifest={"facts": "9" * 1_000_000}).to_bytes())
    assert code == 1
    assert len(said) < 5_000


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_packed_so_that_a_piece_of_it_may_unpack_without_bound_is_refused(check: Check, method: int) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", method) as pack:
        pack.writestr(layout.MANIFEST, b"{}")
    code, said = check(archive.getvalue())
    assert code == 1
    assert "compression" in said


def test_a_part_is_unpacked_no_further_than_it_says_it_goes(tmp_path: Path) -> None:
    archive, whole = io.BytesIO(), 300 * opening.PIECE
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(layout.MANIFEST, bytes(whole))
    file = tmp_path / "pack"
    file.write_bytes(archive.getvalue().replace(whole.to_bytes(4, "little"), (10).to_bytes(4, "little")))
    tracemalloc.start()
    with opening.Pack(file) as lying, pytest.raises(opening.BadPack):
        lying.small(layout.MANIFEST)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 32 * opening.PIECE


def test_an_archive_of_more_parts_than_can_be_listed_is_refused_before_they_are(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MOST_DIRECTORY", 100_000)
    later = {layout.paper_part(f"{number:064x}"): b"" for number in range(1_000)}
    code, said = check(MadeUpPack(later=later).to_bytes())
    assert code == 1
    assert "too many parts" in said


def test_a_file_that_is_not_there_ends_with_one_sentence(capsys: Say, tmp_path: Path) -> None:
    assert verifier.main([str(tmp_path / "none.zip")]) == 1
    assert "none.zip" in capsys.readouterr().out


def proof(**members: object) -> bytes:
    log = MadeUpLog()
    document = {
        "format": layout.PROOF_FORMAT,
        "keys": [LOG.verifier.to_text()],
        "checkpoint": log.checkpoint().to_text(),
        "fact": log.line(4).to_bytes().decode(),
    }
    return json.dumps({**document, **members}).encode()


def test_the_proof_of_one_fact_is_checked_by_the_same_program(check: Check) -> None:
    code, said = check(proof())
    assert code == 0
    assert "1 facts stand, byte for byte" in said
    assert check(proof(), [])[0] == 0


@pytest.mark.parametrize(
    "members",
    [
        {"fact": MadeUpLog().line(4).to_bytes().decode().replace("e4", "e5")},
        {"fact": 4},
        {"checkpoint": None},
        {"format": "another"},
    ],
)
def test_a_proof_that_does_not_lead_to_the_root_is_refused(check: Check, members: dict[str, object]) -> None:
    code, said = check(proof(**members))
    assert code == 1
    assert "Result: it does not hold" in said


def whole_proof(absent: str = "") -> dict[str, Any]:
    """The file as the gateway answers with it, every member there."""
    log, line = MadeUpLog(), MadeUpLog().line(4, absent)
    document: dict[str, Any] = json.loads(proof(witnessed=[log.seen_at(7).to_members()], fact=line.to_bytes().decode()))
    return document | {
        "event": "e4",
        "state": "proven",
        "index": 4,
        "recorded_at": "2026-11-28T00:00:00.000+00:00",
        "leaf": line.leaf().hex(),
        "path": [one.hex() for one in line.path],
        "size": 11,
        "root": Checkpoint.parse(log.checkpoint().text).root.hex(),
        "signed_at": "2026-11-28T00:00:01+00:00",
        "witnesses": ["inspection"],
    }


def leaves_of(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every leaf of a JSON document."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not members:
        yield at
    for name, one in members:
        yield from leaves_of(one, (*at, name))


SIGHTS = {
    ("checkpoint",): "the witness inspection cosigned this checkpoint",
    ("witnessed", 0, "checkpoint"): "cosigned the log's first 7 entries",
}
"""What is said of a witness by its signature under either checkpoint."""
LEAVES = [*leaves_of(whole_proof())]


def alter(dice: st.DataObject, value: Any) -> Any:
    """Another leaf in place of this one."""
    if isinstance(value, int):
        return dice.draw(st.integers().filter(lambda one: one != value) | st.sampled_from([True, None, str(value)]))
    at = dice.draw(st.integers(0, len(value) - 1))
    return value[:at] + dice.draw(st.characters(codec="utf-8").filter(lambda one: one != value[at])) + value[at + 1 :]


@settings(max_examples=600, deadline=None)
@given(st.data(), st.sampled_from(LEAVES))
def test_a_proof_of_which_any_member_is_altered_is_refused_or_shows_no_more_than_before(
    dice: st.DataObject, at: tuple[Any, ...]
) -> None:
    document = whole_proof()
    inner = document
    for name in at[:-1]:
        inner = inner[name]
    inner[at[-1]] = alter(dice, inner[at[-1]])
    code, said = outcome(document)
    if (sight := SIGHTS.get(at)) and code == 0:  # a witness by another name or key is one whom nobody trusts
        assert sight not in said
        assert at[0] != "checkpoint" or "by no key that was given" in said
    else:
        assert code == (0 if at == ("signed_at",) else 1), (at, inner[at[-1]])


def outcome(document: dict[str, Any]) -> tuple[int, str]:
    """What the program ends with for a proof, all keys trusted, and what it says."""
    with tempfile.NamedTemporaryFile() as file, contextlib.redirect_stdout(io.StringIO()) as said:
        file.write(json.dumps(document).encode())
        file.flush()
        return verifier.verify(Path(file.name), KEYS), said.getvalue()


def test_a_whole_proof_holds_and_a_withheld_one_says_what_nothing_holds(check: Check) -> None:
    code, said = outcome(whole_proof())
    assert code == 0
    assert SIGHTS["witnessed", 0, "checkpoint"] in said
    assert "what the file says of signed_at: no signature covers it" in said
    code, said = check(json.dumps(whole_proof(WITHHELD)).encode())
    assert code == 0
    assert "event, recorded_at, signed_at: no signature covers it" in said
    assert "本件另述的 event、recorded_at、signed_at：不在任何签名之内" in said


def test_what_somebody_wrote_into_a_proof_is_not_repeated_as_if_it_were_shown(check: Check) -> None:
    code, said = check(json.dumps(whole_proof() | {"about": "a forgery", "made_by": "the leader"}).encode())
    assert code == 0
    assert "forgery" not in said
    assert "leader" not in said


def test_a_member_that_stands_twice_is_refused(check: Check) -> None:
    code, _ = check(json.dumps(whole_proof()).encode().replace(b'{"format"', b'{"event": "another", "format"', 1))
    assert code == 1


@pytest.mark.parametrize("keys", [[1], "text", ["no key"], []])
def test_a_proof_whose_own_keys_are_none_is_refused_where_no_other_is_given(check: Check, keys: object) -> None:
    assert check(proof(keys=keys), [])[0] == 1


def test_an_empty_log_proves_no_fact(check: Check) -> None:
    text = Checkpoint(ORIGIN, 0, hashlib.sha256(b"").digest()).to_text()
    assert check(proof(checkpoint=Note(text, (LOG.sign(text),)).to_text()))[0] == 1


@pytest.mark.parametrize("absent", ["", WITHHELD, FORGOTTEN])
def test_a_line_comes_back_whole(absent: str) -> None:
    line = MadeUpLog().line(5, absent)
    assert FactLine.parse(line.to_bytes()) == line
    assert json.loads(line.to_bytes())["index"] == 5


@pytest.mark.parametrize(
    "line",
    [
        b"", b"{}", b"[]", b"null", b'{"index":1}', b'{"index":1,"path":[],"salt":"","event":{}}',
        b'{"index":1,"path":[],"salt":"%s"}' % text_of(bytes(32)).encode(),
        b'{"index":1,"path":["x"],"salt":"%s","event":{}}' % text_of(bytes(32)).encode(),
        b'{"index":1.0,"path":[],"salt":"%s","event":{}}' % text_of(bytes(32)).encode(),
        b'{"index":1,"path":[],"salt":"%s","more":1,"event":{}}' % text_of(bytes(32)).encode(),
        b'{"index":1,"path":[],"leaf":"%s","absent":"why"}' % text_of(bytes(32)).encode(),
        b'{"index":1,"path":[],"leaf":"%s","absent":["withheld"]}' % text_of(bytes(32)).encode(),
        b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_line_is_refused(line: bytes) -> None:
    with pytest.raises(BadProof):
        FactLine.parse(line)


def test_of_ten_thousand_single_byte_changes_of_facts_each_is_noticed() -> None:
    """Of what a line shows: the body, the salt, the index, the path, whatever byte of it is another."""
    log, dice = MadeUpLog(), random.Random(463)
    lines = [log.line(at).to_bytes() for at in range(11)]
    root, missed = Checkpoint.parse(log.checkpoint().text).root, []
    for _ in range(10_000):
        line = dice.choice(lines)
        spoilt = flip(line, dice.randrange(len(line)), dice.randrange(1, 256))
        try:
            one = FactLine.parse(spoilt)
            check_inclusion(one.path, one.leaf(), one.index, 11, root)
        except BadProof:
            continue
        missed.append(spoilt)
    assert missed == []


def test_a_changed_byte_of_the_archive_is_noticed_or_changes_nothing_that_is_read(check: Check) -> None:
    """A zip archive has bytes that say nothing, such as dates: who changes these has the same pack."""
    whole, dice = MadeUpPack().to_bytes(), random.Random(463)
    for _ in range(400):
        spoilt = flip(whole, dice.randrange(len(whole)), dice.randrange(1, 256))
        code, said = check(spoilt)
        if code == 0:
            assert {name: zip_part(spoilt, name) for name in names_of(whole)} == {
                name: zip_part(whole, name) for name in names_of(whole)
            }
            assert "11 facts stand" in said


def names_of(archive: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as pack:
        return pack.namelist()


def run_alone(folder: Path, pack: bytes) -> tuple[int, str, str]:
    """Check a pack by Python alone in a folder of its own: no site, no path, no tree."""
    (folder / layout.VERIFIER).write_bytes(stand_alone.verifier_file())
    (folder / "pack.zip").write_bytes(pack)
    (folder / "keys.txt").write_text("".join(f"{one.to_text()}\n" for one in KEYS), encoding="utf-8")
    run = [sys.executable, "-I", "-S", layout.VERIFIER, "pack.zip", "--key", "keys.txt"]
    plain = {"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
    outcome = subprocess.run(run, capture_output=True, text=True, cwd=folder, env=plain, check=False)
    return outcome.returncode, outcome.stdout, outcome.stderr


def test_one_file_checks_a_pack_with_nothing_but_python(tmp_path: Path) -> None:
    code, said, errors = run_alone(tmp_path, MadeUpPack().to_bytes())
    assert (code, errors) == (0, "")
    assert "Result: it holds" in said
    code, said, _ = run_alone(tmp_path, spoilt_line(7, salt=bytes(32)).to_bytes())
    assert code == 1
    assert "index 7, e7" in said


def changed_by_a_byte(pack: bytes, name: str) -> bytes:
    """The same archive, with one byte of one of its members another."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack)) as old, zipfile.ZipFile(changed, "w") as new:
        for one in old.infolist():
            body = old.read(one)
            new.writestr(one, flip(body, len(body) // 2) if one.filename == name else body)
    return changed.getvalue()


@pytest.mark.parametrize("name", [layout.paper_part(PAPER_HASH), layout.MANIFEST])
def test_the_program_alone_names_the_part_of_which_a_byte_was_changed(tmp_path: Path, name: str) -> None:
    code, said, errors = run_alone(tmp_path, changed_by_a_byte(MadeUpPack().to_bytes(), name))
    assert (code, errors) == (1, "")
    assert name in said.partition("First at")[2]


def test_the_program_imports_nothing_but_the_standard_library_and_itself() -> None:
    """Of others' there is `cryptography`, where it is installed: for speed, with our own beside it."""
    with zipfile.ZipFile(io.BytesIO(stand_alone.verifier_file())) as program:
        members = set(program.namelist())
        for name in members:
            for node in ast.walk(ast.parse(program.read(name))):
                modules = (
                    [one.name for one in node.names] if isinstance(node, ast.Import)
                    else [f"{node.module}"] if isinstance(node, ast.ImportFrom) else []
                )  # fmt: skip
                for module in modules:
                    top = module.split(".")[0]
                    own = {f"{module.replace('.', '/')}.py", f"{module.replace('.', '/')}/__init__.py"} & members
                    beside = top == "cryptography" and name == "contracts/tlog/signatures.py"
                    assert top in sys.stdlib_module_names or own or beside, (name, module)


def test_the_program_is_the_same_bytes_each_time() -> None:
    first = stand_alone.verifier_file()
    stand_alone.verifier_file.cache_clear()
    assert stand_alone.verifier_file() == first
