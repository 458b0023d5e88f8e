"""A programme beside the one in force has the numbers of a view by it alone, whatever comes in meanwhile."""

from __future__ import annotations

import itertools
import os
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import sqlalchemy as sa
import yaml

from contracts import programme as contract
from contracts.envelope import Event
from contracts.errors import Unavailable, Unknown
from contracts.rpc import CommandMessage
from services.chassis.base import clock, real_threads
from services.chassis.records.command import Actor
from services.chassis.storage.store import Store
from services.gateway.read_model import fold, ledger, tallies
from services.gateway.read_model.generations import handed_in, pointer
from services.gateway.read_model.generations.handed_in import ProgrammeUnfit
from services.gateway.read_model.generations.tables import BESIDE, BROKEN, LAYING, LEAVING, LIVE
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.read_model import AGAIN_AFTER, ReadModel
from services.gateway.read_model.shadow.builder import GenerationBuilder
from services.gateway.read_model.shadow.worker import StepsApart
from services.gateway.read_model.tallies.new_rows import NewRows
from tests.office import DISTRICT, Office, build_view, day, migrated_store, take_steps
from tests.services.gateway.sample_programme import HEAD, PROGRAMME, WORDS
from tests.services.gateway.test_generations import FEW, digest, hear, rows_of, start, town

LEADER, OTHER = Actor("JLD-01", "leader"), Actor("JLD-02", "leader")
MEASURES = """
    - {id: C1.done, kind: distinct, verified_from: E2, target: {op: ">=", value: 2, by: 2017-12-31, source: test},
       takes: [{event: outreach.matters.finished.v1}], ends: [{event: outreach.matters.reopened.v1}],
       proves: [{event: outreach.matters.confirmed.v1, where: {satisfied: true}}]}
    - {id: C1.days, kind: sum, takes: [{event: outreach.matters.finished.v1, amount: took_days}]}
    - {id: C1.reopened, kind: ratio, whole: {takes: [{event: outreach.matters.finished.v1}]},
       part: {takes: [{event: outreach.matters.reopened.v1}]}}
    - {id: C1.held, kind: count, takes: [{event: outreach.volunteer_events.held.v1}]}
"""
TEXT = (HEAD + MEASURES.strip("\n")).replace('"463"', "CITY-2018").replace("id: activities", "id: city")
TEXT = TEXT.replace("- id: A6", "- id: C1").replace("- {id:", "- {" + WORDS + "id:")
CITY = Programme(TEXT)
FILE = "c" * 64
DAYS = [day(one) for one in ("2017-03-31", "2017-08-15", "2017-12-31")]


def handing_in(campaign: str = "CITY-2018", file: str = FILE) -> tuple[list[Event], Office]:
    """The events by which a programme is handed in, and the office in which it was."""
    office = Office(start="2018-02-01", units="")
    office.ticks = itertools.count(5000)  # or its events would bear the ids of the town's
    office.unit("JU", kind="bureau")
    form: dict[str, Any] = {
        "campaign": campaign,
        "handed_in_on": "2018-02-01",
        "evidence": [file],
        "title": "试（合成）",
    }
    office.do_as(LEADER, "training.programmes", "", "hand_in", **form)
    return list(office.events), office


def settle(view: ReadModel, text: str = TEXT) -> None:
    view.settle_besides(lambda _sha256: text.encode())


def all_states(view: ReadModel) -> dict[str, str]:
    with view.store.begin_read() as tx:
        every = pointer.by_campaign(tx, view.district)
    return {one.name: one.state for some in every.values() for one in some}


def numbers(view: ReadModel, campaign: str | None = "CITY-2018") -> list[dict[str, Any]]:
    """What each measure says on some days, by the programme beside, or by that which is read."""
    said = []
    for one in DAYS:
        if campaign is None:
            with view.reader(view.question(one)) as reader:
                said.append(reader.document()["pillars"])
            continue
        with view.beside(campaign, view.question(one)) as beside:
            assert beside is not None
            said.append(beside.document()["pillars"])
    return said


def laid_while_events_come(store: Store, dice: random.Random) -> tuple[ReadModel, list[Event]]:
    """A view by `PROGRAMME` with `CITY` beside it; the last third of the events comes in meanwhile and after."""
    opened, _ = handing_in()
    events = town()
    dice.shuffle(events)
    early, late = events[: len(events) * 2 // 3], events[len(events) * 2 // 3 :]
    hear(view := start(store, PROGRAMME), [*early, *opened])
    settle(view)
    for event in late:
        hear(view, [event, dice.choice(early)])
        take_steps(view, dice.choice((0, 1)), FEW)
    take_steps(view, events=FEW)
    return view, [*events, *opened]


@pytest.mark.parametrize("seed", range(3))
def test_it_says_what_a_view_by_it_alone_says_and_the_first_is_as_it_was(store: Store, seed: int) -> None:
    view, events = laid_while_events_come(store, random.Random(seed))
    assert all_states(view) == {"463": LIVE, "CITY-2018.1": BESIDE}
    assert numbers(view) == numbers(build_view(events, CITY), None)
    assert numbers(view, None) == numbers(alone := build_view(events, PROGRAMME), None)
    assert digest(view) == digest(alone)


def _missed(bug: pytest.MonkeyPatch) -> None:
    written = pointer.programmes_of
    bug.setattr(pointer, "programmes_of", lambda tx, district, one: written(tx, district, one)[:1])


def _one_record_skipped(bug: pytest.MonkeyPatch) -> None:
    after = ledger.records_after
    bug.setattr(ledger, "records_after", lambda *about: after(*about)[1:] or after(*about))


@pytest.mark.parametrize("plant", [_missed, _one_record_skipped], ids=lambda one: one.__name__.strip("_"))
def test_a_bug_is_seen(plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    _, events = laid_while_events_come(migrated_store("sqlite://"), random.Random(1))
    right = numbers(build_view(events, CITY), None)
    plant(monkeypatch)
    wrong = [numbers(laid_while_events_come(migrated_store("sqlite://"), random.Random(n))[0]) for n in range(3)]
    assert any(one != right for one in wrong)


def test_after_a_kill_it_is_built_on_from_where_it_stood(store: Store) -> None:
    opened, _ = handing_in()
    hear(view := start(store, PROGRAMME), events := [*town(), *opened])
    settle(view)
    take_steps(view, 2, FEW)
    assert all_states(view)["CITY-2018.1"] == LAYING
    with view.beside("CITY-2018", view.question()) as reader:
        assert reader is None
    settle(view := start(store, PROGRAMME))  # killed, and started anew
    assert all_states(view) == {"463": LIVE, "CITY-2018.1": LAYING}
    take_steps(view, events=FEW)
    assert numbers(view) == numbers(build_view(events, CITY), None)


def test_the_process_that_builds_may_be_killed(tmp_path: Path) -> None:
    opened, _ = handing_in()
    events = [*town(), *opened]
    hear(view := start(store := migrated_store(f"sqlite:///{tmp_path}/view.db"), PROGRAMME), events[:-4])
    hear(view, opened)
    apart = StepsApart(store, DISTRICT, PROGRAMME)
    builder = GenerationBuilder(view, apart, files=lambda _sha256: TEXT.encode())
    assert builder._waits()
    apart._start()
    assert apart._process
    os.kill(apart._process.pid, signal.SIGKILL)
    with pytest.raises(Unavailable):
        apart.step()
    hear(view, events[-4:])
    while builder.step():
        pass
    assert all_states(view)["CITY-2018.1"] == BESIDE
    assert numbers(view) == numbers(build_view(events, CITY), None)
    store.close()


def test_other_code_makes_it_anew_and_it_is_read_until_then(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    view, events = laid_while_events_come(store, random.Random(5))
    monkeypatch.setattr(ledger, "DERIVED", ledger.DERIVED + 1)
    view = start(store, PROGRAMME)
    settle(view)
    take_steps(view, 2, FEW)
    assert all_states(view)["CITY-2018.1"] == BESIDE
    assert numbers(view) == numbers(reference := build_view(events, CITY), None)
    take_steps(view, events=FEW)
    assert "CITY-2018.1" not in all_states(view)
    assert all_states(view)["CITY-2018.2"] == BESIDE
    assert numbers(view) == numbers(reference, None)


def test_it_goes_when_it_is_ended_and_begins_anew_with_another_file(store: Store) -> None:
    opened, office = handing_in()
    hear(view := start(store, PROGRAMME), [*town(), *opened])
    settle(view)
    take_steps(view)
    office.do_as(LEADER, "training.programmes", "CITY-2018", "revise", revised_on="2018-02-01", evidence=["d" * 64])
    hear(view, office.events)
    settle(view, TEXT.replace("value: 2", "value: 3"))
    assert all_states(view) == {"463": LIVE, "CITY-2018.1": LEAVING, "CITY-2018.2": LAYING}
    take_steps(view)
    assert all_states(view) == {"463": LIVE, "CITY-2018.2": BESIDE}
    office.do_as(
        LEADER, "training.programmes", "CITY-2018", "withdraw", reason="不再需要（合成）", withdrawn_on="2018-02-01"
    )
    hear(view, office.events)
    settle(view)
    take_steps(view)
    assert all_states(view) == {"463": LIVE}
    assert not rows_of(store, "CITY-2018.2")


def test_a_file_that_cannot_be_read_now_is_asked_for_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, _ = handing_in()
    hear(view := start(store, PROGRAMME), [*town(), *opened])

    def away(_sha256: str) -> bytes:
        raise Unknown("evidence")

    view.settle_besides(away)
    settle(view)
    assert all_states(view) == {"463": LIVE}, "not at once"
    later = clock.ticks() + AGAIN_AFTER
    monkeypatch.setattr(clock, "ticks", lambda: later)
    settle(view)
    assert all_states(view) == {"463": LIVE, "CITY-2018.1": LAYING}


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("CITY-2018", '"463"', "campaign"),
        ("kind: sum", "kind: much", "pillars.city.items.C1.measures.C1.days.kind"),
        ("amount: took_days", "amount: nothing", "C1.days"),
        ("volunteer_events.held.v1", "volunteer_events.flown.v1", "C1.held"),
        ("id: C1.held", "id: C1.days", "C1.days"),
        ("id: C1.held", "id: C2.held", "C2.held"),
        ("title:", "title", "line"),
        ("start: 2017-01-01", "start: soon", "start"),
        ("amount: took_days", "amount: outcome", "C1.days"),
        ("amount: took_days", "amount: unit", "C1.days"),
        ("finished.v1, amount: took_days", "finished.v1, dated: outcome", "C1.days"),
        ("finished.v1, amount: took_days", "finished.v1, until: outcome", "C1.days"),
        ("finished.v1, amount: took_days", "finished.v1, unit: outcome", "C1.days"),
        ("finished.v1, amount: took_days", "finished.v1, each: outcome", "C1.days"),
        ("finished.v1, amount: took_days", "finished.v1, lasts: 4000000", "lasts"),
        ("kind: sum", "kind: age, percent: 200", "percent"),
        ("volunteer_events.held.v1", "contact_cards.issued.v1, where: {person: SYN-a}", "C1.held"),
        ("volunteer_events.held.v1", "contact_cards.checked.v1, where: {of.person: SYN-a}", "C1.held"),
        ("volunteer_events.held.v1", "volunteer_events.held.v1, where: {subject: SYN-a}", "C1.held"),
        ("volunteer_events.held.v1", "supervision_reports.received.v1, where: {supervisor: SYN-a}", "C1.held"),
        ("volunteer_events.held.v1", "hardship_help.registered.v1", "C1.held"),
        ("outreach.volunteer_events.held.v1", "training.breaches.reported.v1", "C1.held"),
        ("kind: sum", "kind: rate, per: 10000000", "per"),
    ],
)
def test_each_fault_of_a_file_is_named_with_its_place(old: str, new: str, place: str) -> None:
    assert old in TEXT
    with pytest.raises(ProgrammeUnfit) as caught:
        handed_in.parse(TEXT.replace(old, new, 1).encode())
    assert any(place in one["en"] for one in caught.value.errors), caught.value.errors


def test_several_faults_are_named_at_once() -> None:
    wrong = TEXT.replace("amount: took_days", "amount: nothing").replace(
        "volunteer_events.held.v1", "volunteer_events.flown.v1"
    )
    with pytest.raises(ProgrammeUnfit) as caught:
        handed_in.parse(wrong.encode())
    assert len(caught.value.errors) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: {zh: 试, en: Test}", 'title: {zh: "\\ud800", en: Test}'),
        ("start: 2017-01-01", 'start: 2017-01-01\n"\\ud800": 1'),
        ("kind: sum", 'kind: "\\ud800"'),
        ("event: outreach.volunteer_events.held.v1", 'event: "\\ud800"'),
        ("kind: sum", "kind: !!bool x"),
        ("start: 2017-01-01", "start: !!timestamp x"),
    ],
)
def test_what_is_wrong_with_a_file_can_be_told_whatever_its_texts_hold(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(ProgrammeUnfit) as caught:
        handed_in.parse(TEXT.replace(old, new, 1).encode())
    assert orjson.dumps(caught.value.to_dict())


def test_the_registers_own_form_reads_a_file_off_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    apart: list[object] = []

    def run(work: Callable[[bytes], Programme], body: bytes) -> Programme:
        apart.append(work)
        return work(body)

    monkeypatch.setattr(real_threads, "run", run)
    command = CommandMessage("k", "training.programmes", "hand_in", {"evidence": [FILE], "campaign": "CITY-2018"}, "")
    (completed,) = handed_in.complete([command], lambda _sha256: TEXT.encode(), lambda _register: True)
    assert completed.form["starts_on"] == "2017-01-01"
    assert apart == [handed_in.parse]


@pytest.mark.parametrize("files", [[[1]], [{"a": 1}], [1.5], ["zz"], ["../x"], [None], "x" * 64, [FILE, FILE]])
def test_what_is_no_file_is_left_to_the_owner_who_names_the_field(files: Any) -> None:
    command = CommandMessage("k", "training.programmes", "hand_in", {"evidence": files, "campaign": "CITY-2018"}, "")
    assert handed_in.complete([command], lambda _sha256: b"", lambda _register: True) == [command]


def _cannot_fold(bug: pytest.MonkeyPatch) -> None:
    folded = fold.contributions

    def fails(programme: Programme, event: Event) -> Iterator[fold.Row]:
        if programme.campaign == CITY.campaign and event.type == "outreach.matters.confirmed.v1":
            raise ValueError(event.type)
        yield from folded(programme, event)

    bug.setattr(fold, "contributions", fails)


def _cannot_sum_up(bug: pytest.MonkeyPatch) -> None:
    put = tallies.put

    def fails(tx: sa.Connection, district: str, programme: Programme, new: NewRows) -> None:
        if programme.campaign == CITY.campaign and any(
            one.type == "outreach.matters.confirmed.v1" for one in new.events
        ):
            tx.execute(sa.text("INSERT INTO tellings (id) VALUES (NULL)"))  # what a database refuses ends a transaction
        put(tx, district, programme, new)

    bug.setattr(tallies, "put", fails)


@pytest.mark.parametrize("laid", [True, False], ids=["laid", "laying"])
@pytest.mark.parametrize("plant", [_cannot_fold, _cannot_sum_up], ids=lambda one: one.__name__.strip("_"))
def test_what_it_cannot_count_breaks_it_and_not_the_first(
    store: Store, plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch, *, laid: bool
) -> None:
    opened, _ = handing_in()
    events = town()
    late = next(place for place, one in enumerate(events) if one.type == "outreach.matters.confirmed.v1")
    hear(view := start(store, PROGRAMME), [*(events[:late] if laid else events), *opened])
    settle(view)
    if laid:
        take_steps(view)
    plant(monkeypatch)
    if laid:
        hear(view, events[late:])
    take_steps(view, events=FEW)
    settle(view)
    assert all_states(view) == {"463": LIVE, "CITY-2018.1": BROKEN}, "and it is not begun again by the same file"
    assert digest(view) == digest(build_view([*events, *opened], PROGRAMME))
    with view.beside("CITY-2018", view.question()) as reader:
        assert reader is None
    monkeypatch.undo()
    monkeypatch.setattr(ledger, "DERIVED", ledger.DERIVED + 1)
    view = start(store, PROGRAMME)
    settle(view)
    take_steps(view, events=FEW)
    assert all_states(view)["CITY-2018.2"] == BESIDE, "by other code it is made anew"
    assert "CITY-2018.1" not in all_states(view)


def test_what_the_programme_in_force_tells_everybody_another_may_tell_too() -> None:
    """Next year's programme may have its measures, too, whoever may read the records."""
    (one,) = (one for one in yaml.safe_load(first_file())["pillars"] if one["id"] == "systems")
    item = next(item for item in one["items"] if item["id"] == "S1")
    wanted = [measure for measure in item["measures"] if measure["id"] == "S1.score"]
    document = yaml.safe_load(TEXT) | {"pillars": [one | {"items": [item | {"measures": wanted}]}]}

    def said(**more: Any) -> Programme:
        wanted[0] |= more
        return handed_in.parse(yaml.safe_dump(document, allow_unicode=True).encode())

    handed_in.admit(said(), lambda _register: False)
    with pytest.raises(ProgrammeUnfit):
        said(percent=40)


def first_file() -> str:
    return (Path(contract.__file__).parent / "463.yaml").read_text("utf-8")
