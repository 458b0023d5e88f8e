"""Dead letters as an operator works with them at the broker itself: look, send back to the inbox, discard."""

from __future__ import annotations

import datetime as dt
import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import orjson
import pika
from pika.exceptions import AMQPError, NackError, UnroutableError

from contracts import catalogue
from operations.base.environment import Environment
from operations.base.errors import BrokerAway, OperatorError
from operations.broker import amqp, broker
from operations.dead_letters import recording
from operations.dead_letters.recording import Tell
from services.chassis.base import disk
from services.chassis.messaging.letters.letter import DeadLetter
from services.chassis.messaging.letters.session import QueueSession

SERVICES = catalogue.SUITE
"""The services that an operator may name; one without an inbox has no dead letters."""


class UnknownMessage(OperatorError):
    """No message {0} is parked; `campaign parking list` shows those that are. 无此消息。"""


class UnknownService(OperatorError):
    """There is no service {0}; there are {1}. 无此服务。"""


class NoInbox(OperatorError):
    """The inbox of {0} does not exist yet: start the suite once, then replay. 收件队列不存在。"""


class InboxFull(OperatorError):
    """The inbox of {0} takes no messages now; the message stays parked, try again later. 收件队列暂不接收。"""

    code = 2


@contextmanager
def broker_connection(environment: Environment) -> Iterator[pika.BlockingConnection]:
    """A connection to the broker of this home. Raises BrokerAway, Unnamed, WrongSetting."""
    uri = broker.known_uri(environment)
    connection = amqp.connect(uri)
    try:
        yield connection
    except AMQPError as error:
        raise BrokerAway(amqp.redact(uri), amqp.cause(error)) from None
    finally:
        if connection.is_open:
            connection.close()


def services(named: str) -> tuple[str, ...]:
    """The named subscriber, or all. Raises UnknownService."""
    if named and named not in SERVICES:
        raise UnknownService(named, ", ".join(SERVICES))
    return (named,) if named else SERVICES


def counts(environment: Environment) -> dict[str, int]:
    """How many dead letters each subscriber has."""
    with broker_connection(environment) as connection:
        return {service: _count(connection, service) for service in SERVICES}


def look(environment: Environment, service: str, most: int) -> list[DeadLetter]:
    """The first dead letters of each subscriber."""
    return _each(environment, service, _matcher(None), _nothing, most)


def find(environment: Environment, event_id: str | None, service: str) -> list[DeadLetter]:
    """One event's messages (each subscriber parks for itself), or with None all. Raises UnknownMessage."""
    return _some(_each(environment, service, _matcher(event_id), _nothing), event_id)


def replay(
    environment: Environment, event_id: str | None, service: str, tell: Tell = recording.nobody
) -> list[DeadLetter]:
    """Sends one event's messages, or with None all, back to their inboxes; `tell` is told of each before.

    Raises what that raises, UnknownMessage, NoInbox, InboxFull.
    """
    by = getpass.getuser()

    def send_back(visit: QueueSession, parked: DeadLetter) -> None:
        tell(recording.REPLAY, parked)
        try:
            visit.replay(parked, by)
        except UnroutableError:
            raise NoInbox(visit.service) from None
        except NackError:  # `reject-publish`: a queue at its limit refuses instead of dropping its oldest
            raise InboxFull(visit.service) from None

    return _some(_each(environment, service, _matcher(event_id), send_back), event_id)


def discard(
    environment: Environment, event_id: str, service: str, reason: str, tell: Tell = recording.nobody
) -> list[DeadLetter]:
    """Takes one event's messages out of the dead letters, each told and written down first. Raises UnknownMessage."""

    def drop(visit: QueueSession, parked: DeadLetter) -> None:
        tell(recording.DISCARD, parked)
        _write_down(environment.home / "parking-discarded.jsonl", parked, reason)
        visit.settle(parked)

    return _some(_each(environment, service, _matcher(event_id), drop), event_id)


def _each(
    environment: Environment,
    service: str,
    chosen: Callable[[DeadLetter], bool],
    act: Callable[[QueueSession, DeadLetter], None],
    most: int | None = None,
) -> list[DeadLetter]:
    matches = []
    with broker_connection(environment) as connection:
        for one in services(service):
            with QueueSession(connection, one) as visit:
                for parked in islice(visit, most):
                    if chosen(parked):
                        act(visit, parked)
                        matches.append(parked)
    return matches


def _count(connection: pika.BlockingConnection, service: str) -> int:
    with QueueSession(connection, service) as visit:
        return visit.count()


def _matcher(event_id: str | None) -> Callable[[DeadLetter], bool]:
    return lambda parked: event_id in (None, parked.id)


def _nothing(_visit: QueueSession, _parked: DeadLetter) -> None:
    """Only to look."""


def _some(matches: list[DeadLetter], event_id: str | None) -> list[DeadLetter]:
    if event_id is not None and not matches:
        raise UnknownMessage(event_id)
    return matches


def _write_down(path: Path, parked: DeadLetter, reason: str) -> None:
    """Adds a line, on the disk before we go on; only the owner may read it."""
    entry = parked.to_dict() | {"why_discarded": reason, "by": getpass.getuser(), "at": dt.datetime.now(dt.UTC)}
    disk.make_folder(path.parent, 0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
        file.write(orjson.dumps(entry, default=str, option=orjson.OPT_APPEND_NEWLINE))
        file.flush()
        os.fsync(file.fileno())
    disk.sync(path.parent)  # the first line makes the file
