"""A sheet that a request brings is imported as its bearer, by a page as by the interface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contracts.register import Register
from contracts.rpc import CommandMessage, GroupResult
from services.gateway.evidence import Evidence
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model.read_model import ReadModel
from services.gateway.record_client import RecordClient
from services.gateway.spreadsheets import importing
from services.gateway.spreadsheets.importing import ImportContext, Sheet
from services.gateway.spreadsheets.upload import UploadedRows


@dataclass(frozen=True)
class SheetImporter:
    """Reads, admits and sends the rows of a sheet."""

    owners: OwnerClient
    client: RecordClient
    read_model: ReadModel
    evidence: Evidence

    def import_rows(
        self, request: ApiRequest, register: Register, rows: UploadedRows, *, partial: bool, dry: bool
    ) -> dict[str, Any]:
        """What comes of a sheet. Raises Mismapped, ImportRefused, Forbidden, Unavailable."""

        def tokens(texts: list[str]) -> Sequence[str]:
            return self.owners.tokens(register, texts)

        def send(groups: Sequence[Sequence[CommandMessage]], whole: bool, only_try: bool) -> Sequence[GroupResult]:  # noqa: FBT001
            return self.client.send(request, register, groups, whole=whole, dry=only_try)

        def count_receipts(groups: Sequence[Sequence[CommandMessage]]) -> Sequence[int]:
            return self.owners.count_receipts(register, groups)

        context = ImportContext(self.read_model, self.evidence, request.bearer.id, tokens, count_receipts)
        sheet = importing.prepare(register, rows.rows, context, rows.columns)
        _admit(request, sheet)
        return importing.carry_out(sheet, send, partial=partial, dry=dry)


def _admit(request: ApiRequest, sheet: Sheet) -> None:
    """Permission is asked for every step that any row takes, before a row is sent. Raises Forbidden."""
    for step in {part.step.name: part.step for line in sheet.lines for part in line.parts}.values():
        permissions.admit_step(step, request.bearer)
