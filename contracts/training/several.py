"""A field that holds several words of a list: topics, roles, the letters that were ticked."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate


def several(zh: str, en: str, among: Mapping[str, str], *, least: int = 0) -> Any:
    """Some of several words, each once; `among` gives each word its Chinese title."""
    one = fields.String(validate=validate.OneOf(list(among)))
    bounds = validate.Length(least, len(among))
    metadata = {"title": zh, "x-title-en": en, "x-words": dict(among)}
    if least:
        return fields.List(one, required=True, validate=bounds, metadata=metadata)
    return fields.List(one, load_default=list, validate=bounds, metadata=metadata)
