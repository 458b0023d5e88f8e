"""A grid for tests: an edition with a cell; its codes are made up."""

from __future__ import annotations

from typing import Any

from tests.office import Office

EDITIONS, GRIDS = "cases.grid_editions", "cases.grids"
CELL = "320205001001001"


def adopt(office: Office, code: str = "WG-1", on: str = "2017-01-01", **more: Any) -> None:
    form: dict[str, Any] = {
        "code": code,
        "unit": "JU",
        "name": "网格划分（合成）",
        "digits": 15,
        "source": "示例（合成）",
    }
    office.do(EDITIONS, "", "adopt", **form | {"in_force_on": on} | more)


def define(office: Office, code: str = CELL, on: str = "2017-01-01", **more: Any) -> None:
    form: dict[str, Any] = {"code": code, "unit": "DT", "edition": "WG-1", "community": "映月", "in_force_on": on}
    office.do(GRIDS, "", "define", **form | more)
