"""A district that was carried into PostgreSQL is the one that SQLite has: every row, and every answer."""

from __future__ import annotations

import json
import random
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest

from bench import postgres
from bench.audit.log import open_log
from bench.postgres import Server
from bench.year import answers, report, transfer
from bench.year.gateway import Door
from bench.year.homes import SERVICES, Databases, Files, Homes
from bench.year.house import House
from operations.year import cases

SIZE, SEED, ENTRIES = 1_000, 463, 300


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Homes, Homes]]:
    """The homes on SQLite and those that are carried over from there."""
    if not postgres.is_installed():
        pytest.skip("no PostgreSQL: apt install postgresql")
    folder = tmp_path_factory.mktemp("year")
    server, on_files = Server(), Homes(folder, Files(), SEED)
    try:
        yield on_files, Homes(folder, Databases(server), SEED, on_files)
    finally:
        server.stop()


@contextmanager
def house(homes: Homes) -> Iterator[House]:
    """A house over the home itself."""
    home = homes.build(SIZE)
    one = House(home, homes.shelf.url(home))
    try:
        yield one
    finally:
        one.close()


def test_every_row_came_over(both: tuple[Homes, Homes]) -> None:
    on_files, on_server = both
    here, there = on_files.build(SIZE), on_server.build(SIZE)
    for service in SERVICES:
        url = on_server.shelf.url(there).format(service=service).replace("+psycopg2", "")
        with (
            closing(sqlite3.connect(here / "data" / f"{service}.db")) as file,
            closing(psycopg2.connect(url)) as server,
        ):
            assert rows_of(file, file) == rows_of(server, file), service


def test_an_audit_log_comes_over_too_with_the_row_that_its_migration_made(tmp_path: Path, postgres_url: str) -> None:
    here = open_log(tmp_path)
    here.fill(ENTRIES)
    there = open_log(tmp_path, postgres_url)
    assert there.size() == ENTRIES
    with (
        closing(sqlite3.connect(tmp_path / "audit.db")) as file,
        closing(psycopg2.connect(postgres_url.replace("+psycopg2", ""))) as server,
    ):
        assert rows_of(file, file) == rows_of(server, file)
    for log in (here, there):
        log.store.close()


def rows_of(connection: sqlite3.Connection | psycopg2.extensions.connection, file: sqlite3.Connection) -> object:
    """Every row of every table that the file has, as plain values."""
    names = [
        name
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith(("sqlite_", "migrated_"))
    ]
    found = {}
    for name in names:
        columns = [column[1] for column in file.execute(f"PRAGMA table_info({name})")]
        cursor = connection.cursor()
        cursor.execute(f"SELECT {', '.join(columns)} FROM {name}")
        found[name] = sorted(map(repr, map(plain, cursor.fetchall())))
    assert sum(map(len, found.values()))
    return found


def plain(row: tuple[object, ...]) -> list[object]:
    """A row whose bytes and truths are what both databases make of them."""
    return [bytes(one) if isinstance(one, memoryview) else int(one) if isinstance(one, bool) else one for one in row]


def test_every_question_has_the_answer_that_it_has_on_sqlite(both: tuple[Homes, Homes]) -> None:
    found = [dict(replies(homes)) for homes in both]
    assert found[0] == found[1]


def replies(homes: Homes) -> Iterator[tuple[str, dict[str, object]]]:
    """What each question of the bench is answered, but for the moment at which it was asked."""
    with house(homes) as one:
        door = Door(one)
        moments = {ago: door.moment_before(share) for ago, share in answers.AGO.items()}
        for question in answers.QUESTIONS:
            if not question.page:
                path = answers.fill(question.path.replace("{rows}", "20"), random.Random(question.name), moments)
                answer = json.loads(door.get(path)[1])
                yield path, {name: value for name, value in answer.items() if name != "until"}


def test_it_goes_on_where_sqlite_was_left(both: tuple[Homes, Homes]) -> None:
    """The next row has the next number, and the journal goes on in its order."""
    _, on_server = both
    with house(on_server) as one:
        assert one.take([cases.city_case(SEED, answers.WHILE_READING)], seed=SEED) > 0


def test_a_file_of_another_version_is_refused(both: tuple[Homes, Homes], tmp_path: Path) -> None:
    _, on_server = both
    assert isinstance(on_server.shelf, Databases)
    file = tmp_path / "cases.db"
    with closing(sqlite3.connect(file)) as old:
        old.execute("CREATE TABLE migrated_chassis (version_num)")
        old.execute("INSERT INTO migrated_chassis VALUES ('0001')")
        old.commit()
    with pytest.raises(transfer.OtherSchema):
        transfer.carry(file, on_server.shelf.url(on_server.build(SIZE)).format(service="cases"), "cases")


@pytest.fixture
def importers() -> Iterator[None]:
    """Without the one that pygal adds; what it brings along finds every package's metadata from then on, and stays."""
    yield
    sys.meta_path[:] = [one for one in sys.meta_path if type(one).__module__ != "pygal"]


@pytest.mark.usefixtures("importers")
def test_each_database_has_its_own_place_in_the_page(tmp_path: Path) -> None:
    (tmp_path / report.PAGE).write_text(f"Head.\n\n{report.MARKS['sqlite']}\n\nold\n")
    for database, name in (("postgresql", "first"), ("sqlite", "second"), ("postgresql", "third")):
        report.write(result(database, name), tmp_path)
    text = (tmp_path / report.PAGE).read_text()
    assert text.startswith("Head.\n")
    assert [name for name in ("old", "first", "second", "third") if f"| {name} |" in text] == ["second", "third"]
    assert text.index("second") < text.index(report.MARKS["postgresql"]) < text.index("third")


def result(database: str, name: str) -> report.Result:
    """One figure of a database."""
    cost = {"name": name, "p50": 1.0, "p95": 1.0, "cpu": 1.0, "work": 1.0, "sent": 0, "fault": ""}
    host = {"cores": 2, "processor": "", "load before": "0", "python": "3"}
    asked = {"size": SIZE, "seed": SEED, "database": database, "sheets": False, "quick": True, "from_sqlite": True}
    stages = [{"size": SIZE, "costs": [cost], "extra": {}}]
    return {"asked": asked, "machine": host, "state": "", "stages": stages, "races": []}
