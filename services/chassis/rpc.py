"""Calls to other services with a deadline: a service that is not there is answered for within bounds (T13)."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import eventlet
from kombu.exceptions import OperationalError
from nameko.constants import NON_PERSISTENT
from nameko.containers import WorkerContext
from nameko.exceptions import RemoteError, UnknownService
from nameko.extensions import DependencyProvider, Extension
from nameko.rpc import ReplyListener, ServiceProxy

from contracts.errors import Unavailable
from services.chassis import metrics, tracing

DEADLINE = 10.0


class Peers(Extension):  # type: ignore[misc]
    """The other services."""

    replies = ReplyListener()

    def listen(self) -> None:
        """Wait until answers can arrive: one to a question that is asked before is lost."""
        self.replies.queue_consumer.start()

    def call(self, service: str, method: str, *given: Any, deadline: float = DEADLINE) -> Any:
        """What a method of a service answers. Raises Unavailable: not there, too slow, or failed inside.

        The broker keeps questions in memory: they may name people, and after a restart nobody waits for an answer.
        """
        with tracing.below(f"call {service}.{method}", tracing.CLIENT) as traceparent:
            worker = WorkerContext(self.container, None, self, data={tracing.HEADER: traceparent})
            proxy = ServiceProxy(worker, service, self.replies, expiration=deadline, delivery_mode=NON_PERSISTENT)
            return self._called(proxy, service, method, given, deadline)

    def _called(self, proxy: ServiceProxy, service: str, method: str, given: tuple[Any, ...], deadline: float) -> Any:
        try:
            with eventlet.Timeout(deadline, exception=False), metrics.calling(service, method):
                return self._answer(getattr(proxy, method), given)
        except UnknownService:
            raise Unavailable(service) from None
        except RemoteError as error:
            raise Unavailable(service, error.exc_type) from None
        except (OSError, OperationalError) as error:
            raise Unavailable(service, type(error).__name__) from None
        raise Unavailable(service, f"no answer within {deadline:.0f} s")

    def _answer(self, method: Any, given: tuple[Any, ...]) -> Any:
        """The reply, or, when nobody waits for it any more, no trace of having waited."""
        reply = method.call_async(*given)
        try:
            return reply.result()
        except eventlet.Timeout:
            waiting = self.replies._reply_events  # noqa: SLF001 -- nameko keeps an unanswered call for ever
            for key in [key for key, event in waiting.items() if event is reply.reply_event]:
                del waiting[key]
            raise

    @property
    def method_name(self) -> str:
        """How calls of ours are named in nameko's logs."""
        return str(self.container.service_name)


class Traced(DependencyProvider):  # type: ignore[misc]
    """Sees to it that what is done for a call stands below that call's span; calls without one are not traced."""

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

    def get_dependency(self, _worker: Any) -> Traced:
        """Itself; methods have no use for it."""
        return self
