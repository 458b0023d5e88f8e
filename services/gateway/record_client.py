"""Records as one request may have them from their owners, and commands as it may give them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus
from typing import Any

from contracts.errors import Unknown, fault
from contracts.forms import FILES, SHA256, values_of_kind
from contracts.refusals import NoSuchEvidence
from contracts.register import Register
from contracts.rpc import (
    Caller,
    CommandMessage,
    GroupReceipt,
    GroupRefusal,
    GroupResult,
    JobMessage,
    ListFilter,
    ListReply,
    PageFilter,
    PageRow,
    RecordHistory,
)
from services.gateway import callers, withheld_papers
from services.gateway.display import paging
from services.gateway.display.list_filter import list_filter
from services.gateway.display.paging import Turns
from services.gateway.display.readable_page import readable_page
from services.gateway.evidence import Evidence
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.owner_client import AskEach, OwnerClient, OwnerProblem, at_once, receipt_of
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import PaperRights, ReadingRights, papers_in

LONGEST_TRACE = 80
Group = Sequence[CommandMessage]
Inspection = Callable[[Group, Evidence], None]
"""Raises a problem where a file that commands name is not what their register takes."""
Completion = Callable[["RecordClient", ApiRequest, Group], Group]
"""Commands with what the gateway knows and no owner does; raises a problem where it knows better."""


@dataclass(frozen=True)
class Terms:
    """How groups of commands are sent.

    whole      all are carried out, or none
    dry        they are only tried
    import_id  the import that brings them; empty: people give them one by one
    """

    whole: bool = False
    dry: bool = False
    import_id: str = ""


AS_THEY_COME = Terms()


@dataclass(frozen=True)
class RecordPage:
    """Records of a list, the cursors to the pages beside it, and how many there are, or, not `is_exact`, at least."""

    items: tuple[PageRow, ...]
    turns: Turns
    total: int
    is_exact: bool


@dataclass(frozen=True)
class RecordClient:
    """Asks owners as the bearer of a request. Each method raises Unavailable where an owner does not answer."""

    owners: OwnerClient
    read_model: ReadModel
    evidence: Evidence
    ask_each: AskEach = at_once
    inspections: Mapping[str, Inspection] = field(default_factory=dict)
    """What is looked into of the files that commands of a register name, before its owner hears of them."""
    completions: Mapping[str, Completion] = field(default_factory=dict)
    """What the gateway fills in of commands of a register, since no owner knows it."""

    def carry_out(
        self, request: ApiRequest, register: Register, command: CommandMessage, *, dry: bool = False
    ) -> GroupReceipt:
        """Have the owner carry out one command, or only try it. Raises OwnerProblem, NoSuchEvidence."""
        (result,) = self.send(request, register, [[command]], Terms(dry=dry))
        return receipt_of(result)

    def send(
        self, request: ApiRequest, register: Register, groups: Sequence[Group], terms: Terms = AS_THEY_COME
    ) -> tuple[GroupResult, ...]:
        """Have the owner carry out groups of commands; a result a group.

        Raises NoSuchEvidence, and OwnerProblem where the owner could not carry out any.
        """
        self._check_evidence(request, register, groups)
        self.admit(request, register, [one.record for group in groups for one in group if one.record])
        if inspection := self.inspections.get(register.name):
            inspection([command for group in groups for command in group], self.evidence)
        if completion := self.completions.get(register.name):
            groups = [completion(self, request, group) for group in groups]
        results = _done(self.owners.carry_out(register, self._job(request, groups, terms)))
        if not terms.dry:
            _note_refusals(request, register, groups, results)
        rights = self._rights(request)
        return tuple(_shown_result(rights, register, one) for one in results)

    def release(
        self, request: ApiRequest, register: Register, commands: Sequence[CommandMessage]
    ) -> tuple[GroupResult, ...]:
        """Have the owner note that the bearer vouches for imported steps; a result a step. Raises OwnerProblem."""
        self.admit(request, register, [one.record for one in commands])
        groups = [[one] for one in commands]
        results = _done(self.owners.release(register, self._job(request, groups)))
        _note_refusals(request, register, groups, results)
        rights = self._rights(request)
        return tuple(_shown_result(rights, register, one) for one in results)

    def _job(self, request: ApiRequest, groups: Sequence[Group], terms: Terms = AS_THEY_COME) -> JobMessage:
        return JobMessage(
            tuple(map(tuple, groups)),
            self._caller(request),
            terms.whole,
            terms.dry,
            after=request.query.get("after"),
            trace=request.http.headers.get("traceparent", "")[:LONGEST_TRACE],
            imported=bool(terms.import_id),
            correlation=terms.import_id,
        )

    def fetch(self, request: ApiRequest, register: Register, id_: str) -> RecordHistory:
        """A record with its history. Raises OwnerProblem where there is none, Unknown where it may not be read."""
        self.admit(request, register, [id_])
        record = self.owners.record(register, id_, self._caller(request))
        return withheld_papers.history(self._rights(request), register, record)

    def page(self, request: ApiRequest, register: Register, most: int) -> RecordPage:
        """A page of the records that the query means, in the order that it wants.

        Raises Invalid, and BadCursor for a cursor of another question.
        """
        caller = self._caller(request)
        units = callers.list_units(request, caller, self.read_model)
        cursor = paging.cursor_of(request, register.name, units.own)
        reply = self._list(request.bearer, register, list_filter(request, register, units, cursor), most, caller)
        places = (reply.first if reply.earlier else None, reply.last if reply.later else None)
        rights = self._rights(request)
        items = tuple(withheld_papers.summary(rights, register, row) for row in reply.rows)
        turns = paging.turns(request, places, register.name, units.own)
        return RecordPage(items, turns, reply.total, reply.is_exact)

    def _list(
        self, bearer: Bearer, register: Register, within: ListFilter, most: int, caller: Caller | None
    ) -> ListReply:
        """A page of a list of what somebody may read; private texts are masked where no caller is named.

        How many there are beside them is not told either: a text that is looked for would be found by it.
        """
        if not register.by_papers:
            return self.owners.list_page(register, within, most, caller)
        return readable_page(
            lambda which, size: self.owners.list_page(register, which, size, caller),
            partial(self.readable, bearer, register),
            within,
            most,
        )

    def masked_rows(self, bearer: Bearer, register: Register, within: PageFilter, most: int) -> tuple[PageRow, ...]:
        """The first records that somebody may read, private texts masked for everybody: what a form offers."""
        rows = self.owners.page(register, within, "", most)
        mine = self.readable(bearer, register, [one.id for one in rows])
        return tuple(one for one in rows if one.id in mine)

    def masked_list(self, bearer: Bearer, register: Register, within: ListFilter, most: int) -> tuple[PageRow, ...]:
        """The first records of a list that somebody may read, private texts masked for everybody."""
        return self._list(bearer, register, within, most, None).rows

    def _caller(self, request: ApiRequest) -> Caller:
        return callers.caller_of(request, self.read_model)

    def _rights(self, request: ApiRequest) -> ReadingRights:
        return ReadingRights(request.bearer, self.read_model)

    def _check_evidence(self, request: ApiRequest, register: Register, groups: Sequence[Group]) -> None:
        """Only the gateway has the files: an owner cannot know whether a hash stands for one.

        Nor may somebody name a paper that they may not read: by naming it in a record of theirs they would read it.
        """
        path_of: dict[str, str] = {}
        for command in (command for group in groups for command in group):
            # A correction may be one by an earlier form.
            editions = register.step(command.step).editions[: None if command.corrects else 1]
            evidence = [one for step in editions for one in values_of_kind(step.form, command.form, *FILES)]
            path_of.update({sha256: path for path, _, sha256 in evidence if _is_hash(sha256)})
        missing = set(path_of) - self.readable_papers(request, path_of) if path_of else set()
        if missing := missing - self._standing_papers(request, register, groups) if missing else missing:
            faults = [fault(path_of[one], f"Not handed in: {one}", f"尚未上传：{one}") for one in sorted(missing)]
            raise NoSuchEvidence(*sorted(missing), errors=faults)

    def readable_papers(self, request: ApiRequest, hashes: Iterable[str]) -> set[str]:
        """Those of some papers that were handed in and that who asks may read."""
        return PaperRights(self.evidence, self.read_model).readable(request.bearer, hashes)

    def admit(self, request: ApiRequest, register: Register, ids: Collection[str]) -> None:
        """Let somebody at records. Raises Unknown for a caption of a paper that they may not read."""
        if missing := set(ids) - self.readable(request.bearer, register, ids):
            raise Unknown(*sorted(missing))

    def readable(self, bearer: Bearer, register: Register, ids: Iterable[str]) -> set[str]:
        """Those of some records that somebody may read."""
        return ReadingRights(bearer, self.read_model).records(register, ids)

    def _standing_papers(self, request: ApiRequest, register: Register, groups: Sequence[Group]) -> set[str]:
        """The papers that the one record of these commands names already: the ledger may not have heard of it yet."""
        ids = {command.record for group in groups for command in group}
        if len(ids) > 1 or "" in ids or not permissions.may_read(register, request.bearer):
            return set()
        with suppress(OwnerProblem):
            history = self.fetch(request, register, ids.pop()).history
            steps = (register.step(one.step).edition(one.step_version) for one in history)
            return {sha for step, one in zip(steps, history, strict=True) for sha in papers_in(step.data, one.data)}
        return set()


def _done(results: tuple[GroupResult, ...]) -> tuple[GroupResult, ...]:
    """What became of each group. Raises OwnerProblem where the owner itself failed: every group met the same."""
    for result in results:
        if isinstance(result, GroupRefusal) and result.problem["status"] >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise OwnerProblem(result.problem)
    return results


def _note_refusals(
    request: ApiRequest, register: Register, groups: Sequence[Group], results: Sequence[GroupResult]
) -> None:
    """Put on record which commands were refused, each by the problem that stopped its group."""
    for group, result in zip(groups, results, strict=True):
        if isinstance(result, GroupRefusal):
            command = group[min(result.step, len(group) - 1)]
            request.acts.note_refusal(register.name, command.record, result.problem)


def _shown_result(rights: ReadingRights, register: Register, result: GroupResult) -> GroupResult:
    """What became of a group, without hashes that its bearer may not have."""
    if isinstance(result, GroupRefusal):
        return result
    return replace(result, record=withheld_papers.summary(rights, register, result.record))


def _is_hash(value: Any) -> bool:
    """What is no hash is left to the owner, who says what is wrong with it."""
    return isinstance(value, str) and re.fullmatch(SHA256, value) is not None
