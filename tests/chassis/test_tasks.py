"""What waits for somebody is what reading all records would say, at the cost of a page, on both databases."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import pytest
import sqlalchemy as sa

from contracts import catalogue
from contracts.errors import Problem
from contracts.register import NEW, Register, Step
from contracts.tasks import LEFT
from services.chassis.handling import presenter
from services.chassis.handling.masking import Sight
from services.chassis.handling.own_steps import StepBar, barred_steps, own_steps
from services.chassis.records import authorization, separation
from services.chassis.records.command import Actor, Command
from services.chassis.records.record import Context, Record, Revision, allowed_main_statuses
from services.chassis.records.tasks import Desk, desks_of
from services.chassis.storage import projection
from services.chassis.storage import store as stores
from services.chassis.storage.lists import task_reading
from services.chassis.storage.lists.portions import Portion, lay_together
from services.chassis.storage.lists.tables import tasks
from services.chassis.storage.lists.task_reading import LAST, TaskQuestion
from services.chassis.storage.lists.task_rows import BETWEEN, marks_of
from services.chassis.storage.store import Store
from tests.office import Office, migrated_store
from tests.rows_read import steps_in
from tests.services.gateway.random_history import PEOPLE, random_history

SEEDS = range(8)
MATTERS = "outreach.matters"
OF_STEPS = ("register", "accept", "finish", "confirm", "apply", "report", "approve")
ROLES = ("clerk", "captain", "leader", "inspector", "publicist", "auditor")
Told = tuple[str, str, str, str]
"""A kind, a register, a record's id, a step."""


def actors() -> Iterator[Actor]:
    """People of all sorts, who took steps themselves or act for who did, in posts of one unit, of two, and of all."""
    for who, role in product([*PEOPLE, *(f"SYN-{step}" for step in OF_STEPS)], ROLES):
        yield Actor(who, role, None)
        yield Actor("x", role, frozenset({"DT", "ZS"}), "DT", on_behalf_of=who)
        yield Actor(who, role, frozenset({"DBT"}), "DBT")
    yield Actor("key:portal", "clerk", frozenset({"DT"}), "DT")


def some_actors(seed: int) -> list[Actor]:
    return random.Random(seed).sample(list(actors()), 40)


def definition(office: Office, every: Sequence[Record], actor: Actor) -> set[Told]:
    """What waits for somebody: every record read, and of every step asked what would be asked if it were taken."""
    touched = [one for one in every if may_touch(one, actor)]
    steps = [(record, step) for record in touched for step in record.register.steps]
    waits = {
        (kind, record.register.name, record.id, step.name)
        for record, step in steps
        for kind in kinds_now(record, step)
        if may_read(record.register, actor) and may_take(office, record, step, actor)
    }
    left = {
        (LEFT, one.register.name, one.id, "")
        for one in touched
        if [e.at.people & actor.people for e in one.effective] not in ([], [frozenset()])
        and len(one.effective) == 1
        and may_read(one.register, actor)
        and any(kinds_now(one, step) for step in one.register.steps)
    }
    return waits | left


def kinds_now(record: Record, step: Step) -> list[str]:
    """As what a step is waited for in a record as it stands."""
    runs = {e.run for e in record.effective if e.step.line == step.line} | {""}
    if step.line != "main" and record.status() not in allowed_main_statuses(record.register, step):
        return []
    return sorted({step.tasks[status] for run in runs if (status := record.status(step.line, run)) in step.tasks})[:1]


def may_read(register: Register, actor: Actor) -> bool:
    return not register.reader_roles or actor.role in register.reader_roles


def may_take(office: Office, record: Record, step: Step, actor: Actor) -> bool:
    """As the command that takes it is admitted."""
    if actor.role not in step.roles or (actor.is_program and separation.vouches(step)):
        return False
    if separation.conflicts(actor, record, step) or separation.is_about(actor, record, step):
        return False
    if not step.other_unit:
        return True
    apart = {e.unit for e in record.effective if e.step.name in step.apart} or {record.unit}
    with office.store.begin_read() as tx:
        return not apart & separation.units_of(actor, record.effective[-1].on, office.registers.lookup(tx))


def records_of(office: Office) -> list[Record]:
    keys = dict.fromkeys((event.register, event.subject) for event in office.events)
    return [one for register, id_ in keys if (one := office.record(register, id_)).status() != NEW]


def question(office: Office, actor: Actor, most: int = 500) -> TaskQuestion:
    registers = [catalogue.REGISTERS[name] for name in office.registers.rules]
    with office.store.begin_read() as tx:
        units = separation.units_of(actor, office._now().date(), office.registers.lookup(tx))
    within = None if actor.within is None else sorted(actor.within)
    return TaskQuestion(desks_of(registers, actor), within, marks_of(actor.people, units), frozenset(units), most=most)


def answer(tx: sa.Connection, ask: TaskQuestion) -> set[Told]:
    parts = task_reading.read(tx, ask)
    assert all(part.portion.end is None and part.is_exact for part in parts.values())
    assert all(part.total == len(part.portion.places) for part in parts.values())
    return {(kind, *place.split(BETWEEN)[1:]) for kind, part in parts.items() for place in part.portion.places}  # type: ignore[misc]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_waits_for_somebody_is_what_reading_all_records_would_say(store: Store, seed: int) -> None:
    office = random_history(seed)
    every = records_of(office)
    with store.begin() as tx:
        projection.save_own(tx, every)
        projection.save_own(tx, every)  # written again it is no more
    asked = [(question(office, one), definition(office, every, one)) for one in some_actors(seed)]
    with store.begin_read() as tx:
        for ask, waits in asked:
            assert answer(tx, ask) == waits, ask
    office.store.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_steps_that_are_offered_are_those_that_the_command_is_admitted_to(seed: int) -> None:
    office = random_history(seed)
    every = {(one.register.name, one.id): one for one in records_of(office)}
    offered, kept = 0, 0
    for actor in some_actors(seed):
        steps = own_steps(office.registers, actor, [*every, (MATTERS, "nobody")])
        possible = {key: [one.register.step(name) for name in one.possible()] for key, one in every.items()}
        admitted = {
            key: tuple(
                step.name for step in some if may_touch(every[key], actor) and may_take(office, every[key], step, actor)
            )
            for key, some in possible.items()
        }
        assert steps == admitted, actor
        offered += sum(map(len, admitted.values()))
        kept += sum(actor.role in step.roles for some in possible.values() for step in some)
    assert 0 < offered < kept, "some are kept from what their role may take"
    office.store.close()


def test_what_is_not_offered_says_the_problem_that_the_command_meets() -> None:
    slugs = set[str | None]()
    for seed in SEEDS[:4]:
        office = random_history(seed)
        for record, actor in product(records_of(office), some_actors(seed)):
            steps = [record.register.step(name) for name in record.possible()]
            takes = [one for one in steps if may_touch(record, actor) and authorization.may_take(one, actor.role)]
            met = {one.name: refusal(office, record, one, actor) for one in takes}
            bars = {name: bar.problem.slug for name, bar in barred_steps(office.registers, actor, record).items()}
            assert bars == {name: slug for name, slug in met.items() if slug}, (seed, record.id, actor)
            slugs |= set(met.values())
        office.store.close()
    assert slugs >= {None, separation.NotApart.slug}, "some are free, some are kept from it"


def refusal(office: Office, record: Record, step: Step, actor: Actor) -> str | None:
    """The problem by which a command is not admitted, by the functions that refuse it; None: it is."""
    command = Command("k", record.register.name, step.name, {}, actor, record.id)
    version, at = record.version + 1, Context(office._now(), actor.id)
    revisions = [Revision("", step, version, version, at, at.today, record.unit, {})]
    try:
        separation.admit_person(actor, record.register, step, imported=False)
        separation.admit_others(command, record, revisions)
        with office.store.begin_read() as tx:
            separation.admit(command, record, revisions, office.registers.lookup(tx))
    except Problem as problem:
        return problem.slug
    return None


def test_a_bar_says_which_steps_or_units_are_in_the_way(office: Office) -> None:
    matter = office.record(MATTERS, office.matter())
    doer = Actor("SYN-finish", "captain", frozenset({"DT"}), "DT")
    assert barred_steps(office.registers, doer, matter)["confirm"] == StepBar(separation.NotApart, ("finish",))
    assert barred_steps(office.registers, Actor("cap", "captain", frozenset({"DT"}), "DT"), matter) == {}
    assert barred_steps(office.registers, Actor("SYN-finish", "captain", frozenset({"ZS"}), "ZS"), matter) == {}, (
        "of what another unit has nothing is said"
    )
    shown = presenter.record(office.registers, doer, matter.id, Sight(MATTERS))
    assert shown.barred == {"confirm": {"slug": "not-apart", "steps": ["finish"], "units": []}}


def may_touch(record: Record, actor: Actor) -> bool:
    return actor.within is None or record.unit in actor.within


def test_the_histories_have_what_the_claim_is_about() -> None:
    """Of every kind but what only other registers have; and of people who are kept from what their role may take."""
    kinds, barred = set(), 0
    for seed in SEEDS:
        office = random_history(seed)
        with office.store.begin_read() as tx:
            rows = tx.execute(sa.select(tasks)).all()
        kinds |= {row.kind for row in rows}
        barred += sum(bool(row.barred) for row in rows)
        office.store.close()
    assert kinds == {"approve", "confirm", "accept", "redo", "left"}
    assert barred > len(SEEDS)


def test_what_a_record_waits_for_goes_with_it(office: Office) -> None:
    matter = office.matter()
    captain = Actor("cap", "captain", frozenset({"DT"}), "DT")
    elsewhere = Actor("cap", "captain", frozenset({"ZS"}), "ZS")

    def waits(actor: Actor) -> set[Told]:
        ask = question(office, actor)
        with office.store.begin_read() as tx:
            return answer(tx, ask)

    assert waits(captain) == {("confirm", "outreach.matters", matter, "confirm")}
    assert waits(Actor("SYN-finish", "captain", frozenset({"DT"}), "DT")) == set()
    office.do("outreach.matters", matter, "reopen", reopened_on="2017-03-09", reason="未修好")
    assert waits(captain) == set()
    office.do("outreach.matters", matter, "transfer", transferred_on="2017-03-09", reason="辖区", unit="ZS")
    office.do("outreach.matters", matter, "finish", done_on="2017-03-10", outcome="修好", evidence=["a" * 64])
    assert waits(captain) == set()
    assert waits(elsewhere) == {("confirm", "outreach.matters", matter, "confirm")}
    office.do("outreach.matters", matter, "void", reason="误登")
    assert waits(elsewhere) == set()


def test_a_rebuilt_projection_waits_for_the_same(office: Office) -> None:
    office.matter()
    office.feature()
    with office.store.begin_read() as tx:
        before = tx.execute(sa.select(tasks)).all()
    assert before
    office.registers.rebuild()
    with office.store.begin_read() as tx:
        assert tx.execute(sa.select(tasks)).all() == before


def test_pages_have_everything_once_in_both_directions(store: Store) -> None:
    """Also where most is passed over, and an answer ends before it has all that it may have."""
    fill(store, 300)
    chance = random.Random(7)
    with store.begin_read() as tx:
        whole = read_all(tx, replace(HOT, most=500))
        for most in (1, 7, 50):
            assert read_all(tx, replace(HOT, most=most)) == whole
            assert read_all(tx, replace(HOT, most=most, backward=True)) == whole[::-1]
        middle = chance.choice(whole)
        assert read_all(tx, replace(HOT, most=9, place=middle)) == whole[whole.index(middle) + 1 :]


def test_an_answer_ends_after_so_many_that_are_not_for_who_asks(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task_reading, "MOST_PASSED", 10)
    fill(store, 300)
    with store.begin_read() as tx:
        part = task_reading.read(tx, replace(HOT, barred=marks_of(["doer"], []), most=20))["confirm"]
        assert part.portion.end is not None
        assert len(part.portion.places) < 20
        assert read_all(tx, replace(HOT, barred=marks_of(["doer"], []), most=20)) == free_places(300)


def free_places(count: int) -> list[str]:
    return sorted(row["place"] for row in hot_rows(count) if "doer" not in row["barred"])


MATTERS, DESKS = "outreach.matters", ("clerk,captain", "captain", "captain,leader")
HOT = TaskQuestion({"confirm": DESKS}, ["DT", "ZS"])


def hot_rows(count: int) -> list[dict[str, str]]:
    """Nine in ten of one hot unit, most of which one person may not take."""
    return [
        {
            "kind": "confirm",
            "desk": DESKS[number % 3],
            "unit": "ZS" if number % 10 == 0 else "DT",
            "place": BETWEEN.join(
                (f"2017-{1 + number % 12:02}-{1 + number % 28:02}", MATTERS, f"r{number}", "confirm")
            ),
            "register": MATTERS,
            "id": f"r{number}",
            "barred": "" if number % 25 == 0 else f"{BETWEEN}doer{BETWEEN}",
        }
        for number in range(count)
    ]


def fill(store: Store, count: int) -> None:
    with store.begin() as tx:
        stores.insert_many(tx, tasks, hot_rows(count))


def read_all(tx: sa.Connection, ask: TaskQuestion) -> list[str]:
    places: list[str] = []
    while True:
        portion = task_reading.read(tx, ask)["confirm"].portion
        places += portion.places
        if portion.end is None:
            return places
        assert portion.end not in (ask.place, LAST)
        ask = replace(ask, place=portion.end)


QUESTIONS = {
    "one unit": replace(HOT, units=["DT"]),
    "two units": HOT,
    "all units": replace(HOT, units=None),
    "who may take few": replace(HOT, barred=marks_of(["doer"], [])),
    "who may take few, everywhere": replace(HOT, barred=marks_of(["doer"], []), units=None),
    "back from the end": replace(HOT, backward=True),
    "from the middle": replace(HOT, place="2017-06-15"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_costs_the_same_at_ten_times_the_tasks_of_one_hot_unit(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_reading, "EXACT_UP_TO", 100)
    monkeypatch.setattr(task_reading, "FEWEST_COUNTED", 50)
    monkeypatch.setattr(task_reading, "MOST_PASSED", 200)
    costs = []
    for count in (10_000, 100_000):
        store = migrated_store("sqlite://")
        fill(store, count)
        with store.begin_read() as tx:
            costs.append(steps_in(tx, lambda tx=tx: task_reading.read(tx, QUESTIONS[name])))  # type: ignore[misc]
        store.close()
    few, many = costs
    assert many <= few * 1.1, costs


@pytest.mark.parametrize("descending", [False, True])
def test_portions_laid_together_leave_nothing_out(descending: bool) -> None:  # noqa: FBT001
    """Whoever goes on at the end of each answer has met everything once."""
    chance = random.Random(3)
    for _ in range(200):
        wholes = [sorted(chance.sample(range(100, 999), chance.randint(0, 9)), reverse=descending) for _ in range(3)]
        every = sorted((str(one) for some in wholes for one in some), reverse=descending)
        met, place = list[str](), ""
        for _ in range(100):
            portions = [portion_of([str(one) for one in some], place, descending=descending) for some in wholes]
            laid = lay_together(portions, 4, descending=descending)
            met += laid.places
            if laid.end is None:
                break
            place = laid.end
        assert sorted(set(met), reverse=descending) == sorted(set(every), reverse=descending)


def portion_of(whole: list[str], place: str, *, descending: bool) -> Portion:
    """Two at a time, from a place on."""
    rest = [one for one in whole if not place or (one < place if descending else one > place)]
    return Portion(rest[:2], rest[1] if len(rest) > 2 else None)


def test_who_is_of_the_records_own_unit_is_not_asked_to_look_through_what_another_unit_takes(store: Store) -> None:
    """However much of it there is: a captain's page would otherwise be empty and say that there may be more."""
    desk = Desk(("captain",), elsewhere=True).key
    rows = [one | {"desk": desk, "barred": marks_of([], [one["unit"]])[0]} for one in hot_rows(3_000)]
    with store.begin() as tx:
        stores.insert_many(tx, tasks, rows)
    ask = TaskQuestion({"confirm": (desk,)}, ["DT"], marks_of(["cap"], ["DT"]), frozenset({"DT"}))
    with store.begin_read() as tx:
        part = task_reading.read(tx, ask)["confirm"]
        assert (list(part.portion.places), part.portion.end, part.total, part.is_exact) == ([], None, 0, True)
        assert task_reading.read(tx, replace(ask, units=["ZS"]))["confirm"].total == 300
