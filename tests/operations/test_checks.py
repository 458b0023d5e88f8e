import pytest

from operations.base.environment import PYTHON, ROOT
from operations.checks.checks import AT_LENGTH, LONG_STEPS, ORDINARY, STEPS, Step, check


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


def test_every_file_of_tests_is_run_by_one_step_and_no_more() -> None:
    folders = [ROOT / word for step in STEPS for word in step.command if word.startswith("tests/")]
    files = {
        one: [folder for folder in folders if folder in one.parents] for one in (ROOT / "tests").rglob("test_*.py")
    }
    assert [one for one, run_by in files.items() if len(run_by) != 1] == []
    assert set(folders) == {folder for run_by in files.values() for folder in run_by}


def test_the_tests_come_last() -> None:
    assert "pytest" in STEPS[-1].command


def test_what_ci_leaves_out_is_run_at_length_and_nothing_is_left_out_by_both() -> None:
    suites = [step for step in STEPS if "pytest" in step.command]
    folders = [{word for word in step.command if word.startswith("tests/")} for step in (*suites, *LONG_STEPS)]
    assert set.union(*folders[: len(suites)]) == set.union(*folders[len(suites) :])
    assert all(f" {' '.join(ORDINARY)} " in " ".join(step.command) for step in suites)
    assert all(f" {' '.join(AT_LENGTH)} " in " ".join(step.command) for step in LONG_STEPS)
    assert ORDINARY[1] == f"not {AT_LENGTH[1]}"
