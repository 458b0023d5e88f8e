"""The notifier."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
from nameko.extensions import DependencyProvider

from contracts import catalogue
from contracts.notifier.rpc import MOST_AT_ONCE, MessageOutcome, Outcome, OutwardMessage, SendRequest
from contracts.rpc import PROTOCOL, Pulse, PulseRequest
from contracts.wire import JsonObject, to_plain
from services.chassis.base import clock, log
from services.chassis.base.outward_settings import OutwardSettings
from services.chassis.base.settings import SETTINGS, STORE
from services.chassis.host.signed_rpc import CallProvider, GuardProvider, rpc
from services.chassis.messaging.rpc_client import TraceContext
from services.chassis.storage import room, store
from services.chassis.storage.store import Store
from services.notifier.tables import deliveries

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 20.0
"""For so long a call's messages are being sent; who has not answered by then has not taken them."""
KEPT_DAYS = 60
"""For so long it is known that a message was delivered: the gateway tries none for longer than some days."""
_log = log.get("notifier")


class Notifier:
    """Sends messages, each once, and remembers which were delivered."""

    def __init__(self, kept: Store, way_out: OutwardSettings) -> None:
        """`kept` is its own database."""
        self._kept, self._way_out = kept, way_out

    def send(self, request: SendRequest) -> tuple[MessageOutcome, ...]:
        """What came of some messages; what was delivered before is not sent again."""
        asked = request.messages[:MOST_AT_ONCE]
        with self._kept.begin_read() as tx:
            before = store.present(tx, deliveries.c.id, [one.id for one in asked])
        outcomes = dict.fromkeys(before, Outcome.DELIVERED.value)
        waiting = [one for one in asked if one.id not in before]
        if waiting:
            outcomes |= self._run(waiting, request)
            self._note([one.id for one in waiting if outcomes.get(one.id) == Outcome.DELIVERED])
        failed = Outcome.FAILED.value
        return tuple(MessageOutcome(one.id, outcomes.get(one.id, failed)) for one in asked)

    def _run(self, messages: Sequence[OutwardMessage], request: SendRequest) -> dict[str, str]:
        about = {
            "inside": self._way_out.inside,
            "proxy": self._way_out.proxy,
            "places": [one.to_payload() for one in request.places],
            "messages": [one.to_payload() for one in messages],
        }
        command = [sys.executable, "-m", "services.notifier.sending"]
        try:
            done = subprocess.run(  # noqa: S603 -- our own program
                command,
                input=orjson.dumps(about),
                capture_output=True,
                timeout=SECONDS,
                check=False,
                cwd=ROOT,
                env=dict(self._environment()),
            )
        except subprocess.TimeoutExpired as late:
            _log.warning("messages.late", messages=len(messages))
            return _outcomes(late.stdout or b"")
        if done.returncode:
            _log.warning("messages.program_ended", code=done.returncode, kind=_last_word(done.stderr))
        return _outcomes(done.stdout)

    def _environment(self) -> Iterator[tuple[str, str]]:
        """What the program has of this process's: nothing but the way out."""
        yield from {"LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "2"}.items()
        if self._way_out.proxy:
            yield from ((name, self._way_out.proxy) for name in ("HTTP_PROXY", "HTTPS_PROXY"))
        if self._way_out.authority:
            yield from ((name, self._way_out.authority) for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"))

    def _note(self, ids: Sequence[str]) -> None:
        now = clock.now()
        old = (now - dt.timedelta(days=KEPT_DAYS)).isoformat()
        with self._kept.begin() as tx:
            store.insert_many(tx, deliveries, [{"id": one, "at": now.isoformat()} for one in ids])
            tx.execute(deliveries.delete().where(deliveries.c.at < old))


def _outcomes(lines: bytes) -> dict[str, str]:
    """What the program wrote; a line that was cut off says nothing."""
    return {
        str(id_): str(said) for id_, said in map(orjson.loads, (one for one in lines.split(b"\n") if one[-1:] == b"]"))
    }


def _last_word(text: bytes) -> str:
    """Of a traceback the name of the error: what else it says may hold an address."""
    return text.decode(errors="replace").strip().rpartition("\n")[2].partition(":")[0][:80]


class NotifierProvider(DependencyProvider):  # type: ignore[misc]
    """The notifier over the process's own store."""

    def setup(self) -> None:
        """Take the store and the way out."""
        self.store = self.container.config[STORE]
        self.notifier = Notifier(self.store, self.container.config[SETTINGS].way_out)

    def get_dependency(self, _worker: Any) -> NotifierProvider:
        """Itself."""
        return self


class Service:
    """Sends what the gateway asks it to send; each method takes the arguments of its request."""

    name = catalogue.NOTIFIER
    provider = NotifierProvider()
    traced = TraceContext()
    call = CallProvider()
    guard = GuardProvider()

    @rpc  # type: ignore[untyped-decorator]
    def send(self, *payload: Any) -> Any:
        """Send some messages, and say what came of each."""
        return to_plain(self.provider.notifier.send(SendRequest.from_payload(payload)))

    @rpc  # type: ignore[untyped-decorator]
    def pulse(self, *payload: Any) -> JsonObject:
        """That the service lives, and how its storage is."""
        PulseRequest.from_payload(payload)
        kept = self.provider.store
        faults, disk = tuple(kept.damage.report()), room.look(kept)
        refusals, unsigned = self.guard.refusals, self.guard.accepts_unsigned
        ready = not faults and disk.suffices
        pulse = Pulse(ready, clock.now().isoformat(), None, {}, faults, PROTOCOL, refusals, unsigned)
        return replace(pulse, disk=disk).to_payload()
