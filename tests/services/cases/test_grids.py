"""Grid cells: codes of the digits that their edition says, entered from sheets however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.cases.grids import WrongGridCode, edition_on
from tests.office import Office, day
from tests.services.cases import grid_records
from tests.services.cases.grid_records import CELL, EDITIONS, GRIDS
from tests.services.gateway.sheet_clerk import Clerk


@pytest.fixture
def grid(office: Office) -> Office:
    """An office whose edition has cells of fifteen digits."""
    office.unit("JU", kind="bureau")
    grid_records.adopt(office)
    return office


@pytest.mark.parametrize("code", ["32020500100100", "3202050010010011", "32020500100100A"])
def test_a_code_has_the_digits_of_its_edition(grid: Office, code: str) -> None:
    with pytest.raises(WrongGridCode):
        grid_records.define(grid, code)


def test_a_cell_is_in_use_from_its_day_until_it_is_withdrawn(grid: Office) -> None:
    grid_records.define(grid, on="2017-02-01")
    grid.do(GRIDS, CELL, "withdraw", reason="并网格", withdrawn_on="2017-04-01")
    cell = grid.record(GRIDS, CELL)
    days = ("2017-01-31", "2017-02-01", "2017-03-31", "2017-04-01")
    assert [edition_on(cell, day(one)) for one in days] == [None, "WG-1", "WG-1", None]
    grid.do(GRIDS, CELL, "void", reason="误录")
    assert edition_on(grid.record(GRIDS, CELL), day("2017-02-01")) is None


def test_a_cell_that_comes_into_another_edition_has_its_digits(grid: Office) -> None:
    grid_records.define(grid)
    grid_records.adopt(grid, "WG-2", unit="DT", digits=12)
    with pytest.raises(WrongGridCode):
        grid.do(GRIDS, CELL, "amend", edition="WG-2", in_force_on="2017-06-01")


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    new_clerk = Clerk(tmp_path)
    yield new_clerk
    new_clerk.close()


def test_cells_come_from_a_sheet_after_their_edition(clerk: Clerk) -> None:
    edition = "版本编号,适用单位（含下级）,版本名称,网格编码位数（国标 15 位）,依据,启用日期\n"
    edition += "WG-1,DT,网格划分（合成）,15,示例（合成）,2017-01-01\n"
    cells = "单元网格编码,责任单位,网格划分版本,街道（镇）,社区（村）,启用日期\n"
    cells += "".join(f"32020500100{number:04},DT,WG-1,某街道,某社区,2017-01-01\n" for number in range(300))
    assert clerk.import_csv(edition, EDITIONS)["accepted"] == 1
    assert clerk.import_csv(cells, GRIDS)["accepted"] == 300
    assert clerk.office.record(GRIDS, "320205001000299")["community"] == "某社区"
