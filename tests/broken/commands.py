"""Broken promises of those who carry out commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import eventlet

from contracts import envelope
from services.chassis.base import ids
from services.chassis.handling import command_service, event_size, receipts, unit_of_work
from services.chassis.messaging import rpc_client
from services.chassis.storage import epochs, refusals, store

Service: Any = command_service.CommandService
Unit: Any = unit_of_work.UnitOfWork
Sizes: Any = event_size
Epochs: Any = epochs.Epochs
Refusals: Any = refusals
"""Untyped, here and beside: what is put in place of their methods takes anything."""


def no_keys() -> None:
    """Forget which commands were carried out: an answer that was lost makes its command happen twice."""

    def prepare(_self: Any, _commands: Any) -> None:
        return

    def digest(command: Any, form: Any) -> str:  # noqa: ARG001 -- as it is called
        return str(command.id)

    honest = Unit.execute

    def execute(self: Any, command: Any, at: Any) -> Any:
        return honest(self, replace(command, id=ids.new_id()), at)

    Unit.prepare, Unit.execute, receipts.digest = prepare, execute, digest


def answers_first() -> None:
    """Acknowledge what was decided, and write it down a little later: a crash in between loses it."""
    honest = Service._work

    def work(self: Any, jobs: Any) -> Any:
        at = self._now()
        with self.store.begin_read() as tx:
            unit = self._unit_of_work(tx)
            unit.prepare([command for job in jobs for group in job.groups for command in group])
            results = [command_service._run_job(unit, job, at) for job in jobs]
        eventlet.spawn_after(0.5, honest, self, jobs)
        return results

    Service._work = work


def savepoint_keeps() -> None:
    """Write what a savepoint was to take back."""

    @contextmanager
    def savepoint(_self: Any) -> Iterator[None]:
        yield

    Unit.savepoint = savepoint


def rpc_without_deadline() -> None:
    """Wait for an answer however long it takes."""
    honest: Any = rpc_client.RpcClient.call

    def call(self: Any, *arguments: Any, deadline: float = 10) -> Any:  # noqa: ARG001 -- as it is called
        return honest(self, *arguments, deadline=600)

    rpc_client.RpcClient.call = call  # type: ignore[method-assign,assignment]


def waits_for_locks() -> None:
    """Wait for a lock of PostgreSQL however long another session holds it."""
    store.LOCK_TIMEOUT = ""


def any_size() -> None:
    """Accept what could not be published."""
    Sizes.with_bytes = lambda event, _step: replace(event, body=envelope.encode(event))


def one_epoch() -> None:
    """Go on after an older copy was put back as if nothing were missing."""
    Epochs.meet = lambda _self, _witness: None


def disk_unnamed() -> None:
    """Take a disk's refusal for any other error."""
    Refusals._kind = lambda _error: None


VARIANTS = {
    "any-size": any_size,
    "one-epoch": one_epoch,
    "disk-unnamed": disk_unnamed,
    "no-keys": no_keys,
    "answers-first": answers_first,
    "savepoint-keeps": savepoint_keeps,
    "rpc-without-deadline": rpc_without_deadline,
    "waits-for-locks": waits_for_locks,
}
