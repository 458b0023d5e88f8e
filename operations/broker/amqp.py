"""Connections of operators' tools to a broker: opened within seconds, or refused with the reason."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

import pika
from pika.adapters.utils.connection_workflow import AMQPConnectorException
from pika.exceptions import AMQPError

from operations.base.errors import BrokerAway, WrongSetting

ANSWERS_WITHIN = 5.0
AWAY = (AMQPError, AMQPConnectorException, OSError)
"""The second is pika's for a broker that takes the connection and says nothing: it is no `AMQPError`."""


def probe(uri: str) -> None:
    """Signs in once. Raises BrokerAway, WrongSetting."""
    connect(uri).close()


def connect(uri: str, *, within: float = ANSWERS_WITHIN, heartbeat: int | None = None) -> pika.BlockingConnection:
    """A connection of which no step takes longer than a few seconds. Raises BrokerAway, WrongSetting.

    within     seconds for each step
    heartbeat  seconds between two signs of life; None: as the broker wants it
    """
    logging.getLogger("pika").setLevel(logging.CRITICAL)  # the exception says once what went wrong
    try:
        parameters = pika.URLParameters(uri)
    except (ValueError, TypeError, IndexError):
        raise WrongSetting("AMQP_URI", "it is not like amqp://user:password@host:5672/") from None
    # All three, since each bounds another step: the socket, the whole handshake, and a broker that blocks publishers.
    parameters.socket_timeout = parameters.stack_timeout = within
    parameters.blocked_connection_timeout = within
    parameters.heartbeat = heartbeat
    try:
        return pika.BlockingConnection(parameters)
    except AWAY as error:
        raise BrokerAway(redact(uri), cause(error)) from None


def cause(error: BaseException) -> str:
    """What pika means: the innermost of the causes that it wraps, by its words or else by its name."""
    inner = [one for one in (*error.args, getattr(error, "exception", None)) if isinstance(one, BaseException)]
    return cause(inner[0]) if inner else str(error) or type(error).__name__


def redact(uri: str) -> str:
    """The URI without its password, for screens and files."""
    parts = urlsplit(uri)
    user, _, place = parts.netloc.rpartition("@")
    return parts._replace(netloc="@".join(filter(None, (user.partition(":")[0], place)))).geturl()
