"""What goes out of this machine's logs, and how a bundle is written with and without a suite."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from operations.client import client
from operations.client.client import Away
from operations.client.copies import backup_notes
from operations.upkeep import bundle
from operations.upkeep.log_lines import MOST_BYTES, harmless_lines
from tests.broker import environment

NAME, TELEPHONE = "张三丰", "13800001234"
TRACE = (
    'Traceback (most recent call last):\n  File "/srv/app/services/cases/law.py", line 12, in _check\n'
    f"    raise ValueError({NAME!r})\nValueError: {NAME} {TELEPHONE}"
)


def write_log(home: Path, *lines: str) -> Path:
    log = home / "log" / "cases.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("".join(f"{one}\n" for one in lines), encoding="utf-8")
    return log


def test_of_a_line_what_programs_wrote_goes_out_and_nothing_that_people_did(tmp_path: Path) -> None:
    said = {
        "service": "cases",
        "event": "message.parked",
        "level": "error",
        "reason": f"called {TELEPHONE}",
        "took_ms": 12.5,
        "by": NAME,
        "detail": NAME,
        "exception": TRACE,
    }
    log = write_log(tmp_path, json.dumps(said, ensure_ascii=False), *TRACE.split("\n"), NAME)
    kept = [json.loads(one) for one in harmless_lines(log)]
    assert kept[0] == {
        "service": "cases",
        "event": "message.parked",
        "level": "error",
        "took_ms": 12.5,
        "frames": ["services/cases/law.py:12:_check"],
    }
    assert kept[1:] == [{"frames": ["services/cases/law.py:12:_check"]}]
    assert NAME not in str(kept)
    assert TELEPHONE not in str(kept)


def test_of_a_long_log_the_end_goes_out(tmp_path: Path) -> None:
    line = json.dumps({"event": "event.handled", "attempt": 1})
    log = write_log(tmp_path, *[line] * (MOST_BYTES // len(line) + 1000), json.dumps({"event": "last.line"}))
    kept = list(harmless_lines(log))
    assert json.loads(kept[-1]) == {"event": "last.line"}
    assert sum(map(len, kept)) <= MOST_BYTES + len(line)


def test_without_a_suite_a_bundle_holds_the_logs_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_environment: object) -> None:
        raise Away("127.0.0.1:1")

    monkeypatch.setattr(client, "connect", nobody)
    write_log(tmp_path, json.dumps({"event": "relay.failed"}))
    size, answered = bundle.write(environment(tmp_path), tmp_path / "support.zip")
    assert (size > 0, answered) == (True, False)
    with zipfile.ZipFile(tmp_path / "support.zip") as archive:
        assert archive.namelist() == ["log/cases.log"]
        assert json.loads(archive.read("log/cases.log")) == {"event": "relay.failed"}
    assert not backup_notes.note_test(environment(tmp_path), tmp_path, good=True)
