import os
import subprocess
from pathlib import Path

import pytest

from operations.base import lock
from operations.base.environment import PYTHON, ROOT


def test_a_held_lock_is_refused_and_names_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "run" / "lock"
    with lock.hold(path), pytest.raises(lock.Held, match=f"{tmp_path} is in use by process {os.getpid()}"):
        lock.take(path)
    assert lock.holder(path) is None


def test_a_lock_ends_with_the_process_that_held_it_however_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "run" / "lock"
    script = "from operations.base import lock; from pathlib import Path\n"
    script += f"lock.take(Path({str(path)!r})); print(flush=True); input()"
    with subprocess.Popen([PYTHON, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        assert lock.holder(path) == other.pid
        other.kill()
    with lock.hold(path):
        assert lock.holder(path) == os.getpid()


def test_nobody_holds_a_lock_that_was_never_taken(tmp_path: Path) -> None:
    assert lock.holder(tmp_path / "run" / "lock") is None
