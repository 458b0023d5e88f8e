"""The script at the project's root, before there is anything installed."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from operations.base.environment import PYTHON, ROOT

CAMPAIGN = ROOT / "campaign"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose locks ask for nothing and whose command prints where and with what it was called."""
    shutil.copy(CAMPAIGN, tmp_path)
    (tmp_path / "requirements.lock").write_text("")
    (tmp_path / "requirements-dev.lock").write_text("# more\n")
    (tmp_path / "operations.py").write_text("import os, sys; print(os.getcwd(), *sys.argv[1:])")
    return tmp_path


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    base = shutil.which("python3", path=os.defpath) or sys.executable
    return subprocess.run(
        [base, project / "campaign", *arguments], cwd="/", capture_output=True, text=True, check=False
    )


def test_the_first_call_installs_in_one_line_and_hands_over_and_the_next_is_quiet(project: Path) -> None:
    first = run(project, "status", "--x")
    assert first.stdout.split() == [str(project), "status", "--x"]
    assert first.stderr.count("\n") == 1
    assert "installing requirements.lock" in first.stderr

    began = time.monotonic()
    second = run(project, "status")
    assert (second.stdout.split(), second.stderr) == ([str(project), "status"], "")
    assert time.monotonic() - began < 1


def test_a_changed_lock_is_installed_anew_and_the_developers_contains_the_other(project: Path) -> None:
    run(project, "status")
    (project / "requirements.lock").write_text("# changed\n")
    assert "installing requirements.lock" in run(project, "status").stderr
    assert "installing requirements-dev.lock" in run(project, "test").stderr
    assert run(project, "status").stderr == ""


def test_an_installation_that_fails_says_which_command_and_is_tried_again(project: Path) -> None:
    (project / "requirements.lock").write_text("./no-such-thing\n")
    for _ in range(2):
        failed = run(project, "status")
        assert failed.returncode == 1
        assert "campaign: this failed: " in failed.stderr


def test_an_old_python_is_refused_in_one_sentence() -> None:
    script = f"import runpy, sys; sys.version_info = (3, 9); runpy.run_path({str(CAMPAIGN)!r})"
    refused = subprocess.run([PYTHON, "-c", script], capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stderr) == (1, "campaign: Python 3.11 or newer is needed; this is 3.9.\n")
