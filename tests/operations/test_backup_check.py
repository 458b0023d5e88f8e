"""A copied home's audit log is verified without a suite, with the copy's keys or better ones, and left as it is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import sqlalchemy as sa

from contracts.tlog.notes import Verifier
from operations.base.environment import Environment
from operations.client.copies import backup_check
from operations.client.copies.backup_check import NoLog
from services.audit.log_service import LogService
from services.chassis.base.settings import from_environment
from services.chassis.storage.store import Store
from tests.office import Office, migrated_store
from tests.packs.making import ORIGIN, signer_of


@pytest.fixture
def backup(tmp_path: Path, office: Office) -> Path:
    """A home whose log was signed twice, a witness's note beside it."""
    home = tmp_path / "home"
    (home / "data").mkdir(parents=True)
    store = migrated_store(f"sqlite:///{home}/data/audit.db", "audit")
    settings = from_environment("audit", {"AMQP_URI": "amqp://x@127.0.0.1", "CAMPAIGN_HOME": str(home)})
    log = LogService(store, settings)
    log.prepare()
    for _ in range(2):
        office.matter()
        with store.begin() as tx:
            log.append(tx, office.events)
        (tmp_path / "witnessed.note").write_text(log.checkpoints.sign())
    store.close()
    return home


def environment(tmp_path: Path) -> Environment:
    return Environment.load({"CAMPAIGN_HOME": str(tmp_path / "none")})


def state_of(home: Path) -> dict[str, str]:
    return {str(one): hashlib.sha256(one.read_bytes()).hexdigest() for one in home.rglob("*") if one.is_file()}


def change(home: Path, statement: str) -> None:
    store = Store(f"sqlite:///{home}/data/audit.db")
    with store.begin() as tx:
        tx.execute(sa.text(statement))
    store.close()


def test_a_copy_that_is_as_it_was_signed_verifies_and_is_not_touched(
    backup: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state_of(backup)
    assert backup_check.verify(environment(tmp_path), backup, [], [tmp_path / "witnessed.note"])
    assert "as it was signed 与所签署的一致" in capsys.readouterr().out
    assert state_of(backup) == before


def test_the_first_entry_that_was_changed_in_a_copy_is_named(
    backup: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(backup, "UPDATE bodies SET body = replace(body, 'outreach', 'outreech') WHERE position = 3")
    assert not backup_check.verify(environment(tmp_path), backup, [], [])
    assert "entry 3: " in capsys.readouterr().out


def test_a_copy_that_is_too_old_contradicts_what_a_witness_kept(
    backup: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (backup / "audit" / "checkpoints.json").unlink()
    home = tmp_path / "older"
    (home / "data").mkdir(parents=True)
    migrated_store(f"sqlite:///{home}/data/audit.db", "audit").close()
    (backup / "secrets").rename(home / "secrets")
    assert backup_check.verify(environment(tmp_path), home, [], [])
    assert not backup_check.verify(environment(tmp_path), home, [], [tmp_path / "witnessed.note"])
    assert "entry 0" in capsys.readouterr().out


def test_with_another_key_nothing_in_a_copy_is_believed(backup: Path, tmp_path: Path) -> None:
    own = (backup / "secrets" / "signing" / "audit.pub").read_text()
    assert own
    stranger: Verifier = signer_of(ORIGIN, "another").verifier
    assert not backup_check.verify(environment(tmp_path), backup, [stranger.to_text()], [])


def test_what_is_no_copy_of_a_home_is_said_to_be_none(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(NoLog):
        backup_check.verify(environment(tmp_path), tmp_path, [], [])
    with pytest.raises(NoLog):
        backup_check.verify(environment(tmp_path), backup, ["no-key+x"], [])
    with pytest.raises(NoLog):
        backup_check.verify(environment(tmp_path), backup, [], [tmp_path / "none"])
    (backup / "secrets" / "signing" / "audit.pub").unlink()
    with pytest.raises(NoLog, match=r"audit\.pub"):
        backup_check.verify(environment(tmp_path), backup, [], [])
