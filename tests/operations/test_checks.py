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


@pytest.mark.parametrize("codes", [(0, 3, 0), (3, 0, 0), (0, 0, 3)])
def test_the_commands_of_one_step_run_at_once_and_all_must_pass(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], codes: tuple[int, ...]
) -> None:
    names = ("one", "other", "third")
    met = "import pathlib, sys, time; here, *there = map(pathlib.Path, sys.argv[1:]); here.touch(); print(here.name)\n"
    met += "while not all(one.exists() for one in there): time.sleep(0.01)\n"
    commands = [
        (PYTHON, "-c", f"{met}raise SystemExit({code})", *(str(tmp_path / one) for one in (name, *names)))
        for name, code in zip(names, codes, strict=True)
    ]
    assert check([Step("all", commands[0], beside=tuple(commands[1:])), says("last")]) == 1
    assert set(names) <= set(capfd.readouterr().out.splitlines())


def test_where_all_commands_of_a_step_pass_it_has() -> None:
    assert check([Step("all", says("one").command, beside=(says("other").command, says("third").command))]) == 0


def test_every_folder_of_tests_is_run_by_one_command_and_no_more() -> None:
    commands = [command for step in STEPS[-2:] for command in (step.command, *step.beside)]
    run = [{word for word in command if word.startswith("tests/")} or {"tests"} for command in commands]
    passed_over = [{word.removeprefix("--ignore=") for word in command if "--ignore" in word} for command in commands]
    folders = [folder for some in run for folder in some if folder != "tests"]
    assert len(set(folders)) == len(folders)
    for own, others in zip(run, passed_over, strict=True):
        inside = {one for one in folders for folder in own if one != folder and one.startswith(f"{folder}/")}
        assert others == inside - own, "what another command runs is passed over, and nothing else"


def test_the_tests_come_last() -> None:
    assert "pytest" in STEPS[-1].command
