"""`deploy/begin` over a stand-in for docker: what it asks first, what it removes when, that it does nothing twice."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from contracts.register import SYNTHETIC_MARKS
from operations.base.environment import ROOT

DOCKER = """#!/bin/sh
case "$*" in
"compose stop "*) touch "$HOUSE/still" ;;
"compose pause "*) touch "$HOUSE/paused" ;;
"compose unpause "*) rm -f "$HOUSE/paused" ;;
"compose start "* | "compose up "*) rm -f "$HOUSE/still" ;;
esac
state=open
[ ! -e "$HOUSE/paused" ] || state=paused
[ ! -e "$HOUSE/still" ] || state=still
echo "$state $*" >> "$CALLS"
case "$*" in
*" ps "*) [ $state = still ] || echo 0123456789ab ;;
*"datname FROM"*) echo training ;;
*pg_is_in_recovery*) echo "$FOLLOWS" ;;
*"count(*)"*) echo "$REAL" ;;
*tar*verifying-keys*) tar -cf - -T /dev/null ;;
esac
case "$*" in
*"${DIES:-never}"*) kill -9 "$PPID" ;;
esac
"""
"""It knows whether anything can be recorded, and kills who calls it at the call that `DIES` names."""
TOUCH = """#!/bin/sh
/usr/bin/touch "$@"
case "$*" in
*"/${DIES:-never}") kill -9 "$PPID" ;;
esac
"""


class Stack:
    """The script with everything that it talks to, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.copy, self.calls, self.secrets = folder / "copy", folder / "calls", folder / "secrets"
        self.house = folder / "house"
        self.house.mkdir()
        (folder / "bin").mkdir()
        for name, text in (("docker", DOCKER), ("touch", TOUCH)):
            (folder / "bin" / name).write_text(text, "utf-8")
            (folder / "bin" / name).chmod(0o700)
        self.secrets.mkdir()
        for name in ("token-key", "signing-cases", "database-cases"):
            (self.secrets / name).write_text("old", "utf-8")
        self.path = f"{folder / 'bin'}:{os.environ['PATH']}"
        self.follows = "f"

    def begin(self, typed: str = "320205", real: str = "0", dies: str = "", *more: str) -> int:
        """Its exit code."""
        said = {"CALLS": str(self.calls), "REAL": real, "DIES": dies, "CAMPAIGN_SECRETS": str(self.secrets)}
        env = {"PATH": self.path, "HOUSE": str(self.house), "FOLLOWS": self.follows, **said}
        command = [str(ROOT / "deploy" / "begin"), str(self.copy), *more]
        done = subprocess.run(command, env=env, input=f"{typed}\n", text=True, check=False, timeout=60)
        return done.returncode

    def lines(self) -> list[str]:
        """What docker was asked for, each after whether anything could be recorded then."""
        return self.calls.read_text("utf-8").splitlines() if self.calls.exists() else []

    def removals(self) -> int:
        """How often the volumes were removed."""
        return sum("down --volumes" in line for line in self.lines())

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


def test_nothing_can_be_recorded_between_the_check_and_the_removal(stack: Stack) -> None:
    assert stack.begin() == 0
    lines = stack.lines()
    first = next(n for n, line in enumerate(lines) if "count(*)" in line)
    last = next(n for n, line in enumerate(lines) if "down --volumes" in line)
    assert any("pg_dump" in line for line in lines[first:last])
    assert [line for line in lines[first : last + 1] if not line.startswith("still ")] == []
    assert lines[-1].startswith("open ")


def test_every_service_that_records_is_stopped(stack: Stack) -> None:
    stack.begin()
    (stop,) = [line for line in stack.lines() if " compose stop " in line]
    compose = (ROOT / "docker-compose.yml").read_text("utf-8")
    services = re.findall(r"^  ([a-z-]+):\n    <<: \*service$", compose, re.MULTILINE)
    assert set(stop.split()[3:]) == set(services) != set()


def test_a_wrong_code_and_real_records_touch_nothing(stack: Stack) -> None:
    assert stack.begin("320206") == 1
    assert stack.begin(real="2") == 1
    assert (stack.removals(), stack.copy.exists(), stack.key("token-key")) == (0, False, "old")
    assert not (stack.house / "still").exists(), "the demo goes on"
    assert stack.begin("320205", "2", "", "--with-real-records") == 0


def test_killed_while_it_removes_it_goes_on_unasked(stack: Stack) -> None:
    assert stack.begin(dies="down --volumes") != 0
    assert (stack.removals(), stack.key("token-key")) == (1, "old")
    assert stack.begin("") == 0
    assert stack.key("token-key") != "old"


@pytest.mark.parametrize("where", ["confirmed", "emptied", "compose up", "tools user link", "begun"])
def test_killed_anywhere_it_goes_on_and_removes_what_is_new_never(stack: Stack, where: str) -> None:
    assert stack.begin(dies=where) != 0
    done = where == "begun"
    assert stack.begin() == (1 if done else 0)
    assert stack.removals() == 1
    assert (stack.copy / "secrets" / "token-key").read_text("utf-8") == "old"
    for name in ("token-key", "signing-cases"):
        assert stack.key(name) != "old"
    assert "tools user link" in stack.lines()[-1]


def test_a_database_that_follows_another_is_neither_copied_nor_removed(stack: Stack) -> None:
    stack.follows = "t"
    assert stack.begin() != 0
    assert stack.removals() == 0
    assert not [line for line in stack.lines() if "pg_dump" in line]
    stack.follows = "f"
    assert stack.begin() == 0, "once it leads it goes on"
    assert (stack.removals(), (stack.copy / "secrets" / "token-key").read_text("utf-8")) == (1, "old")


def test_what_was_recorded_since_an_interrupted_copy_is_not_removed(stack: Stack) -> None:
    assert stack.begin(dies="down --volumes") != 0
    (stack.house / "still").unlink()  # somebody started the demo again instead
    assert stack.begin() == 1
    assert (stack.removals(), stack.key("token-key")) == (1, "old")


def test_containers_know_the_same_marks_as_a_home() -> None:
    (pattern,) = re.findall(r"body !~ '([^']*)'", (ROOT / "deploy/begin").read_text())
    assert [mark for mark in SYNTHETIC_MARKS if not re.search(pattern, mark)] == []
    assert not re.search(pattern, "合成革厂油烟扰民"), "the two characters alone are a word"
