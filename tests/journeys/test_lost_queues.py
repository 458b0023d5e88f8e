"""A queue that is gone takes nothing with it: what an inbox lacks is noticed, told, fetched, and counts once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from contracts import catalogue
from tests import messaging
from tests.lost_queues import (
    EMPTIED,
    HEALED,
    NOTICED,
    delete,
    fresh_suite,
    listen_instead,
    lose,
    purge,
    replace,
    unbind,
)
from tests.proof import fault, proves
from tests.suite import Suite, has_event, suite_of_our_own, until

EVENTS = 60


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    with suite_of_our_own(tmp_path_factory.mktemp("lost")) as suite:
        yield suite


def apply(suite: Suite, title: str) -> str:
    form = {"unit": "DT", "title": title, "applied_on": "2017-03-01"}
    answer = suite.post("/v1/outreach/features", form, Idempotency_Key=title)
    assert answer.status == 201, answer.body
    return str(answer.json["event"])


def count_applied(suite: Suite) -> int:
    return int(suite.get("/v1/measures/A3.applied/facts").json["n"])


def lose_events(suite: Suite, prefix: str) -> None:
    """Events that the broker confirms to their owner, and that never come into the gateway's inbox."""
    with messaging.channel(suite.uri) as channel:
        listen_instead(channel, "outreach.events")
        unbind(channel, "gateway", "outreach")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: apply(suite, f"{prefix}-{number}"), range(EVENTS)))


@proves(49, "never-compares", case="purge")
@proves(49, "never-compares", case="delete")
@proves(49, "never-compares", case="replace")
@pytest.mark.parametrize("deed", [purge, delete, replace])
def test_an_inbox_that_lost_what_was_in_it_gets_it_again(suite: Suite, deed: Callable[[Any, str], None]) -> None:
    name, before = deed.__name__, count_applied(suite)
    lose_events(suite, name)
    with messaging.channel(suite.uri) as channel:
        deed(channel, catalogue.inbox("gateway"))
    fault.occurs()
    began = time.monotonic()
    until(lambda: suite.get("/readyz", token="").status == 503, "it is told", NOTICED + 5)
    told = time.monotonic() - began
    until(lambda: count_applied(suite) == before + EVENTS, "everything has come in", HEALED)
    until(lambda: suite.get("/readyz", token="").status == 200, "all is well again", HEALED)
    healed = time.monotonic() - began
    print(f"{name}: told after {told:.1f} s, healed after {healed:.1f} s")  # noqa: T201 -- figures in the report
    apply(suite, f"{name} afterwards")
    until(lambda: count_applied(suite) == before + EVENTS + 1, "and what is new comes by itself")
    assert messaging.count(suite.uri, catalogue.dead_letter_queue("gateway")) == 0


def test_every_subscriber_gets_what_its_inbox_lost(suite: Suite) -> None:
    """Units reach four inboxes: each loses them while the broker confirms to the owner."""
    with messaging.channel(suite.uri) as channel:
        listen_instead(channel, "training.events")
        for subscriber in catalogue.SUBSCRIBERS:
            unbind(channel, subscriber, "training")
    event = suite.unit("ZS")
    until(lambda: all(has_event(suite, one, event) for one in catalogue.SUBSCRIBERS), "everybody has it", HEALED)
    until(lambda: suite.get("/readyz", token="").status == 200, "all is well again", HEALED)
    own = suite.get("/readyz", token="").json["services"]["gateway"]["inbox"]
    assert own == {"connected": True, "missing": {}, "conflicts": [], "forged": 0}


@pytest.mark.at_length
def test_a_broker_that_lost_its_data_is_declared_anew_and_everything_comes_in() -> None:
    with fresh_suite() as loss:
        result = lose(loss, 1, 1000, EMPTIED, ["outreach"])
        assert result["lost"]
        assert result["told_s"] <= NOTICED
        assert result["healed_s"] <= HEALED
        assert result["surplus"] == 0
