"""The page from which leaders open the public pages, and on which stands what must be public and is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.cases.list_publications import CHANNELS, LISTS
from contracts.outreach.public_openings import register
from contracts.words import Words
from services.gateway.api.public.publicity import LOOKERS, Publicity
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, without_empty, wording
from services.gateway.web.public.public_pages import QUERY, PublicPages

ON_PAGE = 50
AT = f"/registers/{register.service}/{register.slug}"


@dataclass
class PublicityPages:
    """Shows what `/v1/publicity` answers, and each part as it would look."""

    publicity: Publicity
    pages: PublicPages

    @page("/publicity", "page_publicity", LOOKERS, "公开情况网页 / How publicity stands, as a page", QUERY)
    def overview(self, request: ApiRequest) -> Response:
        """Whether the pages are open and what they show; what must be public and is not. Raises BadCursor."""
        request = without_empty(request)
        frame = page_frame(request, self.pages.signing, LANGUAGE_ONLY)
        found = self.publicity.stand(request, ON_PAGE)
        record = found.told["opening"]
        steps = f"{AT}/{record}" if record else f"{AT}/new"
        about = {
            "told": found.told,
            "turns": found.turns,
            "steps": steps,
            "missing": [_list_name(one, frame.lang) for one in found.told["missing_lists"]],
            "changed": [(_list_name(one, frame.lang), one) for one in found.told["changed_lists"]],
            "wording": wording(frame, self.publicity.public.read_model.unit_tree()),
        }
        return html_response(render.page("publicity", frame, **about))

    @page("/publicity/{part}", "page_publicity_part", LOOKERS, "公开内容预览网页 / A part, before it is open", QUERY)
    def preview(self, request: ApiRequest) -> Response:
        """A part as the public will see it. Raises Unknown, BadCursor."""
        return self.pages.show_part(without_empty(request), preview=True)


def _list_name(one: Mapping[str, Any], lang: str) -> str:
    return f"{_word(LISTS, one['kind'], lang)} · {_word(CHANNELS, one['channel'], lang)}"


def _word(words: Words, name: str, lang: str) -> str:
    return words[name] if lang == "zh" else words.en[name]
