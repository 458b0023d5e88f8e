"""The way out of a problem: what became of what was sent, what to do next, and the pages from which to go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from contracts import catalogue
from contracts.documents.endpoints import GET
from contracts.errors import InsufficientStorage, KeyReused, Problem, TooMany, UnwritableStorage
from services.gateway.api.public.public_parts import NotOpened
from services.gateway.display.formatting import moment, second
from services.gateway.display.messages import pages
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import NOBODY
from services.gateway.http.csrf import Forged
from services.gateway.http.request import Visit
from services.gateway.web.addresses import HOME
from services.gateway.web.render import SECTIONS, Frame, address

AGAIN, ANEW, NEAR, POSTS, SAVED, OPENING = "again", "anew", "near", "posts", "saved", "opening"
"""Whither a way leads: to the same page, to it where a form was sent, to the nearest above, to one's posts, to what was
saved before, to where the public pages are opened.
"""
TITLES = {path: phrase for path, phrase in SECTIONS if path != "/"} | {
    "/account": "my account",
    "/accounts": "accounts",
    "/audit": "audit",
    "/exams": "my exams",
    "/jobs": "jobs",
    "/warnings": "warnings",
}
"""What the pages are called to which a problem may lead back."""
REGISTER_PARTS = len(("registers", "service", "register"))


@dataclass(frozen=True)
class Advice:
    """What somebody does next: a phrase, and whither the ways lead."""

    phrase: str
    ways: tuple[str, ...] = (NEAR,)


BY_SLUG: Mapping[str, Advice] = {
    Forged.slug: Advice("open form anew", (ANEW, NEAR)),
    KeyReused.slug: Advice("look at saved", (SAVED, ANEW)),
    InsufficientStorage.slug: Advice("tell of disk", (AGAIN, NEAR)),
    UnwritableStorage.slug: Advice("tell of disk", (AGAIN, NEAR)),
    NotOpened.slug: Advice("open to the public", (OPENING,)),
}
"""Problems that ask for something else than others of their status."""
BY_STATUS: Mapping[int, Advice] = {
    HTTPStatus.BAD_REQUEST: Advice("look at request"),
    HTTPStatus.FORBIDDEN: Advice("ask for right", (NEAR, POSTS)),
    HTTPStatus.NOT_FOUND: Advice("look elsewhere"),
    HTTPStatus.METHOD_NOT_ALLOWED: Advice("open page"),
    HTTPStatus.REQUEST_TIMEOUT: Advice("send faster", (AGAIN, NEAR)),
    HTTPStatus.CONFLICT: Advice("meet the rule", (ANEW, NEAR)),
    HTTPStatus.GONE: Advice("gone for good"),
    HTTPStatus.PRECONDITION_FAILED: Advice("read it again", (ANEW, NEAR)),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Advice("make it smaller", (ANEW, NEAR)),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: Advice("send another kind", (ANEW, NEAR)),
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: Advice("look elsewhere"),
    HTTPStatus.UNPROCESSABLE_ENTITY: Advice("correct it", (ANEW, NEAR)),
    HTTPStatus.TOO_MANY_REQUESTS: Advice("wait a moment", (AGAIN, NEAR)),
    HTTPStatus.INTERNAL_SERVER_ERROR: Advice("tell operator", (AGAIN, NEAR)),
    HTTPStatus.SERVICE_UNAVAILABLE: Advice("try soon", (AGAIN, NEAR)),
}
"""Of other statuses: whose fault it is, the asker's or ours."""


@dataclass(frozen=True)
class WayOut:
    """What a problem's page says beside what happened; `links` are titles and addresses."""

    outcome: str
    advice: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Whereabouts:
    """Where somebody met a problem: in which frame, who they are, by which method they asked."""

    frame: Frame
    visit: Visit
    method: str

    def opens(self, path: str) -> bool:
        """Whether a page stands there that this person may see, as far as its address says."""
        return self.visit.admits(path) and self._is_readable(path)

    def _is_readable(self, path: str) -> bool:
        parts = path.strip("/").split("/")
        if parts[0] != "registers" or len(parts) < REGISTER_PARTS:
            return True
        register = catalogue.REGISTERS.get(".".join(parts[1:REGISTER_PARTS]))
        return register is not None and permissions.may_read(register, self.visit.bearer or NOBODY)

    def above(self, deepest: int) -> Iterator[tuple[str, str]]:
        """The nearest page above this one, of at most so many parts."""
        parts = self.frame.path.strip("/").split("/")
        paths = ("/" + "/".join(parts[:length]) for length in range(min(len(parts) - 1, deepest), 0, -1))
        if path := next(filter(self.opens, paths), ""):
            yield self.frame.say("back to", title=self._title(path)), self.frame.link(path)

    def _title(self, path: str) -> str:
        parts = path.strip("/").split("/")
        if parts[0] == "registers" and len(parts) == REGISTER_PARTS:
            register = catalogue.REGISTERS[".".join(parts[1:])]
            return register.zh if self.frame.lang == pages.ZH else register.en
        return self.frame.say(TITLES.get(path, "page above"))

    def address_without(self, names: Collection[str]) -> str:
        """What was asked for, but for what was wrong with it."""
        return address(self.frame.path, {name: one for name, one in self.frame.query.items() if name not in names})

    def homes(self) -> Iterator[tuple[str, str]]:
        """Where anybody can go on: their own work and the overview, or the way in."""
        if self.visit.bearer is None:
            yield self.frame.say("sign in"), self.frame.plain("/signin")
        for path in (HOME, "/"):
            if self.opens(path):
                yield self.frame.say(dict(SECTIONS)[path]), self.frame.link(path)


def way_out(problem: Problem, place: Whereabouts, now: dt.datetime) -> WayOut:
    """How somebody goes on who met a problem."""
    advice = _advice(problem)
    if isinstance(problem, NotOpened) and place.visit.bearer is None:
        advice = Advice("not public yet")
    time = second(now + dt.timedelta(seconds=problem.wait)) if isinstance(problem, TooMany) else moment(now)
    links = tuple(dict.fromkeys(_links(problem, advice, place)))
    return WayOut(_outcome(problem, place), place.frame.say(advice.phrase, time=time), links)


def problem_fields(problem: Problem) -> set[str]:
    """The names of what is at fault."""
    return {str(one.get("field", "")) for one in problem.to_dict()["errors"]}


def _advice(problem: Problem) -> Advice:
    slug = problem.to_dict()["slug"]
    is_ours = problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    other = BY_STATUS[HTTPStatus.INTERNAL_SERVER_ERROR if is_ours else HTTPStatus.BAD_REQUEST]
    return BY_SLUG.get(slug) or BY_STATUS.get(problem.status, other)


def _outcome(problem: Problem, place: Whereabouts) -> str:
    """What became of what was sent; an owner that did not answer in time may have done it all the same."""
    if problem.to_dict()["slug"] == KeyReused.slug:
        return place.frame.say("was saved before")
    if place.method == GET:
        return place.frame.say("nothing changed")
    return place.frame.say("perhaps saved" if _advice(problem).phrase == "try soon" else "not submitted")


def _links(problem: Problem, advice: Advice, place: Whereabouts) -> Iterator[tuple[str, str]]:
    """The ways with what they are called, the one that helps first."""
    frame, reads = place.frame, place.method == GET
    for way in advice.ways:
        if way == AGAIN and reads:
            yield frame.say("try again"), frame.again()
        elif way in (AGAIN, ANEW) and not reads and place.opens(frame.path):
            yield frame.say("open it again"), frame.again()
        elif way == ANEW and reads and problem_fields(problem) & set(frame.query):
            yield frame.say("open it again"), place.address_without(problem_fields(problem))
        elif way == NEAR:
            yield from place.above(_deepest(problem))
        elif way == POSTS and place.opens("/account"):
            yield frame.say("change post"), frame.plain("/account")
        elif way == OPENING and place.opens("/publicity"):
            yield frame.say("publicity"), frame.plain("/publicity")
        elif way == SAVED:
            yield frame.say("saved record"), frame.link(_saved_record(problem))
    yield from place.homes()


def _deepest(problem: Problem) -> int:
    """Of how many parts the page above may be: a record may be what is not there."""
    return REGISTER_PARTS if problem.status == HTTPStatus.NOT_FOUND else REGISTER_PARTS + 1


def _saved_record(problem: Problem) -> str:
    saved = problem.to_dict()["saved"]
    return f"/registers/{saved['register'].replace('.', '/')}/{saved['id']}"
