"""A witness cosigns a log that only grew, and refuses one that was rewritten, cut, or signed by a stranger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.tlog import tree
from contracts.tlog.checkpoints import Checkpoint, open_checkpoint
from contracts.tlog.notes import Note, Verifier
from operations.client import log_check, packs, witness
from operations.client.witness import KeyUnknown, LogForked, LogShrank, NotAWitness
from tests.packs.making import GATEWAY, LOG, ORIGIN, signer_of


class SuiteOfTests:
    """A suite with a log of leaves; `handed_in` are the cosignatures that it was given."""

    def __init__(self, size: int) -> None:
        self.leaves = [tree.leaf_hash(b"%d" % one) for one in range(size)]
        self.signer, self.handed_in = LOG, list[dict[str, str]]()

    def text(self, path: str, **_query: str | None) -> str:
        assert path == log_check.CHECKPOINT
        lines = ("time 2026-11-28T19:00:00.000+00:00",)
        return Checkpoint(ORIGIN, len(self.leaves), tree.root(self.leaves), lines).sign(self.signer).to_text()

    def get(self, path: str, **query: str | None) -> Any:
        if path == packs.KEYS:
            return {"keys": [{"key": one.verifier.to_text()} for one in (self.signer, GATEWAY)]}
        assert path == log_check.CONSISTENCY
        first, second = int(query["first"] or 0), int(query["second"] or 0)
        levels = self.leaves
        proof = tree.consistency_proof(
            lambda node: tree.root(levels[node.at << node.level : (node.at + 1) << node.level]), first, second
        )
        return {"path": [one.hex() for one in proof]}

    def post(self, path: str, body: bytes = b"", media_type: str = "", **_query: str | None) -> Any:
        assert (path, media_type) == (witness.COSIGNATURES, "")
        self.handed_in.append(json.loads(body))
        return {}


def run(folder: Path, suite: SuiteOfTests, *keys: Verifier, says: list[str] | None = None) -> None:
    said: list[str] = [] if says is None else says
    witness.witness_in(folder, "inspection", said.append).run(suite, keys)


def test_a_log_that_grows_is_cosigned_again_and_again(tmp_path: Path) -> None:
    suite = SuiteOfTests(5)
    for size in (5, 5, 6, 100, 257):
        suite.leaves = [tree.leaf_hash(b"%d" % one) for one in range(size)]
        run(tmp_path, suite)
        given = suite.handed_in[-1]
        verifier = Verifier.parse(given["key"])
        signed = open_checkpoint(given["note"], [LOG.verifier, verifier])
        assert signed.checkpoint.size == size
        assert [one.name for one in signed.cosignatures] == ["inspection"]
    assert len({one["key"] for one in suite.handed_in}) == 1


def test_at_first_sight_the_logs_key_is_read_out_and_trusted_from_then_on(tmp_path: Path) -> None:
    says: list[str] = []
    run(tmp_path, SuiteOfTests(5), says=says)
    assert LOG.verifier.to_text() in "".join(says)
    assert LOG.verifier.fingerprint() in "".join(says)
    assert GATEWAY.verifier.to_text() not in "".join(says)
    says.clear()
    run(tmp_path, SuiteOfTests(6), says=says)
    assert says == []


def test_a_key_that_was_handed_over_is_trusted_and_no_other(tmp_path: Path) -> None:
    stranger = SuiteOfTests(5)
    stranger.signer = signer_of(ORIGIN, "another")
    with pytest.raises(KeyUnknown):
        run(tmp_path, stranger, LOG.verifier)
    assert stranger.handed_in == []
    run(tmp_path, SuiteOfTests(5))


def test_another_key_of_the_log_is_taken_only_by_hand(tmp_path: Path) -> None:
    suite = SuiteOfTests(5)
    run(tmp_path, suite)
    suite.signer = signer_of(ORIGIN, "the next")
    with pytest.raises(KeyUnknown, match="--key"):
        run(tmp_path, suite)
    run(tmp_path, suite, suite.signer.verifier)
    run(tmp_path, suite)
    assert len(suite.handed_in) == 3


@pytest.mark.parametrize("size", [5, 9])
def test_a_log_that_was_rewritten_is_refused_and_both_checkpoints_are_kept(tmp_path: Path, size: int) -> None:
    suite = SuiteOfTests(5)
    run(tmp_path, suite)
    before = (tmp_path / witness.LAST).read_text()
    suite.leaves = [tree.leaf_hash(b"forged %d" % one) for one in range(size)]
    with pytest.raises(LogForked, match="被改写"):
        run(tmp_path, suite)
    assert len(suite.handed_in) == 1
    assert (tmp_path / witness.LAST).read_text() == before
    other = (tmp_path / f"contradiction-{size}.note").read_text()
    roots = [Checkpoint.parse(Note.parse(one).text).root for one in (before, other)]
    assert roots[0] != roots[1]
    open_checkpoint(other, [LOG.verifier])


def test_a_log_of_another_name_is_refused(tmp_path: Path) -> None:
    suite = SuiteOfTests(5)
    run(tmp_path, suite)
    before = (tmp_path / witness.LAST).read_text().replace("320205", "320206")
    (tmp_path / witness.LAST).write_text(before)
    with pytest.raises(LogForked):
        run(tmp_path, suite)


def test_an_old_copy_of_the_log_is_refused_as_smaller(tmp_path: Path) -> None:
    suite = SuiteOfTests(9)
    run(tmp_path, suite)
    suite.leaves = suite.leaves[:5]
    with pytest.raises(LogShrank, match="恢复旧备份"):
        run(tmp_path, suite)
    assert len(suite.handed_in) == 1
    assert (tmp_path / "contradiction-5.note").exists()


def test_what_was_seen_is_remembered_before_it_is_handed_in(tmp_path: Path) -> None:
    suite = SuiteOfTests(9)

    def fail(*_args: object, **_more: object) -> None:
        raise ConnectionError

    suite.post = fail  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        run(tmp_path, suite)
    assert Checkpoint.parse(Note.parse((tmp_path / witness.LAST).read_text()).text).size == 9


@pytest.mark.parametrize(("file", "text"), [(witness.LAST, "x"), (witness.LOG_KEYS, "x"), (witness.PUBLIC_FILE, "x")])
def test_a_folder_that_was_spoilt_is_said_to_be(tmp_path: Path, file: str, text: str) -> None:
    run(tmp_path, SuiteOfTests(5))
    (tmp_path / file).write_text(text)
    with pytest.raises(NotAWitness):
        run(tmp_path, SuiteOfTests(6))


def test_a_witness_keeps_its_key_to_itself_and_its_name_for_ever(tmp_path: Path) -> None:
    run(tmp_path, SuiteOfTests(5))
    assert (tmp_path / witness.KEY_FILE).stat().st_mode & 0o077 == 0
    assert witness.witness_in(tmp_path, "another-name").signer.name == "inspection"
    with pytest.raises(NotAWitness):
        witness.witness_in(tmp_path / "new", "a name")
    (tmp_path / witness.KEY_FILE).unlink()
    with pytest.raises(NotAWitness, match="not the key's"):
        witness.witness_in(tmp_path, "inspection")
