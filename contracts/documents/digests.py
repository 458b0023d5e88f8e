"""Digests of the generated documents: a line for each operation, event and schema, so that drift shows in review."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping
from typing import Any

import orjson

from contracts.documents.schemas import Json

LENGTH = 16
"""Hexadecimal digits of a digest: 64 bits, for these lines answer to chance and not to an adversary."""
HEAD = "document"
"""The line of what belongs to no part: title, servers, tags, security."""


def openapi_digests(document: Json) -> str:
    """One line an operation and component of an OpenAPI document, sorted, and one for everything else in it."""
    parts = {HEAD: _without(document, ("paths", "components"))} | _components(document["components"])
    for path, operations in document["paths"].items():
        parts |= {f"{method.upper()} {path}": operation for method, operation in operations.items()}
    return _lines(parts)


def asyncapi_digests(document: Json) -> str:
    """One line an event, channel, operation and component of an AsyncAPI document, sorted; one for everything else.

    An event is its message together with the schema of its data, which has the same name; audit events share one.
    """
    components = document["components"]
    schemas, messages = components["schemas"], components["messages"]
    parts: Json = {HEAD: _without(document, ("channels", "operations", "components"))}
    parts |= {f"event {name}": [message, schemas.get(name)] for name, message in messages.items()}
    parts |= _components({"schemas": _without(schemas, messages)})
    return _lines(parts | _components({name: document[name] for name in ("channels", "operations")}))


def _components(groups: Mapping[str, Mapping[str, Any]]) -> Json:
    return {f"{group} {name}": part for group, parts in groups.items() for name, part in parts.items()}


def _without(document: Mapping[str, Any], names: Container[str]) -> Json:
    return {name: part for name, part in document.items() if name not in names}


def _lines(parts: Mapping[str, Any]) -> str:
    return "".join(f"{name}  {digest(parts[name])}\n" for name in sorted(parts))


def digest(part: Any) -> str:
    """The first digits of the SHA-256 of a part's canonical JSON, in which the order of an object's members is none."""
    return hashlib.sha256(orjson.dumps(part, option=orjson.OPT_SORT_KEYS)).hexdigest()[:LENGTH]
