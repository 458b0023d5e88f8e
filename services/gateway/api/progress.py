"""The campaign's numbers: progress, measures, facts, gaps."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import orjson
import sqlalchemy as sa
from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import GET
from contracts.errors import Forbidden, Unknown
from contracts.roles import EVERYONE
from services.chassis.records import record
from services.gateway.api.measures import fact_list, gap_list
from services.gateway.display import paging, reasons
from services.gateway.evidence import Evidence
from services.gateway.http import codings, permissions, responses
from services.gateway.http.app import Environ
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model import ledger, paper_checks
from services.gateway.read_model.answer_cache import CachedAnswer
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.question import Question
from services.gateway.read_model.read_model import ReadModel, resolve_as_of
from services.gateway.read_model.records import captions
from services.gateway.read_model.targets import heard_changes
from services.gateway.reading_rights import ReadingRights, exact_measures

FRAME = "as_of, known_at, unit, after"
LISTED = f"{FRAME}, cursor, limit"
FACTS_LISTED = f"{LISTED}, from"
CACHED = (304, 404, 422)
LONGEST_WAIT = 5.0


@dataclass
class Progress:
    """Answers questions to the read model."""

    read_model: ReadModel
    evidence: Evidence
    _exact: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Whatever is answered of an item says why it stands where it does."""
        self.read_model.explain = reasons.explain

    def parse_as_of(self, request: ApiRequest) -> tuple[Question, str | None]:
        """The question's frame; with `after` it waits, bounded, until the read model has that event."""
        if (after := request.query.get("after")) is not None:
            self.read_model.wait_for(after, LONGEST_WAIT)
        as_of = resolve_as_of(
            self.read_model.question(), as_of=request.day("as_of"), known_at=request.moment("known_at")
        )
        return as_of, request.query.get("unit")

    def exact(self, bearer: Bearer) -> frozenset[str]:
        """The private measures that a bearer may see as they are."""
        programme = self.read_model.programme
        key = (bearer.role, programme.generation)
        if key not in self._exact:
            self._exact[key] = exact_measures(programme, bearer.role)
        return self._exact[key]

    def reader(self, request: ApiRequest) -> AbstractContextManager[Reader]:
        """One state of the ledger, of which its reader sees what the bearer may see."""
        return self.read_model.reader(*self.parse_as_of(request), self.exact(request.bearer))

    def quick(self, environ: Environ, bearer: Bearer) -> tuple[list[tuple[str, str]], bytes] | None:
        """The progress as of today, from memory, before anything is routed."""
        if environ.get("QUERY_STRING") or "HTTP_IF_MATCH" in environ:
            return None
        page = self.read_model.progress(self.read_model.question(), None, self.exact(bearer))
        coding = codings.coding_for(environ, len(page.body))
        etag = codings.tag_of(page.etag, coding)
        headers = [*_QUICK, ("ETag", etag)]
        if responses.has_already(environ, etag):
            return headers, b""
        body = codings.encode_once(page.body, coding) if coding else page.body
        about = [("Content-Type", responses.JSON), ("Content-Length", str(len(body)))]
        return [*headers, *about, *([("Content-Encoding", coding)] if coding else [])], body

    @Route(GET, "/v1/progress", "progress", EVERYONE, "进展总览 / The whole view", "Progress", FRAME, others=CACHED)
    def progress(self, request: ApiRequest) -> Response:
        """The progress of all items."""
        return _page(self.read_model.progress(*self.parse_as_of(request), self.exact(request.bearer)))

    @Route(GET, "/v1/progress/{item}", "item", EVERYONE, "一个事项 / One item", "Item", FRAME, others=CACHED)
    def item(self, request: ApiRequest) -> Response:
        """One item."""
        frame, exact = self.parse_as_of(request), self.exact(request.bearer)
        return _page(self.read_model.item(request.path["item"], *frame, exact))

    @Route(GET, "/v1/measures/{measure}", "measure", EVERYONE, "一个指标 / One measure", "Measure", FRAME)
    def measure(self, request: ApiRequest) -> Response:
        """One measure: its formula in words, by unit, by month, the plan."""
        measure = self.read_model.measure(request.path["measure"], request.day("as_of"))
        with self.reader(request) as reader:
            return responses.answer(measure_detail(reader, measure))

    @Route(
        GET,
        "/v1/measures/{measure}/facts",
        "facts",
        EVERYONE,
        "指标的事实 / A measure's facts",
        "Facts",
        FACTS_LISTED,
        headers=("Link",),
    )
    def facts(self, request: ApiRequest) -> Response:
        """The facts a number is made of, each with its record, recorder and evidence; with `from` those since that day.

        Raises CountsOnly, BadCursor.
        """
        measure = self.listable_measure(request)
        with self.reader(request) as reader:
            found = fact_list.find(reader, measure, request, paging.rows_asked(request))
            facts = fact_list.items(reader, measure, found.rows, self.rights(request.bearer))
        body = {
            "measure": measure.name,
            "title": measure.title,
            "unit": measure.unit,
            "n": found.number.number,
            "n_is_exact": found.number.is_exact,
            "facts": facts,
            "previous": found.turns.previous,
            "next": found.turns.next,
        }
        return responses.answer(body, **found.turns.links(request))

    @Route(
        GET,
        "/v1/measures/{measure}/gaps",
        "gaps",
        EVERYONE,
        "比率的缺口 / A ratio's gaps",
        "Gaps",
        LISTED,
        headers=("Link",),
    )
    def gaps(self, request: ApiRequest) -> Response:
        """Who or what is missing from the part of a ratio.

        Raises Invalid for other measures, CountsOnly, BadCursor.
        """
        measure = self.listable_measure(request)
        with self.reader(request) as reader:
            found = gap_list.find(reader, measure, request, paging.rows_asked(request))
            gaps = gap_list.items(reader, found.gaps)
        body = {
            "measure": measure.name,
            "title": measure.title,
            "n": found.number,
            "gaps": gaps,
            "previous": found.turns.previous,
            "next": found.turns.next,
        }
        return responses.answer(body, **found.turns.links(request))

    def listable_measure(self, request: ApiRequest) -> Measure:
        """The measure asked for, whose facts and gaps its reader may see. Raises CountsOnly."""
        measure = self.read_model.measure(request.path["measure"], request.day("as_of"))
        if not self.may_list(measure, request.bearer):
            raise CountsOnly(measure.id)
        return measure

    def may_list(self, measure: Measure, bearer: Bearer) -> bool:
        """Whether a bearer may see who and what stands behind a number: all of the registers that it is made of."""
        registers = self.read_model.programme.registers(measure.id)
        return not measure.private and all(permissions.may_read(one, bearer) for one in registers)

    @Route(GET, "/v1/facts/{event}", "fact", EVERYONE, "一件事实 / One fact", "Fact")
    def fact(self, request: ApiRequest) -> Response:
        """One event with its evidence and every revision of its record."""
        return responses.answer(self.fact_of(request.path["event"], request.bearer))

    def fact_of(self, event_id: str, bearer: Bearer) -> dict[str, Any]:
        """One event, its papers, and every revision of its record. Raises Unknown, Forbidden."""
        with self.read_model.store.begin_read() as tx:
            fact, hashes = fact_of(tx, self.read_model.district, event_id, self.rights(bearer))
            faults = paper_checks.faults(tx, hashes)
            said = captions.of_papers(tx, self.read_model.district, hashes)
        # The list of papers lies in another file, with transactions of its own.
        about = self.evidence.about(hashes)
        told: dict[str, dict[str, Any]] = {sha: {"caption": one.details} for sha, one in said.items() if one.stands}
        told |= {sha: told.get(sha, {}) | {"fault": fault} for sha, fault in faults.items()}
        return fact | {"evidence": [about.get(sha, {"sha256": sha}) | told.get(sha, {}) for sha in hashes]}

    def rights(self, bearer: Bearer) -> ReadingRights:
        """What a bearer may read."""
        return ReadingRights(bearer, self.read_model)


_QUICK = [
    ("Cache-Control", "private, no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("Vary", "Accept-Encoding, Authorization, Cookie"),
]


def _page(page: CachedAnswer) -> Response:
    return responses.answer(page.body, ETag=page.etag, Cache_Control="private, no-cache")


def measure_detail(reader: Reader, measure: Measure) -> dict[str, Any]:
    """A measure with its formula, its units, its parts, its months."""
    more = (
        {"by_unit": [], "by_part": [], "by_month": []}
        if measure.awaits
        else {
            "by_unit": reader.by_unit(measure),
            "by_part": reader.by_part(measure),
            "by_month": reader.by_month(measure),
        }
    )
    since, until = (day and day.isoformat() for day in (measure.since, measure.until))
    told = reader.measure(measure)
    reason = reasons.in_both(reasons.measure_reason, told)
    changes = heard_changes.of_measure(reader.tx, reader.question.district, measure.name)
    about = {"formula": measure.formula, "since": since, "until": until, "target_changes": changes}
    return told | {"reason": reason, **about, **more}


class CountsOnly(Forbidden):
    """This number is made of personal facts: it is shown, and lists nobody to this role."""

    slug, zh = "counts-only", "该指标涉及个人信息，对该角色只显示数量，不列明细"


def fact_of(tx: sa.Connection, district: str, event_id: str, rights: ReadingRights) -> tuple[dict[str, Any], list[str]]:
    """One event with every revision of its record, and those of its papers that may be read.

    Raises Unknown, Forbidden.
    """
    event = ledger.event(tx, district, event_id)
    if event is None:
        raise Unknown(event_id)
    register, step = catalogue.step_of(event.type)[0], catalogue.edition_of(event)
    permissions.admit_reading(register, rights.bearer)
    if not rights.records(register, [event.subject]):
        raise Unknown(event_id)
    revisions = ledger.revisions_of(tx, district, event.record)
    unit = record.rehydrate(register, event.subject, (one.body.decode() for one in revisions)).unit
    hashes, withheld = rights.shown_papers(register, unit, paper_checks.papers_of(event))
    last, fallen = {one.place: one.id for one in revisions}, paper_checks.fallen_events(tx, district)
    return {
        "event": orjson.loads(event.body) | {"data": rights.event_data(register, unit, step.data, event.data)},
        "step": {"zh": step.zh, "en": step.en},
        "register": {"name": register.name, "zh": register.zh, "en": register.en},
        "stands": 0 not in last and last[event.place] == event.id,
        "level": paper_checks.level_of(event, fallen),
        "not_apart": ledger.is_not_apart(event),
        "papers_withheld": withheld,
        "tellings": [
            _revision(one, last, voided=0 in last)
            | ({"reason": one.correctionreason} if one.correctionreason else {})
            | {"level": paper_checks.level_of(one, fallen), "not_apart": ledger.is_not_apart(one)}
            for one in revisions
        ],
    }, hashes


def _revision(one: Any, last: dict[int, str], *, voided: bool) -> dict[str, Any]:
    _, step = catalogue.step_of(one.type)
    return {
        "event": one.id,
        "type": one.type,
        "zh": step.zh,
        "en": step.en,
        "version": one.recordversion,
        "place": one.place,
        "occurred_on": one.occurredon,
        "recorded_at": one.time,
        "recorder": one.actor,
        "stands": last[one.place] == one.id and (one.place == 0 or not voided),
    }
