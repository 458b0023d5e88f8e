"""kill -9 at every point that matters: what was acknowledged has exactly one effect."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from tests import messaging
from tests.proof import fault, proves
from tests.suite import Suite, until

POINTS = [
    ("outreach", "registers.written", "before the commit"),
    ("outreach", "registers.committed", "after the commit, before anything is published"),
    ("outreach", "relay.published", "after publishing, before the broker confirmed"),
    ("outreach", "relay.confirmed", "after the confirm, before the mark"),
    ("gateway", "subscriber.written", "before the view's commit"),
    ("gateway", "subscriber.committed", "after the view's commit, before the acknowledgement"),
    ("gateway", "subscriber.acknowledged", "after the acknowledgement"),
]
LAST = "the last feature"


@pytest.fixture
def running_suite(broker_uri: str, tmp_path: Path) -> Iterator[Suite]:
    messaging.empty(broker_uri)
    suite = Suite(tmp_path, broker_uri)
    suite.start()
    suite.ready()
    suite.unit("DT")
    until(lambda: suite.get("/v1/progress?unit=DT").status == 200, "the unit is in the view")
    yield suite
    suite.stop()


@proves(1, "answers-first", case="registers.written")
@proves(2, "cursor-relay", case="registers.committed")
@proves(3, "no-inbox", case="relay.confirmed")
@proves(29, "ack-first", case="subscriber.written")
@pytest.mark.at_length
@pytest.mark.parametrize(("service", "point", "why"), POINTS, ids=[point for _, point, _ in POINTS])
def test_a_kill_at_this_point_loses_nothing_and_doubles_nothing(
    running_suite: Suite, service: str, point: str, why: str
) -> None:
    running_suite.kill(service)
    running_suite.failpoints[service] = f"{point}:kill9"
    running_suite.start(service)
    running_suite.ready()
    names = {f"feature {number}" for number in range(5)}
    with ThreadPoolExecutor(len(names)) as pool:
        answered = dict(zip(names, pool.map(lambda title: apply_for_feature(running_suite, title), names), strict=True))
    until(lambda: running_suite.processes[service].poll() == -9, f"the point was reached: {why}")
    assert fired_failpoints(running_suite, service) == [point]
    fault.occurs()
    running_suite.revive()
    running_suite.ready()
    # The last one waits behind whatever comes again: when it is in the view, so is every double.
    names.add(LAST)
    for title in [title for title in sorted(names) if not answered.get(title)]:
        until(partial(apply_for_feature, running_suite, title), f"{title} is acknowledged")
    until(lambda: LAST in titles(running_suite), f"the last is in the view {titles(running_suite)}")
    until(lambda: sum(titles(running_suite).values()) >= len(names), f"all are in the view {titles(running_suite)}")
    assert titles(running_suite) == Counter(names)


def apply_for_feature(suite: Suite, title: str) -> bool:
    form = {"unit": "DT", "title": title, "applied_on": "2017-03-01"}
    return suite.post("/v1/outreach/features", form, Idempotency_Key=title).status in (200, 201)


def titles(suite: Suite) -> Counter[str]:
    """What the view counts, by title."""
    response = suite.get("/v1/measures/A3.applied/facts")
    facts = response.json["facts"] if response.status == 200 else []
    return Counter(suite.get(f"/v1/facts/{fact['event']}").json["event"]["data"]["title"] for fact in facts)


def fired_failpoints(suite: Suite, service: str) -> list[str]:
    lines = (suite.home / f"{service}.log").read_text().splitlines()
    entries = [json.loads(line) for line in lines if line.startswith("{")]
    return [line["point"] for line in entries if line["event"] == "failpoint.fired"]
