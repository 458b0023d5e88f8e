"""Any second of a stack in containers: all of it is killed and thrown away while people write, and comes back.

The tests share one archive and run in their order.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import pytest

from operations.base import ports
from operations.wal_archive import bases
from operations.wal_archive.layout import Archive
from tests.compose import stack as stacks
from tests.compose.stack import Stack
from tests.suite import until

SUITE = 10463
LOSS, WRITTEN_FOR, SLOW = 5.0, 20.0, 240.0
ARCHIVE_IMAGE = "four-six-three-archive:tests"
TITLES = "SELECT body::json -> 'data' ->> 'title' FROM journal WHERE register = 'outreach.features' AND version = 1"
pytestmark = pytest.mark.at_length


@dataclass
class Record:
    """What was given in one after the other: when each was begun and acknowledged, and papers by their hash."""

    titles: dict[str, tuple[float, float]] = field(default_factory=dict)
    papers: dict[str, tuple[bytes, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Remains:
    """A stack that is gone, and what is left of it: an archive, what was written, and when all of it was killed."""

    folder: Path
    secrets: Path
    written: Record
    killed: float


def _archived_stack(home: Path, archive: Path, project: str) -> Stack:
    archive.mkdir(mode=0o700)
    os.chown(archive, SUITE, SUITE)
    settings = {"CAMPAIGN_ARCHIVE": str(archive), "CAMPAIGN_ARCHIVE_IMAGE": ARCHIVE_IMAGE}
    overlays = ("deploy/recovery.yml",)
    return Stack(home, "", project=project, port=ports.free(), settings=settings, overlays=overlays)


@pytest.fixture(scope="module")
def remains(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remains]:
    """Up from nothing, written to, killed in one instant with its volumes."""
    stacks.need_engine()
    home, written = tmp_path_factory.mktemp("archived"), Record()
    stack = _archived_stack(home / "home", home / "archive", "campaign-archived")
    stack.down("--volumes")
    try:
        stack.compose("build", "--quiet", "definitions")
        stack.compose("build", "--quiet", "archive")
        stack.up()
        stack.unit("DT")
        until(lambda: _reaches(home / "archive") > _base(home / "archive") > 0, "a base is reached beyond", SLOW)
        over = threading.Event()
        writer = threading.Thread(target=_write, args=(stack, written, over))
        writer.start()
        time.sleep(WRITTEN_FOR)
        killed = time.time()
        stack.compose("kill")
        over.set()
        writer.join()
    finally:
        stack.down("--volumes")
    yield Remains(home / "archive", stack.secrets, written, killed)
    shutil.rmtree(home / "archive")


def _write(stack: Stack, written: Record, over: threading.Event) -> None:
    """A form and a paper after another, until the stack is gone."""
    number = 0
    while not over.is_set():
        began, title, body = time.time(), f"feature {number}", f"paper {number}".encode()
        form = {"unit": "DT", "title": title, "applied_on": "2017-03-01"}
        if stack.post("/v1/outreach/features", form, Idempotency_Key=title).status == 201:
            written.titles[title] = began, time.time()
        if stack.post("/v1/evidence?name=paper", body, Content_Type="text/plain").status == 201:
            written.papers[hashlib.sha256(body).hexdigest()] = body, time.time()
        number += 1


def _reaches(folder: Path) -> float:
    reach = Archive(folder).reach()
    return reach.at.timestamp() if reach else 0.0


def _base(folder: Path) -> float:
    known = bases.find_all(Archive(folder))
    return known[0].at.timestamp() if known else 0.0


@pytest.fixture
def empty(remains: Remains, tmp_path: Path) -> Iterator[Stack]:
    """Another stack in which nothing is yet, with the archive's secrets."""
    home = tmp_path / "home"
    shutil.copytree(remains.secrets, home / remains.secrets.name)
    (home / "secrets").mkdir()
    shutil.copy(remains.secrets / "token-key", home / "secrets" / "token.key")
    stack = _archived_stack(home, tmp_path / "own", "campaign-recovered")
    stack.down("--volumes")
    try:
        yield stack
    finally:
        stack.down("--volumes")


def test_at_most_five_seconds_were_not_archived(remains: Remains) -> None:
    assert len(remains.written.titles) > WRITTEN_FOR
    assert remains.killed - _reaches(remains.folder) <= LOSS


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_a_second_that_is_not_reached_is_refused_with_the_range(remains: Remains, empty: Stack, seconds: int) -> None:
    moment = dt.datetime.fromtimestamp(remains.killed + seconds, dt.UTC)
    with pytest.raises(AssertionError, match=r"reaches from .* to "):
        empty.script("recover", str(remains.folder), "--to", moment.isoformat())
    assert _has_nothing(empty)


def test_an_archive_of_mixed_ages_is_refused(remains: Remains, empty: Stack, tmp_path: Path) -> None:
    mixed = tmp_path / "mixed"
    shutil.copytree(remains.folder, mixed)
    reach = orjson.loads((mixed / "reaches.json").read_bytes())
    (mixed / "reaches.json").write_bytes(orjson.dumps(reach | {"system": 4711}))
    with pytest.raises(AssertionError, match="Ages are mixed"):
        empty.script("recover", str(mixed))
    assert _has_nothing(empty)


def test_other_keys_are_refused(remains: Remains, empty: Stack) -> None:
    (empty.secrets / "token-key").write_text("another bureau's")
    with pytest.raises(AssertionError, match="differs from the archive's"):
        empty.script("recover", str(remains.folder))
    assert _has_nothing(empty)


def test_the_archive_of_this_stack_itself_is_refused(remains: Remains, empty: Stack) -> None:
    empty.settings["CAMPAIGN_ARCHIVE"] = str(remains.folder)
    with pytest.raises(AssertionError, match="the archive of this stack as well"):
        empty.script("recover", str(remains.folder))
    assert _has_nothing(empty)


def _has_nothing(stack: Stack) -> bool:
    return not stack.compose("ps", "--all", "--quiet").split()


def test_a_second_comes_back_as_it_was_and_a_stack_that_has_something_is_left_alone(
    remains: Remains, empty: Stack
) -> None:
    """A moment in the middle: all that was acknowledged by then, nothing that was begun later."""
    acknowledged = sorted(at for _, at in remains.written.titles.values())
    middle = acknowledged[len(acknowledged) // 2]
    moment = dt.datetime.fromtimestamp(middle, dt.UTC)
    began = time.monotonic()
    empty.script("recover", str(remains.folder), "--to", moment.isoformat())
    took = time.monotonic() - began
    empty.ready()
    _holds(empty, remains.written, middle)
    assert took < SLOW
    assert "as it was signed" in empty.tools("audit", "verify")
    assert "the same as before" in empty.tools("replay", "outreach")

    with pytest.raises(AssertionError, match="not empty"):
        empty.script("recover", str(remains.folder))
    _holds(empty, remains.written, middle)


def _holds(stack: Stack, written: Record, moment: float) -> None:
    there = set(stack.sql("outreach", TITLES))
    by_then = {title for title, (_, at) in written.titles.items() if at <= moment}
    later = {title for title, (began, _) in written.titles.items() if began > moment}
    assert by_then <= there
    assert not there & later
    for sha256, (body, at) in written.papers.items():
        if at <= moment:
            assert stack.get(f"/v1/evidence/{sha256}").body == body


def test_the_newest_moment_comes_back_and_a_drill_finds_the_paper_that_was_spoilt(
    remains: Remains, empty: Stack
) -> None:
    reached = _reaches(remains.folder)
    empty.script("recover", str(remains.folder))
    empty.ready()
    _holds(empty, remains.written, reached)
    own = Path(empty.settings["CAMPAIGN_ARCHIVE"])
    until(lambda: _reaches(own) > _base(own) > 0, "its own archive reaches beyond a base", SLOW)
    assert "restored to" in empty.compose("run", "--rm", "-T", "drill", "now")
    assert _last_drill_was_good(empty)

    sha256 = next(iter(remains.written.papers))
    paper = own / "papers" / sha256[:2] / sha256
    paper.write_bytes(b"x" + paper.read_bytes()[1:])
    with pytest.raises(AssertionError, match=f"paper {sha256} is spoilt"):
        empty.compose("run", "--rm", "-T", "drill", "now")
    assert not _last_drill_was_good(empty)


def _last_drill_was_good(stack: Stack) -> bool:
    return bool(stack.get("/readyz", token="").json["recovery"]["drill"]["good"])
