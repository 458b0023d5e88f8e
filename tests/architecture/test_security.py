"""The page on security: every line of its two lists stands there once, and names what shows it."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "security.md"
LINES = Path(__file__).with_name("security_lines.json")
NUMBER = re.compile(r"(\d+(?:\.\d+)+(?: [a-z])?)(?: ~)?")
"""A line's number; ~ where nobody is sure of it."""
TEST = re.compile(r"`([\w/]+\.py)::(\w+)`")
RULE = re.compile(r"`ruff (\w+)`")
HELD, OPEN, STRANGE = "**held**", "**not held**", "n/a"


@dataclass(frozen=True)
class Line:
    """A line of a list, as the page has it."""

    number: str
    about: str
    state: str
    why: str
    evidence: str

    @property
    def is_shown(self) -> bool:
        """Whether something shows that it holds: a test, a rule of the linter, or a page."""
        return bool(TEST.search(self.evidence) or RULE.search(self.evidence) or "](" in self.why)


def lines(page: str) -> list[Line]:
    rows = ([cell.strip() for cell in row.split("|")[1:-1]] for row in page.splitlines() if row.startswith("|"))
    return [Line(number[1], *cells) for first, *cells in rows if (number := NUMBER.fullmatch(first))]


def wrong_counts(page: str, numbers: list[str]) -> list[str]:
    """Numbers that stand on the page more or less often than in the lists."""
    there, wanted = Counter(one.number for one in lines(page)), Counter(numbers)
    return sorted(number for number in there.keys() | wanted.keys() if there[number] != wanted[number])


def baseless_lines(page: str) -> list[str]:
    """Lines without a state, without words, without a reason, or held without anything that shows it."""
    return [
        one.number
        for one in lines(page)
        if not one.about
        or one.state not in (HELD, OPEN, STRANGE)
        or (one.state == HELD and not one.is_shown)
        or (one.state != HELD and not one.why)
    ]


def strange_tests(page: str, root: Path) -> list[str]:
    """Tests that the page names and that are not there."""
    return [f"{file}::{name}" for file, name in TEST.findall(page) if name not in _tests(root / "tests" / file)]


@cache
def _tests(file: Path) -> frozenset[str]:
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def silent_rules(page: str, settings: str) -> Iterator[str]:
    """Rules of the linter that the page names and that are off."""
    lint = tomllib.loads(settings)["tool"]["ruff"]["lint"]
    assert lint["select"] == ["ALL"]
    return (rule for rule in RULE.findall(page) if rule.startswith(tuple(lint["ignore"])))


def test_every_line_of_both_lists_stands_on_the_page_once() -> None:
    numbers = [number for one in json.loads(LINES.read_text()).values() for number in one]
    assert len(numbers) == 253 + 211
    assert wrong_counts(PAGE.read_text(encoding="utf-8"), numbers) == []


def test_every_line_says_how_it_stands_and_why() -> None:
    assert baseless_lines(PAGE.read_text(encoding="utf-8")) == []


def test_every_test_that_the_page_names_is_there() -> None:
    assert strange_tests(PAGE.read_text(encoding="utf-8"), ROOT) == []


def test_every_rule_of_the_linter_that_the_page_names_is_on() -> None:
    assert list(silent_rules(PAGE.read_text(encoding="utf-8"), (ROOT / "pyproject.toml").read_text())) == []


PLANTED = """
| 1.1.1 | once | **held** | by this | `architecture/test_security.py::test_every_line_says_how_it_stands_and_why` |
| 1.1.1 | again | **held** | by this | `ruff EM101` |
| 1.1.2 | shown by nothing | **held** | because | |
| 1.1.3 | for no reason | **not held** | | `architecture/test_security.py::test_gone` |
| 8.1.4.1 a ~ | of no state | perhaps | because | `architecture/test_nowhere.py::test_gone` |
"""


def test_what_is_wrong_on_the_page_is_seen() -> None:
    assert wrong_counts(PLANTED, ["1.1.1", "1.1.2", "1.1.3", "1.1.4"]) == ["1.1.1", "1.1.4", "8.1.4.1 a"]
    assert baseless_lines(PLANTED) == ["1.1.2", "1.1.3", "8.1.4.1 a"]
    assert strange_tests(PLANTED, ROOT) == [
        "architecture/test_security.py::test_gone",
        "architecture/test_nowhere.py::test_gone",
    ]
    assert list(silent_rules(PLANTED, (ROOT / "pyproject.toml").read_text())) == ["EM101"]
