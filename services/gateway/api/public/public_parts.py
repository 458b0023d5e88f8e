"""What is public, without an account, once a leader has opened it: lists, decisions, figures, norms, how to reach us.

All of it is read from the view, bounded, whatever its registers hold: no owner is asked, and no register's own rights
are passed by, since what is not public is not in the rows that are read (`services.gateway.read_model.public`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa
from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.errors import Problem, Unknown
from contracts.roles import ANONYMOUS
from services.chassis.records.record import Record
from services.gateway.display import paging
from services.gateway.display.paging import CURSOR, BadCursor, Turns
from services.gateway.display.windows import AskedWindow
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.public import reading
from services.gateway.read_model.public.parts import BY_NAME, PARTS, PublicPart
from services.gateway.read_model.read_model import ReadModel

Json = dict[str, Any]
GROUP = "public"
POWERS = {"powers": "cases.power_items", "duties": "cases.duty_items"}
"""Of which register the items of a published list are."""
ITEM_FIELDS = {"powers": ("name", "kind", "basis", "body"), "duties": ("name", "basis", "body")}
"""What is shown of an item, as it was in the version that is in the list."""


class NotOpened(Problem):
    """The public pages are not open yet."""

    slug, zh, status = "public-not-opened", "公开网页尚未开放", 404


class PublicList(NamedTuple):
    """A page of a part: what is shown of each record, and where it goes on."""

    part: PublicPart
    items: list[Json]
    turns: Turns


class PublicEntry(NamedTuple):
    """One record, a page of its entries, and where they go on."""

    part: PublicPart
    item: Json
    entries: list[Json]
    turns: Turns


@dataclass
class PublicParts:
    """Answers what is public."""

    read_model: ReadModel

    @Route(GET, "/v1/public", "public", ANONYMOUS, "公开信息 / What is public", "Public", others=(404,), group=GROUP)
    def public(self, _request: ApiRequest) -> Response:
        """The parts, and how many records each has. 404 `public-not-opened` before a leader has opened them."""
        with self.reader() as reader:
            return responses.answer(self.tell_all(reader))

    @Route(
        GET,
        "/v1/public/{part}",
        "public_part",
        ANONYMOUS,
        "公开信息清单 / A part of what is public",
        "PublicPart",
        "cursor, limit",
        group=GROUP,
        headers=("Link",),
    )
    def part(self, request: ApiRequest) -> Response:
        """A page of a part, the newest first. Raises NotOpened, Unknown, BadCursor."""
        listed = self.find_list(request, paging.rows_asked(request))
        body = {"part": listed.part.name, "title": title_of(listed.part), "items": listed.items}
        return responses.answer(body | members_of(listed.turns), **listed.turns.links(request))

    @Route(
        GET,
        "/v1/public/{part}/records/{record}",
        "public_record",
        ANONYMOUS,
        "公开信息内容 / What a public record holds",
        "PublicRecord",
        "cursor, limit",
        group=GROUP,
        headers=("Link",),
    )
    def record(self, request: ApiRequest) -> Response:
        """What a list, a norm, a checklist or a benchmark holds, by pages. Raises NotOpened, Unknown, BadCursor."""
        shown = self.find_record(request, paging.rows_asked(request))
        body = {"part": shown.part.name, "title": title_of(shown.part), "item": shown.item, "entries": shown.entries}
        return responses.answer(body | members_of(shown.turns), **shown.turns.links(request))

    def tell_all(self, reader: Reader) -> Json:
        """Since when the pages are open, and their parts. Raises NotOpened."""
        return {"opened_on": self._require_open(reader.tx), "parts": self.count_parts(reader)}

    def reader(self) -> AbstractContextManager[Reader]:
        """One state of the view."""
        return self.read_model.reader(self.read_model.question())

    def _require_open(self, tx: sa.Connection) -> str:
        """Since when the pages are open. Raises NotOpened."""
        opening = reading.opening(tx, self.read_model.district)
        if opening is None or not opening.is_open:
            raise NotOpened
        return opening.day

    def find_list(self, request: ApiRequest, most: int, *, preview: bool = False) -> PublicList:
        """A page of a part; `preview`: for who looks through it before it is open."""
        with self.reader() as reader:
            if not preview:
                self._require_open(reader.tx)
            part = _part(request)
            asked = AskedWindow(request, CURSOR, (GROUP, part.name))
            page = reading.page_of(reader.tx, self.read_model.district, part.name, reader.today, asked.window(most, 2))
            items = [_item(part, row) for row in page.rows]
            return PublicList(part, list(self._with_names(reader.tx, part, items)), asked.turns(page.part))

    def find_record(self, request: ApiRequest, most: int) -> PublicEntry:
        """One record, and a page of what it holds."""
        with self.reader() as reader:
            self._require_open(reader.tx)
            part, district = _part(request), self.read_model.district
            name = f"{part.register}/{request.path['record']}"
            row = reading.one_of(reader.tx, district, part.name, reader.today, name) if part.lists else None
            if row is None:
                raise Unknown(request.path["record"])
            every, first = orjson.loads(row.entries), _first(request, name)
            entries, item = every[first : first + most], _item(part, row)
            if part.register == "cases.list_publications":
                entries = list(self._as_published(reader.tx, str(item["fields"]["kind"]), entries))
            before = str(max(0, first - most)) if first else None
            after = str(first + most) if first + most < len(every) else None
            turns = paging.turns(request, (before, after), GROUP, name)
            return PublicEntry(part, item, entries, turns)

    def _with_names(self, tx: sa.Connection, part: PublicPart, items: Iterable[Json]) -> Iterator[Json]:
        """The records of a part, each with what is shown of the one that it names."""
        if part.says is None:
            yield from items
            return
        shown = list(items)
        names = [f"{part.named_register}/{one['fields'][part.names]}" for one in shown]
        records = reading.named_records(tx, self.read_model.district, sorted(set(names)))
        for one, name in zip(shown, names, strict=True):
            named = part.says(records[name]) if name in records else None
            if named is not None or not part.needs:
                yield one | {"named": named or {}}

    def _as_published(self, tx: sa.Connection, kind: str, entries: list[Json]) -> Iterator[Json]:
        """The items of a list, as they were in the version that was published."""
        names = [f"{POWERS[kind]}/{one['code']}" for one in entries]
        records = reading.named_records(tx, self.read_model.district, names)
        for one, name in zip(entries, names, strict=True):
            says = _in_version(records[name], one["version_number"]) if name in records else {}
            yield one | {field: says.get(field) for field in ITEM_FIELDS[kind]}

    def count_parts(self, reader: Reader) -> list[Json]:
        """How many records each part has."""
        return [self._counted(reader, one) for one in PARTS]

    def _counted(self, reader: Reader, part: PublicPart) -> Json:
        number = reading.count(reader.tx, self.read_model.district, part.name, reader.today)
        exact = number <= reading.MOST_COUNTED
        return {"part": part.name, "title": title_of(part), "n": min(number, reading.MOST_COUNTED), "n_is_exact": exact}


def members_of(turns: Turns) -> dict[str, str | None]:
    """The cursors as an answer has them."""
    return {"previous": turns.previous, "next": turns.next}


def title_of(part: PublicPart) -> dict[str, str]:
    """A part's title."""
    return {"zh": part.zh, "en": part.en}


def _part(request: ApiRequest) -> PublicPart:
    """The part that an address names. Raises Unknown."""
    name = request.path["part"]
    if name not in BY_NAME:
        raise Unknown(name)
    return BY_NAME[name]


def _item(part: PublicPart, row: Any) -> Json:
    """What is shown of a record; of one without a page of its own not even by which id it goes."""
    kept = orjson.loads(row.body)
    fields = {name: kept.get(name) for name in part.fields}
    own = {"record": row.record.partition("/")[2]} if part.lists else {}
    return own | {"unit": row.unit, "day": row.day, "fields": fields}


def _first(request: ApiRequest, name: str) -> int:
    """From which entry on a page begins. Raises BadCursor."""
    place = paging.cursor_of(request, GROUP, name).place
    if place and not (place.isascii() and place.isdecimal()):
        raise BadCursor
    return int(place[:6] or 0)


def _in_version(item: Record, version: int) -> Mapping[str, Any]:
    """What an item said in a version: up to the step that made it."""
    said: dict[str, Any] = {}
    for one in item.effective:
        said |= {name: value for name, value in one.data.items() if value is not None}
        if one.data.get("version_number") == version:
            return said
    return {}
