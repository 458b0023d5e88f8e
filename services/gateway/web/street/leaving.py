"""Who signs out on a device that has not sent everything is told so first: it would be deleted."""

from __future__ import annotations

import re

from werkzeug.wrappers import Request, Response

from services.gateway.web import render
from services.gateway.web.layout import html_response
from services.gateway.web.render import Frame

COOKIE, CONFIRMED = "street_waiting", "leave"
"""In which the scripts of the street say how many entries wait: one number, for pages that have no script."""


def waiting_here(http: Request) -> int:
    """How many entries wait on the device that asks, as it says itself."""
    text = http.cookies.get(COOKIE, "")
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else 0


def is_confirmed(http: Request) -> bool:
    """Whether somebody was asked already."""
    return http.form.get(CONFIRMED) == "yes"


def ask_before(frame: Frame, waiting: int) -> Response:
    """The question, with the way to what waits."""
    return html_response(render.page("street_leaving", frame, waiting=waiting, confirmed=CONFIRMED))
