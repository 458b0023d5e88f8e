"""Which seeds are still to be run, and what a report says; this needs no engine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cluster import nemesis, table
from tests.cluster.pulse import Pulse

GREEN: dict[str, Any] = {
    "seed": 1,
    "acknowledged": 900,
    "papers": 20,
    "reads": 300,
    "reads_refused": 2,
    "read_p99": 1.5,
    "faults": [
        {"kind": "database killed", "silence": 12.0},
        {"kind": "database killed", "silence": 26.0},
        {"kind": "broker frozen + proxy killed", "silence": 3.0},
    ],
    **dict.fromkeys(nemesis.BREACHES, 0),
}


def test_a_seed_that_held_is_not_run_again_and_one_that_failed_is(tmp_path: Path) -> None:
    report = tmp_path / "report"
    assert nemesis.still_to_run(nemesis.seeds("1-3"), report) == [1, 2, 3]
    lines = (GREEN, GREEN | {"seed": 2, "lost": 1}, {"seed": 3, "failed": "not within 300 s"})
    report.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    assert nemesis.still_to_run(nemesis.seeds("1-3"), report) == [2, 3]
    assert nemesis.seeds("7") == range(7, 8)


def test_a_seed_in_which_nothing_was_acknowledged_shows_nothing() -> None:
    assert nemesis.is_green(GREEN)
    assert not nemesis.is_green(GREEN | {"acknowledged": 0})
    assert not nemesis.is_green({"seed": 1, "failed": "why"})
    assert all(not nemesis.is_green(GREEN | {name: 1}) for name in nemesis.BREACHES)


def test_the_table_says_how_often_writes_stayed_away_for_longer_than_was_aimed_at() -> None:
    text = table.table([GREEN, {"seed": 2, "failed": "why"}])
    assert "| database killed | 2 | 19.0 s | 26.0 s | 1 |" in text
    assert "| two at once | 1 | 3.0 s | 3.0 s | 0 |" in text
    assert "1 runs did not come to their end." in text


def test_a_silence_counts_where_it_touches_the_fault() -> None:
    pulse = Pulse([], beats=[0.0, 10.0, 11.0, 31.0, 32.0])
    assert pulse.longest_silence(10.5, 12.0) == 20.0
    assert pulse.longest_silence(10.2, 10.8) == 1.0
