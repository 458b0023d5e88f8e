"""The words of the field: read off the contracts, with a sentence where those only name a thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contracts import catalogue
from contracts.register import Register
from contracts.roles import POSTS, ROLES
from contracts.tasks import KINDS
from services.gateway.display.messages import pages, terms
from services.gateway.display.whose_step import role_title
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.web.addresses import HOME

Both = tuple[str, str]


@dataclass(frozen=True)
class Term:
    """A word in the page's language and in the other one, what it means, and the page where it is met; empty: none."""

    place: str
    title: str
    other: str
    meaning: str
    path: str = ""


@dataclass(frozen=True)
class WordList:
    """The words for one reader."""

    lang: str
    bearer: Bearer

    def sections(self) -> Iterator[tuple[str, str, list[Term]]]:
        """The parts of the page: where each stands, what it is called, its words."""
        yield "numbers", self._say("words of numbers"), list(self._numbers())
        yield "levels", self._say("level"), list(self._meanings(pages.LEVEL, "levels"))
        yield "statuses", self._say("status"), list(self._meanings(pages.STATUS, "status"))
        yield "tasks", self._say("words of tasks"), [self._term(kind, both, path=HOME) for kind, both in KINDS.items()]
        yield "roles", self._say("words of roles"), [self._term(one, (ROLES[one], ROLES.en[one])) for one in POSTS]
        for service in catalogue.SERVICES:
            registers = [one for one in catalogue.REGISTERS.values() if one.service == service]
            yield service, pages.service(self.lang, service), [self._register(one) for one in registers]

    def _say(self, phrase: str, **about: object) -> str:
        return pages.say(self.lang, phrase, **about)

    def _own(self, both: Both) -> str:
        return both[0 if self.lang == pages.ZH else 1]

    def _term(self, place: str, both: Both, meaning: str = "", path: str = "") -> Term:
        own, other = both if self.lang == pages.ZH else (both[1], both[0])
        return Term(place, own, other, meaning, path)

    def _numbers(self) -> Iterator[Term]:
        for phrase, meaning in terms.NUMBERS.items():
            yield self._term(phrase.replace(" ", "-"), pages.SAID[phrase], self._own(meaning), "/")

    def _meanings(self, among: dict[str, Both], place: str) -> Iterator[Term]:
        """Levels and statuses, which have a page of their own that says more."""
        for name, both in among.items():
            yield self._term(name, both, path=f"/help/meaning#{place}")

    def _register(self, register: Register) -> Term:
        said = [self._own(terms.REGISTERS[register.name])] if register.name in terms.REGISTERS else []
        path = f"/registers/{register.service}/{register.slug}"
        readable = permissions.may_read(register, self.bearer)
        return self._term(
            register.name,
            (register.zh, register.en),
            " ".join([*said, *self._about(register)]),
            path if readable else "",
        )

    def _about(self, register: Register) -> Iterator[str]:
        """Who opens its records, and where these may stand."""
        comma = self._say("comma")
        yield self._say("opened by", roles=comma.join(self._roles(register.opening.roles)))
        statuses = register.words.values() if self.lang == pages.ZH else map(register.status_en, register.words)
        yield self._say("words of statuses") + comma.join(statuses)

    def _roles(self, among: Iterable[str]) -> list[str]:
        named = frozenset(among)
        return [role_title(self.lang, one) for one in ROLES if one in named]
