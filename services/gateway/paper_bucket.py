"""The bytes of papers in a bucket of an S3 server: an object each, named by its hash."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

from services.chassis.base.bucket_settings import BucketSettings
from services.gateway.read_model.paper_checks import DIFFERS, MISSING

P = ParamSpec("P")
T = TypeVar("T")
CHUNK, LENGTH = 1024 * 1024, 64
CONFIG = Config(
    connect_timeout=3,
    read_timeout=10,
    retries={"total_max_attempts": 2, "mode": "standard"},
    # Signed with what it holds, the server refuses a body that changed on its way.
    s3={"addressing_style": "path", "payload_signing_enabled": True},
    # Servers of a bureau's own know nothing of the checksums that the client adds by itself.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class BucketAway(ConnectionError):
    """The bucket does not answer, or refuses: that says nothing of what lies in it."""


class PapersInBucket:
    """Papers in a bucket: a PUT is whole or nothing, and answered when the object is stored for good."""

    def __init__(self, url: str, settings: BucketSettings) -> None:
        """`url` is s3://bucket/prefix; nothing is asked before the first paper."""
        self._bucket, _, self._prefix = url.partition("://")[2].rstrip("/").partition("/")
        self._s3: Any = boto3.session.Session(botocore_session=_session()).client(
            "s3",
            endpoint_url=settings.endpoint or None,
            region_name=settings.region,
            aws_access_key_id=settings.access_key or None,
            aws_secret_access_key=settings.secret_key or None,
            verify=settings.authority or None,
            config=CONFIG,
        )

    def run(self, work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """Do it here: it waits for a socket, and sockets wait on the loop while others have their turn."""
        return work(*arguments, **options)

    def put(self, sha256: str, body: bytes) -> None:
        """Keep a paper; when this returns it stays. One that is spoilt is put right. Raises BucketAway."""
        with _away():
            self._s3.put_object(Bucket=self._bucket, Key=self._key(sha256), Body=body)

    def read(self, sha256: str) -> bytes:
        """The bytes under a hash, whatever they are by now. Raises FileNotFoundError, BucketAway."""
        return b"".join(self._chunks(sha256))

    def names(self) -> Iterator[tuple[str, float]]:
        """The hash of each paper that is there, and when it came, in seconds since 1970. Raises BucketAway."""
        prefix = f"{self._prefix}/" if self._prefix else ""
        with _away():
            for page in self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix):
                for one in page.get("Contents", ()):
                    sha256 = one["Key"].rpartition("/")[2]
                    if len(sha256) == LENGTH and one["Key"] == self._key(sha256):
                        yield sha256, dt.datetime.fromisoformat(one["LastModified"]).timestamp()

    def folders(self) -> list[Path]:
        """Where on this machine the objects lie: nowhere."""
        return []

    def check(self, sha256: str) -> tuple[int, str | None]:
        """How many bytes lie under a hash, and what is wrong with them; None: nothing. Raises BucketAway."""
        total, size = hashlib.sha256(), 0
        try:
            for chunk in self._chunks(sha256):
                total.update(chunk)
                size += len(chunk)
        except FileNotFoundError:
            return 0, MISSING
        return size, None if total.hexdigest() == sha256 else DIFFERS

    def _chunks(self, sha256: str) -> Iterator[bytes]:
        with _away():
            answer = self._s3.get_object(Bucket=self._bucket, Key=self._key(sha256))
            yield from answer["Body"].iter_chunks(CHUNK)

    def _key(self, sha256: str) -> str:
        return "/".join(part for part in (self._prefix, sha256[:2], sha256) if part)


def _session() -> Any:
    """One that leaves times as the text that came: reading them by itself takes two thirds of what a listing costs."""
    session = botocore.session.get_session()
    session.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=str)
    return session


@contextmanager
def _away() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        # A bucket that is not there is a 404 as well: only this code speaks of the object.
        if error.response["Error"]["Code"] == "NoSuchKey":
            raise FileNotFoundError(str(error)) from error
        raise BucketAway(str(error)) from error
    except (BotoCoreError, HTTPClientError) as error:
        raise BucketAway(str(error)) from error
