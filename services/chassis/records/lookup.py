"""What a rule may ask: what other records say, in the service's own registers and in its replicas of others'.

Rules get this protocol and never a transaction, so that they decide alike in memory, in a test and in a unit of work.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from contracts.forms import Form
from services.chassis.records.finding.newest import RecentRecord, Window
from services.chassis.records.finding.record_row import RecordRow
from services.chassis.records.record import Data, Record


@dataclass(frozen=True)
class ReplicaAge:
    """How old a service's replica of another's register is, as ISO 8601 moments; None where there was none yet."""

    newest: str | None
    last_arrival: str | None


class Lookup(Protocol):
    """Reads records; what was decided before in the same transaction is among them."""

    def record(self, register: str, id_: str) -> Record:
        """A record with its history; without entries if there is none."""

    def where(self, register: str, **values: Any) -> list[Record]:
        """The records of which these fields have these values now, with their histories.

        One of `Register.finds` at least is among the fields. Raises Undefined.
        """

    def rows(self, register: str, **values: Any) -> list[RecordRow]:
        """The same as they stand now, in the order of their ids: a rule that asks for no history reads none."""

    def exists(self, register: str, but: str = "", **values: Any) -> bool:
        """Whether there is such a record, other than `but`; the fields are just those of one of `Register.finds`.

        Raises Undefined.
        """

    def newest(self, register: str, window: Window, **values: Any) -> list[RecentRecord]:
        """The newest such records of some days, the newest first, or the oldest; no other process is waited for.

        For what is proposed, and decided by nobody; a rule that decides by them asks something else first that waits.
        The fields are just those of one of `Register.finds`. Raises Undefined.
        """

    def bearing(self, register: str, field: str, value: str) -> list[Record]:
        """The records that bear one of the sole values of their register, however it is written."""

    def last_serial(self, register: str, series: str) -> int:
        """The greatest serial that a record of a register ever bore in a series of numbers; 0: none."""

    def bearers(self, register: str, place: tuple[str, int]) -> set[str]:
        """The records of a register that ever bore the number of a place, a series and a serial in it."""

    def comparable(self, sort: str, tokens: Collection[str]) -> dict[str, str]:
        """What the private texts behind tokens, of one sort, are compared by, as tokens; forgotten ones are missing."""

    def all_records(self, register: str) -> list[Record]:
        """All of an own register with their histories: only of one that is read out whole, and is short.

        The law that looks for what reads a register whole names who may.
        """

    def is_empty(self, register: str) -> bool:
        """Whether an own register has no record yet."""

    def missing(self, register: str, ids: Sequence[str]) -> list[str]:
        """Which of these ids a register does not know."""

    def replica_age(self, register: str) -> ReplicaAge | None:
        """How old the replica of another service's register is; None: the register is the service's own."""


@dataclass(frozen=True)
class DecisionPorts:
    """What a decision needs from outside beside the record itself.

    lookup       reads other records
    pseudonymise puts tokens in place of what says who somebody is in a filled form. Raises Masked
    """

    lookup: Lookup
    pseudonymise: Callable[[type[Form], Data], Data]
