"""Names that are typed in part: what they may mean, asked by a small script while one types, or when a form is sent."""

from __future__ import annotations

from pathlib import Path

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.forms import CERTIFIED
from contracts.roles import ANONYMOUS, EVERYONE
from services.gateway.display.formatting import Wording
from services.gateway.display.messages import pages
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.responses import keepable_file
from services.gateway.http.routing import Route
from services.gateway.record_client import RecordClient
from services.gateway.register_path import readable_at
from services.gateway.web.addresses import GROUP
from services.gateway.web.forms.name_finder import MOST, NameFinder
from services.gateway.web.layout import language

SCRIPT, FILE = "/names.js", Path(__file__).with_name("names.js")


class NameScript:
    """Offers names while one types: without it the page comes back with those that fit."""

    @Route(GET, SCRIPT, "name_script", ANONYMOUS, "姓名脚本 / Names", "text/javascript", others=(304,), group=GROUP)
    def script(self, _request: ApiRequest) -> Response:
        """The script."""
        return keepable_file(FILE, "text/javascript")


class NameSuggestions:
    """What somebody may mean by what they typed so far."""

    def __init__(self, client: RecordClient) -> None:
        """`client` asks owners."""
        self.client = client

    @Route(
        GET, "/v1/names/{service}/{register}", "names", EVERYONE, "按姓名查找 / By name", "Names", "q, certified, lang"
    )
    def suggest(self, request: ApiRequest) -> Response:
        """Records whose name or code begins with a text, or whose name does in pinyin: a few, own units' first.

        Raises Unknown, Forbidden, Unavailable.
        """
        register = readable_at(request)
        lang = language(request.http, request.query)
        worded = Wording.with_units(lang, self.client.read_model.unit_tree(), clear=True)
        finder = NameFinder(self.client, request, worded, request.flag(CERTIFIED))
        some = finder.find(register, request.query.get("q", ""))
        items = [{"id": one.value, "label": one.label, "unit": one.group, "why": one.why} for one in some[:MOST]]
        phrase = "names more" if len(some) > MOST else "names fit" if some else "no name fits"
        said = pages.say(lang, phrase, n=len(items))
        return responses.answer({"items": items, "more": len(some) > MOST, "said": said})
