"""Going live: which step is done, which is next, and what feeds each of the thirteen items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import orjson
from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.accounts import FOUNDER_ID
from contracts.errors import Unavailable
from contracts.register import Register
from services.chassis.storage.lists.window import ListWindow
from services.gateway.accounts.accounts import Accounts
from services.gateway.api.accounts import ADMINISTRATOR
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.generations.own_programme import is_own
from services.gateway.read_model.programme import Programme
from services.gateway.record_client import RecordClient
from services.gateway.web import render
from services.gateway.web.addresses import page
from services.gateway.web.golive import standing
from services.gateway.web.golive.standing import STEPS, Standing
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame

FOUNDING = ("training.units", "training.people", "training.posts")
MOST_ACCOUNTS = 1000
"""Of more accounts it is enough to know that there are so many."""


@dataclass
class GoingLive:
    """Shows the administrator how far the bureau is; nothing is kept of it, all is read off what there is."""

    client: RecordClient
    accounts: Accounts
    signing: bytes

    @page("/going-live", "going_live", ADMINISTRATOR, "正式启用 / Going live", others=())
    def show(self, request: ApiRequest) -> Response:
        """The steps with their states, the thirteen items with their registers, and the year's change."""
        frame, read_model = page_frame(request, self.signing, LANGUAGE_ONLY), self.client.read_model
        today, programme = read_model.today(), read_model.programme
        items = _items(orjson.loads(read_model.progress(read_model.question(), None).body), programme)
        feeding = {one.name: one for item in items for one in item["registers"]}
        wanted = [*(catalogue.REGISTERS[name] for name in (*FOUNDING, standing.AGENCIES)), *feeding.values()]
        house = self._standing(self._records(request, wanted), items, today)
        about = {
            "house": house,
            "states": house.states(),
            "steps": STEPS,
            "items": items,
            "programme": programme.on(today),
            "coming": standing.coming(programme, today),
            "district": read_model.district,
            "today": today,
            "own": is_own(programme),
            "silent": None in (house.records.get(name) for name in standing.STAFF),
            "targets": sum(one.target is not None for one in programme.on(today).by_name.values()),
            "FOUNDING": {name: catalogue.REGISTERS[name] for name in FOUNDING},
            "agencies": catalogue.REGISTERS[standing.AGENCIES],
            "counted": lambda name: frame.say("gl silent") if house.records[name] is None else house.records[name],
        }
        return html_response(render.page("going_live", frame, **about))

    def _standing(self, records: dict[str, int | None], items: Sequence[Any], today: dt.date) -> Standing:
        units = list(self.client.read_model.unit_tree().values())
        people = [one for one in self._accounts() if one.id != FOUNDER_ID]
        with_password = sum(one.password is not None for one in people)
        return Standing(
            len(units),
            standing.made_up(one.get("note") for one in units),
            records,
            with_password,
            len(people) - with_password,
            standing.targets_run(self.client.read_model.programme, today),
            sum(one["fed"] for one in items),
            len(items),
        )

    def _accounts(self) -> Sequence[Any]:
        return self.accounts.directory.page("", ListWindow(MOST_ACCOUNTS, None)).rows[:MOST_ACCOUNTS]

    def _records(self, request: ApiRequest, registers: Sequence[Register]) -> dict[str, int | None]:
        """How many records there are, as owners count them; an owner that does not answer is asked once."""
        plain, counted = replace(request, query={}), dict[str, int | None]()
        silent: set[str] = set()
        for one in registers:
            if not permissions.may_read(one, request.bearer):
                continue
            counted[one.name] = None
            if one.service not in silent:
                silent.add(one.service)
                with suppress(Unavailable):
                    counted[one.name] = self.client.page(plain, one, 1).total
                    silent.discard(one.service)
        return counted


def _items(document: Any, programme: Programme) -> list[Any]:
    """The items in their order, each with the registers that feed it and whether any number of it has facts."""
    return [
        {**item, "fed": standing.is_fed(item), "registers": list(_registers(item, programme))}
        for pillar in document["pillars"]
        for item in pillar["items"]
    ]


def _registers(item: Any, programme: Programme) -> Iterator[Register]:
    """The registers of an item's own work; who is on strength is asked for before any of them."""
    names = {one.name: one for measure in item["measures"] for one in programme.registers(measure["id"])}
    yield from (one for name, one in sorted(names.items()) if name not in FOUNDING)
