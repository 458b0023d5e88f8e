"""litestream: it follows every database's log, and is asked, database after database, to bring it into the archive.

The files of its first level, one for each time it was asked, stay for as long as any second is to come back: what is
merged knows the seconds no more.
"""

from __future__ import annotations

import http.client
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import orjson

from operations.base import processes
from operations.base.processes import Process
from operations.recovery import layout
from operations.recovery.layout import Place

PROGRAM = Path(sys.executable).with_name("litestream")
DAYS = 7
SYNC_WITHIN = 20
"""Seconds for one database; the first time all of it is copied, and that goes on when nobody waits any more."""
STARTS_WITHIN, STOPS_WITHIN, LOOK_EVERY = 10.0, 2.0, 0.05
_HEAD = """\
logging: {{level: warn, type: json}}
socket: {{enabled: true, path: {socket}}}
levels: [{{interval: 30m}}]
l0-retention: {hours}h
l0-retention-check-interval: 1h
shutdown-sync-timeout: 1s
snapshot: {{interval: 24h, retention: {snapshots}h}}
dbs:
"""
_DATABASE = """\
  - path: {path}
    meta-path: {meta}
    monitor-interval: 10s
    replicas: [{{type: file, path: {replica}, sync-interval: 10s}}]
"""


class NotStreaming(Exception):
    """A database could not be brought into the archive, in words."""


class _Socket(http.client.HTTPConnection):
    """HTTP on a socket of this machine."""

    def __init__(self, path: Path) -> None:
        super().__init__("litestream", timeout=SYNC_WITHIN + 5)
        self._path = path

    def connect(self) -> None:
        """Raises OSError where nobody listens."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


class Stream:
    """One run of litestream over the databases that there are."""

    def __init__(self, home: Path, place: Place, databases: Sequence[Path]) -> None:
        """Writes its settings and starts it. Raises OSError."""
        self.databases = databases
        local = layout.local(home, place.life)
        local.mkdir(mode=layout.PRIVATE, parents=True, exist_ok=True)
        # In no home: one may lie deeper than a socket's path may be long.
        self._folder = Path(tempfile.mkdtemp(prefix="campaign-"))
        self._socket = self._folder / "litestream.sock"
        config = local.parent / "litestream.yml"
        config.write_text(settings(self._socket, place, local, databases), encoding="utf-8")
        command = [str(PROGRAM), "replicate", "-no-expand-env", "-config", str(config)]
        env = {"CAMPAIGN_HOME": str(home), "GOMAXPROCS": "1"}
        self._log = home / "log" / "litestream.log"
        self._process: Process = processes.start("litestream", command, env, self._log)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def sync(self, database: Path) -> int:
        """Bring into the archive what was committed to a database; up to which transaction. Raises NotStreaming."""
        order = {"path": str(database), "wait": True, "timeout": SYNC_WITHIN}
        try:
            with closing(_Socket(self._socket)) as connection:
                connection.request("POST", "/sync", orjson.dumps(order), {"Content-Type": "application/json"})
                answer = orjson.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, orjson.JSONDecodeError) as error:
            raise NotStreaming(f"{database.name}: litestream: {error}") from None
        if "replicated_txid" not in answer:
            raise NotStreaming(f"{database.name}: {answer.get('error', answer)}")
        return int(answer["replicated_txid"])

    def wait(self) -> None:
        """Until it can be asked. Raises NotStreaming."""
        until = time.monotonic() + STARTS_WITHIN
        while not self._socket.exists():
            if time.monotonic() > until or not self.is_running:
                raise NotStreaming(f"litestream did not start 未能启动: {processes.tail(self._log, 2)}")
            time.sleep(LOOK_EVERY)

    def stop(self) -> None:
        """Stop it; what it has not brought in lies in the home and is brought in later."""
        processes.stop([self._process], STOPS_WITHIN)
        shutil.rmtree(self._folder, ignore_errors=True)


def settings(sock: Path, place: Place, local: Path, databases: Sequence[Path]) -> str:
    """Litestream's settings; names are quoted as JSON, which YAML reads."""
    hours = (DAYS * 24) + 1
    head = _HEAD.format(socket=_quoted(sock), hours=hours, snapshots=hours + 25)
    return head + "".join(
        _DATABASE.format(path=_quoted(one), meta=_quoted(local / one.name), replica=_quoted(place.database(one.name)))
        for one in databases
    )


def _quoted(path: Path) -> str:
    return orjson.dumps(str(path)).decode()
