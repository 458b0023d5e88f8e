"""The page of one's own reminders: what of, until when; the word that one knows."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.roles import EVERYONE
from services.gateway.http.request import ApiRequest
from services.gateway.reminders.desk import ReminderDesk
from services.gateway.web import render
from services.gateway.web.addresses import HOME, form, page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, redirect, wording

PATH = "/reminders"
ON_PAGE = 50


@dataclass
class ReminderPages:
    """Shows what `/v1/reminders` answers."""

    desk: ReminderDesk
    signing: bytes

    @page(PATH, "page_reminders", EVERYONE, "我的提醒网页 / My reminders, as a page", "cursor, lang", others=(422,))
    def reminders(self, request: ApiRequest) -> Response:
        """One's own reminders, the newest first."""
        frame, read_model = page_frame(request, self.signing, LANGUAGE_ONLY), self.desk.read_model
        about = {"listed": self.desk.page(request, ON_PAGE), "today": read_model.today()}
        worded = wording(frame, read_model.unit_tree())
        return html_response(render.page("reminders", frame, wording=worded, **about))

    @form(f"{PATH}/seen", "page_reminders_seen", EVERYONE, "知道了（表单） / Reminders were seen", others=(303,))
    def see(self, request: ApiRequest) -> Response:
        """One's own reminder is known, or all are; on goes the page from which that was said."""
        said = request.http.form
        self.desk.note_seen(request, [said["id"]] if said.get("id") else [])
        back = HOME if said.get("from") == "home" else PATH
        return redirect(page_frame(request, self.signing, LANGUAGE_ONLY).plain(back))
