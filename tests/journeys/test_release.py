"""A second person releases a large import while owner and gateway are killed: it goes on, and nothing is done twice."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import Any

import pytest

from tests.suite import Suite, until

MATTERS, ROWS = "/v1/outreach/matters", 900
"""More than a few jobs of an owner."""
HEAD = "登记编号,承办单位,社区,事项,诉求日期,受理日期,办结日期,办理结果,确认日期,满意"
ROW = "SYN-{number},DT,映月,合成事项{number},2017-03-01,2017-03-02,2017-03-08,修好（合成）,2017-03-10,是"
SLOW = 120


def releases(suite: Suite) -> list[str]:
    """The events that a release names, one for each that was noted."""
    with closing(sqlite3.connect(f"{suite.home}/data/outreach.db")) as connection:
        return [event for (event,) in connection.execute("SELECT body ->> 'releases' FROM journal") if event]


@pytest.fixture
def waiting_import(suite: Suite) -> str:
    """An import of which a step in every row awaits a second person; its id."""
    unit = suite.unit("DT")
    until(lambda: suite.get(f"/v1/facts/{unit}").status == 200, "the gateway knows the unit")
    sheet = "\n".join([HEAD, *(ROW.format(number=number) for number in range(ROWS))]).encode()
    answers: list[Any] = []

    def bring() -> bool:
        token = suite.token("clerk", "DT", "SYN-importer")
        answers.append(suite.post(f"{MATTERS}/import?after={unit}", sheet, token=token, Content_Type="text/csv"))
        return bool(answers[-1].status == 200)

    until(bring, "the owner knows the unit", SLOW)
    last = answers[-1].json["last_event"]
    until(lambda: suite.get(f"/v1/facts/{last}").status == 200, "the view has all of it", SLOW)
    return str(answers[-1].json["import"])


def test_a_release_that_is_killed_in_the_middle_goes_on_and_does_nothing_twice(
    suite: Suite, waiting_import: str
) -> None:
    second, address = suite.token("captain", "DT", "SYN-second"), f"/v1/imports/{waiting_import}/release"
    release = threading.Thread(target=lambda: suite.post(address, {}, token=second))
    release.start()
    until(lambda: bool(releases(suite)), "some are released", SLOW)
    suite.kill("outreach", "gateway")
    release.join()
    assert 0 < len(releases(suite)) < ROWS, "it was killed in the middle"

    suite.revive()
    suite.ready()
    until(lambda: suite.post(address, {}, token=second).status == 404, "nothing of it awaits release", SLOW)
    assert len(releases(suite)) == len(set(releases(suite))) == ROWS
    assert waiting_import not in [one["id"] for one in suite.get("/v1/imports").json["imports"]]
