"""A stream that broke off goes on where it was: nothing missed, nothing twice, and whoever missed too much is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson
import pytest

from contracts.envelope import Event
from services.chassis.storage.store import Store
from services.gateway.read_model.changes import change_log, change_rows
from services.gateway.read_model.changes.change_log import ChangeLog
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.read_model import ReadModel
from tests.office import DISTRICT, Office
from tests.services.gateway import gateway_client
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.test_years import NEW

PUBLIC, PRIVATE = "A6.matters_done", "S3.breaches"


def write(read_model: ReadModel, events: Sequence[Event]) -> None:
    with read_model.store.begin() as tx:
        read_model.handle(tx, events)
    read_model.after_commit(events)


def change(gateway: GatewayClient, *measures: str) -> None:
    with gateway.store.begin() as tx:
        change_rows.put(tx, gateway.read_model.district, measures)
    gateway.read_model.change_feed.publish([])


class Listener:
    """A program that listens; `last` is the id of what it heard last."""

    def __init__(self, gateway: GatewayClient, role: str = "clerk", last: str = "", **query: str) -> None:
        headers = {"Authorization": f"Bearer {gateway.token(role, None)}"} | ({"Last-Event-ID": last} if last else {})
        response = gateway.client.get("/v1/stream", headers=headers, query_string=query)
        assert response.status_code == 200, response.text
        self._chunks, self._response = response.iter_encoded(), response
        self.last = last
        self.first = self.next()

    def next(self) -> tuple[str, tuple[str, ...]]:
        """The next event: its name, and the measures in it."""
        lines = dict(line.split(": ", 1) for line in next(self._chunks).decode().splitlines() if ": " in line)
        self.last = lines.get("id", self.last)
        return lines.get("event", ""), tuple(orjson.loads(lines.get("data", "{}")).get("measures", ()))

    def close(self) -> None:
        """The connection is cut."""
        self._response.close()


@pytest.fixture
def listener(gateway: GatewayClient) -> Iterator[Listener]:
    """Somebody who listens from now on."""
    one = Listener(gateway)
    yield one
    one.close()


def test_who_comes_again_hears_what_they_missed_once_each_in_its_order(
    gateway: GatewayClient, listener: Listener
) -> None:
    change(gateway, PUBLIC)
    assert listener.next() == ("changed", (PUBLIC,))
    listener.close()
    for name in ("A3.applied", "A1.sessions_held", PUBLIC):
        change(gateway, name)
    again = Listener(gateway, last=listener.last)
    names = [name for name in ("A3.applied", "A1.sessions_held", PUBLIC) if name in campaign().measures]
    assert [again.next() for _ in names] == [("changed", (name,)) for name in names]
    change(gateway, "A3.applied")
    assert again.next() == ("changed", ("A3.applied",))
    again.close()


def test_who_has_heard_of_nothing_yet_misses_nothing_either(gateway: GatewayClient, listener: Listener) -> None:
    listener.close()
    assert listener.first == ("", ())
    change(gateway, PUBLIC)
    again = Listener(gateway, lastEventId=listener.last)
    assert again.next() == ("changed", (PUBLIC,))
    again.close()


@pytest.mark.parametrize("last", ["nonsense", "0189f7a0-0000-7000-8000-000000000000", "' OR 1=1 --", "7"])
def test_who_names_what_is_kept_no_more_is_told_to_load_everything_anew(gateway: GatewayClient, last: str) -> None:
    change(gateway, PUBLIC)
    again = Listener(gateway, last=last)
    assert again.first[0] == "reload"
    change(gateway, "A3.applied")
    assert again.next() == ("changed", ("A3.applied",)), "and hears of all that follows"
    again.close()


def test_who_was_away_while_more_changed_than_is_kept_is_told_so(
    gateway: GatewayClient, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_rows, "KEPT", 5)
    monkeypatch.setattr(change_rows, "PRUNED_EVERY", 1)
    change(gateway, PUBLIC)
    listener.next()
    listener.close()
    for _ in range(4):
        change(gateway, PUBLIC)
    kept = Listener(gateway, last=listener.last)
    assert [kept.next()[0] for _ in range(4)] == ["changed"] * 4
    kept.close()
    change(gateway, PUBLIC)
    gone = Listener(gateway, last=listener.last)
    assert gone.first[0] == "reload"
    gone.close()


def test_nobody_can_tell_by_ids_that_something_private_changed(gateway: GatewayClient) -> None:
    change(gateway, PUBLIC)
    before, leaders = Listener(gateway), Listener(gateway, "leader")
    change(gateway, PRIVATE)
    after = Listener(gateway)
    assert before.last == after.last
    assert leaders.next() == ("changed", (PRIVATE,))
    change(gateway, PUBLIC)
    assert [one.next() for one in (before, after)] == [("changed", (PUBLIC,))] * 2
    for one in (before, after, leaders):
        one.close()


def test_a_measure_of_several_years_is_named_once_as_the_progress_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway_client, "campaign", lambda: NEW)
    gateway = GatewayClient(tmp_path, Office())
    listener = Listener(gateway)
    gateway.office.matter("DT", done="2017-03-08")
    write(gateway.read_model, gateway.office.events)
    heard = listener.next()[1]
    listener.close()
    assert "A6.done" in heard
    assert len(set(heard)) == len(heard)
    assert set(heard) <= NEW.by_name.keys()


def test_an_event_that_comes_twice_changes_once(gateway: GatewayClient, office: Office) -> None:
    office.matter()
    write(gateway.read_model, office.events)
    count = len(gateway.read_model.changes.after(0))
    write(gateway.read_model, office.events)
    assert len(gateway.read_model.changes.after(0)) == count > 0


def test_what_was_not_committed_changed_nothing(gateway: GatewayClient, office: Office) -> None:
    def break_off() -> None:
        with gateway.store.begin() as tx:
            gateway.read_model.handle(tx, office.events)
            raise ZeroDivisionError

    before = gateway.read_model.changes.after(0)
    office.matter()
    with pytest.raises(ZeroDivisionError):
        break_off()
    gateway.read_model.change_feed.publish([])
    assert gateway.read_model.changes.after(0) == before


def test_many_changes_are_heard_of_from_memory_and_from_the_database(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_log, "REMEMBERED", 10)
    monkeypatch.setattr(change_log, "READ_AT_ONCE", 7)
    read_model = ReadModel(store, campaign(), DISTRICT)
    log: ChangeLog = read_model.changes
    for number in range(40):
        with store.begin() as tx:
            change_rows.put(tx, DISTRICT, [str(number)])
        read_model.change_feed.publish([])
        if number == 20:
            assert log.after(0)
    heard: list[str] = []
    place = 0
    while news := log.after(place):
        heard += [name for one in news for name in one.measures]
        place = news[-1].number
    assert heard == [str(number) for number in range(40)]


def test_what_another_gateway_wrote_is_heard_of_once(migrated_url: str, office: Office) -> None:
    stores = Store(migrated_url), Store(migrated_url)
    one, other = (ReadModel(store, campaign(), DISTRICT) for store in stores)
    office.matter()
    write(one, office.events)
    other.refresh()
    assert [change.token for change in other.changes.after(0)] == [change.token for change in one.changes.after(0)]
    assert other.changes.after(0)
    for store in stores:
        store.close()
