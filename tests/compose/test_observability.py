"""Prometheus beside the stack finds every process, and knows every metric that the rules and the dashboard name."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from services.chassis.base import clock
from tests.chassis.test_metrics import QUESTIONS, RULES
from tests.compose.stack import Stack, has_image
from tests.suite import SERVICES, until

pytestmark = pytest.mark.at_length
IMAGE = "prom/prometheus:v3.5.0"
SELDOM = {"campaign_messages_parked_total", "campaign_rpc_seconds_bucket"}
"""What has labels is not there before it first happens."""

RECOVERY = {f"campaign_recovery_{name}" for name in ("archive_age_seconds", "drill_age_seconds", "drill_good")}


@pytest.fixture(scope="module")
def prometheus(stack: Stack) -> Iterator[str]:
    if not has_image(IMAGE):
        pytest.skip(f"no image {IMAGE}: docker pull, or deploy/airgap/images where no registry is reached")
    stack.compose("--profile", "observability", "up", "--detach", "--no-deps", "prometheus")
    try:
        yield f"http://{stack.place('prometheus', 'backend')}:9090/api/v1/"
    finally:
        stack.compose("--profile", "observability", "rm", "--force", "--stop", "prometheus")


def ask(address: str, path: str, **query: str) -> Any:
    try:
        with urllib.request.urlopen(f"{address}{path}?{urlencode(query)}", timeout=60) as answer:
            return json.loads(answer.read())["data"]
    except OSError:
        return {}


def up(address: str) -> set[str]:
    samples = ask(address, "query", query="up == 1").get("result", [])
    return {one["metric"].get("service", one["metric"]["job"]) for one in samples}


def test_prometheus_finds_every_process_and_knows_every_metric(stack: Stack, prometheus: str) -> None:
    until(lambda: up(prometheus) == {*SERVICES, "broker", "queues"}, "Prometheus has asked everybody")
    # Of an archive and of drills nothing is told before there was one of each.
    now = clock.now().isoformat()
    stack.tools("backup", "note", "archive", "--archived", "--restored-to", now)
    stack.tools("backup", "note", "drill", "--tested", "--restored-to", now)
    until(lambda: set(ask(prometheus, "label/__name__/values")) >= RECOVERY, "archive and drill are told of")
    names = set(ask(prometheus, "label/__name__/values"))
    named = {name for one in QUESTIONS for name in re.findall(r"\b(?:campaign|rabbitmq|process)_[a-z_]+", one)}
    assert named - names <= SELDOM
    groups = ask(prometheus, "rules")["groups"]
    rules = [one for group in groups for one in group["rules"]]
    assert [one["name"] for one in rules] == [one["alert"] for one in RULES]
    assert {one["health"] for one in rules} <= {"ok", "unknown"}
    assert {one["state"] for one in rules} <= {"inactive", "pending"}


def test_a_service_that_is_gone_is_noticed(stack: Stack, prometheus: str) -> None:
    (question,) = [one["expr"] for one in RULES if one["alert"] == "ServiceAway"]
    until(lambda: away(prometheus, question) == set(), "all are there")
    assert all(f'absent(up{{job="suite", service="{name}"}})' in question for name in SERVICES)
    stack.compose("stop", "cases")
    try:
        until(lambda: away(prometheus, question) == {"cases"}, "it is missed")
    finally:
        stack.compose("start", "cases")
        stack.ready()


def away(address: str, question: str) -> set[str]:
    samples = ask(address, "query", query=question).get("result", [])
    return {one["metric"]["service"] for one in samples}


def test_the_gateways_metrics_are_at_its_own_address_too(stack: Stack) -> None:
    answer = stack.get("/metrics", token="")
    assert answer.status == 200
    assert b"campaign_lag_seconds_bucket" in answer.body
