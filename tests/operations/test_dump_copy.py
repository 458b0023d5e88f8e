"""The audit log of a PostgreSQL's copy, as deploy/backup writes it, is verified where no server runs."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from operations.base.environment import Environment
from operations.client.copies import backup_check, dump_copy
from operations.client.copies.dump_copy import NoDump
from services.audit.log_service import LogService
from services.chassis.base.settings import from_environment
from services.chassis.storage import journal, migrations
from services.chassis.storage.store import Store
from tests.office import Office, migrated_store
from tests.postgres import WHERE, execute

STRANGE = "tab\tline\nreturn\rback\\slash \\N 条目"


@pytest.fixture
def log(postgres_url: str, tmp_path: Path, office: Office) -> Iterator[Store]:
    """A log on PostgreSQL that was signed once, its public key beside where its copy will lie."""
    store = migrated_store(postgres_url, "audit")
    settings = from_environment("audit", {"AMQP_URI": "amqp://x@127.0.0.1", "CAMPAIGN_HOME": str(tmp_path / "home")})
    service = LogService(store, settings)
    service.prepare()
    office.matter()
    with store.begin() as tx:
        service.append(tx, office.events)
    service.checkpoints.sign()
    (tmp_path / "home" / "secrets" / "signing").rename(tmp_path / "verifying-keys")
    yield store
    store.close()


def dump(url: str, folder: Path) -> Path:
    file = folder / "audit.dump"
    subprocess.run([WHERE[-1] / "pg_dump", "--format=custom", f"--file={file}", url], check=True)
    return file


def verify(tmp_path: Path) -> bool:
    return backup_check.verify(Environment.load({"CAMPAIGN_HOME": str(tmp_path / "none")}), tmp_path, [], [])


def rows_of(store: Store) -> dict[str, set[tuple[object, ...]]]:
    """All that a database holds, its tables by name."""
    meta = sa.MetaData()
    with store.begin_read() as tx:
        meta.reflect(tx)
        tables = {name: sorted(table.columns, key=lambda one: one.name) for name, table in meta.tables.items()}
        return {name: {_plain(row) for row in tx.execute(sa.select(*some))} for name, some in tables.items()}


def _plain(row: sa.Row[tuple[object, ...]]) -> tuple[object, ...]:
    return tuple(bytes(one) if isinstance(one, memoryview) else one for one in row)


@pytest.mark.usefixtures("log")
def test_a_copy_that_is_as_it_was_signed_verifies(
    postgres_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dump(postgres_url, tmp_path)
    assert verify(tmp_path)
    assert "as it was signed 与所签署的一致" in capsys.readouterr().out


@pytest.mark.usefixtures("log")
def test_the_first_entry_that_was_changed_is_named(
    postgres_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(postgres_url, "UPDATE bodies SET body = replace(body, 'outreach', 'outreech') WHERE position = 3")
    dump(postgres_url, tmp_path)
    assert not verify(tmp_path)
    assert "entry 3: " in capsys.readouterr().out


def test_every_row_is_read_as_it_was_written(log: Store, postgres_url: str, tmp_path: Path, office: Office) -> None:
    with log.begin() as tx:
        tx.execute(sa.text("UPDATE entries SET actor = :strange"), {"strange": STRANGE})
        journal.append(tx, office.events[:1])
        tx.execute(sa.text("UPDATE journal SET digest = NULL, upto = NULL"))
    with closing(Store(f"sqlite:///{tmp_path}/copy.db")) as copy:
        dump_copy.read_into(copy, "audit", dump(postgres_url, tmp_path))
        here, there = rows_of(copy), rows_of(log)
    assert here.keys() == there.keys()
    assert {name for name, rows in there.items() if rows} >= {"entries", "bodies", "checkpoints", "head", "journal"}
    assert [name for name in there if here[name] != there[name]] == []


def test_a_copy_of_an_earlier_version_is_read_at_that_version(postgres_url: str, tmp_path: Path) -> None:
    with closing(Store(postgres_url)) as before:
        migrations.migrate(before, "audit", {"audit": "0001", "chassis": "0014"})
    with closing(Store(f"sqlite:///{tmp_path}/copy.db")) as copy:
        dump_copy.read_into(copy, "audit", dump(postgres_url, tmp_path))
        steps = migrations.migrate(copy, "audit")
    assert {name: before for name, (before, _) in steps.items()} == {"audit": "0001", "chassis": "0014"}


def test_what_pg_restore_cannot_read_is_said_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "audit.dump").write_bytes(b"no copy")
    with pytest.raises(NoDump, match="input file does not appear to be a valid archive"):
        verify(tmp_path)
    monkeypatch.setattr(dump_copy, "PROGRAMS", (("no-such-program",),))
    with pytest.raises(NoDump, match="no-such-program: No such file or directory"):
        verify(tmp_path)


@pytest.mark.usefixtures("log")
def test_a_copy_that_ends_early_is_no_copy(postgres_url: str, tmp_path: Path) -> None:
    file = dump(postgres_url, tmp_path)
    file.write_bytes(file.read_bytes()[:-2000])
    with pytest.raises(NoDump):
        verify(tmp_path)
