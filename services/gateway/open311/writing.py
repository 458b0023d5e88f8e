"""Answers as JSON or XML, the one mapped onto the other as GeoReport does (the Spark convention)."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import orjson
from werkzeug.wrappers import Response

JSON, XML = "json", "xml"
FORMATS = {JSON: "application/json; charset=utf-8", XML: "text/xml; charset=utf-8"}
ENTRIES = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
"""What an entry of each list is called in XML."""
NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(name: str, told: Any, form: str, status: int = 200) -> Response:
    """What is told under a name, in a format; in JSON a list stands for itself."""
    body = orjson.dumps(told) if form == JSON else _document(name, told)
    return Response(body, status, content_type=FORMATS[form])


def _document(name: str, told: Any) -> bytes:
    found: bytes = ET.tostring(_element(name, told), encoding="utf-8", xml_declaration=True)
    return found


def _element(name: str, told: Any) -> ET.Element:
    made = ET.Element(name)
    if isinstance(told, dict):
        made.extend(_element(key, value) for key, value in told.items())
    elif isinstance(told, list):
        made.extend(_element(ENTRIES[name], one) for one in told)
    elif told is not None:
        made.text = NOT_IN_XML.sub("", _text(told))
    return made


def _text(told: Any) -> str:
    return str(told).lower() if isinstance(told, bool) else str(told)
