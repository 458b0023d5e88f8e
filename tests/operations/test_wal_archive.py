"""An archive of a real PostgreSQL, kept by a process that is killed: what it reaches, and what it is refused for."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from operations.wal_archive import bases, choice, copies, segments
from operations.wal_archive.layout import Archive, OthersArchive
from services.gateway.paper_bucket import PapersInBucket
from tests.bucket import ACCESS, BUCKET, SECRET, BucketServer, bucket_server
from tests.postgres import WHERE
from tests.suite import ROOT, until

PAPER = b"a paper"
SHA256, LATER = hashlib.sha256(PAPER).hexdigest(), hashlib.sha256(b"later").hexdigest()
LAST_ROUND, AWAY = 5.0, 8.0


@pytest.fixture(scope="module")
def whole_archive(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive that has a base backup and reaches beyond it; who kept it was killed."""
    home = tmp_path_factory.mktemp("archived")
    (home / "evidence").mkdir()
    place = home / "evidence" / SHA256[:2] / SHA256
    place.parent.mkdir()
    place.write_bytes(PAPER)
    with _kept(postgres, home, str(home / "evidence"), {}) as archive:
        until(lambda: _reaches_beyond_a_base(archive), "a base is taken, and the archive reaches beyond it", 200)
    return archive


@contextmanager
def _kept(postgres: str, home: Path, papers: str, more: dict[str, str]) -> Iterator[Archive]:
    """An archive while a process keeps it, which is killed in the end."""
    for name in ("public", "secrets"):
        (home / name).mkdir()
    (home / "secrets" / "token-key").write_text("secret")
    at = sa.make_url(postgres)
    settings = {
        "ARCHIVE_DATABASE": f"host=127.0.0.1 port={at.port} user={at.username} dbname=postgres",
        "PATH": f"{WHERE[-1]}:{os.environ['PATH']}",
        "HTTP_ADDRESS": "127.0.0.1:9",
    }
    keep = ["wal-archive", "keep", str(home / "archive"), papers, str(home / "public")]
    command = [sys.executable, "-m", "operations", *keep, "--secrets", str(home / "secrets")]
    env = os.environ | settings | more
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, start_new_session=True) as keeper:
        try:
            yield Archive(home / "archive")
        finally:
            # With what it started, as a container ends: the slot is for one at a time.
            os.killpg(keeper.pid, signal.SIGKILL)


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


@pytest.fixture
def server(tmp_path: Path) -> Iterator[BucketServer]:
    with bucket_server(tmp_path / "bucket") as one:
        yield one


def test_an_archive_of_a_bucket_reaches_no_further_while_it_is_away_and_its_papers_come_into_another(
    server: BucketServer, postgres: str, tmp_path: Path
) -> None:
    url, again = f"s3://{BUCKET}/evidence", f"s3://{BUCKET}/again"
    key = {"S3_ENDPOINT": server.settings.endpoint, "S3_ACCESS_KEY": ACCESS, "S3_SECRET_KEY": SECRET}
    PapersInBucket(url, server.settings).put(SHA256, PAPER)
    with _kept(postgres, tmp_path, url, key) as archive:
        until(lambda: _reaches_beyond_a_base(archive), "a base is taken, and the archive reaches beyond it", 200)
        server.kill()
        time.sleep(LAST_ROUND)  # what was listed before is on its way
        before = archive.reach()
        time.sleep(AWAY)
        assert archive.reach() == before
        server.start()
        PapersInBucket(url, server.settings).put(LATER, b"later")
        handed_in = dt.datetime.now(dt.UTC)
        until(lambda: _reaches(archive) > handed_in, "it goes on", 200)
    command = f"{sys.executable} -m operations wal-archive write papers {archive.root} | "
    command += f"{sys.executable} -m operations papers copy - {again}"
    subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, env=os.environ | key, check=True)
    assert {sha256 for sha256, _ in PapersInBucket(again, server.settings).names()} == {SHA256, LATER}


def _reaches(archive: Archive) -> dt.datetime:
    reach = archive.reach()
    assert reach
    return reach.at
