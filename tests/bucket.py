"""An S3 server of a test's own: a real one, with keys, on free ports, that can be killed and come back."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import BotoCoreError, ClientError

from services.chassis.base.bucket_settings import BucketSettings
from services.gateway.paper_bucket import CONFIG
from tests.receivers import free_port

ACCESS, SECRET, BUCKET = "papers", "a-key-of-the-test", "bureau"
WITHIN = 90.0
PORTS = (
    *("master.port", "master.port.grpc", "volume.port", "volume.port.grpc"),
    *("filer.port", "filer.port.grpc", "s3.port.grpc"),
)


class BucketServer:
    """Keeps objects in a folder; one bucket is made."""

    def __init__(self, folder: Path, program: str) -> None:
        """Its files lie in `folder`, which is made."""
        folder.mkdir(exist_ok=True)
        self._folder, self._program, self.port = folder, program, free_port()
        self._ports = [free_port() for _ in PORTS]
        self.settings = BucketSettings(f"http://127.0.0.1:{self.port}", "us-east-1", ACCESS, SECRET)
        identity = {"name": "test", "credentials": [{"accessKey": ACCESS, "secretKey": SECRET}], "actions": ["Admin"]}
        (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))

    def start(self) -> None:
        """Come up, with the bucket, at the ports of before: its parts find each other by them."""
        (self._folder / "data").mkdir(exist_ok=True)
        ends = time.monotonic() + WITHIN
        self._launch()
        while not self._has_bucket():
            assert time.monotonic() < ends, (self._folder / "weed.log").read_text()[-2000:]
            if self._process.poll() is not None:  # another took one of its ports for a moment
                self._launch()
            time.sleep(0.5)

    def _launch(self) -> None:
        command = [
            *(self._program, "server", f"-dir={self._folder / 'data'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"),
            *("-volume.max=20", "-master.volumeSizeLimitMB=64", "-s3", f"-s3.port={self.port}", "-s3.iam=false"),
            # What nobody asks here has ports that are always the same, and no second server could have them.
            *("-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false"),
            *(
                f"-s3.config={self._folder / 's3.json'}",
                *(f"-{name}={port}" for name, port in zip(PORTS, self._ports, strict=True)),
            ),
        ]
        with (self._folder / "weed.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder)

    def _has_bucket(self) -> bool:
        try:
            urllib.request.urlopen(self.settings.endpoint, timeout=2).close()
        except urllib.error.HTTPError:
            pass  # it asks for a key: it is there
        except OSError:
            return False
        client = self.client()
        try:
            with suppress(client.exceptions.BucketAlreadyExists, client.exceptions.BucketAlreadyOwnedByYou):
                client.create_bucket(Bucket=BUCKET)
            client.put_object(Bucket=BUCKET, Key="ready", Body=b"ready")
        except (ClientError, BotoCoreError):
            return False
        return True

    def client(self) -> boto3.client:
        """Whoever else writes to the bucket."""
        keys = {"aws_access_key_id": ACCESS, "aws_secret_access_key": SECRET}
        where = {"endpoint_url": self.settings.endpoint, "region_name": "us-east-1"}
        return boto3.session.Session().client("s3", config=CONFIG, **keys, **where)

    def kill(self) -> None:
        """As a machine dies."""
        self._process.kill()
        self._process.wait()


@contextmanager
def bucket_server(folder: Path) -> Iterator[BucketServer]:
    """One that is up, until the end; where the program is not installed the test is skipped."""
    program = shutil.which("weed", path=str(Path(sys.executable).parent)) or shutil.which("weed")
    if program is None:
        pytest.skip("weed is not installed")
    server = BucketServer(folder, program)
    server.start()
    try:
        yield server
    finally:
        server.kill()
