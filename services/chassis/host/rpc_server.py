"""What every service that owns registers answers over RPC. A service's own `service.py` says which registers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from contracts import catalogue
from contracts.errors import Unavailable
from contracts.roles import ROLES
from contracts.rpc import (
    PROTOCOL,
    CalendarPreviewRequest,
    CalendarRequest,
    Caller,
    CarryOutRequest,
    ForgetReply,
    ForgetRequest,
    GroupResult,
    JobMessage,
    JournalBacklog,
    JournalRequest,
    JournalRow,
    ListReply,
    ListRequest,
    MentionsRequest,
    PageRequest,
    Pulse,
    PulseRequest,
    RebuildReply,
    RebuildRequest,
    ReceiptsRequest,
    RecordHistory,
    RecordRequest,
    ReleaseRequest,
    TasksReply,
    TasksRequest,
    TextsRequest,
    TokensRequest,
)
from contracts.wire import JsonObject, to_plain
from services.chassis.base import clock, tracing
from services.chassis.handling import mention_desk, presenter, task_desk
from services.chassis.handling.audit import showing
from services.chassis.handling.audit.doer import Doer
from services.chassis.handling.calendars import calendar_desk
from services.chassis.handling.command_service import Job
from services.chassis.handling.masking import Sight
from services.chassis.host.answers import answer
from services.chassis.host.dead_letter_rpc import DeadLetterRpc
from services.chassis.host.journal_rpc import JournalRpc
from services.chassis.host.providers import RegisterProvider
from services.chassis.host.signed_rpc import rpc
from services.chassis.messaging.inbox import Inbox
from services.chassis.records.command import Actor, Command
from services.chassis.storage import journal, replica_age, replicas, room
from services.chassis.storage.damage import StorageDamaged

LONGEST_WAIT = 5.0
"""Seconds."""
NO_ROLE = ""


class OwnerRpc(JournalRpc, DeadLetterRpc):
    """The owner of some registers. Each method takes the arguments of its request in `contracts.rpc`."""

    provider: RegisterProvider
    consumer: Inbox | None = None

    def own_inbox(self) -> Inbox | None:
        """The inbox that events of others come into."""
        return self.consumer

    @rpc  # type: ignore[untyped-decorator]
    def carry_out(self, *payload: Any) -> Any:
        """Carry out groups of commands; a result a group."""
        return to_plain(self.run_job(CarryOutRequest.from_payload(payload).job))

    @rpc  # type: ignore[untyped-decorator]
    def release(self, *payload: Any) -> Any:
        """Vouch for steps of imports, as a second person; a result a group."""
        return to_plain(self.run_job(ReleaseRequest.from_payload(payload).job))

    def run_job(self, message: JobMessage) -> tuple[GroupResult, ...]:
        """What became of each group."""
        self._wait_for(message.after)
        if self.call.late:
            # whoever asked got the answer by now that nobody replied, and may have sent the job again
            return tuple(presenter.refusal(Unavailable("too late")) for _ in message.groups)
        actor = _actor(message.actor)
        commands, job = self.provider.commands, _job(message, actor)
        results = commands.carry_out(job)
        return presenter.results(commands, actor, results, tried=job.is_rolled_back(results))

    @rpc  # type: ignore[untyped-decorator]
    def record(self, *payload: Any) -> JsonObject:
        """A record with its history as somebody may read it, or the problem that there is none."""
        return answer(self.find_record, RecordRequest.from_payload(payload))

    def find_record(self, request: RecordRequest) -> RecordHistory:
        """The record; a service may add what it alone knows. Raises Unknown."""
        with self._sight(request.register, request.actor) as sight:
            return presenter.record(self.provider.commands, _viewer(request.actor), request.id, sight)

    @contextmanager
    def _sight(self, register: str, caller: Caller | None) -> Iterator[Sight]:
        """Within it an answer is put together; of which records it shows private texts is on record before it leaves.

        Raises NoRecord.
        """
        sight = Sight(register)
        yield sight
        if caller is not None:
            showing.record(self.provider.trail, caller, sight)

    @rpc  # type: ignore[untyped-decorator]
    def page(self, *payload: Any) -> Any:
        """Records of a register in the order of their ids, after one id, as somebody may read them."""
        request, commands = PageRequest.from_payload(payload), self.provider.commands
        within, viewer = request.within.to_payload(), _viewer(request.actor)
        rows = commands.page(request.register, within=within, after=request.after, most=request.most)
        with self._sight(request.register, request.actor) as sight:
            shown = presenter.page(commands, viewer, rows, sight)
        return to_plain(shown)

    @rpc  # type: ignore[untyped-decorator]
    def list_page(self, *payload: Any) -> JsonObject:
        """A page of a register's list, as somebody may read it."""
        return answer(self._list_page, ListRequest.from_payload(payload))

    def _list_page(self, request: ListRequest) -> ListReply:
        with self._sight(request.register, request.actor) as sight:
            return presenter.list_page(self.provider.commands, _viewer(request.actor), request, sight)

    @rpc  # type: ignore[untyped-decorator]
    def tasks(self, *payload: Any) -> JsonObject:
        """What waits for somebody; of records no private text is shown, so that nothing of it is put on record."""
        return answer(self._tasks, TasksRequest.from_payload(payload))

    def _tasks(self, request: TasksRequest) -> TasksReply:
        return task_desk.tasks(self.provider.commands, _actor(request.actor), request)

    @rpc  # type: ignore[untyped-decorator]
    def mentions(self, *payload: Any) -> JsonObject:
        """What names a record; no private text is shown, so that nothing of it is put on record."""
        return answer(partial(mention_desk.mentions, self.provider.commands), MentionsRequest.from_payload(payload))

    @rpc  # type: ignore[untyped-decorator]
    def calendar(self, *payload: Any) -> JsonObject:
        """Which years whose holidays were announced this service has heard of, and how far it is with each."""
        CalendarRequest.from_payload(payload)
        return calendar_desk.standing(self.provider.commands).to_payload()

    @rpc  # type: ignore[untyped-decorator]
    def calendar_preview(self, *payload: Any) -> JsonObject:
        """Which due dates a year would move, in the next stretch of the journal; nothing is written."""
        request = CalendarPreviewRequest.from_payload(payload)
        return calendar_desk.preview(self.provider.commands, request).to_payload()

    @rpc  # type: ignore[untyped-decorator]
    def shown(self, *payload: Any) -> dict[str, dict[str, str]]:
        """What somebody may read behind the tokens of some records."""
        request = TextsRequest.from_payload(payload)
        with self._sight(request.register, request.actor) as sight:
            return presenter.readable_texts(self.provider.commands, _actor(request.actor), request.ids, sight)

    @rpc  # type: ignore[untyped-decorator]
    def tokens(self, *payload: Any) -> list[str]:
        """What stands for private texts, so that a sheet's rows are recognised."""
        return [self.provider.commands.vault.token(text) for text in TokensRequest.from_payload(payload).texts]

    @rpc  # type: ignore[untyped-decorator]
    def receipts(self, *payload: Any) -> list[int]:
        """How many commands of each group were carried out already, saying just this."""
        nobody = Actor("", NO_ROLE)
        groups = [
            [Command(**vars(one), actor=nobody) for one in group]
            for group in ReceiptsRequest.from_payload(payload).groups
        ]
        return self.provider.commands.count_receipts(groups)

    @rpc  # type: ignore[untyped-decorator]
    def forget(self, *payload: Any) -> JsonObject:
        """Delete the private text behind a token, for good."""
        request = ForgetRequest.from_payload(payload)
        is_gone = self.provider.commands.forget(request.token)
        if is_gone:
            doer = showing.doer_of(request.actor) if request.actor else Doer()
            self.provider.trail.record_done("text_forgotten", doer, about=request.token)
        return ForgetReply(is_gone).to_payload()

    @rpc  # type: ignore[untyped-decorator]
    def journal(self, *payload: Any) -> Any:
        """Journal rows after a position, for rebuilding a read model."""
        request = JournalRequest.from_payload(payload)
        with self.provider.store.begin_read() as tx:
            return [JournalRow(*row).to_payload() for row in journal.page(tx, request.after, request.most)]

    @rpc  # type: ignore[untyped-decorator]
    def pulse(self, *payload: Any) -> JsonObject:
        """That the service lives, what waits in it, and how old its replicas are."""
        PulseRequest.from_payload(payload)
        at, damage = clock.now().isoformat(), self.provider.store.damage
        pulse = Pulse(True, at, None, {}, (), PROTOCOL, self.guard.refusals, self.guard.accepts_unsigned)  # noqa: FBT003 -- ready
        try:
            backlog, copies = self._backlog_and_copies()
        except StorageDamaged:
            return replace(pulse, ready=False, storage=damage.report()).to_payload()
        changed, disk = self.provider.journal.verification.fault, room.look(self.provider.store)
        faults, inbox = (*damage.report(), *([f"journal: {changed}"] if changed else [])), self.consumer
        ready = not faults and disk.suffices
        pulse = replace(pulse, ready=ready, journal=backlog, copies=copies, storage=faults, disk=disk)
        pulse = replace(pulse, stored=self.provider.occupancy.size())
        if inbox is not None:
            pulse = replace(pulse, ready=pulse.ready and inbox.ready, inbox=inbox.status())
        return pulse.to_payload()

    def _backlog_and_copies(self) -> tuple[JournalBacklog, JsonObject]:
        backlog = JournalBacklog(**self.provider.backlog())
        with self.provider.store.begin_read() as tx:
            return backlog, replica_age.of(tx, catalogue.COPIES.get(self.name, ()))

    @rpc  # type: ignore[untyped-decorator]
    def rebuild(self, *payload: Any) -> JsonObject:
        """Write the projection again from the journal."""
        RebuildRequest.from_payload(payload)
        return RebuildReply(**self.provider.commands.rebuild()).to_payload()

    def _wait_for(self, event_id: str | None) -> None:
        """A person who just set up a unit may use it at once: wait, bounded, until the replica has it."""
        until = clock.ticks() + LONGEST_WAIT
        while event_id and clock.ticks() < until:
            with self.provider.store.begin_read() as tx:
                if replicas.has(tx, event_id) or journal.has(tx, event_id):
                    return
            clock.pause(0.02)


def _job(message: JobMessage, actor: Actor) -> Job:
    more: dict[str, Any] = {
        "actor": actor,
        "trace": tracing.current() or message.trace,
        "imported": message.imported,
        "correlation": message.correlation,
    }
    groups = tuple(tuple(Command(**vars(one), **more) for one in group) for group in message.groups)
    return Job(groups, message.whole, message.dry)


def _actor(caller: Caller) -> Actor:
    """The caller as the registers know people. A role that no account bears is none: nobody calls as a reaction."""
    role = caller.role if caller.role in ROLES else NO_ROLE
    within = None if caller.within is None else frozenset(caller.within)
    return Actor(caller.id, role, within, caller.unit, caller.on_behalf_of)


def _viewer(caller: Caller | None) -> Actor | None:
    return None if caller is None else _actor(caller)
