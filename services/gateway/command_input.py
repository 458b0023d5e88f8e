"""How commands are read from a request: the key that names one, the version it expects, the groups of a batch."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from contracts.errors import Invalid, fault
from contracts.forms import CODE
from contracts.register import Register, Step
from contracts.rpc import CommandMessage
from services.chassis.base import ids
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest

MOST_IN_BATCH = 1000
VERSION_ENDS, ANY_VERSION = ".", "*"
"""What follows the version in a record's tag; what stands for any."""
NO_VERSION = 0
"""Of which no record ever is."""
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]*"|[0-9]{1,9}')
"""A tag (RFC 9110, 8.8.3), or the bare version that some programs send."""
KEY_LONGEST, LONGEST_ID, MOST_COUNTED = 200, 80, 10**9
REQUIRED = frozenset({"step", "form"})
OPTIONAL = frozenset({"record", "key", "corrects", "reason", "expected"})


def command_in(request: ApiRequest, register: Register, step: Step) -> CommandMessage:
    """The command whose form is the body. Raises Forbidden, Unreadable, Invalid."""
    permissions.admit_step(step, request.bearer, again="corrects" in request.query)
    form = request.json()
    if not isinstance(form, dict):
        raise Invalid("body", errors=[fault("", "Must be an object", "应为 JSON 对象")])
    key = client_key(request.bearer, request.http.headers.get("Idempotency-Key"))
    return CommandMessage(key, register.name, step.name, form)


def release_in(request: ApiRequest, register: Register, step: Step, event: str) -> CommandMessage:
    """The command that vouches for an event of the record in the path. Raises Forbidden, Unreadable, Invalid."""
    permissions.admit_step(step, request.bearer)
    if {"corrects", "reason"} & request.query.keys() or (request.http.content_length and request.json() != {}):
        raise Invalid("releases", errors=[fault("releases", "Nothing else is said with it", "认定时不得另填内容")])
    return release_command(register, step.name, request.path["id"], event)


def release_command(register: Register, step: str, record: str, event: str) -> CommandMessage:
    """The command that releases an event; its id follows from what is released, so that a repetition is one."""
    return CommandMessage(ids.derive_id(f"\nrelease {event}"), register.name, step, {}, record, releases=event)


def client_key(bearer: Bearer, key: Any) -> str:
    """The command's id: drawn, or made of the client's key and account, so that nobody meets another's key.

    Raises Invalid.
    """
    if key is None:
        return ids.new_id()
    if not isinstance(key, str) or not 1 <= len(key) <= KEY_LONGEST:
        raise Invalid(
            "Idempotency-Key",
            errors=[fault("Idempotency-Key", "1 to 200 characters", "1 至 200 个字符")],
        )
    return ids.derive_id(f"{bearer.id}\n{key}")


def expected_versions(request: ApiRequest) -> set[int]:
    """The versions in `If-Match`; none: any will do (RFC 9110, 13.1.1). Raises Invalid.

    A tag that is none of ours names a version that no record has: others beside it may be the record's.
    """
    tags = request.http.headers.get("If-Match")
    if tags is None or tags.strip() == ANY_VERSION:
        return set()
    named = [one.strip() for one in tags.split(",") if one.strip()]
    if not named or not all(map(_TAG.fullmatch, named)):
        en, zh = 'The record\'s version as its ETag has it, such as "3", or *', '应为记录的版本号（ETag），如 "3"，或 *'
        raise Invalid("If-Match", errors=[fault("If-Match", en, zh)])
    return {_version(one) for one in named}


def _version(tag: str) -> int:
    """The version that a tag names, 0 for a tag of another's making; proxies that compress weaken it."""
    version = tag.removeprefix("W/").strip('"').partition(VERSION_ENDS)[0]
    return int(version) if re.fullmatch("[0-9]{1,9}", version) else NO_VERSION


def batch_in(request: ApiRequest, register: Register) -> list[list[CommandMessage]]:
    """The groups of commands in the body: `{"groups": [[{"step", "form", "record"?, "key"?}]]}`.

    Raises Unreadable, Invalid, Forbidden.
    """
    payload = request.json()
    groups = payload.get("groups") if isinstance(payload, dict) else None
    if strangers := sorted(set(payload) - {"groups"}) if isinstance(payload, dict) else []:
        raise Invalid(*strangers, errors=[fault(one, "Unknown field", "没有此字段") for one in strangers])
    if not isinstance(groups, list) or not all(isinstance(group, list) and group for group in groups):
        raise _invalid("A list of lists of commands", "应为命令列表的列表")
    if sum(map(len, groups)) > MOST_IN_BATCH:
        raise _invalid(f"At most {MOST_IN_BATCH} commands", f"最多 {MOST_IN_BATCH} 条")
    return [[_command(request, register, entry) for entry in group] for group in groups]


def _command(request: ApiRequest, register: Register, entry: Any) -> CommandMessage:
    if not _is_command(register, entry):
        raise _invalid("A command has step, form, and maybe record", "命令应有 step、form")
    placed = {name: entry[name] for name in _PLACES if entry.get(name) is not None}
    if not all(_PLACES[name](value) for name, value in placed.items()):
        en = "record is an id, corrects and expected are whole numbers, reason is a text"
        raise _invalid(en, "record 应为编号，corrects、expected 应为非负整数，reason 应为文字")
    permissions.admit_step(register.step(entry["step"]), request.bearer, again="corrects" in placed)
    key = client_key(request.bearer, entry.get("key"))
    return CommandMessage(key, register.name, entry["step"], entry["form"], **placed)


def _is_command(register: Register, entry: Any) -> bool:
    if not isinstance(entry, dict) or not entry.keys() <= REQUIRED | OPTIONAL:
        return False
    return isinstance(entry.get("form"), dict) and register.has(str(entry.get("step")))


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_ID and re.fullmatch(CODE, value) is not None


def _is_count(value: Any) -> bool:
    # true is an int to Python, and no version to anybody
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_COUNTED


_PLACES: dict[str, Callable[[Any], bool]] = {
    "record": _is_id,
    "corrects": _is_count,
    "reason": lambda value: isinstance(value, str),
    "expected": _is_count,
}


def _invalid(en: str, zh: str) -> Invalid:
    return Invalid("groups", errors=[fault("groups", en, zh)])
