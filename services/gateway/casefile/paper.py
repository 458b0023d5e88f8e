"""What a paper needs and the record does not say: a gap, and where it would be said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fill:
    """Where it is entered what a paper lacks: a field of a step of the case, or another register."""

    step: str = ""
    field: str = ""
    register: str = ""


@dataclass(frozen=True)
class Blank:
    """Something that the paper needs and the record does not say, and where it would be said, where that is known."""

    name: str
    fills: Fill | None = None

    def __str__(self) -> str:
        """How it stands in a paper: whoever reads the paper sees what is missing."""
        return f"【待填：{self.name}】"
