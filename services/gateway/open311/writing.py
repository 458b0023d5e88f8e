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
    "media_urls": "media_url",
}
"""What an entry of each list is called in XML."""
NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(name: str, content: Any, form: str, status: int = 200) -> Response:
    """Content under a name, in a format; in JSON a list stands for itself."""
    body = orjson.dumps(content) if form == JSON else _document(name, content)
    return Response(body, status, content_type=FORMATS[form])


def _document(name: str, content: Any) -> bytes:
    document: bytes = ET.tostring(_element(name, content), encoding="utf-8", xml_declaration=True)
    return document


def _element(name: str, content: Any) -> ET.Element:
    element = ET.Element(name)
    if isinstance(content, dict):
        element.extend(_element(key, value) for key, value in content.items())
    elif isinstance(content, list):
        element.extend(_element(ENTRIES[name], one) for one in content)
    elif content is not None:
        element.text = NOT_IN_XML.sub("", _text(content))
    return element


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
