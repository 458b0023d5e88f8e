"""What waits for somebody and is no step of a record: examinations, imports to vouch for, warnings to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from contracts.cases.warning_answers import register as answers
from contracts.errors import Unavailable
from contracts.training.assessments import register as assessments
from services.chassis.base import clock
from services.chassis.storage.lists.keyset import EXACT_UP_TO
from services.gateway.api.imports import Imports, import_item, may_release
from services.gateway.api.work import sittings
from services.gateway.api.work.sittings import PaperState
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model.waiting_imports.reading import WaitingImport
from services.gateway.read_model.warnings.reading import RecordWarning
from services.gateway.record_client import RecordClient
from services.gateway.warnings.listing import WarningList, warning_item

MOST_IMPORTS = 200
"""Imports of which it is seen whether somebody may vouch for them: whoever imports much vouches for little of it."""
Row = TypeVar("Row")


@dataclass(frozen=True)
class OtherSection(Generic[Row]):
    """Things of one kind, some of them; `total` in all, or, not `is_exact`, at least."""

    rows: Sequence[Row] = ()
    total: int = 0
    is_exact: bool = True


@dataclass(frozen=True)
class OtherWork:
    """What waits beside the steps of records."""

    examinations: OtherSection[PaperState]
    imports: OtherSection[WaitingImport]
    warnings: OtherSection[RecordWarning]

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.examinations.total or self.imports.total or self.warnings.total)


@dataclass(frozen=True)
class OtherWorkFinder:
    """Finds it: examinations at their owner, the rest in the view."""

    client: RecordClient
    imports: Imports

    def find(self, bearer: Bearer, units: Sequence[str] | None, most: int) -> OtherWork:
        """What waits for a bearer in some units, or, None, in all: of each kind at most so many rows."""
        return OtherWork(
            self._examinations(bearer, most), self._imports(bearer, most), self._warnings(bearer, units, most)
        )

    def _examinations(self, bearer: Bearer, most: int) -> OtherSection[PaperState]:
        """None where their owner does not answer: the work itself says that it is silent."""
        if not permissions.may_take(assessments.opening, bearer):
            return OtherSection()
        try:
            found = sittings.waiting_for(self.client, bearer, clock.now())
        except Unavailable:
            return OtherSection()
        return OtherSection(found[:most], len(found))

    def _imports(self, bearer: Bearer, most: int) -> OtherSection[WaitingImport]:
        """Those of others in which steps of one's own role wait; units are the owner's to say."""
        page = self.imports.newest(bearer, MOST_IMPORTS)
        found = [one for one in page.rows if may_release(one, bearer)]
        return OtherSection(found[:most], len(found), is_exact=page.part.after is None)

    def _warnings(self, bearer: Bearer, units: Sequence[str] | None, most: int) -> OtherSection[RecordWarning]:
        if not permissions.may_take(answers.opening, bearer):
            return OtherSection()
        listed = WarningList(self.client.read_model)
        number = listed.count(bearer, units)
        rows = listed.first_of(bearer, units, most) if number else []
        return OtherSection(rows, min(number, EXACT_UP_TO), number <= EXACT_UP_TO)


def other_items(other: OtherWork, bearer: Bearer) -> dict[str, Any]:
    """All of it as clients see it."""
    return {
        "examinations": _section_item(other.examinations, [_paper_item(one) for one in other.examinations.rows]),
        "imports": _section_item(other.imports, [import_item(one, bearer) for one in other.imports.rows]),
        "warnings": _section_item(other.warnings, [warning_item(one) for one in other.warnings.rows]),
    }


def _section_item(section: OtherSection[Any], items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"total": section.total, "total_is_exact": section.is_exact, "items": items}


def _paper_item(one: PaperState) -> dict[str, Any]:
    fields = one.paper.fields
    return {
        "paper": one.paper.id,
        "title": fields["title"],
        "is_open": one.state == sittings.OPEN,
        "opens_at": fields.get("opens_at"),
        "closes_at": fields.get("closes_at"),
        "minutes": fields.get("minutes"),
        "sitting": one.sitting.id if one.sitting else None,
        "hand_in_by": one.sitting.fields.get("hand_in_by") if one.sitting else None,
    }
