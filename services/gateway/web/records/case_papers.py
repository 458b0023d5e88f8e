"""The papers of a penalty case on its page: by stage, what is issued, what can be, and where a gap is filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from contracts.cases.penalties import register
from contracts.cases.penalties.papers import CATALOGUE, STAGES
from contracts.catalogue import REGISTERS
from contracts.errors import Unavailable
from contracts.rpc import RecordHistory
from services.gateway import callers
from services.gateway.api.casefiles.case_papers import paper_address
from services.gateway.api.casefiles.paper_answers import FORMS
from services.gateway.casefile.case import CaseFile
from services.gateway.casefile.paper import Blank, Fill
from services.gateway.casefile.papers import papers_of
from services.gateway.casefile.standing import AHEAD, StandingPaper, standing_papers
from services.gateway.display.messages.pages import EN, ZH
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.record_client import RecordClient
from services.gateway.web.registers import list_path, record_path


def papers_by_stage(request: ApiRequest, client: RecordClient, shown: PaperRows) -> list[dict[str, Any]]:
    """The papers of a case as somebody is shown them; nothing of another register, or while the owner is silent."""
    if shown.record.register != register.name:
        return []
    with suppress(Unavailable):
        caller = callers.caller_of(request, client.read_model)
        case = CaseFile(client.owners.case_file(shown.record.id, caller))
        return list(shown.stages(standing_papers(papers_of(case, client.evidence))))
    return []


@dataclass(frozen=True)
class Filling:
    """The place of a page in which a gap is filled."""

    path: str
    anchor: str = ""
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PaperRows:
    """What somebody is shown of a case's papers, and which of its steps they may take now."""

    record: RecordHistory
    bearer: Bearer
    steps: frozenset[str]
    lang: str

    def stages(self, papers: Iterable[StandingPaper]) -> Iterator[dict[str, Any]]:
        """The papers by stage, in the order of the stages."""
        order = list(STAGES)
        ranked = sorted(papers, key=lambda one: order.index(CATALOGUE[one.name].stage))
        for stage, some in groupby(ranked, lambda one: CATALOGUE[one.name].stage):
            rows = [self._row(one) for one in some]
            ahead = [row["title"] for row in rows if row["of"].state == AHEAD]
            shown = [row for row in rows if row["of"].state != AHEAD]
            yield {"title": self._word(STAGES, stage), "papers": shown, "ahead": ahead}

    def _word(self, words: Any, word: str) -> str:
        return str(words[word] if self.lang == ZH else words.en[word])

    def _row(self, one: StandingPaper) -> dict[str, Any]:
        step = one.step.name if one.step.name in self.steps and not one.place else ""
        return {
            "of": one,
            "title": one.titles[ZH if self.lang == ZH else EN],
            "step": one.step,
            "take": f"{record_path(register, self.record.id)}/{step}" if step else "",
            "files": {form: paper_address(self.record.id, one, form) for form in FORMS},
            "gaps": [(gap.name, self._filling(gap)) for gap in one.gaps],
        }

    def _filling(self, gap: Blank) -> Filling | None:
        """Where somebody may fill a gap; None: nowhere, or not they."""
        fill = gap.fills
        if fill is None:
            return None
        return self._in_register(fill.register) if fill.register else self._in_step(fill)

    def _in_register(self, name: str) -> Filling | None:
        readable = permissions.may_read(REGISTERS[name], self.bearer)
        return Filling(list_path(REGISTERS[name])) if readable else None

    def _in_step(self, fill: Fill) -> Filling | None:
        """The step that fills a gap: taken now, or corrected where it was taken."""
        if not register.has(fill.step):
            return None
        step = register.step(fill.step)
        path, anchor = f"{record_path(register, self.record.id)}/{step.name}", f"#f-{fill.field}" if fill.field else ""
        if step.name in self.steps:
            return Filling(path, anchor)
        place = max((one.place for one in self.record.history if one.stands and one.step == step.name), default=None)
        mine = place is not None and permissions.may_take(step, self.bearer, again=True)
        return Filling(path, anchor, {"corrects": str(place)}) if mine else None
