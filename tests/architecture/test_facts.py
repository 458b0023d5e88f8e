"""What a fact number or a named section stands for is in docs/facts.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = "docs/facts.md"
PROGRAMME = "contracts/programme/463.yaml"
PLACES = ("*.md", *(f"{folder}/**/*" for folder in ("contracts", "services", "operations", "tools", "docs")))
KINDS = (".py", ".yaml", ".html", ".md")
RANGE = re.compile(r"\bF(\d{3})(?:(?: to |-)F(\d{3}))?\b")
SECTION = re.compile(r"\bsource: (domain [^,}\n]+)")
ROW = re.compile(r"^\| `?([^|`]+)`? \|", re.MULTILINE)


def numbers(text: str) -> set[str]:
    """The fact numbers of a text, those between F010 and F014 too where it says "F010 to F014"."""
    ranges = ((int(first), int(last or first)) for first, last in RANGE.findall(text))
    return {f"F{number:03}" for first, last in ranges for number in range(first, last + 1)}


def texts(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted({path for place in PLACES for path in root.glob(place) if path.suffix in KINDS}):
        if path != root / PAGE:
            yield str(path.relative_to(root)), path.read_text(encoding="utf-8")


def missing_rows(root: Path) -> list[str]:
    """Fact numbers, and sections that the programme names as a source, without a row in docs/facts.md."""
    rows = set(ROW.findall((root / PAGE).read_text(encoding="utf-8")))
    return [
        f"{path} names {name}"
        for path, text in texts(root)
        for name in sorted((numbers(text) | (set(SECTION.findall(text)) if path == PROGRAMME else set())) - rows)
    ]


def test_every_fact_number_and_every_section_is_explained() -> None:
    assert missing_rows(ROOT) == []


def test_one_without_a_row_is_seen(tmp_path: Path) -> None:
    for folder in ("docs", "contracts/programme"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / PAGE).write_text("| number | fact |\n|---|---|\n| F010 | F011, F014 |\n| `domain 1.15` | all |\n")
    (tmp_path / "contracts/x.py").write_text('"""Courses (F010, F014)."""\n')
    (tmp_path / "README.md").write_text("F010 to F012\n")
    (tmp_path / PROGRAMME).write_text("{source: domain 1.15}\n{source: domain 2.2 M-S2-6}\n{source: F022}\n")
    assert missing_rows(tmp_path) == [
        "README.md names F011",
        "README.md names F012",
        "contracts/programme/463.yaml names F022",
        "contracts/programme/463.yaml names domain 2.2 M-S2-6",
        "contracts/x.py names F014",
    ]
