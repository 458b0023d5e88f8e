"""`@proves(mode, variant)`: the test proves that mode, counts its fault, and is red under the variant."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
ROOT = Path(__file__).parents[2]
_PROOFS = "__proves__"
AT_LENGTH = "pytest.mark.at_length"
PROVING = bool(os.environ.get("PROVING"))
"""Whether `python -m tests.proof` runs this: it takes the time that a run of all tests has not."""


@dataclass(frozen=True, order=True)
class Proof:
    """A mode, the broken variant that is found out, and the test: its file, its name and, of several, its case.

    at_length: a run of all tests leaves it out
    """

    mode: int
    variant: str
    file: str = ""
    test: str = ""
    case: str = ""
    at_length: bool = False

    @property
    def node(self) -> str:
        """As pytest names it."""
        return f"{self.file}::{self.test}" + (f"[{self.case}]" if self.case else "")


class Fault:
    """The fault of the test that runs now: how many times it really happened."""

    count = 0

    def occurs(self, times: int = 1) -> None:
        """The fault was seen so many times more."""
        self.count += times


fault = Fault()


def proves(mode: int, variant: str, case: str = "") -> Callable[[F], F]:
    """Marks a test; of a parametrized one `case` is the id that proves the mode."""

    def mark(test: F) -> F:
        setattr(test, _PROOFS, [*getattr(test, _PROOFS, ()), Proof(mode, variant, case=case)])
        return test

    return mark


def unproven(test: Callable[..., Any], case: str) -> list[int]:
    """The modes that a test says it proves, when its fault has not happened."""
    own: list[Proof] = getattr(test, _PROOFS, [])
    return [proof.mode for proof in own if proof.case in ("", case)] if not fault.count else []


def proofs(root: Path = ROOT) -> list[Proof]:
    """All that the tests' files say, read and not run."""
    return sorted(proof for file in sorted((root / "tests").rglob("test_*.py")) for proof in _of_file(root, file))


def _of_file(root: Path, file: Path) -> Iterator[Proof]:
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            long = any(ast.unparse(decorator) == AT_LENGTH for decorator in node.decorator_list)
            for mode, variant, case in filter(None, map(_marked, node.decorator_list)):
                yield Proof(mode, variant, str(file.relative_to(root)), node.name, case, long)


def _marked(decorator: ast.expr) -> tuple[int, str, str] | None:
    """What `@proves` was given; None for another decorator."""
    if not isinstance(decorator, ast.Call) or ast.unparse(decorator.func) != "proves":
        return None
    mode, variant = (ast.literal_eval(argument) for argument in decorator.args)
    return mode, variant, next((ast.literal_eval(one.value) for one in decorator.keywords), "")
