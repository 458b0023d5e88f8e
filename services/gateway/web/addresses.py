"""The addresses of pages: what a person reads, and the forms that a page sends back."""

from __future__ import annotations

from typing import Any

from contracts.documents.endpoints import FORM, GET, HTML, POST
from services.gateway.http.routing import Route

LANG = "lang"
QUERY_OF_NUMBERS = "as_of, unit, lang"
"""What the pages that only show can be asked for."""
REGISTER = "/registers/{service}/{register}"
RECORD = f"{REGISTER}/{{id}}"
DRAFTS = "/drafts"
HOME = "/work"
"""Where somebody goes on who asked for no page: to what waits for them."""
GROUP = "pages"
REFUSED = (303, 404, 409, 412, 413, 422, 503)


def page(path: str, name: str, roles: frozenset[str], title: str, query: str = LANG, **more: Any) -> Route:
    """A page."""
    return Route(GET, path, name, roles, title, HTML, query, group=GROUP, **more)


def form(path: str, name: str, roles: frozenset[str], title: str, query: str = LANG, **more: Any) -> Route:
    """A form of a page, which bears a csrf token: it is answered by the page itself, or by going on to another."""
    about: dict[str, Any] = {"others": REFUSED} | more
    return Route(POST, path, name, roles, title, HTML, query, takes=(FORM,), group=GROUP, form=True, **about)


def draft_path(id_: str) -> str:
    """Where a form is shown again that was kept."""
    return f"{DRAFTS}/{id_}"
