"""What lay in a broker's queues: taken out of the old one, put into a new one."""

from __future__ import annotations

from typing import Any

import pika

from contracts import catalogue
from tests import messaging

Letter = dict[str, Any]
PROPERTIES = ("content_type", "content_encoding", "delivery_mode", "message_id", "type", "headers")


def take(uri: str) -> list[Letter]:
    """Every message of every inbox, as it lies there."""
    taken = []
    with messaging.channel(uri) as channel:
        for subscriber in catalogue.SUBSCRIBERS:
            queue = catalogue.inbox(subscriber)
            while True:
                method, properties, body = channel.basic_get(queue)
                if method is None:
                    break
                said = {name: getattr(properties, name) for name in PROPERTIES}
                # How often the broker tried is its own count, of the queue that is no more.
                said["headers"] = {k: v for k, v in (said["headers"] or {}).items() if k != "x-delivery-count"}
                taken.append({"queue": queue, "properties": said, "body": body.decode()})
    return taken


def put(uri: str, letters: list[Letter]) -> None:
    """Lay messages into the inboxes of another broker, confirmed."""
    with messaging.channel(uri) as channel:
        channel.confirm_delivery()
        for letter in letters:
            properties = pika.BasicProperties(**letter["properties"])
            channel.basic_publish("", letter["queue"], letter["body"].encode(), properties, mandatory=True)
