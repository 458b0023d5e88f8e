"""What a cluster's parts come to: whether writes go on, and whether they would after the loss of one more node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson

GOOD, DEGRADED, STOPPED = "good", "degraded", "stopped"
SILENT = "no answer 无应答"
Fact = str | int | float | bool | None


@dataclass(frozen=True)
class Member:
    """One node: whether it works, what it says of itself, and what is wrong with it."""

    place: str
    up: bool
    facts: Mapping[str, Fact] = field(default_factory=dict)
    fault: str = ""


@dataclass(frozen=True)
class Part:
    """The nodes that do the same, for one another.

    working  how many of them count at present
    needed   how many must, or writes stop
    wanted   how many there are when nothing is lost
    faults   what is wrong beside members that are gone
    stops    writes are stopped for another reason than how many work
    brittle  one more loss would stop them though enough work
    """

    name: str
    members: Sequence[Member]
    working: int
    needed: int
    wanted: int
    faults: Sequence[str] = ()
    stops: bool = False
    brittle: bool = False

    @property
    def stopped(self) -> bool:
        """Whether writes are stopped by this part."""
        return self.stops or self.working < self.needed

    @property
    def last(self) -> bool:
        """Whether the loss of one more would stop them."""
        return not self.stopped and (self.brittle or self.working - 1 < self.needed)

    @property
    def good(self) -> bool:
        """Whether nothing is lost and nothing wrong."""
        return not self.stopped and not self.faults and self.working >= self.wanted


def state_of(parts: Sequence[Part]) -> str:
    """Good, degraded, or writes stopped."""
    if any(one.stopped for one in parts):
        return STOPPED
    return GOOD if all(one.good for one in parts) else DEGRADED


def sentence(parts: Sequence[Part]) -> str:
    """What an operator has to know first."""
    if stopped := [one.name for one in parts if one.stopped]:
        return f"Writes are stopped 写入已停止: {', '.join(stopped)}"
    if last := [one.name for one in parts if one.last]:
        return f"The loss of one more node would stop writes 再失去一个节点，写入即停止: {', '.join(last)}"
    return "The loss of any one node would not stop writes 失去任何一个节点，写入都不会停止"


def as_json(parts: Sequence[Part]) -> bytes:
    """How the parts stand, as programs read it."""
    told = [
        {name: value for name, value in vars(one).items() if name != "members"}
        | {"members": [vars(each) for each in one.members]}
        | {"stopped": one.stopped, "last": one.last, "good": one.good}
        for one in parts
    ]
    return orjson.dumps({"state": state_of(parts), "sentence": sentence(parts), "parts": told})


def majority(count: int) -> int:
    """How many of so many are more than half."""
    return count // 2 + 1


def silent(place: str) -> Member:
    """A member that said nothing."""
    return Member(place, up=False, fault=SILENT)
