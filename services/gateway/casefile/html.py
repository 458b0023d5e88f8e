"""Papers and the file's index as HTML that prints: one self-contained page each, nothing in it runs."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.gateway.casefile.rendering.document import PaperDocument
from services.gateway.display.formatting import moment

TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = moment
    return environment


@cache
def style() -> str:
    """The style that stands in every page."""
    return (TEMPLATES / "print.css").read_text(encoding="utf-8")


@cache
def policy() -> str:
    """The content security policy under which such a page is shown: its own style and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'; sandbox allow-modals"


def paper(one: PaperDocument) -> str:
    """A paper as a page."""
    return _page("paper", paper=one)


def index(content: dict[str, Any]) -> str:
    """The index of a file as a page."""
    return _page("index", index=content)


def _page(name: str, **about: Any) -> str:
    return _environment().get_template(f"{name}.html").render(style=style(), **about)
