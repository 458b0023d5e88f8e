"""Calls to other services with a deadline: a service that is not there is answered for within bounds."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import eventlet
from kombu.exceptions import OperationalError
from kombu.serialization import dumps
from nameko.constants import NON_PERSISTENT
from nameko.containers import WorkerContext
from nameko.exceptions import RemoteError, UnknownService, deserialize_to_instance
from nameko.extensions import DependencyProvider, Extension
from nameko.rpc import ReplyListener, ServiceProxy

from contracts.call import PROOF_HEADER, PROTOCOL_HEADER, CallFault, CallProof, CallRefused, signed_text
from contracts.errors import InsufficientStorage, Unavailable, Unreadable, UnwritableStorage
from contracts.rpc import PROTOCOL, Request
from services.chassis.base import clock, ids, metrics, signing_keys, tracing
from services.chassis.base.settings import SETTINGS, Settings
from services.chassis.messaging.peers import Peers
from services.chassis.storage.damage import StorageDamaged

R = TypeVar("R")
DEADLINE = 10.0
"""Seconds."""
MOST_TRIES = 5
"""Of one call, each under a challenge that the one before brought: a process more of a service may cost one more."""
AWAY = (UnknownService, OSError, OperationalError)
OF_THE_STORAGE = {one.__name__: one for one in (StorageDamaged, InsufficientStorage, UnwritableStorage)}
"""What a service says of its storage is passed on; whatever else fails inside it is only that."""

deserialize_to_instance(CallRefused)


@dataclass(frozen=True)
class _Question:
    """What is asked of whom, below which span of a trace."""

    service: str
    method: str
    arguments: tuple[Any, ...]
    trace: str


class RpcClient(Extension):  # type: ignore[misc]
    """The other services."""

    replies = ReplyListener()

    def __init__(self) -> None:
        """Nothing is known of the others yet."""
        self.peers = Peers()

    def setup(self) -> None:
        """Make ready to sign what we ask."""
        settings: Settings = self.container.config[SETTINGS]
        self._service, self._key = settings.service, signing_keys.load(settings)

    def listen(self) -> None:
        """Wait until answers can arrive: one to a question that is asked before is lost."""
        self.replies.queue_consumer.start()

    def ask(self, service: str, request: Request[R], *, deadline: float = DEADLINE) -> R:
        """The reply to a request. Raises Unavailable as `call` does, and for a reply that cannot be read."""
        arguments = request.payload_for(self.peers.protocol(service))
        payload = self.call(service, request.method, *arguments, deadline=deadline)
        try:
            return request.read_reply(payload)
        except Unreadable as error:  # what another version of the suite answered is no fault of the client's
            raise Unavailable(service, *error.about) from None

    def call(self, service: str, method: str, *arguments: Any, deadline: float = DEADLINE) -> Any:
        """What a method of a service answers, as JSON values. Raises Unavailable: not there, too slow, failed inside.

        Also StorageDamaged, InsufficientStorage, UnwritableStorage, where the service says that it is that.
        The broker keeps questions and answers in memory: they may name people, and after a restart nobody waits for an
        answer.
        """
        until = clock.ticks() + deadline
        with (
            tracing.child_span(f"call {service}.{method}", tracing.CLIENT) as trace,
            metrics.time_call(service, method),
        ):
            question = _Question(service, method, arguments, trace)
            for _ in range(MOST_TRIES):
                challenges = self.peers.challenges(service)
                try:
                    return self._call(question, until - clock.ticks())
                except CallRefused as refusal:
                    # The refusal has brought a challenge of the process that refused: signed under it, the call is new.
                    if refusal.reason != CallFault.STALE or self.peers.challenges(service) == challenges:
                        raise
        raise Unavailable(service, "refused, however often the call was signed anew")

    def _call(self, question: _Question, seconds: float) -> Any:
        replies = _Replies(self.replies)
        try:
            with eventlet.Timeout(max(0.0, seconds), exception=False):
                return self._answer(question, self._remote(question, seconds, replies))
        except UnknownService:
            raise Unavailable(question.service) from None
        except RemoteError as error:
            kind = OF_THE_STORAGE.get(error.exc_type, Unavailable)
            raise kind(question.service, error.exc_type) from None
        except (OSError, OperationalError) as error:
            raise Unavailable(question.service, type(error).__name__) from None
        finally:
            replies.forget()
        raise Unavailable(question.service, f"no answer within {seconds:.0f} s")

    def _remote(self, question: _Question, seconds: float, replies: _Replies) -> Any:
        """The remote method, for this one question: the broker drops it when nobody waits for the answer any more."""
        proof = self._prove(question, seconds).to_payload()
        headers = {tracing.HEADER: question.trace, PROTOCOL_HEADER: PROTOCOL, PROOF_HEADER: proof}
        worker = WorkerContext(self.container, None, self, data=headers)
        options = {"expiration": seconds, "delivery_mode": NON_PERSISTENT}
        return getattr(ServiceProxy(worker, question.service, replies, **options), question.method)

    def _prove(self, question: _Question, seconds: float) -> CallProof:
        """The proof that a question is this service's, over the very bytes that nameko will send."""
        _, _, body = dumps({"args": question.arguments, "kwargs": {}}, serializer="json")
        challenges, budget = self.peers.challenges(question.service), max(0, int(seconds * 1000))
        unsigned = CallProof(self._service, self._key.id, ids.new_id(), challenges, budget)
        reply_to = str(self.replies.routing_key)
        text = signed_text(unsigned, question.service, question.method, body.encode(), reply_to)
        return replace(unsigned, signature=self._key.sign(text).hex())

    def _answer(self, question: _Question, remote: Any) -> Any:
        """The reply's result. What stands beside it is remembered, also where the call has failed."""
        reply = _pending_reply(remote, question.arguments)
        try:
            return reply.result()
        finally:
            if reply.resp_body is not None:
                self.peers.note(question.service, reply.resp_body)

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


def _pending_reply(remote: Any, arguments: tuple[Any, ...]) -> Any:
    """What waits for the reply. The question is put in a greenlet of its own: a broker with an alarm reads nothing, and
    neither publishing to it ends nor giving back the channel, whatever the deadline.
    """
    publishing = eventlet.spawn(_publish, remote, arguments)
    try:
        reply, error = publishing.wait()
    finally:
        publishing.kill()
    if error:
        raise error
    return reply


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
