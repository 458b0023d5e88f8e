"""Checkpoints, keys that follow one another, and witnesses."""

from __future__ import annotations

import pytest

from contracts.tlog.checkpoints import cosign, open_checkpoint
from contracts.tlog.errors import NoSignature
from contracts.tlog.notes import Note, Signer
from services.audit import checkpoints, cosigning, key_changes
from services.audit.checkpoints import KEY_BEFORE
from services.audit.cosigning import AnotherWitness, NotOurCheckpoint
from services.audit.search import whole
from services.chassis.base.signing_keys import SigningKey
from tests.services.audit.sample_log import KEY, OTHER_KEY, SOURCE, SampleLog, keys, mixture

WITNESS = SigningKey(b"a witness's key for tests, of no use elsewhere")


def _witness(key: SigningKey = WITNESS, name: str = "SYN-witness") -> Signer:
    return Signer(name, key.public, key.sign)


def _cosigned(note: str, witness: Signer, time: int = 1_772_400_000) -> str:
    parsed = Note.parse(note)
    return parsed.beside(cosign(parsed, witness, time)).to_text()


def test_a_checkpoint_says_how_large_the_log_is_and_which_root_it_has(log: SampleLog) -> None:
    log.append(*map(mixture, range(10)))
    signed = open_checkpoint(log.checkpoints.sign(), log.keys.verifiers, log.keys.origin)
    assert (signed.checkpoint.size, signed.checkpoint.root) == (10, log.head().root)
    with pytest.raises(NoSignature):
        open_checkpoint(log.checkpoints.sign(), keys(OTHER_KEY).verifiers)


def test_nothing_is_signed_twice_and_nothing_of_an_empty_log(log: SampleLog) -> None:
    assert log.checkpoints.sign() == ""
    log.append(mixture(1))
    assert log.checkpoints.sign() == log.checkpoints.sign()


def test_another_key_is_told_in_the_log_and_its_first_checkpoint_names_the_old_one(log: SampleLog) -> None:
    log.append(mixture(1))
    first = log.checkpoints.sign()
    log.reopen(keys(OTHER_KEY, KEY))
    assert key_changes.note_change(log.store, SOURCE, log.keys)
    second = log.checkpoints.sign()
    log.append(mixture(2))
    third = log.checkpoints.sign()
    old, new = keys(KEY), keys(OTHER_KEY)
    signed = open_checkpoint(second, new.verifiers)
    assert checkpoints.line_of(signed.checkpoint, KEY_BEFORE) == old.verifiers[0].to_text()
    assert open_checkpoint(first, old.verifiers).checkpoint.size == 1
    assert KEY_BEFORE not in third
    assert log.verify().fault == ""
    assert not key_changes.note_change(log.store, SOURCE, log.keys)
    with log.store.begin_read() as tx:
        assert whole(tx, (1,), ())[0].kind == "key_changed"


def test_a_witness_that_cosigns_is_kept_and_shown_with_its_checkpoint(log: SampleLog) -> None:
    log.append(*map(mixture, range(20)))
    note = _cosigned(log.checkpoints.sign(), _witness())
    with log.store.begin() as tx:
        reply = cosigning.keep(tx, log.keys, note, _witness().cosignature_verifier.to_text())
    assert (reply.size, reply.witnesses) == (20, ("SYN-witness",))
    shown = open_checkpoint(reply.note, (*log.keys.verifiers, _witness().cosignature_verifier))
    assert [one.name for one in shown.cosignatures] == ["SYN-witness"]
    assert log.verify().fault == ""
    with log.store.begin_read() as tx:
        assert cosigning.newest_of_each(tx)["SYN-witness"]["size"] == 20


def test_a_checkpoint_that_was_thinned_out_is_kept_again_when_it_is_cosigned(log: SampleLog) -> None:
    log.append(mixture(1))
    first = log.checkpoints.sign()
    log.change("DELETE FROM checkpoints")
    with log.store.begin() as tx:
        cosigning.keep(tx, log.keys, _cosigned(first, _witness()), _witness().cosignature_verifier.to_text())
    with log.store.begin_read() as tx:
        assert checkpoints.reply(tx, 1).witnesses == ("SYN-witness",)
    assert log.verify().fault == ""


def test_a_witness_may_not_come_with_another_key_nor_with_another_log(log: SampleLog) -> None:
    log.append(mixture(1))
    note = log.checkpoints.sign()
    with log.store.begin() as tx:
        cosigning.keep(tx, log.keys, _cosigned(note, _witness()), _witness().cosignature_verifier.to_text())
    other = _witness(OTHER_KEY)
    with pytest.raises(AnotherWitness), log.store.begin() as tx:
        cosigning.keep(tx, log.keys, _cosigned(note, other), other.cosignature_verifier.to_text())
    for key in ("nonsense", log.keys.signer.verifier.to_text(), _witness(name="SYN-2").cosignature_verifier.to_text()):
        with pytest.raises(NotOurCheckpoint), log.store.begin() as tx:
            cosigning.keep(tx, log.keys, note, key)


def test_a_cosignature_that_was_tampered_with_is_named(log: SampleLog) -> None:
    log.append(*map(mixture, range(20)))
    note = _cosigned(log.checkpoints.sign(), _witness())
    with log.store.begin() as tx:
        cosigning.keep(tx, log.keys, note, _witness().cosignature_verifier.to_text())
    log.change("UPDATE cosignatures SET time = time + 1")
    assert "SYN-witness" in log.verify().fault
