"""Calls to other services with a deadline: a service that is not there is answered for within bounds (T13)."""

from __future__ import annotations

from typing import Any

import eventlet
from kombu.exceptions import OperationalError
from nameko.constants import NON_PERSISTENT
from nameko.containers import WorkerContext
from nameko.exceptions import RemoteError, UnknownService
from nameko.extensions import Extension
from nameko.rpc import ReplyListener, ServiceProxy

from contracts.errors import Unavailable
from services.chassis import metrics

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
        worker = WorkerContext(self.container, None, self)
        proxy = ServiceProxy(worker, service, self.replies, expiration=deadline, delivery_mode=NON_PERSISTENT)
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
