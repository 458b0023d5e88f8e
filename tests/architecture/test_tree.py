"""The tree holds what we write: what others made comes from packages, and what is made from the tree is made anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from operations.base.environment import ROOT

KINDS = frozenset(
    [
        ".py",
        ".json",
        ".jsonl",
        ".md",
        ".csv",
        ".docx",
        ".html",
        ".yml",
        ".yaml",
        ".toml",
        ".svg",
        ".js",
        ".mjs",
        ".css",
        ".txt",
        ".lock",
        ".sh",
        ".mako",
        ".conf",
        ".cfg",
        ".dockerignore",
        ".docx",
        ".typ",
    ]
)
"""What the names of texts end with that we write."""
NAMELESS = frozenset({"Dockerfile", "LICENSE"})
COMMANDS = ("campaign", "deploy/")
"""Where programs without a suffix lie, and secrets that are drawn."""
HOMES = "tests/homes/"
"""Homes of earlier versions, as these versions wrote them: packed, since nobody reads them."""
BYPRODUCTS = frozenset({"__pycache__", "node_modules"})


def test_each_file_of_the_tree_is_of_a_kind_that_we_write() -> None:
    assert [str(one.relative_to(ROOT)) for one in _files(ROOT) if not _is_ours(one.relative_to(ROOT))] == []


def _files(folder: Path) -> Iterator[Path]:
    """What lies in a folder and below it; names that begin with a dot are tools' own."""
    for one in sorted(folder.iterdir()):
        if one.is_dir() and one.name not in BYPRODUCTS and not one.name.startswith("."):
            yield from _files(one)
        elif one.is_file() and not one.name.startswith("."):
            yield one


def _is_ours(file: Path) -> bool:
    if file.suffix in KINDS or file.name in NAMELESS:
        return True
    if file.suffix:
        return file.suffix == ".xz" and str(file).startswith(HOMES)
    return str(file).startswith(COMMANDS)
