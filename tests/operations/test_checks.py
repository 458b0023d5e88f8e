from pathlib import Path

import pytest

from operations.base.environment import PYTHON
from operations.checks.checks import STEPS, Step, check


def says(word: str, code: int = 0) -> Step:
    return Step(word, (PYTHON, "-c", f"print({word!r}, flush=True); raise SystemExit({code})"))


def test_every_step_runs_though_one_fails_and_the_last_has_the_last_word(capfd: pytest.CaptureFixture[str]) -> None:
    code = check([says("one", 1), says("two"), says("three")])
    lines = capfd.readouterr().out.splitlines()
    assert code == 1
    assert {"one", "two", "three"} <= set(lines)
    assert lines[-1] == "three"
    assert any("one: FAILED in" in line for line in lines)
    assert any("two: passed in" in line for line in lines)
    assert "failed so far: one" in lines


def test_when_all_pass_the_code_is_0() -> None:
    assert check([says("one"), says("two")]) == 0


def test_a_failure_of_the_last_step_counts() -> None:
    assert check([says("one"), says("two", 5)]) == 1


@pytest.mark.parametrize(("first", "second"), [(0, 3), (3, 0)])
def test_two_commands_of_one_step_run_at_once_and_both_must_pass(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], first: int, second: int
) -> None:
    met = "import pathlib, sys, time; here, there = map(pathlib.Path, sys.argv[1:]); here.touch(); print(here.name)\n"
    met += "while not there.exists(): time.sleep(0.01)\n"
    one, other = str(tmp_path / "one"), str(tmp_path / "other")
    commands = [
        (PYTHON, "-c", f"{met}raise SystemExit({code})", *places)
        for code, places in ((first, (one, other)), (second, (other, one)))
    ]
    assert check([Step("both", commands[0], beside=commands[1]), says("last")]) == 1
    assert {"one", "other"} <= set(capfd.readouterr().out.splitlines())


def test_the_tests_come_last() -> None:
    assert "pytest" in STEPS[-1].command
