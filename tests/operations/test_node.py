"""The private node: quick, alone, on the loopback, and it keeps what it confirmed."""

import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pika
import pytest

from operations.base import lock
from operations.base.environment import PYTHON, ROOT
from operations.base.processes import belongs
from operations.broker import amqp, broker, node
from tests.broker import environment, need_server

REMEMBERED_AFTER = 1.5
"""Seconds. RabbitMQ before 4.0 writes the name of a new quorum queue to the disk half a second later or so
(rabbitmq/ra#443, measured with 3.10.8): killed before that, it comes back with an empty queue that has no leader."""
KEEP = {"queue": "kept", "durable": True, "arguments": {"x-queue-type": "quorum"}}


@pytest.fixture
def running(tmp_path: Path) -> Iterator[broker.RunningBroker]:
    need_server()
    running = broker.ensure(environment(tmp_path))
    yield running
    running.stop()


def put(uri: str, count: int) -> None:
    connection = amqp.connect(uri)
    channel = connection.channel()
    channel.confirm_delivery()
    channel.queue_declare(**KEEP)
    for number in range(count):
        channel.basic_publish("", "kept", str(number).encode(), pika.BasicProperties(delivery_mode=2), mandatory=True)
    connection.close()


def count_messages(uri: str, at_least: int) -> int:
    """How many messages are there, once the queue has its leader again."""
    connection = amqp.connect(uri)
    count = 0
    for _ in range(100):
        count = connection.channel().queue_declare(**KEEP).method.message_count
        if count >= at_least:
            break
        time.sleep(0.1)
    connection.close()
    return int(count)


def listening_elsewhere(port: int) -> list[str]:
    """Local addresses other than 127.0.0.1 at which something listens at this port."""
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening = [row[1] for row in rows if row[3] == "0A"]
    return [at for at in listening if at.endswith(f":{port:04X}") and not at.startswith("0100007F")]


def test_confirmed_messages_survive_kill_9_and_a_stop_and_the_ports_stay_the_same(
    running: broker.RunningBroker, tmp_path: Path
) -> None:
    put(running.uri, 0)
    time.sleep(REMEMBERED_AFTER)
    put(running.uri, 50)
    assert running.process
    running.process.send_signal(signal.SIGKILL)
    running.process.wait()
    running.broker.close()  # type: ignore[union-attr]

    again = broker.ensure(environment(tmp_path))
    put(again.uri, 50)
    again.stop()
    third = broker.ensure(environment(tmp_path))

    assert running.uri == again.uri == third.uri
    assert count_messages(third.uri, 100) == 100
    third.stop()


def test_the_node_listens_on_the_loopback_only_and_its_secrets_are_the_owners(
    running: broker.RunningBroker, tmp_path: Path
) -> None:
    ports = node.last_ports(tmp_path)
    assert ports
    assert [listening_elsewhere(port) for port in (ports.amqp, ports.dist, ports.epmd)] == [[], [], []]
    for name in ("password", "rabbitmq.conf"):
        assert (tmp_path / "broker" / name).stat().st_mode & 0o777 == 0o600
    assert "guest" not in running.uri


def test_a_nodes_password_is_an_option_to_no_tool_that_it_is_given_to(tmp_path: Path) -> None:
    passwords = {node.Node(tmp_path / str(number), tmp_path, {}).password for number in range(20)}
    assert len(passwords) == 20
    assert all(one.isalnum() and one.isascii() for one in passwords)


def test_a_second_node_on_the_same_directory_is_refused(
    running: broker.RunningBroker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(node, "GRACE", 0.3)
    assert running.process
    with pytest.raises(lock.Held, match=f"process {running.process.pid}"):
        broker.ensure(environment(tmp_path))


def test_the_node_stops_when_its_parent_is_killed_and_the_next_start_waits_for_it(tmp_path: Path) -> None:
    need_server()
    script = (
        "import time; from pathlib import Path\n"
        "from operations.broker import broker; from tests.broker import environment\n"
        f"print(broker.ensure(environment(Path({str(tmp_path)!r}))).process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([PYTHON, "-c", script], cwd=ROOT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        parent.kill()
    assert belongs(pid, "broker", tmp_path)

    running = broker.ensure(environment(tmp_path))

    assert not belongs(pid, "broker", tmp_path)
    running.stop()
