"""Writes the ledger again from copied journals: in a process of its own, so that reading goes on at its own pace.

`python -m services.gateway.read_model.replay` takes its order on standard input and answers on standard output. It
ends with the gateway that started it; what it had written by then is rolled back.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from contracts import catalogue
from contracts.errors import InsufficientStorage, Problem, UnwritableStorage
from contracts.wire import JsonObject
from services.chassis.storage import lease, refusals
from services.chassis.storage.store import Store
from services.gateway.read_model import ledger, ledger_version, projections
from services.gateway.read_model.programme import Programme, campaign
from services.gateway.read_model.spool import EventSpool

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {"LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "2"}
"""No more than it needs; the database's address comes on standard input."""
LONGEST = 3600.0
"""Seconds."""
NICE = 5
"""By how much reading goes before."""
REFUSED, REFUSALS = "refused", {one.slug: one for one in (InsufficientStorage, UnwritableStorage)}
"""How the process says that the disk took nothing."""
_PARENT_DEATH_SIGNAL = 1


class NotReplayed(Problem):
    """The ledger could not be written again; it is as it was."""

    slug, zh = "not-replayed", "未能重建账本；账本保持原样"


@dataclass(frozen=True)
class Fingerprints:
    """Fingerprints of the ledger before and after, and the number of the last writing."""

    before: str
    after: str
    written: int


Replay = Callable[[Store, str, Programme, EventSpool, str], Fingerprints]


def replay_here(store: Store, district: str, programme: Programme, copied: EventSpool, begun: str) -> Fingerprints:
    """Write a district's ledger again, in one transaction: readers see the old one until its end.

    What was recorded since `begun` may have come after its journal was copied: it is written again from the ledger.
    """
    with store.begin() as tx:
        # No subscriber may write between reading what is late and clearing: it takes the same lock.
        lease.advisory_lock(tx, catalogue.inbox("gateway"))
        before = projections.digest(tx, district, programme)
        late = ledger.since(tx, district, begun)
        projections.clear(tx, district)
        written = 0
        for events in (*copied.batches(), late):
            written = ledger_version.increment(tx)
            projections.put(tx, district, programme, events)
        return Fingerprints(before, projections.digest(tx, district, programme), written)


def replay_apart(store: Store, district: str, programme: Programme, copied: EventSpool, begun: str) -> Fingerprints:
    """The same in a process of its own, while nobody here writes.

    Raises NotReplayed, InsufficientStorage, UnwritableStorage.
    """
    copied.file.flush()
    more = {"begun": begun, "file": copied.file.fileno()}
    with store.writers_wait():
        return Fingerprints(**_run(_order(store, district, programme) | more, copied.file.fileno()))


def digest_apart(store: Store, district: str, programme: Programme) -> str:
    """The fingerprint of a district's ledger, computed in a process of its own. Raises NotReplayed."""
    digest: str = _run(_order(store, district, programme))["digest"]
    return digest


def _order(store: Store, district: str, programme: Programme) -> JsonObject:
    address = store.url.render_as_string(hide_password=False)
    return {"url": address, "district": district, "programme": programme.digest}


def _run(order: JsonObject, *files: int) -> JsonObject:
    """Have an order carried out. Waiting for it lets others have their turn."""
    command = [sys.executable, "-m", "services.gateway.read_model.replay"]
    with subprocess.Popen(  # noqa: S603 -- our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=files, cwd=ROOT, env=ENVIRONMENT
    ) as process:
        try:
            output, _ = process.communicate(orjson.dumps(order), LONGEST)
        finally:
            process.kill()
    if process.returncode:
        raise NotReplayed(f"it ended with {process.returncode}")
    answer: JsonObject = orjson.loads(output)
    if kind := REFUSALS.get(answer.get(REFUSED, "")):
        raise kind("ledger")
    return answer


def main() -> None:
    """Carry out the one order that stands on standard input."""
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, int(signal.SIGKILL))
    os.nice(NICE)
    order = orjson.loads(sys.stdin.buffer.read())
    store = Store(order["url"])
    if campaign().digest != order["programme"]:
        raise SystemExit("another programme")
    try:
        with refusals.as_problems():
            answer = _replay(store, order) if "file" in order else _digest(store, order)
    except (InsufficientStorage, UnwritableStorage) as problem:
        answer = {REFUSED: problem.slug}
    sys.stdout.buffer.write(orjson.dumps(answer))
    store.close()


def _replay(store: Store, order: JsonObject) -> JsonObject:
    with os.fdopen(order["file"], "rb") as file:
        outcome = replay_here(store, order["district"], campaign(), EventSpool(file), order["begun"])
    store.checkpoint()
    return asdict(outcome)


def _digest(store: Store, order: JsonObject) -> JsonObject:
    with store.begin_read() as tx:
        return {"digest": projections.digest(tx, order["district"], campaign())}


if __name__ == "__main__":
    main()
