"""From a command to the view: what a person just did is there, is told to listeners, and survives a rebuild."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.proof import fault, proves
from tests.suite import Suite, until

FOREIGN = """
import sys, yaml
import eventlet; eventlet.monkey_patch()
from nameko.containers import ServiceContainer
from nameko.events import event_handler

class Stranger:
    name = "stranger"
    @event_handler("outreach", "outreach.features.applied.v1")
    def heard(self, payload):
        print(payload["type"], payload["data"]["title"], flush=True)

container = ServiceContainer(Stranger, {
    "AMQP_URI": sys.argv[1],
    "SERIALIZERS": {"cloudevents": {"encoder": "json.dumps", "decoder": "json.loads",
                                    "content_type": "application/cloudevents+json", "content_encoding": "utf-8"}},
    "ACCEPT": ["json", "cloudevents"],
})
container.start()
print("listening", flush=True)
container.wait()
"""


@pytest.fixture(scope="module")
def features(suite: Suite) -> str:
    return f"/v1/outreach/features?after={suite.unit('DT')}"


def apply_for_feature(suite: Suite, features: str, title: str = "特色") -> dict[str, Any]:
    response = suite.post(features, {"unit": "DT", "title": title, "applied_on": "2017-03-01"})
    assert response.status == 201, response.body
    receipt: dict[str, Any] = response.json
    return receipt


def measure(suite: Suite, after: str) -> Any:
    items = suite.get(f"/v1/progress/A3?after={after}").json["measures"]
    return next(one for one in items if one["id"] == "A3.applied")["claimed"]


def test_what_a_person_just_did_is_in_the_view(suite: Suite, features: str) -> None:
    first = measure(suite, apply_for_feature(suite, features)["event"])
    assert measure(suite, apply_for_feature(suite, features)["event"]) == first + 1


def test_the_answers_from_memory_follow_the_events(suite: Suite, features: str) -> None:
    before = suite.get("/v1/progress").body
    event = apply_for_feature(suite, features)["event"]
    until(lambda: suite.get(f"/v1/facts/{event}").status == 200, "it arrived")
    assert suite.get("/v1/progress").body != before


def test_a_fact_opens_to_its_record_and_every_telling(suite: Suite, features: str) -> None:
    done = apply_for_feature(suite, features)
    corrected = suite.post(
        f"/v1/outreach/features/{done['record']['id']}/apply?corrects=1",
        {"unit": "DT", "title": "更名", "applied_on": "2017-03-02"},
    ).json["event"]
    suite.get(f"/v1/progress?after={corrected}")
    old, new = (suite.get(f"/v1/facts/{one}").json for one in (done["event"], corrected))
    assert (old["stands"], new["stands"]) == (False, True)
    assert [(one["version"], one["place"], one["stands"]) for one in new["tellings"]] == [(1, 1, False), (2, 1, True)]
    assert (new["event"]["actor"], new["event"]["post"]) == ("SYN-apply", "captain@bureau")


def test_a_listener_hears_of_a_change_at_once(suite: Suite, features: str) -> None:
    with socket.create_connection(("127.0.0.1", suite.port), 10) as raw:
        raw.sendall(f"GET /v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {suite.token()}\r\n\r\n".encode())
        stream = b""
        while b"retry" not in stream:
            stream += raw.recv(1000)
        apply_for_feature(suite, features)
        begun = time.monotonic()
        while b"A3.applied" not in stream:
            stream += raw.recv(1000)
        assert time.monotonic() - begun < 2


def test_a_plain_nameko_listener_of_another_team_receives_our_events(
    suite: Suite, features: str, tmp_path: Path
) -> None:
    script = tmp_path / "stranger.py"
    script.write_text(FOREIGN)
    with subprocess.Popen(
        [sys.executable, str(script), suite.uri], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as stranger:
        try:
            assert stranger.stdout is not None
            assert stranger.stdout.readline() == "listening\n"
            apply_for_feature(suite, features, "给外人听")
            assert stranger.stdout.readline() == "outreach.features.applied.v1 给外人听\n"
        finally:
            stranger.kill()


def test_the_view_told_again_from_the_journals_has_the_same_bytes(suite: Suite, features: str) -> None:
    suite.get(f"/v1/progress?after={apply_for_feature(suite, features)['event']}")
    before = suite.get("/v1/progress").body
    result = suite.post("/v1/operations/rebuild").json
    assert result["same"]
    assert result["events"] > 1
    assert suite.get("/v1/progress").body == before
    for service in ("training", "outreach"):
        assert suite.post(f"/v1/operations/rebuild?service={service}").json["same"]


def test_who_reads_is_answered_while_the_ledger_is_written_again(suite: Suite, features: str) -> None:
    groups = [
        [{"step": "apply", "form": {"unit": "DT", "title": f"{n}", "applied_on": "2017-03-01"}}] for n in range(900)
    ]
    last = [suite.post(features.replace("features", "features:batch"), {"groups": groups}).json for _ in range(2)][-1]
    suite.get(f"/v1/progress?after={last['results'][-1]['event']}")
    before = suite.get("/v1/progress/A3").json["measures"]
    with ThreadPoolExecutor(1) as threads:
        begun, waits = time.monotonic(), []
        replay = threads.submit(suite.post, "/v1/operations/rebuild")
        while not replay.done():
            asked = time.monotonic()
            assert suite.get("/v1/progress/A3").json["measures"] == before
            waits.append(time.monotonic() - asked)
            time.sleep(0.02)
    assert replay.result().json["same"]
    assert max(waits) < (time.monotonic() - begun) / 3


def test_a_service_that_is_silent_makes_its_items_stale_not_zero(suite: Suite, features: str) -> None:
    count = measure(suite, apply_for_feature(suite, features)["event"])
    suite.kill("outreach")
    response = suite.post(features, {"unit": "DT", "title": "x", "applied_on": "2017-03-01"})
    assert (response.status, response.json["slug"]) == (503, "unavailable")
    until(lambda: suite.get("/v1/progress/A3").json["stale_since"] is not None, "it is stale")
    assert suite.get("/v1/progress/A3").json["measures"][0]["claimed"] == count
    assert suite.get("/v1/progress/S3").json["stale_since"] is None, "no measure of it is of outreach"
    suite.revive()
    until(lambda: suite.get("/v1/progress/A3").json["stale_since"] is None, "it is fresh again")


@proves(43, "exits-hard")
def test_a_terminated_suite_stops_within_ten_seconds_and_loses_nothing(suite: Suite, features: str) -> None:
    count = measure(suite, apply_for_feature(suite, features)["event"])
    apply_for_feature(suite, features)
    begun = time.monotonic()
    for process in suite.processes.values():
        process.terminate()
    for process in suite.processes.values():
        assert process.wait(10) == 0
        fault.occurs()
    assert time.monotonic() - begun < 10
    suite.revive()
    suite.ready()
    until(lambda: suite.get("/v1/progress/A3").json["measures"][0]["claimed"] == count + 1, "nothing was lost")
