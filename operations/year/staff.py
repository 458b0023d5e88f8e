"""People and what they are given: numbered synthetic officers, vehicles, uniforms, and sessions that they attend."""

from __future__ import annotations

from operations.year.bureau import COURSE, FOUNDED, SQUADRONS
from operations.year.journey import NOTE, Form, Journey, after, day_of_year, draw

FIRST_OFFICERS = 20
"""How many officers there are before the year begins: whoever is named by a case is one of them."""
ATTENDANCE = 12


def officer_code(number: int) -> str:
    """The code of an officer, which is all the name that they have."""
    return f"SYN-{SQUADRONS[number % len(SQUADRONS)]}-{number:05d}"


def officer(_seed: int, number: int) -> Journey:
    """An officer with an enforcement certificate."""
    code, unit = officer_code(number), SQUADRONS[number % len(SQUADRONS)]
    join: Form = {"code": code, "name": f"合成人员 {code}", "unit": unit, "role": "officer", "kind": "established"}
    join |= {"party_member": False, "joined_on": FOUNDED, "note": NOTE}
    certificate = {"certificate": f"SYN{number:08d}", "certified_on": "2016-01-05", "valid_until": "2030-12-31"}
    return Journey("training.people", 1 + number, (("join", join), ("certify", certificate)), code)


def vehicle(seed: int, number: int) -> Journey:
    """A vehicle of a squadron; its plate is no plate that anybody issues."""
    chance, code = draw(seed, "vehicles", number), f"SYN-C{number:05d}"
    form = {"code": code, "unit": chance.choice(SQUADRONS), "plate": f"苏B{number:05d}", "vin": f"{number:06d}"}
    return Journey(
        "equipment.vehicles", number, (("commission", form | {"in_service_on": FOUNDED, "note": NOTE}),), code
    )


def uniform(seed: int, number: int) -> Journey:
    """What an officer was issued with."""
    day = day_of_year(draw(seed, "uniforms", number))
    form = {"person": officer_code(number), "issued_on": day.isoformat(), "caps": 1, "clothing": 2, "note": NOTE}
    return Journey("equipment.uniforms", number, (("issue", form),))


def session(seed: int, number: int) -> Journey:
    """A training session that was held, with who was there."""
    chance = draw(seed, "sessions", number)
    day, unit = day_of_year(chance), chance.choice(SQUADRONS)
    there = [{"person": officer_code(one)} for one in range(FIRST_OFFICERS)][:ATTENDANCE]
    plan = {"unit": unit, "course": COURSE, "form": "lecture", "title": f"合成场次 {number}", "note": NOTE}
    steps = (
        ("plan", plan | {"planned_on": day.isoformat(), "planned_for": after(day, 1)}),
        ("hold", {"held_on": after(day, 1), "minutes": 90, "attendance": there}),
        ("close", {"closed_on": after(day, 2)}),
    )
    return Journey("training.sessions", number, steps)
