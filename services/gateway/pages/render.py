"""Templates and the frame that every page has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.chassis import clock
from services.gateway.pages import shown, words
from services.gateway.tokens import ROLES, Bearer

ROOM = Path(__file__).parent
KEPT = ("as_of", "unit", "lang")


@dataclass(frozen=True)
class Frame:
    """What surrounds a page: language, who looks, the address, and what the links keep of its query."""

    lang: str
    path: str
    query: Mapping[str, str]
    bearer: Bearer | None = None
    now: dt.datetime | None = None

    def say(self, name: str, **about: object) -> str:
        """A phrase."""
        return words.say(self.lang, name, **about)

    def link(self, path: str, **more: str) -> str:
        """An address that keeps the date, the unit and the language."""
        path, _, place = path.partition("#")
        kept = {name: self.query[name] for name in KEPT if name in self.query} | more
        return f"{path}{'?' if kept else ''}{urlencode(kept)}{'#' if place else ''}{place}"

    @property
    def other(self) -> str:
        """The other language."""
        return words.EN if self.lang == words.ZH else words.ZH

    @property
    def who(self) -> str:
        """Who looks."""
        if self.bearer is None:
            return ""
        role = (
            ROLES[self.bearer.role] if self.lang == words.ZH else words.ROLE_EN.get(self.bearer.role, self.bearer.role)
        )
        return f"{role} {self.bearer.unit}" if self.bearer.unit else role


@cache
def _templates() -> Environment:
    found = Environment(
        loader=FileSystemLoader(ROOM / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(
        number=shown.number,
        target=shown.target,
        share=shown.share,
        moment=shown.moment,
        size=shown.size,
        short=shown.short,
        word=words.word,
        STATUS=words.STATUS,
        LEVEL=words.LEVEL,
        MARKS=words.MARKS,
        LANGUAGES=words.LANGUAGES,
    )
    return found


def page(name: str, frame: Frame, **about: Any) -> str:
    """A page as HTML; whatever is put into it is escaped."""
    now = frame.now or clock.now()
    return _templates().get_template(f"{name}.html").render(f=frame, lang=frame.lang, say=frame.say, now=now, **about)


@cache
def style() -> bytes:
    """The style sheet."""
    return (ROOM / "style.css").read_bytes()
