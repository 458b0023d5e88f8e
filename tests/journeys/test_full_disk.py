"""Disks with no byte left, for each database and for the broker: a problem for whoever writes, and nothing lost."""

from __future__ import annotations

import tempfile
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from services.chassis.base import key_file
from services.chassis.base.signing_keys import SigningKey
from services.chassis.handling.command_service import CommandService
from services.chassis.records.command import Actor, Command
from services.chassis.storage import tables
from services.chassis.storage.sealer import Sealer
from services.chassis.storage.store import Store
from services.outreach import features
from tests import messaging, mounts
from tests.postgres import WHERE
from tests.powercut.databases import PostgresServer
from tests.proof import fault, proves
from tests.suite import SERVICES, HttpResponse, Suite, broker_of_our_own, until

FULL, SLUG = 507, "insufficient-storage"
DONE = (200, 201, 303)
MOST, MANY_CALLS = 400, 80
"""A database may have room left in its own files; so many writings fill that."""


@dataclass
class Doors:
    """Every way in for what is written; what is told to be kept is noted under its title."""

    suite: Suite
    token: str
    operator: str
    kept: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def single(self, title: str) -> HttpResponse:
        return self.suite.post("/v1/outreach/features", feature(title), token=self.token, Idempotency_Key=title)

    def batch(self, title: str) -> HttpResponse:
        groups = [[{"step": "apply", "form": feature(title), "key": title}]]
        return self.suite.post("/v1/outreach/features:batch", {"groups": groups}, token=self.token)

    def sheet(self, title: str) -> HttpResponse:
        one = feature(title)
        body = f"申报单位,活动名称,申报日期,活动方案\n{one['unit']},{title},{one['applied_on']},{one['plan']}".encode()
        return self.suite.post("/v1/outreach/features/import", body, token=self.token, Content_Type="text/csv")

    def form(self, title: str) -> HttpResponse:
        """As a person sends it from the page."""
        typed = urllib.parse.urlencode({**feature(title), "_key": title}).encode()
        kind = "application/x-www-form-urlencoded"
        path = "/registers/outreach/features/new"
        return self.suite.post(path, typed, token=self.token, Content_Type=kind, Accept="text/html")

    def open311(self, title: str) -> HttpResponse:
        key = self.suite.token("outsider", "DT", "app@DT")
        complaint = {"service_code": "complaint-slow", "address_string": "映月路12号", "description": title}
        body = urllib.parse.urlencode({"api_key": key, **complaint}).encode()
        kind = "application/x-www-form-urlencoded"
        return self.suite.post("/open311/v2/requests.json", body, token="", Content_Type=kind)

    def paper(self, title: str) -> HttpResponse:
        kind = "application/octet-stream"
        return self.suite.post(f"/v1/evidence?name={title}", title.encode() * 5000, token=self.token, Content_Type=kind)

    def calls(self, many: int) -> None:
        """So many people call, each with a name that may have to be forgotten."""
        about = {
            "unit": "DT",
            "received_at": "2017-03-01T09:00:00+08:00",
            "caller_kind": "resident",
            "matter": "灯不亮",
        }
        forms = [about | {"caller": f"欧阳{number}"} for number in range(many)]
        groups = [[{"step": "receive", "form": form, "key": f"call-{number}"}] for number, form in enumerate(forms)]
        response = self.suite.post("/v1/outreach/service_calls:batch", {"groups": groups}, token=self.token)
        assert response.status == 200, response.body

    def forget(self, who: str) -> HttpResponse:
        return self.suite.post(f"/v1/operations/forget?service=outreach&who={who}", token=self.operator)

    def rebuild(self, service: str) -> HttpResponse:
        return self.suite.post(f"/v1/operations/rebuild?service={service}", token=self.operator)

    def commands(self) -> dict[str, Callable[[str], HttpResponse]]:
        return {one.__name__: one for one in (self.single, self.batch, self.sheet, self.form)}

    def until_refused(self, write: Callable[[str], HttpResponse], name: str) -> HttpResponse:
        """Write until the database has used up the room in its own files."""
        for turn in range(MOST):
            title = f"{name}-{turn}"
            response = write(title)
            if response.status not in DONE:
                self.refused.add(title)
                return response
            self.kept.add(title)
        pytest.fail(f"{name}: never refused")


def feature(title: str) -> dict[str, str]:
    return {"unit": "DT", "title": title, "applied_on": "2017-03-01", "plan": ((title + " ") * 300)[:1900].strip()}


@contextmanager
def running(home: Path, uri: str, database_url: str = "") -> Iterator[Doors]:
    """A suite that knows the squadron DT."""
    messaging.empty(uri)
    suite = Suite(home, uri, database_url=database_url)
    suite.start()
    try:
        suite.ready()
        unit = suite.unit("DT")
        path = f"/v1/outreach/features?after={unit}"
        until(lambda: suite.post(path, feature("first"), Idempotency_Key="first").status in DONE, "the unit is known")
        until(lambda: is_in_the_view(suite, unit), "the gateway knows the unit")
        suite.token("outsider", "DT", "app@DT")  # while there is room for a session
        yield Doors(suite, suite.token("clerk"), suite.token(), {"first"})
    finally:
        suite.stop()


def is_in_the_view(suite: Suite, event: str) -> bool:
    return suite.get(f"/v1/facts/{event}").status == 200


def titles(suite: Suite) -> list[str]:
    """The titles of all features, as their owner has them."""
    found, cursor = [], ""
    while True:
        page = suite.get(f"/v1/outreach/features?limit=200{cursor}").json
        found += [one["fields"]["title"] for one in page["items"]]
        if not page["next"]:
            return found
        cursor = f"&cursor={page['next']}"


def private_texts(home: Path) -> list[str]:
    """The tokens of all that can be forgotten."""
    store = Store(f"sqlite:///{home}/data/outreach.db")
    try:
        with store.begin_read() as tx:
            return list(tx.scalars(sa.select(tables.private.c.token)))
    finally:
        store.close()


def check_forgetting(doors: Doors, tokens: list[str]) -> str:
    """Texts are forgotten while there is room in the database's own files; the one that finds none is answered."""
    for token in tokens:
        response = doors.forget(token)
        if response.status != 200:
            check_refusal("forget", response)
            return token
        assert response.json == {"forgotten": True}
    pytest.fail("forgetting was never refused")


def disk_states(suite: Suite) -> dict[str, str]:
    services = suite.get("/readyz", token="").json.get("services", {})
    return {name: one.get("disk", "") for name, one in services.items()}


def pids(suite: Suite) -> dict[str, int]:
    return {name: suite.processes[name].pid for name in SERVICES if suite.processes[name].poll() is None}


def check_refusal(name: str, response: HttpResponse) -> None:
    """In both languages; a page keeps what was typed."""
    assert response.status == FULL, (name, response.status, response.body[:500])
    if name == "form":
        page = response.body.decode()
        assert "磁盘空间不足" in page
        assert "form-" in page, "what was typed is in the page"
    else:
        assert (response.json["slug"], response.json["title_zh"][:6]) == (SLUG, "磁盘空间不足")


def check_nothing_lost(doors: Doors) -> None:
    """What was refused goes through under its key; all of it stands once."""
    for title in sorted(doors.refused):
        response = doors.commands()[title.partition("-")[0]](title)
        assert response.status in DONE, response.body
        doors.kept.add(title)
    assert sorted(titles(doors.suite)) == sorted(doors.kept)


@proves(20, "disk-unnamed")
def test_mode_20_a_full_disk_under_sqlite_is_a_problem_and_loses_nothing(tmp_path: Path, broker_uri: str) -> None:
    with mounts.small_disk(tmp_path / "small", 128) as small, running(small, broker_uri) as doors:
        doors.calls(MANY_CALLS)
        tokens = private_texts(small)
        assert len(tokens) == MANY_CALLS
        before = pids(doors.suite)
        ballast = mounts.fill(small)
        fault.occurs()
        until(lambda: set(disk_states(doors.suite).values()) == {"full"}, "every service says that its disk is full")
        assert doors.suite.get("/readyz", token="").status == 503
        for name, write in doors.commands().items():
            check_refusal(name, doors.until_refused(write, name))
        check_refusal("paper", doors.paper("paper-0"))
        assert doors.open311("late").status == FULL
        kept = check_forgetting(doors, tokens)
        check_refusal("rebuild", doors.rebuild("outreach"))
        assert doors.rebuild("gateway").status in (200, FULL)
        assert doors.suite.get("/v1/progress").status == 200, "reading goes on"
        assert doors.suite.get("/v1/outreach/features").status == 200
        assert not list((small / "evidence").glob("*/*.*")), "no half of a paper is left"
        ballast.unlink()
        until(lambda: doors.suite.get("/readyz", token="").status == 200, "it is ready again")
        assert doors.paper("paper-0").status == 201
        assert doors.open311("late").status == 201
        assert doors.forget(kept).json == {"forgotten": True}
        assert doors.rebuild("outreach").json["same"]
        check_nothing_lost(doors)
        assert pids(doors.suite) == before, "nothing was started again"


@pytest.mark.at_length
@proves(21, "disk-unnamed")
def test_mode_21_a_full_disk_under_postgresql_is_a_problem_and_loses_nothing(broker_uri: str) -> None:
    if not WHERE:
        pytest.skip("no PostgreSQL: apt install postgresql")
    with tempfile.TemporaryDirectory(prefix="full-") as folder:
        place, home = Path(folder), Path(folder) / "home"
        place.chmod(0o711)
        home.mkdir()
        with mounts.small_disk(place / "small", 384) as small:
            server = PostgresServer(small)
            # With its log on the same disk it would end for want of room, and come back when there is some.
            server.wal = place / "wal"
            # So it would at a checkpoint, which comes when the test asks for it.
            server.checkpoints = "-c checkpoint_timeout=1h -c max_wal_size=1GB"
            server.open()
            try:
                with running(home, broker_uri, server.url) as doors:
                    before, ballast = pids(doors.suite), mounts.fill(small)
                    fault.occurs()
                    for name, write in doors.commands().items():
                        check_refusal(name, doors.until_refused(write, name))
                    until(lambda: disk_states(doors.suite)["outreach"] == "full", "it says that its disk is full")
                    assert doors.suite.get("/v1/progress").status == 200
                    ballast.unlink()
                    check_nothing_lost(doors)
                    until(lambda: doors.suite.get("/readyz", token="").status == 200, "it is ready again")
                    ballast = mounts.fill(small)
                    doors.until_refused(doors.single, "single-later")
                    server.fail_at_a_checkpoint()
                    away = doors.single("single-last")
                    assert (away.status, away.json["slug"]) == (503, "unavailable")
                    ballast.unlink()
                    server.start(server.checkpoints)
                    doors.refused.add("single-last")
                    until(lambda: doors.suite.get("/readyz", token="").status == 200, "it is ready once more")
                    check_nothing_lost(doors)
                    assert pids(doors.suite) == before, "nothing was started again but the database"
            finally:
                server.close()


def alarms(home: Path) -> int:
    """How often the node has said that its disk is full."""
    logs = (home / "broker" / "log").glob("*.log")
    return sum(one.read_text(encoding="utf-8").count("disk resource limit alarm set") for one in logs)


def journal_directly(home: Path, title: str) -> str:
    """A command at its owner's own database, where no message is needed; the event's id."""
    store = Store(f"sqlite:///{home}/data/outreach.db")
    try:
        key = SigningKey(key_file.load_or_create(home / "secrets" / "signing" / "outreach.key"))
        commands = CommandService(store, [features.rules], Sealer("/320205/outreach", key))
        command = Command(title, "outreach.features", "apply", feature(title), Actor("SYN-clerk", "clerk"))
        return commands.execute(command).event
    finally:
        store.close()


@pytest.mark.at_length
@proves(22, "rpc-without-deadline")
def test_mode_22_a_full_disk_under_the_broker_stops_what_it_carries_and_loses_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with (
        mounts.small_disk(tmp_path / "small", 400) as small,
        broker_of_our_own(small) as node,
        running(home, node.uri) as doors,
    ):
        before, ballast = pids(doors.suite), mounts.fill(small, leave=20 << 20)
        until(lambda: alarms(small) > 0, "the broker raises its alarm")
        fault.occurs(alarms(small))
        event = journal_directly(home, "direct")
        assert doors.paper("paper-0").status == 201, "papers need no broker"
        response = doors.single("single-0")
        assert (response.status, response.json["slug"]) == (503, "unavailable")
        assert doors.suite.get("/v1/progress").status == 200
        until(lambda: doors.suite.get("/readyz", token="").status == 503, "it says that it is not ready")
        assert not is_in_the_view(doors.suite, event), "what is journalled waits for the broker"
        ballast.unlink()
        until(lambda: is_in_the_view(doors.suite, event), "what waited is published and received")
        until(lambda: doors.suite.get("/readyz", token="").status == 200, "it is ready again")
        doors.refused.add("single-0")
        doors.kept.add("direct")
        check_nothing_lost(doors)
        assert pids(doors.suite) == before
