"""What the gateway asks of the service that keeps the audit log, and what is answered.

An index counts the log's entries from 0; hashes and signatures are hex digits. Names are the wire's, as in
`contracts.rpc`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contracts.rpc import ProblemReply, Request
from contracts.wire import JsonObject, Message


class AuditMethod(StrEnum):
    """The methods that the audit service answers beside the pulse."""

    SEARCH = "search"
    ENTRIES = "entries"
    TRAIL = "trail"
    INCLUSION = "inclusion"
    CONSISTENCY = "consistency"
    CHECKPOINT = "checkpoint"
    TILE = "tile"
    COSIGN = "cosign"
    ANOMALIES = "anomalies"
    GAPS = "gaps"
    STATUS = "status"
    VERIFY_LOG = "verify_log"


# --- entries ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EntryFilter(Message):
    """Which entries are meant; what is empty says nothing.

    post     a role and a unit, "captain@DT"
    record   the record within all registers: "cases.penalties/x1"; entries that name it among others count
    kind     an act's name, or the type of an event
    since, until  moments, RFC 3339; the first is meant, the last is not
    """

    actor: str = ""
    post: str = ""
    unit: str = ""
    record: str = ""
    kind: str = ""
    outcome: str = ""
    address: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class EntryRow(Message):
    """An entry as lists have it; `time` is when its service recorded it, UTC.

    body  the event as canonical JSON (RFC 8785); empty where it was not asked for or was forgotten
    salt  of its commitment; empty likewise
    """

    index: int
    id: str
    type: str
    kind: str
    time: str
    actor: str
    leaf: str
    post: str = ""
    unit: str = ""
    address: str = ""
    record: str = ""
    outcome: str = ""
    count: int = 1
    forgotten: bool = False
    body: str = ""
    salt: str = ""


@dataclass(frozen=True)
class EntryPage(Message):
    """Entries, the newest first.

    before, after  from which index a page goes on to older and to newer entries; None: there are none
    searched_until the moment up to which was searched where the search stopped early, with room for more; else empty
    """

    rows: tuple[EntryRow, ...]
    before: int | None = None
    after: int | None = None
    searched_until: str = ""


@dataclass(frozen=True)
class SearchRequest(Request[EntryPage]):
    """Entries of a filter, the newest first, before an index; or `backward`: those after it, nearest to it."""

    method = AuditMethod.SEARCH
    within: EntryFilter
    most: int
    place: int | None = None
    backward: bool = False


@dataclass(frozen=True)
class EntriesRequest(Request[tuple[EntryRow, ...]]):
    """Entries by their indexes, or by the ids of their events; with their bodies and salts where they are there."""

    method = AuditMethod.ENTRIES
    indexes: tuple[int, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class TrailRequest(Request[EntryPage]):
    """All that happened to a record: its events, refusals and views, the newest first.

    views  only who saw its texts: who was shown them, and whoever took a step in it
    """

    method = AuditMethod.TRAIL
    record: str
    most: int
    place: int | None = None
    backward: bool = False
    views: bool = False


# --- proofs ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CheckpointReply(Message):
    """A checkpoint as a signed note (C2SP), its cosignatures beneath it; size 0 and no note before the first.

    witnesses  the names of who cosigned
    """

    note: str
    size: int
    root: str
    at: str
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inclusion(Message):
    """That an entry stands in the log of a checkpoint: the hashes from its leaf to the root, the lowest first."""

    index: int
    size: int
    leaf: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class InclusionRequest(Request[tuple[Inclusion, ...]]):
    """Proofs for indexes in the log of a size that a checkpoint names; indexes beyond it are missing."""

    method = AuditMethod.INCLUSION
    indexes: tuple[int, ...]
    size: int


@dataclass(frozen=True)
class ConsistencyProof(Message):
    """That the log of one size begins the log of another."""

    first: int
    second: int
    path: tuple[str, ...]


@dataclass(frozen=True)
class ConsistencyRequest(Request[ConsistencyProof | ProblemReply]):
    """The proof between two sizes, 0 < first <= second <= the log's size; a problem otherwise."""

    method = AuditMethod.CONSISTENCY
    first: int
    second: int


@dataclass(frozen=True)
class CheckpointRequest(Request[CheckpointReply]):
    """The newest checkpoint; with a size: the newest that is not larger."""

    method = AuditMethod.CHECKPOINT
    size: int | None = None


@dataclass(frozen=True)
class TileReply(Message):
    """A tile's bytes in Base64; None where the log does not reach so far."""

    data: str | None


@dataclass(frozen=True)
class TileRequest(Request[TileReply]):
    """A tile of C2SP tlog-tiles: `level` 0 to 5, or "entries"; `width` 1 to 256 hashes or entries."""

    method = AuditMethod.TILE
    level: str
    index: int
    width: int = 256


@dataclass(frozen=True)
class CosignRequest(Request[CheckpointReply | ProblemReply]):
    """Keep a witness's cosignature on a checkpoint: the note with it, and the witness's key (C2SP vkey).

    A problem where the note is not one of this log's, or the key is another than the witness's first.
    """

    method = AuditMethod.COSIGN
    note: str
    key: str


# --- how the log is --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Anomaly(Message):
    """What is out of the common, by a rule with a threshold of ours: who, on which day, how often.

    rule  denials, night_exports, mass_reading or many_addresses
    """

    rule: str
    actor: str
    day: str
    count: int
    threshold: int


@dataclass(frozen=True)
class AnomalyPage(Message):
    """Anomalies, the newest day first; `next` goes on, empty at the end."""

    rows: tuple[Anomaly, ...]
    next: str = ""
    previous: str = ""


@dataclass(frozen=True)
class AnomaliesRequest(Request[AnomalyPage]):
    """Anomalies of a rule (empty: of any), an actor, days from `since` to `until`, both meant."""

    method = AuditMethod.ANOMALIES
    most: int
    rule: str = ""
    actor: str = ""
    since: str = ""
    until: str = ""
    place: str = ""
    backward: bool = False


@dataclass(frozen=True)
class Gap(Message):
    """An event that stands in a service's journal and not in the log; `since` when it was first missed."""

    service: str
    id: str
    since: str


@dataclass(frozen=True)
class GapsReply(Message):
    """What is missing, at most some hundred of each service; `counts` says how many there are, by service.

    conflicts  services whose journals contradict what the log has seen of them
    """

    gaps: tuple[Gap, ...]
    counts: JsonObject
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class GapsRequest(Request[GapsReply]):
    """Which events of the journals are not in the log."""

    method = AuditMethod.GAPS


@dataclass(frozen=True)
class LogStatus(Message):
    """How the log is: entries, the newest checkpoint, the last whole verification, who witnessed.

    size         entries; `forgotten` of them have lost their contents by a rule of retention
    checkpoint_size, checkpoint_at  the newest signed
    verified_at, verified_size, fault  the last whole verification; empty and 0 where there was none; what was wrong
    witnesses    by name the moment and size of each one's newest cosignature
    missing      events in journals that are not here, by service
    """

    size: int
    forgotten: int
    checkpoint_size: int
    checkpoint_at: str
    verified_at: str
    verified_size: int
    fault: str
    witnesses: JsonObject
    missing: JsonObject
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatusRequest(Request[LogStatus]):
    """How the log is."""

    method = AuditMethod.STATUS


@dataclass(frozen=True)
class LogPageVerdict(Message):
    """What a page of the verification showed: up to which index, with which hashes the next page goes on.

    frontier  the roots of the whole subtrees over what was read, the largest first
    size      up to which index is to be read
    fault     what is wrong, and `index` the first entry for which it is; no fault: empty
    """

    upto: int
    frontier: tuple[str, ...]
    size: int
    forgotten: int
    fault: str = ""
    index: int | None = None


@dataclass(frozen=True)
class VerifyLogRequest(Request[LogPageVerdict]):
    """Read the log's entries from an index on, where the page before ended with a frontier; the last page holds all of
    it against the tiles, the head and the checkpoint.

    remembered  checkpoints, as signed notes, that whoever asks or a witness has kept elsewhere
    """

    method = AuditMethod.VERIFY_LOG
    start: int = 0
    frontier: tuple[str, ...] = ()
    size: int = 0
    remembered: tuple[str, ...] = ()
