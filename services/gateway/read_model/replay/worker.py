"""Works on a ledger in a process of its own, so that reading goes on at its own pace.

`python -m services.gateway.read_model.replay.worker` takes its order on standard input and answers on standard output.
It ends with the gateway that started it; what it had written by then is rolled back.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Collection
from dataclasses import asdict
from pathlib import Path

import orjson

from contracts.errors import InsufficientStorage, Unavailable, UnwritableStorage
from contracts.wire import JsonObject
from services.chassis.base import garbage
from services.chassis.base.parent_death import end_with_parent
from services.chassis.messaging.retry import AWAY
from services.chassis.storage import refusals
from services.chassis.storage.store import Store
from services.gateway.read_model import projections
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.replay.comparison import Comparison, compare_here
from services.gateway.read_model.replay.ledger_replay import Fingerprints, NotReplayed, replay_here
from services.gateway.read_model.replay.spool import EventSpool

ROOT = Path(__file__).resolve().parents[4]
ENVIRONMENT = {"LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "2"}
"""No more than it needs; the database's address comes on standard input."""
LONGEST = 3600.0
"""Seconds."""
NICE = 5
"""By how much reading goes before."""
REFUSED, REFUSALS = "refused", {one.slug: one for one in (InsufficientStorage, UnwritableStorage, Unavailable)}
"""How the process says that the disk took nothing, or that the database is away."""


def replay_apart(
    store: Store, district: str, programme: Programme, copied: EventSpool, set_aside: Collection[str]
) -> Fingerprints:
    """Write the ledger again, while nobody here writes. Raises NotReplayed and those of REFUSALS."""
    with store.writers_wait():
        return Fingerprints(**_run("replay", store, district, programme, copied, set_aside=list(set_aside)))


def compare_apart(store: Store, district: str, copied: EventSpool, programme: Programme | None) -> Comparison:
    """Compare the ledger with copied journals. Raises NotReplayed, Unavailable."""
    return Comparison(**_run("compare", store, district, programme, copied))


def digest_apart(store: Store, district: str, programme: Programme) -> str:
    """The fingerprint of a district's ledger. Raises NotReplayed, Unavailable."""
    digest: str = _run("digest", store, district, programme)["digest"]
    return digest


def _run(
    work: str,
    store: Store,
    district: str,
    programme: Programme | None,
    copied: EventSpool | None = None,
    **more: object,
) -> JsonObject:
    """Have an order carried out. Waiting for it lets others have their turn."""
    address = store.url.render_as_string(hide_password=False)
    order = {
        "work": work,
        "url": address,
        "district": district,
        "programme": programme and [programme.text, programme.generation],
        **more,
    }
    if copied is None:
        return _carry_out_apart(order)
    copied.file.flush()
    return _carry_out_apart(order | {"file": copied.file.fileno()}, copied.file.fileno())


def _carry_out_apart(order: JsonObject, *files: int) -> JsonObject:
    command = [sys.executable, "-m", "services.gateway.read_model.replay.worker"]
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
    end_with_parent(signal.SIGKILL)
    os.nice(NICE)
    garbage.look_seldom()
    # The answer alone goes there; whatever else is printed, the log too, goes where errors go.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    order = orjson.loads(sys.stdin.buffer.read())
    store = Store(order["url"])
    try:
        with refusals.as_problems():
            answer = _WORK[order["work"]](store, order)
    except (InsufficientStorage, UnwritableStorage) as problem:
        answer = {REFUSED: problem.slug}
    except AWAY as error:
        sys.stderr.write(f"{error}\n")
        answer = {REFUSED: Unavailable.slug}
    with answers:
        answers.write(orjson.dumps(answer))
    store.close()


def _replay(store: Store, order: JsonObject) -> JsonObject:
    with os.fdopen(order["file"], "rb") as file:
        done = replay_here(
            store, order["district"], Programme(*order["programme"]), EventSpool(file), set(order["set_aside"])
        )
    store.checkpoint()
    return asdict(done)


def _compare(store: Store, order: JsonObject) -> JsonObject:
    with os.fdopen(order["file"], "rb") as file:
        programme = Programme(*order["programme"]) if order["programme"] else None
        return asdict(compare_here(store, order["district"], EventSpool(file), programme))


def _digest(store: Store, order: JsonObject) -> JsonObject:
    with store.begin_read() as tx:
        return {"digest": projections.digest(tx, order["district"], Programme(*order["programme"]))}


_WORK: dict[str, Callable[[Store, JsonObject], JsonObject]] = {
    "replay": _replay,
    "compare": _compare,
    "digest": _digest,
}

if __name__ == "__main__":
    main()
