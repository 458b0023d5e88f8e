"""How records and results are shown to others: as the messages that the gateway's clients see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from contracts.errors import Invalid, Problem, fault
from contracts.register import Register
from contracts.rpc import (
    GroupReceipt,
    GroupRefusal,
    GroupResult,
    ListReply,
    ListRequest,
    PageRow,
    RecordHistory,
    RecordSummary,
    RevisionEntry,
    RunningClock,
)
from services.chassis.handling.command_service import CommandService, Result
from services.chassis.handling.masking import Masker, Sight
from services.chassis.handling.own_steps import barred_steps
from services.chassis.handling.unit_of_work import CommandOutcome
from services.chassis.records import deadline_explanation, deadlines, pseudonyms, separation
from services.chassis.records.calendar import Calendar, official_calendar
from services.chassis.records.command import Actor
from services.chassis.records.record import Record, Revision, encode
from services.chassis.storage import sought
from services.chassis.storage.lists.order_keys import column_of
from services.chassis.storage.lists.question import ListQuestion

OF_THE_CHASSIS = ("due", "of")
"""What the chassis adds to every event's data: due dates stand beside the fields, keys are fields already."""


def record(commands: CommandService, actor: Actor | None, id_: str, sight: Sight) -> RecordHistory:
    """A record with its history, as a person may read it; `sight` says of which register, and is told. Raises Unknown.

    So are the others below told of which records private texts were shown.
    """
    one = commands.record(sight.register, id_)
    tokens = list(pseudonyms.tokens(one))
    masker = commands.masker_for(actor, tokens)
    if masker.shows(one.register, one.unit, tokens):
        sight.ids.append(one.id)
        sight.state = str(one.version)
    bars = barred_steps(commands, actor, one) if actor else {}
    # a calendar explains clocks, and most registers have none
    calendar = commands.calendar() if one.register.clocks else None
    shown, offers = full(one, masker, calendar), commands.next_steps(one)
    return replace(
        shown,
        next=tuple(offers),
        apart={name: steps for name, steps in (shown.apart or {}).items() if name in offers},
        barred={name: bar.to_payload() for name, bar in bars.items()},
    )


def page(
    commands: CommandService, actor: Actor | None, rows: Sequence[Mapping[str, Any]], sight: Sight
) -> tuple[PageRow, ...]:
    """Records of a list, as a person may read them."""
    shape, contract = pseudonyms.shape_of(sight.register), commands.find_register(sight.register)
    tokens = [list(pseudonyms.find_texts(shape, row["fields"])) for row in rows]
    # the texts of all rows are read at once: a page has hundreds
    masker = commands.masker_for(actor, chain.from_iterable(tokens))
    of_rows = zip(rows, tokens, strict=True)
    sight.ids += [row["id"] for row, its in of_rows if masker.shows(contract, row["unit"], its)]
    return tuple(
        PageRow(**{**row, "fields": row["fields"] and masker.mask_data(contract, row["unit"], shape, row["fields"])})
        for row in rows
    )


def list_page(commands: CommandService, actor: Actor | None, request: ListRequest, sight: Sight) -> ListReply:
    """A page of a list, as a person may read it. Raises Unknown, and Invalid for an order that there is not."""
    found = commands.list_page(_question(commands.find_register(request.register), request))
    return ListReply(
        page(commands, actor, found.rows, sight),
        found.first,
        found.last,
        found.earlier,
        found.later,
        found.total,
        found.is_exact,
    )


def _question(register: Register, request: ListRequest) -> ListQuestion:
    within = request.within
    if within.order not in register.list_orders:
        raise Invalid("sort", errors=[fault("sort", f"No order of {register.name}", "此台账没有这种排序")])
    return ListQuestion(
        register.name,
        column_of(register.list_orders, within.order),
        descending=within.descending,
        since=within.since,
        until=within.until,
        status=within.status,
        units=None if within.units is None else frozenset(within.units),
        own=frozenset(within.own),
        text=sought.fold(within.q),
        place=within.place,
        backward=within.backward,
        most=request.most,
        bare=within.bare,
        uncounted=within.uncounted,
        names=(within.names.register, within.names.id) if within.names else None,
    )


def readable_texts(
    commands: CommandService, actor: Actor, ids: Iterable[str], sight: Sight
) -> dict[str, dict[str, str]]:
    """What stands behind the tokens of these records, as a person may read it."""
    records = commands.records(sight.register, ids)
    tokens = [list(pseudonyms.tokens(one)) for one in records]
    masker = commands.masker_for(actor, chain.from_iterable(tokens))
    of_records = zip(records, tokens, strict=True)
    sight.ids += [one.id for one, its in of_records if masker.shows(one.register, one.unit, its)]
    return {record.id: masker.texts_by_token(record) for record in records}


def brief(record: Record, masker: Masker) -> RecordSummary:
    """A record as it is now, the steps that may come next, and its due dates."""
    return RecordSummary(**_brief(record, masker))


def _brief(record: Record, masker: Masker) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for revision in record.effective:
        fields |= masker.revision_data(record, revision)
    return {
        "id": record.id,
        "register": record.register.name,
        "version": record.version,
        "status": record.status(),
        "unit": record.unit,
        "fields": encode({name: value for name, value in fields.items() if name not in OF_THE_CHASSIS}),
        "next": tuple(record.possible()),
        "due": tuple(
            RunningClock(one.clock, one.line_run, one.article, encode(one.start), encode(one.due))
            for one in deadlines.running(record)
        ),
    }


def full(record: Record, masker: Masker, calendar: Calendar | None = None) -> RecordHistory:
    """A record with every revision, the replaced ones included, and how each of its clocks was computed.

    It is explained by the calendar that is given; by that of this version where none is.
    """
    effective = {revision.version for revision in record.effective}
    history = [_revision(record, one, masker, stands=one.version in effective) for one in record.revisions]
    counts_by = calendar or official_calendar()
    clocks = [deadline_explanation.explain(due, counts_by) for due in deadlines.runs(record)]
    return RecordHistory(
        **_brief(record, masker),
        history=tuple(sorted(history, key=lambda one: one.version)),
        clocks=tuple(encode(clocks)),
        apart=_apart(record, masker.actor),
    )


def _apart(record: Record, actor: Actor | None) -> dict[str, Any]:
    """Of the steps that may come next those that this person may not take, each with the steps of theirs.

    With none where the record is about them.
    """
    if actor is None:
        return {}
    steps = [record.register.step(name) for name in record.possible()]
    taken = {step.name: separation.conflicts(actor, record, step) for step in steps}
    about = {step.name for step in steps if separation.is_about(actor, record, step)}
    return {
        name: [] if name in about else list(dict.fromkeys(step for step, _ in some))
        for name, some in taken.items()
        if some or name in about
    }


def _revision(record: Record, revision: Revision, masker: Masker, *, stands: bool) -> RevisionEntry:
    return RevisionEntry(
        event=revision.event,
        type=record.register.type_of(revision.step),
        step=revision.step.name,
        version=revision.version,
        place=revision.place,
        occurred_on=encode(revision.on),
        recorded_at=encode(revision.at.now),
        actor=revision.at.actor,
        unit=revision.unit,
        level=revision.level,
        stands=stands,
        data=encode(masker.revision_data(record, revision)),
        step_version=revision.step.version,
        post=revision.at.post,
        on_behalf_of=revision.at.on_behalf_of,
        imported=revision.at.imported,
        releases=revision.releases,
        reason=revision.reason,
    )


def results(
    commands: CommandService, actor: Actor, results: Sequence[Result], *, tried: bool = False
) -> tuple[GroupResult, ...]:
    """What became of groups of commands, as the person who gave them may read it; `tried`: nothing of it stands."""
    records = [one[-1].record for one in results if not isinstance(one, Problem)]
    masker = commands.masker_for(actor, (token for record in records for token in pseudonyms.tokens(record)))
    return tuple(
        refusal(one) if isinstance(one, Problem) else _receipt(commands, one, masker, tried=tried) for one in results
    )


def refusal(problem: Problem) -> GroupRefusal:
    """A group's result when nothing was done: the problem, and the step that met it."""
    return GroupRefusal(problem.to_dict(), problem.step)


def _receipt(commands: CommandService, outcomes: list[CommandOutcome], masker: Masker, *, tried: bool) -> GroupReceipt:
    """A group's result: the record as it left it, with the events."""
    last = outcomes[-1]
    summary = _brief(last.record, masker) | {"next": tuple(commands.next_steps(last.record))}
    if tried:
        summary["fields"] = _visible_fields(last.record, summary["fields"])
    return GroupReceipt(
        record=RecordSummary(**summary),
        event=last.event,
        events=tuple(outcome.event for outcome in outcomes),
        repeated=all(outcome.repeated for outcome in outcomes),
    )


def _visible_fields(record: Record, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields without what blind steps add only when they stand: no dry run reads the key of an examination."""
    unseen = {name for revision in record.effective for name in revision.step.unseen}
    return {name: value for name, value in fields.items() if name not in unseen}
