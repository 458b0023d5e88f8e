"""Signed notes and checkpoints: written and read as C2SP says, and nothing else is taken for one."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from contracts.tlog import checkpoints, tree
from contracts.tlog.checkpoints import Checkpoint, open_checkpoint
from contracts.tlog.commitments import commit, leaf_of
from contracts.tlog.errors import BadCheckpoint, BadNote, BadSignature, Fork, NoSignature, Shrinkage, TlogError
from contracts.tlog.notes import COSIGNATURE, Note, Signature, Signer, Verifier, open_note

ORIGIN = "four-six-three/320205/audit"
ROOTS = [tree.root([tree.leaf_hash(b"%d" % one) for one in range(size)]) for size in range(9)]


def signer_of(name: str, secret: bytes = b"s") -> Signer:
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(secret).digest())
    return Signer(name, key.public_key().public_bytes_raw(), key.sign)


LOG, WITNESS = signer_of(ORIGIN), signer_of("office-of-inspection", b"w")
NOTE = Checkpoint(ORIGIN, 8, ROOTS[8]).sign(LOG)
SIGNATURES = NOTE.signatures


def test_the_example_of_the_specification_is_read_and_fits() -> None:
    """PeterNeumann's note, as Go's library for signed notes documents it."""
    verifier = Verifier.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
        "\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    assert open_note(text, [verifier]).to_text() == text
    assert verifier.to_text() == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def test_a_checkpoint_is_three_lines_and_one_signature() -> None:
    text = NOTE.to_text()
    assert text.startswith(f"{ORIGIN}\n8\n{base64.b64encode(ROOTS[8]).decode()}\n\n— {ORIGIN} ")
    assert open_checkpoint(text, [LOG.verifier]).checkpoint == Checkpoint(ORIGIN, 8, ROOTS[8])


def test_a_verifier_key_comes_back_whole() -> None:
    for verifier in (LOG.verifier, WITNESS.cosignature_verifier):
        assert Verifier.parse(verifier.to_text()) == verifier
    assert LOG.verifier.key_id != LOG.cosignature_verifier.key_id


KEY = LOG.verifier.to_text()


@pytest.mark.parametrize(
    "key",
    ["", "n", KEY.rpartition("+")[0], KEY.replace("four", "five"), KEY[:-4], KEY + "AAAA", "a b+" + KEY, "+" + KEY],
)  # fmt: skip
def test_what_is_no_verifier_key_is_refused(key: str) -> None:
    with pytest.raises(BadNote):
        Verifier.parse(key)


def test_a_key_of_another_name_or_secret_opens_nothing() -> None:
    with pytest.raises(NoSignature):
        open_note(NOTE.to_text(), [signer_of("other").verifier])
    with pytest.raises(NoSignature):
        open_note(NOTE.to_text(), [signer_of(ORIGIN, b"another").verifier])
    with pytest.raises(NoSignature):
        open_note(NOTE.to_text(), [])


def test_a_checkpoint_of_another_log_is_refused_though_its_key_is_trusted() -> None:
    with pytest.raises(NoSignature):
        open_checkpoint(NOTE.to_text(), [LOG.verifier], "four-six-three/320206/audit")
    other = Checkpoint(ORIGIN, 8, ROOTS[8])
    note = Note(other.to_text(), (WITNESS.sign(other.to_text()),))
    with pytest.raises(NoSignature):
        open_checkpoint(note.to_text(), [LOG.verifier, WITNESS.verifier])


def test_a_witness_vouches_beside_the_log_and_never_for_it() -> None:
    cosignature = checkpoints.cosign(NOTE, WITNESS, 1_795_890_000)
    both = NOTE.beside(cosignature)
    opened = open_checkpoint(both.to_text(), [LOG.verifier, WITNESS.cosignature_verifier])
    assert [(one.name, one.time) for one in opened.cosignatures] == [("office-of-inspection", 1_795_890_000)]
    assert open_checkpoint(both.to_text(), [LOG.verifier]).cosignatures == ()
    with pytest.raises(NoSignature):
        open_checkpoint(both.to_text(), [WITNESS.cosignature_verifier])
    assert len(both.beside(checkpoints.cosign(NOTE, WITNESS, 1_795_890_060)).signatures) == 2


@pytest.mark.parametrize(
    "spoil", [lambda value: bytes([value[7] ^ 1]).join((value[:7], value[8:])), lambda value: value[:7]]
)
def test_a_cosignature_with_another_time_does_not_fit(spoil: Callable[[bytes], bytes]) -> None:
    cosignature = checkpoints.cosign(NOTE, WITNESS, 1_795_890_000)
    both = NOTE.beside(Signature(cosignature.name, cosignature.key_id, spoil(cosignature.value)))
    with pytest.raises(BadSignature):
        open_checkpoint(both.to_text(), [LOG.verifier, WITNESS.cosignature_verifier])


def test_the_cosigned_text_is_that_of_the_specification() -> None:
    value = checkpoints.cosign(NOTE, WITNESS, 5).value
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"w").digest())
    assert value == (5).to_bytes(8, "big") + key.sign(b"cosignature/v1\ntime 5\n" + NOTE.text.encode())
    assert WITNESS.cosignature_verifier.kind == COSIGNATURE


@given(st.integers(0, len(NOTE.to_text().encode()) - 1), st.integers(1, 255))
def test_a_checkpoint_with_one_byte_changed_is_never_taken(at: int, by: int) -> None:
    whole = NOTE.to_text().encode()
    spoilt = (whole[:at] + bytes([whole[at] ^ by]) + whole[at + 1 :]).decode("utf-8", "replace")
    with pytest.raises(TlogError):
        open_checkpoint(spoilt, [LOG.verifier])


@pytest.mark.parametrize(
    "document",
    [
        "", "\n", "text\n", "text\n\n", "text\n\nno dash\n", NOTE.text, NOTE.to_text()[:-1], NOTE.to_text() + "more\n",
        NOTE.to_text().replace("\n", "\r\n"), "text\n\n— name AAAA\n", "text\n\n— na+me AAAAAAAA\n",
        NOTE.text + "\n" + SIGNATURES[0].line() * 101, "\n" * 1_000_001,
    ],
    ids=range(13),
)  # fmt: skip
def test_what_is_no_signed_note_is_refused(document: str) -> None:
    with pytest.raises(BadNote):
        Note.parse(document)


@pytest.mark.parametrize(
    "text",
    [
        "", f"{ORIGIN}\n", f"{ORIGIN}\n1\n", f"{ORIGIN}\n01\n{'A' * 43}=\n", f"{ORIGIN}\n-1\n{'A' * 43}=\n",
        f"{ORIGIN}\n1\nAAAA\n", f"{ORIGIN}\n1\n{'A' * 43}=", f"\n1\n{'A' * 43}=\n", f"{ORIGIN}\n1\n{'A' * 43}=\n\n",
        f"{ORIGIN}\n1\n{'A' * 42}B=\n", f"{ORIGIN}\n0\n{'A' * 43}=\n", f"{ORIGIN}\n1\n!\n",
        f"{ORIGIN}\n١\n{'A' * 43}=\n",
    ],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadCheckpoint):
        Checkpoint.parse(text)


def test_lines_of_later_versions_are_kept() -> None:
    checkpoint = Checkpoint.parse(f"{ORIGIN}\n1\n{'A' * 43}=\nmore\n")
    assert checkpoint.extensions == ("more",)
    assert checkpoint.to_text().endswith("\nmore\n")


def test_a_log_signs_in_its_own_name_alone() -> None:
    with pytest.raises(BadNote):
        Checkpoint("other", 8, ROOTS[8]).sign(LOG)
    with pytest.raises(BadNote):
        LOG.sign("a text without an end")


def proof_between(size: int, later: int) -> list[bytes]:
    leaves = [tree.leaf_hash(b"%d" % one) for one in range(9)]
    return tree.consistency_proof(
        lambda node: tree.root(leaves[node.at << node.level : (node.at + 1) << node.level]), size, later
    )


def test_a_log_that_grew_follows_and_one_that_shrank_or_forked_does_not() -> None:
    earlier, later = Checkpoint(ORIGIN, 3, ROOTS[3]), Checkpoint(ORIGIN, 8, ROOTS[8])
    later.check_follows(earlier, proof_between(3, 8))
    later.check_follows(later, [])
    later.check_follows(Checkpoint(ORIGIN, 0, ROOTS[0]), [])
    with pytest.raises(Shrinkage):
        earlier.check_follows(later, proof_between(3, 8))
    for other in (Checkpoint(ORIGIN, 8, ROOTS[7]), Checkpoint("another", 8, ROOTS[8])):
        with pytest.raises(Fork):
            other.check_follows(earlier, proof_between(3, 8))
    with pytest.raises(Fork):
        Checkpoint(ORIGIN, 3, ROOTS[4]).check_follows(earlier, [])


def test_a_leaf_commits_to_its_body_and_its_salt() -> None:
    leaf = leaf_of(b"s" * 32, b"{}")
    assert leaf == tree.leaf_hash(commit(b"s" * 32, b"{}"))
    assert leaf not in (leaf_of(b"t" * 32, b"{}"), leaf_of(b"s" * 32, b"[]"))
