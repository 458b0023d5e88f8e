"""Puts the whole file of a case together in a folder of its own: parts on the disk, never all of them in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import orjson
from pypdf import PdfReader

from contracts.wire import JsonObject
from services.chassis.base import real_threads
from services.chassis.storage import refusals
from services.gateway.casefile.binding import program
from services.gateway.casefile.binding.contents import Entry
from services.gateway.casefile.case_evidence import GONE, STORED, WITHHELD, CaseEvidence
from services.gateway.casefile.papers import CasePapers

TITLE = "行政处罚案卷"
MOST_EVIDENCE = 600 * 1024 * 1024
"""How many bytes of evidence are put on pages; what comes after that is an attachment without pages."""
REMARKS = {GONE: "文件缺失或者与哈希不符", WITHHELD: "无权查看个人信息，未随附", STORED: "附件，不编页码"}


@dataclass
class BoundFile:
    """The file of one case: papers in the order of the procedure, then evidence in the order in which it came."""

    papers: CasePapers
    evidence: CaseEvidence
    _entries: list[Entry] = field(default_factory=list)

    def bind(self) -> IO[bytes]:
        """The PDF as an open file; whoever sends it closes it. Raises NoPdf, NotBound, InsufficientStorage."""
        with refusals.as_problems(), tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            parts = [*self._papers(folder), *self._evidence(folder)]
            self._join(folder, [*self._front(folder), *parts])
            return (folder / "file.pdf").open("rb")  # it is read on when the folder is gone

    @property
    def _next(self) -> int:
        """The first page that nothing stands on yet."""
        return 1 + sum(one.pages for one in self._entries)

    def _papers(self, folder: Path) -> Iterator[JsonObject]:
        for number, (issued, paper) in enumerate(self.papers.final_documents()):
            body = paper.pdf(self._next)
            self._entries.append(Entry(paper.title, self._next, _pages(body), issued.number, issued.day))
            yield _part(folder, f"paper-{number:03}.pdf", body, [[0, paper.title]])

    def _evidence(self, folder: Path) -> Iterator[JsonObject]:
        """Evidence on pages of its own; a program that may fail without harm looks into what strangers handed in."""
        pieces = list(self._pieces(folder))
        order = {"first": self._next, "pieces": [one for one in pieces if one["file"]]}
        (folder / "evidence.json").write_bytes(orjson.dumps(order))
        program.run("evidence_pages", folder)
        counts = iter(orjson.loads((folder / "counts.json").read_bytes()))
        marks, first = [], self._next
        for one in pieces:
            entry = Entry(one["title"], self._next, next(counts) if one["file"] else 0)
            if entry.pages:
                marks.append([entry.first - first, entry.title])
            self._entries.append(entry if entry.pages else Entry(f"{entry.title}（{REMARKS[one['state']]}）"))
        if marks:
            yield {"file": "evidence.pdf", "marks": marks}

    def _pieces(self, folder: Path) -> Iterator[JsonObject]:
        size = 0
        for number, about in enumerate(self.evidence.pieces(), 1):
            state, body = self.evidence.give(about["sha256"])
            place = about["named_by"][0]
            called = about["caption"]["caption"] if about["caption"] else about["name"]
            title = f"证据材料 {number}：{called or place}（{place}）" if state != WITHHELD else f"证据材料 {number}"
            size += len(body or b"")
            file = f"piece-{number:04}" if body and size <= MOST_EVIDENCE else ""
            if body and file:
                real_threads.run((folder / file).write_bytes, body)
            yield {"file": file, "title": title, "state": state}

    def _front(self, folder: Path) -> Iterator[JsonObject]:
        """Cover and index, which bear no number of the file."""
        lines = [one.line(number) for number, one in enumerate(self._entries, 1)]
        for paper in self.papers.front(lines):
            yield _part(folder, f"{paper.name}.pdf", paper.pdf(in_file=0), [[0, paper.title]])

    def _join(self, folder: Path, parts: Sequence[JsonObject]) -> None:
        order = {"title": f"{TITLE} {self.papers.case.name}", "parts": parts}
        (folder / "joining.json").write_bytes(orjson.dumps(order))
        program.run("joining", folder)


def _part(folder: Path, file: str, body: bytes, marks: list[list[Any]]) -> JsonObject:
    (folder / file).write_bytes(body)
    return {"file": file, "marks": marks}


def _pages(body: bytes) -> int:
    return len(PdfReader(BytesIO(body)).pages)
