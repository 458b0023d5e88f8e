"""How a typed message becomes plain JSON values and is read back; its dataclass says all there is to say of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, fields
from functools import cache, partial
from types import UnionType
from typing import Any, Self, get_args, get_origin, get_type_hints

from contracts.errors import Unreadable

JsonObject = dict[str, Any]
SINCE = "since"
"""In the metadata of a row's field: the first protocol in which there is one."""
Reader = Callable[[Any], Any]


class Message:
    """A JSON object: its keys are the names of the dataclass's fields.

    A field that has its default is not written, and one that has a default may be missing. Keys that are not known are
    passed over: a newer peer may say more.
    """

    def to_payload(self) -> JsonObject:
        """The message as JSON values."""
        return {
            one.name: to_plain(value)
            for one in _fields(type(self))
            if (value := getattr(self, one.name)) != one.default
        }

    @classmethod
    def from_payload(cls, payload: Any) -> Self:
        """The message in these JSON values. Raises Unreadable when one is missing or of another kind."""
        if not isinstance(payload, dict):
            raise Unreadable(cls.__name__, "is not an object")
        return cls(**_values(cls, payload))


class Row:
    """A JSON array: its values are the dataclass's fields in their order; the last may be missing where they have
    defaults. So are the arguments of a call written.
    """

    def to_payload(self) -> list[Any]:
        """The row as JSON values."""
        return [to_plain(getattr(self, one.name)) for one in _fields(type(self))]

    def payload_for(self, protocol: int) -> list[Any]:
        """The row as JSON values, without the fields that are not there yet in this protocol."""
        fields_then = [one for one in _fields(type(self)) if one.metadata.get(SINCE, 0) <= protocol]
        return [to_plain(getattr(self, one.name)) for one in fields_then]

    @classmethod
    def from_payload(cls, payload: Sequence[Any]) -> Self:
        """The row in these JSON values. Raises Unreadable when one is missing, too many, or of another kind."""
        names = [one.name for one in _fields(cls)]
        if not isinstance(payload, list | tuple) or len(payload) > len(names):
            raise Unreadable(cls.__name__, "is not a list of", *names)
        return cls(**_values(cls, dict(zip(names, payload, strict=False))))


def to_plain(value: Any) -> Any:
    """A message, or a tuple of what messages hold, as JSON values."""
    if isinstance(value, str):  # what most fields hold
        return value
    if isinstance(value, Message | Row):
        return value.to_payload()
    return [to_plain(one) for one in value] if isinstance(value, tuple) else value


def from_plain(kind: Any, payload: Any) -> Any:
    """A value of a kind that a field may have (`tuple[Kind, ...]`, `Kind | Other`, `str`). Raises Unreadable."""
    return _reader(kind)(payload)


def _values(kind: Any, payload: JsonObject) -> JsonObject:
    """A dataclass's values. Nothing that is missing is invented: only what the class itself gives a default."""
    if missing := _missing(kind, payload):
        raise Unreadable(kind.__name__, "lacks", *missing)
    values, name = {}, ""
    try:
        for name, read in _readers(kind).items():
            if name in payload:
                values[name] = read(payload[name])
    except Unreadable as error:  # what is wrong with a field is said with the way to it
        raise Unreadable(f"{kind.__name__}.{name}:", *error.about) from None
    return values


def _missing(kind: Any, values: JsonObject) -> list[str]:
    return [name for name in _required(kind) if name not in values]


@cache
def _required(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in _fields(kind) if one.default is MISSING)


_fields: Callable[[Any], tuple[Field[Any], ...]] = cache(fields)


@cache
def _readers(kind: Any) -> dict[str, Reader]:
    """What reads each field, by its annotation."""
    hints = get_type_hints(kind)
    return {one.name: _reader(hints[one.name]) for one in _fields(kind)}


def _reader(hint: Any) -> Reader:
    origin, inner = get_origin(hint) or hint, get_args(hint)
    if type(None) in inner:
        return partial(_optional, _reader(inner[0]))
    if origin is UnionType:
        return partial(_first_whole, inner)
    if origin is tuple:
        return partial(_many, _reader(inner[0]))
    if issubclass(origin, Message | Row):
        reader: Reader = origin.from_payload
        return reader
    return partial(_exactly, origin)


def _optional(read: Reader, value: Any) -> Any:
    return None if value is None else read(value)


def _first_whole(kinds: Sequence[Any], value: Any) -> Any:
    """The first kind of message of which nothing is missing."""
    for kind in kinds:
        if not _missing(kind, _exactly(dict, value)):
            return kind.from_payload(value)
    raise Unreadable("neither", *(one.__name__ for one in kinds))


def _many(read: Reader, value: Any) -> tuple[Any, ...]:
    return tuple(read(one) for one in _exactly(list, value))


def _exactly(kind: type, value: Any) -> Any:
    """JSON has no subclasses: true is no number. Raises Unreadable."""
    if type(value) is not kind:
        raise Unreadable(f"{type(value).__name__} where {kind.__name__} is meant")
    return value
