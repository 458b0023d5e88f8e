"""A drawn paper as a page asks it: its questions with what was ticked so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

SEVERAL = "multiple"
PREFIX = "q."


@dataclass(frozen=True)
class ExamQuestion:
    """One question; `ticked` are the letters that were chosen."""

    number: int
    code: str
    kind: str
    text: str
    options: Sequence[tuple[str, str]]
    ticked: Sequence[str] = ()
    faults: Sequence[Mapping[str, str]] = ()

    @property
    def path(self) -> str:
        """Its name in the page."""
        return f"{PREFIX}{self.code}"

    @property
    def several(self) -> bool:
        """Whether more than one answer may be ticked."""
        return self.kind == SEVERAL


def questions(
    paper: Mapping[str, Any], fields: MultiDict[str, str], faults: Sequence[Mapping[str, str]]
) -> list[ExamQuestion]:
    """The questions of a paper in its order."""
    codes = [one["question"] for one in answers(paper, fields)]
    return [
        ExamQuestion(
            number,
            one["question"],
            one["kind"],
            one["text"],
            [(option["letter"], option["text"]) for option in one["options"]],
            fields.getlist(PREFIX + one["question"]),
            [fault for fault in faults if _is_about(fault["field"], codes, one["question"])],
        )
        for number, one in enumerate(paper.get("questions") or (), 1)
    ]


def _is_about(path: str, codes: Sequence[str], code: str) -> bool:
    """Whether "answers.3.question" is about this question."""
    head, _, rest = path.partition(".")
    number = rest.partition(".")[0]
    return head == "answers" and number.isdecimal() and int(number) < len(codes) and codes[int(number)] == code


def answers(paper: Mapping[str, Any], fields: MultiDict[str, str]) -> list[dict[str, Any]]:
    """What was ticked, as the assessment takes it; questions that were left out are missing."""
    ticked = {one["question"]: fields.getlist(PREFIX + one["question"]) for one in paper.get("questions") or ()}
    return [{"question": code, "chosen": list(dict.fromkeys(letters))} for code, letters in ticked.items() if letters]
