"""What the file of a proof says in so many words beside what holds it: each such member is as the proof shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from contracts.packs.fact_lines import FactLine
from contracts.tlog.checkpoints import SignedCheckpoint
from contracts.tlog.errors import TlogError
from contracts.tlog.notes import Note

PROVEN = "proven"


class BadClaim(TlogError):
    """The file says something else than the proof shows."""

    zh = "所述与证明不符"


def check_claims(document: Mapping[str, Any], fact: FactLine, signed: SignedCheckpoint) -> None:
    """Compare what a file says with what its fact and its checkpoint show. Raises BadClaim for the first other thing.

    When the log signed stands under no signature, and of a fact that is not given nor do its id and time: whoever
    reports says so.
    """
    for name, value in _shown(fact, signed, str(document.get("checkpoint"))).items():
        said = document.get(name, value)
        if type(said) is not type(value) or said not in (value, *_ways_to_write(name, value)):
            raise BadClaim(name, said)


def unsigned_claims(document: Mapping[str, Any], fact: FactLine) -> tuple[str, ...]:
    """Members of a file that say something that nothing holds."""
    names = ("event", "recorded_at", "signed_at") if fact.absent else ("signed_at",)
    return tuple(name for name in names if document.get(name) is not None)


def _shown(fact: FactLine, signed: SignedCheckpoint, note: str) -> dict[str, Any]:
    names = {one.name for one in Note.parse(note).signatures} - {signed.checkpoint.origin}
    of_event = {} if fact.absent else {"event": fact.event().get("id"), "recorded_at": fact.event().get("time")}
    return of_event | {
        "state": PROVEN,
        "index": fact.index,
        "leaf": fact.leaf().hex(),
        "path": [one.hex() for one in fact.path],
        "size": signed.checkpoint.size,
        "root": signed.checkpoint.root.hex(),
        "witnesses": sorted(names),
    }


def _ways_to_write(name: str, value: Any) -> Iterator[str]:
    """How else the moment of an event is written in a file."""
    if name != "recorded_at" or not isinstance(value, str):
        return
    try:
        moment = dt.datetime.fromisoformat(value).astimezone(dt.UTC)
    except ValueError:
        return
    yield from (moment.isoformat(timespec=precision) for precision in ("auto", "milliseconds", "microseconds"))
