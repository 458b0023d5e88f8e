"""A service that was not there when units were set up knows them when it comes, and says how old its copies are."""

from __future__ import annotations

from pathlib import Path

from contracts import catalogue
from tests import messaging
from tests.suite import SERVICES, Suite, until

LATE = "equipment"
FACILITY = {
    "code": "F-1",
    "unit": "DT",
    "kind": "monitor",
    "name": "监控",
    "site": "大厅",
    "installed_on": "2017-01-10",
}


def test_who_joins_late_decides_with_copies_of_what_was_said_before(broker_uri: str, tmp_path: Path) -> None:
    messaging.empty(broker_uri)
    suite = Suite(tmp_path, broker_uri)
    suite.start(*(name for name in SERVICES if name != LATE))
    try:
        until(lambda: suite.get("/readyz", token="").status == 503, "the gateway answers")
        until(lambda: suite.get("/v1/progress?after=" + suite.unit("DT")).status == 200, "the unit is told")
        until(lambda: messaging.count(broker_uri, catalogue.inbox(LATE)) == 1, "the broker kept it")
        with messaging.channel(broker_uri) as channel:
            channel.queue_purge(catalogue.inbox(LATE))
        suite.start(LATE)
        suite.ready()
        until(lambda: suite.post("/v1/equipment/facilities", FACILITY).status == 201, "it knows the unit")
        until(lambda: bool(copy_of_units(suite)["complete"]), "it says how far its copies reach")
        assert copy_of_units(suite)["newest"]
    finally:
        suite.stop()


def copy_of_units(suite: Suite) -> dict[str, str | None]:
    replica: dict[str, str | None] = suite.get("/readyz", token="").json["services"][LATE]["copies"]["training.units"]
    return replica
