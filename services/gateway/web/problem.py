"""What went wrong, as a page."""

from __future__ import annotations

from werkzeug.datastructures import MIMEAccept
from werkzeug.wrappers import Request, Response

from contracts.documents.endpoints import GET, HTML, JSON
from contracts.errors import Problem, Unauthenticated
from services.gateway.accounts.drafts import DraftKept
from services.gateway.http import csrf
from services.gateway.http.app import Environ
from services.gateway.http.bearer_tokens import NOBODY
from services.gateway.web import render
from services.gateway.web.addresses import draft_path
from services.gateway.web.layout import html_response, language, problem_words
from services.gateway.web.people.passkeys import admit_script, offer_to_anybody
from services.gateway.web.render import LINK_KEYS, Frame


def problem_page(
    environ: Environ, problem: Problem, *, signing: bytes, provider: bool = False, public_url: str = ""
) -> Response | None:
    """A problem as a page, for people who came with a browser; None: the others get JSON."""
    request = Request(environ)
    if not _browses(request):
        return None
    query = {name: value for name, value in request.args.items() if name in LINK_KEYS}
    frame = Frame(language(request, query), request.path, query, csrf_token=csrf.page_token(signing, NOBODY))
    if isinstance(problem, Unauthenticated):
        # Who is not signed in needs the way in, not the name of what is missing.
        asked = _page_asked(request)
        kept = isinstance(problem, DraftKept)
        asked = draft_path(problem.id) if isinstance(problem, DraftKept) else asked
        wrong = "" if kept or type(problem) is Unauthenticated else problem_words(problem, frame.lang)
        about = {
            "wrong": wrong,
            "kept": kept,
            "link": "",
            "account": "",
            "coded": True,
            "name": "",
            "next": asked,
            "provider": provider,
            "passkey": offer_to_anybody(signing, request, public_url),
        }
        return admit_script(html_response(render.page("signin", frame, **about), problem.status), request, public_url)
    return html_response(render.page("problem", frame, told=problem.to_dict()), problem.status)


def _page_asked(request: Request) -> str:
    """The page to which signing in leads on; none where somebody asked for the site alone: they land as others do."""
    address = request.full_path.rstrip("?") if request.method == GET else ""
    return "" if address == "/" else address


def _browses(request: Request) -> bool:
    """Whether somebody looks at the answer: evidence is opened from a page, all else below /v1/ is for programs."""
    accepted: MIMEAccept = request.accept_mimetypes
    for_programs = request.path.startswith("/v1/") and not request.path.startswith("/v1/evidence/")
    return not for_programs and accepted.best_match([JSON, HTML]) == HTML
