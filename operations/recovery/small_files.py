"""Keys, the bureau's own programme, mappings, remembered checkpoints: small files, kept in every state they were in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from operations.base.errors import OperatorError
from operations.recovery import layout
from operations.recovery.layout import Place
from services.chassis.base import disk
from services.chassis.base.settings import PROGRAMME

FOLDERS = ("secrets", "audit", "exchange")
ALONE = ("parking-discarded.jsonl",)
PERMISSIONS = 0o777
Stamp = tuple[int, int, int]


class FileDamaged(OperatorError):
    """{0} of the archive is damaged or missing: {1}. 归档文件损坏或缺失。"""

    code = 2


@dataclass
class SmallFiles:
    """What is archived of one home's small files.

    seen   size, inode and change of each, with the hash of what it held then
    """

    home: Path
    place: Place
    seen: dict[Path, tuple[Stamp, str]] = field(default_factory=dict)
    there: set[str] = field(default_factory=set)

    def keep(self) -> str:
        """Archive what is new of them; the hash of their list. Raises OSError."""
        names = {str(one.relative_to(self.home)): self._keep_one(one) for one in _files(self.home)}
        listed = {name: one for name, one in names.items() if one}
        return self._put(orjson.dumps(listed, option=orjson.OPT_SORT_KEYS))

    def _keep_one(self, file: Path) -> list[str | int] | None:
        """Hash and mode; None for a file that went away meanwhile."""
        with suppress(FileNotFoundError):
            about = file.stat()
            stamp = (about.st_size, about.st_ino, about.st_mtime_ns)
            known = self.seen.get(file)
            sha256 = known[1] if known and known[0] == stamp else self._put(file.read_bytes())
            self.seen[file] = stamp, sha256
            return [sha256, about.st_mode & PERMISSIONS]
        return None

    def _put(self, body: bytes) -> str:
        sha256 = hashlib.sha256(body).hexdigest()
        if sha256 not in self.there:
            target = self.place.files / sha256
            if not target.exists():
                disk.make_folder(self.place.files, layout.PRIVATE)
                disk.write(target, body, layout.SECRET)
            self.there.add(sha256)
        return sha256


def _files(home: Path) -> Iterator[Path]:
    for name in FOLDERS:
        yield from (one for one in (home / name).rglob("*") if one.is_file())
    yield from (one for name in ALONE if (one := home / name).is_file())
    usual = Path(PROGRAMME)
    yield from home.glob(f"{usual.stem}*{usual.suffix}")


def files_of_list(place: Place, sha256: str) -> dict[str, tuple[str, int]]:
    """The files of one list: hash and mode, by their names. Raises FileDamaged."""
    return {name: (one[0], one[1]) for name, one in orjson.loads(body_of(place, sha256)).items()}


def body_of(place: Place, sha256: str) -> bytes:
    """What was archived under a hash. Raises FileDamaged."""
    file = place.files / sha256
    try:
        body = file.read_bytes()
    except OSError as error:
        raise FileDamaged(file, error.strerror) from None
    if hashlib.sha256(body).hexdigest() != sha256:
        raise FileDamaged(file, "its bytes are others 内容与校验值不符")
    return body


def put_back(place: Place, sha256: str, home: Path) -> None:
    """Write the files of a list into a home. Raises FileDamaged, OSError."""
    for name, (of, mode) in files_of_list(place, sha256).items():
        file = home / name
        disk.make_folder(file.parent, layout.PRIVATE)
        disk.write(file, body_of(place, of), mode)


def drop_but(place: Place, lists: set[str]) -> None:
    """Let go of states that no list of these names any more. Raises FileDamaged, OSError."""
    kept = lists | {of for one in lists for of, _mode in files_of_list(place, one).values()}
    for file in place.files.iterdir():
        if file.name not in kept:
            file.unlink(missing_ok=True)
