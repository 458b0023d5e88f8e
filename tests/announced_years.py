"""A made-up year 2027, and the office in which it is entered and confirmed: synthetic, nobody has announced it."""

from __future__ import annotations

from typing import Any

from services.chassis.handling.calendars import moves
from services.chassis.records.command import Actor
from tests.office import Office

YEARS = "training.calendar_years"
OFF = {
    "new_year": "01-01 01-02 01-03",
    "spring": "02-05 02-06 02-07 02-08 02-09 02-10 02-11 02-12",
    "tomb_sweeping": "04-03 04-04 04-05",
    "labour": "05-01 05-02 05-03 05-04 05-05",
    "dragon_boat": "06-09",
    "mid_autumn": "09-15",
    "national": "10-01 10-02 10-03 10-04 10-05 10-06 10-07",
}
WORKED = {"spring": "01-31 02-21", "labour": "05-08", "national": "09-26 10-09"}
SOURCE = "国办发明电〔2026〕0号（合成）"
LEGAL, LEADER = Actor("FZK-01", "legal"), Actor("JLD-01", "leader")


def made_up_days(year: int = 2027) -> list[dict[str, str]]:
    """Every day of the made-up year, as its form has them."""
    kinds = (("holiday", OFF), ("workday", WORKED))
    return [
        {"day": f"{year}-{day}", "kind": kind, "name": name}
        for kind, holidays in kinds
        for name, days in holidays.items()
        for day in days.split()
    ]


def made_up_year(**more: Any) -> dict[str, Any]:
    """The form by which it is entered."""
    return {"year": "2027", "source": SOURCE, "announced_on": "2026-11-04", "days": made_up_days()} | more


def amendment(**more: Any) -> dict[str, Any]:
    """The form by which it is amended."""
    return made_up_year(amended_on="2026-11-06", reason="通知更正（合成）") | more


def announce(office: Office, confirmed_on: str = "2026-11-05", **more: Any) -> None:
    """Have the year entered, and confirmed by another."""
    office.do_as(LEGAL, YEARS, "", "enter", **made_up_year(**more))
    office.do_as(LEADER, YEARS, "2027", "confirm", confirmed_on=confirmed_on, compared=True)


def move_all(office: Office) -> int:
    """Have all due dates moved; how many steps it took."""
    steps = 0
    while moves.step(office.registers):
        steps += 1
    return steps
