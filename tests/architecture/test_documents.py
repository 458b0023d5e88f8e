"""What the documents name is there: every path of the repository, every file, every linked page and heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import laws

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/*.md", "docs/decisions/*.md")
FOLDERS = ("contracts/", "services/", "operations/", "tools/", "deploy/", "docs/", "tests/", "bench/")
DRAWN = ("deploy/secrets/",)
"""What is drawn on a machine and never committed."""
EXAMPLE = "drone"
"""What the recipes add: whoever follows them has it, the tree has not."""
FENCED = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)
QUOTED = re.compile(r"`([^`\n]+)`")
PLACE = re.compile(r"^[\w./*-]+$")
FILE = re.compile(r"^[\w-]+\.(py|md)$")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def pages(root: Path) -> Iterator[Path]:
    for pattern in PAGES:
        yield from sorted(root.glob(pattern))


def missing_paths(root: Path) -> list[str]:
    """Paths of the repository, and names of files, that a page names in backticks and that are not there."""
    return [
        f"{page.relative_to(root)} names {name}"
        for page in pages(root)
        for name in QUOTED.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
        if not _is_there(root, name)
    ]


def _is_there(root: Path, name: str) -> bool:
    if EXAMPLE in name:
        return True
    if name.startswith(FOLDERS) and PLACE.fullmatch(name):
        return name.startswith(DRAWN) or any(root.glob(name.rstrip("/")))
    return not FILE.fullmatch(name) or any(
        any(root.glob(where + name)) for where in ("", *map("{}**/".format, FOLDERS))
    )


def broken_links(root: Path) -> list[str]:
    """Links of a page that lead to no file, or to no heading of it."""
    return [
        f"{page.relative_to(root)} links to {link}"
        for page in pages(root)
        for link in LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
        if not link.startswith(("http://", "https://")) and not _leads_somewhere(page, link)
    ]


def _leads_somewhere(page: Path, link: str) -> bool:
    path, _, heading = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not heading or heading in _anchors(target))


def _anchors(page: Path) -> set[str]:
    """The headings of a page as GitHub links to them."""
    headings = HEADING.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def test_every_path_in_the_documents_exists() -> None:
    assert missing_paths(ROOT) == []


def test_every_link_in_the_documents_leads_somewhere() -> None:
    assert broken_links(ROOT) == []


def test_a_path_that_is_not_there_is_seen(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("`services/x.py`, `gone.py`, `HTTP_ADDRESS`, `data/outreach.db`\n")
    assert missing_paths(tmp_path) == ["README.md names services/x.py", "README.md names gone.py"]


def test_a_link_that_leads_nowhere_is_seen(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# One thing\n[a](#one-thing), [b](#another), [c](docs/x.md)\n")
    assert broken_links(tmp_path) == ["README.md links to #another", "README.md links to docs/x.md"]


def test_every_law_stands_in_contributing() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = page.partition("## The laws")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == [law.__name__ for law in laws.LAWS]
