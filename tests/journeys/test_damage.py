"""Torn pages of a real file make exactly that service not ready, are told with their table, and lose nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts import catalogue
from tests import messaging
from tests.damage import behead, tear
from tests.proof import fault, proves
from tests.suite import SERVICES, HttpResponse, Suite, until

OTHERS = [name for name in SERVICES if name not in ("gateway", "outreach")]
FEATURE = {"unit": "DT", "title": "特色", "applied_on": "2017-03-01"}


@pytest.fixture
def suite(broker_uri: str, tmp_path: Path) -> Iterator[Suite]:
    """A suite of its own for each test, with three squadrons: its files are torn."""
    messaging.empty(broker_uri)
    new_suite = Suite(tmp_path, broker_uri)
    new_suite.start()
    try:
        new_suite.ready()
        for code in ("DT", "ZS", "AZ"):
            new_suite.unit(code)
        yield new_suite
    finally:
        new_suite.stop()


def file_of(suite: Suite, service: str) -> Path:
    return suite.home / "data" / f"{service}.db"


def pulse(suite: Suite, service: str) -> dict[str, Any]:
    services: dict[str, dict[str, Any]] = suite.get("/readyz", token="").json.get("services", {})
    return services.get(service, {})


def is_ready(suite: Suite, service: str) -> bool:
    return bool(pulse(suite, service).get("ready"))


def apply_for(suite: Suite, key: str) -> HttpResponse:
    return suite.post("/v1/outreach/features", FEATURE, Idempotency_Key=key)


def await_event(suite: Suite, event: str) -> None:
    until(lambda: suite.get(f"/v1/facts/{event}").status == 200, "the ledger has it")


def dead_letters(suite: Suite) -> int:
    return sum(messaging.count(suite.uri, f"{one}.parked") for one in catalogue.SUBSCRIBERS)


def names_table(suite: Suite, service: str, table: str) -> bool:
    """Whether the service is not ready and says in which table its file is torn."""
    one = pulse(suite, service)
    return not one.get("ready") and any(f"{service}.db: table {table}: " in fault for fault in one.get("storage", ()))


def put_aside(suite: Suite, service: str) -> list[Path]:
    """Move a database out of the way, as docs/operations.md says; where its files are now."""
    files = (suite.home / "data").glob(f"{service}.db*")
    return [file.rename(suite.home / file.name) for file in files]


def test_a_ledger_that_is_torn_while_it_runs_is_made_anew_and_nothing_was_parked(suite: Suite) -> None:
    await_event(suite, apply_for(suite, "first").json["event"])

    tear(file_of(suite, "gateway"), "tellings")
    second = apply_for(suite, "second")
    assert second.status == 201
    until(lambda: names_table(suite, "gateway", "tellings"), "the gateway names the table")
    assert all(is_ready(suite, name) for name in (*OTHERS, "outreach"))
    assert suite.get("/v1/measures/A3.applied/facts").json["slug"] == "storage-damaged"
    assert dead_letters(suite) == 0

    suite.kill("gateway")
    put_aside(suite, "gateway")
    suite.start("gateway")
    suite.ready()
    assert suite.post("/v1/operations/rebuild?service=gateway").status == 200
    await_event(suite, second.json["event"])
    assert suite.get("/v1/measures/A3.applied/facts").json["n"] == 2
    assert dead_letters(suite) == 0


@proves(52, "damage-is-absence")
def test_an_owner_that_is_torn_refuses_by_name_and_the_others_go_on(suite: Suite) -> None:
    assert apply_for(suite, "first").status == 201
    process = suite.processes["outreach"]

    tear(file_of(suite, "outreach"), "journal")
    fault.occurs()
    until(lambda: apply_for(suite, "second").json.get("slug") == "storage-damaged", "commands are refused")
    until(lambda: names_table(suite, "outreach", "journal"), "outreach names the table")
    refused = apply_for(suite, "third")
    assert (refused.status, refused.json["slug"]) == (503, "storage-damaged")
    assert suite.get("/v1/outreach/features").status in (200, 503)
    assert all(is_ready(suite, name) for name in (*OTHERS, "gateway"))
    suite.unit("XX")
    assert suite.get("/v1/progress").status == 200
    assert process.poll() is None


def test_an_owner_whose_file_is_damaged_at_its_start_stays_up_and_says_so(suite: Suite) -> None:
    assert apply_for(suite, "first").status == 201
    suite.kill("outreach")
    copy = shutil.copytree(suite.home / "data", suite.home / "copy")
    behead(file_of(suite, "outreach"))

    suite.start("outreach")
    until(lambda: bool(pulse(suite, "outreach").get("storage")), "outreach says so")
    refused = apply_for(suite, "second")
    assert (refused.status, refused.json["slug"]) == (503, "storage-damaged")
    assert suite.processes["outreach"].poll() is None
    assert all(is_ready(suite, name) for name in (*OTHERS, "gateway"))

    suite.kill("outreach")
    put_aside(suite, "outreach")
    for file in copy.glob("outreach.db*"):
        shutil.copy(file, suite.home / "data")
    suite.start("outreach")
    suite.ready()
    assert apply_for(suite, "second").status == 201
