"""`docs`: the documents that are written from the contracts, and whether the written ones still say the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson
import typer

from contracts import documents
from operations.environment import ROOT

FOLDER = Path(ROOT) / "docs"


def _pretty(told: dict[str, Any]) -> str:
    return orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


DOCUMENTS: Mapping[str, Callable[[], str]] = {
    "openapi.json": lambda: _pretty(documents.openapi()),
    "asyncapi.json": lambda: _pretty(documents.asyncapi()),
    "registers.md": documents.registers_markdown,
}


def write(*, check: bool, folder: Path = FOLDER) -> int:
    """Write the documents; with `check` only say which differ. Returns 1 when one did, and was not written."""
    drifted = [name for name, tell in DOCUMENTS.items() if _differs(folder / name, tell(), write=not check)]
    for name in drifted:
        typer.echo(f"docs/{name} {'is out of date: ./campaign docs 文档已过期' if check else 'written 已生成'}")
    return 1 if check and drifted else 0


def _differs(path: Path, told: str, *, write: bool) -> bool:
    if path.is_file() and path.read_text(encoding="utf-8") == told:
        return False
    if write:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(told, encoding="utf-8")
    return True
