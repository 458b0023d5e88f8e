"""Keeps how somebody narrows a list, under a name, and lets it go again."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.register import split_names
from contracts.roles import EVERYONE
from services.gateway.accounts.lists.saved_filters import SavedFilters
from services.gateway.display.list_columns import SHOW
from services.gateway.display.list_filter import NARROWING
from services.gateway.http.request import ApiRequest
from services.gateway.register_path import readable_at
from services.gateway.web.addresses import form
from services.gateway.web.layout import LANGUAGE_ONLY, page_frame, redirect
from services.gateway.web.registers import list_path

SAVE, DISCARD = "/filters/{service}/{register}", "/filters/{service}/{register}/discard"
KEPT = split_names(f"{NARROWING}, {SHOW}")


@dataclass
class FilterForms:
    """What the list's page sends."""

    filters: SavedFilters
    signing: bytes

    @form(SAVE, "page_filter_saved", EVERYONE, "保存筛选 / Save a filter", others=(303, 403, 422))
    def save(self, request: ApiRequest) -> Response:
        """Keep what the list is narrowed to; back at the list, it stands among the others."""
        register, sent = readable_at(request), request.http.form
        query = {name: sent[name] for name in KEPT if sent.get(name)}
        self.filters.save(request.bearer.id, register.name, sent.get("name", ""), query)
        return redirect(page_frame(request, self.signing, LANGUAGE_ONLY).plain(list_path(register), **query))

    @form(DISCARD, "page_filter_gone", EVERYONE, "删除筛选 / Delete a filter", others=(303, 403))
    def discard(self, request: ApiRequest) -> Response:
        """Let one go."""
        register = readable_at(request)
        self.filters.discard(request.bearer.id, request.http.form.get("id", ""))
        return redirect(page_frame(request, self.signing, LANGUAGE_ONLY).plain(list_path(register)))
