"""A template on trial: the paper that it would make, of a case or of what each field is; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace

from contracts.cases.penalties.papers import PAPERS
from contracts.errors import Unknown
from services.chassis.base import real_threads
from services.gateway.casefile import template_check
from services.gateway.casefile.case import CaseFile
from services.gateway.casefile.fields import NAMES, paper_of
from services.gateway.casefile.papers import CasePapers
from services.gateway.casefile.rendering import template
from services.gateway.casefile.rendering.document import PaperDocument
from services.gateway.casefile.rendering.examples import example
from services.gateway.casefile.template_check import TemplateUnfit
from services.gateway.casefile.template_library import TemplateLibrary


@dataclass(frozen=True)
class OneTemplate(TemplateLibrary):
    """The template on trial, whatever paper and day are asked for."""

    body: bytes = b""

    def template(self, paper: str, day: str | None) -> bytes:  # noqa: ARG002 -- as the library has it
        """The template."""
        return self.body


def check(body: bytes, paper: str) -> None:
    """Raises TemplateUnfit with each fault of a template, Unknown for a paper that there is not."""
    if paper not in PAPERS:
        raise Unknown(paper)
    if errors := template_check.faults(body, paper):
        raise TemplateUnfit(paper, errors=errors)


def of_case(body: bytes, paper: str, case: CaseFile, place: int | None = None) -> PaperDocument:
    """The paper as the template would make it of a case. Raises Unknown where the case has no such paper."""
    if paper_of(case, paper) != paper:
        raise Unknown(f"{case.id}/{paper}")
    return replace(CasePapers(case, OneTemplate(body=body)).document(paper, place), trial=True)


def of_examples(body: bytes, paper: str) -> PaperDocument:
    """The paper with the words of each field in its place."""
    filled = real_threads.run(template.fill, body, example(NAMES[paper], "［{}］".format))
    return PaperDocument(paper, PAPERS[paper], filled, trial=True)
