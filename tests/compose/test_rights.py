"""Each user of broker and databases does its own work, and is refused everything else: least privilege, as deployed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pika
import psycopg2
import pytest
from pika.exceptions import ChannelClosedByBroker, ProbableAccessDeniedError, ProbableAuthenticationError

from contracts import catalogue
from operations.deployment import databases
from services.chassis.messaging import permissions, topology
from tests.compose.stack import KEEPERS, Stack
from tests.log_rewrites import REWRITES
from tests.suite import SERVICES

REFUSED = 403
CAPABILITIES = ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")
RPC = topology.RPC_EXCHANGE
Channel = Any
Deed = Callable[[Channel, str], object]


def another(user: str) -> str:
    """A service that is not this one."""
    return next(one for one in catalogue.SERVICES if one != user)


def publish(channel: Channel, exchange: str, key: str) -> None:
    channel.confirm_delivery()
    channel.basic_publish(exchange, key, b"{}")


def listen_to_all(channel: Channel, queue: str) -> None:
    channel.queue_declare(queue, arguments={"x-expires": 1000})
    channel.queue_bind(queue, RPC, "#")


FORBIDDEN: dict[str, Deed] = {
    "read another's inbox": lambda channel, user: channel.basic_get(
        catalogue.inbox("gateway" if user != "gateway" else "outreach")
    ),
    "read what another parked": lambda channel, user: channel.basic_get(
        catalogue.dead_letter_queue("gateway" if user != "gateway" else "outreach")
    ),
    "empty another's inbox": lambda channel, user: channel.queue_purge(
        catalogue.inbox("outreach" if user != "outreach" else "gateway")
    ),
    "delete another's inbox": lambda channel, user: channel.queue_delete(
        catalogue.inbox("outreach" if user != "outreach" else "gateway")
    ),
    "declare a queue": lambda channel, _user: channel.queue_declare(f"stray-{uuid.uuid4()}"),
    "declare an exchange": lambda channel, _user: channel.exchange_declare("stray", "fanout"),
    "delete an exchange, be it the own": lambda channel, user: channel.exchange_delete(
        catalogue.exchange(user if user in catalogue.SERVICES else "outreach")
    ),
    "publish another's events": lambda channel, user: publish(
        channel, catalogue.exchange(another(user)), f"{another(user)}.units.opened.v1"
    ),
    "write into an inbox past the exchanges": lambda channel, _user: publish(channel, "", catalogue.inbox("gateway")),
    "set aside in another's name": lambda channel, user: publish(
        channel, topology.aside_exchange("outreach" if user != "outreach" else "gateway"), "x"
    ),
    "answer calls to another": lambda channel, user: channel.basic_consume(f"rpc-{another(user)}", lambda *_: None),
    "listen to all calls": lambda channel, user: listen_to_all(channel, f"rpc.reply-{user}-{uuid.uuid4()}"),
}


@pytest.fixture(scope="module")
def broker(stack: Stack) -> Callable[..., Any]:
    """Opens a connection as a user of the broker."""
    place = stack.place("rabbitmq", "backend")

    @contextmanager
    def open_channel(user: str, password: str = "", vhost: str = "/") -> Iterator[Channel]:
        signed = pika.PlainCredentials(user, password or stack.secret(f"broker-{user}"))
        connection = pika.BlockingConnection(pika.ConnectionParameters(place, 5672, vhost, signed))
        try:
            yield connection.channel()
        finally:
            if connection.is_open:
                connection.close()

    return open_channel


@pytest.mark.parametrize("deed", FORBIDDEN)
@pytest.mark.parametrize("user", SERVICES)
def test_a_service_may_not(broker: Callable[..., Any], user: str, deed: str) -> None:
    with broker(user) as channel, pytest.raises(ChannelClosedByBroker) as refused:
        FORBIDDEN[deed](channel, user)
    assert refused.value.reply_code == REFUSED


@pytest.mark.parametrize("user", catalogue.SERVICES)
def test_an_owner_publishes_its_own_events_under_its_own_names_only(broker: Callable[..., Any], user: str) -> None:
    own = catalogue.exchange(user)
    with broker(user) as channel, pytest.raises(ChannelClosedByBroker) as refused:
        publish(channel, own, f"{another(user)}.units.opened.v1")
    assert refused.value.reply_code == REFUSED


@pytest.mark.parametrize("user", catalogue.SERVICES)
def test_an_owner_carries_out_nothing_at_another_owners(broker: Callable[..., Any], user: str) -> None:
    with broker(user) as channel, pytest.raises(ChannelClosedByBroker) as refused:
        publish(channel, RPC, f"{another(user)}.carry_out")
    assert refused.value.reply_code == REFUSED


def test_nobody_signs_in_as_guest_or_with_anothers_password(stack: Stack, broker: Callable[..., Any]) -> None:
    for user, password in (("guest", "guest"), ("outreach", stack.secret("broker-training"))):
        with pytest.raises(ProbableAuthenticationError), broker(user, password):
            pass


def test_there_is_no_other_virtual_host_at_the_broker(broker: Callable[..., Any]) -> None:
    with pytest.raises(ProbableAccessDeniedError), broker("outreach", vhost="other"):
        pass


def test_the_operator_looks_through_parked_messages_and_nothing_else(broker: Callable[..., Any]) -> None:
    with broker(permissions.OPERATOR) as channel:
        channel.basic_get(catalogue.dead_letter_queue("gateway"))
    for deed in ("read another's inbox", "declare a queue", "delete an exchange, be it the own"):
        with broker(permissions.OPERATOR) as channel, pytest.raises(ChannelClosedByBroker):
            FORBIDDEN[deed](channel, permissions.OPERATOR)


MUST_FAIL = {
    "make a table": "CREATE TABLE stray (x int)",
    "make a passing table": "CREATE TEMP TABLE stray (x int)",
    "drop the journal": "DROP TABLE journal",
    "empty the journal": "TRUNCATE journal",
    "delete events": "DELETE FROM journal",
    "change events": "UPDATE journal SET body = ''",
    "change a table": "ALTER TABLE records ADD COLUMN x int",
    "pretend that it is migrated": "UPDATE migrated_chassis SET version_num = '9999'",
    "become the owner": "SET ROLE {user}_owner",
    "make a user": "CREATE ROLE stray",
    "change the database": "ALTER DATABASE {user} SET work_mem = '1GB'",
    "read the passwords": "SELECT rolpassword FROM pg_authid",
    "read the server's files": "SELECT pg_read_file('/etc/passwd')",
    "start programs": "COPY (SELECT 1) TO PROGRAM 'true'",
}


@pytest.fixture(scope="module")
def database(stack: Stack) -> Callable[..., Any]:
    """Opens a database as one of its users."""
    place = stack.place("postgres", "data")

    def open_connection(user: str, name: str = "") -> Any:
        return psycopg2.connect(
            host=place, user=user, password=stack.secret(databases.USER.format(user)), dbname=name or user
        )

    return open_connection


def assert_no_privilege(connection: Any, statement: str) -> None:
    with connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute(statement)


@pytest.mark.parametrize("deed", MUST_FAIL)
@pytest.mark.parametrize("user", SERVICES)
def test_a_service_may_not_in_its_own_database(database: Callable[..., Any], user: str, deed: str) -> None:
    with closing(database(user)) as connection:
        assert_no_privilege(connection, MUST_FAIL[deed].format(user=user))


@pytest.mark.parametrize("user", SERVICES)
@pytest.mark.parametrize("name", [*SERVICES, "postgres", "template1"])
def test_a_service_enters_its_own_database_only(database: Callable[..., Any], user: str, name: str) -> None:
    if user == name:
        database(user).close()
        return
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        database(user, name)


@pytest.mark.parametrize("user", SERVICES)
def test_a_service_checks_its_own_indexes_by_the_one_function_that_it_may_call(
    database: Callable[..., Any], user: str
) -> None:
    with closing(database(user)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT amcheck.bt_index_check('journal_waiting', true)")
        connection.rollback()
        assert_no_privilege(connection, "SELECT * FROM amcheck.verify_heapam('journal')")


def test_papers_that_were_handed_in_stay_in_the_list(database: Callable[..., Any]) -> None:
    for deed in ("DELETE FROM papers", "UPDATE papers SET name = 'x'"):
        with closing(database("gateway")) as connection:
            assert_no_privilege(connection, deed)


@pytest.mark.parametrize("deed", REWRITES)
def test_what_proves_the_audit_log_stays(database: Callable[..., Any], deed: str) -> None:
    with closing(database("audit")) as connection:
        assert_no_privilege(connection, deed)


@pytest.mark.parametrize("name", [*SERVICES, *KEEPERS])
def test_the_way_in_is_the_gateways_alone(stack: Stack, name: str) -> None:
    (container,) = stack.containers(name)
    ports = int(stack.inspect(container, "{{len .HostConfig.PortBindings}}"))
    shared = "data" if name == "postgres" else "backend"
    assert reaches(stack, name, stack.place("gateway", shared)), "within its networks"
    out = reaches(stack, name, stack.place("gateway", "edge"))
    assert (ports, out) == ((1, True) if name == "gateway" else (0, False))


def reaches(stack: Stack, name: str, place: str) -> bool:
    """Whether a container reaches the gateway at one of its addresses."""
    ask = f"timeout 3 bash -c 'exec 3<> /dev/tcp/{place}/8463' 2> /dev/null && echo reached || echo lost"
    return stack.inside(name, "bash", "-c", ask).strip() == "reached"


@pytest.mark.parametrize("name", [*SERVICES, *KEEPERS])
def test_whoever_breaks_into_a_container_finds_its_hands_tied(stack: Stack, name: str) -> None:
    status = dict(line.split(":", 1) for line in stack.inside(name, "cat", "/proc/1/status").splitlines())
    assert "0" not in status["Uid"].split(), "it is not root"
    assert {status[one].strip() for one in CAPABILITIES} == {"0" * 16}
    assert status["NoNewPrivs"].strip() == "1"
    mounts = [line.split() for line in stack.inside(name, "cat", "/proc/self/mounts").splitlines()]
    assert ["ro" in options.split(",") for _, place, _, options, *_ in mounts if place == "/"] == [True]


@pytest.mark.parametrize("tool", ["pip", "gcc", "cc", "make", "git", "curl"])
def test_no_tool_that_builds_is_left_in_the_image(stack: Stack, tool: str) -> None:
    assert stack.inside("training", "sh", "-c", f"command -v {tool} || echo none").strip() == "none"
