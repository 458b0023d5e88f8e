"""What a process counts of itself; the rules and the dashboard name nothing else."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY, CollectorRegistry

from contracts.errors import Unavailable
from services.chassis.base import clock, health, metrics
from services.chassis.base.metrics import Backlog, RecoveryAges
from services.chassis.storage import journal, tables
from services.chassis.storage.store import Store
from tests.office import Office

FOLDER = Path(__file__).parents[2] / "deploy" / "observability"
GROUPS = yaml.safe_load((FOLDER / "rules.yml").read_text(encoding="utf-8"))["groups"]
RULES = [rule for group in GROUPS for rule in group["rules"]]
DASHBOARD = json.loads((FOLDER / "grafana/dashboards/campaign.json").read_text(encoding="utf-8"))
QUESTIONS = [one["expr"] for one in RULES]
QUESTIONS += [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
EXPOSED = ("_total", "_bucket", "_count", "_sum")


def exposed_sample_names() -> set[str]:
    """The names of all samples that a process may expose."""
    registry = CollectorRegistry()
    registry.register(metrics._Journal(lambda: Backlog(0, None, 0)))
    registry.register(metrics._Recovery(lambda: RecoveryAges(0.0, 0.0, good=True)))
    names = {metric.name for one in (REGISTRY, registry) for metric in one.collect()}
    return names | {f"{name}{ending}" for name in names for ending in EXPOSED}


def sample(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_metric_that_is_watched_or_drawn_exists(question: str) -> None:
    named = set(re.findall(r"campaign_[a-z_]+", question))
    assert named <= exposed_sample_names()


def test_every_alert_says_what_to_do_where_it_is_written() -> None:
    text = (FOLDER.parents[1] / "docs/operations.md").read_text(encoding="utf-8")
    lines = (line.lstrip("# ") for line in text.lower().splitlines() if line.startswith("#"))
    headings = {re.sub(r"[^a-z0-9 -]", "", line).replace(" ", "-") for line in lines}
    for rule in RULES:
        document, _, anchor = rule["annotations"]["runbook"].partition("#")
        assert (document, anchor in headings) == ("docs/operations.md", True), rule["alert"]
        assert rule["labels"]["severity"] in ("page", "ticket")


def test_a_journal_says_for_how_long_its_oldest_event_has_waited(store: Store, office: Office) -> None:
    office.matter()
    with store.begin() as tx:
        assert journal.waits_since(tx) is None
        journal.append(tx, office.events)
        assert journal.waits_since(tx) == office.events[0].time
        journal.mark(tx, [1], tables.PUBLISHED)
        assert journal.waits_since(tx) == office.events[1].time


def test_the_age_of_what_waits_is_told_in_seconds() -> None:
    waiting = Backlog(3, clock.now() - dt.timedelta(seconds=90), 1)
    samples = {metric.name: metric.samples[0].value for metric in metrics._Journal(lambda: waiting).collect()}
    assert samples["campaign_journal_unpublished"] == 3
    assert samples["campaign_journal_quarantined"] == 1
    assert 90 <= samples["campaign_journal_oldest_seconds"] < 100


def test_a_call_that_raises_has_failed() -> None:
    before = sample("campaign_rpc_seconds_count", peer="x", method="y", outcome="failed")
    with pytest.raises(Unavailable), metrics.time_call("x", "y"):
        raise Unavailable("x")
    with metrics.time_call("x", "y"):
        pass
    assert sample("campaign_rpc_seconds_count", peer="x", method="y", outcome="failed") == before + 1
    assert sample("campaign_rpc_seconds_count", peer="x", method="y", outcome="answered") >= 1


def test_events_are_counted_with_the_time_since_they_were_recorded(office: Office) -> None:
    office.matter()
    before, lag = sample("campaign_events_handled_total"), sample("campaign_lag_seconds_count")
    metrics.observe_handling(office.events, clock.ticks())
    assert sample("campaign_events_handled_total") == before + len(office.events)
    assert sample("campaign_lag_seconds_count") == lag + len(office.events)


def ask(path: str, statuses: list[str]) -> bytes:
    environ: dict[str, Any] = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "QUERY_STRING": ""}
    return b"".join(health.app(environ, lambda status, _headers, *_: statuses.append(status)))


def test_a_process_says_that_it_lives_and_what_it_counts_and_nothing_else() -> None:
    statuses: list[str] = []
    assert ask("/healthz", statuses) == b'{"alive":true}'
    assert b"campaign_events_handled_total" in ask("/metrics", statuses)
    assert ask("/v1/progress", statuses) == b"{}"
    assert statuses == ["200 OK", "200 OK", "404 Not Found"]
