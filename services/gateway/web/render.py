"""Templates and the frame that every page has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.chassis.base import clock
from services.gateway.display import differences, formatting, register_columns
from services.gateway.display.messages import pages
from services.gateway.display.whose_step import role_title, whose_step
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.web.addresses import HOME
from services.gateway.web.leader.views import views_of

DAY, UNIT = "as_of", "unit"
LINK_KEYS = (DAY, UNIT, "lang")
SECTIONS = [
    (HOME, "my work"),
    ("/", "overview"),
    ("/registers", "registers"),
    ("/due", "due list"),
    ("/imports", "imports waiting"),
]
"""What the head of every page leads to."""
KINDS = {
    "text": "",
    "code": ' autocapitalize="off" spellcheck="false"',
    "paper": ' autocapitalize="off" spellcheck="false" maxlength="64"',
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

    carried     the day and the unit of numbers in the address, which links pass on though this page asks for neither
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
    carried: Mapping[str, str] = field(default_factory=dict)

    def say(self, name: str, /, **about: object) -> str:
        """A phrase."""
        return pages.say(self.lang, name, **about)

    def link(self, path: str, **more: str) -> str:
        """An address that keeps the date, the unit and the language, as far as the page's links keep them."""
        return address(path, self._kept(self.link_keys) | more)

    def plain(self, path: str, **more: str) -> str:
        """An address that keeps the language, and the day for the pages that ask for one."""
        return address(path, self._kept(("lang",)) | more)

    def onward(self, path: str) -> str:
        """An address in the head of the page: another view of the same day and unit, in the same language."""
        kept = self._kept(("lang",))
        # Whose work it is follows from the post: a unit that was looked at may be another's.
        if UNIT in self.carried and not (path == HOME and self.bearer and self.bearer.unit):
            kept[UNIT] = self.carried[UNIT]
        return address(path, kept)

    def again(self, **more: str) -> str:
        """This address with another query."""
        return address(self.path, self.whole_query | more)

    @property
    def whole_query(self) -> dict[str, str]:
        """What the address asked for, and what it passes on."""
        return dict(self.query) | {name: value for name, value in self.carried.items() if name not in self.query}

    def beside(self, *names: str) -> list[tuple[str, str]]:
        """What a form that asks for these parameters sends besides, so that its answer keeps it."""
        return [(name, value) for name, value in self._kept(("lang",)).items() if name not in names]

    def _kept(self, names: tuple[str, ...]) -> dict[str, str]:
        """What links keep of these parameters, and the day."""
        day = {DAY: self.carried[DAY]} if DAY in self.carried else {}
        return day | {name: self.query[name] for name in names if name in self.query}

    @property
    def other(self) -> str:
        """The other language."""
        return pages.EN if self.lang == pages.ZH else pages.ZH

    @property
    def day(self) -> str:
        """The day of which the page's numbers are; empty: the address names none, or the page asks for none."""
        return self.query.get(DAY, "")

    @property
    def is_ahead(self) -> bool:
        """Whether that day is yet to come."""
        try:
            return dt.date.fromisoformat(self.day) > clock.day_of(self.now or clock.now())
        except ValueError:
            return False

    @property
    def whose(self) -> str:
        """The unit to which a page is narrowed, or one's own; else the bureau."""
        own = self.bearer.unit if self.bearer else None
        return self.query.get(UNIT) or own or self.say("bureau")

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
    # Scripts offer words in the order in which their register has them, and take the first as the usual one.
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False, "ensure_ascii": False}
    environment.globals.update(
        number=formatting.number,
        difference=differences.difference,
        grown=differences.growth,
        target=formatting.target,
        share=formatting.share,
        moment=formatting.moment,
        second=formatting.second,
        plain_number=formatting.plain,
        size=formatting.size,
        detail=formatting.detail,
        short=formatting.short,
        word=pages.word,
        article=pages.article,
        second_phrase=pages.second_phrase,
        STATUS=pages.STATUS,
        LEVEL=pages.LEVEL,
        MARKS=pages.MARKS,
        LANGUAGES=pages.LANGUAGES,
        KINDS=KINDS,
        SECTIONS=SECTIONS,
        views_of=views_of,
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
