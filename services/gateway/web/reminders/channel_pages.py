"""The administrator's list of places to which messages may go, and the operators' page of what came of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.errors import Invalid, Problem, Refused, Unavailable, Unknown
from contracts.notifier import channels
from services.gateway.api.accounts import ADMINISTRATOR
from services.gateway.api.reminders.channels import Channels
from services.gateway.api.reminders.deliveries import DAYS, OVERSEERS, Deliveries
from services.gateway.http.request import ApiRequest
from services.gateway.reminders.channel_desk import SECURITIES
from services.gateway.reminders.kept_messages import STATES
from services.gateway.reminders.terms import MOST_DAYS, NAMES
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, problem_words, redirect
from services.gateway.web.reminders.reminder_pages import PATH, kind_words

PLACES = f"{PATH}/channels"
ANSWERS = (303, 404, 409, 422, 503)
ON_PAGE = 50


@dataclass
class ChannelPages:
    """Shows the channels of the bureau, and takes their forms."""

    interface: Channels
    deliveries: Deliveries
    signing: bytes

    @page(PLACES, "page_channels", ADMINISTRATOR, "提醒渠道网页 / Channels of reminders, as a page")
    def channels(self, request: ApiRequest) -> Response:
        """To which places messages may go, and when people are told who say nothing of it."""
        return self._page(request)

    @form(PLACES, "page_channel_allowed", ADMINISTRATOR, "允许提醒渠道 / Allow a place", others=ANSWERS)
    def allow(self, request: ApiRequest) -> Response:
        """Let messages go to a place."""
        return self._do(request, lambda: self.interface.allow_place(request, request.http.form))

    @form(f"{PLACES}/remove", "page_channel_removed", ADMINISTRATOR, "取消提醒渠道 / Allow no longer", others=ANSWERS)
    def disallow(self, request: ApiRequest) -> Response:
        """Let messages go to a place no longer."""
        return self._do(request, lambda: self.interface.disallow_place(request, request.http.form.get("id", "")))

    @form(f"{PLACES}/hours", "page_bureau_hours", ADMINISTRATOR, "全局发送时间 / The bureau's hours", others=ANSWERS)
    def set_hours(self, request: ApiRequest) -> Response:
        """When people are told who say nothing of it."""
        return self._do(request, lambda: self.interface.change_hours(request, request.http.form))

    @form(f"{PLACES}/terms", "page_bureau_terms", ADMINISTRATOR, "上报天数 / The bureau's terms", others=ANSWERS)
    def set_terms(self, request: ApiRequest) -> Response:
        """After how many days the bureau tells upwards."""
        return self._do(request, lambda: self.interface.change_terms(request, request.http.form))

    @form(f"{PLACES}/test", "page_channel_tried", ADMINISTRATOR, "测试提醒渠道 / Try a place", others=ANSWERS)
    def try_out(self, request: ApiRequest) -> Response:
        """Send a few words to an address, and say what came of it."""
        said = request.http.form
        try:
            outcome = self.interface.desk.try_out(said.get("id", ""), said.get("address", "").strip())
        except (Invalid, Unavailable) as problem:
            return self._page(request, problem)
        return self._page(request, trial=outcome)

    @page(
        f"{PATH}/deliveries",
        "page_deliveries",
        OVERSEERS,
        "提醒送达记录网页 / Deliveries, as a page",
        "cursor, lang",
        others=(422,),
    )
    def show_deliveries(self, request: ApiRequest) -> Response:
        """What came of messages, by channel and one by one."""
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        about = {
            "listed": self.deliveries.read(request, ON_PAGE),
            "kinds": kind_words(frame.lang),
            "states": STATES,
            "days": DAYS,
        }
        return html_response(render.page("deliveries", frame, **about))

    def _do(self, request: ApiRequest, deed: Callable[[], None]) -> Response:
        try:
            deed()
        except (Invalid, Refused, Unknown) as problem:
            request.acts.note_problem(problem)
            return self._page(request, problem)
        return redirect(page_frame(request, self.signing, LANGUAGE_ONLY).plain(PLACES))

    def _page(self, request: ApiRequest, problem: Problem | None = None, trial: str = "") -> Response:
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        about = {
            "places": self.interface.desk.places(),
            "kinds": kind_words(frame.lang),
            "securities": SECURITIES,
            "robots": channels.ROBOTS,
            "hours": self.interface.desk.addresses.bureau_hours(),
            "terms": {**self.interface.desk.terms().to_dict(), **_days_typed(request)},
            "most_days": MOST_DAYS,
            "trial": trial,
            "wrong": problem_words(problem, frame.lang) if problem else "",
        }
        return html_response(render.page("channels", frame, **about), problem.status if problem else 200)


def _days_typed(request: ApiRequest) -> dict[str, str]:
    """What somebody typed for days that were refused: it is shown again, to be mended."""
    return {name: text for name, text in request.http.form.items() if name in NAMES}
