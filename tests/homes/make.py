"""Makes the homes of a version, by its own code: `python -m tests.homes.make TREE VERSION [HOME ...]`.

TREE is a checkout of the version's commit with a `.venv`. Needs RabbitMQ and PostgreSQL; takes some ten minutes.
"""

from __future__ import annotations

import contextlib
import functools
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from PIL import Image, PngImagePlugin

from contracts import catalogue
from operations.broker import broker
from operations.demo.sheets import SHEETS
from tests import messaging, postgres
from tests.broker import environment
from tests.homes import archive, corrections, interview, letters, tables
from tests.homes.release import Release
from tests.homes.tables import SERVICES
from tests.office import clerk_of

PATIENCE = 900.0
DEMO_TRIES = 3
DAY = "2017-07-03"
"""After the day of the article's numbers: the table as of that day is the demo's alone."""
EXTRA: dict[str, dict[str, Any]] = {
    "cases/provisions": {
        "unit": "bureau",
        "kind": "decision_extension",
        "days": 30,
        "basis": "合成依据（示例数据）",
        "wording": "合成条文（示例数据）",
        "in_force_on": DAY,
    },
    "cases/norm_checks": {
        "unit": "DT",
        "focus": "conduct",
        "checker": "DCK-01",
        "checked_on": DAY,
        "findings": [{"point": "着装", "passed": True}, {"point": "用语", "passed": False, "remark": "合成"}],
    },
    "cases/appraisals": {
        "unit": "DT",
        "begins": "2017-01-01",
        "ends": "2017-03-31",
        "published_on": DAY,
        "marks": [{"point": "队容风纪", "most": 100, "points": 91, "remark": "合成"}],
    },
    "cases/process_statistics": {"unit": "bureau", "year": 2016, "compiled_on": "2017-01-20", "note": "合成"},
}
"""The registers of which the demo has nothing get a record each."""


def main(tree: str, version: str, *names: str) -> None:
    """Make the named homes, or all."""
    with (
        tempfile.TemporaryDirectory(prefix="homes-") as folder,
        _broker(Path(folder)) as uri,
        postgres.server() as server,
    ):
        for name in names or HOMES:
            sys.stdout.write(f"{name}\n")
            work = Path(folder) / name
            (work / "kept" / "home").mkdir(parents=True)
            url = _databases(server, name.partition("-")[0] + str(len(name))) if name.startswith("postgresql") else ""
            messaging.empty(uri)
            release = Release(Path(tree).absolute(), work / "home", uri, url)
            try:
                HOMES[name](release, work / "kept")
            finally:
                release.down()
            archive.pack(work / "kept", archive.HERE / version / f"{name}.tar.xz")


@contextmanager
def _broker(folder: Path) -> Iterator[str]:
    """A broker beside the homes, so that none of them has one inside: what lies in it is kept as letters."""
    running = broker.ensure(environment(folder))
    try:
        yield running.uri
    finally:
        running.stop()


def _databases(server: str, prefix: str) -> str:
    for service in SERVICES:
        postgres.execute(f"{server}/postgres", f"CREATE DATABASE {prefix}_{service}")
    return f"{server}/{prefix}_{{service}}"


def demo(release: Release, kept: Path) -> None:
    """The demo loaded, a record in every register, and stopped in order."""
    draw_small(release.home / "demo")
    release.up()
    _load(release)
    caller = release.caller
    for register, form in EXTRA.items():
        name = register.replace("/", ".")
        clerk = clerk_of(name, catalogue.REGISTERS[name].opening.name)
        answer = release.caller_as(clerk.role).post(f"/v1/{register}", form, key=f"home {register}")
        assert answer.status == 201, (register, answer.body)
    last = answer.json["event"]
    caller.get(f"/v1/progress?after={last}")
    answers = _answers(release)
    release.down()
    _keep(release, kept, answers)
    if not release.database_url:  # one list for both: nearly all records of the demo have the same ids
        release.up()
        answers["corrections"] = [one.to_json() for one in corrections.find(functools.cache(release.caller_as))]
        release.down()
        archive.write_json(kept / "answers.json", answers)


class _Clerk:
    """Loads the demo beside us, and begins again where a 503 ended it."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.process = release.start("demo")

    def go_on(self) -> bool:
        if self.process.poll() is not None:
            self.process = self.release.start("demo")
        return True

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def _load(release: Release) -> None:
    """Load the demo; after a 503, as any clerk does, once more."""
    for _ in range(DEMO_TRIES):
        with contextlib.suppress(AssertionError):
            release.run("demo")
            return
    release.run("demo")


def backlog(release: Release, kept: Path) -> None:
    """The power goes while the demo is loaded: events that wait in a journal, letters that wait in inboxes."""
    draw_small(release.home / "demo")
    release.up()
    clerk = _Clerk(release)
    _until(lambda: clerk.go_on() and _events(release, "people"), "people were written")
    release.signal("cases", signal.SIGSTOP)
    _until(lambda: clerk.go_on() and _events(release, "acknowledgements"), "acknowledgements were written")
    release.signal("gateway", signal.SIGSTOP)
    _until(lambda: _published(release, "acknowledgements"), "some of them were published")
    release.signal("training", signal.SIGSTOP)
    waits = tables.waiting(release.connect)
    assert waits["training"], "all were published before anybody could stop it; try again"
    release.kill_all()
    clerk.stop()
    time.sleep(2)  # until the broker has what its subscribers had not acknowledged
    lying = letters.take(release.amqp_uri)
    _keep(release, kept, {})
    archive.write_json(kept / "letters.json", lying)
    messaging.empty(release.amqp_uri)
    release.up()
    letters.put(release.amqp_uri, lying)
    _until(lambda: not any(tables.waiting(release.connect).values()), "all was published")
    inboxes = [catalogue.inbox(subscriber) for subscriber in catalogue.SUBSCRIBERS]
    _until(lambda: not any(messaging.count(release.amqp_uri, inbox) for inbox in inboxes), "all was read")
    time.sleep(2)
    answers = _answers(release) | {"waiting": waits, "letters": len(lying)}
    release.down()
    archive.write_json(kept / "answers.json", answers)


HOMES: dict[str, Callable[[Release, Path], None]] = {
    "sqlite-backlog": backlog,
    "sqlite-demo": demo,
    "postgresql-backlog": backlog,
    "postgresql-demo": demo,
}


def draw_small(folder: Path) -> None:
    """The demo's pictures, a pixel each, with their names inside: what is drawn already is not drawn again."""
    folder.mkdir(parents=True)
    for name in {name for sheet in SHEETS for name in sheet.pictures()}:
        said = PngImagePlugin.PngInfo()
        said.add_itxt("Title", f"SYNTHETIC 合成 {name}")
        Image.new("1", (1, 1)).save(folder / name, pnginfo=said)


def _answers(release: Release) -> dict[str, Any]:
    caller = release.caller
    records, members = interview.entries(caller)
    progress = interview.table(caller)
    return {
        "registers": records,
        "members": members,
        "progress": progress,
        "ledger": interview.ledger(caller),
        "contributions": tables.contributions(release.connect, tables.measures_of(progress)),
        "journals": tables.journals(release.connect),
    }


def _keep(release: Release, kept: Path, answers: dict[str, Any]) -> None:
    """Keep the home as it is now; a SQLite that was ended in order as SQL, one that was not with all its files."""
    lite, ended = not release.database_url, bool(answers)
    archive.copy_home(release.home, kept / "home", data=lite and not ended)
    if not lite:
        archive.dump_postgresql(
            postgres.WHERE[-1] / "pg_dump",
            kept / "postgresql",
            lambda service: release.database_url.replace("{service}", service),
        )
    elif ended:
        archive.dump_sqlite(release.home, kept / "sqlite")
    archive.write_json(kept / "answers.json", answers)


def _events(release: Release, register: str) -> int:
    return _count(release, f"register = 'training.{register}'")


def _published(release: Release, register: str) -> int:
    return _count(release, f"register = 'training.{register}' AND state = 1")


def _count(release: Release, which: str) -> int:
    with tables.reading(release.connect, "training") as tx:
        return tx.scalar(sa.text(f"SELECT count(*) FROM journal WHERE {which}")) or 0


def _until(holds: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"not within {PATIENCE:.0f} s: {what}"
        time.sleep(0.001)


if __name__ == "__main__":
    assert shutil.which("cp")
    main(*sys.argv[1:])
