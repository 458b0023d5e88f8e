"""The page of one's own reminders: what of, until when; the word that one knows; where else one is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.errors import Invalid, Problem, Refused, Unknown
from contracts.notifier import channels
from contracts.roles import EVERYONE
from services.gateway.api.reminders.own_addresses import OwnAddresses
from services.gateway.display.messages import pages
from services.gateway.http.request import ApiRequest
from services.gateway.reminders.desk import ReminderDesk, as_id
from services.gateway.reminders.kept_addresses import DEAD
from services.gateway.web import render
from services.gateway.web.addresses import HOME, form, page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, problem_words, redirect, wording

PATH = "/reminders"
OWN = f"{PATH}/addresses"
ON_PAGE = 50
ANSWERS = (303, 404, 409, 422)


@dataclass
class ReminderPages:
    """Shows what `/v1/reminders` answers, and takes the forms of one's own channels."""

    desk: ReminderDesk
    interface: OwnAddresses
    signing: bytes

    @page(PATH, "page_reminders", EVERYONE, "我的提醒网页 / My reminders, as a page", "cursor, lang", others=(422,))
    def reminders(self, request: ApiRequest) -> Response:
        """One's own reminders, the newest first, and where else one is told."""
        return self._page(request)

    @form(f"{PATH}/seen", "page_reminders_seen", EVERYONE, "知道了（表单） / Reminders were seen", others=(303,))
    def see(self, request: ApiRequest) -> Response:
        """One's own reminder is known, or all are; on goes the page from which that was said."""
        said = request.http.form
        self.desk.note_seen(request, [as_id(said["id"])] if said.get("id") else [])
        back = HOME if said.get("from") == "home" else PATH
        return redirect(page_frame(request, self.signing, LANGUAGE_ONLY).plain(back))

    @form(OWN, "page_address_added", EVERYONE, "添加提醒地址 / Add an address", others=ANSWERS)
    def add(self, request: ApiRequest) -> Response:
        """Be told at an address too, once its code was read there."""
        said, lang = request.http.form, page_frame(request, self.signing).lang
        return self._do(request, lambda: self.interface.add_address(request, said, lang))

    @form(f"{OWN}/confirm", "page_address_confirmed", EVERYONE, "确认提醒地址 / Confirm an address", others=ANSWERS)
    def confirm(self, request: ApiRequest) -> Response:
        """The code that was sent to an address."""
        code = request.http.form.get("code", "").strip()
        return self._do(request, lambda: self.interface.desk.addresses.confirm(request.bearer.id, _id(request), code))

    @form(f"{OWN}/renew", "page_address_renewed", EVERYONE, "重发确认码 / Another code", others=ANSWERS)
    def renew(self, request: ApiRequest) -> Response:
        """Another code, also for an address that is dead."""
        return self._do(request, lambda: self.interface.desk.renew(request.bearer.id, _id(request)))

    @form(f"{OWN}/remove", "page_address_removed", EVERYONE, "移除提醒地址 / Remove an address", others=ANSWERS)
    def remove(self, request: ApiRequest) -> Response:
        """Be told at an address no longer."""
        return self._do(request, lambda: self.interface.remove_address(request, _id(request)))

    @form(f"{OWN}/hours", "page_address_hours", EVERYONE, "提醒发送时间 / Hours of an address", others=ANSWERS)
    def set_hours(self, request: ApiRequest) -> Response:
        """When one wants to be told at an address."""
        return self._do(request, lambda: self.interface.change_hours(request, _id(request), request.http.form))

    def _do(self, request: ApiRequest, deed: Callable[[], None]) -> Response:
        """Do what a form asks for and show the page again, or the form with what is wrong."""
        try:
            deed()
        except (Invalid, Refused, Unknown) as problem:
            request.acts.note_problem(problem)
            return self._page(request, problem)
        return redirect(page_frame(request, self.signing, LANGUAGE_ONLY).plain(f"{PATH}#channels"))

    def _page(self, request: ApiRequest, problem: Problem | None = None) -> Response:
        frame, read_model = page_frame(request, self.signing, LANGUAGE_ONLY), self.desk.read_model
        own, places = (
            self.interface.desk.addresses.of(request.bearer.id),
            self.interface.desk.addresses.allowed_places(),
        )
        kinds = [kind for kind in channels.KINDS if any(one.kind == kind for one in places)]
        listed, worded = self.desk.page(request, ON_PAGE), wording(frame, read_model.unit_tree())
        about = {
            "listed": listed,
            "names": self.desk.names(listed.rows, request.bearer, worded),
            "today": read_model.today(),
            "wording": worded,
            "own": own,
            "dead": sum(one.state == DEAD for one in own),
            "kinds": kind_words(frame.lang),
            "offered": {kind: [one.prefix for one in places if one.kind == kind and one.prefix] for kind in kinds},
            "robots": channels.ROBOTS,
            "wrong": problem_words(problem, frame.lang) if problem else "",
        }
        return html_response(render.page("reminders", frame, **about), problem.status if problem else 200)


def kind_words(lang: str) -> Mapping[str, str]:
    """What each kind of channel is called."""
    return channels.KINDS if lang == pages.ZH else channels.KINDS.en


def _id(request: ApiRequest) -> str:
    return as_id(request.http.form.get("id", ""))
