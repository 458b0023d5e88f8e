"""The audit log at size: how fast it takes events in, proves, answers and verifies.

Entries are synthetic and come in by the very code by which the service appends them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import OURS, Figure, percentile
from bench.plan import now
from bench.year import transfer
from contracts import catalogue, envelope
from contracts.audit import acts
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
from contracts.envelope import Event
from contracts.tlog import tree
from contracts.tlog.notes import Signer, Verifier
from services.audit import anomalies, appending, proofs, search, stored_tree, verification
from services.audit.checkpoints import Checkpoints, Keys, origin_of
from services.audit.memory import Memory
from services.chassis.base import clock
from services.chassis.base.signing_keys import SigningKey
from services.chassis.storage import migrations
from services.chassis.storage.store import Store

ENTRIES, BATCH, DISTRICT = 5_000_000, 500, "320205"
LEAST_A_SECOND, MOST_MS, MOST_VERIFY_S, MILLION = 5000, 200.0, 30.0, 1_000_000
EDGE, LARGE = 50_000, 5000
REPEATS = 25
BEGINS = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SPAN = dt.timedelta(days=365)
UNITS = [f"U{number:02}" for number in range(30)]
PEOPLE = [f"SYN-{number:03}" for number in range(400)]
ADDRESSES = [f"10.0.{number // 250}.{number % 250}" for number in range(600)]
STEPS = [register.type_of(step) for register in catalogue.REGISTERS.values() for step in register.steps][:120]
ACTS = ("denied", "refused", "signed_in", "sign_in_failed", "signed_out", "text_shown", "paper_read", "exported")
WEIGHTS = (8, 6, 10, 3, 8, 40, 20, 5)
RECORDS = 400_000
OF_REGISTERS, OF_LISTS = 0.6, 0.1
"""Which part of the events are steps, and which of the views are lists."""


@dataclass
class Events:
    """Synthetic events of a year, the same each time."""

    entries: int
    chance: random.Random = field(default_factory=lambda: random.Random(463))  # noqa: S311 -- no secret

    def batch(self, first: int, size: int) -> list[Event]:
        """The next ones."""
        return [self._event(number) for number in range(first, first + size)]

    def _event(self, number: int) -> Event:
        chance = self.chance
        at = BEGINS + SPAN * (number / self.entries)
        who, unit = chance.choice(PEOPLE), chance.choice(UNITS)
        if chance.random() < OF_REGISTERS:
            type_ = chance.choice(STEPS)
            service, subject = type_.partition(".")[0], self._record()
            data: dict[str, Any] = {
                "form": {"result": "合成数据，用于测量", "number": number},
                "of": {"unit": unit},
                "due": [],
            }
        else:
            act = chance.choices(ACTS, WEIGHTS)[0]
            service = "cases" if act == "text_shown" else "gateway"
            type_, subject = acts.event_type(service, act), f"e{number}"
            data = self._said(act)
        head = (f"01{number:012x}-0", f"/{DISTRICT}/{service}", type_, subject, at, at.date(), 1, 1, unit, who, "E0")
        event = Event(*head, data, post=f"clerk@{unit}", correlationid=f"c{number}")
        return envelope.decode(envelope.encode(event))

    def _record(self) -> str:
        return f"r{int(self.chance.random() ** 2 * RECORDS):07}"

    def _said(self, act: str) -> dict[str, Any]:
        outcome = {"denied": "denied", "refused": "refused", "sign_in_failed": "failed"}.get(act, "done")
        said = {"outcome": outcome, "address": self.chance.choice(ADDRESSES), "route": "GET /v1/cases/penalties/{id}"}
        if act == "text_shown" and self.chance.random() < OF_LISTS:
            return said | {"records": [f"cases.penalties/{self._record()}" for _ in range(20)], "rows": 20}
        return said | {"record": f"cases.penalties/{self._record()}"}


@dataclass
class Log:
    """The log that is measured."""

    store: Store
    folder: Path

    def __post_init__(self) -> None:
        key, origin = SigningKey(b"a key for measurements, of no use elsewhere"), origin_of(DISTRICT)
        self.keys = Keys(origin, Signer(origin, key.public, key.sign), (Verifier(origin, key.public),))
        self.memory = Memory(self.folder / "checkpoints.json")
        self.checkpoints = Checkpoints(self.store, self.keys, self.memory)

    def size(self) -> int:
        """How many entries it has."""
        with self.store.begin_read() as tx:
            return stored_tree.read_head(tx).size

    def fill(self, entries: int) -> list[tuple[float, float]]:
        """Append up to so many, signed once a second; of the first and the last, which come in batches as the inbox
        brings them, the seconds and the processor's seconds of each batch.
        """
        events, took, signed_at, first = Events(entries), list[tuple[float, float]](), now(), self.size()
        while first < entries:
            # What is not measured comes in larger pieces: it is the same code, and the machine is not ours alone.
            is_measured = first < EDGE or first >= entries - EDGE
            batch = events.batch(first, min(BATCH if is_measured else LARGE, entries - first))
            began, cpu = now(), clock.processor_seconds()
            with self.store.begin() as tx:
                appending.append(tx, batch)
            if now() - signed_at > 1:
                self.checkpoints.sign()
                signed_at = now()
            first += len(batch)
            if is_measured:
                took.append((now() - began, clock.processor_seconds() - cpu))
        self.checkpoints.sign()
        return took

    def read(self, ask: Callable[[Any], Any]) -> Any:
        """What one reading transaction answers."""
        with self.store.begin_read() as tx:
            return ask(tx)


def run(arguments: argparse.Namespace) -> list[Figure]:
    """Measure a log of the size that was asked for."""
    with tempfile.TemporaryDirectory() as folder:
        home = arguments.audit_folder or Path(folder)
        log = open_log(home, arguments.audit_url)
        figures = list(measure(log, arguments.audit_entries // (100 if arguments.quick else 1)))
        log.store.close()
    return figures


def open_log(home: Path, url: str = "") -> Log:
    """The log of a folder, or in another database: an empty one is filled with what the folder's file holds."""
    file = home / "audit.db"
    store = Store(url or f"sqlite:///{file}")
    migrations.migrate(store, "audit")
    log = Log(store, home)
    if url and file.exists() and not log.size():
        transfer.carry(file, url, "audit")
    return log


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said of the log."""
    parser.add_argument("--audit-entries", type=int, default=ENTRIES, help="entries of the audit log that is measured")
    parser.add_argument("--audit-folder", type=Path, help="where its file lies, to measure it again later")
    parser.add_argument("--audit-url", default="", help="a database for it instead, postgresql://...")


def command(arguments: argparse.Namespace) -> str:
    """What was asked for, as the page says it: nothing of the machine's folders."""
    database = " --audit-url postgresql://..." if arguments.audit_url else ""
    return f"python -m bench --only audit --audit-entries {arguments.audit_entries}{database}"


def measure(log: Log, entries: int) -> Iterator[Figure]:
    """Each figure with what is required of it."""
    yield from _appending(log, entries)
    yield Figure("audit log, entries", OURS, log.size(), "")
    yield from _answers(log)
    yield from _proofs(log)
    yield from _verification(log)


def _appending(log: Log, entries: int) -> Iterator[Figure]:
    took = log.fill(entries)
    if took:
        last = took[-EDGE // BATCH :]
        wall, cpu = (sum(one[at] for one in last) / (len(last) * BATCH) for at in (0, 1))
        yield Figure("appending to it, by the clock", OURS, 1 / wall, "events/s")
        yield Figure("appending to it, by the processor", OURS, 1 / cpu, "events/s")
        yield Figure("appending, microseconds of processor an event", OURS, cpu * 1e6, "us", most=1e6 / LEAST_A_SECOND)
        yield Figure(
            "appending, a batch of 500, p99", OURS, percentile(sorted(one[0] for one in last), 99) * 1000, "ms"
        )


def _answers(log: Log) -> Iterator[Figure]:
    worst = 0.0
    for name, within in _questions().items():
        times, answer = _time(log, partial(_first_page, within=within))
        worst = max(worst, times[-1])
        rows, early = len(answer.rows), " (stopped early)" if answer.searched_until else ""
        yield Figure(f"search by {name}: {rows} rows{early}", OURS, percentile(times, 95), "ms p95", most=MOST_MS)
    record = f"cases.penalties/r{7:07}"
    for name, views in (("a record's trail", False), ("who saw a record's texts", True)):
        times, answer = _time(log, partial(_trail, request=TrailRequest(record, 50, views=views)))
        worst = max(worst, times[-1])
        yield Figure(f"{name}: {len(answer.rows)} rows", OURS, percentile(times, 95), "ms p95", most=MOST_MS)
    times, _ = _time(log, lambda tx: anomalies.page(tx, AnomaliesRequest(50)))
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


def _time(log: Log, ask: Callable[[Any], Any]) -> tuple[list[float], Any]:
    times, answer = [], None
    for _ in range(REPEATS):
        began = now()
        answer = log.read(ask)
        times.append((now() - began) * 1000)
    return sorted(times), answer


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
    times, _ = _time(log, lambda tx: proofs.consistency(tx, ConsistencyRequest(size // 3, size)))
    yield Figure("proof that the log only grew, median", OURS, median(times), "ms")
    times, _ = _time(log, lambda tx: search.whole(tx, EntriesRequest(tuple(indexes[:100])).indexes, ()))
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
