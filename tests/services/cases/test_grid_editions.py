"""An edition of the grid holds for a unit and those below it, one at a time; a city case then names a cell it has."""

from __future__ import annotations

from typing import Any

import pytest

from services.cases.digital_cases.cells import UnknownGrid
from services.cases.grid_editions import GridInForceAlready
from tests.office import Office
from tests.services.cases import grid_records
from tests.services.cases.city import CASES, City
from tests.services.cases.grid_records import CELL, EDITIONS, GRIDS


@pytest.fixture
def city(office: Office) -> City:
    """A centre below the bureau; the edition is the bureau's."""
    new_city = City(office)
    office.unit("JU", kind="bureau")
    office.do("training.units", "ZX", "move", parents=["JU"], moved_on="2012-01-01", reason="示例")
    return new_city


@pytest.fixture
def one_cell(city: City) -> City:
    """The same with a grid in force from 2017-03-01 on, of one cell."""
    grid_records.adopt(city.office, on="2017-03-01")
    grid_records.define(city.office, on="2017-03-01")
    return city


def test_without_an_edition_a_cell_is_whatever_somebody_writes(city: City) -> None:
    assert city.office.record(CASES, city.reported_case(grid="G-01"))["grid"] == "G-01"


def test_from_its_day_on_a_reported_cell_is_known(one_cell: City) -> None:
    assert one_cell.reported_case(grid=CELL)
    assert one_cell.reported_case(grid=None), "where it is may be said later"
    assert one_cell.reported_case(grid="G-01", reported_at="2017-02-28T09:00:00+08:00")
    for grid in ("G-01", CELL[:-1], f"{CELL[:-1]}9"):
        with pytest.raises(UnknownGrid):
            one_cell.reported_case(grid=grid)


def test_a_case_is_accepted_in_a_cell_that_is_known_by_then(one_cell: City) -> None:
    early: dict[str, Any] = {"grid": "G-01", "reported_at": "2017-02-28T09:00:00+08:00"}
    case = one_cell.reported_case(**early)
    with pytest.raises(UnknownGrid):
        one_cell.take(case, "accept")
    one_cell.take(case, "accept", grid=CELL)
    assert one_cell.office.record(CASES, case)["grid"] == CELL


def test_a_cell_that_was_withdrawn_takes_no_case_any_more(one_cell: City) -> None:
    one_cell.office.do(GRIDS, CELL, "withdraw", reason="并网格", withdrawn_on="2017-03-02")
    assert one_cell.reported_case(grid=CELL)
    with pytest.raises(UnknownGrid):
        one_cell.reported_case(grid=CELL, reported_at="2017-03-02T09:00:00+08:00")


def test_a_new_edition_has_the_cells_that_were_brought_into_it(one_cell: City) -> None:
    one_cell.office.do(EDITIONS, "WG-1", "withdraw", reason="改版", withdrawn_on="2017-06-01")
    grid_records.adopt(one_cell.office, "WG-2", on="2017-06-01")
    june: dict[str, Any] = {"grid": CELL, "reported_at": "2017-06-01T09:00:00+08:00"}
    with pytest.raises(UnknownGrid):
        one_cell.reported_case(**june)
    one_cell.office.do(GRIDS, CELL, "amend", edition="WG-2", in_force_on="2017-06-01")
    assert one_cell.reported_case(**june)
    assert one_cell.reported_case(grid=CELL), "in its own time the first edition still has it"


def test_what_stood_before_the_grid_was_entered_is_corrected_as_it_stands(city: City) -> None:
    case = city.reported_case(grid="G-01")
    city.take(case, "accept")
    grid_records.adopt(city.office, on="2017-01-01")
    city.take(case, "report", corrects=1, grid="G-01", problem="另一说法")
    assert city.office.record(CASES, case)["problem"] == "另一说法"
    with pytest.raises(UnknownGrid):
        city.take(case, "report", corrects=1, grid="G-02")


def test_one_edition_holds_for_a_unit_at_a_time(city: City) -> None:
    grid_records.adopt(city.office, on="2017-03-01")
    with pytest.raises(GridInForceAlready):
        grid_records.adopt(city.office, "WG-2", on="2018-01-01")
    city.office.do(EDITIONS, "WG-1", "withdraw", reason="改版", withdrawn_on="2017-06-01")
    with pytest.raises(GridInForceAlready):
        grid_records.adopt(city.office, "WG-2", on="2017-05-31")
    grid_records.adopt(city.office, "WG-2", on="2017-06-01")
    with pytest.raises(GridInForceAlready):
        city.office.do(EDITIONS, "WG-1", "withdraw", corrects=2, reason="改版", withdrawn_on="2017-06-02")
    grid_records.adopt(city.office, "WG-ZX", on="2017-03-01", unit="ZX")


def test_the_nearest_units_edition_holds(one_cell: City) -> None:
    grid_records.adopt(one_cell.office, "WG-ZX", on="2017-03-01", unit="ZX", digits=4)
    with pytest.raises(UnknownGrid):
        one_cell.reported_case(grid=CELL)
    grid_records.define(one_cell.office, "0001", edition="WG-ZX", on="2017-03-01")
    assert one_cell.reported_case(grid="0001")
