"""An archive of a real PostgreSQL, kept by a process that is killed: what it reaches, and what it is refused for."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from operations.wal_archive import bases, choice, copies, segments
from operations.wal_archive.layout import Archive, OthersArchive
from tests.postgres import WHERE
from tests.suite import ROOT, until

PAPER = b"a paper"
SHA256 = hashlib.sha256(PAPER).hexdigest()


@pytest.fixture(scope="module")
def whole_archive(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive that has a base backup and reaches beyond it; who kept it was killed."""
    home = tmp_path_factory.mktemp("archived")
    for name in ("evidence", "public", "secrets"):
        (home / name).mkdir()
    place = home / "evidence" / SHA256[:2] / SHA256
    place.parent.mkdir()
    place.write_bytes(PAPER)
    (home / "secrets" / "token-key").write_text("secret")
    at = sa.make_url(postgres)
    settings = {
        "ARCHIVE_DATABASE": f"host=127.0.0.1 port={at.port} user={at.username} dbname=postgres",
        "PATH": f"{WHERE[-1]}:{os.environ['PATH']}",
        "HTTP_ADDRESS": "127.0.0.1:9",
    }
    folders = [str(home / name) for name in ("archive", "evidence", "public")]
    keep = ["wal-archive", "keep", *folders, "--secrets", str(home / "secrets")]
    command = [sys.executable, "-m", "operations", *keep]
    archive = Archive(home / "archive")
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL) as keeper:
        until(lambda: _reaches_beyond_a_base(archive), "a base is taken, and the archive reaches beyond it", 200)
        keeper.kill()
    return archive


def _reaches_beyond_a_base(archive: Archive) -> bool:
    known, reach = bases.find_all(archive), archive.reach()
    return bool(known and reach and reach.at > known[0].at)


@pytest.fixture
def archive(whole_archive: Archive, tmp_path: Path) -> Archive:
    """One that a test may spoil."""
    shutil.copytree(whole_archive.root, tmp_path / "archive")
    return Archive(tmp_path / "archive")


def _newest_segment(archive: Archive) -> Path:
    return choice.choose(archive, None).wal[-1]


def test_the_newest_moment_has_its_base_its_wal_its_papers_and_its_keys(archive: Archive) -> None:
    chosen = choice.choose(archive, None)
    assert chosen.base.at <= chosen.moment
    assert chosen.wal
    assert (chosen.keys / copies.SECRETS / "token-key").read_text() == "secret"
    assert [one.name for one in copies.papers_at(archive.papers, chosen.moment)] == [SHA256]


def test_a_paper_that_was_handed_in_later_is_not_of_the_moment(archive: Archive) -> None:
    assert list(copies.papers_at(archive.papers, dt.datetime(2017, 6, 15, tzinfo=dt.UTC))) == []


@pytest.mark.parametrize("days", [-1, 1])
def test_a_moment_that_is_not_reached_is_refused_with_the_range(archive: Archive, days: int) -> None:
    reach = archive.reach()
    assert reach is not None
    with pytest.raises(choice.OutOfReach, match=r"reaches from .* to "):
        choice.choose(archive, reach.at + dt.timedelta(days=days))


def test_missing_wal_is_named(archive: Archive) -> None:
    gone = _newest_segment(archive)
    gone.unlink()
    with pytest.raises(segments.MissingWal, match=segments.place(segments.number(gone.name))):
        choice.choose(archive, None)


def test_wal_of_another_database_is_named(archive: Archive) -> None:
    file = _newest_segment(archive)
    with file.open("r+b") as opened:
        opened.seek(24)
        opened.write((4711).to_bytes(8, "little"))
    with pytest.raises(OthersArchive, match=file.name):
        choice.choose(archive, None)


def test_wal_that_was_renamed_is_named(archive: Archive) -> None:
    file = _newest_segment(archive)
    with file.open("r+b") as opened:
        opened.seek(8)
        opened.write((1 << 40).to_bytes(8, "little"))
    with pytest.raises(segments.MisplacedWal, match=file.name):
        choice.choose(archive, None)


def test_a_base_of_another_database_is_named(archive: Archive) -> None:
    control = bases.find_all(archive)[0].data / "global" / "pg_control"
    with control.open("r+b") as opened:
        opened.write((4711).to_bytes(8, "little"))
    with pytest.raises(OthersArchive, match="4711"):
        choice.choose(archive, None)


def test_a_flipped_byte_of_a_paper_is_told(archive: Archive) -> None:
    assert list(choice.spoilt_papers(archive.papers)) == []
    (archive.papers / SHA256[:2] / SHA256).write_bytes(b"b paper")
    assert list(choice.spoilt_papers(archive.papers)) == [SHA256]
