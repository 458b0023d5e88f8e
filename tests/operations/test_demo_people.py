"""The demo's sheets go from hand to hand: each takes what their post may take, and nobody vouches for their own."""

from __future__ import annotations

from contracts import catalogue
from contracts.evidence_levels import is_claim
from contracts.register import Register
from operations.demo import people
from operations.demo.phases import Phase, Planner
from operations.demo.sheets import SHEETS, Sheet


def turns() -> list[tuple[Register, list[Phase]]]:
    planner = Planner(people.posts())
    return [(_register(sheet), list(planner.phases(sheet))) for sheet in SHEETS]


def _register(sheet: Sheet) -> Register:
    return catalogue.REGISTERS[sheet.register.replace("/", ".")]


def test_every_step_is_imported_by_somebody_whose_post_may_take_it_and_no_operator() -> None:
    for register, phases in turns():
        assert phases
        for phase in phases:
            assert phase.post.role != "operator"
            assert all(phase.post.role in register.step(name).roles for name in phase.steps), register.name


def test_nobody_takes_a_step_that_is_apart_from_one_of_theirs() -> None:
    taken: dict[tuple[str, str], set[str]] = {}
    for register, phases in turns():
        for phase in phases:
            for name in phase.steps:
                step = register.step(name)
                own = [one for one in step.apart if phase.post.person in taken.get((register.name, one), ())]
                assert not own or is_claim(step.level, imported=True), f"{register.name} {name} {own}"
                taken.setdefault((register.name, name), set()).add(phase.post.person)


def test_what_is_imported_as_verified_is_released_by_another_who_took_no_step_apart() -> None:
    planner, claims = Planner(people.posts()), list[tuple[Register, str, str]]()
    taken: dict[tuple[str, str], set[str]] = {}
    for sheet in SHEETS:
        register = _register(sheet)
        for phase in planner.phases(sheet):
            for name in phase.steps:
                taken.setdefault((register.name, name), set()).add(phase.post.person)
                if is_claim(register.step(name).level, imported=True):
                    claims.append((register, name, phase.post.person))
    assert len(claims) > 10
    for register, name, importer in claims:
        step, second = register.step(name), planner.second(register.name, [name], importer)
        assert second.person != importer
        assert second.role in step.roles
        assert not [one for one in step.apart if second.person in taken.get((register.name, one), ())]


def test_every_person_of_the_posts_is_on_the_roster() -> None:
    posts = people.posts()
    assert {"trainer", "publicist", "quartermaster", "inspector"} <= {post.role for post in posts if post.unit is None}
    assert len({(post.person, post.role) for post in posts}) == len(posts)
