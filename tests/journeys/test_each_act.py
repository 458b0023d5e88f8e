"""Every kind of act, done once: what stands of it in the audit log is as published, says who, what and where, and
holds nothing that was typed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain

import pytest
import sqlalchemy as sa

from services.audit.tables import bodies, entries, named
from services.chassis.storage.store import Store
from tests import messaging
from tests.journeys.deeds import CALLS, DEEDS, EVERY_ACT, NAME, NOT_DONE, NUMBER, TRACE, Json, Stage, Trace
from tests.published_events import PublishedEvents, stored_events
from tests.suite import Suite, until

SEEN_WITHIN = 30.0


@pytest.fixture(scope="module")
def stage(broker_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A suite that will be started again with other settings and keys."""
    messaging.empty(broker_uri)
    suite = Suite(tmp_path_factory.mktemp("home"), broker_uri)
    suite.start()
    try:
        suite.ready()
        yield Stage(suite)
    finally:
        suite.stop()


@pytest.fixture(scope="module")
def traces(stage: Stage) -> dict[str, list[Trace]]:
    """All deeds done, each once, and what must be on record of each."""
    assert stage.call
    before = ("configuration_changed", "signed_out")
    return {act: list(_do(stage, act, waits=act in before)) for act in DEEDS}


def _do(stage: Stage, act: str, *, waits: bool) -> Iterator[Trace]:
    """Before everything is killed what was done is in the log: what was only counted would be lost with a second."""
    if waits:
        until(lambda: _kinds(stage) >= set(list(DEEDS)[: list(DEEDS).index(act)]), "all is logged", SEEN_WITHIN)
    yield from DEEDS[act](stage)


def _log(stage: Stage) -> Store:
    return Store(f"sqlite:///{stage.suite.home}/data/audit.db")


def _kinds(stage: Stage) -> set[str]:
    store = _log(stage)
    with store.begin_read() as tx:
        kinds = set(tx.scalars(sa.select(entries.c.kind)))
    store.close()
    return kinds


@pytest.fixture(scope="module")
def in_log(stage: Stage, traces: dict[str, list[Trace]]) -> dict[str, list[Json]]:
    """What the auditor reads in the log of each kind."""
    until(lambda: _kinds(stage) >= set(traces), "all is logged", SEEN_WITHIN)
    return {act: list(_events(stage, act)) for act in DEEDS}


def _events(stage: Stage, act: str) -> Iterator[Json]:
    for one in stage.ask(f"/v1/audit/entries?what={act}&limit=200", "auditor").json["items"]:
        if not one["forgotten"]:
            yield json.loads(stage.ask(f"/v1/audit/entries/{one['index']}", "auditor").json["canonical"])


def test_every_kind_of_act_has_a_deed_here_or_a_reason_why_not() -> None:
    assert EVERY_ACT - set(DEEDS) == set()
    assert set(NOT_DONE) & EVERY_ACT == set(), "it can be done by now: write the deed"


@pytest.mark.parametrize("act", sorted(EVERY_ACT - {"signed_out"}))
def test_the_log_says_who_did_it_as_what_from_where_and_how_it_ended(
    traces: dict[str, list[Trace]], in_log: dict[str, list[Json]], act: str
) -> None:
    lacking = [one for one in traces[act] if not any(map(one.fits, in_log[act]))]
    assert (lacking, len(traces[act]) > 0) == ([], True), in_log[act]


def test_who_signed_out_was_on_record_and_was_forgotten_when_its_time_was_over(
    stage: Stage, traces: dict[str, list[Trace]], in_log: dict[str, list[Json]]
) -> None:
    assert in_log["signed_out"] == []
    journalled = [json.loads(body) for body in stored_events(stage.suite.home) if b".signed_out." in body]
    assert [one.fits(event) for one in traces["signed_out"] for event in journalled] == [True]


def test_every_event_is_as_the_document_that_is_served_says(stage: Stage, in_log: dict[str, list[Json]]) -> None:
    published = PublishedEvents(stage.suite.get("/asyncapi.json", token="").json)
    told = [json.dumps(event).encode() for event in chain.from_iterable(in_log.values())]
    assert [fault for body in (*told, *stored_events(stage.suite.home)) for fault in published.faults(body)] == []


def test_an_export_and_the_texts_in_it_are_of_one_request(in_log: dict[str, list[Json]]) -> None:
    (exported,) = in_log["exported"]
    requests = [one["correlationid"] for one in in_log["text_shown"]]
    assert requests.count(exported["correlationid"]) == 1
    assert len(set(requests)) == len(requests)
    assert exported["traceparent"] == TRACE


def test_nothing_that_was_typed_stands_in_any_journal_or_in_the_log(
    stage: Stage, in_log: dict[str, list[Json]]
) -> None:
    assert in_log
    assert NUMBER in stage.ask(f"{CALLS}/{stage.call}", "captain").body.decode(), "it is there to be looked for"
    assert [body for body in stored_events(stage.suite.home) if _holds(body.decode())] == []
    store = _log(stage)
    with store.begin_read() as tx:
        rows = [str(row) for table in (entries, bodies, named) for row in tx.execute(sa.select(table))]
    store.close()
    assert len(rows) > len(DEEDS)
    assert [row for row in rows if _holds(row)] == []


def _holds(text: str) -> bool:
    return any(one in text for one in (NUMBER, NAME, json.dumps(NAME).strip('"')))
