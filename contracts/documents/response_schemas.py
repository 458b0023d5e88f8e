"""The shapes of what the gateway answers. Members may be added with time; none is taken away."""

from __future__ import annotations

from contracts.accounts import (
    ChosenPost,
    Credentials,
    FirstPassword,
    Invitation,
    KeyRequest,
    NewAuthenticator,
    PasswordChange,
)
from contracts.article import STATES as CLAIM_STATES
from contracts.audit.acts import OUTCOMES
from contracts.cases.datums import DATUMS
from contracts.cases.whereabouts import PROPOSED as STREET_KINDS
from contracts.cases.whereabouts import Whereabouts
from contracts.documents.schemas import Json, form_schema
from contracts.forms import LEVELS
from contracts.notifier.channels import KINDS as CHANNELS
from contracts.packs import layout
from contracts.programme.schema import KINDS, PILLARS
from contracts.tasks import KINDS as TASK_KINDS
from contracts.training.papers import ROUNDS
from contracts.training.programmes import register as programmes_register

STATUSES = {
    "not_started": "未启动",
    "behind": "滞后",
    "at_risk": "有风险",
    "unverifiable": "待核实",
    "on_track": "正常推进",
    "achieved": "已达成",
}


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def _with_optional(shape: Json, **properties: Json) -> Json:
    """An object that may have more properties."""
    return shape | {"properties": shape["properties"] | properties}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _counted_part(name: str) -> Json:
    """The first rows of another list, and how many it has."""
    return _object(total=COUNT, total_is_exact=FLAG, items=_list(_ref(name)))


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(one: Json) -> Json:
    return {"anyOf": [one, {"type": "null"}]}


TEXT: Json = {"type": "string"}
COUNT: Json = {"type": "integer", "minimum": 0}
DATE: Json = {"type": "string", "format": "date"}
MOMENT: Json = {"type": "string", "format": "date-time"}
CLOCK_TIME: Json = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
DAYS_UPWARDS: Json = {"type": "integer", "minimum": 0, "maximum": 30, "description": "Days; 0: never"}
FLAG: Json = {"type": "boolean"}
LEVEL: Json = {"enum": list(LEVELS)}
FAULT: Json = {
    "enum": ["missing", "differs", "unreadable"],
    "description": "The file is not what was handed in; what it shows counts as claimed until it is handed in again",
}
NOT_APART: Json = {
    "type": "boolean",
    "description": "A post of before or a program recorded it, nobody knows which person: its level counts as E1",
}
SHA256: Json = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
STATUS: Json = {"enum": list(STATUSES), "x-words": STATUSES}
VALUE: Json = {"type": ["number", "boolean", "null"], "description": "null: no number (a ratio over nothing), never 0"}
NUMBER = _object(claimed=VALUE, verified=VALUE, n=COUNT)
WITHHELD: Json = {
    **COUNT,
    "description": "How many papers are named that this account may not have: their hashes are left out",
}
NAMED = _with_optional(
    _object(register=TEXT, id=TEXT, version=COUNT, status=TEXT, unit=TEXT, fields={"type": "object"}),
    papers_withheld=WITHHELD,
)
PROGRAMME_STATUSES = list(programmes_register.words)
MEASURE = {
    "id": TEXT,
    "ref": TEXT,
    "title": _ref("Title"),
    "kind": {"enum": list(KINDS)},
    "unit": TEXT,
    "scope": {"type": "string", "description": "`bureau`, or the unit whose number it is"},
    "value": VALUE,
    "claimed": {**VALUE, "description": "What was recorded"},
    "verified": {
        **VALUE,
        "description": "What evidence or a counter-party supports: level `verified_from` or above. Of kind `gaps`: "
        "how many members no such evidence shows to be closed, the gaps among them, so that it is never fewer",
    },
    "verified_from": LEVEL,
    "n": {**COUNT, "description": "Facts, members of a ratio's whole, or people of a rate's"},
    "target": _or_null(_ref("Target")),
    "expected": {"type": ["number", "null"], "description": "What an even pace would have reached by `as_of`"},
    "status": {"anyOf": [_ref("Status"), {"type": "null"}], "description": "null: no target says what is enough"},
    "withheld": {
        **FLAG,
        "description": "The number is made of personal facts, and would tell of less than three of them or of what "
        "another unit's is; it is kept back, and its status too",
    },
    "as_of": {**DATE, "description": "Up to which day it counts: of personal facts, for most, the last month-end"},
    "awaits": {"type": ["string", "null"], "description": "The register that will feed it; no number until then"},
}
REASON: Json = {
    "allOf": [{"$ref": "#/components/schemas/Title"}],
    "description": "Why it stands where it stands: the rule, with its own numbers",
}
MONTH = _with_optional(_object(**NUMBER["properties"], as_of=DATE), expected=MEASURE["expected"])
PLANNED = {
    "first": {**COUNT, "description": "Plans by the day they were first recorded for"},
    "now": {**COUNT, "description": "Plans by the day they stand for now"},
    "done": {**COUNT, "description": "By the day they were carried out, up to `as_of`"},
}
EXAM_SCORE = {
    "shown": {**FLAG, "description": "false: fewer than three persons, of whom nothing is told"},
    "n": {"type": ["integer", "null"], "description": "How many persons; null: fewer than three"},
    "mean": {"type": ["number", "null"], "description": "Of their scores of 100, to two decimals"},
}
SIDE = ("claimed", "verified", "status")
CHANGE = _object(**dict.fromkeys(SIDE[:2], _or_null({"type": "number", "description": "null: no number on a side"})))
MOVED = _object(claimed=VALUE, verified=VALUE, status=MEASURE["status"])
MOVE = {
    "id": TEXT,
    "ref": TEXT,
    "item": TEXT,
    "title": _ref("Title"),
    "unit": TEXT,
    "way": {
        "enum": ["worse", "still", "better", "changed", None],
        "description": "Only what has a target is judged; still: below its pace, unchanged; null: it did not move",
    },
    "reason": {
        "enum": ["status", "target", "verified", "pace", "below_pace", "no_number", "anew", "no_target", None],
        "description": "By what it is seen: its status, how far what is claimed or verified is from its target, or "
        "from its pace; anew: it is counted anew since a new year",
    },
    "before": _object(**{name: MEASURE[name] for name in (*SIDE, "target", "expected", "as_of")}),
    "after": _object(**{name: MEASURE[name] for name in (*SIDE, "target", "expected", "as_of")}),
    "change": CHANGE,
}
UNIT_MOVE = _object(unit=TEXT, before=NUMBER, after=NUMBER, change=CHANGE)
COMPARED = {
    "month": {"type": "string", "description": "The month, as 2017-06"},
    "in_progress": {**FLAG, "description": "The month is not over: it is compared with the same day of the other"},
    "compared_with": {**DATE, "description": "The earlier of the two days"},
    "as_of": {**DATE, "description": "The later of the two days"},
    "from": {**DATE, "description": "The day after the earlier one: since then facts count that moved it"},
}
SUPPORT = _object(
    event=TEXT, title=_ref("Title"), happened=DATE, level=LEVEL, evidence=_list(SHA256), papers_withheld=WITHHELD
)
GAP = {
    "subject": TEXT,
    "name": {**TEXT, "description": "By which people know the record; people's names are covered"},
    "unit": TEXT,
    "event": {**TEXT, "description": "What made it a member of the whole"},
    "record": TEXT,
    "dated": DATE,
    "has": _list({**TEXT, "description": "Of the several things that are asked for, one that it has"}),
    "last": _or_null(
        _object(
            how={
                "enum": ["ended", "expired", "late", "partial", "earlier"],
                "description": "Why what was heard last does not put it into the part",
            },
            event=TEXT,
            type=TEXT,
            title=_ref("Title"),
            record=TEXT,
            happened=DATE,
            said={"type": "object", "description": "The event's own words, but for papers"},
        )
    ),
}
FACT = {
    "event": TEXT,
    "type": TEXT,
    "record": TEXT,
    "subject": TEXT,
    "units": _list(TEXT),
    "happened": DATE,
    "dated": DATE,
    "recorded_at": MOMENT,
    "recorder": TEXT,
    "level": LEVEL,
    "verified": FLAG,
    "not_apart": NOT_APART,
    "amount": {"type": ["number", "null"]},
    "of": {"type": "object", "description": "What the record is about"},
    "evidence": _list(SHA256),
    "papers_withheld": WITHHELD,
    "supported_by": {
        **_list(SUPPORT),
        "description": "What gives it a level that its event has not",
    },
}
LOSS = {
    name: FACT[name]
    for name in ("event", "type", "record", "subject", "units", "dated", "amount", "recorder", "recorded_at", "of")
}


def _losses(**more: Json) -> Json:
    """A page of facts that count no more, and the cursors of the pages on both sides."""
    return _object(facts=_list(_object(**LOSS, **more)), previous=_or_null(TEXT), next=_or_null(TEXT))


DEADLINE = {
    "register": TEXT,
    "record": TEXT,
    "title": _ref("Title"),
    "clock": TEXT,
    "clock_title": _ref("Title"),
    "run": {"type": "string", "description": "Which run of a repeated side line"},
    "article": TEXT,
    "consequence": {"type": "string", "description": "What follows when it has run out, in both languages"},
    "unit": TEXT,
    "start": DATE,
    "due": DATE,
    "days_left": {"type": "integer", "description": "Calendar days; below 0: overdue"},
    "overdue": FLAG,
    "announced": {"type": ["integer", "null"], "description": "The nearest announcement past, in days before the end"},
}
YEAR_STANDING = _with_optional(
    _object(year=COUNT, event=TEXT, source=TEXT, position=COUNT, upto=COUNT, moved=COUNT, refused=COUNT),
    since={"type": "string", "description": "When the owner began; empty: not yet"},
    ended={"type": "string", "description": "When it was through; empty: not yet"},
)
INDICATORS: Json = {
    "type": "object",
    "additionalProperties": {"type": ["number", "null"]},
    "description": "By the ids of `definitions`; a rate over nothing is null",
}
INDICATED = _object(
    group={"type": ["string", "null"]},
    title=TEXT,
    rank={"type": ["integer", "null"], "description": "By in-time closing; null with too few cases due"},
    values=INDICATORS,
    times=_list(
        _object(
            id={"enum": ["acceptance_time", "disposal_time"]},
            clock={"type": "string", "description": "In which clock it is told: the limit's own, or calendar days"},
            n=COUNT,
            mean={"type": "number"},
            p50=COUNT,
            p90=COUNT,
        )
    ),
    before=_or_null(INDICATORS),
    change=_or_null({**INDICATORS, "description": "Of counts the growth, of rates the difference"}),
)
TELLING = {
    "event": TEXT,
    "type": TEXT,
    "version": COUNT,
    "place": COUNT,
    "occurred_on": DATE,
    "recorded_at": MOMENT,
    "level": LEVEL,
    "stands": FLAG,
}
FAULT = _object(field={"type": ["string", "null"]}, en=TEXT, zh=TEXT)
KEPT_SHEET = {
    "id": TEXT,
    "register": TEXT,
    "name": TEXT,
    "bytes": COUNT,
    "made_at": MOMENT,
    "until": {**MOMENT, "description": "When it is let go; it goes with its session before that"},
}
JOB = {
    "id": TEXT,
    "register": TEXT,
    "name": {**TEXT, "description": "How its file is called"},
    "state": {
        "enum": ["coming", "waiting", "running", "done", "cancelled", "failed"],
        "description": "coming: its file is not whole yet; failed: it could not go on, `problem` says why",
    },
    "cancel": {**FLAG, "description": "Somebody asked that it stop"},
    "partial": FLAG,
    "dry_run": FLAG,
    "rows": {**COUNT, "description": "Of its file, once that was read"},
    "done": {**COUNT, "description": "Rows that are behind it"},
    "accepted": COUNT,
    "repeated": COUNT,
    "refused": COUNT,
    "held": {**COUNT, "description": "Rows that are right and were not taken, since their part has one that is not"},
    "import": {**_or_null(TEXT), "description": "By which `/v1/imports` knows it, once it has ended"},
    "last_event": _or_null(TEXT),
    "problem": _or_null(_ref("Problem")),
    "made_at": MOMENT,
    "changed_at": MOMENT,
    "until": {**MOMENT, "description": "When what came of it is let go, with its file"},
}
CELL = _object(
    sheet={"type": ["string", "null"], "description": "Its name; a csv's has none"},
    row=COUNT,
    column={"type": ["string", "null"], "description": "Its letters, as a spreadsheet shows them"},
    heading={"type": ["string", "null"]},
    field={"type": ["string", "null"]},
    step={"type": ["string", "null"]},
    slug=TEXT,
    en=TEXT,
    zh=TEXT,
    article={"type": ["string", "null"], "description": "The source of the rule that refused it"},
    rows={**COUNT, "description": "In how many rows it is the same; row is the first of them"},
)
PROBLEM: Json = {
    "type": "object",
    "description": "RFC 9457, in both languages",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "slug": {"type": "string", "description": "The kind of problem, for programs"},
        "status": {"type": "integer"},
        "title": {"type": "string", "description": "English"},
        "title_zh": {"type": "string", "description": "Chinese"},
        "detail": TEXT,
        "errors": {**_list(FAULT), "description": "What is wrong where; of a spreadsheet also row, column, heading"},
        "article": {"type": "string", "description": "The rule's source"},
        "saved": {
            **_object(register=TEXT, id=TEXT),
            "description": "Of `key-reused`: the record that was saved under the key with other content",
        },
    },
    "required": ["type", "slug", "status", "title", "title_zh", "detail", "errors"],
}
RECORD_NOW = {
    "id": TEXT,
    "register": TEXT,
    "version": COUNT,
    "status": TEXT,
    "unit": TEXT,
    "fields": {"type": "object", "description": "What was last told of each field"},
    "next": {**_list(TEXT), "description": "The steps that may come next"},
    "due": _list(_object(clock=TEXT, run=TEXT, article=TEXT, start=DATE, due=DATE)),
}
RECORD = RECORD_NOW | {
    "clocks": {**_list({"type": "object"}), "description": "Every run of every clock, and how its end was reckoned"},
}
ACCOUNT = _object(
    id=TEXT,
    kind={"enum": ["person", "founder"]},
    posts={**_list(TEXT), "description": "Those of today"},
    open=FLAG,
    has_password=FLAG,
    locked_until=_or_null(MOMENT),
    sessions=COUNT,
    used_at=_or_null(MOMENT),
    made_at=MOMENT,
    made_by=TEXT,
)
RECOVERY = _object(
    id=TEXT,
    account=TEXT,
    made_at=MOMENT,
    until=MOMENT,
    first_by=TEXT,
    second_by=_or_null(TEXT),
    done_at=_or_null(MOMENT),
    state={"enum": ["open", "confirmed", "cancelled", "expired"]},
    confirmable={**FLAG, "description": "Whether who asks may confirm it, in this post"},
)
ACCOUNT_FORMS = (Credentials, FirstPassword, PasswordChange, Invitation, ChosenPost, KeyRequest, NewAuthenticator)
DONE = _with_optional(
    _object(record=_ref("RecordNow"), event=TEXT, events=_list(TEXT), repeated=FLAG),
    warnings={**_list(_ref("Warning")), "description": "What the record is unlikely beside since this step"},
)
REFUSED = _object(problem=_ref("Problem"), step=COUNT)
COMMAND: Json = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "step": TEXT,
        "form": {"type": "object", "description": "As at the step's own address"},
        "record": {
            "type": ["string", "null"],
            "description": "Left out: the record that the group's first command opened",
        },
        "key": {"type": ["string", "null"], "minLength": 1, "maxLength": 200, "description": "As Idempotency-Key"},
        "corrects": {
            "type": ["integer", "null"],
            "minimum": 0,
            "description": "The place of the step that is told again",
        },
        "reason": {
            "type": ["string", "null"],
            "maxLength": 500,
            "description": "Why it is corrected, with `corrects`",
        },
        "expected": {"type": ["integer", "null"], "minimum": 0, "description": "As If-Match"},
    },
    "required": ["step", "form"],
}
COPY: Json = _object(newest=_or_null(MOMENT), heard=_or_null(MOMENT), complete=_or_null(MOMENT))
INBOX: Json = {
    **_object(
        connected=FLAG,
        missing={"type": "object", "additionalProperties": {"type": "integer"}},
        conflicts=_list(TEXT),
        forged={"type": "integer"},
    ),
    "description": "Whether it listens; how many events of each owner's it lacks, which are being fetched; the owners "
    "whose journals contradict what they have published; how many forged events were set aside",
}
PULSE: Json = {
    "type": "object",
    "description": "How a service was when it was last asked, what waits in its journal, and how old its copies are",
    "properties": {
        "ready": FLAG,
        "at": MOMENT,
        "journal": {"type": ["object", "null"]},
        "storage": {**_list(TEXT), "description": "What is damaged in its database: it is not ready"},
        "copies": {"type": "object", "additionalProperties": COPY},
        "inbox": {**INBOX, "type": ["object", "null"]},
        "protocol": {**COUNT, "description": "The version of the messages between gateway and owners that it speaks"},
        "skew_seconds": {"type": "number", "description": "How far its clock is ahead of the gateway's"},
        "clock": {"enum": ["right", "skewed"]},
        "refused_calls": {**COUNT, "description": "Calls of unknown origin that it refused since it started"},
        "accepts_unsigned": {**FLAG, "description": "It takes calls that nobody signed, as version 0.1.0 makes them"},
        "disk": {"enum": ["ok", "low", "full", "unwritable"], "description": "How the room on its disk stands"},
        "stored": {**COUNT, "description": "The bytes that its database takes, looked at every minute"},
        "view": {"type": "object", "description": "Of the gateway: the generation that is read, and one being built"},
    },
    "required": ["ready"],
}
GENERATION: Json = _with_optional(
    _object(
        name=TEXT,
        made_by={**TEXT, "description": "The digest of its programme, and the versions of the code that made it"},
        state={"enum": ["live", "building", "kept", "leaving", "declined", "drafting", "preview"]},
        since={**MOMENT, "type": ["string", "null"]},
    ),
    events={**COUNT, "description": "How many are built; of how many: `of`"},
    of=COUNT,
    events_per_second={"type": ["integer", "null"]},
)
LETTER: dict[str, Json] = {
    "service": {**TEXT, "description": "Which service could not handle it"},
    "id": {**TEXT, "description": "The event's id; of what came without one, a name made of its bytes"},
    "type": TEXT,
    "reason": {**TEXT, "description": "The slug of why it is parked"},
    "error": TEXT,
    "parked_at": TEXT,
    "attempt": {**COUNT, "description": "How often it had been tried before"},
}
LETTER_CONTENTS: dict[str, Json] = {
    "content_type": TEXT,
    "headers": {"type": "object"},
    "content": {"type": ["object", "string"], "description": "What it says: JSON, else text, else `base64:...`"},
    "body": {**TEXT, "description": "Its bytes as base64"},
}
DISCARDED: dict[str, Json] = {
    "id": TEXT,
    "service": TEXT,
    "event": TEXT,
    "type": TEXT,
    "reason": TEXT,
    "why": {**TEXT, "description": "Why somebody threw it away"},
    "by": TEXT,
    "at": MOMENT,
}
BACKUP_DEED: Json = {"enum": ["made", "tested", "archived"]}
PERIOD: Json = {"type": "number", "minimum": 0, "description": "Seconds"}
DRILL_FIGURES: dict[str, Json] = {
    "restored_to": {
        **_or_null(MOMENT),
        "description": "The moment that a test restored; of the archive, up to which everything can be restored",
    },
    "seconds": {**_or_null(PERIOD), "description": "How long it took to restore"},
    "events": {**_or_null(COUNT), "description": "How many events were verified"},
    "loss_seconds": {
        **_or_null(PERIOD),
        "description": "How far the newest moment that could be restored lay behind",
    },
}
BACKUP: dict[str, Json] = {
    "id": TEXT,
    "deed": BACKUP_DEED,
    "name": TEXT,
    "size": {**COUNT, "description": "Bytes; 0: not said"},
    "fault": {**TEXT, "description": "What a test found wrong; empty: nothing"},
    **DRILL_FIGURES,
    "by": TEXT,
    "at": MOMENT,
}
BACKUP_STANDING: Json = _object(
    deed=BACKUP_DEED,
    last=_or_null(_object(**BACKUP)),
    old=FLAG,
    good=FLAG,
    limit_seconds={**COUNT, "description": "After how many seconds it is called old"},
)
ANY_JOB: dict[str, Json] = {
    **{name: one for name, one in JOB.items() if name in {"id", "register", "state", "cancel", "rows", "done"}},
    **dict.fromkeys(("accepted", "repeated", "refused", "held", "bytes", "tries"), COUNT),
    **dict.fromkeys(("account", "role", "unit"), TEXT),
    **dict.fromkeys(("made_at", "changed_at", "until"), MOMENT),
}
RECORDED: Json = _object(id=TEXT, type=TEXT, subject=TEXT, occurredon=DATE, time=MOMENT)
NEXT: Json = {"type": ["string", "null"], "description": "The next page's cursor"}
PREVIOUS: Json = {"type": ["string", "null"], "description": "The cursor of the page before"}
TURNS: dict[str, Json] = {"previous": PREVIOUS, "next": NEXT}
PUBLIC_COUNT = _object(
    part=TEXT,
    title=_ref("Title"),
    n=COUNT,
    n_is_exact={**FLAG, "description": "Whether there are no more"},
)
OWED = _object(
    register=TEXT,
    record=TEXT,
    title=_ref("Title"),
    clock_title=_ref("Title"),
    article=TEXT,
    unit=TEXT,
    since=DATE,
    due=_or_null({**DATE, "description": "null: no source states a period"}),
    overdue=FLAG,
)
"""What must be public and is not."""
PUBLIC_ITEM: Json = {
    "type": "object",
    "properties": {
        "record": {**TEXT, "description": "Where it has entries of its own: by which id they are asked for"},
        "unit": TEXT,
        "day": {**DATE, "description": "By which the part is sorted"},
        "fields": {"type": "object", "description": "What is shown of it, by the names of its register's fields"},
        "named": {"type": "object", "description": "What is shown of the record that it names"},
    },
    "required": ["day", "fields", "unit"],
}
PAGED: dict[str, Json] = {
    "previous": PREVIOUS,
    "total": {**COUNT, "description": "How many there are; at least so many where it is not exact"},
    "total_is_exact": {"type": "boolean", "description": "Exact up to 10,000; beside some frequent texts not told"},
}
ENTRY: dict[str, Json] = {
    "index": {**COUNT, "description": "Counted from 0"},
    "event": {**TEXT, "description": "The event's id"},
    "type": TEXT,
    "kind": {**TEXT, "description": "The act's name; of a register's event its type"},
    "title": _ref("Title"),
    "recorded_at": MOMENT,
    "actor": {**TEXT, "description": "A person's code, `key:` and a program's name, or anonymous"},
    "post": {**_or_null(TEXT), "description": "As what they acted: a role and a unit"},
    "unit": _or_null(TEXT),
    "address": {**_or_null(TEXT), "description": "The network address from which they asked"},
    "record": {**_or_null(TEXT), "description": "A register and an id"},
    "outcome": {"enum": [*OUTCOMES, None], "x-words": OUTCOMES},
    "count": {**COUNT, "description": "For how many such acts it stands"},
    "forgotten": {**FLAG, "description": "Whether its contents were forgotten by a rule; the proof stands"},
}
REPORT = _object(
    id=TEXT,
    month=TEXT,
    unit={"type": ["string", "null"], "description": "null: the whole bureau"},
    number={**COUNT, "description": "Which issue of the month it is"},
    lang=TEXT,
    reason={**TEXT, "description": "Why again"},
    as_of=DATE,
    known_at=MOMENT,
    issued_at=MOMENT,
    issued_by=TEXT,
    issued_as=TEXT,
    by_system={**FLAG, "description": "Nobody asked for it at the moment: it was scheduled"},
    docx_sha256=SHA256,
    pdf_sha256=SHA256,
    said_sha256={**SHA256, "description": "Of its numbers, as canonical JSON"},
)
CAPTION = {
    **_object(
        kind=TEXT,
        caption=TEXT,
        taken_at=_or_null(MOMENT),
        taken_on=_or_null(DATE),
        place=_or_null(TEXT),
        longitude={"type": ["number", "null"]},
        latitude={"type": ["number", "null"]},
        datum=_or_null(TEXT),
    ),
    "description": "What it shows, as somebody said it (`outreach.captions`), for who may read the paper",
}
PAPER = _with_optional(
    _object(sha256=SHA256, name=TEXT, bytes=COUNT, media_type=TEXT, kept_at=MOMENT, kept_by=TEXT),
    fault=FAULT,
    caption=CAPTION,
)
CLAIM_COUNTS = {"total": {**COUNT, "description": "Claims, shown or not"}, **dict.fromkeys(CLAIM_STATES, COUNT)}
CLAIM = _object(
    number={**COUNT, "description": "Its place in the report, from 1 on"},
    title={"allOf": [_ref("Title")], "description": "The claim in our own words"},
    facts=_list({**TEXT, "description": "As docs/facts.md numbers what the report says"}),
    state={"enum": list(CLAIM_STATES), "x-words": CLAIM_STATES},
    registers=_list(_object(name=TEXT, title=_ref("Title"), steps=_list(_object(name=TEXT, title=_ref("Title"))))),
    measures=_list(
        _object(
            **{
                one: MEASURE[one]
                for one in ("id", "title", "kind", "unit", "claimed", "verified", "n", "withheld", "as_of")
            }
        )
    ),
    pages=_list({**TEXT, "description": "The address of a page"}),
    open={**_or_null(_ref("Title")), "description": "What the report leaves unsaid"},
    missing={**_or_null(_ref("Title")), "description": "What no register answers yet"},
)
SCHEMAS: dict[str, Json] = {
    "Title": _object(zh=TEXT, en=TEXT),
    "Status": STATUS,
    "Target": _object(op={"enum": [">=", "<=", "=="]}, value={"type": "number"}, by=DATE, source=TEXT),
    "MeasureInShort": _with_optional(_object(**MEASURE), reason=REASON),
    "Item": _with_optional(
        _object(
            id=TEXT,
            title=_ref("Title"),
            status=_ref("Status"),
            stale_since=_or_null(MOMENT),
            measures=_list(_ref("MeasureInShort")),
        ),
        reason=REASON,
    ),
    "Progress": _object(
        campaign=TEXT,
        title=_ref("Title"),
        as_of=DATE,
        known_at=_or_null(MOMENT),
        unit={"type": ["string", "null"]},
        pillars=_list(_object(id={"enum": list(PILLARS)}, title=_ref("Title"), items=_list(_ref("Item")))),
    ),
    "Measure": _with_optional(
        _object(
            **MEASURE,
            formula=_ref("Title"),
            since=_or_null(DATE),
            until=_or_null(DATE),
            by_unit=_list(_object(**NUMBER["properties"], unit=TEXT, title=TEXT)),
            by_month=_list(MONTH),
        ),
        reason=REASON,
        by_part={
            **_list(
                _object(
                    by={
                        "type": "object",
                        "additionalProperties": _or_null(TEXT),
                        "description": "Fields of the record and their values; null: not said",
                    },
                    claimed=COUNT,
                    verified=COUNT,
                )
            ),
            "description": "What a number about people is made of, part by part, where the programme says by what; "
            "empty for whoever sees that number in threes",
        },
        target_changes={
            **_list(
                _object(
                    record=TEXT,
                    status=TEXT,
                    before=_or_null(_ref("Target")),
                    after=_ref("Target"),
                    reason=TEXT,
                    proposed_on=DATE,
                    in_force_on=_or_null(DATE),
                )
            ),
            "description": "What was proposed of its target in `training.target_changes`, the newest first; what was "
            "confirmed holds from `in_force_on`; days before are judged by `before`",
        },
    ),
    "Article": _object(
        campaign=TEXT,
        title=_ref("Title"),
        as_of=DATE,
        known_at=_or_null(MOMENT),
        unit={"type": ["string", "null"]},
        stale_since=_or_null(MOMENT),
        **CLAIM_COUNTS,
        sections=_list(
            _object(
                id={"type": "string", "description": "`frame`, or the item that the section is about"},
                title=_ref("Title"),
                **CLAIM_COUNTS,
                claims=_list(CLAIM),
            )
        ),
    ),
    "Trends": _object(
        title=_ref("Title"),
        as_of=DATE,
        known_at=_or_null(MOMENT),
        unit={"type": ["string", "null"]},
        items=_list(
            _object(
                id=TEXT,
                title=_ref("Title"),
                status=_ref("Status"),
                reason=REASON,
                total={**COUNT, "description": "How many measures the item has, with a target or without"},
                measures=_list(_object(**MEASURE, reason=REASON, by_month=_list(MONTH))),
            )
        ),
    ),
    "Plans": _object(
        **{"from": DATE, "to": DATE},
        as_of=DATE,
        unit={"type": ["string", "null"]},
        whole={**FLAG, "description": "false: the view is being made anew, and has not every plan yet"},
        registers=_list(
            _object(
                register=TEXT,
                title=_ref("Title"),
                **PLANNED,
                moved={**COUNT, "description": "First recorded for these days, and for another day now"},
                dropped={**COUNT, "description": "First recorded for these days, and given up, void or without a day"},
                months=_list(_object(month=TEXT, **PLANNED)),
            )
        ),
        targets=_list(
            _object(
                id=TEXT,
                ref=TEXT,
                title=_ref("Title"),
                unit=TEXT,
                editions=_list(_object(**{"from": DATE, "to": DATE}, target=_or_null(_ref("Target")))),
            )
        ),
    ),
    "Surveys": _object(
        **TURNS,
        surveys=_list(
            _object(
                record=TEXT,
                unit=TEXT,
                title=TEXT,
                about=TEXT,
                audience=TEXT,
                status=TEXT,
                designed_on=DATE,
                anonymous=FLAG,
                questions=_list(_object(question=COUNT, asked=TEXT, lowest=COUNT, highest=COUNT)),
                open_wave={"type": ["integer", "null"], "description": "The wave for which sheets are taken now"},
                first=_or_null(_ref("SurveyWave")),
                latest=_or_null(_ref("SurveyWave")),
            )
        ),
    ),
    "SurveyWave": _object(
        wave=COUNT,
        opened_on=_or_null(DATE),
        closed_on=DATE,
        shown={**FLAG, "description": "false: fewer than three sheets, of which nothing is told"},
        counted_elsewhere={**FLAG, "description": "Others counted the sheets, on paper"},
        sheets={"type": ["integer", "null"], "description": "Sheets that came back; null: fewer than three"},
        handed_out={"type": ["integer", "null"]},
        results=_list(
            _object(
                question=COUNT,
                n={**COUNT, "description": "How many answered it"},
                mean={"type": "number", "description": "Of their points, to two decimals"},
            )
        ),
    ),
    "Examinations": _object(
        **TURNS,
        whole={**FLAG, "description": "false: the view is being made anew, and has not every examination yet"},
        examinations=_list(
            _object(
                record=TEXT,
                paper={**TEXT, "description": "The code of the paper that is the baseline"},
                unit=TEXT,
                title=TEXT,
                category=TEXT,
                set_on=DATE,
                topics=_list(
                    _object(
                        topic=TEXT,
                        first=_or_null(_ref("ExaminationScore")),
                        latest=_or_null(_ref("ExaminationScore")),
                    )
                ),
            )
        ),
    ),
    "ExaminationScore": _object(**EXAM_SCORE),
    "ExaminationSittings": _object(
        **TURNS,
        paper=TEXT,
        title=TEXT,
        round={"enum": list(ROUNDS)},
        topic=TEXT,
        **EXAM_SCORE,
        sittings=_list(
            _object(
                record=TEXT,
                paper={**TEXT, "description": "Which paper was sat"},
                unit={**TEXT, "description": "The examinee's, on that day"},
                sat_on=DATE,
                percent={**COUNT, "description": "Scored in the topic, of 100"},
            )
        ),
    ),
    "PlanRecords": _object(
        **TURNS,
        plans=_list(
            _object(
                record=TEXT,
                unit=TEXT,
                status={**TEXT, "description": "Where it stands; empty: void"},
                **{name: _or_null(DATE) for name in ("first_for", "now_for", "done_on")},
            )
        ),
    ),
    "Public": _object(opened_on={**DATE, "description": "Since when they are open"}, parts=_list(PUBLIC_COUNT)),
    "PublicPart": _object(**TURNS, part=TEXT, title=_ref("Title"), items=_list(PUBLIC_ITEM)),
    "PublicRecord": _object(
        **TURNS,
        part=TEXT,
        title=_ref("Title"),
        item=PUBLIC_ITEM,
        entries=_list({"type": "object", "description": "An entry's fields"}),
    ),
    "Publicity": _object(
        **TURNS,
        opened_on=_or_null({**DATE, "description": "Since when they are open; null: they are closed"}),
        opening=_or_null({**TEXT, "description": "The record of `outreach.public_openings`, once there is one"}),
        whole={**FLAG, "description": "false: the view is being made anew, and has not every record yet"},
        parts=_list(PUBLIC_COUNT),
        missing_lists=_list(_object(kind=TEXT, channel=TEXT)),
        changed_lists=_list(
            _object(
                kind=TEXT,
                channel=TEXT,
                n={**COUNT, "description": "Items that were changed since the list was published"},
                since=DATE,
                due=DATE,
                overdue=FLAG,
            )
        ),
        n=COUNT,
        n_is_exact={**FLAG, "description": "Whether there are no more"},
        owed=_list(OWED),
    ),
    "Facts": _object(
        **TURNS,
        measure=TEXT,
        title=_ref("Title"),
        unit=TEXT,
        n=COUNT,
        n_is_exact={**FLAG, "description": "Whether there are no more; where no sum knows it, 10,000 are counted"},
        facts=_list(_object(**FACT)),
    ),
    "Gaps": _object(
        **TURNS,
        measure=TEXT,
        title=_ref("Title"),
        n=COUNT,
        gaps=_list(_object(**GAP)),
    ),
    "Fact": _object(
        event={
            "type": "object",
            "description": "The CloudEvent as it was published (asyncapi.json), but for tokens of private texts and "
            "hashes of papers that this account may not read",
        },
        papers_withheld=WITHHELD,
        step=_ref("Title"),
        register=_object(name=TEXT, zh=TEXT, en=TEXT),
        stands=FLAG,
        level=LEVEL,
        evidence=_list({"anyOf": [_ref("Paper"), _object(sha256=SHA256)]}),
        not_apart=NOT_APART,
        tellings=_list(
            _with_optional(
                _object(**TELLING, not_apart=NOT_APART, recorder=TEXT, zh=TEXT, en=TEXT),
                reason={**TEXT, "description": "Why what stood in its place was corrected"},
            )
        ),
    ),
    "Paper": PAPER,
    "HandedIn": _with_optional(PAPER, seen=_ref("CameraNotes")),
    "CameraNotes": {
        **_with_optional(
            _object(),
            shot_at={**MOMENT, "description": "When it was taken, by its camera's clock"},
            zone={
                "enum": ["camera", "assumed"],
                "description": "Whether the camera said in which zone, or Asia/Shanghai is assumed",
            },
            longitude={"type": "number"},
            latitude={"type": "number"},
            datum={"enum": list(DATUMS), "description": "As the camera said it; WGS84 where it said none"},
            original={**SHA256, "description": "The hash of the file of which a telephone made this smaller one"},
        ),
        "description": "What a camera wrote into a photograph, to be proposed in a form: for who hands it in alone",
    },
    "PapersChecked": _object(
        of=COUNT, checked=COUNT, bytes=COUNT, faults=_list(_ref("Paper")), next={"type": ["string", "null"]}
    ),
    "Due": _with_optional(
        _object(as_of=DATE, n=COUNT, due=_list(_object(**DEADLINE))),
        warnings={**_list(_ref("Warning")), "description": "What waits for an answer, though on no day; 100 at most"},
        n_is_exact={"type": "boolean", "description": "Whether there are no more; 10,000 are counted"},
        previous=PAGED["previous"],
        next=NEXT,
        owed={**_list(OWED), "description": "What must be public today and is not, without a period; 100 at most"},
    ),
    "Work": _with_optional(
        _object(
            as_of=DATE,
            sections=_list(_ref("WorkSection")),
            silent={**_list(TEXT), "description": "Owners that did not answer: of their registers nothing is told"},
        ),
        examinations=_counted_part("WorkExamination"),
        imports=_counted_part("WaitingImport"),
        warnings=_counted_part("Warning"),
    ),
    "Reminders": _with_optional(
        _object(
            total={**COUNT, "description": "How many go on; 10,001: more"},
            unseen={**COUNT, "description": "Of these you have not seen"},
            items=_list(_ref("Reminder")),
        ),
        **TURNS,
    ),
    "Reminder": _object(
        id=TEXT,
        register=TEXT,
        title=_ref("Title"),
        record=TEXT,
        number={**TEXT, "description": "The record's number, or the end of its id: never a name"},
        unit=TEXT,
        kind={"enum": ["clock", "task"]},
        about={**_ref("Title"), "description": "The clock, or what is to be done"},
        stage={
            "enum": ["warning", "due", "overdue", "escalated", "task", "long", "reported"],
            "description": "Announced, last day, overdue, told to leaders; of a task: waits, long, told to leaders",
        },
        since={**DATE, "description": "When it came to that"},
        due=_or_null(DATE),
        told_at=MOMENT,
        seen_at=_or_null(MOMENT),
    ),
    "ReminderChannels": _object(
        items=_list(
            _object(
                id=TEXT,
                kind={"enum": list(CHANNELS)},
                prefix={**TEXT, "description": "Where messages may go; empty: the robots of a maker"},
                server=_or_null(_object(host=TEXT, port=COUNT, security=TEXT, sender=TEXT)),
                made_at=MOMENT,
                made_by=TEXT,
            )
        ),
        hours=_ref("ReminderHours"),
        terms=_ref("ReminderTerms"),
    ),
    "ReminderPlace": _with_optional(
        _object(kind={"enum": list(CHANNELS)}),
        prefix={**TEXT, "description": "@bureau.example, https://hooks.example/bureau/; of a robot nothing"},
        host={**TEXT, "description": "Of mail: its server"},
        port=COUNT,
        security={"enum": ["starttls", "ssl", ""]},
        sender={**TEXT, "description": "Of mail: from whom"},
        user=TEXT,
        password=TEXT,
    ),
    "ReminderHours": _with_optional(
        _object(quiet_from=CLOCK_TIME, quiet_to=CLOCK_TIME, digest_at=CLOCK_TIME),
        days_off={"type": "boolean", "description": "Nothing on days that are not worked"},
        urgent={"type": "boolean", "description": "What is overdue at any hour"},
        mode={"enum": ["at-once", "digest"], "default": "at-once"},
    ),
    "ReminderTerms": _object(
        warning=DAYS_UPWARDS,
        clock_captain=DAYS_UPWARDS,
        clock_leaders=DAYS_UPWARDS,
        task_captain=DAYS_UPWARDS,
        task_leaders=DAYS_UPWARDS,
    ),
    "ReminderTrial": _object(outcome={"enum": ["delivered", "refused", "failed"]}),
    "ReminderTrialOf": _object(address=TEXT),
    "ReminderAddress": _object(kind={"enum": list(CHANNELS)}, address=TEXT),
    "ReminderCode": _object(code=TEXT),
    "AddressHours": _with_optional(
        _object(),
        usual={"type": "boolean", "description": "As the bureau has it, whatever else is said"},
        quiet_from=CLOCK_TIME,
        quiet_to=CLOCK_TIME,
        digest_at=CLOCK_TIME,
        days_off={"type": "boolean"},
        urgent={"type": "boolean"},
        mode={"enum": ["at-once", "digest"], "default": "at-once"},
    ),
    "ReminderAddresses": _object(
        items=_list(
            _object(
                id=TEXT,
                kind={"enum": list(CHANNELS)},
                hint={**TEXT, "description": "Enough to know it by; what it is, nobody is told again"},
                state={"enum": ["unconfirmed", "good", "dead"]},
                made_at=MOMENT,
                delivered_at=_or_null(MOMENT),
                failed_at=_or_null(MOMENT),
                failures={**COUNT, "description": "In a row; after five it is dead"},
                hours={"type": "object"},
            )
        )
    ),
    "ReminderDeliveries": _with_optional(
        _object(
            days=COUNT,
            channels=_list(
                _object(
                    kind={"enum": list(CHANNELS)},
                    waiting=COUNT,
                    delivered=COUNT,
                    failed=COUNT,
                    withdrawn={**COUNT, "description": "What they told of was over before they were sent"},
                    delivered_at=_or_null(MOMENT),
                )
            ),
            dead_addresses=COUNT,
            items=_list(
                _object(
                    id=TEXT,
                    person=TEXT,
                    kind={"enum": list(CHANNELS)},
                    purpose={"enum": ["reminders", "code"]},
                    state={"enum": ["waiting", "delivered", "failed", "withdrawn"]},
                    made_at=MOMENT,
                    ended_at=_or_null(MOMENT),
                    tries=COUNT,
                    lines={**COUNT, "description": "How many reminders it told of"},
                )
            ),
        ),
        **TURNS,
    ),
    "SeenReminders": _object(seen={**COUNT, "description": "How many you had not seen before"}),
    "WorkExamination": _object(
        paper=TEXT,
        title=TEXT,
        is_open={**FLAG, "description": "Whether you may sit it now; else it is open later"},
        opens_at=_or_null(MOMENT),
        closes_at=_or_null(MOMENT),
        minutes={"type": ["integer", "null"]},
        sitting={"type": ["string", "null"], "description": "What you began and have time left for"},
        hand_in_by=_or_null(MOMENT),
    ),
    "WorkSection": _object(
        id={"enum": ["due", *TASK_KINDS]},
        title=_ref("Title"),
        total={**COUNT, "description": "How many there are; at least so many where it is not exact"},
        total_is_exact=FLAG,
        items=_list(_ref("WorkItem")),
        **TURNS,
    ),
    "WorkItem": _object(
        register=TEXT,
        title=_ref("Title"),
        record=TEXT,
        version={"type": ["integer", "null"], "description": "For If-Match; null: its owner did not answer"},
        unit=TEXT,
        status={"type": ["string", "null"]},
        about={**TEXT, "description": "In a few words; empty where its owner did not answer"},
        since={**_or_null(DATE), "description": "Since when it waits; null in what is due"},
        due={**_or_null(DATE), "description": "When the soonest of its record's clocks ends; null: none goes on"},
        days_left={"type": ["integer", "null"], "description": "Calendar days; below 0: overdue"},
        clock=_or_null(_ref("Title")),
        steps={
            **_list(_object(id=TEXT, title=_ref("Title"))),
            "description": "The steps for which it waits; none of what was opened and left",
        },
    ),
    "CasePapers": _object(papers=_list(_ref("CasePaper"))),
    "CasePaper": _object(
        paper=TEXT,
        title=_ref("Title"),
        stage=_object(id=TEXT, title=_ref("Title")),
        state={"enum": ["issued", "possible", "ahead"], "description": "Issued, to be issued now, or not yet"},
        step={**TEXT, "description": "By which it was issued, or would be"},
        place={"type": ["integer", "null"], "description": "Of the step by which it was issued"},
        issued_on=_or_null(DATE),
        gaps={
            **_list(_object(name=TEXT, step=TEXT, field=TEXT, register=TEXT)),
            "description": "What it lacks, and the step and field, or the register, in which that is said",
        },
        files={
            "type": "object",
            "additionalProperties": TEXT,
            "description": "Where it is read, by form; empty where it cannot be issued yet",
        },
    ),
    "CodesRead": _object(
        codes={**COUNT, "description": "How many QR codes could be read, whatever they say; eight at most"},
        records={
            **_list(_ref("LabelledRecord")),
            "description": "The records that our labels among them name and that this account may read; four at most",
        },
    ),
    "LabelledRecord": _object(
        register=TEXT,
        title=_ref("Title"),
        record=TEXT,
        unit=TEXT,
        status=TEXT,
        about={**TEXT, "description": "In a few words"},
        path={**TEXT, "description": "Its page"},
    ),
    "Mentions": _object(
        registers=_list(_ref("MentionGroup")),
        silent={**_list(TEXT), "description": "Owners that did not answer: of their registers nothing is told"},
    ),
    "MentionGroup": _object(
        register=TEXT,
        title=_ref("Title"),
        total={**COUNT, "description": "How many name it; at least so many where it is not exact"},
        total_is_exact=FLAG,
        items={**_list(_ref("MentionItem")), "description": "The newest; all with `names` in the register's list"},
    ),
    "MentionItem": _object(
        record=TEXT,
        unit=TEXT,
        status=TEXT,
        about={**TEXT, "description": "In a few words"},
        fields={**_list(_object(id=TEXT, title=_ref("Title"))), "description": "In which fields it does"},
        earlier={**_list(_object(id=TEXT, title=_ref("Title"))), "description": "In which fields it did"},
    ),
    "Changes": _with_optional(
        _object(
            since=MOMENT,
            until=MOMENT,
            **{"from": _or_null({**DATE, "description": "The first of two days, where days were asked for"})},
            as_of=DATE,
            unit={"type": ["string", "null"]},
            more={**FLAG, "description": "Whether more was recorded in between than is listed"},
            next=NEXT,
            measures=_list(
                _object(
                    id=TEXT, ref=TEXT, title=_ref("Title"), kind=MEASURE["kind"], unit=TEXT, before=MOVED, after=MOVED
                )
            ),
            events=_list(
                _object(
                    event=TEXT,
                    type=TEXT,
                    record=TEXT,
                    unit=TEXT,
                    happened=DATE,
                    recorded_at=MOMENT,
                    recorder=TEXT,
                    corrects=FLAG,
                    reason={**_or_null(TEXT), "description": "Why it corrects, where it was said"},
                    voids=FLAG,
                    late={**FLAG, "description": "Recorded after the month in which it happened"},
                )
            ),
        ),
        previous=PREVIOUS,
    ),
    "MonthComparison": _object(
        **COMPARED,
        unit={"type": ["string", "null"]},
        items={
            **_object(worse=_list(TEXT), better=_list(TEXT)),
            "description": "The items that stand worse or better by their status, as the monthly report counts them",
        },
        measures=_list(
            _object(
                **MOVE,
                units={**_list(UNIT_MOVE), "description": "The first that moved it; of what stands still the lowest"},
                units_moved={**COUNT, "description": "How many did"},
                units_same={**COUNT, "description": "How many have a number that did not move"},
            )
        ),
        unchanged={**COUNT, "description": "How many measures did not move"},
        withheld={**COUNT, "description": "How many are kept back"},
    ),
    "MeasureComparison": _object(
        **COMPARED | MOVE,
        n={**COUNT, "description": "How many facts are dated between the two days"},
        n_is_exact=FLAG,
        units=_list(
            _object(
                **UNIT_MOVE["properties"],
                lowest={**FLAG, "description": "No unit stands under it: its number is in no other lowest unit's"},
            )
        ),
        ended={
            **_losses(
                last_day={**_or_null(DATE), "description": "The last day on which it counted"},
                how={"enum": ["expired", "ended", "anew"]},
                by={**_or_null(TEXT), "description": "The event that ended it"},
            ),
            "description": "A page of the facts that counted on the earlier day and ran out or were ended since",
        },
        gone={
            **_losses(
                how={"enum": ["voided", "corrected"]},
                by={**TEXT, "description": "The event that voided or corrected it"},
                by_whom={**TEXT, "description": "Who recorded that event"},
                at=MOMENT,
                reason=_or_null(TEXT),
            ),
            "description": "A page of the facts that were voided or corrected away in between: on neither day now",
        },
        missing={
            **_list(_object(**GAP)),
            "description": "The first that came to be missing from a ratio's part since",
        },
        facts=_list(_object(**FACT, late={**FLAG, "description": "Recorded after the month of its day had closed"})),
    ),
    "StreetToken": _object(token=TEXT, person=TEXT, unit=_or_null(TEXT)),
    "StreetJob": _object(
        id=TEXT,
        list={**TEXT, "description": "The list with the records in which its step is taken; empty: it opens one"},
        rows={**TEXT, "description": "The list with what is looked at; empty: nothing is"},
        labels={**_list(TEXT), "description": "The registers whose labels it reads"},
        steps=_list(_object(register=TEXT, step=TEXT, path=TEXT, opens=FLAG)),
    ),
    "StreetList": _object(
        items={
            **_list({"type": "object", "properties": {"id": TEXT, "label": TEXT}, "required": ["id", "label"]}),
            "description": "Records by id and what they are called, with the fields that a form needs",
        },
        whole={**FLAG, "description": "Whether these are all: a list is bounded"},
    ),
    "StreetBook": _object(
        person=_object(id=TEXT, role=TEXT, unit=_or_null(TEXT)),
        jobs=_list(_ref("StreetJob")),
        lists={"type": "object", "additionalProperties": _ref("StreetList")},
        silent={**_list(TEXT), "description": "Lists whose owner does not answer: what was kept of them stands"},
    ),
    "StreetOffer": _with_optional(
        _object(value=TEXT, label=TEXT, count=_or_null(COUNT), metres=_or_null(COUNT)),
        **{"from": {"enum": ["cases", "object", "cell"], "description": "What it rests on"}},
    ),
    "StreetProposals": _object(
        longitude={"type": "number", "description": "The place in WGS-84"},
        latitude={"type": "number"},
        cases={**COUNT, "description": "Cases near by that were looked at"},
        alike={
            **_list(_object(record=TEXT, metres=COUNT, reported_at=MOMENT)),
            "description": "Cases of the class that was named, within 50 m and 24 hours: it may be the same again",
        },
        **{kind: _list(_ref("StreetOffer")) for kind in STREET_KINDS},
    ),
    "Whereabouts": form_schema(Whereabouts),
    "Names": _object(
        items=_list(
            _with_optional(
                _object(id=TEXT, label=TEXT, unit=TEXT),
                why={
                    **TEXT,
                    "description": "Why this person cannot act as an officer today; empty: for no reason known",
                },
            )
        ),
        more=FLAG,
        said=TEXT,
    ),
    "UnitMatrix": _object(
        as_of=DATE,
        kind=TEXT,
        sort=TEXT,
        items=_list(
            _object(
                id=TEXT,
                title=_ref("Title"),
                status=_ref("Status"),
                lead={**_or_null(TEXT), "description": "The measure by which units are told of that have no target"},
            )
        ),
        rows=_list(
            _object(
                unit=TEXT,
                title=TEXT,
                cells={
                    **_list(
                        _or_null(
                            _object(
                                measure=TEXT,
                                title=_ref("Title"),
                                unit=TEXT,
                                **NUMBER["properties"],
                                status={"anyOf": [_ref("Status"), {"type": "null"}], "description": "null: not judged"},
                            )
                        )
                    ),
                    "description": "One for each item, in their order; null: no number",
                },
            )
        ),
    ),
    "Ranking": _object(
        measure=TEXT,
        title=_ref("Title"),
        unit=TEXT,
        kind=TEXT,
        minimum_n=COUNT,
        ranked=_list(_object(**NUMBER["properties"], rank=COUNT, unit=TEXT, title=TEXT)),
        too_few=_list(_object(**NUMBER["properties"], unit=TEXT, title=TEXT)),
    ),
    "Indicators": _object(
        **{"from": DATE},
        to=DATE,
        compared=_or_null(_object(**{"from": DATE, "with": {"enum": ["yoy", "pop"]}}, to=DATE)),
        by={"type": ["string", "null"]},
        minimum_n=COUNT,
        stale_since=_or_null(MOMENT),
        definitions=_list(
            _object(
                id=TEXT,
                key={"type": "string", "description": "As eGova-type platforms name it"},
                title=_ref("Title"),
                formula={**_ref("Title"), "description": "What is counted, a rate's denominator too"},
                kind={"enum": ["count", "rate", "time"]},
                part={"type": ["string", "null"]},
                whole={"type": ["string", "null"]},
            )
        ),
        whole=INDICATED,
        groups=_list(INDICATED),
        next=NEXT,
    ),
    "IndicatorCases": _object(
        **{"from": DATE},
        to=DATE,
        count=TEXT,
        clock=_or_null(TEXT),
        by={"type": ["string", "null"]},
        group={"type": ["string", "null"]},
        title={"type": ["string", "null"]},
        n=COUNT,
        cases=_list(
            _object(
                record=TEXT,
                unit=TEXT,
                status={"type": "string"},
                **{name: _or_null(DATE) for name in ("reported_on", "filed_on", "disposed_on", "closed_on")},
            )
        ),
        next=NEXT,
    ),
    "Page": _with_optional(_object(items=_list(NAMED), next=NEXT), **PAGED),
    "Record": _with_optional(
        _object(
            **RECORD,
            history=_list(
                _with_optional(
                    _object(
                        **TELLING,
                        step=TEXT,
                        actor={**TEXT, "description": "Who recorded it: a person's code, or key: and a program's name"},
                        unit=TEXT,
                        data={"type": "object"},
                    ),
                    post={**TEXT, "description": "As what they acted: captain@DT"},
                    on_behalf_of={**TEXT, "description": "The person for whom they acted, by a delegation"},
                    imported={**FLAG, "description": "A spreadsheet brought it"},
                    releases={**TEXT, "description": "The event of an import for which its actor vouches"},
                    reason={**TEXT, "description": "Why what stood in its place was corrected"},
                )
            ),
        ),
        supervision={**_list(_ref("RecordNow")), "description": "The supervision orders over a case"},
        apart={
            "type": "object",
            "additionalProperties": _list(TEXT),
            "description": "Of the steps in `next` those that another person must take, each with the steps you took",
        },
        barred={
            "type": "object",
            "additionalProperties": _object(slug=TEXT, steps=_list(TEXT), units=_list(TEXT)),
            "description": "Of the steps in `next` those that your role may take and you may not: the problem that you "
            "would meet, and the steps that you took or the units of yours that are in the way",
        },
        papers_withheld=WITHHELD,
        warnings={**_list(_ref("Warning")), "description": "What is unlikely about it beside others, and the answers"},
    ),
    "RecordNow": {
        **_with_optional(_object(**RECORD_NOW), papers_withheld=WITHHELD),
        "description": "A record without its history; its own address has that",
    },
    "NewSession": {**_object(token=TEXT), "description": "Shown this once; it goes into `Authorization: Bearer`"},
    "OwnPost": _object(post=TEXT),
    "StreetKey": _object(
        device={**TEXT, "description": "How this device is called; it keeps that, and names it when it asks again"},
        secret={
            **TEXT,
            "description": "32 bytes in base64: the device's own key is wrapped under it (AES-KW, RFC 3394)",
        },
        until={**MOMENT, "description": "When the session ends at the latest, and the device locks by itself"},
    ),
    "StreetRevocations": _object(revoked=_list(TEXT)),
    "Nothing": _object(),
    "OwnAccount": _object(
        id=TEXT,
        role=TEXT,
        unit=_or_null(TEXT),
        on_behalf_of=_or_null(TEXT),
        posts={**_list(TEXT), "description": "In which posts this account may act: captain@DT; lent ones name whose"},
        sessions=_list(
            _object(
                id=TEXT,
                post=TEXT,
                begun_at=MOMENT,
                used_at=MOMENT,
                until=MOMENT,
                address=TEXT,
                agent=TEXT,
                current=FLAG,
            )
        ),
        factors=_list(_object(id=TEXT, kind=TEXT, name=TEXT, made_at=MOMENT, used_at=_or_null(MOMENT))),
    ),
    "NewFactor": _object(secret=TEXT, address={**TEXT, "description": "What an authenticator reads off a QR code"}),
    "Account": ACCOUNT,
    "Accounts": _with_optional(_object(items=_list(_ref("Account")), next=NEXT), previous=PREVIOUS),
    "NewLink": _object(account=TEXT, link={**TEXT, "description": "Shown this once, works once, for three days"}),
    "Keys": _with_optional(
        _object(
            items=_list(
                _object(
                    name=TEXT,
                    role=TEXT,
                    unit=_or_null(TEXT),
                    made_at=MOMENT,
                    made_by=TEXT,
                    until=MOMENT,
                    used_at=_or_null(MOMENT),
                    revoked_at=_or_null(MOMENT),
                    revoked_by=_or_null(TEXT),
                    lasts=FLAG,
                )
            )
        ),
        **TURNS,
    ),
    "Recoveries": _object(items=_list(RECOVERY)),
    "StartedRecovery": _with_optional(
        RECOVERY, link={**_or_null(TEXT), "description": "Where nobody is there who could confirm it: shown this once"}
    ),
    "NewKey": _object(name=TEXT, key={**TEXT, "description": "Shown this once; it goes into `Authorization: Bearer`"}),
    **{form.__name__: form_schema(form) for form in ACCOUNT_FORMS},
    "Warnings": _with_optional(_object(items=_list(_ref("Warning")), next=NEXT), **PAGED),
    "Warning": _object(
        id=TEXT,
        slug={**TEXT, "description": "The kind of warning"},
        title={**_ref("Title"), "description": "What is unlikely, with what was read"},
        register=TEXT,
        record=TEXT,
        unit=TEXT,
        other={
            **_or_null(_object(register=TEXT, record=TEXT, href=TEXT)),
            "description": "The record beside which it is unlikely; null: by itself",
        },
        read={"type": "object", "additionalProperties": TEXT},
        answer=_or_null(_object(text=TEXT, actor=TEXT, post=TEXT, recorded_at=MOMENT)),
        waits={**FLAG, "description": "Whether somebody has something left to do: to answer, or to put it right"},
    ),
    "WarningAnswer": {
        "type": "object",
        "additionalProperties": False,
        "properties": {"answer": {"type": "string", "minLength": 1, "maxLength": 500}},
        "required": ["answer"],
    },
    "Done": {**DONE, "description": "The record as the command left it; `repeated`: it had been carried out before"},
    "Command": COMMAND,
    "Commands": {
        "type": "object",
        "additionalProperties": False,
        "description": "Each group stands or falls as one, and with `whole` all of them do; at most 1,000 commands",
        "properties": {"groups": _list({**_list(_ref("Command")), "minItems": 1})},
        "required": ["groups"],
    },
    "Batch": _object(accepted=COUNT, refused=COUNT, results=_list({"anyOf": [_ref("Done"), REFUSED]})),
    "Imported": _object(
        rows=COUNT,
        accepted=COUNT,
        repeated=COUNT,
        refused=COUNT,
        dry_run=FLAG,
        partial=FLAG,
        last_event={"type": ["string", "null"]},
        errors=_list(CELL),
        records=_list(
            _object(sheet=_or_null(TEXT), row=COUNT, id=TEXT, event={"type": ["string", "null"]}, repeated=FLAG)
        ),
        left={
            **_list(_object(step=TEXT, zh=TEXT, en=TEXT, roles=_list(TEXT), rows=COUNT)),
            "description": "Steps that the sheet fills and that were not taken, who takes them, and in how many rows",
        },
        **{"import": {**TEXT, "description": "By which `/v1/imports` knows it, where a second person must release it"}},
        book=_ref("SheetReport"),
    ),
    "SheetReport": _object(
        format={**TEXT, "enum": ["xlsx", "strict-xlsx", "csv"]},
        encoding={**_or_null(TEXT), "description": "Of a csv"},
        separator={**_or_null(TEXT), "description": "What stands between the values of a csv"},
        sheets={
            **_list(
                _object(
                    name=_or_null(TEXT),
                    read={**FLAG, "description": "Whether a table was read from it"},
                    headings={
                        **_or_null(_object(first=COUNT, last=COUNT)),
                        "description": "The rows that were taken as its headings",
                    },
                    columns=_list(_object(column=TEXT, heading=TEXT, step=TEXT, field=TEXT)),
                    rows=COUNT,
                    accepted=COUNT,
                    repeated=COUNT,
                    refused=COUNT,
                )
            ),
            "description": "Every sheet of the file, and what came of it",
        },
        remarks={
            **_list(
                _object(
                    sheet=_or_null(TEXT),
                    row=_or_null(COUNT),
                    column=_or_null(TEXT),
                    slug=TEXT,
                    count={
                        **COUNT,
                        "description": "Of how many rows or cells it is true; row and column are the first",
                    },
                    en=TEXT,
                    zh=TEXT,
                )
            ),
            "description": "What was passed over or read otherwise than it is shown; the first 200",
        },
    ),
    "Jobs": _with_optional(_object(items=_list(_object(**JOB))), **TURNS),
    "Job": _object(**JOB, errors={**_list(CELL), "description": "What is wrong, row by row; the first thousand"}),
    "KeptSheets": _object(items=_list(_object(**KEPT_SHEET))),
    "KeptSheet": _object(
        **KEPT_SHEET,
        columns={
            **_list(
                _object(
                    key={**TEXT, "description": "By which a choice calls it"},
                    column=TEXT,
                    sheets=_list(TEXT),
                    heading=_or_null(TEXT),
                    values={**_list(TEXT), "description": "The first different values, as a reader sees them"},
                    suggestion=_or_null(
                        _object(
                            field=TEXT,
                            reason={"enum": ["ours", "kept", "word", "alike"]},
                            score={"type": "number", "minimum": 0, "maximum": 1},
                        )
                    ),
                    field={
                        **_or_null(TEXT),
                        "description": "What is chosen for it so far; empty: it is left out; null: nothing is chosen",
                    },
                    unfit={**FLAG, "description": "Its first values cannot be read as the field that is chosen"},
                )
            ),
            "description": "Every column of the file",
        },
        fields={
            **_list(
                _object(
                    field=TEXT,
                    zh=TEXT,
                    en=TEXT,
                    step=_or_null(TEXT),
                    kind=TEXT,
                    required=FLAG,
                    words=_list(_object(word=TEXT, zh=TEXT)),
                )
            ),
            "description": "All fields that a column can mean",
        },
        missing={**_list(TEXT), "description": "Fields that must be there and for which no column is chosen"},
        constants={"type": "object", "additionalProperties": TEXT},
        kept={
            **_or_null(_object(id=TEXT, made_at=MOMENT, made_by=TEXT)),
            "description": "What one's unit chose before, by which `field` is filled in",
        },
        gone={**_list(TEXT), "description": "Headings that were chosen before and are in the file no more"},
        open={**FLAG, "description": "Whether something has to be chosen, or looked at, before it is imported"},
    ),
    "SheetChoice": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "columns": {
                "type": "object",
                "additionalProperties": _or_null(TEXT),
                "description": "By a column's key the field that it means; null: the column is left out",
            },
            "constants": {
                "type": "object",
                "additionalProperties": TEXT,
                "description": "By a field for which there is no column what stands for it in every row",
            },
            "steps": {**_list(TEXT), "description": "Only these steps are taken; else all"},
            "sheets": {**_list(TEXT), "description": "Only these sheets are read; else all"},
            "hidden": {"enum": ["", "take", "leave"], "description": "What becomes of hidden rows, columns and sheets"},
            "save": {**FLAG, "description": "Whether it is kept for the next such file of one's unit"},
        },
    },
    "HeadingChoices": _object(
        items=_list(
            _object(
                id=TEXT,
                register=TEXT,
                made_at=MOMENT,
                made_by=TEXT,
                headings=_list(TEXT),
                columns={"type": "object", "additionalProperties": TEXT},
                constants={"type": "object", "additionalProperties": TEXT},
            )
        )
    ),
    "Release": {
        "type": "object",
        "additionalProperties": False,
        "properties": {"records": {**_list(TEXT), "minItems": 1, "description": "Only these; else all"}},
    },
    "WaitingImports": _with_optional(_object(imports=_list(_ref("WaitingImport")), next=NEXT), **PAGED),
    "WaitingImport": _object(
        id=TEXT,
        register=TEXT,
        importer=TEXT,
        recorded_at=MOMENT,
        records=COUNT,
        steps={"type": "object", "additionalProperties": COUNT, "description": "How often each step awaits release"},
        may_release={**FLAG, "description": "Whether you may: another's import, and steps that your role takes"},
    ),
    "WaitingSteps": _with_optional(
        _object(
            items=_list(
                _object(
                    register=TEXT,
                    record=TEXT,
                    step=TEXT,
                    place=COUNT,
                    event=TEXT,
                    unit=TEXT,
                    importer=TEXT,
                    recorded_at=MOMENT,
                )
            ),
            next=NEXT,
        ),
        previous=PREVIOUS,
    ),
    "Released": _object(
        **{"import": TEXT},
        released=COUNT,
        repeated=COUNT,
        refused=COUNT,
        last_event={"type": ["string", "null"]},
        errors={
            **_list(_object(record=TEXT, step=TEXT, event=TEXT, problem={"type": "object"})),
            "description": "What was refused, the first 1,000, and why",
        },
    ),
    "Rebuilt": _object(before=TEXT, after=TEXT, same=FLAG),
    "Verified": _with_optional(
        _object(service=TEXT, events=COUNT, fault={"type": ["string", "null"], "description": "The first bad row"}),
        epochs=COUNT,
        journal=_object(events=COUNT, epochs=COUNT, fault={"type": ["string", "null"]}),
        absent={**COUNT, "description": "Events of the journals that have not come into the view yet"},
        only_here={**_list(RECORDED), "description": "Events of the view that no journal holds any more"},
        set_aside={**_list(RECORDED), "description": "Such events that a replay has set aside: they count no more"},
    ),
    "Generations": _object(generations=_list(GENERATION)),
    "Letters": _object(
        items=_list(_object(**LETTER)),
        totals={"type": "object", "additionalProperties": COUNT, "description": "How many each service has"},
        silent={**_list(TEXT), "description": "Services that did not say"},
    ),
    "Letter": _object(**LETTER, **LETTER_CONTENTS),
    "Settlement": _object(settled={**COUNT, "description": "How many messages were sent back or thrown away"}),
    "DiscardedLetters": _object(items=_list(_object(**DISCARDED)), **TURNS),
    "DiscardedLetter": _object(**DISCARDED, **LETTER_CONTENTS),
    "AllJobs": _object(items=_list(_object(**ANY_JOB)), **TURNS),
    "AnyJob": _object(**ANY_JOB),
    "Backups": _object(items=_list(_object(**BACKUP)), standing=_list(BACKUP_STANDING)),
    "Backup": _object(**BACKUP),
    "Standing": _object(
        services={"type": "object", "additionalProperties": PULSE},
        papers={"type": "object", "additionalProperties": COUNT},
        letters={
            "type": "object",
            "additionalProperties": {"type": ["integer", "null"]},
            "description": "How many messages each service could not handle; null: it is silent",
        },
        jobs={"type": "object", "additionalProperties": COUNT, "description": "How many are in which state"},
        backups=_list(BACKUP_STANDING),
        accounts=_object(total=COUNT, closed=COUNT, locked=COUNT, unused=COUNT),
        generations=_list(GENERATION),
        wrong={**_list(TEXT), "description": "What wants attention: `service:cases`, `letters:audit`, `backup:made`"},
    ),
    "Discarding": _object(why={"type": "string", "minLength": 4, "maxLength": 500}),
    "BackupNote": _with_optional(
        _object(deed=BACKUP_DEED, name={"type": "string", "pattern": r"^[\w][\w.+-]{0,79}$"}),
        size=COUNT,
        fault={"type": "string", "maxLength": 500},
        **DRILL_FIGURES,
    ),
    "Programmes": _object(
        programmes=_list(
            _object(
                campaign=TEXT,
                title=_ref("Title"),
                start=_or_null(DATE),
                end=_or_null(DATE),
                status={
                    "enum": ["in_force", *PROGRAMME_STATUSES],
                    "description": "in_force: the first programme, which all other addresses are about",
                },
                ready={**FLAG, "description": "Whether its numbers are made"},
                broken={**FLAG, "description": "Whether it could not be counted by: they are not made any further"},
                building={
                    **_or_null(_object(events=COUNT, of=COUNT)),
                    "description": "How far they are being made; null: they are not, just now",
                },
                record={
                    **_or_null(TEXT),
                    "description": "Its record in `training.programmes`; null: the first has none",
                },
            )
        )
    ),
    "ProgrammeChecked": _object(
        campaign=TEXT, title=_ref("Title"), start=DATE, end=DATE, items=COUNT, measures=COUNT, targets=COUNT
    ),
    "ProgrammeProgress": _object(
        campaign=TEXT,
        title=_ref("Title"),
        as_of=DATE,
        known_at=_or_null(MOMENT),
        unit={"type": ["string", "null"]},
        pillars=_list(_object(id=TEXT, title=_ref("Title"), items=_list(_ref("Item")))),
    ),
    "Preview": _object(programme={**TEXT, "description": "The whole text of a programme, as its file has it"}),
    "CalendarYear": _object(
        year=COUNT,
        state={
            "enum": ["table", "confirmed", "provisional"],
            "description": "Of a provisional year only weekends are known",
        },
        source=TEXT,
        edition={**COUNT, "description": "Of the table that came with this version"},
        event={
            "type": ["string", "null"],
            "description": "The event that confirmed it; null: it came with this version",
        },
        days=_list(_object(day=DATE, kind={"enum": ["holiday", "workday"]}, name=_ref("Title"))),
        years=_list(_object(year=COUNT, state={"enum": ["table", "confirmed"]})),
        waiting=_list(_object(year=TEXT, status={"enum": ["entered", "amended"]}, source=TEXT, recorder=TEXT)),
        services=_list(_object(service=TEXT, silent=FLAG, standing=_or_null(YEAR_STANDING))),
    ),
    "MovingDates": _object(
        year=TEXT,
        items=_list(
            _object(
                register=TEXT,
                title=_ref("Title"),
                record=TEXT,
                unit=TEXT,
                clock=TEXT,
                clock_title=_ref("Title"),
                article=TEXT,
                start=DATE,
                due=DATE,
                would_be=DATE,
                days={"type": "integer", "description": "By how many days it ends later; below 0: sooner"},
                newly_overdue=FLAG,
            )
        ),
        hidden={**COUNT, "description": "Clocks of registers that this account may not read"},
        silent={"type": "string", "description": "The owner that did not answer; empty: none"},
        service=TEXT,
        position={**COUNT, "description": "How much of this owner's journal was looked through"},
        upto=COUNT,
        next={"type": ["string", "null"], "description": "The cursor from which it goes on; null: that was all"},
    ),
    "YearFile": _with_optional(
        _object(days=_list(_object(day=TEXT, kind=TEXT, name=TEXT))), year=TEXT, source=TEXT, announced_on=TEXT
    ),
    "ProgrammeComparison": _object(
        as_of=DATE,
        unit={"type": ["string", "null"]},
        preview={"anyOf": [GENERATION, {"type": "null"}], "description": "null: no programme is previewed"},
        measures=_list(
            _object(
                id=TEXT,
                live={**_or_null(_ref("MeasureInShort")), "description": "null: the programme in force has none"},
                preview={**_or_null(_ref("MeasureInShort")), "description": "null: the other has none"},
                differs={**FLAG, "description": "Whether its number, status, target or kind is another"},
            )
        ),
    ),
    "Forgotten": _object(forgotten=FLAG),
    "Digest": _object(ledger=TEXT),
    "Alive": _object(alive=FLAG),
    "Ready": _object(
        ready=FLAG,
        services={"type": "object", "additionalProperties": PULSE},
        papers={"type": "object", "additionalProperties": COUNT, "description": "Papers checked, and with which fault"},
        recovery=_object(
            archive={
                **_or_null(_object(restorable_to=MOMENT, age_seconds=PERIOD)),
                "description": "Up to when everything can be restored; null: nothing was archived",
            },
            drill={
                **_or_null(_object(at=MOMENT, **DRILL_FIGURES, good=FLAG)),
                "description": "The last restore that was tried; null: none was",
            },
        ),
    ),
    "AuditEntries": _with_optional(
        _object(
            items=_list(
                _with_optional(
                    _object(**ENTRY), reason={**TEXT, "description": "Of a record's trail: why it was corrected"}
                )
            ),
            next=NEXT,
        ),
        previous=PREVIOUS,
        searched_until={
            **_or_null(MOMENT),
            "description": "Up to which moment back was looked, where the search ended before it had looked at all; "
            "`next` goes on from there",
        },
    ),
    "AuditEntry": _object(
        **ENTRY,
        body={"type": ["object", "null"], "description": "The event as this account may read it; null: not at all"},
        withheld={**FLAG, "description": "Whether something of it is kept back from this account"},
        canonical={
            "type": ["string", "null"],
            "description": "The event's bytes (RFC 8785): with `salt` they give the leaf; null where it is not whole",
        },
        salt={"type": ["string", "null"], "description": "Hex digits; HMAC-SHA256(salt, bytes) is the leaf's data"},
        proof=_ref("AuditProof"),
    ),
    "FactProof": {
        "allOf": [
            _ref("AuditProof"),
            _object(
                format={"const": layout.PROOF_FORMAT},
                keys={**_list(TEXT), "description": "With which the checkpoint is checked (C2SP verifier keys)"},
                fact={
                    "type": ["string", "null"],
                    "description": "A line of a pack: index, salt, path and the event as the log committed to it, or "
                    "where it is withheld from who asks, its place alone; null while nothing is proven",
                },
                witnessed={
                    **_list(_object(checkpoint=TEXT, path=_list(SHA256))),
                    "description": "The newest checkpoint before this one that each witness has cosigned, and the "
                    "proof that the log only grew since",
                },
            ),
        ]
    },
    "AuditProof": _object(
        event=TEXT,
        state={
            "enum": ["absent", "unsigned", "proven", "broken"],
            "description": "Not in the log yet; in it, and under no checkpoint yet; the hashes lead to the signed "
            "root; they do not",
        },
        index={**_or_null(COUNT), "description": "Counted from 0"},
        recorded_at=_or_null(MOMENT),
        leaf=_or_null(SHA256),
        path={**_list(SHA256), "description": "From the leaf to the root, the lowest first (RFC 6962)"},
        size={**_or_null(COUNT), "description": "How many entries the checkpoint counts"},
        root=_or_null(SHA256),
        checkpoint={"type": ["string", "null"], "description": "The signed note (C2SP)"},
        signed_at=_or_null(MOMENT),
        witnesses=_list(TEXT),
    ),
    "Anomalies": _with_optional(
        _object(
            items=_list(
                _object(
                    rule={**TEXT, "description": "denials, night_exports, mass_reading or many_addresses"},
                    words={**_ref("Title"), "description": "The rule in words; its threshold is a setting of ours"},
                    actor=TEXT,
                    day={**DATE, "description": "In Shanghai"},
                    count=COUNT,
                    threshold=COUNT,
                    entries={**_list(TEXT), "description": "Where its entries are listed"},
                )
            ),
            next=NEXT,
        ),
        previous=PREVIOUS,
    ),
    "LogGaps": _object(
        items=_list(_object(service=TEXT, event=TEXT, since=MOMENT)),
        counts={"type": "object", "additionalProperties": COUNT, "description": "How many are missing, by service"},
        conflicts={**_list(TEXT), "description": "Services whose journals contradict what the log has of them"},
    ),
    "LogStatus": _object(
        state={
            "enum": ["fault", "conflict", "gaps", "behind", "never", "old", "good"],
            "description": "What is to be said first: a verification failed; a journal contradicts the log; events are "
            "missing; no checkpoint for what came lately; never verified; not for two days; all is well",
        },
        size=COUNT,
        forgotten={**COUNT, "description": "Entries whose contents were forgotten; their commitments stand"},
        checkpoint_size=COUNT,
        checkpoint_at=_or_null(MOMENT),
        verified_at=_or_null(MOMENT),
        verified_size=COUNT,
        fault={"type": ["string", "null"]},
        witnesses={"type": "object", "description": "By name the moment and size of each one's newest cosignature"},
        missing={"type": "object", "description": "Events of journals that are not in the log, by service"},
        conflicts=_list(TEXT),
    ),
    "ConsistencyProof": _object(first=COUNT, second=COUNT, path=_list(SHA256)),
    "LogPage": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "start": {**COUNT, "description": "As `upto` of the part before; else 0"},
            "frontier": {**_list(TEXT), "maxItems": 64, "description": "As the part before gave it"},
            "size": {**COUNT, "description": "As the part before gave it; else 0"},
            "remembered": {
                **_list(TEXT),
                "maxItems": 64,
                "description": "Checkpoints, as signed notes, that were kept elsewhere: the log must hold to them too",
            },
        },
    },
    "LogPageVerdict": _object(
        upto=COUNT,
        frontier=_list(SHA256),
        size={**COUNT, "description": "Up to which entry is to be read; the last part ends there"},
        forgotten=COUNT,
        fault={"type": ["string", "null"], "description": "What is wrong"},
        index={**_or_null(COUNT), "description": "The first entry for which it is"},
    ),
    "Cosignature": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "note": {**TEXT, "description": "The checkpoint as it was signed, with the cosignature beneath it"},
            "key": {**TEXT, "description": "The witness's key (C2SP vkey)"},
        },
        "required": ["note", "key"],
    },
    "AuditKeys": _object(keys=_list(_object(key={**TEXT, "description": "C2SP verifier key"}, sha256=SHA256))),
    "PackWish": {
        "type": "object",
        "additionalProperties": False,
        "description": "One of a record, a measure, an item or a period, with what belongs to it",
        "properties": {
            "kind": {"enum": ["record", "measure", "item", "period"]},
            "record": {**TEXT, "description": "Register and id: outreach.matters/..."},
            "measure": TEXT,
            "item": TEXT,
            "as_of": {**DATE, "description": "Of a measure or an item: the business date; else today"},
            "since": {**MOMENT, "description": "Of a period: recorded from this moment on"},
            "until": {**MOMENT, "description": "... and before this one, at most 366 days later"},
        },
        "required": ["kind"],
    },
    "ReportOrder": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "month": {**TEXT, "description": "YYYY-MM; one that has begun"},
            "unit": {**TEXT, "description": "With those below it; else the whole bureau"},
            "lang": {"enum": ["zh", "en"], "default": "zh"},
            "as_of": {**DATE, "description": "A day of the month; else its last, or today while it goes on"},
            "known_at": {**MOMENT, "description": "As known at an earlier moment; else when it is made"},
            "reason": {**TEXT, "maxLength": 100, "description": "Why again, where the month has a report"},
        },
        "required": ["month"],
    },
    "ReportWaitOrder": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "id": {**TEXT, "description": "A UUID of the client's own: sent again it is the same order"},
            "month": {**TEXT, "description": "YYYY-MM; one that has begun"},
            "unit": {**TEXT, "description": "With those below it; else the whole bureau"},
            "lang": {"enum": ["zh", "en"], "default": "zh"},
            "as_of": {**DATE, "description": "A day of the month; else its last, or today while it goes on"},
            "known_at": {**MOMENT, "description": "As known at an earlier moment; else when it is made"},
            "reason": {**TEXT, "maxLength": 100, "description": "Why again, where the month has a report"},
        },
        "required": ["month"],
    },
    "ReportWait": _object(
        id=TEXT,
        state={"enum": ["waiting", "running", "done", "failed"]},
        stage={**COUNT, "description": "0: the numbers are gathered, 1: the files written, 2: they are kept"},
        stages=COUNT,
        report={**_or_null(TEXT), "description": "Which report came of it"},
        problem={**_or_null(_ref("Problem")), "description": "Why none did"},
        month=TEXT,
        unit=_or_null(TEXT),
        lang=TEXT,
        as_of=_or_null(DATE),
        known_at=_or_null(MOMENT),
        reason=_or_null(TEXT),
        ordered_by=TEXT,
        made_at=MOMENT,
        changed_at=MOMENT,
    ),
    "Report": _with_optional(
        REPORT,
        log={
            "enum": ["same", "differs", "absent", "unknown"],
            "description": "Whether the audit log has the same report; unknown: it does not answer",
        },
        contents=_ref("ReportContents"),
    ),
    "Reports": _with_optional(_object(items=_list(_ref("Report"))), **TURNS),
    "ReportContents": {
        "type": "object",
        "description": "What a report says, as numbers; `format` tells what else it has",
        "required": ["format", "month", "as_of", "known_at", "pillars"],
    },
    "ReportChanges": _object(
        report=TEXT,
        as_of=DATE,
        known_at=MOMENT,
        now=MOMENT,
        programme_changed={**FLAG, "description": "Whether another programme counts by now"},
        items=_list(_object(id=TEXT, title=_ref("Title"), before=STATUS, after=STATUS)),
        measures=_list(
            _object(
                id=TEXT,
                ref=TEXT,
                item=TEXT,
                title=_ref("Title"),
                kind=MEASURE["kind"],
                unit=TEXT,
                before=MOVED,
                after=MOVED,
            )
        ),
        events=_list(
            _object(
                event=TEXT,
                kind={"enum": ["late", "correction", "void"]},
                title=_ref("Title"),
                record=TEXT,
                unit=TEXT,
                happened=DATE,
                recorded_at=MOMENT,
                recorder=TEXT,
                reason=_or_null(TEXT),
            )
        ),
        next=NEXT,
        previous=PREVIOUS,
    ),
    "ReportSchedule": _object(
        schedule=_or_null(
            _object(
                day=COUNT,
                time=TEXT,
                workday=FLAG,
                lang=TEXT,
                first={**TEXT, "description": "The first month of which one is issued"},
                set_at=MOMENT,
                set_by=TEXT,
            )
        ),
        missing={**_list(TEXT), "description": "Months whose reports are due and were not issued"},
    ),
    "ReportScheduleOrder": {
        "type": "object",
        "additionalProperties": False,
        "description": "Without a day none is issued by itself",
        "properties": {
            "day": {"type": "integer", "minimum": 1, "maximum": 31},
            "time": {**TEXT, "description": "HH:MM, Asia/Shanghai"},
            "workday": {**FLAG, "description": "On a day off it waits for the next working day"},
            "lang": {"enum": ["zh", "en"], "default": "zh"},
        },
    },
    "ExchangeMappings": _object(
        items=_list(
            _object(
                name=TEXT,
                usable={**FLAG, "description": "It has no fault, and who asks may read its registers"},
                title=_or_null(_object(zh=TEXT, en=TEXT)),
                standard={**TEXT, "description": "Whose standard it follows, in its own words; empty: none"},
                form=_or_null({"enum": ["csv", "xlsx"]}),
                sha256=_or_null(SHA256),
                tables=_list(
                    _object(
                        name=TEXT,
                        register=TEXT,
                        period={**TEXT, "description": "opened, or the step and field whose day lies in the month"},
                        columns=_list(TEXT),
                    )
                ),
                faults=_list(_object(place=TEXT, en=TEXT, zh=TEXT)),
            )
        )
    ),
    "ExchangeOrderWish": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "id": {**TEXT, "description": "A UUID of the client's own: sent again it is the same order"},
            "mapping": {**TEXT, "description": "Which mapping of the home"},
            "month": {**TEXT, "description": "YYYY-MM; one that has begun; else the one before this"},
        },
        "required": ["mapping"],
    },
    "ExchangeOrder": _with_optional(
        _object(
            id=TEXT,
            mapping=TEXT,
            month=TEXT,
            state={"enum": ["waiting", "running", "done", "failed"]},
            total={**COUNT, "description": "Records that are to be read, as far as they are counted"},
            read={**COUNT, "description": "Records that were read; 0 while they are counted"},
            rows={**COUNT, "description": "Good rows, in the files"},
            rejected={**COUNT, "description": "Rejected rows, in the report"},
            kept={**FLAG, "description": "The files are there and can be fetched"},
            known_at={**_or_null(MOMENT), "description": "When the last event was recorded that the ledger had"},
            event={**_or_null(TEXT), "description": "Which event that was; what came later may be in the files, too"},
            bytes=_or_null(COUNT),
            sha256={**_or_null(SHA256), "description": "Of the archive"},
            rejected_sha256={**_or_null(SHA256), "description": "Of the report of rejected rows"},
            files=_list(
                _object(name=TEXT, table=TEXT, register=TEXT, rows=COUNT, rejected=COUNT, bytes=COUNT, sha256=SHA256)
            ),
            problem={**_or_null(_ref("Problem")), "description": "Why it could not be made"},
            ordered_by=TEXT,
            made_at=MOMENT,
            changed_at=MOMENT,
        ),
        first_rejected={
            **_list(
                _object(
                    table=TEXT,
                    register=TEXT,
                    record=TEXT,
                    faults=_list(_object(**{"column": TEXT, "from": TEXT, "value": TEXT, "en": TEXT, "zh": TEXT})),
                )
            ),
            "maxItems": 200,
        },
    ),
    "ExchangeOrders": _with_optional(_object(items=_list(_ref("ExchangeOrder"))), **TURNS),
    "Checkpoint": _object(note=TEXT, size=COUNT, root=SHA256, signed_at=MOMENT, witnesses=_list(TEXT)),
    "Problem": PROBLEM,
    "Open311Errors": _list(_object(code={"type": "integer"}, description=TEXT)),
}
