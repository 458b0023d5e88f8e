"""Runs a service with one promise broken on purpose: a checker that never fails proves nothing."""

from __future__ import annotations

from services.chassis import runner  # first: it patches the modules

import os  # noqa: E402, I001
import sys
from typing import Any

from services.chassis import desk, journal, subscriber


def ack_first() -> None:
    """Acknowledge before the work is written: what is in hand when the process dies is lost."""
    honest = subscriber.Subscriber._settle

    def settle(self: Any, batch: Any, parking: Any) -> None:
        batch[-1].channel.basic_ack(batch[-1].delivery_tag, multiple=True)
        runner.eventlet.sleep(0.02)
        batch[-1].channel.basic_ack = lambda *_, **__: None
        try:
            honest(self, batch, parking)
        finally:
            del batch[-1].channel.basic_ack

    subscriber.Subscriber._settle = settle  # type: ignore[method-assign]


def cursor_relay() -> None:
    """Remember a position instead of asking what is unpublished: a crash between publish and confirm is a loss."""
    honest, last = journal.pending, [-1]

    def pending(tx: Any, most: int) -> Any:
        if last[0] < 0:
            last[0] = int(tx.scalar(journal.sa.select(journal.sa.func.max(journal.journal.c.position))) or 0)
        letters = [one for one in honest(tx, 10**6) if one.position > last[0]][:most]
        last[0] = max((one.position for one in letters), default=last[0])
        return letters

    journal.pending = pending  # type: ignore[assignment]


def no_keys() -> None:
    """Forget which commands were carried out: an answer that was lost makes its command happen twice."""

    def prepare(_self: Any, _given: Any) -> None:
        return

    def digest(command: Any) -> str:
        return str(command.id)

    desk.Desk.prepare = prepare  # type: ignore[method-assign]
    desk._digest = digest
    honest = desk.Desk.decide

    def decide(self: Any, command: Any, at: Any) -> Any:
        from dataclasses import replace

        from services.chassis import clock

        return honest(self, replace(command, id=clock.drawn()), at)

    desk.Desk.decide = decide  # type: ignore[method-assign]


if __name__ == "__main__":
    {"ack-first": ack_first, "cursor-relay": cursor_relay, "no-keys": no_keys}[os.environ["BROKEN"]]()
    runner.main(sys.argv[1])
