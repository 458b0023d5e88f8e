"""nameko's `rpc` with a guard before it: a method runs for those alone who may call it."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from kombu.exceptions import OperationalError
from nameko.amqp.publish import Publisher
from nameko.constants import NON_PERSISTENT
from nameko.containers import WorkerContext
from nameko.exceptions import ContainerBeingKilled, MalformedRequest
from nameko.extensions import DependencyProvider, SharedExtension
from nameko.rpc import Responder, Rpc, RpcConsumer

from contracts.call import CHALLENGE, PROOF_HEADER, PROTOCOL_HEADER, CallFault, CallRefused
from contracts.rpc import PROTOCOL
from services.chassis.base import clock, log, tracing
from services.chassis.base.settings import SETTINGS, Settings
from services.chassis.base.signing_keys import VerifyingKeys
from services.chassis.messaging.call_guard import Call, CallGuard, Letter
from services.chassis.messaging.challenges import Challenges

_log = log.get("calls")
CALL = "call"
REPLY_TO = re.compile(r"[0-9a-f-]{36}")
"""Where nameko waits for answers, a UUID: to another key a service may not be allowed to write, and would die of it."""


class Guard(SharedExtension):  # type: ignore[misc]
    """The one guard of a process."""

    def setup(self) -> None:
        """Know whose keys are whose."""
        settings: Settings = self.container.config[SETTINGS]
        keys = VerifyingKeys(settings.verifying_keys)
        self.calls = CallGuard(settings.service, keys, accepts_unsigned=settings.accepts_unsigned)
        if settings.accepts_unsigned:
            _log.warning("calls.unsigned_accepted")
        # nameko has no other place for it; a process answers for one service.
        Responder.publisher_cls = partial(AnswerPublisher, self.calls.challenges)


class GuardProvider(DependencyProvider):  # type: ignore[misc]
    """Gives methods the guard, to tell of it."""

    guard = Guard()

    def get_dependency(self, _worker: Any) -> CallGuard:
        """The guard."""
        calls: CallGuard = self.guard.calls
        return calls


class CallProvider(DependencyProvider):  # type: ignore[misc]
    """Gives methods the call for which they run."""

    def get_dependency(self, worker_ctx: WorkerContext) -> Call:
        """The call that was admitted."""
        call: Call = worker_ctx.data[CALL]
        return call


class AnswerPublisher(Publisher):  # type: ignore[misc]
    """Writes no answer, whomever it names, to the broker's disk, and says beside it how we are called next."""

    delivery_mode = NON_PERSISTENT

    def __init__(self, challenges: Challenges, *place: Any, **options: Any) -> None:
        """`challenges` are this process's own; the rest is nameko's."""
        super().__init__(*place, **options)
        self._challenges = challenges

    def publish(self, payload: dict[str, Any], **options: Any) -> None:
        """Send an answer; older peers pass over what stands beside it.

        Where the broker has gone nobody can be answered: the call comes again once it is back, or its asker repeats it
        under the same key. The process goes on.
        """
        beside = {PROTOCOL_HEADER: PROTOCOL, CHALLENGE: self._challenges.current()}
        try:
            super().publish(payload | beside, **options)
        except OperationalError as error:
            _log.warning("answer.not_sent", error=type(error.__cause__ or error).__name__)


class CallConsumer(RpcConsumer):  # type: ignore[misc]
    """nameko's consumer of calls; an answer that goes nowhere ends the call and not the process."""

    guard = Guard()

    def handle_result(self, message: Any, result: Any, exc_info: Any) -> Any:
        """Answer, and acknowledge the call."""
        if not REPLY_TO.fullmatch(message.properties.get("reply_to") or ""):
            self.queue_consumer.ack_message(message)
            return result, exc_info
        return super().handle_result(message, result, exc_info)


class SignedRpc(Rpc):  # type: ignore[misc]
    """An entrypoint that asks the guard before anything is done."""

    rpc_consumer = CallConsumer()

    def handle_message(self, body: Any, message: Any) -> None:
        """Run the method, or answer the refusal."""
        try:
            call = self.rpc_consumer.guard.calls.admit(self._letter(message))
        except CallRefused as refusal:
            self._refuse(message, refusal)
        else:
            self._run(body, message, call)

    def _letter(self, message: Any) -> Letter:
        proof, reply_to = (
            message.headers.get(f"{self.header_prefix}.{PROOF_HEADER}"),
            message.properties.get("reply_to"),
        )
        # As it was before it was read: of one text there may be two readings, of bytes there are not.
        body = message.body.encode() if isinstance(message.body, str) else bytes(message.body)
        return Letter(self.method_name, body, reply_to or "", proof, clock.ticks())

    def _refuse(self, message: Any, refusal: CallRefused) -> None:
        if refusal.reason == CallFault.REPEATED:
            # The broker may bring an honest call twice: its caller waits for the answer to the first.
            self.rpc_consumer.queue_consumer.ack_message(message)
        else:
            self.rpc_consumer.handle_result(message, None, (type(refusal), refusal, refusal.__traceback__))

    def _run(self, body: Any, message: Any, call: Call) -> None:
        if not isinstance(body, dict) or not body.keys() >= {"args", "kwargs"}:
            raise MalformedRequest("Message missing `args` or `kwargs`")
        self.check_signature(body["args"], body["kwargs"])
        # Nothing else of the headers: what a stranger wrote there is nobody's.
        trace = message.headers.get(f"{self.header_prefix}.{tracing.HEADER}", "")
        context = {CALL: call, tracing.HEADER: trace if isinstance(trace, str) else ""}
        answer = partial(self.handle_result, message)
        try:
            self.container.spawn_worker(self, body["args"], body["kwargs"], context_data=context, handle_result=answer)
        except ContainerBeingKilled:
            self.rpc_consumer.requeue_message(message)


rpc = SignedRpc.decorator
