"""Runs a service with one promise broken on purpose: a checker that never fails proves nothing."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import Any

from services.chassis.base import ids
from services.chassis.host import runner  # before what follows: it patches the modules
from services.chassis.storage import tables

# isort: split
import eventlet
import sqlalchemy as sa

from services.chassis.handling import receipts
from services.chassis.handling.unit_of_work import UnitOfWork
from services.chassis.messaging import reconciliation, subscriber
from services.chassis.storage import journal

Subscriber: Any = subscriber.Subscriber
Reconciliation: Any = reconciliation.Reconciler
Unit: Any = UnitOfWork
"""Untyped: what is put in place of their methods takes anything."""


def ack_first() -> None:
    """Acknowledge before the work is written, and never compare with the journals: what is in hand is lost."""
    honest = Subscriber._settle

    def settle(self: Any, batch: Any, parking: Any) -> None:
        batch[-1].channel.basic_ack(batch[-1].delivery_tag, multiple=True)
        eventlet.sleep(0.02)
        batch[-1].channel.basic_ack = lambda *_, **__: None
        try:
            honest(self, batch, parking)
        finally:
            del batch[-1].channel.basic_ack

    Subscriber._settle = settle
    # An honest inbox would notice what is missing, and fetch it.
    Reconciliation.look = lambda *_: None


def cursor_relay() -> None:
    """Remember a position instead of asking what is unpublished: a crash between publish and confirm is a loss."""
    honest, last = journal.pending, [-1]

    def pending(tx: Any, most: int) -> Any:
        if last[0] < 0:
            last[0] = int(tx.scalar(sa.select(sa.func.max(tables.journal.c.position))) or 0)
        letters = [one for one in honest(tx, 10**6) if one.position > last[0]][:most]
        last[0] = max((one.position for one in letters), default=last[0])
        return letters

    journal.pending = pending


def no_keys() -> None:
    """Forget which commands were carried out: an answer that was lost makes its command happen twice."""

    def prepare(_self: Any, _commands: Any) -> None:
        return

    def digest(command: Any, form: Any) -> str:  # noqa: ARG001 -- as it is called
        return str(command.id)

    Unit.prepare = prepare
    receipts.digest = digest
    honest = Unit.execute

    def execute(self: Any, command: Any, at: Any) -> Any:
        return honest(self, replace(command, id=ids.new_id()), at)

    Unit.execute = execute


if __name__ == "__main__":
    {"ack-first": ack_first, "cursor-relay": cursor_relay, "no-keys": no_keys}[os.environ["BROKEN"]]()
    runner.main(sys.argv[1])
