"""The services that own the registers, as the gateway asks them: every request with its deadline, every reply typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from contracts import rpc
from contracts.cases.penalties import register as penalty_cases
from contracts.errors import Problem, Unavailable
from contracts.operations.dead_letters import (
    LetterPage,
    LetterRequest,
    LettersRequest,
    SettleLetterRequest,
    SettlementReply,
    WholeLetter,
)
from contracts.register import Register
from contracts.rpc import Caller, GroupResult, PageFilter, PageRow, ProblemReply, Pulse
from contracts.wire import JsonObject
from services.chassis.messaging.rpc_client import RpcClient

DEADLINE, PER_COMMAND = 10.0, 0.02
PULSE_DEADLINE, JOURNAL_DEADLINE, REBUILD_DEADLINE = 2.0, 60.0, 600.0
"""Seconds."""
TASKS_DEADLINE = 3.0
"""Seconds: what waits with the other owners is shown without waiting longer."""
MENTIONS_DEADLINE = 2.0
"""Seconds: a record's page is shown without what this owner would add."""
LETTERS_DEADLINE = 5.0
"""Seconds: what other services have is shown without waiting longer for this one."""
JOURNAL_PAGE = 500
"""Rows of a journal at a time: as many as are read and decoded while others wait, unnoticed."""
BY_ID = "i"
"""Before a place in a list of ids: no order of a sorted list has such places."""
T = TypeVar("T")


AskEach = Callable[[Callable[[str], Any], Iterable[str]], Iterable[Any]]


def at_once(ask: Callable[[str], Any], services: Iterable[str]) -> Iterable[Any]:
    """Ask every service at the same time: one that is slow to answer delays no other."""
    names = list(services)
    with ThreadPoolExecutor(max(1, len(names))) as threads:
        return list(threads.map(ask, names))


class OwnerProblem(Problem):
    """A problem that the owner answered with."""

    def __init__(self, problem: JsonObject) -> None:
        """`problem` as the owner put it."""
        super().__init__(problem.get("detail"))
        self._problem = problem
        self.status = problem["status"]  # type: ignore[misc]

    def to_dict(self) -> JsonObject:
        """As it came."""
        return self._problem


@dataclass(frozen=True)
class OwnerClient:
    """Asks owners. Each method raises Unavailable where its owner does not answer in time."""

    client: RpcClient

    def carry_out(self, register: Register, job: rpc.JobMessage) -> tuple[GroupResult, ...]:
        """What became of each group of a job; a large one may take longer.

        Raises Unavailable where an owner of an older version would drop why something is corrected.
        """
        if any(one.reason for group in job.groups for one in group):
            self._admit_reasons(register.service)
        deadline = DEADLINE + PER_COMMAND * sum(map(len, job.groups))
        return self.client.ask(register.service, rpc.CarryOutRequest(job), deadline=deadline)

    def _admit_reasons(self, service: str) -> None:
        if not self._speaks(service, rpc.REASONS_SINCE):
            raise Unavailable(service, "an older version keeps no reason of a correction")

    def release(self, register: Register, job: rpc.JobMessage) -> tuple[GroupResult, ...]:
        """What became of each group of a job that vouches for imported steps."""
        deadline = DEADLINE + PER_COMMAND * sum(map(len, job.groups))
        return self.client.ask(register.service, rpc.ReleaseRequest(job), deadline=deadline)

    def record(self, register: Register, id_: str, caller: Caller | None) -> rpc.RecordHistory:
        """A record with its history, masked where no caller is named. Raises OwnerProblem where there is none."""
        return _unwrap(self.client.ask(register.service, rpc.RecordRequest(register.name, id_, caller)))

    def page(
        self, register: Register, within: PageFilter, after: str, most: int, caller: Caller | None = None
    ) -> tuple[PageRow, ...]:
        """Records in the order of their ids, after one id; private texts are masked where no caller is named."""
        return self.client.ask(register.service, rpc.PageRequest(register.name, within, after, most, caller))

    def list_page(self, register: Register, within: rpc.ListFilter, most: int, caller: Caller | None) -> rpc.ListReply:
        """A page of a register's list; where its owner is of an older version, in the order of ids. Raises Unavailable.

        Private texts are masked where no caller is named.
        """
        if within.names and not self._speaks(register.service, rpc.MENTIONS_SINCE):
            raise Unavailable(register.service, "an older version does not know what names a record")
        if self._speaks(register.service, rpc.LISTS_SINCE):
            return _unwrap(self.client.ask(register.service, rpc.ListRequest(register.name, within, most, caller)))
        return self._older_page(register, within, most, caller)

    def tasks(self, service: str, request: rpc.TasksRequest) -> rpc.TasksReply:
        """What waits for somebody in a service's registers. Raises Unavailable, also for an older version."""
        if not self._speaks(service, rpc.TASKS_SINCE):
            raise Unavailable(service, "an older version tells of no tasks")
        return _unwrap(self.client.ask(service, request, deadline=TASKS_DEADLINE))

    def mentions(self, service: str, request: rpc.MentionsRequest) -> rpc.MentionsReply:
        """What names a record in a service's registers. Raises Unavailable, also for an older version."""
        if not self._speaks(service, rpc.MENTIONS_SINCE):
            raise Unavailable(service, "an older version does not know what names a record")
        return _unwrap(self.client.ask(service, request, deadline=MENTIONS_DEADLINE))

    def calendar(self, service: str) -> rpc.CalendarReply:
        """Which years a service has heard of. Raises Unavailable, also for an older version."""
        self._admit_calendar(service)
        return self.client.ask(service, rpc.CalendarRequest(), deadline=TASKS_DEADLINE)

    def calendar_preview(self, service: str, year: rpc.YearMessage, after: int) -> rpc.CalendarPreviewReply:
        """Which of a service's due dates a year would move, in the next stretch of its journal. Raises Unavailable."""
        self._admit_calendar(service)
        return self.client.ask(service, rpc.CalendarPreviewRequest(year, after), deadline=JOURNAL_DEADLINE)

    def _admit_calendar(self, service: str) -> None:
        if not self._speaks(service, rpc.CALENDAR_SINCE):
            raise Unavailable(service, "an older version counts by the calendar that came with it")

    def _speaks(self, service: str, protocol: int) -> bool:
        """Whether a service understands a version of the messages."""
        if self.client.peers.protocol(service) < protocol:
            self.pulse(service)  # perhaps it has only not been heard yet
        return self.client.peers.protocol(service) >= protocol

    def _older_page(
        self, register: Register, within: rpc.ListFilter, most: int, caller: Caller | None
    ) -> rpc.ListReply:
        """What an owner knows that sorts nothing and looks in one direction."""
        narrowed = PageFilter(within.status or None, within.q or None, within.units)
        after = within.place.removeprefix(BY_ID) if within.place.startswith(BY_ID) else ""
        rows = self.page(register, narrowed, after, most + 1, caller)
        kept = rows[:most]
        first, last = (f"{BY_ID}{kept[0].id}", f"{BY_ID}{kept[-1].id}") if kept else ("", "")
        return rpc.ListReply(kept, first, last, False, len(rows) > most, len(kept), False)  # noqa: FBT003 -- earlier, exact

    def texts(self, register: Register, ids: Sequence[str], caller: Caller) -> rpc.TextsByToken:
        """What stands behind the tokens of some records, by record."""
        return self.client.ask(register.service, rpc.TextsRequest(register.name, tuple(ids), caller))

    def tokens(self, register: Register, texts: Sequence[str]) -> tuple[str, ...]:
        """The tokens of private texts, in their order."""
        return self.client.ask(register.service, rpc.TokensRequest(tuple(texts)))

    def count_receipts(self, register: Register, groups: Sequence[Sequence[rpc.CommandMessage]]) -> tuple[int, ...]:
        """How many commands of each group were carried out already, saying just this."""
        deadline = DEADLINE + PER_COMMAND * sum(map(len, groups))
        request = rpc.ReceiptsRequest(tuple(map(tuple, groups)))
        return self.client.ask(register.service, request, deadline=deadline)

    def case_file(self, id_: str, caller: Caller) -> rpc.CaseFileReply:
        """A penalty case with what its papers name. Raises OwnerProblem where there is none."""
        return _unwrap(self.client.ask(penalty_cases.service, rpc.CaseFileRequest(id_, caller)))

    def forget(self, service: str, token: str, caller: Caller) -> rpc.ForgetReply:
        """Delete the private text behind a token, for good."""
        return self.client.ask(service, rpc.ForgetRequest(token, caller))

    def pulse(self, service: str) -> Pulse:
        """How a service is."""
        return self.client.ask(service, rpc.PulseRequest(), deadline=PULSE_DEADLINE)

    def rebuild(self, service: str) -> rpc.RebuildReply:
        """Have a service write its projection again."""
        return self.client.ask(service, rpc.RebuildRequest(), deadline=REBUILD_DEADLINE)

    def dead_letters(self, service: str, most: int) -> LetterPage:
        """The first of the messages that a service could not handle. Raises Unavailable, also for an older version."""
        self._admit_letters(service)
        return _unwrap(self.client.ask(service, LettersRequest(most), deadline=LETTERS_DEADLINE))

    def dead_letter(self, service: str, id_: str) -> WholeLetter:
        """One of them whole. Raises OwnerProblem where there is none, Unavailable."""
        self._admit_letters(service)
        return _unwrap(self.client.ask(service, LetterRequest(id_)))

    def settle_dead_letter(self, service: str, settled: SettleLetterRequest) -> SettlementReply:
        """Have it sent back, or thrown away. Raises OwnerProblem where there is none, Unavailable."""
        self._admit_letters(service)
        return _unwrap(self.client.ask(service, settled))

    def _admit_letters(self, service: str) -> None:
        if not self._speaks(service, rpc.LETTERS_SINCE):
            raise Unavailable(service, "an older version shows no parked messages")

    def verify(self, service: str) -> rpc.JournalVerdict:
        """Whether a service's journal is what it recorded."""
        return self.client.ask(service, rpc.VerifyRequest(), deadline=REBUILD_DEADLINE)

    def sealed_journal(self, service: str, after: int) -> tuple[rpc.SealedEvent, ...]:
        """A page of a service's journal, after a sequence."""
        return self.client.ask(service, rpc.SealedJournalRequest(after, JOURNAL_PAGE), deadline=JOURNAL_DEADLINE)


def _unwrap(reply: T | ProblemReply) -> T:
    """What was asked for. Raises OwnerProblem."""
    if isinstance(reply, ProblemReply):
        raise OwnerProblem(reply.problem)
    return reply


def receipt_of(result: GroupResult) -> rpc.GroupReceipt:
    """What was done. Raises OwnerProblem where the group was refused."""
    if isinstance(result, rpc.GroupRefusal):
        raise OwnerProblem(result.problem)
    return result
