"""What is public, as pages without an account; each shows what `/v1/public` answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from marshmallow import fields
from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.forms import element_form, schema
from contracts.roles import ANONYMOUS
from services.gateway.api.public.public_parts import ITEM_FIELDS, POWERS, PublicList, PublicParts
from services.gateway.display import register_columns
from services.gateway.display.formatting import Wording, field_of
from services.gateway.display.messages.pages import say
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.public.parts import PublicPart
from services.gateway.web import render
from services.gateway.web.addresses import page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, without_empty, wording
from services.gateway.web.render import Frame

ON_PAGE, ENTRIES_ON_PAGE = 20, 15
QUERY = "cursor, lang"
ADDRESS, NOTHING = "url", "—"
Json = Mapping[str, Any]


class ShownValue(NamedTuple):
    """A value as a page shows it; `link`: the address that it is."""

    title: str
    text: str
    link: str = ""


class ShownRecord(NamedTuple):
    """A record as a page shows it; `path`: its own page, empty where it has none."""

    values: list[ShownValue]
    path: str


@dataclass
class PublicPages:
    """Shows what is public."""

    public: PublicParts
    signing: bytes

    @page("/public", "page_public", ANONYMOUS, "公开信息网页 / What is public, as a page", others=(404,))
    def overview(self, request: ApiRequest) -> Response:
        """The parts, and how to report something. Raises NotOpened."""
        frame = page_frame(without_empty(request), self.signing, LANGUAGE_ONLY)
        with self.public.reader() as reader:
            told = self.public.tell_all(reader)
        return html_response(render.page("public", frame, told=told))

    @page("/public/{part}", "page_public_part", ANONYMOUS, "公开信息清单网页 / A part, as a page", QUERY)
    def part(self, request: ApiRequest) -> Response:
        """A page of a part. Raises NotOpened, Unknown, BadCursor."""
        return self.show_part(without_empty(request))

    def show_part(self, request: ApiRequest, *, preview: bool = False) -> Response:
        """A page of a part, or how it would look."""
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        listed = self.public.find_list(request, ON_PAGE, preview=preview)
        words = self._words(frame)
        about = {
            "heads": [*(words.title(one) for one in listed.part.fields.values()), frame.say("unit")],
            "title": listed.part.zh if frame.lang == "zh" else listed.part.en,
            "records": list(_records(listed, words, preview=preview)),
            "turns": listed.turns,
            "preview": preview,
        }
        return html_response(render.page("public_part", frame, **about))

    @page(
        "/public/{part}/records/{record}",
        "page_public_record",
        ANONYMOUS,
        "公开信息内容网页 / What a public record holds, as a page",
        QUERY,
    )
    def record(self, request: ApiRequest) -> Response:
        """What a list, a norm, a checklist or a benchmark holds. Raises NotOpened, Unknown, BadCursor."""
        request = without_empty(request)
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        shown = self.public.find_record(request, ENTRIES_ON_PAGE)
        words, columns = self._words(frame), _columns(shown.part, shown.item)
        about = {
            "part": shown.part.name,
            "title": shown.part.zh if frame.lang == "zh" else shown.part.en,
            "values": list(_values(shown.part, shown.item, words)),
            "heads": [words.title(one) for one in columns.values()],
            "rows": [
                [_said(words, name, one, row.get(name)) for name, one in columns.items()] for row in shown.entries
            ],
            "turns": shown.turns,
        }
        return html_response(render.page("public_record", frame, **about))

    def _words(self, frame: Frame) -> Wording:
        return wording(frame, self.public.read_model.unit_tree())


def _records(listed: PublicList, words: Wording, *, preview: bool) -> Iterator[ShownRecord]:
    for one in listed.items:
        path = f"/public/{listed.part.name}/records/{one['record']}" if "record" in one and not preview else ""
        yield ShownRecord(list(_values(listed.part, one, words)), path)


def _values(part: PublicPart, item: Json, words: Wording) -> Iterator[ShownValue]:
    """What is shown of a record: its fields, what it says of the record that it names, its unit."""
    for name, one in part.fields.items():
        if name == part.names:
            yield ShownValue(words.title(one), _named(part, item.get("named", {}), words) or NOTHING)
        else:
            yield _said(words, name, one, item["fields"][name])
    yield ShownValue(say(words.lang, "unit"), words.name(item["unit"]))


def _named(part: PublicPart, named: Json, words: Wording) -> str:
    """What is shown of the record that one names, in words."""
    of = catalogue.REGISTERS.get(part.named_register)
    said = {name: str(value) for name, value in named.items() if value}
    if of is not None and "status" in said:
        said["status"] = register_columns.word_of(of, said["status"], words.lang)
    return " ".join(said.values())


def _said(words: Wording, name: str, one: fields.Field[Any], value: Any) -> ShownValue:
    if value in (None, ""):
        return ShownValue(words.title(one), NOTHING)
    text = words.name(str(value)) if one.metadata.get("x-type") == "unit" else words.text(one, value)
    return ShownValue(words.title(one), text, text if name == ADDRESS else "")


def _columns(part: PublicPart, item: Json) -> dict[str, fields.Field[Any]]:
    """The columns of a record's entries; of a list's items what they said in their version too."""
    inner = element_form(part.list_field) if part.list_field is not None else None
    columns = dict(schema(inner).fields) if inner else {}
    kind = str(item["fields"].get("kind"))
    if part.lists == "items" and kind in POWERS:
        of = catalogue.REGISTERS[POWERS[kind]]
        columns |= {name: one for name in ITEM_FIELDS[kind] if (one := field_of(of, name)) is not None}
    return columns
