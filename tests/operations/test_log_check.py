"""`audit verify` reads the whole log a part at a time, and holds what comes out against what was signed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contracts.tlog import tree
from contracts.tlog.checkpoints import Checkpoint
from contracts.tlog.tree import Frontier
from operations.client import log_check
from tests.packs.making import LOG, ORIGIN, signer_of

PART = 4


class SuiteOfTests:
    """A suite whose log has some leaves, of which `signed` many were signed; it grows while it is read."""

    def __init__(self, size: int, signed: int) -> None:
        self.leaves = [tree.leaf_hash(b"%d" % one) for one in range(size)]
        self.signed, self.signer, self.fault_at, self.parts = signed, LOG, -1, 0
        self.root = tree.root(self.leaves[:signed])

    def text(self, path: str, **_query: str | None) -> str:
        assert path == log_check.CHECKPOINT
        return Checkpoint(ORIGIN, self.signed, self.root).sign(self.signer).to_text()

    def get(self, path: str, **query: str | None) -> Any:
        assert path == log_check.CONSISTENCY
        first, second = int(query["first"] or 0), int(query["second"] or 0)
        proof = tree.consistency_proof(
            lambda node: tree.root(self.leaves[node.at << node.level : (node.at + 1) << node.level]), first, second
        )
        return {"path": [one.hex() for one in proof]}

    def post(self, path: str, body: bytes = b"", media_type: str = "", **_query: str | None) -> Any:
        assert (path, media_type) == (log_check.VERIFICATION, "")
        self.parts += 1
        ask = json.loads(body)
        frontier = Frontier(ask["start"], [bytes.fromhex(one) for one in ask["frontier"]])
        end = min(ask["start"] + PART, len(self.leaves))
        for at in range(ask["start"], end):
            if at == self.fault_at:
                return {"upto": at, "frontier": [], "size": 9, "forgotten": 0, "fault": "it was changed", "index": at}
            frontier.append(self.leaves[at])
        roots = [one.hex() for one in frontier.hashes]
        verdict = {"upto": end, "frontier": roots, "size": len(self.leaves), "forgotten": 1}
        return verdict | {"fault": None, "index": None}


@pytest.mark.parametrize("size", [1, 3, 4, 5, 20, 21])
@pytest.mark.parametrize("before", [0, 1])
def test_a_log_that_is_as_it_was_signed_is_said_to_be(size: int, before: int) -> None:
    suite = SuiteOfTests(size, max(1, size - before))
    verdict, fault = log_check.check(suite, [LOG.verifier])
    assert (verdict["upto"], fault) == (size, "")
    assert verdict["forgotten"] == suite.parts == (size + PART - 1) // PART


def test_an_empty_log_is_whole() -> None:
    assert log_check.check(SuiteOfTests(0, 0), [LOG.verifier])[1] == ""


def test_the_first_entry_that_was_changed_is_named() -> None:
    suite = SuiteOfTests(21, 21)
    suite.fault_at = 9
    assert log_check.check(suite, [LOG.verifier])[1] == "entry 9: it was changed"
    assert suite.parts == 3


@pytest.mark.parametrize("signed", [21, 20, 7])
def test_a_log_that_was_written_anew_with_all_its_hashes_contradicts_what_was_signed(signed: int) -> None:
    suite = SuiteOfTests(21, signed)
    suite.leaves[3] = tree.leaf_hash(b"forged")
    assert "检查点" in log_check.check(suite, [LOG.verifier])[1]


def test_a_checkpoint_of_a_key_that_is_not_this_homes_is_none() -> None:
    suite = SuiteOfTests(21, 21)
    suite.signer = signer_of(ORIGIN, "another")
    assert "检查点" in log_check.check(suite, [LOG.verifier])[1]
    assert "检查点" in log_check.check(SuiteOfTests(21, 21), [])[1]
