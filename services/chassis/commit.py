"""Group commit: whoever waits is carried along in one transaction.

The first to get the lock leads: it takes everything that waits, works it as one batch, and the others find their
results. It works alike under threads and under eventlet, needs no thread of its own, and waits for nobody.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

J = TypeVar("J")
R = TypeVar("R")
MOST = 256


@dataclass
class _Ticket(Generic[J, R]):
    job: J
    result: R | None = None
    error: BaseException | None = None
    done: bool = False


class GroupCommit(Generic[J, R]):
    """Runs jobs through `work`, many at a time; a batch that fails is run again one by one."""

    def __init__(self, work: Callable[[list[J]], list[R]], *, alone: tuple[type[Exception], ...] = ()) -> None:
        """`alone` are the errors after which every job of the batch gets its own try."""
        self._work, self._alone = work, alone
        self._waiting: deque[_Ticket[J, R]] = deque()
        self._lock = threading.Lock()

    def __call__(self, job: J) -> R:
        """The job's result. Raises what the job alone raises."""
        ticket: _Ticket[J, R] = _Ticket(job)
        self._waiting.append(ticket)
        while not ticket.done:
            with self._lock:
                if not ticket.done:
                    time.sleep(0)  # whoever is ready may join
                    self._lead()
        if ticket.error is not None:
            raise ticket.error
        return ticket.result  # type: ignore[return-value]

    def _lead(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        try:
            self._run(batch)
        except self._alone as error:
            for ticket in batch:
                self._run_alone(ticket, error, single=len(batch) == 1)
        except BaseException as error:
            for ticket in batch:
                ticket.error, ticket.done = error, True

    def _run(self, batch: list[_Ticket[J, R]]) -> None:
        for ticket, result in zip(batch, self._work([ticket.job for ticket in batch]), strict=True):
            ticket.result, ticket.done = result, True

    def _run_alone(self, ticket: _Ticket[J, R], error: Exception, *, single: bool) -> None:
        if single:
            ticket.error, ticket.done = error, True
            return
        try:
            self._run([ticket])
        except Exception as own:  # noqa: BLE001 -- handed to the one who waits for it
            ticket.error, ticket.done = own, True
