"""What went wrong, as a page."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exc
from werkzeug.datastructures import MIMEAccept
from werkzeug.wrappers import Request, Response

from contracts.documents.endpoints import GET, HTML, JSON
from contracts.errors import Problem, Unauthenticated
from services.chassis.base import clock
from services.chassis.storage.damage import StorageDamaged
from services.gateway.accounts.accounts import Accounts
from services.gateway.accounts.drafts import DraftKept
from services.gateway.accounts.openid.provider import Provider
from services.gateway.http import csrf
from services.gateway.http.app import Environ
from services.gateway.http.bearer_tokens import NOBODY
from services.gateway.http.cookies import SignInCookie
from services.gateway.http.request import VISIT, Visit
from services.gateway.web import render
from services.gateway.web.addresses import draft_path
from services.gateway.web.help import signing_in
from services.gateway.web.help.ways_out import Whereabouts, problem_fields, way_out
from services.gateway.web.layout import day_and_unit, html_response, language, problem_words
from services.gateway.web.people.passkeys import admit_script, offer_to_anybody
from services.gateway.web.render import DAY, LINK_KEYS, Frame


@dataclass(frozen=True)
class ProblemPages:
    """Shows problems to people; `signing` is the csrf tokens' key, `public_url` under which address they come."""

    signing: bytes
    accounts: Accounts | None = None
    provider: Provider | None = None
    public_url: str = ""
    cookie: SignInCookie = field(default_factory=SignInCookie)

    def show(self, environ: Environ, problem: Problem) -> Response | None:
        """A problem as a page, for people who came with a browser; None: the others get JSON."""
        request = Request(environ)
        if not _browses(request):
            return None
        visit: Visit = environ.get(VISIT, Visit())
        if isinstance(problem, Unauthenticated):
            # Who is not signed in needs the way in, not the name of what is missing.
            return self._way_in(request, problem)
        frame = self._frame(request, visit, problem)
        way = way_out(problem, Whereabouts(frame, visit, request.method), clock.now())
        return html_response(render.page("problem", frame, told=problem.to_dict(), way=way), problem.status)

    def _frame(self, request: Request, visit: Visit, problem: Problem) -> Frame:
        """The frame of who met a problem; its links keep what they asked for, but for what was wrong with it."""
        query = {name: value for name, value in request.args.items() if value}
        faulty = problem_fields(problem)
        keys = tuple(name for name in LINK_KEYS if name not in faulty)
        # A unit that there is not is named by no field: the head leads on without any.
        passed = {name: value for name, value in day_and_unit(request).items() if name == DAY and name not in faulty}
        bearer = visit.bearer
        seal = csrf.page_token(self.signing, bearer or NOBODY)
        return Frame(
            language(request, query), request.path, query, bearer, csrf_token=seal, link_keys=keys, carried=passed
        )

    def _way_in(self, request: Request, problem: Unauthenticated) -> Response:
        """The form for signing in, with what became of the page or the form that was asked for."""
        query = {name: value for name, value in request.args.items() if name in LINK_KEYS}
        seal = csrf.page_token(self.signing, NOBODY)
        frame = Frame(language(request, query), request.path, query, csrf_token=seal)
        kept = isinstance(problem, DraftKept)
        about: dict[str, Any] = {
            "wrong": self._wrong(request, problem, frame),
            "kept": kept,
            "link": "",
            "account": "",
            "coded": True,
            "name": "",
            "next": draft_path(problem.id) if isinstance(problem, DraftKept) else _page_asked(request),
            "provider": self.provider is not None,
            "passkey": offer_to_anybody(self.signing, request, self.public_url),
            "terms": signing_in.TERMS,
            "unused": self._is_unused(),
        }
        page = render.page("signin", frame, **about)
        return admit_script(html_response(page, problem.status), request, self.public_url)

    def _wrong(self, request: Request, problem: Unauthenticated, frame: Frame) -> str:
        """Why somebody is to sign in who thought that they were, and that their form is lost where it is."""
        if isinstance(problem, DraftKept):
            return ""
        if type(problem) is not Unauthenticated:
            return problem_words(problem, frame.lang)
        ended = frame.say("sign in again") if self.cookie.read(request.environ) else ""
        return " ".join(filter(None, (ended, frame.say("not submitted") if request.method != GET else "")))

    def _is_unused(self) -> bool:
        """Whether nobody has an account yet; where that cannot be read nothing is said of it."""
        with suppress(exc.SQLAlchemyError, StorageDamaged):
            return self.accounts is not None and self.accounts.directory.is_unused()
        return False


def _page_asked(request: Request) -> str:
    """The page to which signing in leads on; none where somebody asked for the site alone: they land as others do."""
    address = request.full_path.rstrip("?") if request.method == GET else ""
    return "" if address == "/" else address


def _browses(request: Request) -> bool:
    """Whether somebody looks at the answer: evidence is opened from a page, all else below /v1/ is for programs."""
    accepted: MIMEAccept = request.accept_mimetypes
    for_programs = request.path.startswith("/v1/") and not request.path.startswith("/v1/evidence/")
    return not for_programs and accepted.best_match([JSON, HTML]) == HTML
