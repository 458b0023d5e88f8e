"""The commands by which people answer warnings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.cases.warning_answers import register as answers
from contracts.rpc import CommandMessage, GroupReceipt
from services.chassis.base import ids
from services.gateway import callers
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.owner_client import receipt_of
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.warnings.reading import RecordWarning
from services.gateway.record_client import RecordClient, Terms
from services.gateway.warnings.listing import WarningList

ANSWER = "answer"


@dataclass(frozen=True)
class WarningDesk:
    """Has the owner of answers keep one."""

    client: RecordClient

    @property
    def read_model(self) -> ReadModel:
        """The ledger that knows the warnings."""
        return self.client.read_model

    @property
    def list(self) -> WarningList:
        """The warnings that may be answered."""
        return WarningList(self.read_model)

    def answer(self, request: ApiRequest, warning: RecordWarning, text: str) -> GroupReceipt:
        """Have it kept what somebody answers. Raises Problem."""
        (result,) = self.client.send(request, answers, [[self._command(request, warning, text)]])
        return receipt_of(result)

    def answer_all(
        self, request: ApiRequest, warnings: Sequence[RecordWarning], text: str, *, dry: bool = False
    ) -> None:
        """Have one answer kept to several warnings, or only try whether it could be. Raises Problem."""
        groups = [[self._command(request, one, text)] for one in warnings]
        for result in self.client.send(request, answers, groups, Terms(dry=dry)):
            receipt_of(result)

    def _command(self, request: ApiRequest, warning: RecordWarning, text: str) -> CommandMessage:
        """The command that keeps an answer; the same answer of the same account sent twice is one."""
        form = {
            "warning": warning.id,
            "unit": self._unit(request.bearer, warning),
            "register": warning.subject.register.name,
            "record": warning.subject.id,
            ANSWER: text,
            "answered_on": self.read_model.today().isoformat(),
        }
        key = ids.derive_id(f"answer\n{request.bearer.id}\n{warning.id}\n{text}\n{form['answered_on']}")
        return CommandMessage(key, answers.name, answers.opening.name, form)

    def _unit(self, bearer: Bearer, warning: RecordWarning) -> str:
        """In the name of which of the two records' units somebody answers; else the owner refuses it."""
        within = callers.units_within(bearer, self.read_model)
        both = [one for one in (warning.unit, warning.other_unit) if one]
        return next((one for one in both if within is None or one in within), warning.unit)
