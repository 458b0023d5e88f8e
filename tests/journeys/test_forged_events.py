"""Who has the broker's credentials and no owner's key speaks for nobody: what they publish is set aside, and told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import orjson
import pika
import pytest

from contracts import catalogue, envelope
from services.chassis.base import clock
from services.chassis.base.signing_keys import SigningKey
from services.chassis.messaging import topology
from services.chassis.messaging.retry import POLICY
from services.chassis.storage import sealed_journal
from services.chassis.storage.store import Store
from services.chassis.storage.tables import journal
from tests import messaging
from tests.proof import fault, proves
from tests.suite import Suite, suite_of_our_own, until

FORGED = int(os.environ.get("FORGED_EVENTS", "300"))
"""So many are published."""


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    with suite_of_our_own(tmp_path_factory.mktemp("forged")) as suite:
        yield suite


def true_event(suite: Suite, title: str) -> sealed_journal.SealedBody:
    form = {"unit": "DT", "title": title, "applied_on": "2017-03-01"}
    event = suite.post("/v1/outreach/features", form, Idempotency_Key=title).json["event"]
    with Store(f"sqlite:///{suite.home}/data/outreach.db").begin_read() as tx:
        (one,) = sealed_journal.by_id(tx, [event])
    return one


def publish(suite: Suite, messages: list[tuple[bytes, dict[str, Any]]]) -> None:
    """As the owner would, with a user of the broker that may."""
    with messaging.channel(suite.uri) as channel:
        channel.confirm_delivery()
        for body, headers in messages:
            type_ = orjson.loads(body)["type"]
            properties = pika.BasicProperties(content_type=envelope.MEDIA_TYPE, delivery_mode=2, headers=headers)
            channel.basic_publish("outreach.events", type_, body, properties, mandatory=True)


def alter(body: str, **members: Any) -> bytes:
    return orjson.dumps(orjson.loads(body) | members)


def count_applied(suite: Suite) -> int:
    return int(suite.get("/v1/measures/A3.applied/facts").json["n"])


def count_parked(suite: Suite) -> int:
    return messaging.count(suite.uri, catalogue.dead_letter_queue("gateway"))


@proves(50, "believes-signatures")
def test_forged_events_have_no_effect_and_are_counted_and_told(suite: Suite) -> None:
    event = true_event(suite, "true")
    until(lambda: count_applied(suite) == 1, "the true one counts")
    seal = event.seal.to_headers()
    thief = SigningKey(b"the key of somebody else entirely")
    forged = [
        alter(event.body, id="forged-0", subject="forged"),
        alter(event.body, subject="forged"),
        alter(event.body, recordversion=2, place=0, type="outreach.features.voided.v1", id="forged-1"),
        alter(event.body, time="9999-01-01T00:00:00+00:00", id="forged-2"),
        alter(event.body, id="\0null"),
        alter(event.body, source="/320205/training"),
        alter(event.body, source="/320206/outreach"),
    ]
    seals = [{}, seal, seal | {"x-seal-key": thief.id}, {**seal, "x-seal-sequence": 10**6}]
    publish(suite, [(body, seals[number % 4]) for number, body in enumerate(forged * (FORGED // len(forged) + 1))])
    count = len(forged) * (FORGED // len(forged) + 1)
    fault.occurs(count)
    until(lambda: count_parked(suite) == count, "every one is set aside")
    assert count_applied(suite) == 1
    own = suite.get("/readyz", token="").json["services"]["gateway"]["inbox"]
    assert own["forged"] == count
    assert suite.get(f"/v1/facts/{orjson.loads(event.body)['id']}").status == 200, "no true event is displaced"
    facts = suite.get("/v1/measures/A3.applied/facts")
    assert facts.status == 200


def test_a_letter_of_the_version_before_passes_where_its_owner_has_recorded_it(suite: Suite) -> None:
    """What lay in the broker when the version was replaced bears no seal; it comes again beside the sealed one."""
    event, before = true_event(suite, "again"), count_parked(suite)
    until(lambda: count_applied(suite) == 2, "it counts")
    publish(suite, [(event.body.encode(), {})])
    true_event(suite, "after")
    until(lambda: count_applied(suite) == 3, "what came after it counts")
    assert count_parked(suite) == before, "it was not set aside"


def test_an_owner_that_is_away_cannot_be_asked_and_the_letter_waits(suite: Suite) -> None:
    event, before = true_event(suite, "waits"), count_parked(suite)
    until(lambda: count_applied(suite) == 4, "it counts")
    suite.kill("outreach")
    publish(suite, [(event.body.encode(), {}), (alter(event.body, id="forged-9"), {})])
    # It waits for a second first, then longer: a busy machine may look when the first is over.
    waiting = [topology.retry_queue("gateway", seconds) for seconds in POLICY.delays]
    until(lambda: any(messaging.count(suite.uri, one) for one in waiting), "it waits")
    assert count_parked(suite) == before
    suite.start("outreach")
    # By then it may have been put off for the third time.
    until(lambda: count_parked(suite) > before, "the owner says which was its own")
    until(lambda: not any(messaging.count(suite.uri, one) for one in waiting), "none waits any more")
    until(lambda: messaging.count(suite.uri, catalogue.inbox("gateway")) == 0, "all are looked at")
    clock.pause(1)
    assert count_parked(suite) == before + 1, "its own is none that is forged"
    assert count_applied(suite) == 4


def test_a_row_that_was_changed_while_its_owner_was_away_is_named_at_the_start(suite: Suite) -> None:
    event = orjson.loads(true_event(suite, "to be changed").body)["id"]
    suite.kill("outreach")
    store = Store(f"sqlite:///{suite.home}/data/outreach.db")
    row = journal.c.id == event
    with store.begin() as tx:
        tx.execute(journal.update().where(row).values(body=journal.c.body.concat(" ")))
    suite.start("outreach")
    until(lambda: bool(suite.get("/readyz", token="").json["services"]["outreach"].get("storage")), "it is told")
    ready = suite.get("/readyz", token="")
    assert ready.status == 503
    (fault,) = ready.json["services"]["outreach"]["storage"]
    assert event in fault
    assert fault.endswith("it is not what was recorded")
    assert ready.json["services"]["training"]["ready"], "the others are well"
