"""One byte in any row that proves something: the verification finds it. `python -m bench --only bytes` tries 10,000."""

from __future__ import annotations

import pytest

from bench.byte_changes import Tampering, find_missed
from contracts.tlog.checkpoints import cosign
from contracts.tlog.notes import Note, Signer
from services.audit import cosigning, verification
from services.audit.memory import Memory
from services.chassis.base.signing_keys import SigningKey
from tests.services.audit.sample_log import SampleLog

WITNESS = SigningKey(b"a witness's key for tests, of no use elsewhere")


@pytest.fixture
def full(log: SampleLog) -> SampleLog:
    """A log of a full tile and some checkpoints, one of them cosigned."""
    log.fill(0, 280, each=70)
    witness = Signer("SYN-witness", WITNESS.public, WITNESS.sign)
    note = Note.parse(log.memory.notes()[-1])
    with log.store.begin() as tx:
        cosigned = note.beside(cosign(note, witness, 1_772_400_000)).to_text()
        cosigning.keep(tx, log.keys, cosigned, witness.cosignature_verifier.to_text())
    assert log.verify().fault == ""
    return log


def test_every_change_of_a_single_byte_is_found(full: SampleLog) -> None:
    verifier = verification.Verifier(full.store, full.keys, Memory(full.folder / "checkpoints.json"))
    made, missed = find_missed(
        Tampering(full.store), lambda tx: verification.whole(lambda asked: verifier.page_in(tx, asked)), 240
    )
    assert (made, missed) == (240, [])
    assert full.verify().fault == ""
