from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from services.chassis.base import disk
from tests import mounts


def test_a_file_replaces_what_stood_there_and_leaves_no_draft(tmp_path: Path) -> None:
    disk.write(tmp_path / "a", b"old")
    disk.write(tmp_path / "a", b"new", 0o600)
    assert (tmp_path / "a").read_bytes() == b"new"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


def test_what_finds_no_room_leaves_what_stood_there_and_takes_none(tmp_path: Path) -> None:
    with mounts.small_disk(tmp_path / "small", 2) as small:
        disk.write(small / "a", b"old")
        mounts.fill(small, leave=8192)
        with pytest.raises(OSError, match="No space left") as refused:
            disk.write(small / "a", os.urandom(1 << 20))
        assert refused.value.errno == errno.ENOSPC
        assert (small / "a").read_bytes() == b"old"
        assert sorted(one.name for one in small.iterdir()) == ["a", mounts.BALLAST]


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    disk.make_folder(tmp_path / "a" / "b" / "c")
    disk.make_folder(tmp_path / "a" / "b" / "c")
    assert (tmp_path / "a" / "b" / "c").is_dir()
