"""Gateways that keep papers in a bucket: they come back after a restart, both see them, one that is away is said."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import messaging
from tests.bucket import BUCKET, BucketServer, bucket_server
from tests.journeys.test_two_gateways import two_gateways
from tests.suite import HttpResponse, Suite, until

AT_ONCE, PAPERS = 8, 40
SOON = 30.0


def test_papers_lie_in_the_bucket_and_one_that_is_away_is_said_while_the_rest_goes_on(
    broker_uri: str, server: BucketServer, tmp_path: Path
) -> None:
    messaging.empty(broker_uri)
    suite = Suite(tmp_path, broker_uri, environment=_settings(server))
    try:
        suite.start()
        suite.ready()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            hashes = list(pool.map(lambda number: _keep(suite, f"paper {number} " * 9000), range(PAPERS)))
        assert not (tmp_path / "evidence").exists(), "nothing of it lies here"
        suite.kill("gateway")
        suite.start("gateway")
        suite.ready()
        assert all(_read(suite, sha) == 200 for sha in hashes)

        server.kill()
        assert _read(suite, hashes[0]) == 503
        assert _hand_in(suite, b"while it is away").status == 503
        assert suite.get("/v1/progress").status == 200

        server.start()
        until(lambda: _read(suite, hashes[0]) == 200, "it is back", SOON)
    finally:
        suite.stop()


def test_what_is_handed_in_at_one_gateway_is_read_at_the_other(
    broker_uri: str, postgres: str, server: BucketServer, tmp_path: Path
) -> None:
    with two_gateways(broker_uri, postgres, tmp_path, _settings(server)) as (one, other):
        here, there = _keep(one, "handed in here"), _keep(other, "handed in there")
        assert other.get(f"/v1/evidence/{here}").body == b"handed in here"
        assert one.get(f"/v1/evidence/{there}").body == b"handed in there"
        assert _keep(other, "handed in here") == here, "the same paper, at both"
        one.kill("gateway")
        assert other.get(f"/v1/evidence/{here}").body == b"handed in here"
        assert not (tmp_path / "evidence").exists(), "nothing of it lies here"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[BucketServer]:
    with bucket_server(tmp_path / "bucket") as one:
        yield one


def _settings(server: BucketServer) -> dict[str, str]:
    return {
        "EVIDENCE_URL": f"s3://{BUCKET}/evidence",
        "S3_ENDPOINT": server.settings.endpoint,
        "S3_ACCESS_KEY": server.settings.access_key,
        "S3_SECRET_KEY": server.settings.secret_key,
    }


def _keep(suite: Suite, text: str) -> str:
    answer = _hand_in(suite, text.encode())
    assert answer.status == 201, answer.json
    return str(answer.json["sha256"])


def _read(suite: Suite, sha256: str) -> int:
    return suite.get(f"/v1/evidence/{sha256}").status


def _hand_in(suite: Suite, body: bytes) -> HttpResponse:
    return suite.post("/v1/evidence?name=proof", body, Content_Type="text/plain")
