"""A service whose acts can be left out for a while: `python -m bench.acts.process outreach`, for the bench alone.

No setting does this: what runs has no way to be silent. The signal `LEAVE_OUT` ends recording, `RECORD` begins it
again.
"""

from __future__ import annotations

from services.chassis.host import runner  # first of all: what is imported after it meets patched modules

# isort: split
import signal
import sys
from collections.abc import Callable
from typing import Any

from services.chassis.handling.audit import showing
from services.chassis.handling.audit.trail import AuditTrail
from services.gateway.acts.request_acts import RequestActs
from services.gateway.http.app import App

RECORD, LEAVE_OUT = signal.SIGUSR1, signal.SIGUSR2


class Switch:
    """Whether acts are recorded now."""

    def __init__(self) -> None:
        """They are."""
        self.is_on = True

    def listen(self) -> None:
        """Obey the two signals."""
        signal.signal(RECORD, lambda *_: self._turn(on=True))
        signal.signal(LEAVE_OUT, lambda *_: self._turn(on=False))

    def _turn(self, *, on: bool) -> None:
        self.is_on = on

    def between(self, work: Callable[..., Any], otherwise: Callable[..., Any]) -> Callable[..., Any]:
        """A method that does its work while acts are recorded, and something else while they are not."""

        def choose(*arguments: Any, **named: Any) -> Any:
            return (work if self.is_on else otherwise)(*arguments, **named)

        return choose


class _SilentActs(RequestActs):
    """What the gateway knows of a request that leaves nothing: the way of one without acts, as it would be."""

    def know(self, **_more: str) -> None:
        """Nothing is known for the record."""

    def ask_for(self, _values: Any) -> None:
        """Nothing is asked for the record."""

    def note_problem(self, _problem: Any) -> None:
        """Nothing is noted."""


_SILENT = _SilentActs()


def install(switch: Switch) -> None:
    """Put the switch before everything that makes or writes an act."""
    for name in ("record", "record_view", "record_done", "note"):
        setattr(AuditTrail, name, switch.between(getattr(AuditTrail, name), _nothing))
    showing.record = switch.between(showing.record, _nothing)
    App._acts = switch.between(App._acts, lambda *_: _SILENT)  # type: ignore[method-assign]  # noqa: SLF001 -- for the bench


def _nothing(*_arguments: Any, **_named: Any) -> None:
    """What is done in an act's stead."""


if __name__ == "__main__":
    switch_ = Switch()
    switch_.listen()
    install(switch_)
    runner.main(sys.argv[1])
