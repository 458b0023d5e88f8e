"""The street's book costs its pages, however much a unit has; what is left out is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from services.chassis.storage.store import Store
from services.gateway.street import book, book_lists
from tests.office import Office
from tests.rows_read import rows_read, settle
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.street_bulk import UNIT, Sizes, bureau_of, fill

FEW = Sizes(cases=120, objects=20, people=20, kits=20, grids=20)
MOST, WITHIN = 5, 1.2


def test_the_book_costs_its_pages_however_much_there_is(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "LISTS", tuple(replace(one, most=MOST) for one in book_lists.LISTS))
    office = Office(store)
    seeds = bureau_of(office, FEW)
    site = GatewayClient(tmp_path, office)

    def ask() -> None:
        with site.request("/v1/street/book", role="captain", unit=UNIT) as answer:
            told = orjson.loads(answer.data)
        for name in ("cases", "objects", "kits", "grids", "people"):
            assert len(told["lists"][name]["items"]) in (MOST, 3 * MOST), name
            assert not told["lists"][name]["whole"], name

    settle(store)
    few = rows_read(store, ask)
    fill(store, seeds, FEW.times(10), "M")
    settle(store)
    assert rows_read(store, ask) < WITHIN * few
