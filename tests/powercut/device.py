"""A file system on a disk that writes down what reaches it: nbdkit, nbdfuse, a loop device, ext4."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import mounts

RECORDER = Path(__file__).with_name("recorder.py")
PATIENCE = 60.0


def need_nbdkit() -> None:
    """Skips the test where no such disk can be made."""
    mounts.need_mounts()
    for program, package in (("nbdkit", "nbdkit nbdkit-plugin-python"), ("nbdfuse", "libnbd-bin")):
        if not shutil.which(program):
            pytest.skip(f"no {program}: apt install {package}")
    if not Path("/dev/fuse").exists():
        pytest.skip("no /dev/fuse: the recording disk is a file in user space")


class RecordedDisk:
    """`mount` is the file system; `log` has every write and flush since the disk was new."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder, self.megabytes = folder, megabytes
        self.mount, self.log, self.image = folder / "mount", folder / "log", folder / "image"
        self._server: subprocess.Popen[bytes] | None = None
        self._loop = ""

    def position(self) -> int:
        """How much has been written down by now, in bytes of the log."""
        return self.log.stat().st_size

    def open(self) -> None:
        self.mount.mkdir(parents=True)
        self.image.touch()
        plugin = ["nbdkit", "-s", "--exit-with-parent", "python", str(RECORDER)]
        about = [f"size={self.megabytes << 20}", f"folder={self.folder}"]
        with (self.folder / "nbdfuse.log").open("wb") as out:
            self._server = subprocess.Popen(
                ["nbdfuse", str(self.image), "--command", *plugin, *about], stdout=out, stderr=out
            )
        until = time.monotonic() + PATIENCE
        while not self.image.stat().st_size:
            assert time.monotonic() < until, (self.folder / "nbdfuse.log").read_text()
            time.sleep(0.05)
        self._loop = run("losetup", "--find", "--show", self.image)
        format_ext4(Path(self._loop))
        run("mount", "-o", "nodiscard", self._loop, self.mount)

    def close(self) -> None:
        """The log stays."""
        if self._loop:
            subprocess.run(["umount", "--lazy", str(self.mount)], check=False)
            run("losetup", "--detach", self._loop)
        if self._server:
            subprocess.run(["umount", "--lazy", str(self.image)], check=False)
            self._server.terminate()
            self._server.wait(PATIENCE)


@contextmanager
def recorded_disk(folder: Path, megabytes: int) -> Iterator[RecordedDisk]:
    """A new one, and nothing of it mounted afterwards."""
    disk = RecordedDisk(folder, megabytes)
    try:
        disk.open()
        yield disk
    finally:
        disk.close()


@contextmanager
def mount_image(image: Path, folder: Path) -> Iterator[Path]:
    """An image with its file system's own recovery done, as after power has come back."""
    folder.mkdir(exist_ok=True)
    run("mount", "-o", "loop,nodiscard", image, folder)
    try:
        yield folder
    finally:
        run("umount", folder)


def format_ext4(device: Path) -> None:
    """With everything of its own written at once, not in the background while we measure."""
    run("mkfs.ext4", "-q", "-F", "-E", "nodiscard,lazy_itable_init=0,lazy_journal_init=0", device)


def run(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout.strip()
