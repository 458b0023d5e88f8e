"""What the gateway asks of the services that own registers, what these ask of one another, and what is answered.

Both sides import these messages; on the wire each is plain JSON. The names of methods and of fields are the wire's: a
peer of another version reads them too, so they do not change, and what is added later has a default.
Objects (`Message`) may grow: who is older passes over what it does not know. Who is older refuses an argument more than
it knows (`Request`): a new one says since which protocol it is there, and is not sent to who speaks an older one
(docs/decisions/0024-signed-calls-and-message-versions.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar, get_args

from contracts.wire import SINCE, JsonObject, Message, Row, from_plain

R = TypeVar("R")
PROTOCOL, OLDEST_PROTOCOL, LISTS_SINCE, ACTS_SINCE, TASKS_SINCE = 8, 1, 3, 4, 5
MENTIONS_SINCE = REASONS_SINCE = 6
CALENDAR_SINCE, LETTERS_SINCE = 7, 8
"""The version of these messages, and the oldest that is understood: what 0.1.0 says, which names none; and since which
owners answer for lists that are sorted, put acts on record, say what waits for somebody, what names a record, keep why
something is corrected, tell which due dates a year moves, and show what they could not handle."""


class Method(StrEnum):
    """The methods that owners answer."""

    CARRY_OUT = "carry_out"
    RELEASE = "release"
    RECORD = "record"
    PAGE = "page"
    LIST_PAGE = "list_page"
    TASKS = "tasks"
    MENTIONS = "mentions"
    SHOWN = "shown"
    TOKENS = "tokens"
    RECEIPTS = "receipts"
    FORGET = "forget"
    JOURNAL = "journal"
    PULSE = "pulse"
    REBUILD = "rebuild"
    SEALED_IDS = "sealed_ids"
    SEALED_EVENTS = "sealed_events"
    SEALED_JOURNAL = "sealed_journal"
    VERIFY = "verify"
    CALENDAR = "calendar"
    CALENDAR_PREVIEW = "calendar_preview"
    CASE_FILE = "case_file"
    """Only the owner of penalty cases answers this one."""


# --- who asks, and what for ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Caller(Message):
    """For whom the gateway asks: an account, its role, and the units whose records it may touch (None: all).

    `within` has no default: a caller of whom it is not said would be one without bounds.

    unit          the unit of the post in which they act; empty: the bureau
    on_behalf_of  the person for whom they act, by a delegation
    address, route, request  from where they ask, for what, and by which request: so it is put on record what they saw
    """

    id: str
    role: str
    within: tuple[str, ...] | None
    unit: str = ""
    on_behalf_of: str = ""
    address: str = ""
    route: str = ""
    request: str = ""


@dataclass(frozen=True)
class CommandMessage(Message):
    """A step to be taken in a record.

    id       the client's Idempotency-Key, or drawn for them
    record   the record's id; empty: the step opens one, or means the one that the group's first command opens
    corrects the place of the step that is corrected
    expected the version that the person saw
    releases the event of an import for which the person vouches; it goes by `RELEASE`, never by `CARRY_OUT`
    reason   why it is corrected; empty: nothing is said
    """

    id: str
    register: str
    step: str
    form: JsonObject
    record: str = ""
    corrects: int | None = None
    expected: int | None = None
    releases: str = ""
    reason: str = ""


@dataclass(frozen=True)
class JobMessage(Message):
    """Groups of commands; each group stands or falls as one.

    whole  all of them do
    dry    they are only tried
    imported  a spreadsheet says so: whoever hands it in writes down what others did
    correlation  what all of its events belong to, an import's id; empty: each to its own command
    after  an event that the owner waits for, within bounds, before it begins
    trace  the traceparent of the request
    """

    groups: tuple[tuple[CommandMessage, ...], ...]
    actor: Caller
    whole: bool = False
    dry: bool = False
    after: str | None = None
    trace: str = ""
    imported: bool = False
    correlation: str = ""


@dataclass(frozen=True)
class PageFilter(Message):
    """Which records of a register are meant: of a status, of some units, with a text in their fields; else all.

    bare  without their fields, for who has them already; an owner that knows nothing of it sends them
    """

    status: str | None = None
    q: str | None = None
    units: tuple[str, ...] | None = None
    bare: bool = False


@dataclass(frozen=True)
class ListFilter(Message):
    """Which records of a list are meant, and which of them.

    order        one of the register's (`Register.list_orders`), from its last value to its first if `descending`
    since, until the first and the last of its values that are meant; empty: no bound
    units, own   whose records; whose come before all others
    place        where the answer before ended, or began where it goes `backward`; empty: at that end of the list
    bare         without their fields and not counted, for who has them already; an owner that knows nothing of it does
                 both
    names        the record that they name; since protocol 6, an older owner would pass it over
    uncounted    with their fields, and not counted; an owner that knows nothing of it counts them
    """

    order: str
    descending: bool = False
    since: str = ""
    until: str = ""
    status: str = ""
    q: str = ""
    units: tuple[str, ...] | None = None
    own: tuple[str, ...] = ()
    place: str = ""
    backward: bool = False
    bare: bool = False
    names: RecordKey | None = None
    uncounted: bool = False


@dataclass(frozen=True)
class RecordKey(Row):
    """A record by its register and its id."""

    register: str
    id: str


@dataclass(frozen=True)
class TaskFilter(Message):
    """Which tasks are meant.

    kinds    of these (`contracts.tasks`); of all where none is named
    units    of these units alone; None: of all that the caller may touch
    place    where the answer before ended, or began where it goes `backward`; empty: at that end
    about    records of which it is asked besides what they are about
    """

    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] | None = None
    place: str = ""
    backward: bool = False
    about: tuple[RecordKey, ...] = ()


# --- what is answered ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProblemReply(Message):
    """What was asked for could not be done, as RFC 9457 members (see `Problem.to_dict`)."""

    problem: JsonObject


@dataclass(frozen=True)
class RunningClock(Message):
    """A clock that runs in a record: when it started, when it ends, and by which rule."""

    clock: str
    run: str
    article: str
    start: str
    due: str


@dataclass(frozen=True)
class RecordSummary(Message):
    """A record as it is now, the steps that may come next, and its due dates.

    papers_withheld  how many papers it names that its reader may not have: their hashes are left out
    """

    id: str
    register: str
    version: int
    status: str
    unit: str
    fields: JsonObject
    next: tuple[str, ...]
    due: tuple[RunningClock, ...]
    papers_withheld: int = field(default=0, kw_only=True)


@dataclass(frozen=True)
class RevisionEntry(Message):
    """One revision of a record; `stands`: no later one replaced it.

    place  the version in whose place it stands: its own; an earlier one's when it corrects; 0 when it voids
    step_version  the version of the step by which it was decided
    post, on_behalf_of  as what its actor acted, and for whom by a delegation; empty: not said
    imported  a spreadsheet brought it
    releases  the event of an import for which its actor vouches; empty: none
    reason  why what stood in its place was corrected; empty: nothing was said, or nothing was corrected
    """

    event: str
    type: str
    step: str
    version: int
    place: int
    occurred_on: str
    recorded_at: str
    actor: str
    unit: str
    level: str
    stands: bool
    data: JsonObject
    step_version: int = 1
    post: str = ""
    on_behalf_of: str = ""
    imported: bool = False
    releases: str = ""
    reason: str = ""


@dataclass(frozen=True)
class RecordHistory(RecordSummary):
    """A record with every revision, the replaced ones included.

    clocks       how each of its due dates was computed (see `services.chassis.records.deadline_explanation`)
    supervision  the supervision orders over it; None: it is of a kind over which none can be
    apart        of the steps that may come next those that whoever asks may not take, each with the steps they took
    barred       of the steps that may come next and that the role of whoever asks may take those that they may not,
                 each with the slug of the problem that the command would meet, and the steps or units in the way
    """

    history: tuple[RevisionEntry, ...]
    clocks: tuple[JsonObject, ...]
    supervision: tuple[RecordSummary, ...] | None = None
    apart: JsonObject | None = None
    barred: JsonObject | None = None


@dataclass(frozen=True)
class PageRow(Message):
    """A record as lists show it; `papers_withheld` as in its summary."""

    register: str
    id: str
    version: int
    status: str
    unit: str
    fields: JsonObject
    papers_withheld: int = 0


@dataclass(frozen=True)
class ListReply(Message):
    """A page of a list: at which places it begins and ends, whether there may be more on either side, and of how many.

    is_exact  `total` is all that are meant; else they are at least so many
    """

    rows: tuple[PageRow, ...]
    first: str
    last: str
    earlier: bool
    later: bool
    total: int
    is_exact: bool


@dataclass(frozen=True)
class TaskRow(Message):
    """A step that somebody is waited for in, and its record in a few fields, private texts masked.

    step   empty: nothing was done in it since it was opened
    since  the day since which it waits
    place  where it stands among all tasks of its kind, of whichever owner
    """

    place: str
    step: str
    since: str
    record: PageRow


@dataclass(frozen=True)
class TaskSection(Message):
    """Tasks of one kind in the order in which they were met; up to which place they were read, None: these are all.

    is_exact  `total` is all that there are; else they are at least so many
    """

    kind: str
    rows: tuple[TaskRow, ...]
    end: str | None
    total: int
    is_exact: bool


@dataclass(frozen=True)
class OpenRecord(Message):
    """A record of which was asked, private texts masked, and the steps that whoever asks may take in it now."""

    record: PageRow
    steps: tuple[str, ...]


@dataclass(frozen=True)
class TasksReply(Message):
    """What waits for somebody, by kind, and the records of which it was asked besides."""

    sections: tuple[TaskSection, ...]
    about: tuple[OpenRecord, ...] = ()


@dataclass(frozen=True)
class MentionRow(Message):
    """A record that names the one in question, private texts masked.

    fields   the names of the fields in which it does
    earlier  of those in which it did, and that say something else now
    """

    record: PageRow
    fields: tuple[str, ...]
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class MentionSection(Message):
    """The newest records of a register that name one; `total` of them, or, not `is_exact`, at least so many."""

    register: str
    rows: tuple[MentionRow, ...]
    total: int
    is_exact: bool


@dataclass(frozen=True)
class MentionsReply(Message):
    """What names a record, by register; of registers in which nothing does it is said too."""

    sections: tuple[MentionSection, ...]


@dataclass(frozen=True)
class GroupReceipt(Message):
    """A group of commands was carried out: the record as it left it, the last event, and every command's last.

    repeated  all of it had been carried out before, and was not again
    """

    record: RecordSummary
    event: str
    events: tuple[str, ...]
    repeated: bool


@dataclass(frozen=True)
class GroupRefusal(Message):
    """A group of commands was refused, and nothing of it stands: the problem, and which of its commands met it."""

    problem: JsonObject
    step: int


@dataclass(frozen=True)
class ForgetReply(Message):
    """Whether there was such a text."""

    forgotten: bool


@dataclass(frozen=True)
class JournalRow(Row):
    """A row of a journal: its position, and the event as JSON text."""

    position: int
    body: str


@dataclass(frozen=True)
class SealedEvent(Message):
    """An event as its owner published it, and its seal (`contracts.seal.Seal.to_headers`)."""

    body: str
    seal: JsonObject


@dataclass(frozen=True)
class SealedId(Row):
    """An event's place in its owner's history, and its id."""

    sequence: int
    id: str


@dataclass(frozen=True)
class SealedIds(Message):
    """Which events a subscriber is to have had, of one stretch of an owner's history.

    journal   the epoch in which the journal is now
    head      its last sequence
    upto      the sequence up to which this answer reaches, in its `epoch`; `chain`: where the chain stands after it, in
              hex digits
    waiting   whether one of them was not published yet: it is on its way, and not missing
    is_known  whether the journal stood where the subscriber says that it stood
    """

    journal: str
    head: int
    upto: int
    epoch: str
    chain: str
    ids: tuple[SealedId, ...]
    waiting: bool
    is_known: bool


@dataclass(frozen=True)
class SignedStatement(Message):
    """A batch as its owner signed it (`contracts.seal.SignedBatch`), its bytes in hex digits."""

    epoch: str
    first: int
    last: int
    root: str
    head: str
    key: str
    signature: str


@dataclass(frozen=True)
class JournalVerdict(Message):
    """How many events of a journal are as they were signed, how often it began anew, and the first that is not."""

    events: int
    epochs: int
    fault: str | None


@dataclass(frozen=True)
class JournalBacklog(Message):
    """What waits for the broker: how many rows, the position of the oldest, and how many were set aside."""

    unpublished: int
    oldest: int | None
    quarantined: int


@dataclass(frozen=True)
class Pulse(Message):
    """That a service lives, when it said so, what waits in it, and how old its replicas are, by register.

    storage  what is damaged in its database; then it is not ready, and its journal may be past reading
    protocol          the version of these messages that it speaks
    refused_calls     how many calls it has refused since it started, because it could not know who made them
    accepts_unsigned  it takes calls that nobody signed, as 0.1.0 makes them
    inbox    how its inbox is: whether it listens, what is missing in it, whose journals contradict it, forged events
    disk     how the room on its disk stands: ok, low, full or unwritable
    stored   the bytes that its database takes; 0: not known
    """

    ready: bool
    at: str
    journal: JournalBacklog | None
    copies: JsonObject
    storage: tuple[str, ...] = ()
    protocol: int = OLDEST_PROTOCOL
    refused_calls: int = 0
    accepts_unsigned: bool = False
    inbox: JsonObject | None = None
    disk: str = "ok"
    stored: int = 0


@dataclass(frozen=True)
class RebuildReply(Message):
    """How many records were projected again, and the projection's digests before and after."""

    records: int
    before: str
    after: str
    same: bool


@dataclass(frozen=True)
class YearMessage(Message):
    """A year's holidays as they are entered: `days` are `contracts.training.calendar_years.CalendarDay`."""

    year: str
    source: str
    days: tuple[JsonObject, ...]


@dataclass(frozen=True)
class YearStanding(Message):
    """How far an owner has moved its due dates for a year that was confirmed.

    event            the confirmation; source: who announced the year
    position, upto   how much of its journal it has looked through
    moved, refused   how many records it counted again, and how many it could not
    since, ended     when it began and when it was through; empty: not yet
    """

    year: int
    event: str
    source: str
    position: int
    upto: int
    moved: int
    refused: int
    since: str = ""
    ended: str = ""


@dataclass(frozen=True)
class CalendarReply(Message):
    """The years that an owner has heard of, the newest first."""

    years: tuple[YearStanding, ...]


@dataclass(frozen=True)
class MovingClock(Message):
    """A clock that goes on and that a year would move: on which day it ends now, and on which it would."""

    register: str
    id: str
    unit: str
    clock: str
    run: str
    start: str
    due: str
    would_be: str


@dataclass(frozen=True)
class CalendarPreviewReply(Message):
    """The clocks that would move in a stretch of an owner's journal; up to which position it was looked through, and
    how far it goes.
    """

    rows: tuple[MovingClock, ...]
    position: int
    upto: int


@dataclass(frozen=True)
class CaseFileReply(Message):
    """A case with what its papers name, from its owner's replicas.

    people      name and enforcement certificates, by code
    units       names, by code
    violation, power_item  what the charge names, as they are now; empty before there is a charge
    records     the process records of the case that can be used
    agency      what is said of the agency, each with the day from which on, and whether the agency ends with it
    templates   the bureau's own templates of papers, by paper: from which day on which file; none: the suite's own
    fines       the fine as it stood, each with the place of the step from which on; none: no fine was decided
    """

    case: RecordHistory
    people: JsonObject
    units: JsonObject
    violation: JsonObject
    power_item: JsonObject
    records: tuple[RecordSummary, ...]
    agency: tuple[JsonObject, ...] = ()
    templates: JsonObject = field(default_factory=dict)
    fines: tuple[JsonObject, ...] = ()


GroupResult = GroupReceipt | GroupRefusal
TextsByToken = dict[str, dict[str, str]]


# --- what is asked ---------------------------------------------------------------------------------------------------


class Request(Row, Generic[R]):
    """The arguments of a call in their order, and what kind of reply it has (the R of its class)."""

    method: ClassVar[StrEnum]

    def read_reply(self, payload: Any) -> R:
        """The reply in what was answered. Raises Unreadable."""
        (base,) = vars(type(self))["__orig_bases__"]
        reply: R = from_plain(get_args(base)[0], payload)
        return reply


@dataclass(frozen=True)
class CarryOutRequest(Request[tuple[GroupReceipt | GroupRefusal, ...]]):
    """Carry out a job: a receipt or a refusal a group."""

    method = Method.CARRY_OUT
    job: JobMessage


@dataclass(frozen=True)
class ReleaseRequest(Request[tuple[GroupReceipt | GroupRefusal, ...]]):
    """Vouch for what imports say: a job whose commands all name what they release.

    A method of its own: an owner that knows no release has none, where it would take the step once more.
    """

    method = Method.RELEASE
    job: JobMessage


@dataclass(frozen=True)
class RecordRequest(Request[RecordHistory | ProblemReply]):
    """A record with its history, as somebody may read it, or the problem that there is none."""

    method = Method.RECORD
    register: str
    id: str
    actor: Caller | None = None


@dataclass(frozen=True)
class PageRequest(Request[tuple[PageRow, ...]]):
    """Records in the order of their ids, after one id, `most` of them at most."""

    method = Method.PAGE
    register: str
    within: PageFilter
    after: str
    most: int
    actor: Caller | None = None


@dataclass(frozen=True)
class ListRequest(Request[ListReply | ProblemReply]):
    """A page of a register's list, `most` records at most; since protocol 3."""

    method = Method.LIST_PAGE
    register: str
    within: ListFilter
    most: int
    actor: Caller | None = None


@dataclass(frozen=True)
class TasksRequest(Request[TasksReply | ProblemReply]):
    """What waits for somebody in an owner's registers, `most` tasks of each kind at most; since protocol 5."""

    method = Method.TASKS
    within: TaskFilter
    most: int
    actor: Caller


@dataclass(frozen=True)
class MentionsRequest(Request[MentionsReply | ProblemReply]):
    """What names a record in some of an owner's registers, `most` records of each at most; since protocol 6."""

    method = Method.MENTIONS
    named: RecordKey
    registers: tuple[str, ...]
    most: int


@dataclass(frozen=True)
class TextsRequest(Request[TextsByToken]):
    """What somebody may read behind the tokens of some records: texts by token, by record."""

    method = Method.SHOWN
    register: str
    ids: tuple[str, ...]
    actor: Caller


@dataclass(frozen=True)
class TokensRequest(Request[tuple[str, ...]]):
    """The tokens that stand for private texts, in the order of the texts."""

    method = Method.TOKENS
    texts: tuple[str, ...]


@dataclass(frozen=True)
class ReceiptsRequest(Request[tuple[int, ...]]):
    """How many commands of each group were carried out, saying just this; 0 where one said something else."""

    method = Method.RECEIPTS
    groups: tuple[tuple[CommandMessage, ...], ...]


@dataclass(frozen=True)
class ForgetRequest(Request[ForgetReply]):
    """Delete the private text behind a token, for good; `actor` has asked for it."""

    method = Method.FORGET
    token: str
    actor: Caller | None = field(default=None, metadata={SINCE: ACTS_SINCE})


@dataclass(frozen=True)
class JournalRequest(Request[tuple[JournalRow, ...]]):
    """Rows of the journal after a position, `most` of them at most."""

    method = Method.JOURNAL
    after: int
    most: int


@dataclass(frozen=True)
class SealedIdsRequest(Request[SealedIds]):
    """Which events a subscriber should have after a sequence, where the owner's chain stood so (in hex digits).

    witness  the newest batch that the subscriber saw signed in that epoch
    """

    method = Method.SEALED_IDS
    subscriber: str
    epoch: str
    after: int
    chain: str
    most: int
    witness: SignedStatement | None = None


@dataclass(frozen=True)
class SealedEventsRequest(Request[tuple[SealedEvent, ...]]):
    """Events by their ids, with their seals; those that the owner never recorded are missing."""

    method = Method.SEALED_EVENTS
    ids: tuple[str, ...]


@dataclass(frozen=True)
class SealedJournalRequest(Request[tuple[SealedEvent, ...]]):
    """Events with their seals after a sequence, in their order, `most` of them at most."""

    method = Method.SEALED_JOURNAL
    after: int
    most: int


@dataclass(frozen=True)
class VerifyRequest(Request[JournalVerdict]):
    """Read the whole journal: is every event what was recorded?"""

    method = Method.VERIFY


@dataclass(frozen=True)
class PulseRequest(Request[Pulse]):
    """How the service is."""

    method = Method.PULSE


@dataclass(frozen=True)
class RebuildRequest(Request[RebuildReply]):
    """Write the projection again from the journal."""

    method = Method.REBUILD


@dataclass(frozen=True)
class CaseFileRequest(Request[CaseFileReply | ProblemReply]):
    """A penalty case with all that its papers name, as somebody may read it, or the problem that there is none."""

    method = Method.CASE_FILE
    id: str
    actor: Caller


@dataclass(frozen=True)
class CalendarRequest(Request[CalendarReply]):
    """Which years an owner has heard of, and how far it is with each."""

    method = Method.CALENDAR


@dataclass(frozen=True)
class CalendarPreviewRequest(Request[CalendarPreviewReply]):
    """Which due dates a year would move, if it held now; `after` a position of the owner's journal."""

    method = Method.CALENDAR_PREVIEW
    year: YearMessage
    after: int
