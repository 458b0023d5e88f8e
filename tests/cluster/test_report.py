"""Which seeds are still to be run, and what a report says; this needs no engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cluster import nemesis, report, table
from tests.cluster.pulse import Pulse

GREEN: dict[str, Any] = {
    "seed": 1,
    "acknowledged": 900,
    "papers": 20,
    "reads": 300,
    "reads_refused": 2,
    "read_p99": 1.5,
    "faults": [
        {"kind": "database killed", "victims": ["postgres"], "silence": 12.0},
        {"kind": "database killed", "victims": ["postgres-2"], "silence": 26.0},
        {"kind": "broker frozen + proxy killed", "victims": ["rabbitmq", "proxy"], "silence": 3.0},
    ],
    **dict.fromkeys(report.BREACHES, 0),
}


def test_a_seed_that_held_is_not_run_again_and_one_that_failed_is(tmp_path: Path) -> None:
    file = tmp_path / "report"
    assert report.still_to_run(nemesis.seeds("1-3"), file) == [1, 2, 3]
    for line in (GREEN, GREEN | {"seed": 2, "lost": 1}, {"seed": 3, "failed": "not within 300 s"}):
        report.add(file, line)
    assert report.still_to_run(nemesis.seeds("1-3"), file) == [2, 3]
    assert nemesis.seeds("7") == range(7, 8)


def test_a_seed_in_which_nothing_was_acknowledged_shows_nothing() -> None:
    assert report.is_green(GREEN)
    assert not report.is_green(GREEN | {"acknowledged": 0})
    assert not report.is_green({"seed": 1, "failed": "why"})
    assert all(not report.is_green(GREEN | {name: 1}) for name in report.BREACHES)


def test_the_table_says_how_often_writes_stayed_away_for_longer_than_was_aimed_at() -> None:
    text = table.table([GREEN, {"seed": 2, "failed": "why"}])
    assert "| database killed | 2 | 19.0 s | 26.0 s | 1 |" in text
    assert "| two at once | 1 | 3.0 s | 3.0 s | 0 |" in text
    assert "The longest: database killed (postgres-2), 26.0 s." in text
    assert "1 runs did not come to their end." in text


def test_a_silence_counts_where_it_touches_the_fault() -> None:
    pulse = Pulse([], beats=[0.0, 10.0, 11.0, 31.0, 32.0])
    assert pulse.longest_silence(10.5, 12.0) == 20.0
    assert pulse.longest_silence(10.2, 10.8) == 1.0
