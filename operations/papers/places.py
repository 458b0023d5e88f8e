"""Where papers lie: in a folder or a bucket by their hash, or one after the other in a tar."""

from __future__ import annotations

import io
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Protocol

from operations.base.environment import Environment
from operations.base.errors import OperatorError, WrongSetting
from services.chassis.base import bucket_settings, disk
from services.chassis.base.bucket_settings import WrongBucket
from services.gateway.paper_bucket import PapersInBucket

TAR, BUCKET = "-", "s3://"
LENGTH = 64
PRIVATE = 0o700
HEX = frozenset("0123456789abcdef")


class NoTar(OperatorError):
    """What came from standard input is no tar, or not all of one: {0}. 标准输入不是完整的 tar。"""

    code = 2


class NoSuchFolder(OperatorError):
    """There is no folder {0} in which papers could lie. 佐证文件目录不存在。"""

    code = 2


@dataclass(frozen=True)
class Paper:
    """A paper, and when it was handed in, in seconds since 1970."""

    sha256: str
    at: float


Found = tuple[Paper, Callable[[], bytes]]
"""A paper that is somewhere, and what reads its bytes, whatever they are by now."""


class Place(Protocol):
    """Where papers are read from or kept."""

    def papers(self) -> Iterator[Found]:
        """Each paper that is there, in any order. Raises OSError."""

    def names(self) -> set[str]:
        """The hashes of those that are there. Raises OSError."""

    def put(self, paper: Paper, body: bytes) -> None:
        """Keep one; when this returns it stays. Raises OSError."""

    def close(self) -> None:
        """Nothing more comes."""


@dataclass(frozen=True)
class Folder:
    """A folder of this machine: two characters of the hash, then the hash; its time is when it was handed in."""

    root: Path

    def papers(self) -> Iterator[Found]:
        """By name. Raises NoSuchFolder."""
        if not self.root.is_dir():
            raise NoSuchFolder(self.root)
        for file in sorted(self.root.glob("*/*")):
            if is_hash(file.name):
                yield Paper(file.name, file.stat().st_mtime), file.read_bytes

    def names(self) -> set[str]:
        """None while there is no folder yet."""
        return {file.name for file in self.root.glob("*/*") if is_hash(file.name)}

    def put(self, paper: Paper, body: bytes) -> None:
        """With its time: one with another time would never be put right."""
        file = self.root / paper.sha256[:2] / paper.sha256
        disk.make_folder(file.parent, PRIVATE)
        disk.write(file, body, at=paper.at)

    def close(self) -> None:
        """Each was kept for good."""


@dataclass(frozen=True)
class Bucket:
    """A bucket of an S3 server; there a paper's time is when it came into the bucket."""

    kept: PapersInBucket

    def papers(self) -> Iterator[Found]:
        """By name. Raises BucketAway."""
        for sha256, at in self.kept.names():
            yield Paper(sha256, at), partial(self.kept.read, sha256)

    def names(self) -> set[str]:
        """Asked for by thousands. Raises BucketAway."""
        return {sha256 for sha256, _ in self.kept.names()}

    def put(self, paper: Paper, body: bytes) -> None:
        """Raises BucketAway."""
        self.kept.put(paper.sha256, body)

    def close(self) -> None:
        """Each was kept for good."""


@dataclass
class Tar:
    """A tar, from standard input or to standard output."""

    read_from: IO[bytes] | None = None
    write_to: IO[bytes] | None = None
    _begun: tarfile.TarFile | None = None

    def papers(self) -> Iterator[Found]:
        """In their order; each must be read before the next is asked for. Raises NoTar."""
        with _whole(), tarfile.open(fileobj=self.read_from, mode="r|") as tar:
            for member in tar:
                name = member.name.rpartition("/")[2]
                if member.isfile() and is_hash(name):
                    yield Paper(name, float(member.mtime)), partial(_bytes_of, tar, member)

    def names(self) -> set[str]:
        """Nothing is in it yet."""
        return set()

    def put(self, paper: Paper, body: bytes) -> None:
        """Behind those before."""
        member = tarfile.TarInfo(f"{paper.sha256[:2]}/{paper.sha256}")
        member.size, member.mtime, member.mode = len(body), int(paper.at), 0o644
        self._out().addfile(member, io.BytesIO(body))

    def close(self) -> None:
        """End it; one without papers is a tar as well."""
        if self.write_to:
            self._out().close()

    def _out(self) -> tarfile.TarFile:
        self._begun = self._begun or tarfile.open(fileobj=self.write_to, mode="w|")  # noqa: SIM115 -- until it is closed
        return self._begun


def _bytes_of(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    with _whole():
        file = tar.extractfile(member)
        return file.read() if file else b""


@contextmanager
def _whole() -> Iterator[None]:
    try:
        yield
    except tarfile.TarError as error:
        raise NoTar(error) from None


def find(text: str, environment: Environment) -> Place:
    """The place that an operator names: a folder, s3://bucket/prefix, or - for a tar. Raises WrongSetting."""
    if text == TAR:
        return Tar(sys.stdin.buffer, sys.stdout.buffer)
    if not text.startswith(BUCKET):
        return Folder(Path(text).absolute())
    return bucket(text, environment)


def bucket(url: str, environment: Environment) -> Bucket:
    """The bucket at s3://bucket/prefix, asked as the settings say. Raises WrongSetting."""
    named = dict(environment.inherited) | {"EVIDENCE_URL": url}
    try:
        return Bucket(PapersInBucket(url, bucket_settings.find(named, environment.secret)))
    except WrongBucket as error:
        raise WrongSetting(*error.args) from None


def is_hash(name: str, length: int = LENGTH) -> bool:
    """Whether a file is called like a paper, or a folder like the beginning of one: drafts beside them are not."""
    return len(name) == length and HEX.issuperset(name)
