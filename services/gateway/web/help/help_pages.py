"""The help pages: what levels, statuses and words mean, who may do what, and the first day of each role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.cases.penalties.papers import PAPERS
from contracts.documents.endpoints import GET
from contracts.roles import EVERYONE
from services.gateway.api.case_files import CASE_READERS
from services.gateway.api.casefiles.template_trial import ADOPTERS
from services.gateway.casefile.fields import MANDATORY, NAMES
from services.gateway.display.messages import pages
from services.gateway.display.reasons import NEAR
from services.gateway.display.whose_step import role_title
from services.gateway.http.request import VISIT, ApiRequest, Visit
from services.gateway.web import render
from services.gateway.web.addresses import HOME, QUERY_OF_NUMBERS, form, page
from services.gateway.web.help.first_day import COOKIE, YEAR, Stop, is_dismissed, tour_of
from services.gateway.web.help.ways_out import TITLES, Whereabouts
from services.gateway.web.help.words import WordList
from services.gateway.web.layout import html_response, page_frame, redirect

ORDER = ("not_started", "achieved", "unverifiable", "on_track", "at_risk", "behind")
"""The statuses in the order in which they are tried."""
FIRST_DAY = "/help/first-day"
OTHER_TITLES = {
    "/": "overview",
    "/help/meaning": "meaning",
    "/help/words": "words",
    "/going-live": "going live",
}
LOG_TITLES = {"/audit/anomalies": "audit anomalies", "/audit/log": "audit gaps"}


@dataclass
class HelpPages:
    """Shows help to whoever is signed in."""

    signing: bytes

    @page(
        "/help/meaning", "help_meaning", EVERYONE, "等级和状态说明 / Levels and statuses", QUERY_OF_NUMBERS, others=()
    )
    def meaning(self, request: ApiRequest) -> Response:
        """What levels and statuses mean, and who may take a step."""
        about = {"levels": pages.LEVEL, "statuses": ORDER, "near": NEAR}
        return html_response(render.page("help_meaning", page_frame(request, self.signing), **about))

    @page("/help/words", "help_words", EVERYONE, "名词解释 / Words of the field", QUERY_OF_NUMBERS, others=())
    def words(self, request: ApiRequest) -> Response:
        """What the words on the pages mean, and where each is met."""
        frame = page_frame(request, self.signing)
        sections = list(WordList(frame.lang, request.bearer).sections())
        return html_response(
            render.page("help_words", frame, sections=sections, papers=request.bearer.role in CASE_READERS)
        )

    @page("/help/papers", "help_papers", CASE_READERS, "文书字段 / Fields of papers", QUERY_OF_NUMBERS, others=())
    def papers(self, request: ApiRequest) -> Response:
        """What the template of each paper may say, and what it must."""
        about = {
            "papers": PAPERS,
            "names": NAMES,
            "musts": MANDATORY,
            "may_try": request.bearer.role in ADOPTERS,
        }
        return html_response(render.page("help_papers", page_frame(request, self.signing), **about))

    @page(FIRST_DAY, "help_first_day", EVERYONE, "上手指南 / The first day of a role", QUERY_OF_NUMBERS, others=())
    def first_day(self, request: ApiRequest) -> Response:
        """What somebody does on the first day in their post, stop by stop."""
        frame = page_frame(request, self.signing)
        visit: Visit = request.http.environ.get(VISIT, Visit())
        about = {
            "role": role_title(frame.lang, request.bearer.role),
            "stops": list(_stops(Whereabouts(frame, visit, GET), request.bearer.role)),
            "dismissed": is_dismissed(request.http),
        }
        return html_response(render.page("help_first_day", frame, **about))

    @form(
        FIRST_DAY, "help_first_day_done", EVERYONE, "不再显示上手指南 / Do not show the guide again", others=(303, 403)
    )
    def dismiss(self, request: ApiRequest) -> Response:
        """Let the card be shown on this device no more, and go on to what waits."""
        response = redirect(page_frame(request, self.signing).plain(HOME))
        is_secure = request.http.is_secure
        response.set_cookie(COOKIE, "done", max_age=YEAR, httponly=True, samesite="Lax", secure=is_secure)
        return response


def _stops(place: Whereabouts, role: str) -> Iterator[tuple[str, Stop]]:
    """The stops that this person may go to, each with what its page is called."""
    for stop in tour_of(role):
        if place.opens(stop.path):
            yield _title(place.frame, stop.path), stop


def _title(frame: render.Frame, path: str) -> str:
    """What a page is called: a register by its name, its form by the step."""
    parts = path.strip("/").split("/")
    if parts[0] not in ("registers", "labels") or len(parts) == 1:
        return frame.say((TITLES | OTHER_TITLES | LOG_TITLES)[path])
    register, last = catalogue.REGISTERS[".".join(parts[1:3])], parts[-1]
    is_chinese = frame.lang == pages.ZH
    title = register.zh if is_chinese else register.en
    if parts[0] == "labels":
        return frame.say("labels of", title=title)
    if last == "import":
        return frame.say("import title", title=title)
    step = register.opening.zh if is_chinese else register.opening.en
    return f"{title}{frame.say('colon')}{step}" if last == "new" else title
