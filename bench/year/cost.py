"""What a thing costs: how long it takes, what work the database counts for it, how many bytes it sends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.figures import percentile
from bench.year.counter import Counter

MIDDLE, LATE = 50, 95
ABSENT = "not there"


@dataclass(frozen=True)
class Cost:
    """One figure of the year at one size.

    p50, p95  milliseconds of one of it; of a rate the milliseconds of one row
    cpu       milliseconds that this process computed for one of it
    work      what the database counts for one of it: steps on SQLite, rows on PostgreSQL
    sent      bytes of one answer as sent; 0 for what sends none
    fault     why there is no figure; empty: there is one
    """

    name: str
    p50: float = 0.0
    p95: float = 0.0
    cpu: float = 0.0
    work: float = 0.0
    sent: int = 0
    fault: str = ""


@dataclass
class Meter:
    """Measures pieces of work, one after another."""

    counter: Counter

    def measure(self, name: str, pieces: Iterable[Callable[[], int]], *, each: int = 1) -> Cost:
        """Each piece does `each` of the thing and answers how many bytes it sent.

        A piece that raises NotThere leaves a figure that says so.
        """
        waits, sent = list[float](), list[int]()
        try:
            with self._counted() as totals:
                for piece in pieces:
                    begun = time.perf_counter()
                    sent.append(piece())
                    waits.append((time.perf_counter() - begun) * 1000 / each)
        except NotThere as absence:
            return Cost(name, fault=f"{ABSENT}: {absence}")
        count, ranked = len(waits) * each, sorted(waits)
        cpu, work = (total / count for total in totals)
        return Cost(name, percentile(ranked, MIDDLE), percentile(ranked, LATE), cpu * 1000, work, max(sent))

    @contextmanager
    def _counted(self) -> Iterator[list[float]]:
        """CPU seconds and counted work of what happens inside, there when it has ended."""
        totals: list[float] = []
        work, cpu = self.counter.read(), time.process_time()
        yield totals
        totals.append(time.process_time() - cpu)
        totals.append(self.counter.read() - work)


class NotThere(Exception):
    """The suite cannot do this yet."""
