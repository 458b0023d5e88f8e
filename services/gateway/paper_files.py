"""The bytes of papers: a file each, named by its hash, in a bucket, or in any place that fsspec knows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import fsspec
from fsspec.implementations.local import LocalFileSystem

from services.chassis.base import disk, ids, real_threads
from services.chassis.base.bucket_settings import BucketSettings
from services.gateway.read_model.paper_checks import DIFFERS, MISSING, UNREADABLE

if TYPE_CHECKING:
    from services.gateway.paper_bucket import PapersInBucket

P = ParamSpec("P")
T = TypeVar("T")
CHUNK = 1024 * 1024
BUCKET = "s3://"
NO_BUCKET = BucketSettings()


def open_files(url: str, bucket: BucketSettings = NO_BUCKET) -> PaperFiles | PapersInBucket:
    """The files at an address: a directory, a bucket of an S3 server, or what else fsspec knows."""
    if url.startswith(BUCKET):
        # Only here: a gateway whose papers lie on its own disk need not keep a client of buckets in memory.
        from services.gateway.paper_bucket import PapersInBucket

        return PapersInBucket(url, bucket)
    files, root = fsspec.core.url_to_fs(url)
    return PapersOnDisk(files, root) if isinstance(files, LocalFileSystem) else PaperFiles(files, root)


class PaperFiles:
    """Papers wherever fsspec leads: there what was answered is as safe as that place makes it."""

    def __init__(self, files: Any, root: str) -> None:
        """`root` as fsspec says it."""
        self._files, self._root = files, root

    def run(self, work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """Do it in a thread of the system's: files hold up the loop."""
        return real_threads.run(work, *arguments, **options)

    def put(self, sha256: str, body: bytes) -> None:
        """Keep a paper; when this returns it stays. One that is spoilt is put right. Raises OSError."""
        if self._is_sound(sha256, body):
            self._secure(sha256)
        else:
            self._write(sha256, body)

    def _is_sound(self, sha256: str, body: bytes) -> bool:
        """Whether these bytes are there already; a crash or a disk may have left others."""
        path = self._path(sha256)
        try:
            return bool(self._files.size(path) == len(body) and self._files.cat_file(path) == body)
        except FileNotFoundError:
            return False

    def _secure(self, sha256: str) -> None:
        """Make sure of bytes that are there."""

    def _write(self, sha256: str, body: bytes) -> None:
        """Under another name first: a reader never meets half a file."""
        path = self._path(sha256)
        draft = f"{path}.{ids.new_id()}"
        self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
        self._files.pipe_file(draft, body)
        self._files.mv(draft, path)

    def read(self, sha256: str) -> bytes:
        """The bytes under a hash, whatever they are by now. Raises FileNotFoundError."""
        body: bytes = self._files.cat_file(self._path(sha256))
        return body

    def folders(self) -> list[Path]:
        """Where on this machine the files lie: nowhere."""
        return []

    def check(self, sha256: str) -> tuple[int, str | None]:
        """How many bytes lie under a hash, and what is wrong with them; None: nothing. Blocks while it reads.

        Raises ConnectionError and TimeoutError where the place is away.
        """
        total, size = hashlib.sha256(), 0
        try:
            with self._files.open(self._path(sha256), "rb") as file:
                while chunk := file.read(CHUNK):
                    total.update(chunk)
                    size += len(chunk)
        except FileNotFoundError:
            return 0, MISSING
        except (ConnectionError, TimeoutError):
            raise  # a bucket that is away says nothing of what lies in it
        except OSError:
            return size, UNREADABLE
        return size, None if total.hexdigest() == sha256 else DIFFERS

    def _path(self, sha256: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256}"


class PapersOnDisk(PaperFiles):
    """Papers in a folder of this machine: synced, with the folders above them, before they count as kept."""

    def __init__(self, files: Any, root: str) -> None:
        """Nothing is made before the first paper."""
        super().__init__(files, root)
        self._entered: set[Path] = set()

    def folders(self) -> list[Path]:
        """The one folder."""
        return [Path(self._root)]

    def _secure(self, sha256: str) -> None:
        """Whoever wrote them may have died, or not yet have come, before they were synced."""
        path = Path(self._path(sha256))
        self._enter(path.parent)
        disk.sync(path)
        disk.sync(path.parent)

    def _write(self, sha256: str, body: bytes) -> None:
        path = Path(self._path(sha256))
        self._enter(path.parent)
        disk.write(path, body)

    def _enter(self, folder: Path) -> None:
        """A folder that the disk has; once a process, since one that is there may not have been synced either."""
        if folder in self._entered and folder.is_dir():
            return
        disk.make_folder(folder, 0o700)
        disk.sync(folder.parent)
        disk.sync(folder.parent.parent)
        self._entered.add(folder)
