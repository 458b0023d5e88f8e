"""A fact as it stands in a pack: where in the log, the way to its root, and the very bytes to which the log committed.

One line is one JSON object, and its last member is the event as it is in the log, byte for byte:
`{"index":7,"salt":"...","path":["...",...],"event":{...}}`. Where the body is not given there is no salt either:
`{"index":7,"leaf":"...","path":[...],"absent":"withheld"}` shows that something stands there, and nothing of it.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import Any

from contracts.packs.members import read_json
from contracts.tlog.commitments import SALT, leaf_of
from contracts.tlog.errors import BadProof
from contracts.tlog.tree import DIGEST

WITHHELD, FORGOTTEN = "withheld", "forgotten"
"""Why a body is not given: who asked may not read it, or nobody has it any more."""
LONGEST = 1024 * 1024
"""How many bytes a line may have; an event has a quarter of that at most."""
DEEPEST = 64
"""How long a path may be: a log has fewer than 2 ** 64 entries."""
_EVENT = b',"event":'
_HASH = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


def hashes_in(body: bytes) -> list[str]:
    """What in an event may be hashes of papers, in the order in which they stand there."""
    return [one.decode() for one in _HASH.findall(body)]


@dataclass(frozen=True, slots=True)
class FactLine:
    """One entry of the log: its body with the salt, or its leaf's hash alone and why there is no body.

    index   its place in the log, from 0
    path    the hashes beside the way up to the root of the pack's checkpoint
    """

    index: int
    path: tuple[bytes, ...]
    salt: bytes = b""
    body: bytes = b""
    bare_leaf: bytes = b""
    absent: str = ""

    def leaf(self) -> bytes:
        """The hash of its leaf."""
        return self.bare_leaf if self.absent else leaf_of(self.salt, self.body)

    def event(self) -> dict[str, Any]:
        """The event's members; none where there is no body. Raises BadProof where the body is no JSON object."""
        if self.absent:
            return {}
        try:
            event = read_json(self.body)
        except ValueError:
            raise BadProof("event") from None
        if not isinstance(event, dict):
            raise BadProof("event")
        return event

    def to_bytes(self) -> bytes:
        """The line without its end."""
        secret = {"leaf": _text(self.bare_leaf)} if self.absent else {"salt": _text(self.salt)}
        head: dict[str, Any] = {"index": self.index, **secret, "path": [_text(one) for one in self.path]}
        if self.absent:
            return _json(head | {"absent": self.absent})
        return _json(head)[:-1] + _EVENT + self.body + b"}"

    @classmethod
    def parse(cls, line: bytes) -> FactLine:
        """Raises BadProof for what is none."""
        head, event, rest = line.partition(_EVENT)
        if len(line) > LONGEST or (event and not rest.endswith(b"}")):
            raise BadProof("line")
        members = _members(head + b"}" if event else head)
        index, path, absent = members.pop("index", None), members.pop("path", None), members.pop("absent", "")
        if type(index) is not int or not isinstance(path, list) or len(path) > DEEPEST:
            raise BadProof("line")
        way = tuple(_digest(one, DIGEST) for one in path)
        if event and set(members) == {"salt"} and not absent:
            return cls(index, way, salt=_digest(members["salt"], SALT), body=rest[:-1])
        if not event and set(members) == {"leaf"} and absent in (WITHHELD, FORGOTTEN):
            return cls(index, way, bare_leaf=_digest(members["leaf"], DIGEST), absent=absent)
        raise BadProof("line")


def _members(text: bytes) -> dict[str, Any]:
    try:
        members = read_json(text)
    except ValueError:
        raise BadProof("line") from None
    if not isinstance(members, dict):
        raise BadProof("line")
    return members


def _json(members: dict[str, Any]) -> bytes:
    return json.dumps(members, separators=(",", ":")).encode()


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _digest(value: object, size: int) -> bytes:
    """Base64 of so many bytes, in its one form. Raises BadProof."""
    try:
        decoded = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except ValueError:
        raise BadProof("line") from None
    if len(decoded) != size or _text(decoded) != value:
        raise BadProof("line")
    return decoded
