"""The page of a record: what it says, what is due, what can be done with it, how it came to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from werkzeug.wrappers import Response

from contracts import catalogue, evidence_levels
from contracts.cases.patrol_findings import register as findings
from contracts.cases.patrols import register as patrols
from contracts.cases.supervision_orders import register as supervision_orders
from contracts.outreach.captions import register as caption_register
from contracts.register import Register, Step
from contracts.roles import EVERYONE
from contracts.rpc import RecordHistory, RevisionEntry
from contracts.training.assessments import register as assessments
from contracts.wire import JsonObject
from services.chassis.records.finding.mentions import naming_registers
from services.chassis.records.references import REGISTERS
from services.gateway import callers
from services.gateway.api.naming.mentions import Mentions
from services.gateway.audit.routes import INVESTIGATORS
from services.gateway.display import captions, register_columns, stages
from services.gateway.display.barred_steps import barred_steps, bars_of
from services.gateway.display.formatting import Wording
from services.gateway.display.messages import pages
from services.gateway.display.record_names import names_of
from services.gateway.evidence import Evidence
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.record_client import RecordClient
from services.gateway.register_path import readable_at
from services.gateway.warnings.listing import WarningList
from services.gateway.web import render
from services.gateway.web.addresses import RECORD, page
from services.gateway.web.audit.pack_page import makes_packs
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, wording
from services.gateway.web.records.case_papers import PaperRows, papers_by_stage
from services.gateway.web.records.mention_rows import mention_groups, name_key
from services.gateway.web.records.passed_on import passed_on
from services.gateway.web.registers import finished_steps, record_path, row
from services.gateway.web.warnings import as_row


@dataclass(frozen=True)
class Beside:
    """A page of its own for records that stand so: its address, the phrase that leads to it, the step it takes."""

    path: str
    phrase: str
    step: Step


MOST_NAMED = 50
"""So many records that a record names are called by more than their ids."""
MOST_STEPS = 8
"""So many steps are offered beside each other; of more, those beside the main line are folded."""
BESIDE = {("training.papers", "drawn"): Beside("/exam/", "exam", assessments.opening)}

OPENS = {(patrols.name, status): findings for status in ("under_way", "ended")}
"""What is opened from the page of a record that stands so, with that record in it."""


@dataclass
class RecordPages:
    """Shows what the owner of a record answers, and offers the steps that this person may take."""

    client: RecordClient
    mentions: Mentions
    evidence: Evidence
    signing: bytes

    @page(RECORD, "page_record", EVERYONE, "记录网页 / A record", "done, lang")
    def record(self, request: ApiRequest) -> Response:
        """A record: what it says, what is due, what can be done with it, how it came to be."""
        register, frame = readable_at(request), page_frame(request, self.signing, LANGUAGE_ONLY)
        record = self.client.fetch(request, register, request.path["id"])
        worded = wording(frame, self.client.read_model.unit_tree(), clear=True)
        own = self.own(record, request.bearer)
        papers = register_columns.papers(register, record)
        naming = self.mentions.find(request.bearer, register, record.id)
        steps = self.steps(register, record, request.bearer)
        mine = frozenset(step.name for step, _ in steps)
        about = {
            "register": register,
            "told": record,
            "base": record_path(register, record.id),
            "name": register_columns.name_of(register, record.fields, worded),
            "stages": stages.stages(register, record),
            "entered": self._entered(register, record, worded, request.bearer),
            "steps": steps,
            "rare": rare_steps([step for step, _ in steps]),
            "case_papers": papers_by_stage(request, self.client, PaperRows(record, request.bearer, mine, frame.lang)),
            "possible": [(step, False) for step in register.current_steps(record.next)],
            "barred": barred_steps(register, record, request.bearer, worded) if own else [],
            "own": own,
            "voided": any(register.step(one.step).voids for one in record.history),
            "passed": passed_on(request, self.client, record, naming.groups, frame.lang),
            "opens": opens_from(register, record, request.bearer) if own else None,
            "beside": beside(register, record, request.bearer),
            "warnings": [
                as_row(one)
                for one in WarningList(self.client.read_model).of_record(register, record.id, request.bearer)
            ],
            "due": due(record),
            "today": self.client.read_model.today(),
            "lines": register_columns.side_lines(register, record),
            "orders": [
                row(supervision_orders, one, worded, register_columns.list_fields(supervision_orders))
                for one in record.supervision or ()
            ],
            "history": list(self._history(register, record, worded, request.bearer)),
            "papers": [(sha, worded.title(field)) for sha, field in papers.items()],
            "known": self.evidence.about(papers) if papers else {},
            "faults": self.client.read_model.paper_faults(papers),
            "captions": captions.texts(self.client.read_model.captions(papers), worded) if papers else {},
            "may_caption": permissions.may_take(caption_register.opening, request.bearer),
            "naming": list(mention_groups(naming.groups, worded)),
            "name_key": name_key(register, record.id),
            "may_be_named": bool(naming_registers(register.name)),
            "everywhere": register.name == REGISTERS["unit"],
            "silent": [pages.service(frame.lang, one) for one in naming.silent],
            "done": finished_steps(register, request.query.get("done", "")),
            "packs": makes_packs(request.bearer.role),
            "traces": request.bearer.role in INVESTIGATORS,
            "wording": worded,
        }
        return html_response(render.page("record", frame, **about))

    def _entered(
        self, register: Register, record: RecordHistory, worded: Wording, bearer: Bearer
    ) -> list[stages.StageTexts]:
        """What the record says; what it names by ids that nobody gave is called as its own list has it."""
        groups = list(stages.texts_by_stage(register, record, worded))
        links = {where for group in groups for one in group.texts for _, where in one.links}
        keys = {where: where.replace("/", ".", 1) for where in sorted(links)}
        some = [key for key in keys.values() if _is_called_otherwise(key, bearer)][:MOST_NAMED]
        view = self.client.read_model
        with view.store.begin_read() as tx:
            names = names_of(tx, view.district, some, worded) if some else {}
        named = {where: names[key] for where, key in keys.items() if key in names}
        return [replace(group, texts=[one.with_names(named) for one in group.texts]) for group in groups]

    def own(self, record: RecordHistory, bearer: Bearer) -> bool:
        """Whether the record belongs to a unit for which this person speaks."""
        within = callers.units_within(bearer, self.client.read_model)
        return within is None or record.unit in within

    def steps(self, register: Register, record: RecordHistory, bearer: Bearer) -> list[tuple[Step, bool]]:
        """The steps that this person may take in a record now, and whether they end something."""
        if not self.own(record, bearer):
            return []
        possible = register.current_steps(record.next)
        mine = [step for step in possible if permissions.may_take(step, bearer) and step.name not in bars_of(record)]
        return sorted(((step, register_columns.ends(register, step)) for step in mine), key=lambda one: one[1])

    def _history(
        self, register: Register, record: RecordHistory, worded: Wording, bearer: Bearer
    ) -> Iterator[JsonObject]:
        """Every revision, the last first, with what was entered then."""
        for one in reversed(record.history):
            told = self._revision(register, one, bearer)
            form = register.step(one.step).edition(one.step_version)
            yield told | {"entered": list(worded.field_texts(form, one.data, said_before(record, one)))}

    def _revision(self, register: Register, one: RevisionEntry, bearer: Bearer) -> JsonObject:
        step = register.step(one.step)
        correctable = one.stands and permissions.may_take(step, bearer, again=True)
        return one.to_payload() | {
            "of": step,
            "not_apart": one.level > evidence_levels.WITH_PAPERS and not evidence_levels.vouches(one.actor),
            "correctable": correctable,
            "corrects": one.place not in (0, one.version),
            "releases": one.releases,  # a payload says nothing of what is empty
            "imported": one.imported,
            "reason": one.reason,
        }


def said_before(record: RecordHistory, one: RevisionEntry) -> JsonObject:
    """What a record said when one of its revisions was recorded: the last of each field."""
    said: JsonObject = {}
    for each in sorted(record.history, key=lambda each: each.version):
        said |= each.data if each.version < one.version else {}
    return said


def rare_steps(steps: Sequence[Step]) -> list[Step]:
    """Of many steps those beside the main line: one looks for them, and they wait for nobody."""
    if len(steps) <= MOST_STEPS:
        return []
    return [one for one in steps if not one.tasks and (one.line != "main" or not one.leads)]


def beside(register: Register, record: RecordHistory, bearer: Bearer) -> Beside | None:
    """The page of its own that this person has for a record."""
    page = BESIDE.get((register.name, record.status))
    return page if page and permissions.may_take(page.step, bearer) else None


def opens_from(register: Register, record: RecordHistory, bearer: Bearer) -> Register | None:
    """The register in which this person may open a record from the page of one that stands so."""
    opened = OPENS.get((register.name, record.status))
    return opened if opened and permissions.may_take(opened.opening, bearer) else None


def due(record: RecordHistory) -> list[JsonObject]:
    """How each clock of a record runs or has run, those that run first."""
    return sorted(record.clocks, key=lambda one: one["ended"] is not None)


def _is_called_otherwise(key: str, bearer: Bearer) -> bool:
    """Whether a record, "register/id", has a name beside its id that somebody may read."""
    register = catalogue.REGISTERS[key.partition("/")[0]]
    return not register.identity and permissions.may_read(register, bearer)
