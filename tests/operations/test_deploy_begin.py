"""`deploy/begin` over a stand-in for docker: what it asks first, what it removes when, that it does nothing twice."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from operations.base.environment import ROOT

DOCKER = """#!/bin/sh
echo "$*" >> "$CALLS"
case "$*" in
*"datname FROM"*) echo training ;;
*"count(*)"*) echo "$REAL" ;;
*"down --volumes"*) [ -z "$DIES" ] || kill -9 "$PPID" ;;
*tar*verifying-keys*) tar -cf - -T /dev/null ;;
esac
"""


class Stack:
    """The script with everything that it talks to, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.copy, self.calls, self.secrets = folder / "copy", folder / "calls", folder / "secrets"
        (folder / "bin").mkdir()
        (folder / "bin" / "docker").write_text(DOCKER, "utf-8")
        (folder / "bin" / "docker").chmod(0o700)
        self.secrets.mkdir()
        for name in ("token-key", "signing-cases", "database-cases"):
            (self.secrets / name).write_text("old", "utf-8")
        self.path = f"{folder / 'bin'}:{os.environ['PATH']}"

    def begin(self, typed: str = "320205", real: str = "0", dies: str = "", *more: str) -> int:
        """Its exit code."""
        told = {"CALLS": str(self.calls), "REAL": real, "DIES": dies, "CAMPAIGN_SECRETS": str(self.secrets)}
        env = {"PATH": self.path, **told}
        command = [str(ROOT / "deploy" / "begin"), str(self.copy), *more]
        done = subprocess.run(command, env=env, input=f"{typed}\n", text=True, check=False, timeout=60)
        return done.returncode

    def removals(self) -> int:
        """How often the volumes were removed."""
        return self.calls.read_text("utf-8").count("down --volumes") if self.calls.exists() else 0

    def key(self, name: str) -> str:
        """What a secret says."""
        return (self.secrets / name).read_text("utf-8")


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    return Stack(tmp_path)


def test_it_copies_then_removes_and_draws_new_keys(stack: Stack) -> None:
    assert stack.begin() == 0
    assert (stack.copy / "secrets" / "token-key").read_text("utf-8") == "old"
    assert stack.key("token-key") != "old"
    assert stack.key("signing-cases") != "old"
    assert stack.key("database-cases") == "old"
    assert stack.removals() == 1
    assert stack.begin() == 1, "done, it does nothing twice"
    assert stack.removals() == 1


def test_a_wrong_code_and_real_records_touch_nothing(stack: Stack) -> None:
    assert stack.begin("320206") == 1
    assert stack.begin(real="2") == 1
    assert (stack.removals(), stack.copy.exists(), stack.key("token-key")) == (0, False, "old")
    assert stack.begin("320205", "2", "", "--with-real-records") == 0


def test_killed_while_it_removes_it_goes_on_unasked(stack: Stack) -> None:
    assert stack.begin(dies="yes") != 0
    assert (stack.removals(), stack.key("token-key")) == (1, "old")
    assert stack.begin("") == 0
    assert stack.key("token-key") != "old"
