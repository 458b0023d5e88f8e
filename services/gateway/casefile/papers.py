"""The papers of a case, each the template of its day filled with what the case said when it was issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.chassis.base import real_threads
from services.gateway.casefile import fields
from services.gateway.casefile.case import NOTHING, CaseFile
from services.gateway.casefile.fields.issuance import COVER, INDEX, IssuedPaper, paper_of, papers_in_file, reading
from services.gateway.casefile.paper import Blank
from services.gateway.casefile.rendering import template
from services.gateway.casefile.rendering.document import PaperDocument
from services.gateway.casefile.rendering.open_gaps import open_gaps
from services.gateway.casefile.template_library import TemplateLibrary
from services.gateway.evidence import Evidence

TAKEN_OVER = "taken_over"
"""In a decision: it was made before its agency decided here, and a sheet brought it in."""
CONTENTS = "目录"
"""The list of the index's template: what is in the file, and on which pages."""


@dataclass(frozen=True)
class CasePapers:
    """Fills the papers of one case."""

    case: CaseFile
    library: TemplateLibrary = field(default_factory=TemplateLibrary)

    def document(self, name: str, place: int | None = None, more: Mapping[str, Any] = NOTHING) -> PaperDocument:
        """A paper, filled; one whose step was not taken yet is a draft. `more` takes the place of fields.

        `place` says which of several, by the place of the step that issued it. Raises Unknown.
        """
        paper = paper_of(self.case, name)
        one = reading(self.case, paper, place)
        body = self.library.template(paper, one.day)
        values = fields.values(self.case, paper, place) | dict(more)
        # What was taken over with a gap was issued elsewhere: from here no paper of it goes out.
        drafts = not one.is_issued or bool(one.form.get(TAKEN_OVER) and open_gaps(body, values))
        title = fields.title_of(self.case, paper, place)
        return PaperDocument(name, title, real_threads.run(template.fill, body, values), drafts)

    def gaps(self, name: str, place: int | None = None) -> tuple[Blank, ...]:
        """What a paper lacks, each once, in its order. Raises Unknown."""
        paper = paper_of(self.case, name)
        day = reading(self.case, paper, place).day
        return open_gaps(self.library.template(paper, day), fields.values(self.case, paper, place))

    def final_documents(self) -> Iterator[tuple[IssuedPaper, PaperDocument]]:
        """The papers of the steps that were taken, one after another."""
        return ((one, self.document(one.paper, one.place)) for one in papers_in_file(self.case))

    def front(self, contents: Sequence[Mapping[str, str]]) -> Iterator[PaperDocument]:
        """The cover of the file, and its index with these lines."""
        yield self.document(COVER)
        yield self.document(INDEX, more={CONTENTS: contents})


def papers_of(case: CaseFile, evidence: Evidence) -> CasePapers:
    """The papers of a case, by the templates of their days."""
    return CasePapers(case, TemplateLibrary(case.data.templates, lambda sha256: evidence.read(sha256)[0]))
