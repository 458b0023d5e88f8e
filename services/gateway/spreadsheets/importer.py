"""A sheet that a request brings is imported as its bearer, by a page as by the interface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contracts.errors import Forbidden, Invalid, fault
from contracts.register import Register, split_names
from contracts.rpc import CommandMessage, GroupResult
from services.gateway.evidence import Evidence
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import ReadingRights
from services.gateway.record_client import RecordClient, Terms
from services.gateway.spreadsheets import idempotency, importing
from services.gateway.spreadsheets.idempotency import EqualRows
from services.gateway.spreadsheets.importing import ImportContext, Sheet
from services.gateway.spreadsheets.upload import STEPS, UploadedSheets


@dataclass(frozen=True)
class FilePart:
    """Some rows of a file that comes in parts; `import_id` is what all events of the file bear; empty: it is all."""

    sent: UploadedSheets
    import_id: str
    equal: EqualRows


@dataclass(frozen=True)
class SheetImporter:
    """Reads, admits and sends the rows of a sheet."""

    owners: OwnerClient
    client: RecordClient
    read_model: ReadModel
    evidence: Evidence

    def import_rows(
        self, request: ApiRequest, register: Register, sent: UploadedSheets, *, partial: bool, dry: bool
    ) -> dict[str, Any]:
        """What comes of a sheet. Raises Invalid, Mismapped, ImportRefused, Forbidden, Unavailable."""
        sheet = self._prepare(request, register, sent)
        sheet.id = idempotency.import_id(register, request.bearer.id, sheet.groups)
        return self._carry_out(request, sheet, partial=partial, dry=dry)

    def import_part(
        self, request: ApiRequest, register: Register, part: FilePart, *, partial: bool, dry: bool
    ) -> dict[str, Any]:
        """What comes of a part of a file. Raises what `import_rows` raises."""
        sheet = self._prepare(request, register, part.sent, part.equal)
        sheet.id = part.import_id or idempotency.import_id(register, request.bearer.id, sheet.groups)
        return self._carry_out(request, sheet, partial=partial, dry=dry)

    def _carry_out(self, request: ApiRequest, sheet: Sheet, *, partial: bool, dry: bool) -> dict[str, Any]:
        def send(groups: Sequence[Sequence[CommandMessage]], whole: bool, only_try: bool) -> Sequence[GroupResult]:  # noqa: FBT001
            return self.client.send(request, sheet.register, groups, Terms(whole, only_try, sheet.id))

        return importing.carry_out(sheet, send, partial=partial, dry=dry)

    def _prepare(
        self, request: ApiRequest, register: Register, sent: UploadedSheets, equal: EqualRows | None = None
    ) -> Sheet:
        def tokens(texts: list[str]) -> Sequence[str]:
            return self.owners.tokens(register, texts)

        def count_receipts(groups: Sequence[Sequence[CommandMessage]]) -> Sequence[int]:
            return self.owners.count_receipts(register, groups)

        def readable_papers(hashes: set[str]) -> set[str]:
            return self.client.readable_papers(request, hashes)

        account, steps = request.bearer.id, _chosen_steps(register, sent.steps)
        rights = ReadingRights(request.bearer, self.read_model)
        context = ImportContext(
            self.read_model,
            self.evidence,
            account,
            tokens,
            count_receipts,
            steps,
            readable_papers,
            lambda unit: rights.tokens(register, unit),
            equal,
            lambda named: rights.records(register, named),
        )
        sheet = importing.prepare(register, sent, context)
        if not sheet.tables.faults:  # else nothing is imported, and all that is wrong is said first
            _admit(request, sheet)
        return sheet


class StepsOfOthers(Forbidden):
    """The sheet fills steps that others take. Import your own with `steps=`, and hand the same sheet on to them."""

    slug, zh = "steps-of-others", "表格中有须由他人办理的步骤；请用 steps= 只导入本人可办的步骤，再将同一表格交给他们"


def _chosen_steps(register: Register, steps: str) -> frozenset[str] | None:
    """The steps that are named; None where none is. Raises Invalid for one that there is not."""
    chosen = split_names(steps)
    if strangers := [name for name in chosen if not register.has(name)]:
        en, zh = f"No such step: {', '.join(strangers)}", f"没有此步骤：{'、'.join(strangers)}"
        raise Invalid(STEPS, errors=[fault(STEPS, en, zh)])
    return frozenset(chosen) or None


def _admit(request: ApiRequest, sheet: Sheet) -> None:
    """Permission is asked for every step that any row takes, before a row is sent. Raises StepsOfOthers."""
    steps = {part.step.name: part.step for line in sheet.lines for part in line.parts}.values()
    if others := [step for step in steps if not permissions.may_take(step, request.bearer)]:
        own = ",".join(step.name for step in steps if step not in others)
        theirs = "；".join(f"{step.zh} {step.name} ({', '.join(sorted(step.roles))})" for step in others)
        raise StepsOfOthers(theirs, *([f"steps={own}"] if own else []))
