"""Homes of earlier versions, brought up by this tree's processes."""

from __future__ import annotations

import contextlib
import hashlib
import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from contracts import catalogue
from operations.client.client import Client, Declined
from operations.demo import load
from operations.demo.accounts import found_bureau
from operations.demo.people import SyntheticPost
from operations.demo.sheets import SHEETS
from tests import messaging, postgres
from tests.homes import archive, interview, letters, tables
from tests.homes.caller import Caller
from tests.homes.tables import Connect
from tests.suite import Suite, until

VERSIONS = sorted(path.name for path in archive.HERE.iterdir() if path.name[:1].isdigit())
QUIET = 300.0
STARTS_WITHIN = 300.0
"""Seconds, on a machine that does much else: what an older version left may first have to be brought up to date."""
DEMO_TRIES = 3
LATER_SHEETS = tuple(
    one for one in SHEETS if one.register.replace("/", ".") in tables.LATER_REGISTERS or "_endings" in one.file
)
POSTS = sum(len(one.rows()) - 2 for one in SHEETS if one.register == "training/posts") + sum(
    len(one.rows()) - 1 for one in LATER_SHEETS
)
"""Rows of the demo that no earlier version had: registers, cases, and posts but the first, which is given otherwise."""
OWN_IDS = {"training/breaches"}
"""Registers whose records are known by private text: its tokens, and so their ids, are each home's own."""


@dataclass
class KeptHome:
    """A home of an earlier version with this tree's services in it, and what the version had answered of it."""

    version: str
    suite: Suite
    answers: dict[str, Any]
    connect: Connect

    @property
    def caller(self) -> Caller:
        return self.caller_as("operator")

    @property
    def papers_for(self) -> Caller:
        """Somebody who may read the papers of penalty cases."""
        return self.caller_as("legal")

    def caller_as(self, role: str, who: str = "") -> Caller:
        """Somebody of a role, for the whole bureau."""
        return Caller(self.suite.address, self.suite.token(role, None, who))

    def contributions(self) -> dict[str, Any]:
        """What the ledger has of the measures that the version had: later ones have rows of its events too."""
        return tables.contributions(self.connect, tables.measures_of(self.answers["progress"]))

    def pictures(self) -> dict[str, bytes]:
        """The demo's pictures, by the hash of their bytes."""
        files = [path.read_bytes() for path in sorted((self.suite.home / "demo").glob("*.png"))]
        return {hashlib.sha256(body).hexdigest(): body for body in files}

    def send_the_demo(self) -> load.ImportResult:
        """Load the demo with the pictures of the home, once more after a 503; then all of it is in the view."""
        reader = Client(self.suite.address, self.suite.token())
        for left in reversed(range(DEMO_TRIES)):
            try:
                found_bureau(self.suite.administrator())
                result = load.fill(self._person, self.suite.home / "demo", Console(file=io.StringIO()))
            except Declined:
                if not left:
                    raise
            else:
                load.progress(reader, result.events)
                return result
        raise AssertionError

    def _person(self, post: SyntheticPost) -> Client:
        """One of the demo's people, signed in."""
        return Client(self.suite.address, self.suite.token(post.role, post.unit, post.person))

    def settle(self) -> None:
        """Wait until no event waits in a journal, and no letter in an inbox."""
        until(self._quiet, "every event is in every view", QUIET)

    def _quiet(self) -> bool:
        inboxes = [catalogue.inbox(subscriber) for subscriber in catalogue.SUBSCRIBERS]
        waiting = any(tables.waiting(self.connect).values())
        return not waiting and not any(messaging.count(self.suite.uri, inbox) for inbox in inboxes)

    def dead_letters(self) -> dict[str, int]:
        """How many dead letters each service has."""
        counts = {one: messaging.count(self.suite.uri, f"{one}.parked") for one in catalogue.SUBSCRIBERS}
        return {name: count for name, count in counts.items() if count}


def check_heads(home: KeptHome, registers: dict[str, list[list[Any]]]) -> None:
    """Every record of these registers is there in its version and status, and no other."""
    shown = interview.heads(home.caller)
    for name, entries in registers.items():
        assert shown[name] == [entry[:3] for entry in entries], name


def check_like(home: KeptHome, registers: dict[str, list[list[Any]]]) -> None:
    """The same records as another home has, those of home-made ids by their statuses alone.

    A version is greater where a second person has released what was imported here.
    """
    shown = interview.heads(home.caller)
    for name, entries in registers.items():
        if name in OWN_IDS:
            assert sorted(one[2] for one in shown[name]) == sorted(entry[2] for entry in entries), name
        else:
            assert [(one[0], one[2]) for one in shown[name]] == [(entry[0], entry[2]) for entry in entries], name
            assert all(one[1] >= entry[1] for one, entry in zip(shown[name], entries, strict=True)), name


JUDGED = {"verified", "status", "headline", "known_at", "value"}
"""Members that follow from what is verified."""


NULL_SINCE = ("A4.participants", "A4.households")
"""Whom nobody told apart 0.1.0 counted as none; they have no number since."""


def claims(answer: Any) -> Any:
    """An answer without what depends on how much is verified."""
    if isinstance(answer, dict):
        said = {name: claims(one) for name, one in answer.items() if name not in JUDGED}
        return said | {"claimed": said["claimed"] or None} if said.get("id") in NULL_SINCE else said
    return [claims(one) for one in answer] if isinstance(answer, list) else answer


@contextlib.contextmanager
def bring_up(version: str, name: str, uri: str, folder: Path, *, server: str = "") -> Iterator[KeptHome]:
    """A kept home with a new broker, its letters laid into the inboxes, and all services ready.

    server  a PostgreSQL server, for homes that were kept from one
    """
    answers = archive.unpack(version, name, folder)
    url = f"{server}/h{uuid.uuid4().hex[:12]}_{{service}}" if server else ""
    for service in catalogue.SUITE if url else ():
        postgres.execute(
            f"{server}/postgres", f"CREATE DATABASE {url.rpartition('/')[2].replace('{service}', service)}"
        )
    if url:
        archive.load_postgresql(folder, lambda service: url.replace("{service}", service))
    messaging.empty(uri)
    letters.put(uri, archive.letters_in(folder))
    suite = Suite(folder / "home", uri, url, environment={"REQUEST_RATE": "2000"})
    suite.start()
    try:
        until(lambda: suite.get("/readyz", token="").status == 200, f"it is ready; see {suite.home}", STARTS_WITHIN)
        yield KeptHome(version, suite, answers, tables.postgresql(url) if url else tables.sqlite(suite.home))
    finally:
        suite.stop()
