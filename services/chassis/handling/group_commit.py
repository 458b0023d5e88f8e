"""Group commit: whoever waits is carried along in one transaction.

The first to come leads: it takes everything that waits, works it as one batch, wakes those it carried, and hands the
lead to the next who waits. It works alike under threads and under eventlet, needs no thread of its own, and waits for
nobody.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

J = TypeVar("J")
R = TypeVar("R")
MOST = 256


def _shut() -> Any:
    """A lock that whoever acquires it waits for: cheaper to wake by than an event."""
    lock = threading.Lock()
    lock.acquire()
    return lock


@dataclass(eq=False)
class _Ticket(Generic[J, R]):
    """A job and what became of it; `called` opens when it is done, or when its holder is to lead."""

    job: J
    called: Any = field(default_factory=_shut)
    leads: bool = False
    result: R | None = None
    error: BaseException | None = None


class GroupCommit(Generic[J, R]):
    """Runs jobs through `work`, many at a time; a batch that fails is run again one by one.

    One bad job costs only itself. Where the store is away, the batch gets one more try as it is, on a new connection.
    """

    def __init__(self, work: Callable[[list[J]], list[R]], *, away: tuple[type[Exception], ...] = ()) -> None:
        """`away` are the errors that mean the store is away, for one job as for all."""
        self._work, self._away = work, away
        self._waiting: deque[_Ticket[J, R]] = deque()
        self._led = False
        self._lock = threading.Lock()

    def __call__(self, job: J) -> R:
        """The job's result. Raises what the job alone raises."""
        ticket: _Ticket[J, R] = _Ticket(job)
        with self._lock:
            self._waiting.append(ticket)
            ticket.leads, self._led = not self._led, True
        try:
            if not ticket.leads:
                ticket.called.acquire()
            if ticket.leads:
                self._lead()
        except BaseException:
            self._withdraw(ticket)
            raise
        finally:
            if ticket.leads:
                self._hand_on()
        if ticket.error is not None:
            raise ticket.error
        return ticket.result  # type: ignore[return-value]

    def _lead(self) -> None:
        """Work what waits; the leader is the first of it."""
        # Lets other threads, or greenlets, run once: whoever is ready joins the batch.
        time.sleep(0)
        with self._lock:
            batch = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        try:
            self._settle(batch)
        finally:
            for ticket in batch:
                ticket.called.release()

    def _withdraw(self, ticket: _Ticket[J, R]) -> None:
        """Whoever is killed while it waits takes its job with it."""
        with self._lock:
            if ticket in self._waiting:
                self._waiting.remove(ticket)

    def _hand_on(self) -> None:
        with self._lock:
            self._led = bool(self._waiting)
            if self._led:
                self._waiting[0].leads = True
                self._waiting[0].called.release()

    def _settle(self, batch: list[_Ticket[J, R]]) -> None:
        try:
            self._run(batch)
        except self._away:
            # Away for one is away for all: tried one by one, each would wait for it in turn.
            self._try(batch)
        except Exception:  # noqa: BLE001 -- whoever it was meant for meets it again alone
            for ticket in batch:
                self._try([ticket])
        except BaseException as error:  # noqa: BLE001 -- handed to those who wait for it
            for ticket in batch:
                ticket.error = error

    def _try(self, batch: list[_Ticket[J, R]]) -> None:
        """Once more; the error is handed to those who wait."""
        try:
            self._run(batch)
        except BaseException as error:  # noqa: BLE001 -- handed to those who wait for it
            for ticket in batch:
                ticket.error = error

    def _run(self, batch: list[_Ticket[J, R]]) -> None:
        for ticket, result in zip(batch, self._work([ticket.job for ticket in batch]), strict=True):
            ticket.result = result
