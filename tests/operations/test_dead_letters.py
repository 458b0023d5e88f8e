"""Parking against a real broker: nothing that was looked at is lost, what is sent back is the same event."""

import json
import os
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel
from typer.testing import CliRunner

from contracts import catalogue
from operations.base.environment import PYTHON, ROOT
from operations.base.errors import BrokerAway
from operations.broker import amqp
from operations.cli import app
from operations.client.client import Away
from operations.dead_letters import queue, recording
from services.chassis.messaging.letters.letter import DeadLetter
from tests.broker import environment
from tests.proof import fault, proves

QUORUM = {"x-queue-type": "quorum"}
MEDIA_TYPE = "application/cloudevents+json"


class SubscriberQueues:
    """One subscriber's queues, of a name of their own so that sessions can share a broker."""

    def __init__(self, uri: str, home: Path) -> None:
        self.environment = environment(home, AMQP_URI=uri)
        self.acts: list[tuple[str, str]] = []
        self.service = f"test-{uuid.uuid4().hex[:8]}"
        self.inbox, self.parked = catalogue.inbox(self.service), catalogue.dead_letter_queue(self.service)
        self.connection = amqp.connect(uri)
        self.channel: BlockingChannel = self.connection.channel()
        self.channel.confirm_delivery()
        self.channel.queue_declare(self.inbox, durable=True, arguments=QUORUM)
        self.channel.queue_declare(self.parked, durable=True, arguments=QUORUM)

    def close(self) -> None:
        channel = self.connection.channel()
        for name in (self.inbox, self.parked):
            channel.queue_delete(name)
        self.connection.close()

    def park(self, event_id: str, body: bytes | None = None) -> None:
        """As the chassis parks."""
        headers = {
            "x-reason": "unknown",
            "x-error": "no such unit",
            "x-attempt": 3,
            "x-parked-at": "2017-07-01",
        }
        properties = pika.BasicProperties(
            MEDIA_TYPE,
            message_id=event_id,
            delivery_mode=2,
            headers=headers | {"x-routing-key": "outreach.matters.finished.v1", "traceparent": "00-ab"},
        )
        content = body or json.dumps({"id": event_id, "type": "outreach.matters.finished.v1"}).encode()
        self.channel.basic_publish("", self.parked, content, properties, mandatory=True)

    def tell(self, act: str, parked: DeadLetter) -> None:
        """What is to be done is on record, and has not been done yet."""
        self.acts.append((act, parked.id))

    def count(self, queue: str, expected: int) -> int:
        """How many are in a queue, once what was returned has come back."""
        many = -1
        for _ in range(50):
            many = self.channel.queue_declare(queue, passive=True).method.message_count
            if many == expected:
                break
            time.sleep(0.1)
        return many

    def take(self, queue: str) -> list[tuple[pika.BasicProperties, bytes]]:
        """All that is in a queue, taken out."""
        messages = []
        while (got := self.channel.basic_get(queue, auto_ack=True))[0]:
            messages.append((got[1], got[2]))
        return messages


@pytest.fixture
def queues(broker_uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SubscriberQueues]:
    queues = SubscriberQueues(broker_uri, tmp_path)
    monkeypatch.setattr(queue, "SERVICES", (queues.service,))
    monkeypatch.setenv("AMQP_URI", broker_uri)
    monkeypatch.setenv("CAMPAIGN_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(recording, "teller", lambda _environment: queues.tell)
    yield queues
    queues.close()


TELLER = recording.teller
"""As it is, before tests put their own in its place."""


def test_each_is_on_record_before_it_is_sent_back_or_thrown_away(queues: SubscriberQueues) -> None:
    for name in ("event-1", "event-2"):
        queues.park(name)
    campaign("replay", "event-1")
    campaign("discard", "event-2", "--yes")
    campaign("list")
    assert queues.acts == [("replay", "event-1"), ("discard", "event-2")]


def test_where_the_gateway_cannot_be_asked_nothing_is_done_and_the_way_out_is_said(
    queues: SubscriberQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "teller", TELLER)
    monkeypatch.setenv("HTTP_ADDRESS", "127.0.0.1:9")
    queues.park("event-1")
    for arguments in (("replay", "event-1"), ("replay", "--all"), ("discard", "event-1", "--yes")):
        with pytest.raises(Away, match="campaign up"):
            campaign(*arguments)
    assert queues.count(queues.parked, 1) == 1


def campaign(*arguments: str, answer: str | None = None) -> tuple[int, str]:
    """The command's exit code and output."""
    result = CliRunner().invoke(app, ["parking", *arguments], input=answer)
    if isinstance(result.exception, Exception):
        raise result.exception
    return result.exit_code, result.output


def test_list_shows_what_is_parked_with_reason_and_counts_and_leaves_it_there(queues: SubscriberQueues) -> None:
    for name in ("event-1", "event-2", "event-3"):
        queues.park(name)

    code, output = campaign("list", "--limit", "2")

    assert code == 0
    assert all(
        word in output
        for word in ("event-1", "event-2", "unknown", "outreach.matters.finished.v1", f"{queues.service} 3")
    )
    assert "event-3" not in output
    assert queues.count(queues.parked, 3) == 3


def test_list_of_nothing_says_so_also_where_the_queue_was_never_made(
    queues: SubscriberQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "SERVICES", (queues.service, "never-made"))
    assert "nothing" in campaign("list")[1]


def test_show_has_all_headers_and_the_body(queues: SubscriberQueues) -> None:
    queues.park("event-1")
    output = json.loads(campaign("show", "event-1")[1])
    assert output["headers"]["x-error"] == "no such unit"
    assert output["body"] == {"id": "event-1", "type": "outreach.matters.finished.v1"}
    assert queues.count(queues.parked, 1) == 1


@pytest.mark.parametrize(("body", "content"), [(b"{", "{"), (b"\xff\xfe", "base64://4="), (b"[1]", [1])])
def test_a_poison_body_can_be_looked_at(queues: SubscriberQueues, body: bytes, content: object) -> None:
    queues.park("event-1", body)
    assert json.loads(campaign("show", "event-1")[1])["body"] == content
    assert "outreach.matters.finished.v1" in campaign("list")[1]


@proves(46, "replays-as-new")
def test_replay_sends_the_same_event_back_and_leaves_the_others(queues: SubscriberQueues) -> None:
    for name in ("event-1", "event-2", "event-3"):
        queues.park(name)

    assert campaign("replay", "event-2")[0] == 0

    [(properties, body)] = queues.take(queues.inbox)
    fault.occurs()
    assert (properties.message_id, properties.content_type, properties.delivery_mode) == ("event-2", MEDIA_TYPE, 2)
    assert json.loads(body)["id"] == "event-2"
    assert properties.headers.pop("x-delivery-count") == 0  # the inbox counts anew
    assert set(properties.headers) == {"x-routing-key", "x-replayed-by", "traceparent"}
    assert queues.count(queues.parked, 2) == 2
    assert {properties.message_id for properties, _ in queues.take(queues.parked)} == {"event-1", "event-3"}


def test_replay_all_empties_the_dead_letters(queues: SubscriberQueues) -> None:
    for number in range(30):
        queues.park(f"e{number}")
    assert "30 in all" in campaign("replay", "--all", "--service", queues.service)[1]
    assert (queues.count(queues.inbox, 30), queues.count(queues.parked, 0)) == (30, 0)


def test_a_dry_run_only_says_which(queues: SubscriberQueues) -> None:
    queues.park("event-1")
    assert "would be replayed" in campaign("replay", "--all", "--dry-run")[1]
    assert (queues.count(queues.inbox, 0), queues.count(queues.parked, 1)) == (0, 1)


def test_a_message_that_came_without_an_id_can_be_named(queues: SubscriberQueues) -> None:
    queues.channel.basic_publish("", queues.parked, b"anything", pika.BasicProperties(), mandatory=True)
    [parked] = queue.find(queues.environment, None, queues.service)
    assert parked.id.startswith("sha256:")
    queue.replay(queues.environment, parked.id, queues.service)
    assert [body for _, body in queues.take(queues.inbox)] == [b"anything"]


def test_what_the_brokers_delivery_limit_parked_is_read_and_replayed_too(queues: SubscriberQueues) -> None:
    source = f"{queues.service}.limited"
    limit = {"x-delivery-limit": 1, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": queues.parked}
    queues.channel.queue_declare(source, durable=True, arguments=QUORUM | limit)
    queues.channel.basic_publish("", source, b"{}", pika.BasicProperties(message_id="event-1"), mandatory=True)
    for _ in range(2):
        got, _, _ = next(queues.channel.consume(source))
        queues.channel.basic_nack(got.delivery_tag, requeue=True)
    queues.channel.cancel()
    assert queues.count(queues.parked, 1) == 1
    queues.channel.queue_delete(source)

    [parked] = queue.find(queues.environment, "event-1", queues.service)
    assert (parked.reason, parked.routing_key) == ("delivery-limit", source)
    assert parked.parked_at

    queue.replay(queues.environment, "event-1", queues.service)
    [(properties, _)] = queues.take(queues.inbox)
    assert properties.headers.pop("x-delivery-count") == 0
    assert set(properties.headers) == {"x-routing-key", "x-replayed-by"}


def test_discard_asks_and_no_leaves_it(queues: SubscriberQueues) -> None:
    queues.park("event-1")
    assert campaign("discard", "event-1", answer="n\n")[0] == 1
    assert queues.count(queues.parked, 1) == 1


def test_discard_writes_the_message_down_before_it_goes(queues: SubscriberQueues) -> None:
    for name in ("event-1", "event-2"):
        queues.park(name)

    assert campaign("discard", "event-1", "--reason", "a test", answer="y\n")[0] == 0

    file = queues.environment.home / "parking-discarded.jsonl"
    [line] = [json.loads(line) for line in file.read_text().splitlines()]
    assert (line["id"], line["why_discarded"], line["body"]["id"]) == ("event-1", "a test", "event-1")
    assert file.stat().st_mode & 0o777 == 0o600
    assert queues.count(queues.parked, 1) == 1
    assert queues.count(queues.inbox, 0) == 0


@pytest.mark.parametrize("command", [["show", "e9"], ["replay", "e9"], ["discard", "e9", "--yes"], ["discard", ""]])
def test_an_unknown_id_is_named_and_nothing_is_touched(queues: SubscriberQueues, command: list[str]) -> None:
    queues.park("event-1")
    with pytest.raises(queue.UnknownMessage) as caught:
        campaign(*command)
    assert caught.value.code == 1
    assert queues.count(queues.parked, 1) == 1


def test_an_inbox_that_is_not_there_keeps_the_message_parked(queues: SubscriberQueues) -> None:
    queues.park("event-1")
    queues.channel.queue_delete(queues.inbox)
    with pytest.raises(queue.NoInbox, match=queues.service):
        campaign("replay", "event-1")
    assert queues.count(queues.parked, 1) == 1


def test_an_inbox_that_is_full_keeps_the_message_parked(queues: SubscriberQueues) -> None:
    queues.channel.queue_delete(queues.inbox)
    full = {"x-max-length": 1, "x-overflow": "reject-publish"}
    queues.channel.queue_declare(queues.inbox, durable=True, arguments=full)
    queues.channel.basic_publish("", queues.inbox, b"", mandatory=True)
    queues.park("event-1")
    with pytest.raises(queue.InboxFull):
        campaign("replay", "event-1")
    assert queues.count(queues.parked, 1) == 1


def test_an_unknown_service_is_named(queues: SubscriberQueues) -> None:
    with pytest.raises(queue.UnknownService, match=queues.service):
        campaign("list", "--service", "nobody")


def test_a_broker_that_is_away_is_named_with_code_2(tmp_path: Path) -> None:
    with pytest.raises(BrokerAway) as caught:
        queue.counts(environment(tmp_path, AMQP_URI="amqp://127.0.0.1:9/"))
    assert caught.value.code == 2


@proves(38, "settle-first")
def test_a_replay_killed_half_way_loses_nothing_and_the_next_one_finishes(queues: SubscriberQueues) -> None:
    ids = {f"e{number}" for number in range(400)}
    for name in ids:
        queues.park(name)
    script = """
import sys
from tests import broken
broken.plant()
from operations.dead_letters import queue
from operations.base.environment import Environment
from tests.proof import fault, proves
queue.SERVICES = (sys.argv[1],)
queue.replay(Environment.load(), None, "")
"""
    killed_half_way = 0
    for moment in (0.0, 0.005, 0.01):  # a kill right after an arrival falls between two messages, a later one into one
        inherited = dict(queues.environment.inherited) | {"BROKEN": os.environ.get("BROKEN", "")}
        with subprocess.Popen([PYTHON, "-c", script, queues.service], cwd=ROOT, env=inherited) as tool:
            arrived = queues.channel.queue_declare(queues.inbox, passive=True).method.message_count
            while queues.channel.queue_declare(queues.inbox, passive=True).method.message_count < arrived + 20:
                assert tool.poll() is None
            time.sleep(moment)
            tool.kill()
            killed_half_way += 1
        time.sleep(0.5)  # the broker notices and returns what the tool held
        parked = queues.channel.queue_declare(queues.parked, passive=True).method.message_count
        assert parked > 0
    queue.replay(queues.environment, None, "")

    arrived_ids = [properties.message_id for properties, _ in queues.take(queues.inbox)]
    assert killed_half_way == 3
    fault.occurs(killed_half_way)
    assert set(arrived_ids) == ids
    assert len(arrived_ids) <= len(ids) + killed_half_way
    assert queues.count(queues.parked, 0) == 0
