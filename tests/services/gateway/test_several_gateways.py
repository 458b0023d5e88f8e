"""Two gateways over one database: what one writes, the other shows."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import pytest

from contracts.envelope import Event
from services.chassis.storage.store import Store
from services.gateway.read_model.question import Question
from services.gateway.read_model.read_model import ReadModel
from tests.office import DISTRICT, Office, make_as_of
from tests.services.gateway.sample_programme import PROGRAMME
from tests.suite import until

AT_THE_END: Question = make_as_of("2017-12-31")


@pytest.fixture
def both(migrated_url: str) -> Iterator[tuple[ReadModel, ReadModel]]:
    """Two views of one database, as two processes have them."""
    stores = Store(migrated_url), Store(migrated_url)
    yield ReadModel(stores[0], PROGRAMME, DISTRICT), ReadModel(stores[1], PROGRAMME, DISTRICT)
    for store in stores:
        store.close()


def write(read_model: ReadModel, events: Sequence[Event]) -> None:
    """What the subscriber does with a batch."""
    with read_model.store.begin() as tx:
        read_model.handle(tx, events)
    read_model.after_commit(events)


def progress_body(read_model: ReadModel) -> bytes:
    return read_model.progress(AT_THE_END, None).body


def test_what_another_gateway_wrote_is_noticed(both: tuple[ReadModel, ReadModel], office: Office) -> None:
    one, other = both
    before = progress_body(other)
    office.matter()
    write(one, office.events)
    assert progress_body(other) == before, "it remembers"
    other.refresh()
    assert progress_body(other) == progress_body(one) != before


def test_whoever_waits_for_an_event_sees_it_whichever_gateway_wrote_it(
    both: tuple[ReadModel, ReadModel], office: Office
) -> None:
    one, other = both
    progress_body(other)
    office.matter()
    write(one, office.events)
    assert other.wait_for(office.events[-1].id, 0)
    assert progress_body(other) == progress_body(one)


def test_who_waits_already_is_told_when_it_is_noticed(both: tuple[ReadModel, ReadModel], office: Office) -> None:
    one, other = both
    office.matter()
    outcomes: list[bool] = []
    waiting = threading.Thread(target=lambda: outcomes.append(other.wait_for(office.events[-1].id, 10)))
    waiting.start()
    until(lambda: bool(other.change_feed.awaited_events()), "somebody waits")
    write(one, office.events)
    other.refresh()
    waiting.join(10)
    assert outcomes == [True]


def test_a_writing_of_ones_own_after_another_gateways_forgets_what_that_one_made_old(
    both: tuple[ReadModel, ReadModel], office: Office
) -> None:
    one, other = both
    progress_body(other)
    office.matter()
    half = len(office.events)
    write(one, office.events)
    office.event()
    write(other, office.events[half:])
    one.refresh()
    assert progress_body(other) == progress_body(one)


def test_looking_when_nobody_wrote_forgets_nothing(both: tuple[ReadModel, ReadModel], office: Office) -> None:
    one, _ = both
    office.matter()
    write(one, office.events)
    answer = one.progress(AT_THE_END, None)
    one.refresh()
    assert one.progress(AT_THE_END, None) is answer
