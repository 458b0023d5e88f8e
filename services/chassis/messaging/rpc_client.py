"""Calls to other services with a deadline: a service that is not there is answered for within bounds."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, TypeVar

import eventlet
from kombu.exceptions import OperationalError
from nameko.amqp.publish import Publisher
from nameko.constants import NON_PERSISTENT
from nameko.containers import WorkerContext
from nameko.exceptions import RemoteError, UnknownService
from nameko.extensions import DependencyProvider, Extension
from nameko.rpc import ReplyListener, Responder, ServiceProxy

from contracts.errors import Unavailable, Unreadable
from contracts.rpc import Request
from services.chassis.base import metrics, tracing
from services.chassis.storage.damage import StorageDamaged

R = TypeVar("R")
DEADLINE = 10.0
"""Seconds."""
AWAY = (UnknownService, OSError, OperationalError)
DAMAGED = StorageDamaged.__name__


class _InMemory(Publisher):  # type: ignore[misc]
    delivery_mode = NON_PERSISTENT


Responder.publisher_cls = _InMemory  # nameko's own would write every answer, whomever it names, to the broker's disk


class RpcClient(Extension):  # type: ignore[misc]
    """The other services."""

    replies = ReplyListener()

    def listen(self) -> None:
        """Wait until answers can arrive: one to a question that is asked before is lost."""
        self.replies.queue_consumer.start()

    def ask(self, service: str, request: Request[R], *, deadline: float = DEADLINE) -> R:
        """The reply to a request. Raises Unavailable as `call` does, and for a reply that cannot be read."""
        payload = self.call(service, request.method, *request.to_payload(), deadline=deadline)
        try:
            return request.read_reply(payload)
        except Unreadable as error:  # what another version of the suite answered is no fault of the client's
            raise Unavailable(service, *error.about) from None

    def call(self, service: str, method: str, *arguments: Any, deadline: float = DEADLINE) -> Any:
        """What a method of a service answers, as JSON values. Raises Unavailable: not there, too slow, failed inside.

        The broker keeps questions and answers in memory: they may name people, and after a restart nobody waits for an
        answer.
        """
        with tracing.child_span(f"call {service}.{method}", tracing.CLIENT) as traceparent:
            worker = WorkerContext(self.container, None, self, data={tracing.HEADER: traceparent})
            replies = _Replies(self.replies)
            proxy = ServiceProxy(worker, service, replies, expiration=deadline, delivery_mode=NON_PERSISTENT)
            try:
                return self._call(getattr(proxy, method), service, method, arguments, deadline)
            finally:
                replies.forget()

    def _call(self, remote: Any, service: str, method: str, arguments: tuple[Any, ...], deadline: float) -> Any:
        try:
            with eventlet.Timeout(deadline, exception=False), metrics.time_call(service, method):
                return _answer(remote, arguments)
        except UnknownService:
            raise Unavailable(service) from None
        except RemoteError as error:
            raise (StorageDamaged if error.exc_type == DAMAGED else Unavailable)(service, error.exc_type) from None
        except (OSError, OperationalError) as error:
            raise Unavailable(service, type(error).__name__) from None
        raise Unavailable(service, f"no answer within {deadline:.0f} s")

    @property
    def method_name(self) -> str:
        """How calls of ours are named in nameko's logs."""
        return str(self.container.service_name)


class _Replies:
    """The replies as one call uses them: nameko itself would keep an unanswered call for ever."""

    def __init__(self, replies: ReplyListener) -> None:
        self._replies, self._key = replies, ""

    @property
    def routing_key(self) -> str:
        """Where answers are sent."""
        return str(self._replies.routing_key)

    def get_reply_event(self, key: str) -> Any:
        """What waits for the answer to a call."""
        self._key = key
        return self._replies.get_reply_event(key)

    def forget(self) -> None:
        """Nobody waits for an answer any more."""
        self._replies._reply_events.pop(self._key, None)  # noqa: SLF001 -- there is no public way


def _answer(remote: Any, arguments: tuple[Any, ...]) -> Any:
    """The reply. The question is put in a greenlet of its own: a broker with an alarm reads nothing, and neither
    publishing to it ends nor giving back the channel, whatever the deadline.
    """
    publishing = eventlet.spawn(_publish, remote, arguments)
    try:
        reply, error = publishing.wait()
    finally:
        publishing.kill()
    if error:
        raise error
    return reply.result()


def _publish(remote: Any, arguments: tuple[Any, ...]) -> tuple[Any, Exception | None]:
    """The pending reply, or the error as a value: one that left a greenlet would be printed as nobody's."""
    try:
        return remote.call_async(*arguments), None
    except AWAY as error:
        return None, error


class TraceContext(DependencyProvider):  # type: ignore[misc]
    """Puts what is done for a call below that call's span; calls without one are not traced."""

    def setup(self) -> None:
        """No call is being answered yet."""
        self._open: dict[WorkerContext, ExitStack] = {}

    def worker_setup(self, worker_ctx: WorkerContext) -> None:
        """A call is answered from here on."""
        if parent := worker_ctx.data.get(tracing.HEADER):
            name = f"{worker_ctx.service_name}.{worker_ctx.entrypoint.method_name}"
            self._open[worker_ctx] = ExitStack()
            self._open[worker_ctx].enter_context(tracing.span(name, tracing.SERVER, parent))

    def worker_result(self, worker_ctx: WorkerContext, result: Any = None, exc_info: Any = None) -> None:  # noqa: ARG002 -- nameko's
        """It was answered."""
        if opened := self._open.pop(worker_ctx, None):
            opened.close()

    def get_dependency(self, _worker: Any) -> TraceContext:
        """Itself; methods have no use for it."""
        return self
