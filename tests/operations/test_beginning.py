"""From a demo to an empty bureau: everything is put aside, nothing is lost, and nothing real goes by mistake."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from contracts.forms import personal
from contracts.register import is_synthetic
from operations.base import lock
from operations.base.environment import PYTHON, ROOT, Environment
from operations.beginning import begin, inventory, moves
from operations.beginning.inventory import Tally
from operations.demo import phases
from operations.demo.phases import Table
from operations.demo.sheets import SHEETS, Sheet
from operations.suite import home as suite_home
from operations.suite import suite
from operations.year import load
from operations.year.district import District
from services.chassis.storage.store import Store
from services.chassis.storage.tables import journal
from tests.broker import environment

DISTRICT = "320205"
MADE_UP = '{"note":"示例数据（合成）"}'
GOES_ON = {
    "people_posted.csv",
    "people_2026.csv",
    "contact_card_handovers.csv",
    "service_run_helps.csv",
    "digital_cases_sent_again.csv",
    "digital_cases_reworked.csv",
    "digital_cases_done_again.csv",
    "digital_cases_checked_again.csv",
    "complaints_converted.csv",
    "penalties_2026_afterwards.csv",
    "penalties_endings_afterwards.csv",
    "rectifications_converted.csv",
    "opinions_fed_back.csv",
    "surveys_closed.csv",
    "surveys_second_wave.csv",
}
"""Sheets of the demo that open no record."""
MOVED = {"audit", "broker", "data", "demo", "evidence", "log", "secrets"}


def synthetic_home(folder: Path, *more: tuple[str, str]) -> Path:
    """A home as a demo leaves it, with further records by register and words."""
    for name in ("run", "data", "evidence", "secrets/signing", "secrets/tls", "audit", "broker", "demo", "log"):
        (folder / name).mkdir(mode=0o700, parents=True)
    files = ("secrets/token.key", "secrets/signing/cases.key", "secrets/tls/server.crt", "evidence/aa", "broker/erl")
    for name in (*files, "audit/checkpoints.json", "demo/one.png", "log/up.log", "programme.yaml"):
        (folder / name).write_text(name, "utf-8")
    for service in ("training", "outreach", "equipment", "cases"):
        store = Store(f"sqlite:///{folder}/data/{service}.db")
        records = [(f"{service}.{name}", body) for name, body in (("units", MADE_UP), ("audit", "{}"))] + list(more)
        rows = [row(n, register, body) for n, (register, body) in enumerate(records) if register.startswith(service)]
        with store.begin() as tx:
            journal.create(tx)
            tx.execute(journal.insert(), rows)
        store.close()
    return folder


def row(number: int, register: str, body: str) -> dict[str, Any]:
    about = {"subject": f"s{number}", "version": 1, "type": f"{register}.opened.v1", "state": 1, "attempts": 0}
    return {"id": f"{register}-{number}", "register": register, "body": body} | about


def types(code: str) -> begin.Ask:
    return lambda _tallies: code


def everything(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


@pytest.fixture
def here(tmp_path: Path) -> Environment:
    return environment(synthetic_home(tmp_path / "home"))


def test_a_demo_is_put_aside_whole_and_the_home_is_empty(here: Environment) -> None:
    before = everything(here.home)
    copy = begin.begin(here, types(DISTRICT), with_real=False)
    stays = {"secrets/tls/server.crt", "programme.yaml"}
    assert everything(copy) == {name: body for name, body in before.items() if name not in stays}
    left = {
        str(one.relative_to(here.home)) for one in here.home.rglob("*") if one.is_file() and copy not in one.parents
    }
    assert left == stays | {"run/up.lock"}
    assert {one.name for one in copy.iterdir()} == MOVED
    with pytest.raises(begin.Empty):
        begin.begin(here, types(DISTRICT), with_real=False)


def test_mappings_for_the_platform_above_stay(here: Environment) -> None:
    mapping = here.home / "exchange" / "cases.yaml"
    mapping.parent.mkdir()
    mapping.write_text("title: x")
    begin.begin(here, types(DISTRICT), with_real=False)
    assert mapping.read_text() == "title: x"


def test_it_shows_what_there_is_before_it_asks(here: Environment) -> None:
    shown: list[Tally] = []

    def ask(tallies: Sequence[Tally]) -> str:
        shown.extend(tallies)
        return ""

    before = everything(here.home)
    with pytest.raises(begin.WrongDistrict):
        begin.begin(here, ask, with_real=False)
    assert ("training.units", 1, 0) in [(one.register, one.records, one.real) for one in shown]
    assert len(shown) == 4, "its own acts are no records"
    assert everything(here.home) == before


def test_a_record_that_does_not_say_that_it_is_made_up_stops_it(tmp_path: Path) -> None:
    here = environment(synthetic_home(tmp_path / "home", ("outreach.matters", '{"note":"张三报修"}')))
    before = everything(here.home)
    with pytest.raises(begin.RealRecords, match="为民办实事 Practical matters 1"):
        begin.begin(here, types(DISTRICT), with_real=False)
    assert everything(here.home) == before
    assert begin.begin(here, types(DISTRICT), with_real=True).is_dir()


@pytest.mark.parametrize("words", ["合成革厂油烟扰民", "外墙材料均为合成革", "（合成革厂）门前堆物", "合成氨泄漏"])
def test_a_real_record_about_something_synthetic_is_real(tmp_path: Path, words: str) -> None:
    here = environment(synthetic_home(tmp_path / "home", ("outreach.matters", f'{{"matter":"{words}"}}')))
    with pytest.raises(begin.RealRecords, match="为民办实事 Practical matters 1"):
        begin.begin(here, types(DISTRICT), with_real=False)


def first_words(sheet: Table) -> Iterator[str]:
    """What the first event of each record that a sheet opens says in plain words."""
    register, columns, rows = phases.read(sheet)
    opening = [step for step in register.steps if step.first]
    for row in rows:
        own = [[one for one in columns.columns if one.slot.step is step and row.at(one.index)] for step in opening]
        some = next((of_step for of_step in own if len(of_step) > 1), [])  # one alone names the record it goes on with
        if some:
            yield " ".join(str(row.at(one.index)) for one in some if not personal(one.slot.field))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda one: one.file)
def test_every_record_of_the_demo_says_that_it_is_made_up(sheet: Sheet) -> None:
    said = list(first_words(sheet))
    assert bool(said) != (sheet.file in GOES_ON)
    assert [one for one in said if not is_synthetic(one)] == []


def test_every_record_of_the_synthetic_year_says_that_it_is_made_up() -> None:
    for pile in load.piles(District(1000)):
        for number in range(pile.count):
            _, form = pile.make(number).steps[0]
            assert is_synthetic(str(form)), pile.register


def test_what_was_recorded_while_it_was_asked_stops_it(here: Environment) -> None:
    def ask(_tallies: Sequence[Tally]) -> str:
        with sqlite3.connect(here.home / "data" / "cases.db") as database:
            told = ("1", "cases.penalties", "s", 1, "cases.penalties.filed.v1", "{}", 1, 0)
            names = "id, register, subject, version, type, body, state, attempts"
            database.execute(f"INSERT INTO journal ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", told)
        return DISTRICT

    with pytest.raises(begin.RealRecords, match="1"):
        begin.begin(here, ask, with_real=False)
    assert (here.home / "data" / "cases.db").exists()


@pytest.mark.parametrize("name", begin.ELSEWHERE)
def test_what_lies_elsewhere_is_named_and_nothing_is_touched(here: Environment, name: str) -> None:
    elsewhere = environment(here.home, **{name: "/somewhere"} if not name.startswith("AMQP") else {})
    elsewhere = Environment(**{**_as_dict(elsewhere), "inherited": {**elsewhere.inherited, name: "/somewhere"}})
    with pytest.raises(begin.KeptElsewhere, match=name):
        begin.begin(elsewhere, types(DISTRICT), with_real=True)
    assert (here.home / "data").exists()


def _as_dict(one: Environment) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Environment.__slots__}


KILLED = """
import os, signal
from pathlib import Path
from operations.base.environment import Environment
from operations.beginning import begin
count, rename = {after}, Path.rename
def killing(self, target):
    global count
    count -= 1
    if count < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return rename(self, target)
Path.rename = killing
begin.begin(Environment.load(), lambda _: "320205", with_real=False)
"""


@pytest.mark.parametrize("after", [0, 3, 7])
def test_killed_in_the_middle_it_goes_on_and_nothing_is_lost(here: Environment, after: int) -> None:
    before = everything(here.home)
    script = KILLED.format(after=after)
    done = subprocess.run([PYTHON, "-c", script], cwd=ROOT, env=dict(here.inherited), check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    with pytest.raises(suite_home.BeginInterrupted):
        suite.Suite(here, {}, lambda _: pytest.fail("it was started"), lambda: "").run()

    copy = begin.begin(here, lambda _: pytest.fail("it was answered"), with_real=False)

    stays = ("secrets/tls/server.crt", "programme.yaml")
    assert everything(copy) == {name: body for name, body in before.items() if name not in stays}
    assert moves.interruption(here.home) is None


def test_another_that_holds_the_home_is_waited_for_by_nobody(here: Environment) -> None:
    other = "from operations.base import lock; from pathlib import Path\n"
    other += f"lock.take(Path({str(suite_home.lock_of(here.home))!r})); print(flush=True); input()"
    with subprocess.Popen([PYTHON, "-c", other], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        with pytest.MonkeyPatch.context() as still:
            still.setattr(suite_home, "stop", lambda _home: False)
            with pytest.raises(lock.Held, match=str(holder.pid)):
                begin.begin(here, types(DISTRICT), with_real=False)
        os.kill(holder.pid, signal.SIGKILL)
    assert (here.home / "data").exists()


def test_a_damaged_journal_is_not_taken_for_an_empty_one(here: Environment) -> None:
    (here.home / "data" / "cases.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(inventory.JournalUnreadable, match=r"cases\.db"):
        begin.begin(here, types(DISTRICT), with_real=False)


@pytest.mark.parametrize(
    "name", ["2027.yaml", "data/2027.yaml", "own/2027.yaml", "secrets/programme", "./run/../a.yaml"]
)
def test_the_bureaus_own_programme_stays_where_it_is_named(tmp_path: Path, name: str) -> None:
    home = synthetic_home(tmp_path / "home")
    file = home / name
    earlier = file.resolve().with_name(f"{file.stem}-2026-0123abcd{file.suffix}")
    file.parent.mkdir(exist_ok=True)
    for one in (file, earlier):
        one.write_text(name, "utf-8")
    before = everything(home)
    copy = begin.begin(environment(home, PROGRAMME_FILE=str(file)), types(DISTRICT), with_real=False)
    assert (file.read_text("utf-8"), earlier.read_text("utf-8")) == (name, name)
    stays = {
        "secrets/tls/server.crt",
        "programme.yaml",
        *(str(one.resolve().relative_to(home)) for one in (file, earlier)),
    }
    assert everything(copy) == {one: body for one, body in before.items() if one not in stays}


def test_a_programme_that_is_a_link_in_the_home_stays(tmp_path: Path) -> None:
    home = synthetic_home(tmp_path / "home")
    (tmp_path / "2027.yaml").write_text("own", "utf-8")
    (home / "own.yaml").symlink_to(tmp_path / "2027.yaml")
    begin.begin(environment(home, PROGRAMME_FILE=str(home / "own.yaml")), types(DISTRICT), with_real=False)
    assert (home / "own.yaml").read_text("utf-8") == "own"


@pytest.mark.parametrize("name", ["evidence", "secrets", "secrets/token.key", "gone", "before-begin"])
def test_a_link_is_named_before_anything_is_written_down(here: Environment, tmp_path: Path, name: str) -> None:
    if (here.home / name).exists():
        (here.home / name).rename(tmp_path / "elsewhere")
    (here.home / name).symlink_to(tmp_path / "elsewhere")
    before = everything(here.home)
    with pytest.raises(moves.InTheWay, match=f"{here.home / name} is a link"):
        begin.begin(here, types(DISTRICT), with_real=False)
    assert moves.interruption(here.home) is None
    assert {name: body for name, body in everything(here.home).items() if name != "run/up.lock"} == before


def test_what_is_mounted_is_named_before_anything_is_written_down(
    here: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "is_mount", lambda self: self.name == "evidence")
    with pytest.raises(moves.InTheWay, match="evidence"):
        begin.begin(here, types(DISTRICT), with_real=False)
    assert moves.interruption(here.home) is None


def test_what_is_there_twice_is_put_over_by_nothing(here: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def torn(self: Path, target: Path) -> Path:
        if self.name == "evidence":
            raise OSError(5, "Input/output error")
        return rename(self, target)

    with monkeypatch.context() as disk:
        disk.setattr(Path, "rename", torn)
        with pytest.raises(moves.MoveFailed, match="Input/output error"):
            begin.begin(here, types(DISTRICT), with_real=False)
    move = moves.interruption(here.home)
    assert move
    twice = here.home / move.copy / "evidence"
    twice.symlink_to("nowhere")
    with pytest.raises(moves.ThereTwice, match=r"evidence and .*before-begin/.*evidence are both there"):
        begin.begin(here, types(DISTRICT), with_real=False)
    assert moves.interruption(here.home) == move
    twice.unlink()
    assert (begin.begin(here, types(DISTRICT), with_real=False) / "evidence" / "aa").exists()
