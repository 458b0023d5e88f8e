"""A kill in the middle of a migration: each history is at its old or its new version, and the next start completes."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from services.chassis.storage import migrations, tables
from services.chassis.storage.store import Store
from services.gateway import paper_list
from services.gateway.accounts import tables as accounts
from services.gateway.read_model import ledger
from services.gateway.read_model.records import record_news
from services.gateway.reminders import tables as reminders
from tests import postgres
from tests.chassis import migrating
from tests.chassis.migrating import COMMIT, GATEWAY
from tests.homes import archive
from tests.suite import ROOT

VERSION, KEPT = "0.1.0", "sqlite-demo"
SEED, DRAWN = 463, 3
MOST_ROWS = 300
FULL_OF = ("papers", "tellings", "contributions", "deadlines", "records", "heard", "copied")
Fresh = Callable[[], str]


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> sa.Engine:
    """The gateway's database as that version left it."""
    folder = tmp_path_factory.mktemp("earlier")
    archive.unpack(VERSION, KEPT, folder)
    return sa.create_engine(f"sqlite:///{folder}/home/data/{GATEWAY}.db")


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, earlier: sa.Engine, tmp_path: Path) -> Iterator[Fresh]:
    """Gives the address of a database of that version, another one each time."""
    if request.param == "sqlite":
        yield from _files(earlier, tmp_path)
    else:
        yield from _databases(earlier, request.getfixturevalue("postgres"))


def _files(earlier: sa.Engine, folder: Path) -> Iterator[Fresh]:
    fill(f"sqlite:///{folder}/old.db", earlier)
    numbers = iter(range(1000))

    def copy() -> str:
        home = folder / str(next(numbers))
        home.mkdir()
        shutil.copy(folder / "old.db", home / "gateway.db")
        return f"sqlite:///{home}/gateway.db"

    yield copy


def _databases(earlier: sa.Engine, server: str) -> Iterator[Fresh]:
    made = ["interrupted"]
    postgres.execute(f"{server}/postgres", f"CREATE DATABASE {made[0]}")
    fill(f"{server}/{made[0]}", earlier)

    def copy() -> str:
        made.append(f"{made[0]}_{len(made)}")
        postgres.execute(f"{server}/postgres", f"CREATE DATABASE {made[-1]} TEMPLATE {made[0]}")
        return f"{server}/{made[-1]}"

    yield copy
    for name in made:
        postgres.execute(f"{server}/postgres", f"DROP DATABASE {name} WITH (FORCE)")


def fill(url: str, earlier: sa.Engine) -> None:
    """Make the schema of the earlier version, with rows of its own."""
    with closing(Store(url)) as store:
        with earlier.connect() as reader:
            was = versions(reader)
        for name, folder in migrations.histories(GATEWAY).items():
            with store.begin() as tx:
                command.upgrade(migrations.config(name, folder, tx), was[name])
        source = sa.MetaData()
        with earlier.connect() as reader, store.begin() as tx:
            source.reflect(reader, only=FULL_OF)
            for name in FULL_OF:
                rows = [dict(row) for row in reader.execute(source.tables[name].select().limit(MOST_ROWS)).mappings()]
                tx.execute(sa.Table(name, sa.MetaData(), autoload_with=tx).insert(), rows)
        if store.is_sqlite:
            store.checkpoint()


def versions(connection: sa.Connection) -> dict[str, str]:
    """The version of each history that is there."""
    there = [name for name in sa.inspect(connection).get_table_names() if name.startswith(migrations.VERSION_TABLE)]
    found = {name: connection.scalar(sa.select(sa.text("version_num")).select_from(sa.text(name))) for name in there}
    return {name.removeprefix(migrations.VERSION_TABLE): str(one) for name, one in found.items()}


def look(url: str) -> tuple[dict[str, str], frozenset[str], dict[str, int]]:
    """The versions, the tables, and how many rows the old tables and the list of papers have; both files of SQLite."""
    with closing(Store(url)) as store, closing(paper_list.open_store(store)) as papers:
        found: dict[str, str] = {}
        names: list[str] = []
        counts: dict[str, int] = {}
        for one in dict.fromkeys((store, papers)):
            with one.begin_read() as tx:
                found |= versions(tx)
                names += sa.inspect(tx).get_table_names()
                present = set(sa.inspect(tx).get_table_names()) & set(FULL_OF)
                counts |= {name: tx.scalar(sa.text(f"SELECT count(*) FROM {name}")) or 0 for name in sorted(present)}
        return found, frozenset(names), counts


def run(output: Path, orders: Mapping[str, int]) -> list[Any]:
    """Bring databases up, each by a process that dies at a moment; what came of them."""
    command_ = [sys.executable, "-m", "tests.chassis.migrating", str(output)]
    text = "".join(f"{url} {after}\n" for url, after in orders.items())
    done = subprocess.run(command_, cwd=ROOT, input=text, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def moments_to_die(moments: list[str]) -> list[int]:
    """Moments to die at: just before every commit, just after it, and some between, by a seed."""
    commits = [number for number, kind in enumerate(moments, 1) if kind == COMMIT]
    after = [number + 1 for number in commits if number < len(moments)]
    others = [number for number in range(1, len(moments) + 1) if number not in {*commits, *after}]
    return sorted({*commits, *after, *random.Random(SEED).sample(others, DRAWN)})


def differences(url: str) -> list[object]:
    """What the schema lacks of the declared one, or has beside it."""
    with closing(Store(url)) as store, store.begin_read() as tx:
        beside = () if store.is_sqlite else (paper_list.meta, accounts.meta, reminders.meta)
        metas = (tables.meta, ledger.meta, record_news.meta, *beside)
        declared = sa.MetaData()
        for meta in metas:
            for table in meta.tables.values():
                table.to_metadata(declared)
        found = compare_metadata(MigrationContext.configure(tx), declared)
    return [one for one in found if migrations.VERSION_TABLE not in str(one)]


def test_a_kill_at_any_moment_of_a_migration_leaves_whole_steps_and_the_next_start_completes(
    fresh: Fresh, tmp_path: Path
) -> None:
    old, undisturbed = look(fresh()), fresh()
    moments, ended = run(tmp_path / "undisturbed", {undisturbed: 0})
    new = look(undisturbed)
    assert (ended, new[0]["gateway"] > old[0]["gateway"]) == (0, True)

    killed = {fresh(): moment for moment in moments_to_die(moments)}
    assert set(run(tmp_path / "killed", killed)) == {-signal.SIGKILL}
    stages: set[tuple[tuple[str, str], ...]] = set()
    for url, moment in killed.items():
        half = look(url)
        check_whole(half[0], half[1], old, new, moment)
        stages.add(tuple(sorted(half[0].items())))
        migrating.bring_up(url)
        assert look(url) == new, f"after a kill at {moment} of {len(moments)}"
        assert differences(url) == []
    assert len(stages) > 1, "some died before a history was at its end, and some behind it"


def check_whole(
    found: Mapping[str, str],
    names: frozenset[str],
    old: tuple[Mapping[str, str], frozenset[str], Mapping[str, int]],
    new: tuple[Mapping[str, str], frozenset[str], Mapping[str, int]],
    moment: int,
) -> None:
    """Each history is at its old or its new version, and its tables with it."""
    for name, version in found.items():
        assert version in (old[0].get(name), new[0][name]), (moment, found)
    if dict(found) == dict(old[0]):
        assert names == old[1], moment
    if dict(found) == dict(new[0]):
        assert names - new[1] <= {paper_list.papers.name}, moment


def test_what_was_migrated_is_told_and_a_later_version_is_refused_by_name(tmp_path: Path, earlier: sa.Engine) -> None:
    url = f"sqlite:///{tmp_path}/gateway.db"
    fill(url, earlier)
    with closing(Store(url)) as store:
        assert migrations.migrate(store, GATEWAY) == {"chassis": ("0005", look(url)[0]["chassis"])} | {
            "gateway": ("0006", look(url)[0]["gateway"])
        }
        assert migrations.migrate(store, GATEWAY) == {}
        with store.begin() as tx:
            tx.execute(sa.text("UPDATE migrated_gateway SET version_num = '4711'"))
        with pytest.raises(migrations.LaterSchema, match="4711"):
            migrations.migrate(store, GATEWAY)
        with store.begin_read() as tx:
            assert versions(tx)["gateway"] == "4711"
