"""An owner whose database is put back from an older copy begins a new epoch; nothing that was accepted is hidden."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.proof import fault, proves
from tests.suite import Suite, suite_of_our_own, until


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    with suite_of_our_own(tmp_path_factory.mktemp("older")) as suite:
        yield suite


def apply(suite: Suite, title: str) -> str:
    form = {"unit": "DT", "title": title, "applied_on": "2017-03-01"}
    answer = suite.post("/v1/outreach/features", form, Idempotency_Key=title)
    assert answer.status == 201, answer.body
    return str(answer.json["event"])


def count_applied(suite: Suite) -> int:
    return int(suite.get("/v1/measures/A3.applied/facts").json["n"])


def copy(database: Path, to: Path) -> None:
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def put_back(suite: Suite, older: Path) -> None:
    suite.kill("outreach")
    database = suite.home / "data" / "outreach.db"
    for beside in ("-wal", "-shm"):
        database.with_name(database.name + beside).unlink(missing_ok=True)
    older.replace(database)
    suite.start("outreach")


def epochs(suite: Suite) -> list[str]:
    with closing(sqlite3.connect(suite.home / "data" / "outreach.db")) as database:
        return [reason for (reason,) in database.execute("SELECT reason FROM epochs ORDER BY number")]


@proves(47, "one-epoch")
def test_an_owner_that_was_put_back_begins_anew_and_goes_on(suite: Suite) -> None:
    kept = [apply(suite, f"kept {number}") for number in range(3)]
    until(lambda: count_applied(suite) == 3, "they count")
    copy(suite.home / "data" / "outreach.db", suite.home / "older.db")
    lost = [apply(suite, f"lost {number}") for number in range(3)]
    until(lambda: count_applied(suite) == 6, "they count")
    put_back(suite, suite.home / "older.db")
    fault.occurs()
    until(lambda: epochs(suite) == ["first", "older copy"], "it knows that it is an older copy")
    until(lambda: suite.get("/readyz", token="").status == 200, "all is well again")
    after = apply(suite, "after")
    until(lambda: suite.get(f"/v1/facts/{after}").status == 200, "what is new counts")
    assert count_applied(suite) == 7, "what only the view knows still stands there"

    verified = suite.post("/v1/operations/verify").json
    assert verified["fault"] is None
    assert [one["id"] for one in verified["only_here"]] == sorted(lost)
    assert suite.post("/v1/operations/verify?service=outreach").json["epochs"] == 2

    refused = suite.post("/v1/operations/rebuild")
    assert refused.status == 409
    assert refused.json["type"].endswith("only-here")
    assert count_applied(suite) == 7, "nothing is dropped silently"
    assert suite.post("/v1/operations/rebuild?set_aside=true").status == 200
    assert count_applied(suite) == 4
    assert all(suite.get(f"/v1/facts/{one}").status == 200 for one in (*kept, after))
    again = suite.post("/v1/operations/verify").json
    assert again["only_here"] == []
    assert [one["id"] for one in again["set_aside"]] == sorted(lost), "they are kept, whole"
