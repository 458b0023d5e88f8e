"""City cases, practical matters and penalty cases of the year, with the places to which everything comes back."""

from __future__ import annotations

from typing import Any

from operations.year.bureau import BUREAU, CENTRE, CLASSES, HEAD, SQUADRONS, VIOLATION
from operations.year.journey import NOTE, Journey, after, at, day_of_year, draw
from operations.year.staff import FIRST_OFFICERS, officer_code

GRIDS, COMMUNITIES, ROADS = 400, 60, 40
HOT_CASES, HOT_MATTERS = 5, 2
"""Of so many cases one lies in the hot cell, and of so many matters one in the hot community."""
HOT_GRID, HOT_CLASS, HOT_COMMUNITY = "SYN-G000", CLASSES[0], "合成社区00"
SOURCES = ("hotline", "public", "video", "leader")
"""What others have seen: such a case is verified first, and so has all of its nine steps."""
PROOF = "0" * 64
"""Stands for a paper where the year is made by commands; in sheets the demo's drawn pictures do."""


def city_case(seed: int, number: int) -> Journey:
    """A case of nine steps, from the report to the closing, all on one day."""
    chance = draw(seed, "digital_cases", number)
    day, unit, hot = day_of_year(chance), chance.choice(SQUADRONS), number % HOT_CASES == 0
    grid = HOT_GRID if hot else f"SYN-G{chance.randrange(1, GRIDS):03d}"
    place = f"合成路{chance.randrange(1, ROADS)}段{chance.randrange(1, 200)}号门前（合成）"
    start, on = 480 + chance.randrange(120), day.isoformat()
    report: dict[str, Any] = {
        "number": f"SYN-{seed}-{number:07d}",
        "unit": CENTRE,
        "source": chance.choice(SOURCES),
        "case_class": HOT_CLASS if hot else chance.choice(CLASSES),
        "grid": grid,
        "community": f"合成社区{chance.randrange(COMMUNITIES):02d}",
        "place": place,
        "problem": "合成案情",
        "reported_at": at(day, start),
        "note": NOTE,
    }
    steps = (
        ("report", report),
        ("verify", {"verified_at": at(day, start + 20), "finding": "exist"}),
        ("accept", {"accepted_on": on}),
        ("file", {"filed_at": at(day, start + 40), "grade": "B"}),
        ("dispatch", {"dispatched_at": at(day, start + 60), "unit": unit}),
        ("receive", {"received_on": on}),
        ("dispose", {"disposed_at": at(day, start + 60 + chance.randrange(30, 300)), "outcome": "已处置（合成）"}),
        ("check", {"checked_at": at(day, start + 400), "result": "pass"}),
        ("close", {"closed_at": at(day, start + 420), "outcome": "已恢复原状（合成）"}),
    )
    return Journey("cases.digital_cases", number, steps)


def matter(seed: int, number: int) -> Journey:
    """A practical matter of four steps; one community has a good part of them all."""
    chance = draw(seed, "matters", number)
    day, unit = day_of_year(chance), chance.choice(SQUADRONS)
    hot = number % HOT_MATTERS == 0
    community = HOT_COMMUNITY if hot else f"合成社区{chance.randrange(1, COMMUNITIES):02d}"
    register = {"number": f"SYN-{seed}-{number:07d}", "unit": "DT" if hot else unit, "community": community}
    what = f"合成实事 {chance.randrange(1, ROADS)}号楼{chance.choice(('路灯', '井盖', '堆物', '停车'))}"
    done = after(day, chance.randrange(1, 12))
    steps = (
        ("register", register | {"matter": what, "requested_on": day.isoformat(), "note": NOTE}),
        ("accept", {"accepted_on": day.isoformat()}),
        ("finish", {"done_on": done, "outcome": "已办结（合成）", "evidence": [PROOF]}),
        ("confirm", {"confirmed_on": after(day, 13), "satisfied": chance.random() < 0.9}),  # noqa: PLR2004 -- a share
    )
    return Journey("outreach.matters", number, steps)


def penalty(seed: int, number: int) -> Journey:
    """A penalty case that was decided on the spot by a warning; its party is a numbered synthetic shop."""
    chance = draw(seed, "penalties", number)
    on, unit, act = day_of_year(chance).isoformat(), chance.choice(SQUADRONS), f"SYN-{seed}-{number:07d}"
    first = chance.randrange(FIRST_OFFICERS)
    officers = {
        "lead_officer": officer_code(first),
        "assisting_officer": officer_code((first + 1) % FIRST_OFFICERS),
    }
    charge = officers | {"violation": VIOLATION, "body": BUREAU, "act_on": on, "party_kind": "organisation"}
    find = {"act": act, "unit": unit, "source": "patrol", "matter": "合成案情", "found_on": on}
    decision = charge | {"party": f"合成商户 {act}", "tier": "A", "other": "warning", "number": f"合成当罚{act}号"}
    steps = (
        ("find", find | {"place": "合成路段", "online": True, "note": NOTE}),
        ("decide_on_spot", decision | {"shown": True, "told": True, "decided_on": on}),
        ("serve", {"method": "on_spot", "served_on": on}),
        ("record", {"recorded_on": on}),
        ("close", {"closed_on": on, "approved_by": HEAD}),
    )
    return Journey("cases.penalties", number, steps)
