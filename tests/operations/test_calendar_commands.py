"""`calendar show|preview|import`: what a person at a terminal is told of a year."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from contracts.documents.endpoints import CSV
from operations.client import calendar_commands, sheets
from operations.client.calendar_commands import NoYearOfThatKind, SilentOwner, app

MOVE: dict[str, Any] = {"register": "outreach.matters", "record": "m", "clock_title": {"zh": "受理答复", "en": "Reply"}}
MOVE |= {"due": "2027-01-06", "would_be": "2027-01-07", "newly_overdue": False}


class SuiteOfTests:
    """Answers as the suite does, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, Any]]] = []
        self.silent = ""

    def post(self, path: str, body: bytes, media_type: str, **query: str | None) -> Any:
        assert body == b"days"
        self.asked.append((path, media_type, query))
        if path.endswith("/years"):
            return {"record": {"id": "2027", "status": "entered"}}
        following = None if query["cursor"] else "outreach.2000"
        return {"items": [MOVE], "hidden": 1, "silent": self.silent, "next": following}


@pytest.fixture
def suite(monkeypatch: pytest.MonkeyPatch) -> SuiteOfTests:
    one = SuiteOfTests()
    monkeypatch.setattr(sheets, "bearer", lambda _environment: one)
    return one


def run(tmp_path: Path, command: str, name: str = "2027.csv") -> Any:
    file = tmp_path / name
    file.write_bytes(b"days")
    return CliRunner().invoke(app, [command, str(file), "--source", "合成", "--announced-on", "2026-11-04"])


def test_a_preview_asks_until_all_is_seen_and_counts_what_is_not_shown(suite: SuiteOfTests, tmp_path: Path) -> None:
    told = run(tmp_path, "preview")
    assert told.exit_code == 0, told.output
    assert "2 due dates would move 项时限将移动, 2 not yours to see" in told.output
    assert [query["cursor"] for _, _, query in suite.asked] == [None, "outreach.2000"]
    assert {media for _, media, _ in suite.asked} == {CSV}


def test_an_owner_that_is_silent_leaves_no_half_answer(suite: SuiteOfTests, tmp_path: Path) -> None:
    suite.silent = "outreach"
    told = run(tmp_path, "preview")
    assert isinstance(told.exception, SilentOwner)


def test_an_import_says_that_a_second_person_is_waited_for(suite: SuiteOfTests, tmp_path: Path) -> None:
    told = run(tmp_path, "import")
    assert "2027 entered" in told.output
    ((path, _, query),) = suite.asked
    assert (path, query["source"], query["reason"]) == (f"{calendar_commands.CALENDAR}/years", "合成", None)


def test_a_file_of_another_kind_is_refused_before_anything_is_sent(suite: SuiteOfTests, tmp_path: Path) -> None:
    told = run(tmp_path, "import", "2027.pdf")
    assert isinstance(told.exception, NoYearOfThatKind)
    assert suite.asked == []
