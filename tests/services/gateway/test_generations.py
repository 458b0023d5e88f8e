"""A generation is built beside the one that is read, whatever arrives meanwhile, and wherever building is killed."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from contracts.envelope import Event
from contracts.errors import Unavailable
from services.chassis.storage import lease, migrations
from services.chassis.storage.store import Store
from services.gateway.read_model import due_dates, ledger, projections
from services.gateway.read_model.generations import deciding, pointer
from services.gateway.read_model.generations.deciding import AlreadyBuilding, NoneToGoBackTo
from services.gateway.read_model.generations.tables import BUILDING, DECLINED, KEPT, LIVE, generations
from services.gateway.read_model.ledger import contributions
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.shadow import steps
from services.gateway.read_model.shadow.builder import GenerationBuilder
from services.gateway.read_model.shadow.worker import StepsApart
from services.gateway.read_model.tallies import keyed_rows, upkeep
from services.gateway.read_model.tallies.tables import missing, presence, spans, tally
from tests.office import DISTRICT, Office, build_view, day, measure_value, migrated_store, take_steps
from tests.services.gateway.sample_programme import MEASURES, PROGRAMME, programme_text

BY_UNIT = MEASURES.replace("finished.v1}], ends", "finished.v1, subject: unit}], ends", 1)
OTHER = Programme(programme_text(BY_UNIT.replace("percent: 90", "percent: 50")))
FEW = 5
"""Events a step: so a build of a small town has some steps between which things happen."""
OF_GENERATIONS = (contributions, spans, presence, missing, tally)


def town() -> list[Event]:
    """The events of a small town, each time a list of its own."""
    return list(_town())


@cache
def _town() -> tuple[Event, ...]:
    """Some matters with corrections, a reopening and a void, and events of volunteers; all of them synthetic."""
    office = Office()
    for n in range(6):
        matter = office.matter("DT" if n % 2 else "ZS", done=f"2017-03-{8 + n:02}")
        if n % 2:
            office.confirm(matter, "2017-03-20")
        if n == 2:
            office.do("outreach.matters", matter, "finish", corrects=3, done_on="2017-07-08", outcome="修好")
        if n == 3:
            office.do("outreach.matters", matter, "void", reason="误录")
    office.person("a", "DT")
    return tuple(office.events)


def start(store: Store, programme: Programme) -> ReadModel:
    view = ReadModel(store, programme, DISTRICT, today=lambda: day("2018-01-01"))
    view.ensure_programme()
    return view


def hear(view: ReadModel, events: Sequence[Event]) -> None:
    with view.store.begin() as tx:
        lease.advisory_lock(tx, "gateway.inbox")
        view.handle(tx, events)
    view.after_commit(events)


def digest(view: ReadModel) -> str:
    with view.store.begin_read() as tx:
        return view.digest(tx)


def states(view: ReadModel) -> dict[str, str]:
    return {one.name: one.state for one in view.generations()}


def rows_of(store: Store, generation: str) -> int:
    with store.begin_read() as tx:
        counted = (sa.select(sa.func.count()).where(one.c.programme == generation) for one in OF_GENERATIONS)
        return sum(tx.scalar(one) or 0 for one in counted)


def build_while_events_come(store: Store, dice: random.Random) -> ReadModel:
    """A view by `PROGRAMME`, then started with `OTHER`; the last third of its events comes in while that is built."""
    events = town()
    dice.shuffle(events)
    early, late = events[: len(events) * 2 // 3], events[len(events) * 2 // 3 :]
    hear(start(store, PROGRAMME), early)
    view = start(store, OTHER)
    heard = list(early)
    while late:
        read = PROGRAMME if states(view)["463"] == LIVE else OTHER
        assert measure_value(view, "A6.done") == measure_value(build_view(heard, read), "A6.done")
        hear(view, [late[0], dice.choice(heard)])
        heard.append(late.pop(0))
        take_steps(view, dice.choice((0, 1, 1)), FEW)
    take_steps(view, events=FEW)
    return view


def test_reading_and_writing_go_on_while_another_generation_is_built(store: Store) -> None:
    view = build_while_events_come(store, random.Random(3))
    assert view.programme.digest == OTHER.digest
    assert states(view) == {"463": KEPT, "463.2": LIVE}
    assert digest(view) == digest(build_view(town(), OTHER))


@pytest.mark.parametrize("seed", range(4))
def test_in_whatever_order_events_come_between_steps_the_rows_are_those_of_a_ledger_made_at_once(seed: int) -> None:
    view = build_while_events_come(migrated_store("sqlite://"), random.Random(seed))
    assert digest(view) == digest(build_view(town(), OTHER))


def _missed(bug: pytest.MonkeyPatch) -> None:
    written = pointer.programmes_of
    bug.setattr(pointer, "programmes_of", lambda tx, district, one: written(tx, district, one)[:1])


def _one_record_skipped(bug: pytest.MonkeyPatch) -> None:
    after = ledger.records_after
    bug.setattr(ledger, "records_after", lambda *about: after(*about)[1:] or after(*about))


def _switched_too_early(bug: pytest.MonkeyPatch) -> None:
    after = ledger.records_after
    bug.setattr(ledger, "records_after", lambda *about: [] if about[2] else after(*about))


def _counted_twice(bug: pytest.MonkeyPatch) -> None:
    bug.setattr(keyed_rows, "spans_of_places", lambda *_: ())
    bug.setattr(keyed_rows, "spans_of_subjects", lambda *_: ())


def _ended_ones_stand(bug: pytest.MonkeyPatch) -> None:
    contribute = ledger.contribute
    monkey = pytest.MonkeyPatch.context

    def forget(tx: sa.Connection, programme: Programme, events: Sequence[Event]) -> list[ledger.LedgerRow]:
        with monkey() as within:
            within.setattr(ledger, "_later_revisions", lambda *_: {})
            return contribute(tx, programme, events)

    bug.setattr(ledger, "contribute", forget)


def _without_tallies(bug: pytest.MonkeyPatch) -> None:
    bug.setattr(upkeep.TallyUpkeep, "bring_up_to_date", lambda *_: None)


@pytest.mark.parametrize(
    "plant",
    [_missed, _one_record_skipped, _switched_too_early, _counted_twice, _ended_ones_stand, _without_tallies],
    ids=lambda one: one.__name__.strip("_"),
)
def test_a_bug_is_seen(plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    right, seen = digest(build_view(town(), OTHER)), False
    plant(monkeypatch)
    for seed in range(3):
        try:
            seen |= digest(build_while_events_come(migrated_store("sqlite://"), random.Random(seed))) != right
        except (AssertionError, sa.exc.IntegrityError):
            seen = True
    assert seen


def test_a_step_that_is_killed_is_as_if_it_had_not_begun_and_another_start_goes_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear(start(store, PROGRAMME), town())
    view = start(store, OTHER)
    take_steps(view, 1, FEW)
    (before,) = (one for one in view.generations() if one.state == BUILDING)
    assert 0 < before.done < before.total
    with monkeypatch.context() as cut:
        cut.setattr(pointer, "note", lambda *_, **__: pytest.fail("killed"))
        with pytest.raises(pytest.fail.Exception):
            take_steps(view, 1, FEW)
    again = start(store, OTHER)
    assert [one for one in again.generations() if one.state == BUILDING] == [before]
    take_steps(again, events=FEW)
    assert digest(again) == digest(build_view(town(), OTHER))


def test_what_a_step_wrote_twice_is_there_once(store: Store) -> None:
    hear(start(store, PROGRAMME), town())
    view = start(store, OTHER)
    for place in ("", "", "outreach.matters/", ""):
        take_steps(view, 2, FEW)
        with store.begin() as tx:
            pointer.note(tx, DISTRICT, "463.2", place=place)
    take_steps(view, events=FEW)
    assert digest(view) == digest(build_view(town(), OTHER))


def test_a_killed_process_is_followed_by_another_that_goes_on(tmp_path: Path) -> None:
    store = migrated_store(f"sqlite:///{tmp_path}/store.db")
    events = town()
    hear(start(store, PROGRAMME), events[:-3])
    view = start(store, PROGRAMME)
    view.decide(deciding.rebuild)
    apart = StepsApart(store, DISTRICT, PROGRAMME)
    apart._start()
    assert apart._process
    os.kill(apart._process.pid, signal.SIGKILL)
    with pytest.raises(Unavailable):
        apart.step()
    hear(view, events[-3:])
    builder = GenerationBuilder(view, apart)
    while builder.step():
        pass
    assert view.programme.generation == "463.2"
    assert digest(view) == digest(build_view(events, PROGRAMME))
    assert builder.report() == {"generation": "463.2"}
    store.close()


def test_the_one_before_is_written_as_long_as_it_is_kept_and_can_be_gone_back_to(
    store: Store, later: Callable[..., None]
) -> None:
    events = town()
    hear(start(store, PROGRAMME), events[:-4])
    take_steps(view := start(store, OTHER), 10**6)
    hear(view, events[-4:])
    view.decide(deciding.go_back)
    assert states(view) == {"463": LIVE, "463.2": KEPT}
    assert digest(view) == digest(build_view(events, PROGRAMME))
    again = start(store, OTHER)
    assert again.programme.digest == PROGRAMME.digest, "a start does not switch to what an operator went back from"
    later(days=2)
    take_steps(again)
    assert states(again) == {"463": LIVE, "463.2": DECLINED}
    assert rows_of(store, "463.2") == 0
    assert start(store, OTHER).programme.generation == "463"
    with pytest.raises(NoneToGoBackTo):
        again.decide(deciding.go_back)
    again.decide(deciding.rebuild)
    with pytest.raises(AlreadyBuilding):
        again.decide(deciding.rebuild)
    take_steps(again)
    assert digest(again) == digest(build_view(events, OTHER))


def test_what_is_let_go_of_leaves_no_row_behind_and_takes_none_of_the_others(store: Store) -> None:
    hear(start(store, PROGRAMME), town())
    take_steps(view := start(store, OTHER))
    before, rows = digest(view), rows_of(store, "463.2")
    assert rows_of(store, "463")
    view.decide(deciding.let_go)
    take_steps(view, events=FEW)
    assert (states(view), rows_of(store, "463"), rows_of(store, "463.2")) == ({"463.2": LIVE}, 0, rows)
    assert digest(view) == before


def test_an_old_one_of_many_rows_goes_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.gateway.read_model.shadow.removal.AT_ONCE", 3)
    hear(view := start(migrated_store("sqlite://"), PROGRAMME), town())
    view.decide(deciding.rebuild)
    take_steps(view)
    view.decide(deciding.let_go)
    records = 8
    assert take_steps(view, events=FEW) > 2 * records
    assert rows_of(view.store, "463") == 0


def test_whoever_asked_before_the_switch_is_answered_by_the_rows_of_before(store: Store) -> None:
    hear(start(store, PROGRAMME), town())
    view = start(store, OTHER)
    measure, question = view.measure("A6.done"), view.question(day("2017-12-31"))
    with view.reader(question) as reader:
        before = reader.answer(measure)
    tag = view.progress(question, None).etag
    take_steps(view)
    with view.reader(question) as reader:
        assert reader.answer(measure) == before
        now = reader.answer(view.measure("A6.done"))
    assert now == measure_value(build_view(town(), OTHER), "A6.done") != before
    assert view.progress(question, None).etag != tag


def test_another_gateway_reads_what_was_switched_to(migrated_url: str) -> None:
    store = Store(migrated_url)
    hear(start(store, PROGRAMME), town())
    first, second = start(store, OTHER), start(store, OTHER)
    take_steps(first)
    second.refresh()
    assert second.programme.generation == first.programme.generation == "463.2"
    assert measure_value(second, "A6.done") == measure_value(build_view(town(), OTHER), "A6.done")
    store.close()


def test_a_build_of_a_programme_that_nobody_wants_any_more_is_let_go_of(store: Store) -> None:
    hear(start(store, PROGRAMME), town())
    take_steps(start(store, OTHER), 1, FEW)
    view = start(store, PROGRAMME)
    assert view.programme.generation == "463"
    third = Programme(programme_text(MEASURES.replace("percent: 90", "percent: 10")))
    take_steps(view := start(store, third))
    assert digest(view) == digest(build_view(town(), third))
    assert set(states(view).values()) == {LIVE, KEPT}


def test_going_back_to_the_version_before_reads_its_generation_at_once(store: Store) -> None:
    hear(start(store, PROGRAMME), town())
    take_steps(start(store, OTHER))
    view = start(store, PROGRAMME)
    assert (view.programme.generation, view.programme.digest) == ("463", PROGRAMME.digest)
    assert digest(view) == digest(build_view(town(), PROGRAMME))


@pytest.mark.parametrize("made_by", ["", "of-nobody.3.3", f"{PROGRAMME.digest}.1.3", "not-kept.3.4"])
def test_what_cannot_be_read_any_more_is_built_before_anything_is_read(store: Store, made_by: str) -> None:
    hear(start(store, PROGRAMME), town())
    with store.begin() as tx:
        tx.execute(generations.update().values(digest=made_by))
        tx.execute(tally.delete())
    view = start(store, OTHER)
    assert view.programme.digest == OTHER.digest
    assert digest(view) == digest(build_view(town(), OTHER))


@pytest.fixture(params=["sqlite", "postgresql"])
def home_of_before(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A database as the version before generations left it."""
    url = f"sqlite:///{tmp_path}/gateway.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    store = Store(url)
    for name, folder in migrations.histories("gateway").items():
        with store.begin() as tx:
            command.upgrade(migrations.config(name, folder, tx), "0033" if name == "gateway" else "head")
    yield store
    store.close()


def columns_of(tx: sa.Connection, table: sa.Table) -> set[str]:
    return {column["name"] for column in sa.inspect(tx).get_columns(table.name)}


def test_the_rows_of_a_home_of_before_are_its_first_generation(home_of_before: Store) -> None:
    known = build_view(town(), PROGRAMME)
    with known.store.begin_read() as tx, home_of_before.begin() as old:
        for table in (ledger.meta.tables[name] for name in projections.rows(DISTRICT, PROGRAMME)):
            rows = [dict(row) for row in tx.execute(sa.select(table)).mappings()]
            if rows and table is not missing:  # which there was not yet
                was: list[sa.ColumnClause[Any]] = [sa.column(name) for name in sorted(columns_of(old, table))]
                told = [{one.name: row[one.name] for one in was} for row in rows]
                old.execute(sa.table(table.name, *was).insert(), told)
        made_by = {"district": DISTRICT, "made": ledger.made_by(PROGRAMME)}
        old.execute(
            sa.text("INSERT INTO folded (district, programme, digest) VALUES (:district, '463', :made)"), made_by
        )
    migrations.migrate(home_of_before, "gateway")
    with known.store.begin_read() as tx, home_of_before.begin_read() as new:
        every = sa.select(due_dates.deadlines).order_by(*due_dates.deadlines.primary_key)
        assert tx.execute(every).all() == new.execute(every).all()
    view = start(home_of_before, PROGRAMME)
    assert states(view) == {"463": LIVE}
    assert steps.next_of(view.generations(), PROGRAMME) is None
    assert measure_value(view, "A6.done") == measure_value(known, "A6.done")
    take_steps(view := start(home_of_before, OTHER))
    assert digest(view) == digest(build_view(town(), OTHER))
