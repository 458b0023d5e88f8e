"""Events, held against the document that is served of them, as somebody outside would hold them."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs

from contracts import catalogue
from contracts.documents import asyncapi

Json = dict[str, Any]
_HERE = "urn:asyncapi"


class PublishedEvents:
    """The events' document."""

    def __init__(self, document: Json | None = None) -> None:
        """The document as it was served; else as it would be."""
        self._messages = (document or asyncapi())["components"]["messages"]
        self._registry = jsonschema_rs.Registry([(_HERE, document or asyncapi())])
        self._validators: dict[str, jsonschema_rs.Validator] = {}

    def faults(self, body: bytes) -> list[str]:
        """Where an event, as it was stored, is not what the document says of its type."""
        event = json.loads(body)
        if event["type"] not in self._messages:
            return [f"{event['type']} is not published"]
        return [
            f"{event['type']} {one.instance_path} {one.message}" for one in self._of(event["type"]).iter_errors(event)
        ]

    def _of(self, event_type: str) -> jsonschema_rs.Validator:
        if event_type not in self._validators:
            schema = {"$ref": f"{_HERE}#/components/messages/{event_type}/payload"}
            validator = jsonschema_rs.Draft202012Validator(schema, registry=self._registry, validate_formats=True)
            self._validators[event_type] = validator
        return self._validators[event_type]


def stored_events(home: Path) -> Iterator[bytes]:
    """The events of all journals of a home on SQLite, as they were stored."""
    for file in (*catalogue.SERVICES, "gateway-journal"):
        with contextlib.closing(sqlite3.connect(home / "data" / f"{file}.db")) as connection:
            yield from (body.encode() for (body,) in connection.execute("SELECT body FROM journal"))
