"""What drills and the archive note by the command line stands in `/readyz` and on the operators' pages."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from typing import Any

import pytest

from operations.base.environment import PYTHON
from services.chassis.base import clock
from tests.browser.keyboard import NEEDS_CHROMIUM
from tests.browser.test_every_page import Readers, faults_of
from tests.suite import Suite, until

pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
pytestmark = NEEDS_CHROMIUM


def campaign(suite: Suite, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of an operator beside the suite."""
    place = {"CAMPAIGN_HOME": str(suite.home), "HTTP_ADDRESS": suite.address.removeprefix("http://")}
    command = [PYTHON, "-m", "operations", *words]
    return subprocess.run(command, env=os.environ | place, capture_output=True, text=True, timeout=60, check=False)


def note(suite: Suite, *words: str) -> None:
    done = campaign(suite, "backup", "note", *words)
    assert done.returncode == 0, done.stderr


def recovery(suite: Suite) -> dict[str, Any]:
    answer = suite.get("/readyz", token="")
    assert answer.status == 200, "it is as ready as before"
    return dict(answer.json["recovery"])


def test_what_the_command_line_notes_is_seen_in_readyz_and_on_a_telephone(suite: Suite, browser: Any) -> None:
    assert recovery(suite) == {"archive": None, "drill": None}
    refused = campaign(suite, "backup", "note", "wal", "--archived")
    assert (refused.returncode, "restored_to" in refused.stdout + refused.stderr) == (1, True)
    ago = (clock.now() - dt.timedelta(seconds=3)).isoformat()
    note(suite, "wal", "--archived", "--restored-to", ago)
    drill = ["--tested", "--restored-to", "2026-11-23T08:00:00+08:00", "--seconds", "412.5", "--events", "1000000"]
    note(suite, "drill-1", *drill, "--loss", "3")
    until(lambda: all(recovery(suite).values()), "the gateway has looked")
    told = recovery(suite)
    assert 3 <= told["archive"]["age_seconds"] < 60
    figures = {"seconds": 412.5, "events": 1_000_000, "loss_seconds": 3, "good": True}
    assert {name: told["drill"][name] for name in figures} == figures
    for line in ("campaign_recovery_archive_age_seconds", "campaign_recovery_drill_good 1.0"):
        assert line in suite.get("/metrics", token="").body.decode()
    readers = Readers(suite, browser)
    for address in ("/operations/backups", "/operations/backups?lang=en", "/operations"):
        page = readers.open("operator", address)
        assert faults_of(page) == []
        shown = page.inner_text("main")
        assert "412.5" in shown
        assert "1,000,000" in shown
    note(suite, "drill-2", *drill, "--fault", "an entry of the audit log is missing")
    until(lambda: not recovery(suite)["drill"]["good"], "the fault is told")
    assert campaign(suite, "backup", "list").returncode == 1
