"""A clock that is an hour or a day wrong stops nothing, with kill -9 before and after it is put right; it is told."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from tests import messaging
from tests.proof import fault, proves
from tests.suite import Suite, until

HOUR, DAY = 3600, 86400
WRONG = [("outreach", HOUR), ("outreach", DAY), ("outreach", -DAY), ("gateway", -DAY)]
MANY = 50
PUBLISHES_WITHIN = 15.0


@pytest.fixture(scope="module")
def running_suite(broker_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    messaging.empty(broker_uri)
    suite = Suite(tmp_path_factory.mktemp("home"), broker_uri)
    suite.start()
    try:
        suite.ready()
        suite.unit("DT")
        until(lambda: apply_for_feature(suite, "the first"), "the unit is known")
        yield suite
    finally:
        suite.stop()


NUMBERS = count()


def apply_for_feature(suite: Suite, title: str) -> bool:
    form = {"unit": "DT", "title": title, "applied_on": "2017-03-01"}
    return suite.post("/v1/outreach/features", form, Idempotency_Key=title).status in (200, 201)


def acceptances(suite: Suite) -> int:
    """Of so many commands, how many were accepted, each asked once."""
    titles = [f"feature {next(NUMBERS)}" for _ in range(MANY)]
    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(lambda title: apply_for_feature(suite, title), titles))


def skew(suite: Suite, service: str) -> tuple[float, str]:
    pulse = suite.get("/readyz", token="").json["services"].get(service, {})
    return pulse.get("skew_seconds", 0.0), pulse.get("clock", "")


def number_of_features(suite: Suite) -> int:
    measures = suite.get("/v1/measures/A3.applied").json
    return int(measures.get("claimed") or 0)


@proves(19, "wall-clock-lease", case="outreach-3600")
@pytest.mark.parametrize(("service", "seconds"), WRONG)
def test_a_wrong_clock_is_told_and_refuses_no_command(running_suite: Suite, service: str, seconds: int) -> None:
    running_suite.kill(service)
    running_suite.failpoints[service] = f"clock:{seconds}"
    running_suite.start(service)
    running_suite.ready()
    differs, ahead = ("outreach", seconds) if service == "outreach" else ("training", -seconds)
    until(lambda: skew(running_suite, differs)[1] == "skewed", "it is told")
    fault.occurs()
    assert skew(running_suite, differs)[0] == pytest.approx(ahead, abs=2)
    accepted = acceptances(running_suite)
    running_suite.kill(service)
    running_suite.start(service)
    running_suite.ready()
    until(lambda: skew(running_suite, differs)[1] == "right", "it was put right")
    accepted += acceptances(running_suite)
    assert accepted >= 0.99 * 2 * MANY
    before = number_of_features(running_suite)
    assert apply_for_feature(running_suite, f"after {service} {seconds}")
    until(lambda: number_of_features(running_suite) > before, "it is published again", PUBLISHES_WITHIN)


def test_a_command_that_nobody_took_in_time_is_dropped_by_the_broker(running_suite: Suite) -> None:
    """Its time to live in the queue is its caller's deadline: who starts later does not carry it out."""
    running_suite.kill("outreach")
    answer = running_suite.post(
        "/v1/outreach/features", {"unit": "DT", "title": "late", "applied_on": "2017-03-01"}, Idempotency_Key="late"
    )
    assert answer.status == 503
    running_suite.start("outreach")
    running_suite.ready()
    again = running_suite.post(
        "/v1/outreach/features", {"unit": "DT", "title": "late", "applied_on": "2017-03-01"}, Idempotency_Key="late"
    )
    assert (again.status, again.json["repeated"]) == (201, False)
