"""`docs`: what is written from the contracts, and whether the committed files still say the same.

Committed are the registers in words, how each measure is served, and a digest of every operation and event; the whole
documents are 5 MB, served by the gateway, and written out for a release.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import typer

from contracts import documents
from operations.base.environment import ROOT
from operations.checks.measures_page import measures_page

FOLDER = ROOT / "docs"


def committed_files() -> dict[str, str]:
    """The generated files of `docs/`, by their paths there."""
    pages = {f"registers/{name}": text for name, text in documents.register_pages().items()}
    return pages | {
        "measures.md": measures_page(),
        "digests/openapi.txt": documents.openapi_digests(_openapi()),
        "digests/asyncapi.txt": documents.asyncapi_digests(documents.asyncapi()),
    }


def release_files() -> dict[str, str]:
    """The whole documents, as a release carries them."""
    whole = {"openapi.json": _openapi(), "asyncapi.json": documents.asyncapi()}
    form = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return {name: orjson.dumps(document, option=form).decode() for name, document in whole.items()}


def _openapi() -> dict[str, Any]:
    with warnings.catch_warnings():
        # The routes import code that stands on eventlet; whoever writes documents need not hear of it.
        warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
        from services.gateway.resources import endpoints
    return documents.openapi(endpoints())


def write(files: Mapping[str, str], folder: Path) -> None:
    """Writes the files that the folder does not have so, and says which."""
    for name in drifted_names(files, folder):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[name], encoding="utf-8")
        typer.echo(f"{folder.name}/{name} written 已生成")


def check(files: Mapping[str, str], folder: Path) -> bool:
    """Whether the folder has the files as they are to be; says which it has not, and writes nothing."""
    names = drifted_names(files, folder)
    for name in names:
        typer.echo(f"{folder.name}/{name} is out of date: ./campaign docs 文档已过期")
    return not names


def drifted_names(files: Mapping[str, str], folder: Path) -> list[str]:
    """The names of files that are missing in the folder, or say something else there."""
    return [name for name, text in files.items() if _read(folder / name) != text]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
