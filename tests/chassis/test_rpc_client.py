"""A call ends with its deadline, whatever the broker does."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import eventlet
import pytest
from nameko.exceptions import RemoteError, UnknownService

from contracts.errors import Unavailable
from services.chassis.base.signing_keys import SigningKey
from services.chassis.messaging import rpc_client
from services.chassis.messaging.rpc_client import RpcClient


class Event:
    def __init__(self, reply: Any) -> None:
        self.reply = reply

    def wait(self) -> Any:
        if self.reply is None:
            eventlet.sleep(60)
        return self.reply


class Broker:
    """Stands where nameko's proxy does: `does` is what becomes of a request that is published."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, does: Any) -> None:
        self.does, self.waiting = does, dict[str, Any]()
        monkeypatch.setattr(rpc_client, "ServiceProxy", self.proxy)
        self.client = RpcClient()
        self.client._service, self.client._key = "test", SigningKey(b"a key for tests")
        self.client.replies = SimpleNamespace(
            routing_key="here", _reply_events=self.waiting, get_reply_event=self.expect_reply
        )
        self.client.container = SimpleNamespace(service_name="test", config={}, max_workers=1)

    def expect_reply(self, key: str) -> Any:
        self.waiting[key] = Event(None)
        return self.waiting[key]

    def proxy(self, _worker: Any, _service: str, replies: Any, **_options: Any) -> Any:
        def call_async(*arguments: Any) -> Any:
            replies.get_reply_event("k")
            return self.does(*arguments)

        return SimpleNamespace(pulse=SimpleNamespace(call_async=call_async))

    def call(self, *arguments: Any) -> Any:
        return self.client.call("outreach", "pulse", *arguments, deadline=0.2)


def hang_forever(*_arguments: Any) -> Any:
    """A broker with an alarm: publishing hangs, and so does cleaning up after it."""
    try:
        eventlet.sleep(60)
    finally:
        eventlet.sleep(60)


def reply_with(reply: Any) -> Any:
    return lambda *_arguments: SimpleNamespace(result=Event(reply).wait, resp_body=None)


def failing(error: Exception) -> Any:
    def fail(*_arguments: Any) -> Any:
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
def test_what_goes_wrong_is_answered_as_not_there(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    broker = Broker(monkeypatch, failing(error))
    with pytest.raises(Unavailable):
        broker.call()
    assert broker.waiting == {}
