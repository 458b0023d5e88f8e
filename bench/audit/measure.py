"""What is measured of one audit log, and what is required of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any

from bench.audit.events import ADDRESSES, PEOPLE, STEPS, UNITS
from bench.audit.log import BATCH, Log
from bench.figures import OURS, Figure, percentile
from bench.plan import now
from contracts.audit.rpc import (
    AnomaliesRequest,
    ConsistencyRequest,
    EntriesRequest,
    EntryFilter,
    InclusionRequest,
    SearchRequest,
    TrailRequest,
    VerifyLogRequest,
)
from contracts.tlog import tree
from services.audit import anomalies, proofs, search, stored_tree, verification
from services.chassis.base import clock

LEAST_A_SECOND, MOST_MS, MOST_VERIFY_S, MILLION = 5000, 200.0, 30.0, 1_000_000
EDGE, REPEATS = 20_000, 25


def measure(log: Log) -> Iterator[Figure]:
    """Each figure with what is required of it; the log grows by what is appended."""
    yield from _appending(log)
    yield Figure("entries", OURS, log.size(), "")
    yield from _answers(log)
    yield from _proofs(log)
    yield from _verification(log)


def _appending(log: Log) -> Iterator[Figure]:
    took = log.grow(EDGE)
    wall, cpu = (sum(one[at] for one in took) / EDGE for at in (0, 1))
    yield Figure("appending, by the clock", OURS, 1 / wall, "events/s")
    yield Figure("appending, by the processor", OURS, 1 / cpu, "events/s")
    yield Figure("appending, of processor an event", OURS, cpu * 1e6, "us", most=1e6 / LEAST_A_SECOND)
    slowest = percentile(sorted(one[0] for one in took), 99) * 1000
    yield Figure(f"appending, a batch of {BATCH}, p99", OURS, slowest, "ms")


def _answers(log: Log) -> Iterator[Figure]:
    worst = 0.0
    for name, within in _questions().items():
        times = _time(log, partial(_first_page, within=within))
        worst = max(worst, times[-1])
        yield Figure(f"search by {name}", OURS, percentile(times, 95), "ms p95", most=MOST_MS)
    record = f"cases.penalties/r{7:07}"
    for name, views in (("a record's trail", False), ("who saw a record's texts", True)):
        times = _time(log, partial(_trail, request=TrailRequest(record, 50, views=views)))
        worst = max(worst, times[-1])
        yield Figure(name, OURS, percentile(times, 95), "ms p95", most=MOST_MS)
    times = _time(log, lambda tx: anomalies.page(tx, AnomaliesRequest(50)))
    yield Figure("anomalies", OURS, percentile(times, 95), "ms p95", most=MOST_MS)
    yield Figure("the slowest of all answers", OURS, max(worst, times[-1]), "ms", most=MOST_MS)


def _first_page(tx: Any, within: EntryFilter) -> Any:
    """The others are found the same way, from another place."""
    return search.search(tx, SearchRequest(within, 50))


def _trail(tx: Any, request: TrailRequest) -> Any:
    return search.trail(tx, request)


def _prove(tx: Any, request: InclusionRequest) -> Any:
    return proofs.inclusion(tx, request)


def _questions() -> dict[str, EntryFilter]:
    month = {"since": "2026-05-01T00:00:00+08:00", "until": "2026-06-01T00:00:00+08:00"}
    common, record = "cases.penalties.filed.v1", f"cases.penalties/r{7:07}"
    kind = common if common in STEPS else STEPS[0]
    return {
        "nothing": EntryFilter(),
        "time": EntryFilter(**month),
        "person": EntryFilter(actor=PEOPLE[7]),
        "person and time": EntryFilter(actor=PEOPLE[7], **month),
        "person and unit": EntryFilter(actor=PEOPLE[7], unit=UNITS[3]),
        "unit and kind": EntryFilter(unit=UNITS[3], kind="text_shown"),
        "unit, kind and time": EntryFilter(unit=UNITS[3], kind="exported", **month),
        "post and outcome": EntryFilter(post=f"clerk@{UNITS[5]}", outcome="denied"),
        "kind and outcome that never meet": EntryFilter(kind="signed_in", outcome="denied"),
        "unit and kind that never meet": EntryFilter(unit=UNITS[3], kind=kind, outcome="denied"),
        "post and unit that never meet": EntryFilter(post=f"clerk@{UNITS[5]}", unit=UNITS[6]),
        "outcome done": EntryFilter(outcome="done"),
        "address": EntryFilter(address=ADDRESSES[11]),
        "address, person and kind": EntryFilter(address=ADDRESSES[11], actor=PEOPLE[7], kind="text_shown"),
        "record": EntryFilter(record=record),
        "record, kind and person": EntryFilter(record=record, kind="text_shown", actor=PEOPLE[7]),
        "somebody unknown": EntryFilter(actor="SYN-nobody"),
        "everything at once": EntryFilter(
            PEOPLE[7], f"clerk@{UNITS[5]}", UNITS[5], record, "text_shown", "done", ADDRESSES[11], **month
        ),
    }


def _time(log: Log, ask: Callable[[Any], Any]) -> list[float]:
    """How many milliseconds each of some answers took, the quickest first."""
    times = []
    for _ in range(REPEATS):
        began = now()
        log.read(ask)
        times.append((now() - began) * 1000)
    return sorted(times)


def _proofs(log: Log) -> Iterator[Figure]:
    size, chance = log.size(), random.Random(463)  # noqa: S311 -- no secret
    indexes = [chance.randrange(size) for _ in range(200)]
    took = []
    for index in indexes:
        began = now()
        proof = log.read(partial(_prove, request=InclusionRequest((index,), size)))[0]
        took.append((now() - began) * 1000)
        root = log.read(stored_tree.read_head).root
        tree.check_inclusion([bytes.fromhex(one) for one in proof.path], bytes.fromhex(proof.leaf), index, size, root)
    yield Figure("proof of an entry, median", OURS, median(took), "ms")
    yield Figure("proof of an entry, p99", OURS, percentile(sorted(took), 99), "ms")
    times = _time(log, lambda tx: proofs.consistency(tx, ConsistencyRequest(size // 3, size)))
    yield Figure("proof that the log only grew, median", OURS, median(times), "ms")
    times = _time(log, lambda tx: search.whole(tx, EntriesRequest(tuple(indexes[:100])).indexes, ()))
    yield Figure("100 entries with what they say, median", OURS, median(times), "ms")


def _verification(log: Log) -> Iterator[Figure]:
    verifier, size, began = verification.Verifier(log.store, log.keys, log.memory), log.size(), now()
    used, verdict = clock.processor_seconds(), verifier.page(VerifyLogRequest())
    while not verdict.fault and verdict.upto < min(size, MILLION):
        verdict = verifier.page(VerifyLogRequest(verdict.upto, verdict.frontier, verdict.size))
    took, used = now() - began, clock.processor_seconds() - used
    part = MILLION / verdict.upto
    yield Figure("verification of a million, by the clock", OURS, took * part, "s")
    yield Figure("verification of a million, seconds of processor", OURS, used * part, "s", most=MOST_VERIFY_S)
    yield Figure("verification, entries with a fault", OURS, float(bool(verdict.fault)), verdict.fault, most=0)
