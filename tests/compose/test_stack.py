"""The life of a stack: up from nothing, loaded, killed piece by piece, scaled, stopped, copied, upgraded.

The tests share one stack and run in their order; what each finds does not depend on the one before, but for the demo.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pika
import psycopg2
import pytest
from pika.exceptions import ProbableAuthenticationError

from contracts.catalogue import PUBLISHERS
from operations.base import ports
from operations.base.environment import Environment
from operations.client.copies import backup_check
from tests.compose.stack import KEEPERS, PUBLIC, Stack
from tests.compose.stack import stack as stack_of
from tests.nemesis.writers import Writers
from tests.suite import ROOT, SERVICES, until

CALLS = "/v1/outreach/service_calls"
PUBLIC_KEY = "/var/lib/campaign/verifying-keys/audit.pub"
ITEMS = ["S1", "S2", "S3", "S4", *(f"A{number}" for number in range(1, 7)), "B1", "B2", "B3"]
APPLIED = "SELECT t.body::json -> 'data' ->> 'title' FROM contributions c JOIN tellings t ON t.id = c.event"
APPLIED += " WHERE c.measure = 'A3.applied' AND c.gone IS NULL"
TOLD = "SELECT body::json -> 'data' ->> 'title' FROM journal WHERE register = 'outreach.features' AND version = 1"


@pytest.fixture(scope="module")
def demo_output(stack: Stack) -> str:
    """What the demo prints when it is loaded into the stack."""
    return stack.compose("run", "--rm", "-T", "demo")


def measures(stack: Stack) -> dict[str, Any]:
    read_model = json.loads(stack.read_model())
    return {one["id"]: one for pillar in read_model["pillars"] for item in pillar["items"] for one in item["measures"]}


def test_the_stack_comes_up_from_nothing(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    readiness = stack.get("/readyz", token="").json
    assert readiness["ready"] is True
    assert set(readiness["services"]) == set(SERVICES)
    took = [f"{what}: {seconds:.1f} s" for what, seconds in stack.took.items()]
    say(capsys, *took, f"image: {stack.size() / 1e6:.0f} MB", *_memory(stack, "started"))


def say(capsys: pytest.CaptureFixture[str], *lines: str) -> None:
    """Print what was measured, whatever is captured."""
    with capsys.disabled():
        print("", *lines, sep="\n")  # noqa: T201


def _memory(stack: Stack, when: str) -> list[str]:
    return [f"memory, {when}: {name} {used}" for name, used in stack.memory().items()]


def test_the_links_of_the_pages_lead_to_the_address_that_was_set(stack: Stack) -> None:
    endpoints = stack.get("/open311/discovery.json", token="").json["endpoints"]
    assert [one["url"] for one in endpoints] == [f"{PUBLIC}/open311/v2"]


def test_the_demo_loads_and_the_articles_table_is_right(
    stack: Stack, demo_output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say(capsys, *_memory(stack, "with the demo"))
    values = measures(stack)
    numbers = {name: (values[name]["claimed"], values[name]["verified"]) for name in values}
    assert numbers["A3.applied"] == (12, 12)
    assert numbers["A6.matters_done"] == (28, 26)
    assert numbers["A6.communities"] == (4, 4)
    assert numbers["A6.events_held"] == (7, 7)
    assert len([line for line in demo_output.splitlines() if line[2:4] in ITEMS]) == len(ITEMS)


def test_an_operator_sends_back_and_discards_what_is_parked(stack: Stack) -> None:
    signed = pika.PlainCredentials("operator", stack.secret("broker-operator"))
    place = pika.ConnectionParameters(stack.place("rabbitmq", "backend"), credentials=signed)
    with pika.BlockingConnection(place) as connection:
        connection.channel().basic_publish("", "gateway.inbox", b"half a mess", pika.BasicProperties(message_id="torn"))
    until(lambda: "torn" in stack.tools("parking", "list"), "it is parked")
    assert "replayed" in stack.tools("parking", "replay", "torn")
    until(lambda: "torn" in stack.tools("parking", "list"), "it is parked again")
    assert "discarded" in stack.tools("parking", "discard", "torn", "--reason", "a test", "--yes")
    assert "torn" not in stack.tools("parking", "list")


@pytest.mark.at_length
@pytest.mark.usefixtures("demo_output")
def test_two_gateways_and_two_outreach_services_change_no_number(stack: Stack) -> None:
    before = stack.read_model()
    one = stack.port
    stack.settings["CAMPAIGN_ADDRESS"] = f"127.0.0.1:{one}-{one + 1}"
    stack.up("--scale", "gateway=2", "--scale", "outreach=2")
    try:
        _agree(stack, (one, one + 1), before)
    finally:
        stack.settings["CAMPAIGN_ADDRESS"] = f"127.0.0.1:{one}"
        stack.port = one
        stack.up("--scale", "gateway=1", "--scale", "outreach=1")
    stack.quiet()


def _agree(stack: Stack, ports: tuple[int, int], before: bytes) -> None:
    """Each gateway shows what there was, and at once what was given in at the other one."""
    for port in ports:
        stack.port = port
        assert stack.read_model() == before
    for number in range(20):
        stack.port = ports[number % 2]
        event = _apply(stack, number)
        stack.port = ports[(number + 1) % 2]
        stack.get(f"/v1/progress?as_of=2017-06-15&after={event}")
        assert measures(stack)["A3.applied"]["claimed"] == 13 + number
    views = set()
    for port in ports:
        stack.port = port
        # Which of the two heard the last event is not known here; the other one looks when it is asked for it.
        stack.get(f"/v1/progress?as_of=2017-06-15&after={event}")
        views.add(stack.read_model())
    assert len(views) == 1


@pytest.mark.usefixtures("demo_output")
def test_each_container_is_killed_in_turn_under_load_and_the_ledger_holds(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    writers = Writers(stack)
    writers.start(singles=2, sheets=1)
    for name in (*SERVICES, *KEEPERS):
        time.sleep(1)
        stack.crash(name)
        stack.ready()
    writers.stop()
    stack.quiet()
    commands = writers.ledger
    counted, journalled = (
        Counter(title for title in stack.sql(database, query) if title in commands.attempted)
        for database, query in (("gateway", APPLIED), ("outreach", TOLD))
    )
    result = {
        "attempt": len(commands.attempted),
        "acknowledged": len(commands.acknowledged),
        "lost": len(commands.acknowledged - set(counted)) + len(set(journalled) - set(counted)),
        "unexpected": len(set(counted) - set(journalled)),
        "duplicated_effects": sum(number - 1 for number in (counted | journalled).values()),
        "repeated_requests": commands.repeats,
    }
    say(capsys, json.dumps(result))
    assert result["acknowledged"] > 100
    assert (result["lost"], result["unexpected"], result["duplicated_effects"]) == (0, 0, 0)


@pytest.mark.at_length
@pytest.mark.usefixtures("demo_output")
def test_down_and_up_with_new_passwords_lose_nothing(stack: Stack) -> None:
    before = stack.read_model(), stack.get("/v1/operations/digest").json
    stack.compose("stop")
    ended = {name: stack.inspect(stack.containers(name)[0], "{{.State.ExitCode}}") for name in (*SERVICES, *KEEPERS)}
    assert set(ended.values()) == {"0"}, f"each ended by itself, in time: {ended}"
    stack.down()
    old = {name: stack.secret(name) for name in ("broker-outreach", "database-outreach")}
    for name in old:
        (stack.secrets / name).unlink()
    stack.script("draw-secrets", str(stack.secrets))
    stack.up()
    assert (stack.read_model(), stack.get("/v1/operations/digest").json) == before
    with pytest.raises(ProbableAuthenticationError):
        pika.BlockingConnection(
            pika.ConnectionParameters(
                stack.place("rabbitmq", "backend"),
                credentials=pika.PlainCredentials("outreach", old["broker-outreach"]),
            )
        )
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(
            host=stack.place("postgres", "data"), user="outreach", password=old["database-outreach"], dbname="outreach"
        )


def test_without_postgresql_there_is_no_copy_and_it_says_so(stack: Stack, backup_folder: Path) -> None:
    stack.compose("stop", "postgres")
    with pytest.raises(AssertionError, match="postgres"):
        stack.script("backup", str(backup_folder / "nothing"))
    assert not list(backup_folder.iterdir())
    stack.compose("start", "postgres")
    until(lambda: stack.get("/v1/operations/digest").status == 200, "the databases answer")
    stack.quiet()


@pytest.mark.usefixtures("demo_output")
def test_a_copy_brought_onto_an_empty_stack_shows_the_same(stack: Stack, backup_folder: Path) -> None:
    before, digest = stack.read_model(), stack.get("/v1/operations/digest").json
    facts = stack.get("/v1/measures/A6.matters_done/facts?as_of=2017-06-15").json["facts"]
    calls = stack.get(CALLS).body
    assert b'"caller":' in calls
    earlier = stack.compose("exec", "-T", "gateway", "cat", PUBLIC_KEY) + f"{base64.b64encode(bytes(32)).decode()}\n"
    write = ("run", "--rm", "-T", "--no-deps", "--entrypoint", "sh", "public-keys", "-c")
    stack.compose(*write, f"printf '%s' '{earlier}' > {PUBLIC_KEY}")
    stack.script("backup", str(backup_folder / "copy"))
    nowhere = Environment.load({"CAMPAIGN_HOME": str(backup_folder / "none")})
    assert backup_check.verify(nowhere, backup_folder / "copy", [], []), "the log of the copy, by itself"
    stack.down("--volumes")
    for secret in stack.secrets.iterdir():
        secret.unlink()
    stack.script("restore", str(backup_folder / "copy"))
    stack.ready()
    stack.quiet()
    assert stack.read_model() == before
    assert stack.get("/v1/operations/digest").json == digest
    assert stack.get(f"/v1/evidence/{facts[0]['evidence'][0]}").body.startswith(b"\x89PNG")
    assert stack.get(CALLS).body == calls, "with the callers' names"
    assert stack.compose("exec", "-T", "gateway", "cat", PUBLIC_KEY) == earlier, "with the keys of before"
    for service in PUBLISHERS:
        assert "the same as before" in stack.tools("replay", service), "what is shown is what the journals say"
    assert "as it was signed" in stack.tools("audit", "verify")
    assert stack.get("/v1/operations/digest").json == digest


@pytest.mark.at_length
@pytest.mark.usefixtures("new_stack")
def test_an_upgrade_from_the_previous_image_keeps_the_data(tmp_path: Path) -> None:
    settings = {"CAMPAIGN_IMAGE": "four-six-three:previous"}
    old = {"tree": previous(tmp_path / "tree"), "project": "campaign-upgrade", "port": ports.free()}
    with stack_of(tmp_path / "home", settings=settings, **old) as before:
        before.compose("build", "--quiet")
        before.up()
        unit = before.unit("DT")
        events = [_apply(before, number, f"?after={unit}") for number in range(5)]
        before.get(f"/v1/progress?after={events[-1]}")
        assert applied_features(before) == set(events)
        after = Stack(before.home, "", project=before.project, port=before.port, keys=before.keys)
        after.script("draw-secrets", str(after.secrets))
        after.compose("build", "--quiet")
        after.up()
        assert applied_features(after) == set(events), after.compose("logs", "gateway", "--tail", "50")
        events.append(_apply(after, 5))
        after.get(f"/v1/progress?after={events[-1]}")
        assert applied_features(after) == set(events)
        assert _apply(after, 0) == events[0], "a repeated key is still known"


def applied_features(stack: Stack) -> set[str]:
    """The events of the features that were applied for."""
    answer = stack.get("/v1/measures/A3.applied/facts")
    assert answer.status == 200, answer.body
    return {one["event"] for one in answer.json["facts"]}


def _apply(stack: Stack, number: int, query: str = "") -> str:
    """Apply for a feature; the event's id."""
    form = {"unit": "DT", "title": f"feature {number}", "applied_on": "2017-03-01"}
    answer = stack.post(f"/v1/outreach/features{query}", form, Idempotency_Key=f"feature {number}")
    assert answer.status in (200, 201), answer.body
    return str(answer.json["event"])


def previous(tree: Path) -> Path:
    """The last release's tree, or the last commit's; CAMPAIGN_PREVIOUS names another. Skips where there is none."""
    if folder := os.environ.get("CAMPAIGN_PREVIOUS"):
        return Path(folder)
    tag = git("describe", "--tags", "--abbrev=0", "HEAD^").strip()
    commit = tag or "HEAD^"
    if not git("ls-tree", "--name-only", commit, "docker-compose.yml"):
        pytest.skip("no earlier commit here has a docker-compose.yml (a shallow clone has no earlier commit)")
    if not tag and git("diff", "--name-only", "--diff-filter=a", commit, "--", "services/*/migrations/versions/*"):
        pytest.skip("a migration was changed in place since the last commit, as it may be before the first release")
    tree.mkdir()
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", str(tree)], input=archive, check=True)
    return tree


def git(*arguments: str) -> str:
    """What git says; nothing where it fails."""
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout
