"""`demo`: the Xishan 2017 campaign, from a clerk's spreadsheets through the suite's own import."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from operations.base.environment import Environment
from operations.base.progress_bar import progress_bar
from operations.client import client, progress_table
from operations.client.accounts import administrator
from operations.client.client import Client, Declined
from operations.demo import accounts, people, pictures
from operations.demo.people import SyntheticPost
from operations.demo.phases import Phase, Planner
from operations.demo.sheets import CSV, SHEETS, XLSX, Sheet, text, workbook
from operations.suite import detach, home, readiness

BASELINE = "2017-06-15"
"""The business date of the article's numbers."""
PATIENCE = 30.0
STAFF = 2
"""How many sheets of units and people stand before all others."""


SignIn = Callable[[SyntheticPost], Client]
"""Signs a synthetic person in, in one of their posts."""


@dataclass(frozen=True)
class ImportResult:
    """What was imported: rows by outcome, steps that a second person released, and the events to wait for."""

    accepted: int
    repeated: int
    released: int
    events: tuple[str, ...]


@dataclass
class Outcome:
    """What came of one sheet: its rows, those that left anything new, and its last event."""

    rows: int
    new: set[str] = field(default_factory=set)
    last_event: str | None = None

    def take(self, number: int, answer: Mapping[str, Any]) -> None:
        """Note what came of one person's turn with a body of the sheet."""
        self.new |= {f"{number}/{one['row']}" for one in answer["records"] if not one["repeated"]}
        self.last_event = answer["last_event"] or self.last_event


def load(environment: Environment, and_then: Callable[[Console], None] | None = None) -> None:
    """Loads the demo into the running suite, or into one that it starts and stops; prints the 13 items.

    `and_then` is what else is to be done while the suite runs.
    """
    console = Console()
    stays = _runs(environment)
    with _suite(environment, console):
        suite = client.connect(environment)
        accounts.found_bureau(administrator(environment))
        result = fill(partial(accounts.as_person, environment), environment.home / "demo", console)
        accounts.open_all(environment, console)
        console.print(_summary(result))
        progress_table.show(progress(suite, result.events), console)
        if and_then:
            and_then(console)
    opened = f"{suite.address}?as_of={BASELINE}"
    console.print(f"Every number opens to its evidence 每个数字都可查到佐证: {opened}", soft_wrap=True)
    accounts.show(environment, console)
    if not stays:
        console.print("Start the suite to open it 启动套件后即可打开: ./campaign up")


@contextmanager
def _suite(environment: Environment, console: Console) -> Iterator[None]:
    """The suite that runs already, or one for as long as it is needed."""
    if _runs(environment):
        yield
        return
    console.print("No suite is running; starting one for the demo 正在为示例启动套件")
    detach.start(environment)
    try:
        yield
    finally:
        home.stop(environment.home)


def _runs(environment: Environment) -> bool:
    """Whether there is a suite: this home's, or another that answers at the address, in containers perhaps.

    Raises Busy where one is there and does not become ready.
    """
    if home.running(environment.home) is not None:
        return True
    answer = readiness.ask_again(environment)
    if answer.is_busy:
        raise readiness.Busy(environment.http_address, ", ".join(answer.not_ready()) or "gateway")
    return answer.ready


def _summary(result: ImportResult) -> str:
    if not result.accepted:
        return f"Nothing changed: all {result.repeated} rows were there already 未作任何更改，各行均已存在"
    imported = f"{result.accepted} rows imported, {result.repeated} were there already 导入 {result.accepted} 行"
    return f"{imported}; {result.released} steps released by a second person 由第二人认定 {result.released} 步"


def fill(sign_in: SignIn, picture_folder: Path, console: Console) -> ImportResult:
    """Has each person hand in their evidence and import their steps, and a second one release what needs one.

    Pictures are kept in `picture_folder`. Raises Away, Declined, NobodyMay.
    """
    planner = Planner(people.posts())
    plan = [(sheet, list(planner.phases(sheet))) for sheet in SHEETS]
    staff = Staff(sign_in, picture_folder)
    with progress_bar(console) as bar:
        papers = {(one.post, name) for _, phases in plan for one in phases for name in one.pictures}
        evidence = bar.add_task("evidence 佐证", total=len(papers))
        rows = bar.add_task("rows 行", total=sum(len(sheet.rows()) - 1 for sheet in SHEETS))
        outcomes: list[Outcome] = []
        for sheet, phases in plan:
            # Evidence first: a row that refers to bytes which nobody handed in is refused.
            for one in dict.fromkeys((phase.post, name) for phase in phases for name in phase.pictures):
                if one in papers:
                    papers.remove(one)
                    staff.hand_in(*one)
                    bar.advance(evidence)
            outcomes.append(_import(staff, sheet, phases, outcomes))
            bar.advance(rows, outcomes[-1].rows)
        events = tuple(one.last_event for one in outcomes if one.last_event)
        releases = _release(staff, planner, events, bar)
    accepted = sum(len(one.new) for one in outcomes)
    repeated = sum(one.rows for one in outcomes) - accepted
    last = tuple(one["last_event"] for one in releases if one["last_event"])
    return ImportResult(accepted, repeated, sum(one["released"] for one in releases), events + last)


@dataclass
class Staff:
    """The synthetic people, each signed in once for each of their posts."""

    sign_in: SignIn
    picture_folder: Path
    _signed_in: dict[SyntheticPost, Client] = field(default_factory=dict)

    def client(self, post: SyntheticPost) -> Client:
        """The suite as a person asks it."""
        if post not in self._signed_in:
            self._signed_in[post] = self.sign_in(post)
        return self._signed_in[post]

    def hand_in(self, post: SyntheticPost, name: str) -> None:
        """Hand in a picture."""
        self.client(post).post("/v1/evidence", _picture(self.picture_folder, name), "image/png", name=name)


def _picture(folder: Path, name: str) -> bytes:
    """A picture, drawn once: another font tomorrow must not make another file of it."""
    path = folder / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(pictures.png(name))
        fresh.replace(path)
    return path.read_bytes()


def _import(staff: Staff, sheet: Sheet, phases: Sequence[Phase], before: Sequence[Outcome]) -> Outcome:
    """Imports one sheet, one person after the other, after what it needs has arrived: units and people, or what the
    sheet before it left.
    """
    if sheet.awaits:
        _wait(staff.client(phases[0].post), f"/v1/{sheet.register}/{sheet.rows()[1][0]}", sheet.awaits)
    needed = before[-1:] if sheet.follows else before[:STAFF][-1:]
    after, outcome = needed[0].last_event if needed else None, Outcome(len(sheet.rows()) - 1)
    for number, rows in enumerate(sheet.parts()):
        # The first hands it in as they have it; it is handed on as text, which is the same sheet.
        body, media_type = (workbook(rows), XLSX) if sheet.media_type == XLSX else (text(rows), CSV)
        for phase in phases:
            person, steps = staff.client(phase.post), ",".join(phase.steps)
            answer = person.post(f"/v1/{sheet.register}/import", body, media_type, after=after, steps=steps)
            outcome.take(number, answer)
            body, media_type = text(rows), CSV
    return outcome


def _release(staff: Staff, planner: Planner, events: Sequence[str], bar: Progress) -> list[dict[str, Any]]:
    """Has a second person release what of the imports awaits one; what came of each. Raises Declined, NobodyMay."""
    reader = staff.client(_inspector(planner))
    progress(reader, tuple(events))  # what awaits release stands in the view, which must have heard of it
    own = {post.person for post in planner.posts}
    waiting = [one for one in reader.every("/v1/imports", "imports") if one["importer"] in own]
    answers = []
    for one in bar.track(waiting, description="released 认定"):
        second = planner.second(one["register"], one["steps"], one["importer"])
        answers.append(staff.client(second).post(f"/v1/imports/{one['id']}/release"))
    return answers


def _inspector(planner: Planner) -> SyntheticPost:
    """Who may read every register."""
    return next(post for post in planner.posts if post.role == "inspector")


def _wait(suite: Client, address: str, step: str) -> None:
    """Wait until a step was taken in a record, or for so long that it will not be. Raises Away."""
    until = time.monotonic() + PATIENCE
    while not _has_step(suite, address, step) and time.monotonic() < until:
        time.sleep(0.1)


def _has_step(suite: Client, address: str, step: str) -> bool:
    try:
        return any(one["step"] == step for one in suite.get(address)["history"])
    except Declined:
        return False


def progress(suite: Client, events: tuple[str, ...]) -> Mapping[str, Any]:
    """The progress at the baseline, once it has heard of all these events."""
    view: Mapping[str, Any] = {}
    for event in events or (None,):
        view = suite.get("/v1/progress", as_of=BASELINE, after=event)
    return view
