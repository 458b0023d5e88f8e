"""The audit log as `audit verify` checks it: the service reads all of it again, a part at a time, and what comes out is
held here against what its checkpoint says that was signed, with the keys of this home.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import orjson
import typer

from contracts.tlog.checkpoints import open_checkpoint
from contracts.tlog.errors import TlogError
from contracts.tlog.notes import Verifier
from contracts.tlog.tree import Frontier, check_consistency
from operations.base.environment import Environment
from operations.base.progress_bar import progress_bar
from operations.client import client, packs

VERIFICATION, CHECKPOINT, CONSISTENCY = "/v1/audit/verification", "/v1/audit/checkpoint", "/v1/audit/consistency"


class Suite(Protocol):
    """The part of the interface that is asked."""

    def get(self, path: str, **query: str | None) -> Any:
        """What an address answers."""

    def text(self, path: str, **query: str | None) -> str:
        """What an address answers, as text."""

    def post(self, path: str, body: bytes = b"", media_type: str = client.JSON, **query: str | None) -> Any:
        """What an address answers to a body."""


def verify(environment: Environment, remembered: Sequence[str] = ()) -> bool:
    """Whether the log is what was appended and signed; a line that says so. Raises Away, Declined.

    remembered  checkpoints that were kept elsewhere, such as a witness's: it must hold to them too
    """
    verdict, fault = check(client.connect_for_long(environment), list(packs.own_keys(environment)), remembered)
    typer.echo(f"{'audit':<10} {verdict['upto']:>9} entries 条目  {fault or 'as it was signed 与所签署的一致'}")
    if verdict["forgotten"]:
        typer.echo(f"  contents forgotten by a rule of retention 依规删除内容: {verdict['forgotten']}")
    return not fault


def check(suite: Suite, keys: Sequence[Verifier], remembered: Sequence[str] = ()) -> tuple[Mapping[str, Any], str]:
    """The last part's verdict, with the forgotten of all parts, and what is wrong; empty: nothing."""
    verdict = _read_all(suite, remembered)
    if verdict["fault"]:
        return verdict, f"entry {verdict['index']}: {verdict['fault']}"
    return verdict, _compare(suite, keys, verdict) if verdict["upto"] else ""


def _read_all(suite: Suite, remembered: Sequence[str]) -> Mapping[str, Any]:
    """Have the service read its log, a part after the other."""
    verdict: dict[str, Any] = {"upto": 0, "frontier": [], "size": 0}
    forgotten = 0
    with progress_bar() as bar:
        task = bar.add_task("audit", total=None)
        while True:
            ask = {"start": verdict["upto"], "frontier": verdict["frontier"], "size": verdict["size"]}
            verdict = suite.post(VERIFICATION, orjson.dumps(ask | {"remembered": list(remembered)}))
            forgotten += verdict["forgotten"]
            bar.update(task, total=verdict["size"], completed=verdict["upto"])
            if verdict["fault"] or verdict["upto"] >= verdict["size"]:
                return {**verdict, "forgotten": forgotten}


def _compare(suite: Suite, keys: Sequence[Verifier], verdict: Mapping[str, Any]) -> str:
    """How what was read contradicts what was signed; it may have been signed a little before or after."""
    try:
        size, frontier = verdict["upto"], [bytes.fromhex(one) for one in verdict["frontier"]]
        signed = open_checkpoint(suite.text(CHECKPOINT), keys).checkpoint
        place, other = sorted([(size, Frontier(size, frontier).root()), (signed.size, signed.root)])
        proof = suite.get(CONSISTENCY, first=str(place[0]), second=str(other[0]))["path"] if place[0] < other[0] else []
        check_consistency([bytes.fromhex(one) for one in proof], *place, *other)
    except (TlogError, ValueError) as error:
        return f"the checkpoint 检查点: {error}"
    return ""
