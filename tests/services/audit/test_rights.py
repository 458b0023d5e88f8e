"""With the rights that a deployment gives, the service does all it must, and can rewrite nothing of the log."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from contracts.tlog.checkpoints import cosign
from contracts.tlog.notes import Note, Signer
from operations.deployment.databases import may_do
from services.audit import cosigning, gaps, key_changes, retention, status
from services.chassis.base.signing_keys import SigningKey
from services.chassis.storage.store import Store
from tests.log_rewrites import REWRITES
from tests.postgres import database, execute
from tests.services.audit.sample_log import KEY, OTHER_KEY, SOURCE, START, SampleLog, keys, mixture

WITNESS = SigningKey(b"a witness's key for tests, of no use elsewhere")


@pytest.fixture
def deployment(postgres: str, audit_schema: str, tmp_path: Path) -> Iterator[SampleLog]:
    """A log as the service's user of a deployment reaches it."""
    user = f"u{uuid.uuid4().hex}"
    with database(postgres, like=audit_schema) as url:
        owner = Store(url)
        with owner.begin() as tx:
            tables = sa.inspect(tx).get_table_names()
            tx.execute(sa.text(f"CREATE ROLE {user} LOGIN"))
            for table in tables:
                tx.execute(sa.text(f"GRANT {may_do(table)} ON {table} TO {user}"))
        owner.close()
        store = Store(url.replace("tests@", f"{user}@"))
        yield SampleLog(store, tmp_path)
        store.close()
    execute(f"{postgres}/postgres", f"DROP ROLE {user}")


def test_the_service_appends_signs_cosigns_forgets_and_verifies(deployment: SampleLog) -> None:
    deployment.fill(0, 600)
    note, witness = Note.parse(deployment.memory.notes()[-1]), Signer("SYN-witness", WITNESS.public, WITNESS.sign)
    cosigned = note.beside(cosign(note, witness, 1_772_400_000)).to_text()
    for _ in range(2):
        with deployment.store.begin() as tx:
            cosigning.keep(tx, deployment.keys, cosigned, witness.cosignature_verifier.to_text())
    now = START + dt.timedelta(days=4000)
    with deployment.store.begin() as tx:
        assert retention.forget(tx, SOURCE, "denied", now, retention.bound_of(tx, "denied", now)) > 0
    deployment.reopen(keys(OTHER_KEY, KEY))
    assert key_changes.note_change(deployment.store, SOURCE, deployment.keys)
    deployment.checkpoints.sign()
    deployment.append(mixture(700))
    deployment.checkpoints.sign()
    verdict = deployment.verify()
    assert verdict.fault == ""
    with deployment.store.begin() as tx:
        status.note(tx, verdict, verdict.forgotten)
        gaps.compare_anew(tx)
        assert status.status(tx, (), "").verified_size == 603


@pytest.mark.parametrize("sql", REWRITES)
def test_the_service_can_rewrite_nothing(deployment: SampleLog, sql: str) -> None:
    deployment.append(mixture(1))
    with pytest.raises(sa.exc.ProgrammingError, match=r"permission denied|must be owner"):
        deployment.change(sql)
