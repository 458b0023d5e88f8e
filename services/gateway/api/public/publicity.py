"""What leaders see of the public pages: whether they are open, what they show, and what must be public and is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa
from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.cases.list_publications import CHANNELS, LISTS
from contracts.cases.publicities import STAGES
from contracts.documents.endpoints import GET
from contracts.register import Clock, Register
from services.gateway.api.public.public_parts import GROUP, POWERS, PublicParts, members_of
from services.gateway.display import paging
from services.gateway.display.paging import CURSOR, Turns
from services.gateway.display.windows import AskedWindow
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model.calendars import heard_years
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.public import reading
from services.gateway.read_model.public.parts import CHANGED, OWED, REQUIRED

Json = dict[str, Any]
LOOKERS = frozenset({"leader", "legal", "publicist", "inspector", "auditor"})
"""Who opens the pages, who publishes, and who looks at both; each of them may read penalty cases."""
MOST_LISTS = 100
"""Of lists on display: there are two of them, on two channels."""
BENCHMARK = {"zh": "裁量基准公布", "en": "Publication of the benchmark"}
NO_PERIOD = "行政处罚法 第三十四条"
"""The benchmark is to be public; no period is stated."""
PERIOD = "20 workdays"
"""政府信息公开条例 第二十六条: from when the information was formed or changed."""


class PublicityStanding(NamedTuple):
    """How the public pages stand, with a page of what is owed."""

    told: Json
    turns: Turns


@dataclass
class Publicity:
    """Answers what is public, and what should be."""

    public: PublicParts

    @Route(
        GET,
        "/v1/publicity",
        "publicity",
        LOOKERS,
        "公开情况 / How publicity stands",
        "Publicity",
        "cursor, limit",
        headers=("Link",),
    )
    def publicity(self, request: ApiRequest) -> Response:
        """Whether the public pages are open, what they show, what must be public and is not: the oldest first."""
        found = self.stand(request, paging.rows_asked(request))
        return responses.answer(found.told | members_of(found.turns), **found.turns.links(request))

    def stand(self, request: ApiRequest, most: int) -> PublicityStanding:
        """How it stands. Raises BadCursor."""
        read_model, asked = self.public.read_model, AskedWindow(request, CURSOR, (GROUP, OWED))
        district = read_model.district
        with self.public.reader() as reader:
            tx, today = reader.tx, reader.today
            opening = reading.opening(tx, district)
            page = reading.owed_page(tx, district, today, asked.window(most, 2))
            due = reading.due_days(tx, district, [row.record for row in page.rows])
            number = reading.count_owed(tx, district, today)
            told = {
                "opened_on": opening.day if opening and opening.is_open else None,
                "opening": opening.record if opening else None,
                "whole": reading.is_whole(tx, district, read_model.wanted),
                "parts": self.public.count_parts(reader),
                "missing_lists": list(_missing_lists(tx, district)),
                "changed_lists": list(self._changed_lists(reader)),
                "n": min(number, reading.MOST_COUNTED),
                "n_is_exact": number <= reading.MOST_COUNTED,
                "owed": [owed_item(row, due, today.isoformat()) for row in page.rows],
            }
        return PublicityStanding(told, asked.turns(page.part))

    def _changed_lists(self, reader: Reader) -> Iterator[Json]:
        """The lists on display of which items were changed since, and by when the change is to be public (art. 26)."""
        read_model, today = self.public.read_model, reader.today
        calendar = heard_years.calendar(reader.tx, read_model.district)
        for one in _lists_on_display(reader.tx, read_model.district):
            part = CHANGED[POWERS[one["kind"]]]
            days = (one["published_on"], today.isoformat())
            number, first = reading.changed_since(reader.tx, read_model.district, part, days)
            if number:
                due = calendar.after(dt.date.fromisoformat(first), PERIOD)
                about = {"kind": one["kind"], "channel": one["channel"], "n": number}
                yield about | {"since": first, "due": due.isoformat(), "overdue": due < today}


def _lists_on_display(tx: sa.Connection, district: str) -> list[Json]:
    return [orjson.loads(body) for body in reading.bodies_of(tx, district, "lists", MOST_LISTS)]


def _missing_lists(tx: sa.Connection, district: str) -> Iterator[Json]:
    """Which lists stand on which channel in no version (F020 to F022)."""
    there = {(one["kind"], one["channel"]) for one in _lists_on_display(tx, district)}
    for kind, channel in product(LISTS, CHANNELS):
        if (kind, channel) not in there:
            yield {"kind": kind, "channel": channel}


def owed_item(row: Any, due: Mapping[tuple[str, str], str], today: str) -> Json:
    """A record that must be public and is not, or that is and must not be any more; `due`: when its clocks end."""
    register_name, _, id_ = row.record.partition("/")
    register, about = catalogue.REGISTERS[register_name], orjson.loads(row.body)
    name = about.get("clock", "")
    title, article = _why(register, about)
    ends = due.get((row.record, name))
    return {
        "register": register_name,
        "record": id_,
        "title": {"zh": register.zh, "en": register.en},
        "clock_title": title,
        "article": article,
        "unit": row.unit,
        "since": row.day,
        "due": ends,
        "overdue": ends is not None and ends < today,
    }


def _why(register: Register, about: Json) -> tuple[dict[str, str], str]:
    """What has to become of it, and what asks for that: a law, or the paper by which the bureau entered it."""
    if register.name == REQUIRED:
        stage, matter = about["stage"], about["matter"]
        title = {"zh": f"{STAGES[stage]}公示：{matter}", "en": f"Publicity {STAGES.en[stage]} an act: {matter}"}
        return title, about["source"]
    clock = _clock(register.clocks, about.get("clock", ""))
    return ({"zh": clock.zh, "en": clock.en}, clock.article) if clock else (BENCHMARK, NO_PERIOD)


def _clock(clocks: Iterable[Clock], name: str) -> Clock | None:
    """The clock of a name; of one under two laws the newer."""
    return next((one for one in clocks if one.name == name), None)
