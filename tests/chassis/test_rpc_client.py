"""A call ends with its deadline, whatever the broker does (T13)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import eventlet
import pytest
from nameko.exceptions import RemoteError, UnknownService

from contracts.errors import Unavailable
from services.chassis.messaging import rpc_client
from services.chassis.messaging.rpc_client import RpcClient


class Event:
    def __init__(self, told: Any) -> None:
        self.told = told

    def wait(self) -> Any:
        if self.told is None:
            eventlet.sleep(60)
        return self.told


class Broker:
    """Stands where nameko's proxy does: `does` is what becomes of a question that is put."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, does: Any) -> None:
        self.does, self.waiting = does, dict[str, Any]()
        monkeypatch.setattr(rpc_client, "ServiceProxy", self.proxy)
        self.peers = RpcClient()
        self.peers.replies = SimpleNamespace(
            routing_key="here", _reply_events=self.waiting, get_reply_event=self.expect_reply
        )
        self.peers.container = SimpleNamespace(service_name="test", config={}, max_workers=1)

    def expect_reply(self, key: str) -> Any:
        self.waiting[key] = Event(None)
        return self.waiting[key]

    def proxy(self, _worker: Any, _service: str, replies: Any, **_options: Any) -> Any:
        def call_async(*given: Any) -> Any:
            replies.get_reply_event("k")
            return self.does(*given)

        return SimpleNamespace(pulse=SimpleNamespace(call_async=call_async))

    def call(self, *given: Any) -> Any:
        return self.peers.call("outreach", "pulse", *given, deadline=0.2)


def hang_forever(*_given: Any) -> Any:
    """A broker with an alarm: publishing hangs, and so does cleaning up after it."""
    try:
        eventlet.sleep(60)
    finally:
        eventlet.sleep(60)


def reply_with(told: Any) -> Any:
    return lambda *_given: SimpleNamespace(result=Event(told).wait)


def failing(error: Exception) -> Any:
    def fail(*_given: Any) -> Any:
        raise error

    return fail


def test_an_answer_is_given_and_nobody_waits_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    broker = Broker(monkeypatch, reply_with({"ready": True}))
    assert broker.call() == {"ready": True}
    assert broker.waiting == {}


@pytest.mark.parametrize(
    "does", [hang_forever, reply_with(None)], ids=["the broker reads nothing", "the service is silent"]
)
def test_a_deadline_holds_also_where_publishing_never_ends(monkeypatch: pytest.MonkeyPatch, does: Any) -> None:
    broker = Broker(monkeypatch, does)
    with eventlet.Timeout(5), pytest.raises(Unavailable, match="no answer within"):
        broker.call()
    assert broker.waiting == {}


@pytest.mark.parametrize("error", [UnknownService("outreach"), RemoteError("KeyError", "x"), ConnectionResetError()])
def test_what_goes_wrong_is_told_as_not_there(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    broker = Broker(monkeypatch, failing(error))
    with pytest.raises(Unavailable):
        broker.call()
    assert broker.waiting == {}
