"""Calls over RPC as anybody with the broker's password may make them: signed by a key that they have, or forged."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pika

from contracts.call import CallProof, signed_text
from services.chassis.base import clock
from services.chassis.base.signing_keys import SigningKey
from services.chassis.messaging import topology
from tests.messaging import channel

PATIENCE = 60.0


@dataclass(frozen=True)
class RawCall:
    """What is published: where to, its headers and its bytes."""

    service: str
    method: str
    body: bytes
    reply_to: str
    headers: dict[str, Any] = field(default_factory=dict)

    def sign(self, service: str, key: SigningKey, *challenges: str, budget: int = 10_000) -> RawCall:
        """The same call, signed as a service would."""
        proof = CallProof(service, key.id, str(uuid.uuid4()), challenges, budget)
        text = signed_text(proof, self.service, self.method, self.body, self.reply_to)
        proof = replace(proof, signature=key.sign(text).hex())
        return replace(self, headers=self.headers | {"nameko.protocol": 2, "nameko.proof": proof.to_payload()})


class Stranger:
    """Whoever has the broker's password: makes calls, and hears the answers."""

    def __init__(self, open_: Any) -> None:
        self._channel, self.reply_to = open_, str(uuid.uuid4())
        self._queue = open_.queue_declare("", exclusive=True).method.queue
        open_.queue_bind(self._queue, topology.RPC_EXCHANGE, self.reply_to)

    def call(self, service: str, method: str, *arguments: Any) -> RawCall:
        """A call that nobody has signed yet."""
        body = json.dumps({"args": arguments, "kwargs": {}}).encode()
        return RawCall(service, method, body, self.reply_to)

    def send(self, call: RawCall, **properties: Any) -> str:
        """Publish a call; the id under which its answer comes."""
        named = {"reply_to": call.reply_to, "correlation_id": str(uuid.uuid4())} | properties
        about = pika.BasicProperties(
            content_type="application/json", content_encoding="utf-8", headers=call.headers, **named
        )
        self._channel.basic_publish(topology.RPC_EXCHANGE, f"{call.service}.{call.method}", call.body, about)
        return str(named["correlation_id"])

    def answers(self, seconds: float = PATIENCE) -> Iterator[tuple[str, Any]]:
        """The answers as they come, each with the id of its call, until none comes for so long."""
        for _, properties, body in self._channel.consume(self._queue, auto_ack=True, inactivity_timeout=seconds):
            if body is None:
                break
            yield properties.correlation_id, json.loads(body)
        self._channel.cancel()

    def ask(self, call: RawCall) -> dict[str, Any]:
        """What is answered to a call. Raises TimeoutError."""
        sent, until = self.send(call), clock.ticks() + PATIENCE
        for about, answer in self.answers():
            if about == sent:
                self._channel.cancel()
                return dict(answer)
            if clock.ticks() > until:
                break
        raise TimeoutError(call.method)


def result(answer: dict[str, Any]) -> Any:
    """What a call was answered; that it failed, fails the test."""
    assert answer["error"] is None, answer["error"]
    return answer["result"]


@contextmanager
def stranger(uri: str) -> Iterator[Stranger]:
    """Somebody at the broker."""
    with channel(uri) as open_:
        yield Stranger(open_)
