"""A long import goes on by itself: over a kill of the gateway and of an owner, each row once; and it can stop."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from services.gateway.spreadsheets.grid import MOST_ROWS
from services.gateway.spreadsheets.long.long_book import PART
from tests.suite import Suite, until

IMPORT, ROWS = "/v1/outreach/matters/import/job", MOST_ROWS + 2 * PART
HEAD = "登记编号,承办单位,社区,事项,诉求日期\n"
SLOW = 540.0


def numbers(suite: Suite, prefix: str) -> list[str]:
    """The numbers under which matters were registered, one for each event."""
    with closing(sqlite3.connect(f"{suite.home}/data/outreach.db")) as connection:
        bodies = [json.loads(body) for (body,) in connection.execute("SELECT body FROM journal")]
    numbers = [body["data"].get("number", "") for body in bodies if body["type"].endswith("matters.registered.v1")]
    return [one for one in numbers if one.startswith(prefix)]


@pytest.fixture(name="clerk")
def a_clerk(suite: Suite) -> str:
    unit = suite.unit("DT")
    until(lambda: suite.get(f"/v1/facts/{unit}").status == 200, "the gateway knows the unit")
    return suite.token("clerk", "DT", "SYN-importer")


def begin(suite: Suite, clerk: str, prefix: str) -> str:
    text = HEAD + "".join(f"{prefix}-{n},DT,映月,合成事项{n},2017-03-01\n" for n in range(ROWS))
    answer = suite.post(IMPORT, text.encode(), token=clerk, Content_Type="text/csv")
    assert answer.status == 202, answer.body
    assert answer.headers["Location"] == f"/v1/jobs/{answer.json['id']}"
    return str(answer.json["id"])


def job(suite: Suite, clerk: str, id_: str) -> Any:
    answer = suite.get(f"/v1/jobs/{id_}", token=clerk)
    return answer.json if answer.status == 200 else {"state": "away", "done": 0}


def test_over_a_kill_of_the_gateway_and_of_the_owner_each_row_is_imported_once(suite: Suite, clerk: str) -> None:
    id_ = begin(suite, clerk, "KILL")
    until(lambda: job(suite, clerk, id_)["done"] > 0, "the first part is done", SLOW)
    suite.kill("gateway")
    suite.revive()
    suite.ready()
    before = job(suite, clerk, id_)["done"]
    assert before < ROWS, "it was killed in the middle"
    until(lambda: job(suite, clerk, id_)["done"] > before, "it goes on", SLOW)
    suite.kill("outreach")
    suite.revive()
    until(lambda: job(suite, clerk, id_)["state"] == "done", "it is done", SLOW)
    told = job(suite, clerk, id_)
    assert (told["rows"], told["done"], told["refused"], told["held"]) == (ROWS, ROWS, 0, 0)
    assert told["accepted"] + told["repeated"] == ROWS
    found = numbers(suite, "KILL")
    assert len(found) == len(set(found)) == ROWS


def test_a_job_that_is_stopped_says_what_stays(suite: Suite, clerk: str) -> None:
    id_ = begin(suite, clerk, "STOP")
    until(lambda: job(suite, clerk, id_)["done"] > 0, "the first part is done", SLOW)
    assert suite.post(f"/v1/jobs/{id_}/cancel", {}, token=clerk).status == 200
    until(lambda: job(suite, clerk, id_)["state"] == "cancelled", "it has stopped", SLOW)
    told = job(suite, clerk, id_)
    assert told["done"] < ROWS
    assert len(numbers(suite, "STOP")) == told["accepted"]
