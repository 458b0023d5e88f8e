"""A home's databases, papers and keys of any second come back; what is of no one second is refused."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from rich.console import Console

from operations.base.environment import PYTHON, ROOT
from operations.base.progress_bar import progress_bar
from operations.recovery import bringing, choice, layout, logs, marks, restoring, retention, small_files
from operations.recovery.bringing import Bringing
from operations.recovery.choice import NoArchive, NotHeld, TwoHomes
from operations.recovery.daily import Daily
from operations.recovery.databases import ArchiveDamaged, MixedAges
from operations.recovery.layout import ArchiveAway, OthersArchive, Place
from operations.recovery.marks import Mark
from operations.recovery.restoring import NotEmpty, Recovery
from operations.suite import archive
from services.chassis.storage.store import FOLLOWED, Store
from tests.office import migrated_store

PAPER = b"a paper"
SHA256 = hashlib.sha256(PAPER).hexdigest()
KEY = "secrets/signing/training.key"
NEVER = 1 << 42
PATIENCE = 60.0
WRITER = """
import sys, time
import sqlalchemy as sa
from services.chassis.storage.store import Store
store, day = Store(f"sqlite:///{sys.argv[1]}/data/training.db"), 0
while True:
    with store.begin() as tx:
        tx.execute(sa.text("INSERT INTO days VALUES (:day)"), {"day": day})
    print(time.time(), flush=True)
    day += 1
"""


def eventually(holds: Callable[[], object]) -> bool:
    """Whether it comes true while one waits."""
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


class House:
    """A home of two databases, a paper and a key, whose every second goes into an archive."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home, self.folder = home, folder
        (home / "data").mkdir(parents=True)
        (home / "data" / FOLLOWED).touch()
        (home / "run").mkdir()
        self.training = migrated_store(f"sqlite:///{home}/data/training.db", "training")
        self.papers = Store(f"sqlite:///{home}/data/papers.db")
        with self.papers.begin() as tx:
            tx.execute(sa.text("CREATE TABLE papers (sha256 TEXT)"))
        with self.training.begin() as tx:
            tx.execute(sa.text("CREATE TABLE days (day INTEGER)"))
            tx.execute(sa.text("INSERT INTO epochs VALUES (1, :id, 0, 0, 'first')"), {"id": f"home {home.name}"})
        self.write_key("first")
        self.bringing = Bringing(home, folder)

    def write_key(self, text: str) -> None:
        (self.home / KEY).parent.mkdir(parents=True, exist_ok=True)
        (self.home / KEY).write_text(text)

    def write(self, day: int) -> None:
        with self.training.begin() as tx:
            tx.execute(sa.text("INSERT INTO days VALUES (:day)"), {"day": day})

    def hand_in(self) -> None:
        file = layout.paper(self.home / "evidence", SHA256)
        file.parent.mkdir(parents=True)
        file.write_bytes(PAPER)
        with self.papers.begin() as tx:
            tx.execute(sa.text("INSERT INTO papers VALUES (:sha256)"), {"sha256": SHA256})

    def round(self, *, is_end: bool = False) -> Mark:
        mark = self.bringing.round(is_end=is_end)
        assert mark
        # The next second: a mark is found by its thousandth.
        time.sleep(0.01)
        return mark

    @property
    def place(self) -> Place:
        assert self.bringing.place
        return self.bringing.place

    def close(self) -> None:
        self.bringing.stop()
        self.training.close()
        self.papers.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "archive").mkdir()
    return tmp_path / "archive"


@pytest.fixture
def house(tmp_path: Path, folder: Path) -> Iterator[House]:
    one = House(tmp_path / "home", folder)
    yield one
    one.close()


def recover(folder: Path, home: Path, at: int | None = None) -> Recovery:
    with progress_bar(Console(stderr=True)) as bar:
        return restoring.recover(choice.choose(folder, at), home, bar)


def days(home: Path) -> list[int]:
    with closing(sqlite3.connect(home / "data" / "training.db")) as database:
        return [row[0] for row in database.execute("SELECT day FROM days ORDER BY day")]


def test_each_second_comes_back_as_it_was_with_its_papers_and_keys(house: House, folder: Path, tmp_path: Path) -> None:
    house.write(1)
    before = house.round()
    house.write(2)
    house.hand_in()
    house.write_key("second")
    house.round()

    recover(folder, tmp_path / "before", before.at)
    recover(folder, tmp_path / "now")

    assert (days(tmp_path / "before"), days(tmp_path / "now")) == ([1], [1, 2])
    assert (tmp_path / "before" / KEY).read_text() == "first"
    assert (tmp_path / "now" / KEY).read_text() == "second"
    assert not (tmp_path / "before" / "evidence").exists()
    assert layout.paper(tmp_path / "now" / "evidence", SHA256).read_bytes() == PAPER


def test_what_was_killed_comes_back_from_the_archive_alone(house: House, folder: Path, tmp_path: Path) -> None:
    for day in range(50):
        house.write(day)
    house.round()
    house.close()
    shutil.rmtree(house.home)

    recover(folder, tmp_path / "again")

    assert days(tmp_path / "again") == list(range(50))


def test_a_second_outside_the_archive_is_refused_with_its_range(house: House, folder: Path) -> None:
    first, last = house.round(), house.round()

    for wanted in (first.at - 1, last.at + 60_000):
        with pytest.raises(NotHeld) as refused:
            choice.choose(folder, wanted)
        assert {marks.words(first.at), marks.words(last.at)} <= set(map(str, refused.value.about))


def test_a_second_in_which_the_archive_was_away_is_refused_unless_the_home_stood_still(
    house: House, folder: Path
) -> None:
    mark = house.round()
    marks.append(house.place, replace(mark, at=mark.at + 60_000))
    with pytest.raises(NotHeld):
        choice.choose(folder, mark.at + 30_000)

    marks.append(house.place, replace(mark, at=mark.at + 61_000, is_end=True))
    marks.append(house.place, replace(mark, at=mark.at + 120_000))

    assert next(choice.choose(folder, mark.at + 90_000).marks()).is_end


def test_an_archive_of_which_one_database_ends_earlier_is_refused_by_name(
    house: House, folder: Path, tmp_path: Path
) -> None:
    house.write(1)
    house.round()
    hour_ago = tmp_path / "hour-ago"
    shutil.copytree(house.place.database("training.db"), hour_ago)
    house.write(2)
    house.round()
    house.close()
    shutil.rmtree(house.place.database("training.db"))
    shutil.copytree(hour_ago, house.place.database("training.db"))

    with pytest.raises(MixedAges, match=r"training\.db ends at"):
        recover(folder, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_damaged_file_is_named_and_nothing_is_restored(house: House, folder: Path, tmp_path: Path) -> None:
    house.round()
    house.write(2)
    house.round()
    house.close()
    newest = max((house.place.database("training.db") / "ltx" / "0").iterdir())
    body = bytearray(newest.read_bytes())
    body[len(body) // 2] ^= 0xFF
    newest.write_bytes(body)

    with pytest.raises(ArchiveDamaged, match=newest.name):
        recover(folder, tmp_path / "again")


def test_a_spoilt_paper_is_named_and_the_rest_comes_back(house: House, folder: Path, tmp_path: Path) -> None:
    house.hand_in()
    house.round()
    layout.paper(folder / "papers", SHA256).write_bytes(b"another")

    done = recover(folder, tmp_path / "again")

    assert [SHA256 in one for one in done.papers] == [True]
    assert days(tmp_path / "again") == []


def test_a_home_that_is_not_empty_is_not_recovered_into(house: House, folder: Path) -> None:
    house.round()
    with pytest.raises(NotEmpty):
        recover(folder, house.home)
    assert (house.home / KEY).exists()


def test_archives_of_two_homes_are_not_mixed(house: House, folder: Path, tmp_path: Path) -> None:
    house.round()
    other = House(tmp_path / "other", folder)
    with pytest.raises(OthersArchive):
        other.bringing.round()
    aside = tmp_path / "aside"
    aside.mkdir()
    other.bringing.folder = aside
    other.round()
    other.close()
    shutil.copytree(aside / "lives", folder / "lives", dirs_exist_ok=True)

    with pytest.raises(TwoHomes):
        choice.choose(folder, None)


def test_an_empty_folder_is_no_archive(folder: Path) -> None:
    with pytest.raises(NoArchive):
        choice.choose(folder, None)


def test_a_share_that_is_not_mounted_is_not_written_under(house: House, folder: Path, tmp_path: Path) -> None:
    house.round()
    folder.rename(tmp_path / "unmounted")
    folder.mkdir()

    with pytest.raises(ArchiveAway):
        house.bringing.round()

    shutil.rmtree(folder)
    (tmp_path / "unmounted").rename(folder)
    house.write(3)
    house.round()
    recover(folder, tmp_path / "again")
    assert days(tmp_path / "again") == [3]


def test_who_heard_more_than_was_said_is_put_back_to_an_earlier_mark(
    house: House, folder: Path, tmp_path: Path
) -> None:
    house.write(1)
    earlier = house.round()
    cases = migrated_store(f"sqlite:///{house.home}/data/cases.db", "cases")
    with cases.begin() as tx:
        heard = {"epoch": "home home", "last": 7, "none": b"", "key": "k"}
        tx.execute(
            sa.text("INSERT INTO witnesses VALUES ('training', :epoch, 7, :last, :none, :none, :key, :none)"), heard
        )
    cases.close()
    house.round()

    done = recover(folder, tmp_path / "again")

    assert done.mark.at == earlier.at
    assert not (tmp_path / "again" / "data" / "cases.db").exists()


def test_a_life_goes_on_where_it_stopped_and_a_recovered_home_begins_another(
    house: House, folder: Path, tmp_path: Path
) -> None:
    house.write(1)
    house.round()
    first = house.place.life.id
    house.bringing.stop()
    house.bringing = Bringing(house.home, folder)
    house.write(2)
    house.round(is_end=True)
    assert house.place.life.id == first

    again = tmp_path / "again"
    recover(folder, again)
    (again / "run").mkdir()
    bringing = Bringing(again, folder)
    assert bringing.round()
    bringing.stop()

    assert len(layout.places(folder)) == 2
    assert days(again) == [1, 2]


def test_logs_that_an_archive_follows_are_left_alone_by_services(house: House) -> None:
    with house.training.begin() as tx:
        assert tx.scalar(sa.text("PRAGMA wal_autocheckpoint")) == 0
        tx.execute(sa.text("INSERT INTO days VALUES (1)"))
    house.training.checkpoint()

    assert (house.home / "data" / "training.db-wal").stat().st_size > 0


def test_a_restored_database_is_whole_however_much_is_written_meanwhile(
    house: House, folder: Path, tmp_path: Path
) -> None:
    seconds = []
    for _ in range(4):
        for day in range(300):
            house.write(day)
        seconds.append(house.round().at)

    for at in seconds:
        home = tmp_path / str(at)
        recover(folder, home, at)
        with closing(sqlite3.connect(home / "data" / "training.db")) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [len(days(tmp_path / str(at))) for at in seconds] == [300, 600, 900, 1200]


def test_while_nothing_can_be_archived_logs_are_kept_short(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "LONG", 1000)
    folder.rmdir()
    house.write(1)

    with pytest.raises(FileNotFoundError):
        house.bringing.round()

    assert (house.home / "data" / "training.db-wal").stat().st_size == 0


def test_what_waits_for_an_archive_and_is_in_it_leaves_the_home(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "STAY", 1)
    monkeypatch.setattr(bringing, "LOCAL_EVERY", 0.0)
    for day in range(5):
        house.write(day)
        house.round()

    waiting = layout.local(house.home, house.place.life) / "training.db" / "ltx" / "0"
    assert len(list(waiting.iterdir())) == 1
    assert len(list((house.place.database("training.db") / "ltx" / "0").iterdir())) >= 5


def test_keys_of_seconds_that_are_let_go_of_go_too_and_those_of_others_stay(house: House) -> None:
    house.write_key("old")
    old = house.round()
    house.write_key("new")
    new = house.round()
    marks.append(house.place, replace(new, at=new.at + 3_600_000))
    first = next(layout.hours(house.place))

    retention.drop_old(house.place, new.at + 3_600_000)

    assert not first.exists()
    kept = {one.name for one in house.place.files.iterdir()}
    assert new.files in kept
    assert old.files not in kept
    assert small_files.files_of_list(house.place, new.files)[KEY][0] in kept


def test_a_drill_is_due_once_a_day_at_its_hour() -> None:
    daily = Daily(dt.time(3, 30))
    day = dt.datetime(2026, 12, 1).astimezone()
    hours = [0.0, 3.4, 3.6, 3.7, 23.0, 27.4, 27.6]

    assert [daily.is_due((day + dt.timedelta(hours=one)).timestamp()) for one in hours] == [
        *(False, False, True, False, False, False, True)
    ]


def test_when_everything_is_killed_what_was_acknowledged_five_seconds_before_comes_back(
    tmp_path: Path, folder: Path
) -> None:
    house = House(tmp_path / "home", folder)
    house.training.close()
    variables = {**os.environ, "CAMPAIGN_HOME": str(house.home), "RECOVERY_FOLDER": str(folder), "DRILL_AT": "never"}
    keeper = subprocess.Popen([PYTHON, "-m", "operations.recovery.keeper"], env=variables, cwd=ROOT)
    writer = subprocess.Popen([PYTHON, "-c", WRITER, str(house.home)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert eventually(lambda: archive.load(house.home) and len(list(marks.upto(layout.places(folder)[0], NEVER))) > 5)

    time.sleep(0.8)  # not just after a mark
    killed = time.time()
    for process in (keeper, writer):
        process.kill()
    acknowledged = [float(line) for line in writer.communicate()[0].splitlines() if line]
    keeper.wait()
    shutil.rmtree(house.home)
    recover(folder, tmp_path / "again")

    lost = acknowledged[len(days(tmp_path / "again")) :]
    assert not lost or killed - lost[0] <= 5
