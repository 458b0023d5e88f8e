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

from services.chassis.base import clock
from services.gateway.display import formatting, register_columns
from services.gateway.display.messages import pages
from services.gateway.display.whose_step import role_title, whose_step
from services.gateway.http.bearer_tokens import Bearer

LINK_KEYS = ("as_of", "unit", "lang")
SECTIONS = [
    ("/work", "my work"),
    ("/", "overview"),
    ("/registers", "registers"),
    ("/due", "due list"),
    ("/imports", "imports waiting"),
]
"""What the head of every page leads to."""
KINDS = {
    "text": "",
    "code": ' autocapitalize="off" spellcheck="false"',
    "url": ' type="url"',
    "tel": ' type="tel"',
    "number": ' inputmode="numeric"',
    "degrees": ' inputmode="decimal"',
    "money": ' inputmode="decimal"',
    "day": ' type="date"',
    "moment": ' type="datetime-local"',
    "private": ' autocomplete="off"',
    "unit": ' autocapitalize="off" spellcheck="false"',
    "person": ' autocapitalize="off" spellcheck="false"',
    "record": ' autocapitalize="off" spellcheck="false"',
}
"""How a browser takes what is typed in; numbers are typed as text, so that a wrong one is not lost."""


@dataclass(frozen=True)
class Frame:
    """What surrounds a page: language, who looks, the address, and what the links keep of its query.

    csrf_token  what the page's forms bear
    draft       the draft with which a form goes on
    kept        whether the form is shown as it was kept
    link_keys   the names of the query that links keep
    """

    lang: str
    path: str
    query: Mapping[str, str]
    bearer: Bearer | None = None
    now: dt.datetime | None = None
    csrf_token: str = ""
    draft: str = ""
    kept: bool = False
    link_keys: tuple[str, ...] = LINK_KEYS

    def say(self, name: str, /, **about: object) -> str:
        """A phrase."""
        return pages.say(self.lang, name, **about)

    def link(self, path: str, **more: str) -> str:
        """An address that keeps the date, the unit and the language, as far as the page's links keep them."""
        return address(path, {name: self.query[name] for name in self.link_keys if name in self.query} | more)

    def plain(self, path: str, **more: str) -> str:
        """An address that keeps the language alone."""
        return address(path, {name: self.query[name] for name in ("lang",) if name in self.query} | more)

    def again(self, **more: str) -> str:
        """This address with another query."""
        return address(self.path, dict(self.query) | more)

    @property
    def other(self) -> str:
        """The other language."""
        return pages.EN if self.lang == pages.ZH else pages.ZH

    @property
    def who(self) -> str:
        """Who looks."""
        if self.bearer is None:
            return ""
        role = role_title(self.lang, self.bearer.role)
        post = f"{role} {self.bearer.unit}" if self.bearer.unit else role
        lent = pages.say(self.lang, "lent by", person=self.bearer.on_behalf_of) if self.bearer.on_behalf_of else ""
        return f"{self.bearer.id} {post} {lent}".strip()


def address(path: str, query: Mapping[str, str]) -> str:
    """A path with its query before its place in the page."""
    path, _, place = path.partition("#")
    return f"{path}{'?' if query else ''}{urlencode(query)}{'#' if place else ''}{place}"


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        number=formatting.number,
        target=formatting.target,
        share=formatting.share,
        moment=formatting.moment,
        size=formatting.size,
        short=formatting.short,
        word=pages.word,
        STATUS=pages.STATUS,
        LEVEL=pages.LEVEL,
        MARKS=pages.MARKS,
        LANGUAGES=pages.LANGUAGES,
        KINDS=KINDS,
        SECTIONS=SECTIONS,
        service_word=pages.service,
        status_word=register_columns.word_of,
        days_between=formatting.days_between,
        address=address,
        whose_step=whose_step,
    )
    return environment


def page(name: str, frame: Frame, /, **about: Any) -> str:
    """A page as HTML; whatever is put into it is escaped."""
    now = frame.now or clock.now()
    return _templates().get_template(f"{name}.html").render(f=frame, lang=frame.lang, say=frame.say, now=now, **about)
