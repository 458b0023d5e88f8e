"""The whole file of a case: every paper, every piece of evidence, an index, the timeline, and the hash of each file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import orjson

from contracts.cases.penalties import register
from contracts.cases.process_records import STAGES
from contracts.wire import JsonObject
from services.chassis.base import real_threads
from services.gateway.casefile import html
from services.gateway.casefile.case import CaseFile
from services.gateway.casefile.case_evidence import WITHHELD, CaseEvidence
from services.gateway.casefile.papers import CasePapers
from services.gateway.casefile.rendering.document import PaperDocument
from services.gateway.casefile.rendering.pdf import NoPdf
from services.gateway.casefile.zips import Member
from services.gateway.display.formatting import FieldText, Wording
from services.gateway.display.messages.pages import ZH

SUMS = "SHA256SUMS"


@dataclass
class Archive:
    """The members of the archive, in the order in which they are written."""

    papers: CasePapers
    evidence: CaseEvidence
    _sums: list[tuple[str, str]] = field(default_factory=list)

    @property
    def case(self) -> CaseFile:
        """Whose file it is."""
        return self.papers.case

    def members(self) -> Iterator[Member]:
        """Papers, evidence, index, and last the list of hashes, as `sha256sum -c` reads it."""
        paper_entries, evidence_entries = list[JsonObject](), list[JsonObject]()
        for number, (_, paper) in enumerate(self.papers.final_documents(), 1):
            files = [self._record_checksum(name, body) for name, body in _files(number, paper)]
            paper_entries.append({"title": paper.title, "gaps": paper.gaps, "files": [name for name, _ in files]})
            yield from files
        for about in self.evidence.pieces():
            state, body = self.evidence.give(about["sha256"])
            shown = {"sha256": None, "name": None} if state == WITHHELD else {}
            evidence_entries.append(about | shown | {"state": state, "file": about["file"] if body else None})
            if body:
                yield self._record_checksum(about["file"], body)
        index = self._index(paper_entries, evidence_entries)
        yield self._record_checksum("index.json", orjson.dumps(index, option=orjson.OPT_INDENT_2))
        yield self._record_checksum("index.html", html.index(index).encode())
        yield SUMS, "".join(f"{sha256}  {name}\n" for name, sha256 in self._sums).encode()

    def _record_checksum(self, name: str, body: bytes) -> Member:
        self._sums.append((name, real_threads.run(_hash, body)))
        return name, body

    def _index(self, paper_entries: list[JsonObject], evidence_entries: list[JsonObject]) -> JsonObject:
        case = self.case.data.case
        return {
            "case": {name: getattr(case, name) for name in ("id", "status", "unit", "version")}
            | {"status_zh": register.words.get(case.status), "act": self.case.last("find").get("act")},
            "papers": paper_entries,
            "evidence": evidence_entries,
            "stages": list(_stages(self.case)),
            "clocks": list(case.clocks),
            "people": self.case.data.people,
            "units": self.case.data.units,
            "timeline": list(_timeline(self.case)),
        }


def _files(number: int, paper: PaperDocument) -> Iterator[Member]:
    """A paper in every form; without its PDF where this machine can make none."""
    stem = f"papers/{number:02}-{paper.name}"
    yield f"{stem}.html", html.paper(paper).encode()
    yield f"{stem}.docx", paper.docx
    with suppress(NoPdf):
        yield f"{stem}.pdf", paper.pdf()


def _stages(case: CaseFile) -> Iterator[JsonObject]:
    """The matrix of stages: how many records each has, or why the case has no such stage."""
    for stage, title in STAGES.items():
        records = [one for one in case.data.records if one.fields["stage"] == stage]
        excuses = [one.fields["reason"] for one in records if one.status == "excused"]
        yield {"stage": stage, "title": title, "records": len(records) - len(excuses), "excused": excuses}


def _timeline(case: CaseFile) -> Iterator[JsonObject]:
    """Every revision, the replaced ones included, in the order in which they were recorded."""
    worded = Wording(ZH, case.data.units, clear=True)
    for one in sorted(case.data.case.history, key=lambda one: one.version):
        step = register.step(one.step).edition(one.step_version)
        plain = {
            name: getattr(one, name) for name in ("version", "place", "occurred_on", "recorded_at", "actor", "level")
        }
        texts = [{"title": text.title, "text": _text(text)} for text in worded.field_texts(step, one.data)]
        plain |= {"event": one.event, "stands": one.stands, "correction": one.place not in (0, one.version)}
        yield plain | {"title": step.zh, "said": texts}


def _text(field_text: FieldText) -> str:
    return field_text.text or "；".join(field_text.lines)


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
