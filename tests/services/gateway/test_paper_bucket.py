"""Papers in a bucket of a real S3 server: kept, checked, spoilt, away, and a server that is killed among them."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from services.gateway.paper_bucket import BucketAway, PapersInBucket
from services.gateway.paper_files import open_files
from services.gateway.read_model.paper_checks import DIFFERS, MISSING
from tests.bucket import BUCKET, BucketServer, bucket_server
from tests.receivers import free_port

URL = f"s3://{BUCKET}/evidence"
SOONEST = 30.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BucketServer]:
    with bucket_server(tmp_path_factory.mktemp("bucket")) as one:
        yield one


@pytest.fixture
def files(server: BucketServer) -> PapersInBucket:
    return PapersInBucket(URL, server.settings)


def _paper(text: str) -> tuple[str, bytes]:
    body = text.encode()
    return hashlib.sha256(body).hexdigest(), body


def test_a_paper_is_read_by_whoever_opens_the_bucket(files: PapersInBucket, server: BucketServer) -> None:
    sha, body = _paper("minutes" * 500_000)
    files.put(sha, body)
    other = open_files(URL, server.settings)
    assert other.read(sha) == body
    assert other.check(sha) == (len(body), None)
    assert other.folders() == []


def test_a_spoilt_object_is_found_and_put_right(files: PapersInBucket, server: BucketServer) -> None:
    sha, body = _paper("a protocol")
    files.put(sha, body)
    server.client().put_object(Bucket=BUCKET, Key=f"evidence/{sha[:2]}/{sha}", Body=b"a prot0col")
    assert files.check(sha) == (len(body), DIFFERS)
    files.put(sha, body)
    assert files.check(sha) == (len(body), None)


def test_what_was_never_put_is_missing(files: PapersInBucket) -> None:
    sha, _ = _paper("never")
    assert files.check(sha) == (0, MISSING)
    with pytest.raises(FileNotFoundError):
        files.read(sha)


def test_a_bucket_that_is_not_there_or_refuses_says_nothing_of_papers(server: BucketServer) -> None:
    sha, body = _paper("refused")
    closed = replace(server.settings, endpoint=f"http://127.0.0.1:{free_port()}")
    stranger = replace(server.settings, secret_key="wrong")
    for files in (
        PapersInBucket("s3://nobody/evidence", server.settings),
        PapersInBucket(URL, stranger),
        PapersInBucket(URL, closed),
    ):
        begun = time.monotonic()
        with pytest.raises(BucketAway):
            files.check(sha)
        with pytest.raises(BucketAway):
            files.read(sha)
        assert time.monotonic() - begun < SOONEST
    with pytest.raises(BucketAway):
        PapersInBucket(URL, stranger).put(sha, body)


@pytest.fixture
def another_server(tmp_path: Path) -> Iterator[BucketServer]:
    with bucket_server(tmp_path / "bucket") as one:
        yield one


def test_what_was_answered_is_there_though_the_server_was_killed_among_it(another_server: BucketServer) -> None:
    files = PapersInBucket(URL, another_server.settings)
    answered: list[str] = []

    def put(number: int) -> None:
        sha, body = _paper(f"paper {number} " * 2000)
        try:
            files.put(sha, body)
        except BucketAway:
            return
        answered.append(sha)

    with ThreadPoolExecutor(4) as pool:
        puts = [pool.submit(put, number) for number in range(200)]
        while len(answered) < 40:
            time.sleep(0.01)
        another_server.kill()
        for each in puts:
            each.result()
    assert 40 <= len(answered) < 200, "it was killed among them"
    another_server.start()
    assert {sha: fault for sha in answered if (fault := files.check(sha)[1])} == {}
