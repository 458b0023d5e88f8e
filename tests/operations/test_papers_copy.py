"""`papers copy` between a folder, a bucket of a real S3 server and a tar; and archives whose papers lie in a bucket."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from operations.base.environment import ROOT, Environment
from operations.base.progress_bar import progress_bar
from operations.papers import copying, places
from operations.papers.copying import Outcome, PlaceAway
from operations.papers.places import Bucket, Folder, NoSuchFolder, NoTar, Paper, Place, Tar
from operations.recovery.bringing import Bringing
from operations.restoration import paper_copies
from operations.wal_archive.copies import papers_at
from services.gateway.paper_bucket import BucketAway
from tests.bucket import ACCESS, BUCKET, SECRET, BucketServer, bucket_server
from tests.operations.test_recovery import PAPER, SHA256, House, recover
from tests.suite import until

AT = 1_500_000_000.0
MANY = 200


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BucketServer]:
    with bucket_server(tmp_path_factory.mktemp("bucket")) as one:
        yield one


@pytest.fixture
def environment(server: BucketServer, tmp_path: Path) -> Environment:
    return environment_of(server, tmp_path)


def environment_of(server: BucketServer, home: Path, secret: str = SECRET) -> Environment:
    where = {"S3_ENDPOINT": server.settings.endpoint, "S3_ACCESS_KEY": ACCESS, "S3_SECRET_KEY": secret}
    return Environment.load({"CAMPAIGN_HOME": str(home), **where})


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """A prefix of a test's own."""
    return f"s3://{BUCKET}/{hashlib.sha256(request.node.name.encode()).hexdigest()[:12]}"


def hand_in(folder: Path, *bodies: bytes) -> list[str]:
    papers = [Paper(hashlib.sha256(body).hexdigest(), AT + number) for number, body in enumerate(bodies)]
    for paper, body in zip(papers, bodies, strict=True):
        Folder(folder).put(paper, body)
    return [paper.sha256 for paper in papers]


def copy(source: Place, target: Place) -> Outcome:
    with progress_bar() as bar:
        return copying.copy(source, target, bar)


def bucket(url: str, environment: Environment) -> Bucket:
    return places.bucket(url, environment)


def contents(place: Place) -> dict[str, bytes]:
    return {paper.sha256: read() for paper, read in place.papers()}


def test_papers_go_into_a_bucket_and_back_each_once(tmp_path: Path, environment: Environment, url: str) -> None:
    hand_in(tmp_path / "evidence", b"one", b"two", b"")
    target = bucket(url, environment)
    assert copy(Folder(tmp_path / "evidence"), target) == Outcome(copied=3)
    assert copy(Folder(tmp_path / "evidence"), target) == Outcome(there=3)
    assert copy(target, Folder(tmp_path / "back")) == Outcome(copied=3)
    assert contents(Folder(tmp_path / "back")) == contents(Folder(tmp_path / "evidence")) == contents(target)


def test_a_folder_and_a_tar_keep_when_a_paper_was_handed_in(tmp_path: Path) -> None:
    first, second = hand_in(tmp_path / "evidence", b"one", b"two")
    written = io.BytesIO()
    copy(Folder(tmp_path / "evidence"), Tar(write_to=written))
    written.seek(0)
    assert copy(Tar(read_from=written), Folder(tmp_path / "back")) == Outcome(copied=2)
    assert {paper for paper, _ in Folder(tmp_path / "back").papers()} == {Paper(first, AT), Paper(second, AT + 1)}


def test_a_tar_of_no_papers_is_one(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    written = io.BytesIO()
    copy(Folder(tmp_path / "evidence"), Tar(write_to=written))
    written.seek(0)
    with tarfile.open(fileobj=written) as tar:
        assert tar.getnames() == []


def test_what_tar_itself_wrote_is_read(tmp_path: Path, environment: Environment, url: str) -> None:
    hand_in(tmp_path / "evidence", b"one", b"two")
    (tmp_path / "evidence" / "a-draft").write_bytes(b"half a paper")
    written = subprocess.run(["tar", "-C", tmp_path / "evidence", "-cf", "-", "."], capture_output=True, check=True)
    assert copy(Tar(read_from=io.BytesIO(written.stdout)), bucket(url, environment)) == Outcome(copied=2)


def test_one_that_is_spoilt_is_named_and_not_copied(
    tmp_path: Path, environment: Environment, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    good, spoilt = hand_in(tmp_path / "evidence", b"one", b"two")
    (tmp_path / "evidence" / spoilt[:2] / spoilt).write_bytes(b"other bytes")
    assert not copying.run(environment, str(tmp_path / "evidence"), url)
    assert spoilt in capsys.readouterr().err
    assert bucket(url, environment).names() == {good}


def test_a_folder_that_is_not_there_is_no_folder_without_papers(
    tmp_path: Path, environment: Environment, url: str
) -> None:
    with pytest.raises(NoSuchFolder, match="evidense"):
        copying.run(environment, str(tmp_path / "evidense"), url)


def test_a_wrong_key_and_a_bucket_that_is_not_there_are_said(tmp_path: Path, server: BucketServer, url: str) -> None:
    hand_in(tmp_path / "evidence", b"one")
    for environment, where in (
        (environment_of(server, tmp_path, "another key"), url),
        (environment_of(server, tmp_path), "s3://no-such-bucket/evidence"),
        (replace_endpoint(environment_of(server, tmp_path)), url),
    ):
        with pytest.raises(PlaceAway, match="the same command goes on from there"):
            copying.run(environment, str(tmp_path / "evidence"), where)


def replace_endpoint(environment: Environment) -> Environment:
    return replace(environment, inherited={**environment.inherited, "S3_ENDPOINT": "http://127.0.0.1:9"})


def test_half_a_tar_and_none_are_said(tmp_path: Path) -> None:
    hand_in(tmp_path / "evidence", b"one", b"two" * 9000)
    written = io.BytesIO()
    copy(Folder(tmp_path / "evidence"), Tar(write_to=written))
    for size in (0, 700, 9000):
        with pytest.raises(NoTar, match="no tar, or not all of one"):
            copy(Tar(read_from=io.BytesIO(written.getvalue()[:size])), Folder(tmp_path / "back"))


@pytest.mark.parametrize(("option", "code"), [((), 1), (("--leave-damaged",), 0)])
def test_a_copy_for_a_backup_goes_on_though_one_is_damaged(
    tmp_path: Path, environment: Environment, url: str, option: tuple[str, ...], code: int
) -> None:
    good, spoilt = hand_in(tmp_path / "evidence", b"one", b"two")
    (tmp_path / "evidence" / spoilt[:2] / spoilt).write_bytes(b"other bytes")
    command = [sys.executable, "-m", "operations", "papers", "copy", *option, str(tmp_path / "evidence"), url]
    ended = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment.inherited, stderr=subprocess.PIPE, check=False
    )
    assert ended.returncode == code
    assert spoilt in ended.stderr.decode()
    assert bucket(url, environment).names() == {good}


def test_killed_in_the_middle_it_goes_on_and_nothing_is_half_there(
    tmp_path: Path, environment: Environment, url: str
) -> None:
    hashes = hand_in(tmp_path / "evidence", *(f"paper {number}".encode() * 5000 for number in range(MANY)))
    command = [sys.executable, "-m", "operations", "papers", "copy", str(tmp_path / "evidence"), url]
    target = bucket(url, environment)
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | environment.inherited) as process:
        until(lambda: len(target.names()) > 1, "the first are there")
        process.send_signal(signal.SIGKILL)
    done = target.names()
    assert 0 < len(done) < MANY
    assert copy(Folder(tmp_path / "evidence"), target) == Outcome(copied=MANY - len(done), there=len(done))
    assert target.names() == set(hashes)
    assert all(hashlib.sha256(body).hexdigest() == sha256 for sha256, body in contents(target).items())


def test_an_archive_takes_out_of_a_bucket_what_is_new_in_it(tmp_path: Path, environment: Environment, url: str) -> None:
    target = bucket(url, environment)
    target.put(Paper(hashlib.sha256(b"one").hexdigest(), AT), b"one")
    archive = paper_copies.copies(url, tmp_path / "archive", environment)
    assert [archive.keep(), archive.keep()] == [1, 0]
    target.put(Paper(hashlib.sha256(b"two").hexdigest(), AT), b"two")
    again = paper_copies.copies(url, tmp_path / "archive", environment)
    assert [again.keep(), archive.keep()] == [1, 1]
    assert contents(Folder(tmp_path / "archive")) == contents(target)


def test_a_paper_is_of_the_moment_though_the_clock_of_its_server_is_ahead(
    tmp_path: Path, environment: Environment, url: str
) -> None:
    target = bucket(url, environment)
    target.put(Paper(hashlib.sha256(b"one").hexdigest(), AT), b"one")
    ((paper, _),) = target.papers()
    assert paper_copies.copies(url, tmp_path / "archive", environment).keep() == 1
    moment = dt.datetime.fromtimestamp(paper.at - 60, dt.UTC)
    assert [one.name for one in papers_at(tmp_path / "archive", moment)] == [paper.sha256]


def test_an_archive_rests_as_long_as_it_listed_and_not_as_long_as_it_copied(
    tmp_path: Path, environment: Environment, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = bucket(url, environment)
    target.put(Paper(hashlib.sha256(b"one").hexdigest(), AT), b"one")
    archive = paper_copies.copies(url, tmp_path / "archive", environment)
    with monkeypatch.context() as slow:
        slow.setattr(Folder, "put", lambda *_: time.sleep(2))
        assert archive.keep() == 1
    assert 0 < archive.rest < 2


def test_while_the_bucket_is_away_an_archive_reaches_no_further(
    tmp_path: Path, environment: Environment, url: str
) -> None:
    (tmp_path / "recovery").mkdir()
    house = House(tmp_path / "home", tmp_path / "recovery")
    away = replace_endpoint(replace(environment, inherited={**environment.inherited, "EVIDENCE_URL": url}))
    house.bringing = Bringing(house.home, house.folder, away)
    with pytest.raises(BucketAway):
        house.round()
    assert list(house.place.marks.glob("*")) == []
    house.close()


def test_a_home_whose_papers_lie_in_a_bucket_comes_back_with_them(
    tmp_path: Path, environment: Environment, url: str
) -> None:
    (tmp_path / "recovery").mkdir()
    house = House(tmp_path / "home", tmp_path / "recovery")
    own = replace(environment, inherited={**environment.inherited, "EVIDENCE_URL": url})
    house.bringing = Bringing(house.home, house.folder, own)
    with house.papers.begin() as tx:
        tx.execute(sa.text("INSERT INTO papers VALUES (:sha256)"), {"sha256": SHA256})
    bucket(url, environment).put(Paper(SHA256, AT), PAPER)
    house.round()
    house.close()
    assert recover(house.folder, tmp_path / "again").papers == ()
    assert contents(Folder(tmp_path / "again" / "evidence")) == {SHA256: PAPER}


def test_more_papers_than_one_answer_lists_are_all_listed(environment: Environment, url: str) -> None:
    kept = bucket(url, environment)
    hashes = {hashlib.sha256(str(number).encode()).hexdigest() for number in range(1100)}
    for number in range(1100):
        kept.put(Paper(hashlib.sha256(str(number).encode()).hexdigest(), AT), str(number).encode())
    kept.kept._s3.put_object(Bucket=BUCKET, Key=f"{url.rpartition('/')[2]}/ready", Body=b"no paper")
    assert kept.names() == hashes
