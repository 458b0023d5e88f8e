"""The text of every paper's default template, and the pieces that several share, as they stand in `texts/`."""

from __future__ import annotations

from pathlib import Path

HOME = Path(__file__).parent / "texts"
PIECES_FILE, HEADING = "pieces", "== "


def texts() -> dict[str, str]:
    """The text of each paper, by its name."""
    return {one.stem: one.read_text(encoding="utf-8") for one in sorted(HOME.glob("*.txt")) if one.stem != PIECES_FILE}


def pieces() -> dict[str, str]:
    """The pieces by their names: each stands below its heading."""
    parts = (HOME / f"{PIECES_FILE}.txt").read_text(encoding="utf-8").split(HEADING)
    named = (part.partition("\n") for part in parts if part.strip())
    return {name.strip(): text.strip() for name, _, text in named}
