"""Records as their owners answer them, without the hashes of papers that the reader may not have: their number instead.

Whoever knows a paper's hash knows it again wherever it stands; whoever may not have the paper gets no hash either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from contracts.register import Register, Step
from contracts.rpc import PageRow, RecordHistory, RecordSummary, RevisionEntry
from services.gateway.reading_rights import ReadingRights, papers_in, without_papers

Shown = TypeVar("Shown", PageRow, RecordSummary)


def history(rights: ReadingRights, register: Register, record: RecordHistory) -> RecordHistory:
    """A record with its history."""
    if rights.papers(register, record.unit):
        return record
    revisions = tuple(_revision(register.step(one.step).edition(one.step_version), one) for one in record.history)
    hashes = {
        sha
        for one in record.history
        for sha in papers_in(register.step(one.step).edition(one.step_version).data, one.data)
    }
    bare = _without_papers(register, record.fields)
    return replace(record, fields=bare, history=revisions, papers_withheld=len(hashes))


def summary(rights: ReadingRights, register: Register, record: Shown) -> Shown:
    """A record as a list or a receipt shows it."""
    if rights.papers(register, record.unit):
        return record
    hashes = {sha for step in _editions(register) for sha in papers_in(step.data, record.fields)}
    return replace(record, fields=_without_papers(register, record.fields), papers_withheld=len(hashes))


def _revision(step: Step, one: RevisionEntry) -> RevisionEntry:
    return replace(one, data=without_papers(step.data, one.data))


def _without_papers(register: Register, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a record, which several steps may have filled in."""
    bare = dict(fields)
    for step in _editions(register):
        bare = without_papers(step.data, bare)
    return bare


def _editions(register: Register) -> list[Step]:
    return [edition for step in register.steps for edition in step.editions]
