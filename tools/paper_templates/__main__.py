"""`python -m tools.paper_templates` writes the default templates anew."""

from __future__ import annotations

from pathlib import Path

from tools.paper_templates.texts import texts
from tools.paper_templates.word import template

HOME = Path(__file__).parents[2] / "services" / "gateway" / "casefile" / "templates" / "papers"


def main() -> None:
    """Write a Word file for each paper."""
    HOME.mkdir(parents=True, exist_ok=True)
    for paper, text in texts().items():
        (HOME / f"{paper}.docx").write_bytes(template(text))


if __name__ == "__main__":
    main()
