"""The page on which a person lands: what waits for them, of each kind some, each with its next step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.register import Register, Step
from contracts.roles import EVERYONE
from services.gateway.api.work.tasks import SECTIONS, Work, WorkRow, WorkSection
from services.gateway.display import register_columns
from services.gateway.display.formatting import Wording
from services.gateway.display.messages import pages
from services.gateway.http.request import ApiRequest
from services.gateway.reminders.desk import SHOWN_AT_HOME, ReminderDesk
from services.gateway.street.street_jobs import jobs_of
from services.gateway.web import render
from services.gateway.web.addresses import HOME, page
from services.gateway.web.help.first_day import is_dismissed, tour_of
from services.gateway.web.layout import (
    LANGUAGE_ONLY,
    admit_script,
    html_response,
    page_frame,
    unit_outline,
    without_empty,
    wording,
)
from services.gateway.web.people.draft_list import DraftList
from services.gateway.web.people.drafts import ASIDE
from services.gateway.web.registers import record_path
from services.gateway.web.warnings import as_row
from services.gateway.web.work.batch_steps import batch_path, box_value, is_batch_step
from services.gateway.web.work.work_script import SCRIPT

OF_EACH, OF_ONE = 10, 50
"""Rows of each section, and of one that is looked at alone."""


@dataclass
class WorkPage:
    """Shows what `/v1/work` answers."""

    work: Work
    drafts: DraftList
    signing: bytes
    reminders: ReminderDesk

    @page(
        HOME, "page_work", EVERYONE, "我的待办网页 / What waits for me, as a page", "unit, section, cursor, done, lang"
    )
    def page(self, request: ApiRequest) -> Response:
        """What waits for who looks: due, to approve, to confirm, and so on."""
        request = without_empty(request)
        frame, read_model = page_frame(request, self.signing, LANGUAGE_ONLY), self.work.client.read_model
        tree, alone = read_model.unit_tree(), "section" in request.query
        work = self.work.find_work(request, OF_ONE if alone else OF_EACH)
        worded = wording(frame, tree)
        unseen = None if alone else self.reminders.unseen(request.bearer.id, SHOWN_AT_HOME)
        about = {
            "work": work,
            "other": work.other,
            "warnings": [as_row(one) for one in work.other.warnings.rows] if work.other else [],
            "silent": [pages.service(frame.lang, one) for one in work.silent],
            "sections": [_section(one, worded) for one in work.sections if one.rows or alone],
            "alone": alone,
            "reminders": unseen,
            "names": self.reminders.names(unseen.rows, request.bearer, worded) if unseen else {},
            "drafts": [] if alone else self.drafts.rows(request.bearer, frame.lang),
            "aside": request.query.get("done") == ASIDE,
            "units": list(unit_outline(tree, work.today)) if not request.bearer.unit else [],
            "unit": request.query.get("unit", ""),
            "wording": worded,
            "today": work.today,
            "street": next(jobs_of(request.bearer), None) is not None,
            "stops": 0 if is_dismissed(request.http) else len(tour_of(request.bearer.role)),
        }
        return admit_script(html_response(render.page("work", frame, **about)), request.http, SCRIPT)


def _section(section: WorkSection, worded: Wording) -> dict[str, object]:
    return {
        "kind": section.kind,
        "title": SECTIONS[section.kind][0 if worded.lang == "zh" else 1],
        "of": section,
        "rows": [_row(one, worded) for one in section.rows],
        "buttons": list({where: (where, *of) for where, *of in _buttons(section)}.values()),
    }


def _row(row: WorkRow, worded: Wording) -> dict[str, object]:
    record = row.record
    base = record_path(row.register, row.id)
    return {
        "of": row,
        "about": row.about(worded),
        "status": register_columns.word_of(row.register, record.status, worded.lang) if record else "",
        "base": base,
        "steps": [(step, f"{base}/{step.name}") for step in row.steps],
        "box": box_value(record) if record and batch_steps(row) else "",
    }


def _buttons(section: WorkSection) -> Iterator[tuple[str, Register, Step]]:
    """For each step that several of these records wait for: the address at which it is taken in those chosen."""
    for row in section.rows:
        for step in batch_steps(row):
            yield batch_path(row.register, step), row.register, step


def batch_steps(row: WorkRow) -> tuple[Step, ...]:
    """The steps of a row that can be taken in many records by one form."""
    return tuple(step for step in row.steps if row.record is not None and is_batch_step(step))
